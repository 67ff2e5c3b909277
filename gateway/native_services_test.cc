// The contracts that the gateway serves over all services, through its own gRPC server.

#include "gateway/native_services.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "absl/synchronization/notification.h"
#include "gateway/testing/fake_service.h"
#include "services/chassis/rpc/byte_buffer.h"
#include "services/chassis/rpc/open_calls.h"
#include "services/chassis/testing/matchers.h"
#include "services/chassis/testing/service_fixture.h"

namespace potential::gateway {
namespace {

using indicators::v1::GetInitiativeRequest;
using indicators::v1::Initiative;
using indicators::v1::ListIndicatorsRequest;
using indicators::v1::ListIndicatorsResponse;
using indicators::v1::ListInitiativesRequest;
using indicators::v1::ListInitiativesResponse;
using indicators::v1::QueryIndicatorsRequest;
using indicators::v1::QueryIndicatorsResponse;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::IsOk;
using testing::StatusIs;
using testing::Violates;

constexpr char kIndicators[] = "/potential.indicators.v1.IndicatorService/";
constexpr char kInitiatives[] = "/potential.indicators.v1.InitiativeService/";

class NativeServicesTest : public ::testing::Test {
 protected:
  NativeServicesTest() {
    for (const char* name : kServiceNames) {
      QueryIndicatorsResponse figures;
      figures.add_results()->set_indicator(std::string(name) + ".things");
      (*figures.mutable_revisions())[name] = 3;
      suite_[name].set_figures(figures);
      indicators::v1::Indicator indicator;
      indicator.set_id(std::string(name) + ".things");
      suite_[name].set_catalogue({indicator});
      Initiative initiative;
      initiative.set_initiative_id(std::string(name) + ".do");
      suite_[name].set_initiatives({initiative});
    }
    suite_["evidence"].BindAlso([this](rpc::Routes& routes) {
      routes.BindUnary("potential.indicators.v1.InitiativeService.GetInitiative",
                       [this](const rpc::ContextPtr& call, const rpc::RequestPtr&,
                              const rpc::Reply& reply) { HoldUntilGone(call, reply); });
    });
    suite_.StartAll();
    strategies_ = *strategy::StrategyHolder::Open([] {
      return strategy::StrategySet::FromFiles(
          {{"swlstg.textproto", testing::SmallStrategy("swlstg")}});
    });
    backends_ = suite_.MakeBackends();
    fan_out_ = std::make_unique<FanOut>(*backends_);
    anchors_ = std::make_unique<Anchors>(*fan_out_);
    const NativeParts parts{*backends_, *fan_out_, *strategies_, clock_, *anchors_};
    BindIndicatorService(routes_, parts);
    BindInitiativeService(routes_, parts);
    gateway_ = std::make_unique<testing::RouteServer>(routes_, "127.0.0.1:0");
    channel_ = rpc::MakeChannel(gateway_->address());
  }
  ~NativeServicesTest() override {
    gateway_.reset();
    suite_.StopAll();
    rpc::AwaitCallsOver();
  }

  void HoldUntilGone(const rpc::ContextPtr& call, const rpc::Reply& reply) {
    call->server_call.lock()->SetCancelListener([this, reply] {
      reply(absl::CancelledError("gone"));
      gone_.Notify();
    });
    begun_.Notify();
  }

  template <typename Response>
  absl::StatusOr<Response> Call(const std::string& path, const google::protobuf::Message& request) {
    Response response;
    const absl::Status status = rpc::UnaryCall(channel_, path, {}, request, response);
    if (!status.ok()) return status;
    return response;
  }

  // Begins the call, gives it up once `begun` says so, and returns its status.
  absl::Status GiveUp(const std::string& path, const google::protobuf::Message& request,
                      const std::function<void()>& begun) {
    absl::Status status;
    absl::Notification done;
    const rpc::CancelCall cancel =
        rpc::StartUnaryCall(channel_, path, {}, rpc::Serialize(request),
                            [&](const rpc::CallResult& result) {
                              status = result.status;
                              done.Notify();
                            });
    begun();
    cancel();
    done.WaitForNotification();
    return status;
  }

  static QueryIndicatorsRequest Questions(const std::vector<std::string>& indicators) {
    QueryIndicatorsRequest request;
    request.set_parent("organisations/swlstg");
    for (const std::string& indicator : indicators) {
      request.add_queries()->set_indicator(indicator);
    }
    return request;
  }

