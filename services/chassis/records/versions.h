// Records that are changed by new versions: `version` 1, 2, 3 ..., each but the first with the one
// before in `supersedes`. A version in force stays so until the next is put in its place.

#ifndef POTENTIAL_SERVICES_CHASSIS_RECORDS_VERSIONS_H_
#define POTENTIAL_SERVICES_CHASSIS_RECORDS_VERSIONS_H_

#include <initializer_list>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "potential/options/v1/options.pb.h"
#include "services/chassis/records/dated_step.h"
#include "services/chassis/records/steps.h"
#include "services/chassis/records/transaction.h"
#include "services/chassis/resource/names.h"
#include "services/chassis/resource/violation.h"
#include "services/chassis/storage/status_macros.h"

namespace potential::records {

// For the derive hook: a record that is no later version is the first.
template <typename Record>
void NumberFirstVersion(Record& next) {
  if (next.version() == 0) next.set_version(1);
}

// The version after the record that the request names, as a new record that is not stored yet: same
// content in the initial state, without review date. `id` is the last segment of its name; chosen
// when it is stored if empty. Dates of other steps are for the caller to clear. NOT_FOUND, ABORTED
// if the caller saw another etag, FAILED_PRECONDITION if the record is in none of the states
// `revisable`. For kinds of which several drafts may revise the same version; which of them
// replaces it is decided by the step that puts one into force.
template <typename Record, typename Request>
absl::StatusOr<Record> DraftOfNextVersion(Transaction& transaction, const Request& request,
                                          const std::string& id,
                                          std::initializer_list<typename Record::State> revisable) {
  ASSIGN_OR_RETURN(Record next, transaction.Get<Record>(request.name()));
  if (!request.etag().empty() && request.etag() != next.etag()) {
    return resource::EtagMismatch(next.name());
  }
  RETURN_IF_ERROR(RequireState(next.state(), revisable, "revised"));
  const options::v1::ResourceRules& rules =
      Record::descriptor()->options().GetExtension(options::v1::resource);
  next.set_version(next.version() + 1);
  next.set_supersedes(next.name());
  next.set_name(
      id.empty() ? "" : resource::FormatName(transaction.organisation(), rules.collection(), id));
  next.clear_etag();
  next.clear_create_time();
  next.clear_update_time();
  next.clear_state();
  if constexpr (requires { next.clear_review_date(); }) next.clear_review_date();
  return next;
}

// The same for kinds of which a version is revised once: FAILED_PRECONDITION also if it has a later
// version.
template <typename Record, typename Request>
absl::StatusOr<Record> NextVersion(Transaction& transaction, const Request& request,
                                   const std::string& id,
                                   std::initializer_list<typename Record::State> in_force) {
  ASSIGN_OR_RETURN(Record next, DraftOfNextVersion<Record>(transaction, request, id, in_force));
  ASSIGN_OR_RETURN(const bool revised,
                   transaction.AnyOther<Record>(
                       storage::Predicate::Eq("supersedes", next.supersedes()), next.supersedes()));
  if (revised) {
    return Refuse("LATER_VERSION_EXISTS", "there is a later version already; go on with that");
  }
  return next;
}

// FAILED_PRECONDITION unless the record may be in force from `day` on: it has a review date, and
// that is later.
template <typename Record>
absl::Status RequireReviewAfter(const Record& record, const std::string& day) {
  if (record.review_date().empty()) {
    return Refuse("REVIEW_DATE_MISSING", "there is no review date; set one first");
  }
  if (record.review_date() > day) return absl::OkStatus();
  return Refuse("REVIEW_DATE_PASSED", "the review date must be later than the day of this step");
}

// Takes `earlier`, which a later version replaces on `day`, to SUPERSEDED. INVALID_ARGUMENT on
// `date` if it came into force after that day.
template <typename Record>
absl::Status Supersede(Transaction& transaction, Record earlier, const std::string& in_force_since,
                       const std::string& day) {
  RETURN_IF_ERROR(RequireNotBefore(
      day, {in_force_since, "the day on which the version before came into force"}, "date"));
  earlier.set_state(Record::SUPERSEDED);
  earlier.set_superseded_date(day);
  return transaction.Save(earlier);
}

}  // namespace potential::records

#endif  // POTENTIAL_SERVICES_CHASSIS_RECORDS_VERSIONS_H_
