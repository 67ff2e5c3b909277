// Run charts and Shewhart charts against the answers of qicharts2 0.8.1.

#include <gtest/gtest.h>

#include <map>
#include <string>

#include "services/measures/chart.h"
#include "services/measures/control_constants.h"
#include "services/measures/golden_cases.h"
#include "services/measures/runs.h"

namespace potential::measures {
namespace {

using golden::Int;
using golden::Json;
using golden::Number;
using golden::Same;

ChartKind KindOf(const std::string& name) {
  const std::map<std::string, ChartKind> kinds = {
      {"run", ChartKind::kRun},   {"i", ChartKind::kI},       {"mr", ChartKind::kMr},
      {"p", ChartKind::kP},       {"pp", ChartKind::kPPrime}, {"u", ChartKind::kU},
      {"up", ChartKind::kUPrime}, {"c", ChartKind::kC},       {"g", ChartKind::kG},
      {"t", ChartKind::kT},       {"xbar", ChartKind::kXbar}, {"s", ChartKind::kS},
      {"ip", ChartKind::kIPrime}};
  return kinds.at(name);
}

// The cases number their subgroups from 1; here they are months.
Day DateOf(int number) { return AddMonths(*ParseDay("2000-01-01"), number - 1); }

bool IsListed(const Json& list, int number) {
  if (!list.IsArray()) return false;
  return std::any_of(list.Begin(), list.End(),
                     [&](const Json& item) { return item.GetInt() == number; });
}

ChartInput InputOf(const Json& test) {
  const Json& options = test["options"];
  ChartInput input;
  input.kind = KindOf(options["chart"].GetString());
  input.fix_after_n_points = Int(options["freeze"]);
  input.centre_line = Number(options["centre_line"]);
  input.multiply = options["multiply"].GetDouble();
  input.screen_outliers = options["screen_moving_ranges"].GetBool();
  if (options["part"].IsArray()) {
    for (const Json& last : options["part"].GetArray()) {
      input.rebase_dates.push_back(DateOf(last.GetInt() + 1));
    }
  }
  const Json& rows = test["input"];
  for (rapidjson::SizeType i = 0; i < rows["x"].Size(); ++i) {
    const int number = rows["x"][i].GetInt();
    ChartPoint point = {.date = DateOf(number)};
    point.value = Number(rows["y"][i]);
    if (rows.HasMember("n")) point.denominator = Number(rows["n"][i]);
    point.excluded = IsListed(options["exclude"], number);
    input.points.push_back(point);
  }
  return input;
}

void ExpectPoint(const Json& points, rapidjson::SizeType row, const PointResult& actual) {
  SCOPED_TRACE("point " + std::to_string(row + 1));
  EXPECT_TRUE(Same(points["y"][row], actual.value));
  EXPECT_EQ(actual.group + 1, points["part"][row].GetInt());
  EXPECT_TRUE(Same(points["cl"][row], actual.lines.centre));
  EXPECT_TRUE(Same(points["lcl"][row], actual.lines.lower_limit));
  EXPECT_TRUE(Same(points["ucl"][row], actual.lines.upper_limit));
  EXPECT_TRUE(Same(points["lcl95"][row], actual.lines.lower_near));
  EXPECT_TRUE(Same(points["ucl95"][row], actual.lines.upper_near));
  EXPECT_EQ(actual.outside_limits, points["sigma_signal"][row].GetBool());
  const bool included = points["include"][row].GetBool();
  EXPECT_EQ(actual.rule != ChartRule::kNone, included && points["sigma_signal"][row].GetBool());
}

void ExpectPart(const Json& expected, const GroupResult& actual) {
  SCOPED_TRACE("part " + std::to_string(expected["part"].GetInt()));
  EXPECT_EQ(actual.group + 1, expected["part"].GetInt());
  EXPECT_EQ(actual.points, expected["n_obs"].GetInt());
  ASSERT_TRUE(actual.runs.has_value());
  EXPECT_EQ(actual.runs->useful, expected["n_useful"].GetInt());
  EXPECT_EQ(actual.runs->longest_run, Int(expected["longest_run"]));
  EXPECT_EQ(actual.runs->longest_run_max, Int(expected["longest_run_max"]));
  EXPECT_EQ(actual.runs->crossings, Int(expected["n_crossings"]));
  EXPECT_EQ(actual.runs->crossings_min, Int(expected["n_crossings_min"]));
  EXPECT_EQ(actual.runs->signal, expected["runs_signal"].GetBool());
}

void ExpectCases(const std::vector<std::filesystem::path>& files) {
  for (const std::filesystem::path& file : files) {
    SCOPED_TRACE(file.filename().string());
    const rapidjson::Document test = golden::Read(file);
    const Result<ChartResult> result = AnalyzeChart(InputOf(test));
    ASSERT_TRUE(result.ok()) << result.errors().front().field << " "
                             << result.errors().front().message;
    const ChartResult& chart = result.value();
    const Json& expected = test["expected"];
    ASSERT_EQ(chart.points.size(), expected["points"]["y"].Size());
    for (rapidjson::SizeType i = 0; i < chart.points.size(); ++i) {
      ExpectPoint(expected["points"], i, chart.points[i]);
    }
    ASSERT_EQ(chart.groups.size(), expected["parts"].Size());
    for (rapidjson::SizeType i = 0; i < chart.groups.size(); ++i) {
      ExpectPart(expected["parts"][i], chart.groups[i]);
    }
    EXPECT_FALSE(chart.variation.has_value());
    EXPECT_FALSE(chart.assurance.has_value());
  }
}

TEST(ShewhartGoldenTest, AgreesWithTheReferenceOnWrittenSeries) {
  const std::vector<std::filesystem::path> files = golden::FilesOf(golden::Synthetic() / "qic");
  ASSERT_EQ(files.size(), 31U);
  ExpectCases(files);
}

TEST(ShewhartGoldenTest, AgreesWithTheReferenceOnRealSeries) {
  const std::vector<std::filesystem::path> files = golden::FilesOf(golden::Real() / "qic");
  if (files.empty()) GTEST_SKIP() << "no real series in " << golden::Real();
  ExpectCases(files);
}

TEST(RunsTest, HasTheCriticalValuesOfTheReference) {
  const auto table = golden::ReadTable(golden::Synthetic() / "anhoej_critical_values.csv");
  ASSERT_EQ(table.size(), 120U);
  for (const std::vector<double>& row : table) {
    const int useful = static_cast<int>(row[0]);
    EXPECT_EQ(LongestRunMax(useful), static_cast<int>(row[1])) << useful;
    EXPECT_EQ(CrossingsMin(useful), static_cast<int>(row[2])) << useful;
  }
}

// Of many points the binomial is normal: mean less 1.645 deviations, to within a crossing.
TEST(RunsTest, CrossingsOfLongSeriesFollowTheNormalDistribution) {
  for (const int useful : {500, 1000, 3000, 10000}) {
    const double trials = useful - 1;
    const double normal = trials / 2 - 1.6448536269514722 * std::sqrt(trials) / 2;
    EXPECT_NEAR(CrossingsMin(useful), normal, 1) << useful;
  }
}

TEST(RunsTest, PointsOnTheLineNeitherBreakNorCount) {
  const int sides[] = {1, 1, 0, 1, 0, 0, -1, 0, -1, 1};
  const RunStatistics runs = RunsOf(sides);
  EXPECT_EQ(runs.useful, 6);
  EXPECT_EQ(runs.longest_run, 3);
  EXPECT_EQ(runs.crossings, 2);
}

TEST(RunsTest, TellsNothingWithoutUsefulPoints) {
  const int sides[] = {0, 0};
  EXPECT_EQ(RunsOf(sides), RunStatistics{});
}

TEST(ControlConstantsTest, HasTheValuesOfTheReference) {
  const auto table = golden::ReadTable(golden::Synthetic() / "shewhart_constants.csv");
  ASSERT_EQ(table.size(), 24U);
  for (const std::vector<double>& row : table) {
    const double n = row[0];
    EXPECT_NEAR(ControlC4(n), row[1], 1e-9 * row[1]) << n;
    EXPECT_NEAR(ControlA3(n), row[2], 1e-9 * row[2]) << n;
    EXPECT_NEAR(ControlB3(n), row[3], 1e-9 * row[3]) << n;
    EXPECT_NEAR(ControlB4(n), row[4], 1e-9 * row[4]) << n;
  }
}

// c4(n) c4(n + 1) = sqrt((n - 1) / n) holds for every n, and so across the point from which on
// another formula is used.
TEST(ControlConstantsTest, KeepsItsRecurrenceForLargeGroups) {
  for (int n = 2; n < 5000; ++n) {
    EXPECT_NEAR(ControlC4(n) * ControlC4(n + 1), std::sqrt((n - 1.0) / n), 1e-13) << n;
  }
}

TEST(ControlConstantsTest, HasNoneForOneMeasurement) {
  EXPECT_TRUE(std::isnan(ControlC4(1)));
  EXPECT_TRUE(std::isnan(ControlB3(1)));
}

}  // namespace
}  // namespace potential::measures
