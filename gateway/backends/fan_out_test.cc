// Questions to four services over real gRPC, of which one may be dead, slow or unwilling.

#include "gateway/backends/fan_out.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/synchronization/notification.h"
#include "gateway/testing/fake_service.h"
#include "services/chassis/rpc/open_calls.h"
#include "services/chassis/rpc/request_id.h"
#include "services/chassis/testing/matchers.h"

namespace potential::gateway {
namespace {

using ::testing::ElementsAre;
using ::testing::SizeIs;
using testing::IsOk;
using testing::StatusIs;

class FanOutTest : public ::testing::Test {
 protected:
  FanOutTest() {
    for (const char* name : kServiceNames) {
      indicators::v1::QueryIndicatorsResponse figures;
      figures.add_results()->set_indicator(std::string(name) + ".things");
      suite_[name].set_figures(figures);
      indicators::v1::Indicator indicator;
      indicator.set_id(std::string(name) + ".things");
      suite_[name].set_catalogue({indicator});
      indicators::v1::Initiative initiative;
      initiative.set_initiative_id(std::string(name) + ".do");
      suite_[name].set_initiatives({initiative});
    }
    suite_.StartAll();
    backends_ = suite_.MakeBackends();
    fan_out_ = std::make_unique<FanOut>(*backends_);
  }
  ~FanOutTest() override {
    suite_.StopAll();
    rpc::AwaitCallsOver();
  }

  static ServiceQuestions QuestionsTo(const std::vector<std::string>& services) {
    ServiceQuestions questions;
    for (const std::string& service : services) {
      questions[service].set_parent("organisations/swlstg");
      questions[service].add_queries()->set_indicator(service + ".things");
    }
    return questions;
  }

  ServiceAnswers Ask(const std::vector<std::string>& services) {
    ServiceAnswers got;
    absl::Notification done;
    fan_out_->Ask("swlstg", QuestionsTo(services), options_, [&](ServiceAnswers answers) {
      got = std::move(answers);
      done.Notify();
    });
    done.WaitForNotification();
    return got;
  }

  // Calls of a method that the service has had.
  int64_t CallsOf(const std::string& service, const std::string& method) {
    const std::vector<rpc::CallContext> calls = suite_[service].calls();
    return std::count_if(calls.begin(), calls.end(), [&method](const rpc::CallContext& call) {
      return call.method->name() == method;
    });
  }

