// Rules of practice days and skills workshops that their contracts cannot state.

#ifndef POTENTIAL_SERVICES_PARTNERSHIPS_GATHERING_RULES_H_
#define POTENTIAL_SERVICES_PARTNERSHIPS_GATHERING_RULES_H_

#include "absl/status/status.h"
#include "potential/partnerships/v1/practice_day.pb.h"
#include "potential/partnerships/v1/skills_workshop.pb.h"
#include "services/chassis/records/transaction.h"
#include "services/chassis/records/violations.h"

namespace potential::partnerships {

// Number of different organisations that attend, and whether that makes the day a joint one.
absl::Status DerivePracticeDay(v1::PracticeDay& next, const v1::PracticeDay* previous,
                               records::Transaction& transaction);

// Places, forms and what is known before the day; a day that was held is not in the future and was
// attended by an organisation.
absl::Status CheckPracticeDay(const v1::PracticeDay& next, const v1::PracticeDay* previous,
                              records::Transaction& transaction, records::Violations& violations);

// The kind of the partner.
absl::Status DeriveSkillsWorkshop(v1::SkillsWorkshop& next, const v1::SkillsWorkshop* previous,
                                  records::Transaction& transaction);

// Places, answers and what is known before the day; a workshop that was held is not in the future.
absl::Status CheckSkillsWorkshop(const v1::SkillsWorkshop& next, const v1::SkillsWorkshop* previous,
                                 records::Transaction& transaction,
                                 records::Violations& violations);

}  // namespace potential::partnerships

#endif  // POTENTIAL_SERVICES_PARTNERSHIPS_GATHERING_RULES_H_
