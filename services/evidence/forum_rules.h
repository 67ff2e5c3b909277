// Rules of forums, agenda templates and meetings that their contracts cannot state.

#ifndef POTENTIAL_SERVICES_EVIDENCE_FORUM_RULES_H_
#define POTENTIAL_SERVICES_EVIDENCE_FORUM_RULES_H_

#include "absl/status/status.h"
#include "potential/evidence/v1/agenda_template.pb.h"
#include "potential/evidence/v1/forum.pb.h"
#include "potential/evidence/v1/forum_meeting.pb.h"
#include "services/chassis/records/transaction.h"
#include "services/chassis/records/violations.h"

namespace potential::evidence {

// Each item has an identifier of its own.
absl::Status CheckAgendaTemplate(const v1::AgendaTemplate& next, const v1::AgendaTemplate* previous,
                                 records::Transaction& transaction,
                                 records::Violations& violations);

// FAILED_PRECONDITION if a structure is chosen that is not AGREED. A forum may keep one that was
// superseded since.
absl::Status CheckForum(const v1::Forum& next, const v1::Forum* previous,
                        records::Transaction& transaction, records::Violations& violations);

// Sums of attendance and open actions, and whether the meeting followed its agreed structure.
absl::Status DeriveForumMeeting(v1::ForumMeeting& next, const v1::ForumMeeting* previous,
                                records::Transaction& transaction);

// Items and lines once each, done dates of done actions only. A meeting that was held is not in the
// future and speaks of items of its structure only. FAILED_PRECONDITION if a new meeting's forum
// has ended.
absl::Status CheckForumMeeting(const v1::ForumMeeting& next, const v1::ForumMeeting* previous,
                               records::Transaction& transaction, records::Violations& violations);

}  // namespace potential::evidence

#endif  // POTENTIAL_SERVICES_EVIDENCE_FORUM_RULES_H_
