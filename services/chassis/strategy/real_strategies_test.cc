// The strategies that are delivered with the program, by the framework and the impact story that
// they were transcribed from.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "services/chassis/strategy/strategy_set.h"

namespace potential::strategy {
namespace {

using ::testing::ElementsAre;

class RealStrategiesTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    const auto set = StrategySet::Load(POTENTIAL_STRATEGY_DIRECTORY);
    ASSERT_TRUE(set.ok()) << set.status();
    set_ = new std::shared_ptr<const StrategySet>(*set);
  }
  static void TearDownTestSuite() {
    delete set_;
    set_ = nullptr;
  }
  void SetUp() override { ASSERT_NE(set_, nullptr); }

  const StrategySet& set() const { return **set_; }

  static std::shared_ptr<const StrategySet>* set_;
};

std::shared_ptr<const StrategySet>* RealStrategiesTest::set_ = nullptr;

std::vector<std::string> OutcomesOf(const v1::Strategy& strategy) {
  std::vector<std::string> ids;
  for (const v1::Pillar& pillar : strategy.pillars()) {
    for (const v1::Outcome& outcome : pillar.outcomes()) ids.push_back(outcome.id());
  }
  return ids;
}

const v1::Outcome& FindOutcome(const v1::Strategy& strategy, const std::string& id) {
  for (const v1::Pillar& pillar : strategy.pillars()) {
    for (const v1::Outcome& outcome : pillar.outcomes()) {
      if (outcome.id() == id) return outcome;
    }
  }
  ADD_FAILURE() << "no outcome " << id;
  return v1::Outcome::default_instance();
}

TEST_F(RealStrategiesTest, BothOrganisationsAreThere) {
  EXPECT_THAT(set().organisations(), ElementsAre("swlstg", "tower-hamlets"));
}

TEST_F(RealStrategiesTest, EveryOutcomeOfTheFrameworkIsThereInItsOrder) {
  EXPECT_THAT(
      OutcomesOf(*set().Find("swlstg")),
      ElementsAre("workforce.preceptorship-plus", "workforce.bulletins",
                  "workforce.advice-sessions", "workforce.shadowing", "workforce.apprenticeships",
                  "workforce.satisfaction", "workforce.cpd", "evidence.forums",
                  "evidence.standards", "evidence.students", "evidence.outputs",
                  "evidence.qi-projects", "partnerships.practice-days", "partnerships.coproduction",
                  "partnerships.scoping", "partnerships.equipment", "partnerships.workshops",
                  "partnerships.teaching", "occupation.presence", "occupation.referral",
                  "occupation.interventions", "occupation.protected-time"));
}

TEST_F(RealStrategiesTest, RulesAreThoseOfTheFramework) {
  const v1::Strategy& strategy = *set().Find("swlstg");
  EXPECT_EQ(FindOutcome(strategy, "workforce.bulletins").cadence().period(), v1::MONTH);
  EXPECT_EQ(FindOutcome(strategy, "workforce.cpd").cadence().period(), v1::QUARTER);
  EXPECT_EQ(FindOutcome(strategy, "workforce.shadowing").coverage().requirements_size(), 2);
  EXPECT_EQ(FindOutcome(strategy, "evidence.outputs").count().target(), 3);
  EXPECT_EQ(FindOutcome(strategy, "partnerships.teaching").count().target(), 3);
  EXPECT_EQ(FindOutcome(strategy, "partnerships.equipment").coverage().dimension(), "borough");
  EXPECT_EQ(FindOutcome(strategy, "occupation.referral").coverage().dimension(), "ot_service");
  EXPECT_EQ(FindOutcome(strategy, "occupation.presence").checklist().items_size(), 3);
  EXPECT_EQ(FindOutcome(strategy, "occupation.interventions").percent_change().target_percent(),
            20);
}

