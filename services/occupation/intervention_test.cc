// Interventions and statements about imported months: hooks and rules.

#include "absl/strings/str_cat.h"
#include "potential/occupation/v1/import_month.pb.h"
#include "potential/occupation/v1/intervention.pb.h"
#include "services/measures/london.h"
#include "services/occupation/interventions/intervention_rules.h"
#include "services/occupation/occupation_testing.h"

namespace potential::occupation {
namespace {

using testing::IsOk;
using testing::StatusIs;
using testing::Violates;
using v1::ImportMonth;
using v1::Intervention;

using InterventionTest = OccupationTest;
using ImportMonthTest = OccupationTest;

std::string One(const std::string& key, const std::string& team) {
  return absl::StrCat("interventions { record_id: '", key, "' date: '2026-02-03' team_code: '",
                      team, "' } ");
}

TEST_F(InterventionTest, TakesServiceAndLineFromTheTeam) {
  ASSERT_THAT(calls_.Batch("BatchCreateInterventions", One("a", "COM-R1") + One("b", "AUC-W1")),
              IsOk());
  EXPECT_THAT(*calls_.ListNames("ListInterventions",
                                "service_line = community AND ot_service = community-recovery"),
              ::testing::ElementsAre("a"));
}

TEST_F(InterventionTest, IsRefusedForATeamThatTheStrategyDoesNotList) {
  EXPECT_THAT(calls_.Batch("BatchCreateInterventions", One("a", "COM-R1") + One("b", "XX")),
              Violates("interventions[1].team_code"));
  EXPECT_THAT(*calls_.ListNames("ListInterventions", ""), ::testing::IsEmpty());
}

TEST_F(InterventionTest, OfAnotherLineIsNotReplaced) {
  ASSERT_THAT(calls_.Batch("BatchCreateInterventions", One("a", "AUC-W1")), IsOk());
  rpc::Identity editor = rpc::LocalAdministrator();
  editor.role = rpc::Role::kEditor;
  editor.service_lines = {"community"};
  fixture_.set_identity(editor);
  EXPECT_THAT(calls_.Batch("BatchCreateInterventions", One("b", "AUC-W1")),
              StatusIs(absl::StatusCode::kPermissionDenied));
  EXPECT_THAT(calls_.Batch("BatchCreateInterventions", One("a", "COM-R1")),
              StatusIs(absl::StatusCode::kPermissionDenied));
  EXPECT_THAT(calls_.Batch("BatchCreateInterventions", One("c", "COM-R1")), IsOk());
  EXPECT_THAT(*calls_.ListNames("ListInterventions", "service_line = acute-urgent-care"),
              ::testing::ElementsAre("a"));
}

TEST_F(InterventionTest, IsRefusedWithoutDate) {
  EXPECT_THAT(calls_.Batch("BatchCreateInterventions",
                           "interventions { record_id: 'a' team_code: 'COM-R1' }"),
              Violates("interventions[0].date"));
}

TEST_F(InterventionTest, IsNotOfADayAfterTodayWhateverItsAttendance) {
  for (const char* attended : {"ATTENDED", "CANCELLED_BY_PATIENT", "ATTENDANCE_UNSPECIFIED"}) {
    const auto on = [&](const std::string& day) {
      return calls_.Batch("BatchCreateInterventions",
                          absl::StrCat("interventions { record_id: 'a' team_code: 'COM-R1' date: '",
                                       day, "' attended: ", attended, " }"));
    };
    EXPECT_THAT(on("2026-06-16"), Violates("interventions[0].date")) << attended;
    EXPECT_THAT(on("2026-06-15"), IsOk()) << attended;
  }
}

TEST_F(InterventionTest, KnowsWhatDayItIsInLondon) {
  // An hour before midnight in UTC.
  fixture_.clock().Set(
      absl::FromUnixSeconds(measures::LondonMidnight(*measures::ParseDay("2026-06-16"))));
  EXPECT_THAT(
      calls_.Batch("BatchCreateInterventions",
                   "interventions { record_id: 'a' team_code: 'COM-R1' date: '2026-06-16' }"),
      IsOk());
  EXPECT_THAT(
      calls_.Batch("BatchCreateInterventions",
                   "interventions { record_id: 'a' team_code: 'COM-R1' date: '2026-06-17' }"),
      Violates("interventions[0].date"));
}

TEST(InterventionExtraValuesTest, HoldsTheMonthAndWhetherItTookPlace) {
  Intervention fact;
  fact.set_date("2026-02-03");
  const auto values = [&fact](Intervention::Attendance attended) {
    fact.set_attended(attended);
    return InterventionExtraValues(fact);
  };
  using Values = std::vector<storage::Value>;
  EXPECT_EQ(values(Intervention::ATTENDED), (Values{int64_t{202602}, int64_t{1}}));
  EXPECT_EQ(values(Intervention::ATTENDED_LATE), (Values{int64_t{202602}, int64_t{1}}));
  for (const auto missed : {Intervention::ATTENDANCE_UNSPECIFIED,
                            Intervention::CANCELLED_BY_PATIENT, Intervention::DID_NOT_ATTEND,
                            Intervention::CANCELLED_BY_PROVIDER, Intervention::LATE_NOT_SEEN}) {
    EXPECT_EQ(values(missed), (Values{int64_t{202602}, int64_t{0}}));
  }
}

TEST(MonthNumberTest, IsReadBack) {
  for (const char* text : {"1999-12", "2026-01", "2026-10"}) {
    const measures::Month month = *measures::ParseMonth(text);
    EXPECT_EQ(MonthOfNumber(MonthNumber(month)), month);
  }
}

TEST_F(ImportMonthTest, IsKeptOnceAMonth) {
  ASSERT_THAT(calls_.Create<ImportMonth>("m1", "month: '2026-02' completeness: PARTIAL"), IsOk());
  EXPECT_THAT(calls_.Create<ImportMonth>("m2", "month: '2026-02' completeness: COMPLETE"),
              StatusIs(absl::StatusCode::kAlreadyExists));
  EXPECT_THAT(calls_.Update<ImportMonth>("m1", "completeness: COMPLETE", {"completeness"}), IsOk());
  EXPECT_THAT(calls_.Create<ImportMonth>("m2", "month: '2026-03' completeness: COMPLETE"), IsOk());
  ASSERT_THAT(calls_.Delete<ImportMonth>("m1"), IsOk());
  EXPECT_THAT(calls_.Create<ImportMonth>("m3", "month: '2026-02' completeness: COMPLETE"), IsOk());
}

TEST_F(ImportMonthTest, HasBegunAndItsExtractIsOfThenOrLaterUntilToday) {
  EXPECT_THAT(calls_.Create<ImportMonth>("m1", "month: '2026-07' completeness: PARTIAL"),
              Violates("import_month.month"));
  const std::string may = "month: '2026-05' completeness: COMPLETE extract_date: ";
  EXPECT_THAT(calls_.Create<ImportMonth>("m1", may + "'2026-06-16'"),
              Violates("import_month.extract_date"));
  EXPECT_THAT(calls_.Create<ImportMonth>("m1", may + "'2026-04-30'"),
              Violates("import_month.extract_date"));
  EXPECT_THAT(calls_.Create<ImportMonth>("m1", may + "'2026-06-15'"), IsOk());
}

TEST_F(ImportMonthTest, NamesMissingTeamsOnlyWhenItIsPartial) {
  const std::string team = "month: '2026-02' teams_missing: 'COM-R1' completeness: ";
  EXPECT_THAT(calls_.Create<ImportMonth>("m1", team + "COMPLETE"),
              Violates("import_month.teams_missing"));
  EXPECT_THAT(calls_.Create<ImportMonth>("m1", team + "PARTIAL"), IsOk());
}

}  // namespace
}  // namespace potential::occupation
