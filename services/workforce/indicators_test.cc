#include "services/workforce/indicators.h"

#include <map>

#include "potential/indicators/v1/indicator_service.pb.h"
#include "potential/workforce/v1/advice_session.pb.h"
#include "potential/workforce/v1/apprenticeship.pb.h"
#include "potential/workforce/v1/bulletin.pb.h"
#include "potential/workforce/v1/career_pathway.pb.h"
#include "potential/workforce/v1/delivered_capacity.pb.h"
#include "potential/workforce/v1/enrolment.pb.h"
#include "potential/workforce/v1/establishment_snapshot.pb.h"
#include "potential/workforce/v1/evaluation.pb.h"
#include "potential/workforce/v1/infrastructure_item.pb.h"
#include "potential/workforce/v1/opportunity.pb.h"
#include "potential/workforce/v1/programme.pb.h"
#include "potential/workforce/v1/staff_movement.pb.h"
#include "potential/workforce/v1/staff_training.pb.h"
#include "potential/workforce/v1/training_event.pb.h"
#include "services/chassis/indicators/records_filter.h"
#include "services/chassis/resource/filter.h"
#include "services/workforce/kinds.h"
#include "services/workforce/survey_fixture.h"
#include "services/workforce/transitions.h"

namespace potential::workforce {
namespace {

using indicators::v1::Indicator;
using ::testing::ElementsAre;
using testing::IsOk;
using testing::Violates;

// What the strategy files and the gateway rely on.
struct Expected {
  Indicator::Kind kind;
  Indicator::Form form;
  std::vector<std::string> dimensions;
};

std::map<std::string, Expected> ExpectedCatalogue() {
  constexpr auto kFlow = Indicator::FLOW;
  constexpr auto kStock = Indicator::STOCK;
  constexpr auto kCount = Indicator::COUNT;
  constexpr auto kShare = Indicator::SHARE;
  return {
      {"workforce.evaluations_completed", {kFlow, kCount, {"service_line", "programme_kind"}}},
      {"workforce.bulletins_published", {kFlow, kCount, {"audience"}}},
      {"workforce.advice_sessions_held", {kFlow, kCount, {"mode"}}},
      {"workforce.opportunities_open",
       {kStock, kCount, {"service_line", "kind", "partnership_wide"}}},
      {"workforce.opportunities_opened",
       {kFlow, kCount, {"service_line", "kind", "partnership_wide"}}},
      {"workforce.infrastructure_items", {kStock, kShare, {}}},
      {"workforce.survey_waves_closed", {kFlow, kCount, {"survey_topic"}}},
      {"workforce.survey_score", {kStock, Indicator::MEAN, {"survey_topic"}}},
      {"workforce.training_events_held", {kFlow, kCount, {"service_line", "rcot_pillar", "topic"}}},
      {"workforce.staff_trained", {kFlow, kCount, {"service_line", "topic"}}},
      {"workforce.enrolments_started", {kFlow, kCount, {"service_line", "programme_kind"}}},
      {"workforce.enrolments_completed", {kFlow, kCount, {"service_line", "programme_kind"}}},
      {"workforce.vacancy_rate", {kStock, kShare, {"service_line", "band"}}},
      {"workforce.turnover_rate", {kFlow, kShare, {"service_line"}}},
      {"workforce.stability_rate", {kStock, kShare, {"service_line"}}},
      {"workforce.apprenticeships_live", {kStock, kCount, {"service_line", "level", "specialism"}}},
      {"workforce.apprenticeships_completed",
       {kFlow, kCount, {"service_line", "level", "destination"}}},
      {"workforce.apprenticeships_stopped", {kFlow, kCount, {"service_line", "stop_reason"}}},
      {"workforce.apprentices_local_share", {kFlow, kShare, {"service_line", "level"}}},
      {"workforce.apprentice_sessions_delivered", {kFlow, kCount, {"ward_type"}}},
      {"workforce.qualified_minutes_released", {kFlow, kCount, {"ward_type"}}},
      {"workforce.career_pathways_published", {kStock, kCount, {}}},
  };
}

std::vector<Indicator> Catalogue(WorkforceFixture& fixture) {
  const auto response = fixture.chassis().Call<indicators::v1::ListIndicatorsResponse>(
      "potential.indicators.v1.IndicatorService.ListIndicators",
      indicators::v1::ListIndicatorsRequest());
  EXPECT_THAT(response, IsOk());
  return {response->indicators().begin(), response->indicators().end()};
}

TEST(WorkforceIndicatorsTest, AreThoseThatStrategiesNameInFormAndDimensions) {
  WorkforceFixture fixture;
  std::map<std::string, Expected> expected = ExpectedCatalogue();
  for (const Indicator& indicator : Catalogue(fixture)) {
    SCOPED_TRACE(indicator.id());
    const auto found = expected.find(indicator.id());
    ASSERT_NE(found, expected.end());
    EXPECT_EQ(indicator.kind(), found->second.kind);
    EXPECT_EQ(indicator.form(), found->second.form);
    EXPECT_EQ(
        std::vector<std::string>(indicator.dimensions().begin(), indicator.dimensions().end()),
        found->second.dimensions);
    EXPECT_FALSE(indicator.title().empty());
    EXPECT_FALSE(indicator.definition().empty());
    EXPECT_FALSE(indicator.unit().empty());
    expected.erase(found);
  }
  for (const auto& [id, missing] : expected) ADD_FAILURE() << "no indicator " << id;
}

TEST(WorkforceIndicatorsTest, ListTheirRecordsByDeclaredFields) {
  WorkforceFixture fixture;
  records::KindTable kinds;
  AddKinds(kinds);
  for (const Indicator& indicator : Catalogue(fixture)) {
    SCOPED_TRACE(indicator.id());
    const records::RecordKind* kind = kinds.FindCollection(indicator.records().collection());
    ASSERT_NE(kind, nullptr);
    EXPECT_THAT(resource::ParseFilter(*kind->columns,
                                      indicators::FillFilter(indicator.records().filter(),
                                                             *measures::ParseDay("2026-06-15"))),
                IsOk());
    EXPECT_THAT(indicator.topics(), ::testing::Contains(indicator.records().collection()));
    if (indicator.kind() == Indicator::FLOW) {
      EXPECT_NE(kind->columns->Find(indicator.records().date_field()), nullptr);
    } else {
      EXPECT_EQ(indicator.records().date_field(), "");
    }
    for (const std::string& dimension : indicator.dimensions()) {
      EXPECT_NE(kind->columns->Find(dimension), nullptr) << dimension;
    }
  }
}

TEST(WorkforceIndicatorsTest, CountPeopleWhereTheyCountPeople) {
  WorkforceFixture fixture;
  std::vector<std::string> people;
  for (const Indicator& indicator : Catalogue(fixture)) {
    if (indicator.counts_people()) people.push_back(indicator.id());
  }
  EXPECT_THAT(people,
              ElementsAre("workforce.apprentices_local_share", "workforce.apprenticeships_completed",
                          "workforce.apprenticeships_live", "workforce.apprenticeships_stopped",
                          "workforce.enrolments_completed", "workforce.enrolments_started",
                          "workforce.stability_rate", "workforce.staff_trained",
                          "workforce.survey_score", "workforce.turnover_rate"));
}

class IndicatorTest : public ::testing::Test {
 protected:
  template <typename Record>
  void Add(const std::string& id, const std::string& fields, const Path& path = {}) {
    ASSERT_THAT(fixture_.Create<Record>(id, fields), IsOk());
    for (const auto& [step, step_fields] : path) {
      ASSERT_THAT(fixture_.Step<Record>(step, id, step_fields), IsOk());
    }
  }
  // Of the first half of 2026.
  double HalfYear(const std::string& indicator) {
    return fixture_.Flow(indicator, "2026-01-01", "2026-06-30");
  }