TEST_F(RealStrategiesTest, EveryPillarHasItsTextAndItsBullets) {
  const v1::Strategy& strategy = *set().Find("swlstg");
  ASSERT_EQ(strategy.pillars_size(), 4);
  const std::vector<std::pair<int, int>> bullets = {{2, 4}, {2, 4}, {4, 5}, {2, 2}};
  for (int i = 0; i < 4; ++i) {
    const v1::Pillar& pillar = strategy.pillars(i);
    EXPECT_EQ(pillar.number(), i + 1);
    EXPECT_FALSE(pillar.vision().empty());
    EXPECT_GE(pillar.context_size(), 2);
    int how = 0;
    int focus = 0;
    for (const v1::Initiative& initiative : pillar.initiatives()) {
      how += initiative.kind() == v1::Initiative::HOW ? 1 : 0;
      focus += initiative.kind() == v1::Initiative::FOCUS ? 1 : 0;
      EXPECT_GE(initiative.supporting_indicators_size(), 1) << initiative.id();
    }
    EXPECT_EQ(std::make_pair(how, focus), bullets[static_cast<size_t>(i)]) << pillar.id();
  }
  EXPECT_EQ(strategy.sources_size(), 7);
}

TEST_F(RealStrategiesTest, WhatIsNotFromTheSourceIsMarked) {
  const v1::Strategy& strategy = *set().Find("swlstg");
  EXPECT_FALSE(strategy.illustrative_note().empty());
  for (const auto& line : strategy.service_lines()) EXPECT_TRUE(line.illustrative()) << line.id();
  for (const auto& service : strategy.ot_services()) {
    EXPECT_TRUE(service.illustrative()) << service.id();
    EXPECT_GE(service.team_codes_size(), 1) << service.id();
  }
  for (const auto& borough : strategy.boroughs()) EXPECT_TRUE(borough.illustrative());
  EXPECT_EQ(strategy.organisations_size(), 3);
}

TEST_F(RealStrategiesTest, TheSecondOrganisationHasItsFourAimsAndEightCompletions) {
  const v1::Strategy& strategy = *set().Find("tower-hamlets");
  int aims = 0;
  for (const v1::Pillar& pillar : strategy.pillars()) {
    for (const v1::Initiative& initiative : pillar.initiatives()) {
      aims += initiative.kind() == v1::Initiative::AIM ? 1 : 0;
    }
  }
  EXPECT_EQ(aims, 4);
  EXPECT_EQ(FindOutcome(strategy, "workforce.completion").count().target(), 8);
  EXPECT_LE(strategy.plan_window().start_month_offset(), -84);
}

TEST_F(RealStrategiesTest, VocabulariesAreThoseOfTheOrganisation) {
  EXPECT_TRUE(set().Contains("swlstg", "service_lines", "camhs"));
  EXPECT_TRUE(set().Contains("swlstg", "ot_services", "home-treatment"));
  EXPECT_TRUE(set().Contains("swlstg", "boroughs", "merton"));
  EXPECT_TRUE(set().Contains("swlstg", "organisations", "oxleas"));
  EXPECT_TRUE(set().Contains("swlstg", "teams", "AUC-HT"));
  EXPECT_TRUE(set().Contains("tower-hamlets", "ot_services", "picu"));
  EXPECT_FALSE(set().Contains("swlstg", "service_lines", "in-patient"));
  EXPECT_FALSE(set().Contains("tower-hamlets", "service_lines", "camhs"));
  EXPECT_FALSE(set().Contains("tower-hamlets", "teams", "AUC-HT"));
  EXPECT_FALSE(set().Contains("swlstg", "boroughs", "camhs"));
  EXPECT_FALSE(set().Contains("swlstg", "pillars", "workforce"));
  EXPECT_FALSE(set().Contains("slam", "service_lines", "camhs"));
  EXPECT_FALSE(set().Contains("swlstg", "service_lines", ""));
}

TEST_F(RealStrategiesTest, TeamCodesLeadToTheirServiceAndLine) {
  const v1::OtService* service = set().TeamToService("swlstg", "CAM-C2");
  ASSERT_NE(service, nullptr);
  EXPECT_EQ(service->id(), "camhs-community");
  EXPECT_EQ(service->service_line(), "camhs");
  EXPECT_EQ(set().TeamToService("swlstg", "cam-c2"), nullptr);
  EXPECT_EQ(set().TeamToService("tower-hamlets", "CAM-C2"), nullptr);
  EXPECT_EQ(set().TeamToService("nobody", "CAM-C2"), nullptr);
}

}  // namespace
}  // namespace potential::strategy
