#include "gateway/cli/sample_facts.h"

#include <map>
#include <set>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gateway/cli/dice.h"
#include "gateway/cli/json.h"
#include "gtest/gtest.h"

namespace potential::cli {
namespace {

using evidence::v1::OutcomeScore;
using evidence::v1::OutcomeStandard;
using occupation::v1::Intervention;

measures::Day DayOf(const char* text) { return *measures::ParseDay(text); }

google::protobuf::Struct Parameters(const std::string& json) {
  google::protobuf::Struct parameters;
  EXPECT_TRUE(FromJson(json, &parameters).ok());
  return parameters;
}

google::protobuf::Struct InterventionParameters() {
  return Parameters(R"({"seed":7,"months":36,"growthPercent":12,"noisePercent":4,"missedPercent":14,
    "teams":[{"code":"A1","perMonth":200},{"code":"B2","perMonth":300}],
    "activities":[{"type":"Assessment","snomed":"410155007","weight":1,"minutes":[45,60]},
                  {"type":"Group","snomed":"84478008","weight":2,"minutes":[90]}]})");
}

bool Attended(const Intervention& row) {
  return row.attended() == Intervention::ATTENDED || row.attended() == Intervention::ATTENDED_LATE;
}

// Attended rows of the months from `first` months before `today`, twelve of them.
double AttendedInYear(const std::vector<Intervention>& rows, measures::Day today, int first) {
  const measures::Month start = AddMonths(MonthOf(today), -first);
  double count = 0;
  for (const Intervention& row : rows) {
    const measures::Month month = MonthOf(*measures::ParseDay(row.date()));
    if (Attended(row) && start <= month && month < AddMonths(start, 12)) ++count;
  }
  return count;
}

TEST(SampleInterventionsTest, GrowAsAskedOnWhateverDay) {
  for (const char* text : {"2026-01-01", "2026-02-28", "2026-11-21", "2028-02-29"}) {
    const measures::Day today = DayOf(text);
    const auto rows = MakeInterventions(InterventionParameters(), today);
    ASSERT_TRUE(rows.ok()) << rows.status();
    const double growth = AttendedInYear(*rows, today, 12) / AttendedInYear(*rows, today, 36) - 1;
    EXPECT_NEAR(growth, 0.12, 0.01) << text;
  }
}

TEST(SampleInterventionsTest, LieInClosedMonthsOnWeekdays) {
  const measures::Day today = DayOf("2026-03-01");
  const auto rows = MakeInterventions(InterventionParameters(), today);
  ASSERT_TRUE(rows.ok());
  std::set<std::string> ids;
  for (const Intervention& row : *rows) {
    const measures::Day day = *measures::ParseDay(row.date());
    EXPECT_LT(day, today);
    EXPECT_GE(day, DayOf("2023-03-01"));
    EXPECT_LT((day.number + 3) % 7, 5) << row.date();
    EXPECT_TRUE(ids.insert(row.record_id()).second) << row.record_id();
    EXPECT_LE(row.record_id().size(), 64u);
    EXPECT_EQ(row.has_duration_minutes(), Attended(row));
    EXPECT_TRUE(row.service_line().empty());
  }
}

TEST(SampleInterventionsTest, AreAlikeWhenMadeTwice) {
  const auto first = MakeInterventions(InterventionParameters(), DayOf("2026-03-31"));
  const auto second = MakeInterventions(InterventionParameters(), DayOf("2026-03-01"));
  ASSERT_EQ(first->size(), second->size());
  for (size_t i = 0; i < first->size(); ++i) {
    ASSERT_EQ((*first)[i].SerializeAsString(), (*second)[i].SerializeAsString());
  }
}

TEST(SampleInterventionsTest, NameAParameterThatIsWrong) {
  google::protobuf::Struct parameters = InterventionParameters();
  parameters.mutable_fields()->erase("growthPercent");
  EXPECT_EQ(MakeInterventions(parameters, DayOf("2026-03-31")).status().message(),
            "interventions.growthPercent: is missing");
  parameters = InterventionParameters();
  (*parameters.mutable_fields())["extra"].set_bool_value(true);
  EXPECT_EQ(MakeInterventions(parameters, DayOf("2026-03-31")).status().message(),
            "interventions.extra: is not known here");
}

google::protobuf::Struct ScoreParameters() {
  return Parameters(R"({"seed":3,"series":[{"tool":"COPM_PERFORMANCE","serviceLine":"community",
    "otService":"community-recovery","months":14,"episodesPerMonth":20,"baselinePercent":80,
    "laterPercent":60,"firstMean":3.5,"laterMean":5.8,"deviation":1.2,"minimum":1,"maximum":10,
    "step":0.1}]})");
}

