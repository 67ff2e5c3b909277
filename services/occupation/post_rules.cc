#include "services/occupation/post_rules.h"

#include <algorithm>
#include <string>

#include "services/chassis/records/dated_step.h"

namespace potential::occupation {
namespace {

using records::Transaction;
using records::Violations;
using v1::Post;

// The day of the look, or the earlier one that goes on to hold.
std::string Since(const Post& next, bool goes_on, const std::string& before) {
  return goes_on ? std::min(before, next.identified_date()) : next.identified_date();
}

void SetStatusDays(Post& next, const Post* previous) {
  if (next.protected_time_status() == Post::NOT_IDENTIFIED) {
    next.clear_identified_since();
    next.clear_status_since();
    return;
  }
  const bool known = previous != nullptr && !previous->identified_since().empty();
  const bool same = known && previous->protected_time_status() == next.protected_time_status();
  next.set_identified_since(Since(next, known, known ? previous->identified_since() : ""));
  next.set_status_since(Since(next, same, same ? previous->status_since() : ""));
}

void CheckProtectedHours(const Post& next, Violations& violations) {
  if (next.protected_time_status() != Post::PROTECTED) return;
  violations.Require(next.agreed_protected_hours_per_week() > 0, "agreed_protected_hours_per_week",
                     "must be above 0 for PROTECTED");
  violations.Require(
      !next.has_actual_protected_hours_per_week() ||
          next.actual_protected_hours_per_week() >= next.agreed_protected_hours_per_week(),
      "actual_protected_hours_per_week",
      "must not be below the hours agreed for PROTECTED; say NOT_PROTECTED");
}

}  // namespace

absl::Status DerivePost(Post& next, const Post* previous, Transaction&) {
  next.set_established(next.state() == Post::ESTABLISHED);
  SetStatusDays(next, previous);
  return absl::OkStatus();
}

absl::Status CheckPost(const Post& next, const Post*, Transaction& transaction,
                       Violations& violations) {
  const bool identified = next.protected_time_status() != Post::NOT_IDENTIFIED;
  violations.Require(identified || next.identified_date().empty(), "identified_date",
                     "must be empty for NOT_IDENTIFIED");
  violations.Require(!identified || !next.identified_date().empty(), "identified_date",
                     "is required for PROTECTED and NOT_PROTECTED");
  records::RequireNotAfterToday(next.identified_date(), "identified_date", transaction, violations);
  CheckProtectedHours(next, violations);
  return absl::OkStatus();
}

absl::Status DeriveProtectedTimeReview(v1::ProtectedTimeReview& next,
                                       const v1::ProtectedTimeReview* previous,
                                       Transaction& transaction) {
  if (previous != nullptr) return absl::OkStatus();
  const absl::StatusOr<Post> post = transaction.Get<Post>(next.post());
  // A post that does not exist is reported with the other references.
  if (absl::IsNotFound(post.status())) return absl::OkStatus();
  if (!post.ok()) return post.status();
  next.set_service_line(post->service_line());
  return absl::OkStatus();
}

}  // namespace potential::occupation
