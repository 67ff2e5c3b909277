// Kinds that are agreed: DRAFT -> AGREED -> SUPERSEDED, changed by new versions. Several drafts may
// revise the same version; the first that is agreed replaces it.

#ifndef POTENTIAL_SERVICES_EVIDENCE_AGREEMENT_H_
#define POTENTIAL_SERVICES_EVIDENCE_AGREEMENT_H_

#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/chassis/records/transaction.h"
#include "services/chassis/records/versions.h"
#include "services/chassis/storage/status_macros.h"

namespace potential::evidence {

// Takes the version that `agreed` revises, if any, to SUPERSEDED on `day`. FAILED_PRECONDITION if
// it is no longer AGREED; INVALID_ARGUMENT on `date` if it was agreed after that day.
template <typename Record>
absl::Status ReplaceRevised(records::Transaction& transaction, const Record& agreed,
                            const std::string& day) {
  if (agreed.supersedes().empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(Record earlier, transaction.Get<Record>(agreed.supersedes()));
  if (earlier.state() != Record::AGREED) {
    return records::Refuse("REPLACED_ALREADY",
                           "the version that it revises was replaced by another one; revise that");
  }
  const std::string in_force_since = earlier.agreed_date();
  return records::Supersede(transaction, std::move(earlier), in_force_since, day);
}

// The next version of an AGREED record, as a draft that is not stored yet.
template <typename Record, typename Request>
absl::StatusOr<Record> ReviseAgreed(records::Transaction& transaction, const Request& request,
                                    const std::string& id) {
  ASSIGN_OR_RETURN(Record next,
                   records::DraftOfNextVersion<Record>(transaction, request, id, {Record::AGREED}));
  next.clear_agreed_date();
  return next;
}

}  // namespace potential::evidence

#endif  // POTENTIAL_SERVICES_EVIDENCE_AGREEMENT_H_
