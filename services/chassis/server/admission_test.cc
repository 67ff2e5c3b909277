// Deadlines and load at the one way in, with a queue and a clock that the test moves.

#include <gtest/gtest.h>

#include <functional>
#include <vector>

#include "absl/synchronization/mutex.h"
#include "potential/workforce/v1/opportunity.pb.h"
#include "potential/workforce/v1/opportunity_service.pb.h"
#include "services/chassis/rpc/byte_buffer.h"
#include "services/chassis/rpc/client.h"
#include "services/chassis/server/grpc_server.h"
#include "services/chassis/testing/fake_clock.h"
#include "services/chassis/testing/matchers.h"

namespace potential::server {
namespace {

using testing::StatusIs;
using workforce::v1::GetOpportunityRequest;
using workforce::v1::Opportunity;

constexpr char kGet[] = "potential.workforce.v1.OpportunityService.GetOpportunity";
constexpr absl::Duration kDeadline = absl::Seconds(30);

// A server of one method whose tasks wait until the test runs them.
class AdmissionTest : public ::testing::Test {
 protected:
  AdmissionTest() {
    routes_.Unary<GetOpportunityRequest, Opportunity>(
        kGet, [this](const rpc::CallContext&,
                     const GetOpportunityRequest& request) -> absl::StatusOr<Opportunity> {
          ++handled_;
          Opportunity answer;
          answer.set_name(request.name());
          return answer;
        });
    dispatcher_ = std::make_unique<rpc::Dispatcher>(
        routes_, rpc::DispatcherOptions{
                     .clock = &clock_,
                     .submit = [this](std::function<void()> task) { return Queue(std::move(task)); },
                     .identify = [](absl::string_view) { return rpc::LocalAdministrator(); },
                     .organisation_exists = [](absl::string_view) { return true; },
                     .observe = {},
                     .default_deadline = kDeadline});
    server_ = *GrpcServer::Listen("127.0.0.1:0", *dispatcher_);
    channel_ = rpc::MakeChannel(server_->address());
  }
  ~AdmissionTest() override { server_->Stop(absl::ZeroDuration()); }

  bool Queue(std::function<void()> task) {
    absl::MutexLock lock(&mutex_);
    if (full_) return false;
    tasks_.push_back(std::move(task));
    return true;
  }

  void Start() {
    GetOpportunityRequest request;
    request.set_name("organisations/swlstg/opportunities/a");
    rpc::StartUnaryCall(channel_, rpc::PathOfName(kGet), {.metadata = {}, .timeout = absl::InfiniteDuration()},
                        rpc::Serialize(request), [this](rpc::CallResult result) {
                          absl::MutexLock lock(&mutex_);
                          result_ = std::move(result);
                          answered_ = true;
                        });
  }

  std::function<void()> AwaitTask() {
    absl::MutexLock lock(&mutex_);
    const auto queued = [](std::vector<std::function<void()>>* tasks) { return !tasks->empty(); };
    mutex_.Await(absl::Condition(+queued, &tasks_));
    return tasks_.back();
  }

  absl::Status Answer() {
    absl::MutexLock lock(&mutex_);
    mutex_.Await(absl::Condition(&answered_));
    return result_.status;
  }

  testing::FakeClock clock_{absl::FromUnixSeconds(1'781'524'800)};
  rpc::Routes routes_;
  std::unique_ptr<rpc::Dispatcher> dispatcher_;
  std::unique_ptr<GrpcServer> server_;
  std::shared_ptr<grpc::Channel> channel_;
  int handled_ = 0;
  absl::Mutex mutex_;
  std::vector<std::function<void()>> tasks_ ABSL_GUARDED_BY(mutex_);
  bool full_ ABSL_GUARDED_BY(mutex_) = false;
  bool answered_ ABSL_GUARDED_BY(mutex_) = false;
  rpc::CallResult result_ ABSL_GUARDED_BY(mutex_);
};

TEST_F(AdmissionTest, HandlesACallWithinItsDeadline) {
  Start();
  const auto task = AwaitTask();
  clock_.Advance(kDeadline);
  task();
  EXPECT_THAT(Answer(), testing::IsOk());
  EXPECT_EQ(handled_, 1);
}

TEST_F(AdmissionTest, DoesNotBeginACallWhoseDeadlinePassedInTheQueue) {
  Start();
  const auto task = AwaitTask();
  clock_.Advance(kDeadline + absl::Milliseconds(1));
  task();
  EXPECT_THAT(Answer(), StatusIs(absl::StatusCode::kDeadlineExceeded));
  EXPECT_EQ(handled_, 0);
}

TEST_F(AdmissionTest, RefusesAtOnceWhenTheQueueIsFull) {
  {
    absl::MutexLock lock(&mutex_);
    full_ = true;
  }
  Start();
  EXPECT_THAT(Answer(), StatusIs(absl::StatusCode::kResourceExhausted));
  EXPECT_EQ(handled_, 0);
}

}  // namespace
}  // namespace potential::server
