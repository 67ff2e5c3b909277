#include "gateway/backends/backend_health.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "gateway/testing/fake_service.h"
#include "services/chassis/rpc/open_calls.h"

namespace potential::gateway {
namespace {

using ::testing::Pair;
using ::testing::UnorderedElementsAre;

class BackendHealthTest : public ::testing::Test {
 protected:
  BackendHealthTest() : backends_(suite_.MakeBackends()), health_(*backends_, absl::Seconds(30)) {}
  ~BackendHealthTest() override {
    health_.Stop();
    rpc::AwaitCallsOver();
  }

  // Asks all services and waits for their answers.
  void AskAll() {
    health_.Tick();
    rpc::AwaitCallsOver();
  }

  FakeSuite suite_;
  std::unique_ptr<Backends> backends_;
  BackendHealth health_;
};

TEST_F(BackendHealthTest, NoServiceAnswersBeforeItWasAsked) {
  suite_.StartAll();
  EXPECT_THAT(health_.Answering(),
              UnorderedElementsAre(Pair("workforce", false), Pair("evidence", false),
                                   Pair("partnerships", false), Pair("occupation", false)));
}

TEST_F(BackendHealthTest, TellsWhichServicesAnswer) {
  suite_["workforce"].Start();
  suite_["evidence"].Start();
  suite_["evidence"].ReportEnding();
  AskAll();
  EXPECT_THAT(health_.Answering(),
              UnorderedElementsAre(Pair("workforce", true), Pair("evidence", false),
                                   Pair("partnerships", false), Pair("occupation", false)));
}

TEST_F(BackendHealthTest, ServiceThatEndedAnswersNoMore) {
  suite_.StartAll();
  AskAll();
  EXPECT_TRUE(health_.Answering().at("occupation"));
  suite_["occupation"].Stop();
  AskAll();
  EXPECT_FALSE(health_.Answering().at("occupation"));
  EXPECT_TRUE(health_.Answering().at("workforce"));
}

TEST_F(BackendHealthTest, NobodyIsAskedAfterTheEnd) {
  suite_.StartAll();
  health_.Stop();
  AskAll();
  EXPECT_FALSE(health_.Answering().at("workforce"));
}

}  // namespace
}  // namespace potential::gateway
