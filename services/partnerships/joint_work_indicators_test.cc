#include "potential/partnerships/v1/co_production_project.pb.h"
#include "potential/partnerships/v1/practice_day.pb.h"
#include "potential/partnerships/v1/shared_resource.pb.h"
#include "potential/partnerships/v1/skills_workshop.pb.h"
#include "potential/partnerships/v1/teaching_opportunity.pb.h"
#include "services/partnerships/partnerships_testing.h"

namespace potential::partnerships {
namespace {

using testing::IsOk;
using v1::CoProductionProject;
using v1::PracticeDay;
using v1::SharedResource;
using v1::SkillsWorkshop;
using v1::TeachingOpportunity;

class JointWorkIndicatorsTest : public PartnershipsTest {
 protected:
  void StartProject(const std::string& id, const std::string& day) {
    ASSERT_THAT(calls_.Create<CoProductionProject>(id, absl::StrCat(kProject, kStartable)), IsOk());
    ASSERT_THAT(
        calls_.Do<CoProductionProject>("StartCoProductionProject", id, "date: '" + day + "'"),
        IsOk());
  }
  double Flow(const std::string& indicator, const std::string& more = "") {
    return calls_.Flow(indicator, "2026-05-01", "2026-05-31", more).value();
  }
  double Stock(const std::string& indicator, const std::string& day) {
    return calls_.Stock(indicator, day).value();
  }
};

std::string Where(const std::string& dimension, const std::string& value) {
  return absl::StrCat("where { key: '", dimension, "' value: '", value, "' }");
}

TEST_F(JointWorkIndicatorsTest, CountsPracticeDaysThatWereHeldByTheirDate) {
  const auto hold = [this](const std::string& id, const char* date, const char* organisations) {
    ASSERT_THAT(
        calls_.Create<PracticeDay>(id, absl::StrCat(kPracticeDay, "date: '", date,
                                                    "' organisations_attending: ", organisations)),
        IsOk());
    ASSERT_THAT(calls_.Do<PracticeDay>("HoldPracticeDay", id), IsOk());
  };
  hold("before", "2026-04-30", "['swlstg', 'slam']");
  hold("first", "2026-05-01", "['swlstg', 'slam']");
  hold("last", "2026-05-31", "['swlstg', 'swlstg']");
  hold("after", "2026-06-01", "['swlstg', 'slam']");
  ASSERT_THAT(
      calls_.Create<PracticeDay>("planned", absl::StrCat(kPracticeDay, "date: '2026-05-10'")),
      IsOk());
  const char* indicator = "partnerships.practice_days_held";
  EXPECT_EQ(Flow(indicator), 2);
  EXPECT_EQ(Flow(indicator, Where("joint", "true")), 1);
  EXPECT_EQ(Flow(indicator, Where("joint", "false")), 1);
  EXPECT_EQ(Flow(indicator, Where("service_line", "community")), 2);
  EXPECT_EQ(Flow(indicator, Where("service_line", "acute-urgent-care")), 0);
}

TEST_F(JointWorkIndicatorsTest, CountsWorkshopsByTheKindOfThePartner) {
  for (const std::string partner : {"hospital", "council"}) {
    ASSERT_THAT(
        calls_.Create<SkillsWorkshop>(
            "with-" + partner, absl::StrCat("partner: 'organisations/swlstg/partners/", partner,
                                            "' skill: 'Splinting' date: '2026-05-10'")),
        IsOk());
  }
  const char* indicator = "partnerships.workshops_held";
  EXPECT_EQ(Flow(indicator), 0);
  for (const char* id : {"with-hospital", "with-council"}) {
    ASSERT_THAT(calls_.Do<SkillsWorkshop>("HoldSkillsWorkshop", id), IsOk());
  }
  EXPECT_EQ(Flow(indicator), 2);
  EXPECT_EQ(Flow(indicator, Where("partner_kind", "PHYSICAL_HEALTH")), 1);
}

TEST_F(JointWorkIndicatorsTest, CountsAProjectFromItsStartUnlessItIsStopped) {
  StartProject("going-on", "2026-03-10");
  StartProject("stopped", "2026-03-10");
  StartProject("completed", "2026-03-10");
  ASSERT_THAT(calls_.Create<CoProductionProject>("proposed", kProject), IsOk());
  ASSERT_THAT(calls_.Create<CoProductionProject>("given-up", kProject), IsOk());
  const auto stop = [this](const char* id) {
    return calls_.Do<CoProductionProject>("StopCoProductionProject", id,
                                          "reason: 'x' date: '2026-05-10'");
  };
  ASSERT_THAT(stop("stopped"), IsOk());
  ASSERT_THAT(stop("given-up"), IsOk());
  ASSERT_THAT(calls_.Update<CoProductionProject>(
                  "completed", "ladder_step_now: CO_DESIGN decisions_made: 'x' impact: 'y'",
                  {"ladder_step_now", "decisions_made", "impact"}),
              IsOk());
  ASSERT_THAT(calls_.Do<CoProductionProject>("CompleteCoProductionProject", "completed",
                                             "date: '2026-05-10'"),
              IsOk());
  const char* indicator = "partnerships.coproduction_projects";
  EXPECT_EQ(Stock(indicator, "2026-03-09"), 0);
  EXPECT_EQ(Stock(indicator, "2026-03-10"), 3);
  EXPECT_EQ(Stock(indicator, "2026-05-09"), 3);
  EXPECT_EQ(Stock(indicator, "2026-05-10"), 2);
  EXPECT_EQ(Stock(indicator, "2026-06-15"), 2);
}

TEST_F(JointWorkIndicatorsTest, ListsTheProjectsThatCount) {
  StartProject("going-on", "2026-03-10");
  StartProject("stopped", "2026-03-10");
  ASSERT_THAT(calls_.Create<CoProductionProject>("proposed", kProject), IsOk());
  ASSERT_THAT(calls_.Do<CoProductionProject>("StopCoProductionProject", "stopped", "reason: 'x'"),
              IsOk());
  EXPECT_THAT(*calls_.ListNames("ListCoProductionProjects", "start_date:* AND state != STOPPED"),
              ::testing::ElementsAre(calls_.Name<CoProductionProject>("going-on")));
}

TEST_F(JointWorkIndicatorsTest, CountsTeachingByTheDayOnWhichItWasGiven) {
  MakePartner("other-school", "UNIVERSITY");
  const auto deliver = [this](const std::string& id, const std::string& school) {
    ASSERT_THAT(calls_.Create<TeachingOpportunity>(
                    id, absl::StrCat("school: 'organisations/swlstg/partners/", school,
                                     "' module: 'M' kind: SEMINAR hours: 1 "
                                     "offered_date: '2026-01-01'")),
                IsOk());
    ASSERT_THAT(
        calls_.Do<TeachingOpportunity>("AgreeTeachingOpportunity", id, "date: '2026-05-01'"),
        IsOk());
    ASSERT_THAT(
        calls_.Do<TeachingOpportunity>("DeliverTeachingOpportunity", id, "date: '2026-05-31'"),
        IsOk());
  };
  deliver("t1", "school");
  deliver("t2", "other-school");
  ASSERT_THAT(calls_.Create<TeachingOpportunity>(
                  "t3", absl::StrCat(kTeaching, "offered_date: '2026-05-01'")),
              IsOk());
  const char* indicator = "partnerships.teaching_delivered";
  EXPECT_EQ(Flow(indicator), 2);
  EXPECT_EQ(Flow(indicator, Where("partner", "school")), 1);
  EXPECT_EQ(Flow(indicator, Where("kind", "SEMINAR")), 2);
  EXPECT_EQ(Flow(indicator, Where("kind", "LECTURE")), 0);
  EXPECT_EQ(calls_.Flow(indicator, "2026-06-01", "2026-06-15").value(), 0);
}

TEST_F(JointWorkIndicatorsTest, CountsAResourceFromSharingToTheDayBeforeItIsWithdrawn) {
  ASSERT_THAT(calls_.Create<SharedResource>("r1", absl::StrCat(kResource, "shared_with: 'slam'")),
              IsOk());
  const char* indicator = "partnerships.resources_shared";
  EXPECT_EQ(Stock(indicator, "2026-06-15"), 0);
  ASSERT_THAT(calls_.Do<SharedResource>("ShareSharedResource", "r1", "date: '2026-03-10'"), IsOk());
  ASSERT_THAT(
      calls_.Do<SharedResource>("WithdrawSharedResource", "r1", "reason: 'x' date: '2026-05-10'"),
      IsOk());
  EXPECT_EQ(Stock(indicator, "2026-03-09"), 0);
  EXPECT_EQ(Stock(indicator, "2026-03-10"), 1);
  EXPECT_EQ(Stock(indicator, "2026-05-09"), 1);
  EXPECT_EQ(Stock(indicator, "2026-05-10"), 0);
}

}  // namespace
}  // namespace potential::partnerships
