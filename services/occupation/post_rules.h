// Rules of posts and of the reviews of their time for occupational therapy that their contracts
// cannot state.

#ifndef POTENTIAL_SERVICES_OCCUPATION_POST_RULES_H_
#define POTENTIAL_SERVICES_OCCUPATION_POST_RULES_H_

#include "absl/status/status.h"
#include "potential/occupation/v1/post.pb.h"
#include "potential/occupation/v1/protected_time_review.pb.h"
#include "services/chassis/records/transaction.h"
#include "services/chassis/records/violations.h"

namespace potential::occupation {

// Whether it is established, and since when its status has been known and as it is.
absl::Status DerivePost(v1::Post& next, const v1::Post* previous,
                        records::Transaction& transaction);

// A status that is known has its day, not in the future; protected time is agreed and kept.
absl::Status CheckPost(const v1::Post& next, const v1::Post* previous,
                       records::Transaction& transaction, records::Violations& violations);

// The service line of the post of a new review.
absl::Status DeriveProtectedTimeReview(v1::ProtectedTimeReview& next,
                                       const v1::ProtectedTimeReview* previous,
                                       records::Transaction& transaction);

}  // namespace potential::occupation

#endif  // POTENTIAL_SERVICES_OCCUPATION_POST_RULES_H_