  FakeSuite suite_;
  std::unique_ptr<Backends> backends_;
  std::unique_ptr<FanOut> fan_out_;
  rpc::CallOptions options_{.metadata = {}, .timeout = absl::Seconds(30)};
};

TEST_F(FanOutTest, GathersFiguresInitiativesAndCataloguesOfAllServices) {
  const ServiceAnswers answers = Ask({"workforce", "evidence", "partnerships", "occupation"});
  ASSERT_THAT(answers, SizeIs(4));
  for (const auto& [service, answer] : answers) {
    EXPECT_THAT(answer.status, IsOk()) << service;
    EXPECT_TRUE(answer.IsThere());
    EXPECT_EQ(answer.figures.results(0).indicator(), service + ".things");
    EXPECT_EQ(answer.initiatives.initiatives(0).initiative_id(), service + ".do");
    EXPECT_TRUE(answer.catalogue->contains(service + ".things"));
  }
}

TEST_F(FanOutTest, ServiceWithoutQuestionsIsAskedForTheRest) {
  const ServiceAnswers answers = Ask({"workforce"});
  EXPECT_THAT(answers.at("evidence").status, IsOk());
  EXPECT_EQ(answers.at("evidence").figures.results_size(), 0);
  EXPECT_EQ(answers.at("evidence").initiatives.initiatives_size(), 1);
  EXPECT_EQ(CallsOf("evidence", "QueryIndicators"), 0);
}

TEST_F(FanOutTest, DeadServiceFailsAlone) {
  suite_["evidence"].Stop();
  const ServiceAnswers answers = Ask({"workforce", "evidence"});
  EXPECT_THAT(answers.at("evidence").status, StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_FALSE(answers.at("evidence").IsThere());
  EXPECT_THAT(answers.at("workforce").status, IsOk());
  EXPECT_EQ(answers.at("workforce").figures.results_size(), 1);
}

TEST_F(FanOutTest, SlowServiceEndsWithItsOwnDeadline) {
  suite_["evidence"].Hold();
  options_.timeout = absl::Milliseconds(200);
  const ServiceAnswers answers = Ask({"workforce", "evidence"});
  EXPECT_THAT(answers.at("evidence").status, StatusIs(absl::StatusCode::kDeadlineExceeded));
  EXPECT_THAT(answers.at("workforce").status, IsOk());
}

TEST_F(FanOutTest, RefusalIsTheStatusOfItsService) {
  suite_["occupation"].set_failure(absl::PermissionDeniedError("no"));
  const ServiceAnswers answers = Ask({"occupation"});
  EXPECT_THAT(answers.at("occupation").status, StatusIs(absl::StatusCode::kPermissionDenied));
}

TEST_F(FanOutTest, CatalogueIsFetchedOnceAndAgainAfterAFailure) {
  Ask({"workforce"});
  Ask({"workforce"});
  EXPECT_EQ(CallsOf("workforce", "ListIndicators"), 1);
  suite_["workforce"].set_failure(absl::UnavailableError("down"));
  const ServiceAnswers down = Ask({"workforce"});
  EXPECT_TRUE(down.at("workforce").catalogue->contains("workforce.things"));
  suite_["workforce"].set_failure(absl::OkStatus());
  indicators::v1::Indicator indicator;
  indicator.set_id("workforce.others");
  suite_["workforce"].set_catalogue({indicator});
  EXPECT_TRUE(Ask({"workforce"}).at("workforce").catalogue->contains("workforce.others"));
}

TEST_F(FanOutTest, FiguresAloneWaitForNobodyElse) {
  suite_["evidence"].Hold();
  ServiceAnswers got;
  absl::Notification done;
  fan_out_->Figures(QuestionsTo({"workforce"}), options_, [&](ServiceAnswers answers) {
    got = std::move(answers);
    done.Notify();
  });
  done.WaitForNotification();
  ASSERT_THAT(got, SizeIs(1));
  EXPECT_EQ(got.at("workforce").figures.results_size(), 1);
  EXPECT_EQ(CallsOf("workforce", "ListInitiatives"), 0);
}

TEST_F(FanOutTest, NoQuestionsAreAnsweredAtOnce) {
  bool answered = false;
  fan_out_->Figures({}, options_, [&](const ServiceAnswers& answers) {
    answered = answers.empty();
  });
  EXPECT_TRUE(answered);
}

TEST_F(FanOutTest, QuestionsThatAreGivenUpEnd) {
  suite_["evidence"].Hold();
  ServiceAnswers got;
  absl::Notification done;
  const rpc::CancelCall cancel =
      fan_out_->Ask("swlstg", QuestionsTo({"evidence"}), options_, [&](ServiceAnswers answers) {
        got = std::move(answers);
        done.Notify();
      });
  suite_["evidence"].AwaitHeld(3);
  cancel();
  done.WaitForNotification();
  EXPECT_THAT(got.at("evidence").status, StatusIs(absl::StatusCode::kCancelled));
  cancel();  // It is over; nothing happens.
}

TEST_F(FanOutTest, MetadataGoesToEveryService) {
  options_.metadata = {{rpc::kIdentityHeader, "subject=lead-1;role=lead;lines=community"},
                       {rpc::kRequestIdHeader, "request-7"}};
  Ask({"workforce", "evidence"});
  for (const char* service : {"workforce", "evidence"}) {
    for (const rpc::CallContext& call : suite_[service].calls()) {
      EXPECT_EQ(call.identity.subject, "lead-1");
      EXPECT_EQ(call.identity.role, rpc::Role::kLead);
      EXPECT_THAT(call.identity.service_lines, ElementsAre("community"));
      EXPECT_EQ(call.request_id, "request-7");
    }
  }
}

}  // namespace
}  // namespace potential::gateway
