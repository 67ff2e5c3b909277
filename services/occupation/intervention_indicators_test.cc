#include "absl/strings/str_cat.h"
#include "potential/occupation/v1/import_month.pb.h"
#include "potential/occupation/v1/post.pb.h"
#include "services/occupation/occupation_testing.h"

namespace potential::occupation {
namespace {

using testing::IsOk;
using v1::ImportMonth;

class InterventionIndicatorsTest : public OccupationTest {
 protected:
  void Import(const std::string& text) {
    ASSERT_THAT(calls_.Batch("BatchCreateInterventions", text), IsOk());
  }
  static std::string One(const std::string& key, const std::string& date, const std::string& team,
                         const std::string& more) {
    return absl::StrCat("interventions { record_id: '", key, "' date: '", date, "' team_code: '",
                        team, "' ", more, " } ");
  }
  double Number(const std::string& more = "") { return Of("occupation.interventions", more); }
  double Minutes(const std::string& more = "") {
    return Of("occupation.intervention_minutes", more);
  }

 private:
  double Of(const std::string& indicator, const std::string& more) {
    return calls_.Flow(indicator, "2026-02-01", "2026-02-28", more).value();
  }
};

TEST_F(InterventionIndicatorsTest, CountsWhatWasAttendedInTheMonth) {
  Import(One("a", "2026-02-01", "COM-R1", "attended: ATTENDED duration_minutes: 30") +
         One("b", "2026-02-28", "COM-R1", "attended: ATTENDED_LATE") +
         One("c", "2026-02-10", "COM-R1", "attended: DID_NOT_ATTEND duration_minutes: 60") +
         One("d", "2026-02-10", "COM-R1", "duration_minutes: 60") +
         One("e", "2026-01-31", "COM-R1", "attended: ATTENDED duration_minutes: 60") +
         One("f", "2026-03-01", "COM-R1", "attended: ATTENDED duration_minutes: 60"));
  EXPECT_EQ(Number(), 2);
  EXPECT_EQ(Minutes(), 30);
}

TEST_F(InterventionIndicatorsTest, FollowsACorrection) {
  Import(One("a", "2026-02-01", "COM-R1", "attended: ATTENDED duration_minutes: 30"));
  Import(One("a", "2026-02-01", "COM-R1", "attended: ATTENDED duration_minutes: 45"));
  EXPECT_EQ(Number(), 1);
  EXPECT_EQ(Minutes(), 45);
  Import(One("a", "2026-02-01", "COM-R1", "attended: DID_NOT_ATTEND"));
  EXPECT_EQ(Number(), 0);
  EXPECT_EQ(Minutes(), 0);
}

TEST_F(InterventionIndicatorsTest, IsRestrictedByEachDimension) {
  Import(One("a", "2026-02-01", "COM-R1",
             "attended: ATTENDED activity_type: 'Group' illustrative: true") +
         One("b", "2026-02-01", "AUC-W1", "attended: ATTENDED activity_type: 'Assessment'") +
         One("c", "2026-02-02", "AUC-W1", "attended: ATTENDED activity_type: 'Group'"));
  EXPECT_EQ(Number("where { key: 'service_line' value: 'acute-urgent-care' }"), 2);
  EXPECT_EQ(Number("where { key: 'ot_service' value: 'community-recovery' }"), 1);
  EXPECT_EQ(Number("where { key: 'team' value: 'AUC-W1' }"), 2);
  EXPECT_EQ(Number("where { key: 'activity_type' value: 'Group' }"), 2);
  const auto of_team = [this](const std::string& team) {
    return calls_.Flow("occupation.interventions", "2026-02-01", "2026-02-28",
                       absl::StrCat("where { key: 'team' value: '", team, "' }"));
  };
  EXPECT_TRUE(of_team("COM-R1").illustrative());
  EXPECT_FALSE(of_team("AUC-W1").illustrative());
}

TEST_F(InterventionIndicatorsTest, MarksMonthsThatArePartlyImported) {
  ASSERT_THAT(calls_.Create<ImportMonth>("m1", "month: '2026-02' completeness: PARTIAL"), IsOk());
  ASSERT_THAT(calls_.Create<ImportMonth>("m2", "month: '2026-03' completeness: COMPLETE"), IsOk());
  for (const char* indicator : {"occupation.interventions", "occupation.intervention_minutes"}) {
    const auto result = calls_.Ask(absl::StrCat("indicator: '", indicator,
                                                "' start_date: '2026-01-01' end_date: '2026-03-31' "
                                                "bucket: MONTH"),
                                   "");
    ASSERT_THAT(result, IsOk());
    ASSERT_EQ(result->overall().points_size(), 3);
    EXPECT_FALSE(result->overall().points(0).partial());
    EXPECT_TRUE(result->overall().points(1).partial());
    EXPECT_FALSE(result->overall().points(2).partial());
  }
}

TEST_F(InterventionIndicatorsTest, CountsAMonthAsAWholeOnItsFirstDay) {
  Import(One("a", "2026-02-20", "COM-R1", "attended: ATTENDED"));
  const auto number = [this](const char* first, const char* last) {
    return calls_.Flow("occupation.interventions", first, last).value();
  };
  EXPECT_EQ(number("2026-02-01", "2026-02-01"), 1);
  EXPECT_EQ(number("2026-02-02", "2026-02-28"), 0);
}

class InterventionsPerWteTest : public InterventionIndicatorsTest {
 protected:
  void Establish(const std::string& id, const std::string& day, const std::string& more) {
    ASSERT_THAT(calls_.Create<v1::Post>(
                    id, absl::StrCat("title: 'Specialist OT' band: 6 ", kNotIdentified, more)),
                IsOk());
    ASSERT_THAT(calls_.Do<v1::Post>("EstablishPost", id, "date: '" + day + "'"), IsOk());
  }
  indicators::v1::Figure PerWte(const std::string& first, const std::string& last,
                                const std::string& more = "") {
    return calls_.Flow("occupation.interventions_per_wte", first, last, more);
  }
  // Interventions of a team, one a day from the first of the month.
  void Attend(const std::string& month, const std::string& team, int count) {
    std::string facts;
    for (int day = 1; day <= count; ++day) {
      const std::string date = absl::StrCat(month, day < 10 ? "-0" : "-", day);
      absl::StrAppend(&facts, One(team + date, date, team, "attended: ATTENDED"));
    }
    Import(facts);
  }
};

TEST_F(InterventionsPerWteTest, DividesByThePostsOfTheLine) {
  Establish("p1", "2026-01-01", "service_line: 'community' wte: 1");
  Establish("p2", "2026-01-01", "service_line: 'community' wte: 0.5");
  Establish("p3", "2026-01-01", "service_line: 'acute-urgent-care' wte: 0.5");
  Attend("2026-02", "COM-R1", 6);
  Attend("2026-02", "AUC-W1", 4);
  EXPECT_EQ(PerWte("2026-02-01", "2026-02-28").value(), 5);
  EXPECT_EQ(PerWte("2026-02-01", "2026-02-28").numerator(), 10);
  EXPECT_EQ(PerWte("2026-02-01", "2026-02-28").denominator(), 2);
  EXPECT_EQ(PerWte("2026-02-01", "2026-02-28",
                   "where { key: 'service_line' value: 'community' }").value(), 4);
  // Of several months: the mean of a month.
  EXPECT_EQ(PerWte("2026-01-01", "2026-02-28").value(), 2.5);
}

TEST_F(InterventionsPerWteTest, PostCountsForItsDaysInTheMonth) {
  Establish("p1", "2026-02-15", "service_line: 'community' wte: 1");
  ASSERT_THAT(calls_.Do<v1::Post>("ClosePost", "p1", "reason: 'x' date: '2026-03-01'"), IsOk());
  Attend("2026-02", "COM-R1", 7);
  EXPECT_EQ(PerWte("2026-02-01", "2026-02-28").denominator(), 0.5);
  EXPECT_EQ(PerWte("2026-02-01", "2026-02-28").value(), 14);
  EXPECT_FALSE(PerWte("2026-03-01", "2026-03-31").has_value());
}

TEST_F(InterventionsPerWteTest, OpenMonthIsComparedWithItsDaysSoFar) {
  Establish("p1", "2026-01-01", "service_line: 'community' wte: 1");
  Attend("2026-06", "COM-R1", 3);
  EXPECT_EQ(PerWte("2026-06-01", "2026-06-30").denominator(), 1);  // on 15 June
}

TEST_F(InterventionsPerWteTest, LinesWithoutPostsAreLeftOut) {
  Establish("p1", "2026-01-01", "service_line: 'community' wte: 1");
  Attend("2026-02", "COM-R1", 2);
  Attend("2026-02", "AUC-W1", 9);
  EXPECT_EQ(PerWte("2026-02-01", "2026-02-28").value(), 2);
  EXPECT_FALSE(PerWte("2025-12-01", "2025-12-31").has_value());
}

}  // namespace
}  // namespace potential::occupation