  SurveyFixture fixture_;
};

constexpr char kHalfYear[] = "start_date: '2026-01-01' end_date: '2026-06-30' ";

TEST_F(IndicatorTest, OpportunitiesAreOpenUntilTheyEndOrTheirClosingDatePasses) {
  const std::string post = "service_line: 'community' kind: VACANCY title: 'Post' places: 1 ";
  Add<v1::Opportunity>("closing", post + "closing_date: '2026-03-31'",
                       {{"OpenOpportunity", "opened_date: '2026-03-01'"}});
  EXPECT_EQ(fixture_.Stock("opportunities_open", "2026-02-28"), 0);
  EXPECT_EQ(fixture_.Stock("opportunities_open", "2026-03-01"), 1);
  EXPECT_EQ(fixture_.Stock("opportunities_open", "2026-03-31"), 1);
  EXPECT_EQ(fixture_.Stock("opportunities_open", "2026-04-01"), 0);
  Add<v1::Opportunity>("filled", post,
                       {{"OpenOpportunity", "opened_date: '2026-04-01'"},
                        {"FillOpportunity", "ended_date: '2026-05-10'"}});
  EXPECT_EQ(fixture_.Stock("opportunities_open", "2026-05-09"), 1);
  EXPECT_EQ(fixture_.Stock("opportunities_open", "2026-05-10"), 0);
  EXPECT_EQ(HalfYear("opportunities_opened"), 2);
  EXPECT_EQ(fixture_.Flow("opportunities_opened", "2026-03-02", "2026-03-31"), 0);
}

TEST_F(IndicatorTest, OpportunitiesSplitByLineKindAndReach) {
  const std::string fields = "title: 'Post' places: 1 illustrative: true ";
  Add<v1::Opportunity>("one", fields + "service_line: 'community' kind: SHADOWING",
                       {{"OpenOpportunity", ""}});
  Add<v1::Opportunity>(
      "two", fields + "service_line: 'acute-urgent-care' kind: VACANCY partnership_wide: true",
      {{"OpenOpportunity", ""}});
  Add<v1::Opportunity>("draft", fields + "service_line: 'community' kind: SHADOWING");
  EXPECT_THAT(fixture_.Members("opportunities_open", "split_by: 'service_line'"),
              ElementsAre("acute-urgent-care=1", "community=1"));
  EXPECT_THAT(fixture_.Members("opportunities_open", "split_by: 'kind'"),
              ElementsAre("SHADOWING=1", "VACANCY=1"));
  EXPECT_THAT(fixture_.Members("opportunities_open", "split_by: 'partnership_wide'"),
              ElementsAre("false=1", "true=1"));
  EXPECT_TRUE(fixture_.Ask("opportunities_open", "")->overall().total().illustrative());
}

TEST_F(IndicatorTest, BulletinsCountInTheMonthThatTheyAreFor) {
  const std::string fields = "title: 'B' audience: LEARNERS ";
  Add<v1::Bulletin>("late", fields + "month: '2026-04'",
                    {{"PublishBulletin", "published_date: '2026-05-03'"}});
  Add<v1::Bulletin>("early", fields + "month: '2026-06'",
                    {{"PublishBulletin", "published_date: '2026-05-28'"}});
  Add<v1::Bulletin>("draft", fields + "month: '2026-06'");
  EXPECT_EQ(fixture_.Flow("bulletins_published", "2026-04-01", "2026-04-30"), 1);
  EXPECT_EQ(fixture_.Flow("bulletins_published", "2026-05-01", "2026-05-31"), 0);
  EXPECT_EQ(fixture_.Flow("bulletins_published", "2026-06-01", "2026-06-30"), 1);
  EXPECT_THAT(
      fixture_.Members("bulletins_published", absl::StrCat(kHalfYear, "split_by: 'audience'")),
      ElementsAre("LEARNERS=2"));
}

TEST_F(IndicatorTest, BulletinsAreNotKnownBeforeTheyArePublished) {
  Add<v1::Bulletin>("late", "title: 'B' audience: LEARNERS month: '2026-04'",
                    {{"PublishBulletin", "published_date: '2026-05-03'"}});
  const auto on = [&](const std::string& day) {
    return fixture_.Ask("bulletins_published", kHalfYear, day)->overall().total().value();
  };
  EXPECT_EQ(on("2026-05-02"), 0);
  EXPECT_EQ(on("2026-05-03"), 1);
}

TEST_F(IndicatorTest, SessionsAndEventsCountOnTheirDayOnceHeld) {
  const std::string session = "mode: ONLINE adviser_role: 'Lead' ";
  Add<v1::AdviceSession>("held", session + "date: '2026-05-31'",
                         {{"HoldAdviceSession", "attendances: 0"}});
  Add<v1::AdviceSession>("cancelled", session + "date: '2026-05-31'",
                         {{"CancelAdviceSession", ""}});
  EXPECT_EQ(fixture_.Flow("advice_sessions_held", "2026-05-31", "2026-05-31"), 1);
  EXPECT_EQ(fixture_.Flow("advice_sessions_held", "2026-06-01", "2026-06-15"), 0);
  Add<v1::TrainingEvent>(
      "held", "title: 'QI' date: '2026-04-01' rcot_pillar: LEADERSHIP topic: CPD hours: 1",
      {{"HoldTrainingEvent", "attendances: 5"}});
  EXPECT_THAT(
      fixture_.Members("training_events_held", absl::StrCat(kHalfYear, "split_by: 'rcot_pillar'")),
      ElementsAre("LEADERSHIP=1"));
  ASSERT_THAT(fixture_.Delete<v1::TrainingEvent>("held"), IsOk());
  EXPECT_EQ(HalfYear("training_events_held"), 0);
}

TEST_F(IndicatorTest, ProgrammesAreCountedByStartCompletionAndEvaluation) {
  Add<v1::Programme>("plus", "kind: PRECEPTORSHIP_PLUS title: 'P' start_date: '2025-01-01'");
  const std::string programme = "programme: 'organisations/swlstg/programmes/plus' ";
  const std::string enrolment = absl::StrCat(programme,
                                             "service_line: 'community' participant_role: "
                                             "'OT' planned_end_date: '2026-12-31' ");
  Add<v1::Enrolment>("completed", enrolment + "start_date: '2026-01-01'",
                     {{"CompleteEnrolment", "outcome: OBJECTIVES_MET end_date: '2026-05-01'"}});
  Add<v1::Enrolment>("withdrawn", enrolment + "start_date: '2026-02-01'",
                     {{"WithdrawEnrolment", "reason: MOVED_POST"}});
  Add<v1::Enrolment>("future", enrolment + "start_date: '2026-06-16'");
  Add<v1::Evaluation>("done",
                      programme +
                          "title: 'E' method: INTERVIEWS findings: 'F' "
                          "service_line: 'community'",
                      {{"CompleteEvaluation", "completed_date: '2026-06-01'"}});
  Add<v1::Evaluation>("planned", programme + "title: 'E' method: INTERVIEWS");
  EXPECT_EQ(HalfYear("enrolments_started"), 2);
  EXPECT_EQ(HalfYear("enrolments_completed"), 1);
  EXPECT_EQ(fixture_.Flow("enrolments_completed", "2026-05-02", "2026-06-15"), 0);
  const std::string by_kind = absl::StrCat(kHalfYear, "split_by: 'programme_kind'");
  EXPECT_THAT(fixture_.Members("enrolments_started", by_kind), ElementsAre("PRECEPTORSHIP_PLUS=2"));
  EXPECT_THAT(fixture_.Members("evaluations_completed", by_kind),
              ElementsAre("PRECEPTORSHIP_PLUS=1"));
}

TEST_F(IndicatorTest, PathwaysAreInForceUntilTheDayOnWhichTheyAreReplaced) {
  Add<v1::CareerPathway>("first",
                         "title: 'P' steps { rcot_pillar: LEADERSHIP level: 3 title: 'A' }",
                         {{"PublishCareerPathway", "published_date: '2026-02-01'"},
                          {"ReviseCareerPathway", "career_pathway_id: 'second'"}});
  ASSERT_THAT(fixture_.Step<v1::CareerPathway>("PublishCareerPathway", "second",
                                               "published_date: '2026-05-01'"),
              IsOk());
  EXPECT_EQ(fixture_.Stock("career_pathways_published", "2026-01-31"), 0);
  EXPECT_EQ(fixture_.Stock("career_pathways_published", "2026-02-01"), 1);
  EXPECT_EQ(fixture_.Stock("career_pathways_published", "2026-04-30"), 1);
  EXPECT_EQ(fixture_.Stock("career_pathways_published", "2026-05-01"), 1);
}

TEST_F(IndicatorTest, ApprenticeshipsAreLiveFromTheirStartToTheirEnd) {
  const std::string fields =
      "service_line: 'community' title: 'A' level: NVQ_3 provider: 'C' ward_or_team: 'W' ";
  const std::pair<std::string, std::string> start = {"StartApprenticeship",
                                                     "start_date: '2026-01-10'"};
  Add<v1::Apprenticeship>(
      "completed", fields + "recruited_locally: true specialism: 'Sport'",
      {start, {"CompleteApprenticeship", "end_date: '2026-05-20' destination: OT_DEGREE"}});
  Add<v1::Apprenticeship>("paused", fields + "recruited_locally: false",
                          {start, {"PauseApprenticeship", ""}});
  Add<v1::Apprenticeship>(
      "stopped", fields,
      {start,
       {"StopApprenticeship", "end_date: '2026-06-01' reason: FUNDING_ENDED reason_text: 'R'"}});
  Add<v1::Apprenticeship>(
      "never", fields + "start_date: '2026-02-01' recruited_locally: true",
      {{"StopApprenticeship", "end_date: '2026-03-01' reason: OFFER_DECLINED reason_text: 'R'"}});
  Add<v1::Apprenticeship>("waiting", fields + "start_date: '2026-02-01' recruited_locally: true");
  EXPECT_EQ(fixture_.Stock("apprenticeships_live", "2026-01-09"), 0);
  EXPECT_EQ(fixture_.Stock("apprenticeships_live", "2026-01-10"), 3);
  EXPECT_EQ(fixture_.Stock("apprenticeships_live", "2026-05-19"), 3);
  EXPECT_EQ(fixture_.Stock("apprenticeships_live", "2026-05-20"), 2);
  EXPECT_EQ(fixture_.Stock("apprenticeships_live", "2026-06-15"), 1);
  EXPECT_THAT(fixture_.Members("apprenticeships_completed",
                               absl::StrCat(kHalfYear, "split_by: 'destination'")),
              ElementsAre("OT_DEGREE=1"));
  EXPECT_THAT(fixture_.Members("apprenticeships_stopped",
                               absl::StrCat(kHalfYear, "split_by: 'stop_reason'")),
              ElementsAre("FUNDING_ENDED=1", "OFFER_DECLINED=1"));
  EXPECT_EQ(HalfYear("apprentices_local_share"), 50);
  EXPECT_EQ(fixture_.Flow("apprentices_local_share", "2026-01-11", "2026-06-15"), -1);
}

TEST_F(IndicatorTest, InfrastructureIsTheShareOfRequiredItemsThatAreDone) {
  EXPECT_EQ(fixture_.Stock("infrastructure_items", "2026-06-15"), -1);
  Add<v1::InfrastructureItem>("agreement", "title: 'Agreement' required: true",
                              {{"CompleteInfrastructureItem", "done_date: '2026-03-01'"}});
  Add<v1::InfrastructureItem>("supervisors", "title: 'Supervisors' required: true");
  Add<v1::InfrastructureItem>("extra", "title: 'Extra'", {{"CompleteInfrastructureItem", ""}});
  EXPECT_EQ(fixture_.Stock("infrastructure_items", "2026-02-28"), 0);
  EXPECT_EQ(fixture_.Stock("infrastructure_items", "2026-03-01"), 50);
  EXPECT_EQ(fixture_.Stock("infrastructure_items", "2026-06-15"), 50);
}

TEST_F(IndicatorTest, CapacityAndTrainingAreSummedByMonth) {
  const std::string capacity = "service_line: 'community' qualified_minutes_released: 90 ";
  Add<v1::DeliveredCapacity>("may",
                             capacity + "month: '2026-05' ward_type: ACUTE sessions_delivered: 9");
  Add<v1::DeliveredCapacity>("june",
                             capacity + "month: '2026-06' ward_type: PICU sessions_delivered: 4");
  Add<v1::DeliveredCapacity>("earlier",
                             capacity + "month: '2025-12' ward_type: PICU sessions_delivered: 5");
  EXPECT_THAT(fixture_.Members("apprentice_sessions_delivered",
                               absl::StrCat(kHalfYear, "split_by: 'ward_type'")),
              ElementsAre("ACUTE=9", "PICU=4"));
  EXPECT_EQ(HalfYear("qualified_minutes_released"), 180);
  EXPECT_EQ(fixture_.Flow("qualified_minutes_released", "2026-05-01", "2026-05-31"), 90);
  Add<v1::StaffTraining>("may",
                         "service_line: 'community' month: '2026-05' topic: CPD staff_trained: 7");
  EXPECT_THAT(fixture_.Members("staff_trained", absl::StrCat(kHalfYear, "split_by: 'topic'")),
              ElementsAre("CPD=7"));
}

std::string Snapshot(const std::string& line, const std::string& month, int band, double funded,
                     double in_post, int staff, int stayed) {
  return absl::StrCat("service_line: '", line, "' month: '", month, "' band: ", band,
                      " funded_wte: ", funded, " in_post_wte: ", in_post, " staff_in_post: ", staff,
                      " staff_in_post_12_months: ", stayed);
}

TEST_F(IndicatorTest, VacancyAndStabilityAreThoseOfTheLatestSnapshots) {
  EXPECT_EQ(fixture_.Stock("vacancy_rate", "2026-06-15"), -1);
  using Record = v1::EstablishmentSnapshot;
  Add<Record>("one", Snapshot("community", "2026-04", 5, 10, 8, 10, 6));
  Add<Record>("two", Snapshot("community", "2026-05", 5, 10, 9, 10, 9));
  Add<Record>("three", Snapshot("community", "2026-04", 6, 30, 24, 30, 15));
  Add<Record>("four", Snapshot("acute-urgent-care", "2026-05", 6, 20, 22, 20, 10));
  EXPECT_EQ(fixture_.Stock("vacancy_rate", "2026-04-29"), -1);
  EXPECT_EQ(fixture_.Stock("vacancy_rate", "2026-04-30"), 20);  // 8 of 40
  EXPECT_EQ(fixture_.Stock("vacancy_rate", "2026-05-30"), 20);
  EXPECT_NEAR(fixture_.Stock("vacancy_rate", "2026-05-31"), 500. / 60, 1e-9);  // 1 + 6 - 2 of 60
  EXPECT_THAT(fixture_.Members("vacancy_rate", "split_by: 'band'"), ElementsAre("5=10", "6=8"));
  EXPECT_NEAR(fixture_.Stock("stability_rate", "2026-04-30"), 100. * 21 / 40, 1e-9);
  EXPECT_THAT(fixture_.Members("stability_rate", "split_by: 'service_line'"),
              ElementsAre("acute-urgent-care=50", "community=60"));
}

TEST_F(IndicatorTest, TurnoverIsLeaversOfAYearOverMeanStaffInPost) {
  for (int month = 1; month <= 12; ++month) {
    const std::string name = absl::StrCat("2025-", month < 10 ? "0" : "", month);
    Add<v1::EstablishmentSnapshot>(absl::StrCat("in-", name),
                                   Snapshot("community", name, 5, 40, 40, month <= 6 ? 30 : 50, 0));
  }
  const std::string leaver = "band: 5 kind: LEAVER leaver_reason: RETIREMENT ";
  Add<v1::StaffMovement>("one", leaver + "service_line: 'community' month: '2025-03' count: 4");
  Add<v1::StaffMovement>("two", leaver + "service_line: 'community' month: '2025-09' count: 2");
  Add<v1::StaffMovement>(
      "starter", "band: 5 kind: STARTER service_line: 'community' month: '2025-09' count: 9");
  // No snapshot says how many staff these left behind.
  Add<v1::StaffMovement>("unknown",
                         leaver + "service_line: 'acute-urgent-care' month: '2025-09' count: 3");
  const auto year =
      fixture_.Ask("turnover_rate", "start_date: '2025-01-01' end_date: '2025-12-31'");
  ASSERT_THAT(year, IsOk());
  EXPECT_EQ(year->overall().total().numerator(), 6);
  EXPECT_NEAR(year->overall().total().denominator(), 40, 1e-9);
  EXPECT_NEAR(year->overall().total().value(), 15, 1e-9);
  // The yearly rate of half a year: 4 of 30 in six months.
  EXPECT_NEAR(fixture_.Flow("turnover_rate", "2025-01-01", "2025-06-30"), 800. / 30, 1e-9);
  EXPECT_EQ(fixture_.Flow("turnover_rate", "2026-01-01", "2026-06-30"), -1);
}

std::vector<std::string> Scoring(int value, size_t respondents) {
  return std::vector<std::string>(respondents, Likert("support", value));
}

TEST_F(IndicatorTest, SurveyScoreIsShownAtItsWave) {
  fixture_.OpenWave("first");
  fixture_.Respond("first", Scoring(2, 10));
  ASSERT_THAT(
      fixture_.Step<v1::SurveyWave>("CloseSurveyWave", "first", "closed_date: '2026-06-02'"),
      IsOk());
  const auto answer = fixture_.Ask(
      "survey_score", "start_date: '2026-04-01' end_date: '2026-06-30' bucket: MONTH");
  ASSERT_THAT(answer, IsOk());
  EXPECT_EQ(answer->overall().total().value(), 2);
  ASSERT_EQ(answer->overall().points_size(), 3);
  EXPECT_FALSE(answer->overall().points(0).has_figure());
  EXPECT_FALSE(answer->overall().points(1).has_figure());
  EXPECT_EQ(answer->overall().points(2).figure().value(), 2);
}

TEST_F(IndicatorTest, SurveyScoreIsThatOfTheLatestWaveWithEnoughResponses) {
  EXPECT_EQ(fixture_.Stock("survey_score", "2026-06-15"), -1);
  const auto wave = [&](const std::string& id, int value, size_t respondents,
                        const std::string& day) {
    fixture_.OpenWave(id);
    fixture_.Respond(id, Scoring(value, respondents));
    ASSERT_THAT(fixture_.Step<v1::SurveyWave>("CloseSurveyWave", id,
                                              absl::StrCat("closed_date: '", day, "'")),
                IsOk());
  };
  wave("first", 2, 10, "2026-06-02");
  wave("second", 4, 12, "2026-06-05");
  wave("small", 5, 9, "2026-06-08");
  EXPECT_EQ(fixture_.Stock("survey_score", "2026-06-01"), -1);
  EXPECT_EQ(fixture_.Stock("survey_score", "2026-06-02"), 2);
  EXPECT_EQ(fixture_.Stock("survey_score", "2026-06-04"), 2);
  EXPECT_EQ(fixture_.Stock("survey_score", "2026-06-05"), 4);
  EXPECT_EQ(fixture_.Stock("survey_score", "2026-06-15"), 4);
  EXPECT_EQ(fixture_.Ask("survey_score", "")->overall().total().denominator(), 12);
  EXPECT_THAT(fixture_.Members("survey_score", "split_by: 'survey_topic'"),
              ElementsAre("CAREER_SUPPORT=4"));
  EXPECT_EQ(HalfYear("survey_waves_closed"), 2);
  EXPECT_EQ(fixture_.Flow("survey_waves_closed", "2026-06-03", "2026-06-15"), 1);
}

TEST_F(IndicatorTest, PeopleAreCountedForOutsideTodayOrAtTheEndOfAMonth) {
  rpc::Identity outside = rpc::LocalAdministrator();
  outside.audience = rpc::Audience::kPublished;
  fixture_.chassis().set_identity(outside);
  EXPECT_THAT(fixture_.Ask("apprenticeships_live", "", "2026-05-30"), Violates("as_of"));
  EXPECT_THAT(fixture_.Ask("apprenticeships_live", "", "2026-05-31"), IsOk());
  EXPECT_THAT(fixture_.Ask("apprenticeships_live", "", "2026-06-15"), IsOk());
  EXPECT_THAT(fixture_.Ask("opportunities_open", "", "2026-05-30"), IsOk());
  fixture_.chassis().set_identity(rpc::LocalAdministrator());
  EXPECT_THAT(fixture_.Ask("apprenticeships_live", "", "2026-05-30"), IsOk());
}

TEST_F(IndicatorTest, OrganisationsCountTheirOwnRecordsOnly) {
  Add<v1::Opportunity>("one", "service_line: 'community' kind: VACANCY title: 'P' places: 1",
                       {{"OpenOpportunity", ""}});
  indicators::v1::QueryIndicatorsRequest request;
  request.set_parent("organisations/tower-hamlets");
  request.add_queries()->set_indicator("workforce.opportunities_open");
  const auto response = fixture_.chassis().Call<indicators::v1::QueryIndicatorsResponse>(
      "potential.indicators.v1.IndicatorService.QueryIndicators", request);
  ASSERT_THAT(response, IsOk());
  EXPECT_EQ(response->results(0).overall().total().value(), 0);
}

}  // namespace
}  // namespace potential::workforce