TEST(SampleScoresTest, KeepSharesRangeAndPairs) {
  const measures::Day today = DayOf("2026-03-31");
  const auto rows = MakeOutcomeScores(ScoreParameters(), today);
  ASSERT_TRUE(rows.ok()) << rows.status();
  std::map<std::string, std::vector<OutcomeScore>> episodes;
  for (const OutcomeScore& row : *rows) {
    EXPECT_GE(row.score(), 1);
    EXPECT_LE(row.score(), 10);
    EXPECT_LE(*measures::ParseDay(row.date()), today);
    episodes[row.episode_key()].push_back(row);
  }
  double with_baseline = 0;
  for (const auto& [key, scores] : episodes) {
    EXPECT_TRUE(absl::StartsWith(key, "ep"));
    ASSERT_LE(scores.size(), 2u);
    if (scores[0].phase() == OutcomeStandard::BASELINE) ++with_baseline;
    if (scores.size() == 2) {
      EXPECT_EQ(scores[0].phase(), OutcomeStandard::BASELINE);
      EXPECT_LT(scores[0].date(), scores[1].date());
    }
  }
  EXPECT_NEAR(with_baseline / static_cast<double>(episodes.size()), 0.8, 0.07);
}

TEST(SampleScoresTest, RefuseAToolThatIsNotInTheContract) {
  google::protobuf::Struct parameters = ScoreParameters();
  auto* series = (*parameters.mutable_fields())["series"].mutable_list_value()->mutable_values(0);
  (*series->mutable_struct_value()->mutable_fields())["tool"].set_string_value("ABACUS");
  EXPECT_EQ(MakeOutcomeScores(parameters, DayOf("2026-03-31")).status().message(),
            "outcomeScores.series.tool: no tool ABACUS");
}

TEST(SampleReachTest, LeavesOutTheMonthsThatNobodyMeasured) {
  const auto rows = MakeReachMeasurements(
      Parameters(R"({"seed":3,"channels":[{"channel":"organisations/o/channels/web","months":6,
        "missingMonths":2,"visits":100,"monthlyGrowthPercent":5,"posts":4,"engagements":20}]})"),
      DayOf("2026-03-31"));
  ASSERT_TRUE(rows.ok()) << rows.status();
  ASSERT_EQ(rows->size(), 4u);
  EXPECT_EQ(rows->front().measurement_id(), "web-2025-09");
  EXPECT_EQ(rows->back().month(), "2025-12");
  EXPECT_FALSE(rows->back().has_followers());
}

TEST(DiceTest, IsTheSameEverywhere) {
  Dice dice(1, "word", 2);
  const uint64_t first = dice.Next();
  EXPECT_EQ(Dice(1, "word", 2).Next(), first);
  EXPECT_NE(Dice(1, "word", 3).Next(), first);
  EXPECT_NE(Dice(1, "wore", 2).Next(), first);
  EXPECT_NE(Dice(2, "word", 2).Next(), first);
}

TEST(DiceTest, PicksByWeight) {
  Dice dice(1, "pick", 0);
  int counts[3] = {};
  for (int i = 0; i < 10000; ++i) ++counts[dice.Pick({1, 0, 3})];
  EXPECT_NEAR(counts[0], 2500, 200);
  EXPECT_EQ(counts[1], 0);
}

}  // namespace
}  // namespace potential::cli
