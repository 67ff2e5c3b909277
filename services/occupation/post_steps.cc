#include "services/occupation/post_steps.h"

#include <string>

#include "potential/occupation/v1/post_service.pb.h"
#include "services/chassis/records/dated_step.h"
#include "services/chassis/records/step_binder.h"
#include "services/chassis/storage/status_macros.h"

namespace potential::occupation {
namespace {

using records::DayOfStep;
using records::Transaction;
using v1::Post;
using v1::ProtectedTimeReview;

absl::Status EstablishPost(Transaction& transaction, const v1::EstablishPostRequest& request,
                           Post& post) {
  ASSIGN_OR_RETURN(const std::string day,
                   DayOfStep(transaction, request, post.state(), {Post::PROPOSED}, "established"));
  post.set_state(Post::ESTABLISHED);
  post.set_established_date(day);
  return absl::OkStatus();
}

absl::Status ClosePost(Transaction& transaction, const v1::ClosePostRequest& request, Post& post) {
  ASSIGN_OR_RETURN(
      const std::string day,
      DayOfStep(transaction, request, post.state(), {Post::ESTABLISHED}, "closed",
                {post.established_date(), "the day on which it entered the establishment"}));
  post.set_state(Post::CLOSED);
  post.set_closed_date(day);
  post.set_close_reason(request.reason());
  return absl::OkStatus();
}

absl::Status CompleteProtectedTimeReview(Transaction& transaction,
                                         const v1::CompleteProtectedTimeReviewRequest& request,
                                         ProtectedTimeReview& review) {
  ASSIGN_OR_RETURN(const std::string day, DayOfStep(transaction, request, review.state(),
                                                    {ProtectedTimeReview::OPEN}, "completed"));
  review.set_state(ProtectedTimeReview::COMPLETED);
  review.set_reviewed_date(day);
  review.set_outcome(request.outcome());
  return absl::OkStatus();
}

}  // namespace

void BindPostSteps(rpc::Routes& routes, records::RecordService& records) {
  const records::StepBinder bind(routes, records, "potential.occupation.v1.PostService");
  bind("EstablishPost", EstablishPost);
  bind("ClosePost", ClosePost);
  bind("CompleteProtectedTimeReview", CompleteProtectedTimeReview);
}

}  // namespace potential::occupation
