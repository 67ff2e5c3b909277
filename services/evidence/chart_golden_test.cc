// Charts of the service against the answers of qicharts2 0.8.1, through the contract.

#include <gtest/gtest.h>

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "potential/charts/v1/chart.pb.h"
#include "services/evidence/evidence_testing.h"
#include "services/measures/golden_cases.h"

namespace potential::evidence {
namespace {

namespace golden = measures::golden;
using charts::v1::AnalyzeChartRequest;
using charts::v1::Chart;
using golden::Json;

constexpr char kAnalyze[] = "potential.evidence.v1.ChartService.AnalyzeChart";

Chart::Kind KindOf(const std::string& name) {
  const std::map<std::string, Chart::Kind> kinds = {
      {"run", Chart::RUN}, {"i", Chart::I},          {"mr", Chart::MR}, {"p", Chart::P},
      {"pp", Chart::P_PRIME}, {"u", Chart::U},       {"up", Chart::U_PRIME}, {"c", Chart::C},
      {"g", Chart::G},     {"t", Chart::T},          {"xbar", Chart::XBAR}, {"s", Chart::S},
      {"ip", Chart::I_PRIME}};
  return kinds.at(name);
}

// The cases number their subgroups from 1; here they are months.
std::string DateOf(int number) {
  return measures::FormatDay(
      measures::FirstOfMonth(measures::AddMonths(measures::MonthOf(2000, 1), number - 1)));
}

void SetOptions(const Json& options, AnalyzeChartRequest& request) {
  request.set_chart(KindOf(options["chart"].GetString()));
  if (const auto freeze = golden::Int(options["freeze"])) request.set_fix_after_n_points(*freeze);
  if (const auto centre = golden::Number(options["centre_line"])) request.set_centre_line(*centre);
  request.set_multiply(options["multiply"].GetDouble());
  request.set_screen_outliers(options["screen_moving_ranges"].GetBool());
  if (!options["part"].IsArray()) return;
  for (const Json& last : options["part"].GetArray()) {
    request.add_rebase_dates(DateOf(last.GetInt() + 1));
  }
}

bool IsListed(const Json& list, int number) {
  if (!list.IsArray()) return false;
  return std::any_of(list.Begin(), list.End(),
                     [&](const Json& item) { return item.GetInt() == number; });
}

AnalyzeChartRequest RequestOf(const Json& test) {
  AnalyzeChartRequest request;
  SetOptions(test["options"], request);
  const Json& rows = test["input"];
  for (rapidjson::SizeType i = 0; i < rows["x"].Size(); ++i) {
    const int number = rows["x"][i].GetInt();
    charts::v1::ChartInputPoint& point = *request.add_points();
    point.set_date(DateOf(number));
    if (const auto value = golden::Number(rows["y"][i])) point.set_value(*value);
    if (rows.HasMember("n")) {
      if (const auto n = golden::Number(rows["n"][i])) point.set_denominator(*n);
    }
    point.set_excluded(IsListed(test["options"]["exclude"], number));
  }
  return request;
}

std::optional<double> Given(bool has, double number) {
  return has ? std::optional<double>(number) : std::nullopt;
}

void ExpectPoint(const Json& points, rapidjson::SizeType row, const Chart::Point& actual) {
  SCOPED_TRACE("point " + std::to_string(row + 1));
  EXPECT_EQ(actual.date(), DateOf(points["x"][row].GetInt()));
  EXPECT_EQ(actual.group() + 1, points["part"][row].GetInt());
  const auto same = [&](const char* name, bool has, double number) {
    EXPECT_TRUE(golden::Same(points[name][row], Given(has, number))) << name;
  };
  same("y", actual.has_value(), actual.value());
  same("cl", actual.has_mean(), actual.mean());
  same("lcl", actual.has_lower_limit(), actual.lower_limit());
  same("ucl", actual.has_upper_limit(), actual.upper_limit());
  same("lcl95", actual.has_lower_near_limit(), actual.lower_near_limit());
  same("ucl95", actual.has_upper_near_limit(), actual.upper_near_limit());
  EXPECT_EQ(actual.outside_limits(), points["sigma_signal"][row].GetBool());
  EXPECT_EQ(actual.excluded(), !points["include"][row].GetBool());
}

void ExpectPart(const Json& expected, const Chart::Group& actual) {
  SCOPED_TRACE("part " + std::to_string(expected["part"].GetInt()));
  const Chart::Runs& runs = actual.runs();
  EXPECT_EQ(actual.points(), expected["n_obs"].GetInt());
  EXPECT_EQ(runs.useful(), expected["n_useful"].GetInt());
  EXPECT_EQ(runs.has_longest_run(), golden::Int(expected["longest_run"]).has_value());
  EXPECT_EQ(runs.longest_run(), golden::Int(expected["longest_run"]).value_or(0));
  EXPECT_EQ(runs.longest_run_max(), golden::Int(expected["longest_run_max"]).value_or(0));
  EXPECT_EQ(runs.crossings(), golden::Int(expected["n_crossings"]).value_or(0));
  EXPECT_EQ(runs.crossings_min(), golden::Int(expected["n_crossings_min"]).value_or(0));
  EXPECT_EQ(runs.signal(), expected["runs_signal"].GetBool());
}

class ChartGoldenTest : public EvidenceTest {
 protected:
  // Each case of the files, answered by the service.
  void ExpectCases(const std::vector<std::filesystem::path>& files) {
    for (const std::filesystem::path& file : files) {
      SCOPED_TRACE(file.filename().string());
      const rapidjson::Document test = golden::Read(file);
      const auto chart = fixture_.Call<Chart>(kAnalyze, RequestOf(test));
      ASSERT_THAT(chart, testing::IsOk());
      const Json& expected = test["expected"];
      ASSERT_EQ(chart->points_size(), static_cast<int>(expected["points"]["y"].Size()));
      for (rapidjson::SizeType i = 0; i < expected["points"]["y"].Size(); ++i) {
        ExpectPoint(expected["points"], i, chart->points(static_cast<int>(i)));
      }
      ASSERT_EQ(chart->groups_size(), static_cast<int>(expected["parts"].Size()));
      for (rapidjson::SizeType i = 0; i < expected["parts"].Size(); ++i) {
        ExpectPart(expected["parts"][i], chart->groups(static_cast<int>(i)));
      }
    }
  }
};

TEST_F(ChartGoldenTest, AgreesWithTheReferenceOnWrittenSeries) {
  const std::vector<std::filesystem::path> files = golden::FilesOf(golden::Synthetic() / "qic");
  ASSERT_EQ(files.size(), 31U);
  ExpectCases(files);
}

TEST_F(ChartGoldenTest, AgreesWithTheReferenceOnRealSeries) {
  const std::vector<std::filesystem::path> files = golden::FilesOf(golden::Real() / "qic");
  if (files.empty()) GTEST_SKIP() << "no real series in " << golden::Real();
  ExpectCases(files);
}

}  // namespace
}  // namespace potential::evidence