  rpc::SystemClock clock_;
  FakeSuite suite_;
  absl::Notification begun_;
  absl::Notification gone_;
  std::unique_ptr<strategy::StrategyHolder> strategies_;
  std::unique_ptr<Backends> backends_;
  std::unique_ptr<FanOut> fan_out_;
  std::unique_ptr<Anchors> anchors_;
  rpc::Routes routes_;
  std::unique_ptr<testing::RouteServer> gateway_;
  std::shared_ptr<grpc::Channel> channel_;
};

TEST_F(NativeServicesTest, FiguresComeFromTheServiceThatEachIndicatorNames) {
  const auto answer = Call<QueryIndicatorsResponse>(
      std::string(kIndicators) + "QueryIndicators",
      Questions({"occupation.things", "workforce.things"}));
  ASSERT_THAT(answer, IsOk());
  EXPECT_EQ(answer->results(0).indicator(), "occupation.things");
  EXPECT_EQ(answer->results(1).indicator(), "workforce.things");
  EXPECT_EQ(answer->revisions_size(), 2);
}

TEST_F(NativeServicesTest, FiguresDoNotWaitForServicesThatAreNotAsked) {
  suite_["evidence"].Hold();
  EXPECT_THAT(Call<QueryIndicatorsResponse>(std::string(kIndicators) + "QueryIndicators",
                                            Questions({"workforce.things"})),
              IsOk());
}

TEST_F(NativeServicesTest, FiguresOfADeadServiceAreUnavailableAndItsAddressIsNotTold) {
  suite_["evidence"].Stop();
  EXPECT_THAT(Call<QueryIndicatorsResponse>(std::string(kIndicators) + "QueryIndicators",
                                            Questions({"workforce.things", "evidence.things"})),
              StatusIs(absl::StatusCode::kUnavailable, Not(HasSubstr("unix"))));
}

TEST_F(NativeServicesTest, QuestionToNoServiceIsRefused) {
  EXPECT_THAT(Call<QueryIndicatorsResponse>(std::string(kIndicators) + "QueryIndicators",
                                            Questions({"workforce.things", "nothing.at_all"})),
              Violates("queries[1].indicator"));
  EXPECT_THAT(
      Call<QueryIndicatorsResponse>(std::string(kIndicators) + "QueryIndicators", Questions({})),
      Violates("queries"));
}

TEST_F(NativeServicesTest, CatalogueIsThatOfAllServices) {
  const auto answer = Call<ListIndicatorsResponse>(std::string(kIndicators) + "ListIndicators",
                                                   ListIndicatorsRequest());
  ASSERT_THAT(answer, IsOk());
  std::vector<std::string> ids;
  for (const auto& indicator : answer->indicators()) ids.push_back(indicator.id());
  EXPECT_THAT(ids, ElementsAre("evidence.things", "occupation.things", "partnerships.things",
                               "workforce.things"));
}

TEST_F(NativeServicesTest, InitiativesGoFromServiceToService) {
  ListInitiativesRequest request;
  request.set_parent("organisations/swlstg");
  std::vector<std::string> ids;
  do {
    const auto page =
        Call<ListInitiativesResponse>(std::string(kInitiatives) + "ListInitiatives", request);
    ASSERT_THAT(page, IsOk());
    for (const auto& initiative : page->initiatives()) ids.push_back(initiative.initiative_id());
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty());
  EXPECT_THAT(ids, ElementsAre("workforce.do", "evidence.do", "partnerships.do", "occupation.do"));
  for (const char* token : {"nothing:", "workforce", ":"}) {
    request.set_page_token(token);
    EXPECT_THAT(
        Call<ListInitiativesResponse>(std::string(kInitiatives) + "ListInitiatives", request),
        Violates("page_token"))
        << token;
  }
}

TEST_F(NativeServicesTest, ForwardedCallThatIsGivenUpEndsAtTheService) {
  GetInitiativeRequest request;
  request.set_name("organisations/swlstg/initiatives/evidence-do");
  EXPECT_THAT(GiveUp(std::string(kInitiatives) + "GetInitiative", request,
                     [this] { begun_.WaitForNotification(); }),
              StatusIs(absl::StatusCode::kCancelled));
  gone_.WaitForNotification();
}

TEST_F(NativeServicesTest, QuestionThatIsGivenUpEndsAtTheGateway) {
  suite_["workforce"].Hold();
  EXPECT_THAT(GiveUp(std::string(kIndicators) + "QueryIndicators", Questions({"workforce.things"}),
                     [this] { suite_["workforce"].AwaitHeld(1); }),
              StatusIs(absl::StatusCode::kCancelled));
  // The gateway's part is over although the service still holds its caller.
  gateway_->AwaitEnded(1);
}

}  // namespace
}  // namespace potential::gateway
