#include "services/evidence/qi_chart.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "potential/evidence/v1/measurement.pb.h"
#include "services/chassis/charts/chart_analysis.h"
#include "services/chassis/indicators/scan.h"
#include "services/chassis/records/record_reading.h"
#include "services/chassis/records/steps.h"
#include "services/chassis/resource/violation.h"
#include "services/chassis/storage/status_macros.h"
#include "services/chassis/strategy/disclosure_profile.h"
#include "services/evidence/qi_release.h"
#include "services/measures/chart.h"

namespace potential::evidence {
namespace {

using charts::v1::AnalyzeChartRequest;
using charts::v1::Chart;
using charts::v1::ChartInputPoint;
using v1::GetQiProjectChartRequest;
using v1::QiProject;
using v1::QiProjectChart;
using Cycle = QiProject::PdsaCycle;
using Measure = QiProject::Measure;
using Points = std::vector<ChartInputPoint>;

constexpr char kPercentUnit[] = "%";

// What is charted: the points, and how they are to be read where the request does not say.
struct Series {
  Points points;
  Chart::Direction direction = Chart::NEUTRAL;
  std::optional<double> target;
  // Values are parts of denominators in a unit of percent.
  bool in_percent = false;
};

// The measure asked for, or the one that tells whether the aim is reached.
absl::StatusOr<Measure> MeasureAskedFor(const QiProject& project, const std::string& asked) {
  const std::string& id = asked.empty() ? project.aim().measure_id() : asked;
  for (const Measure& measure : project.measures()) {
    if (id.empty() || measure.id() == id) return measure;
  }
  if (id.empty()) {
    return records::Refuse("MEASURE_MISSING", "the project has no measure to chart; add one first");
  }
  return resource::InvalidArgument("measure_id", "names no measure of the project");
}

Chart::Direction DirectionOf(const Measure& measure) {
  switch (measure.direction()) {
    case Measure::INCREASE:
      return Chart::INCREASE;
    case Measure::DECREASE:
      return Chart::DECREASE;
    default:
      return Chart::NEUTRAL;
  }
}

absl::Status CheckDays(const Points& points) {
  for (size_t i = 1; i < points.size(); ++i) {
    if (points[i - 1].date() != points[i].date()) continue;
    return records::Refuse("DAY_REPEATED",
                           absl::StrCat("there are two measurements of ", points[i].date(),
                                        "; correct or join them, as a chart has one point a day"));
  }
  return absl::OkStatus();
}

struct Measurements {
  Points points;  // by date
  bool illustrative = false;
};

absl::StatusOr<Measurements> ReadMeasurements(storage::TableReader& tables,
                                              const storage::Table& measurements,
                                              const std::string& organisation,
                                              const std::string& project,
                                              const std::string& measure) {
  const auto limit = static_cast<int64_t>(measures::kMaxChartPoints);
  ASSIGN_OR_RETURN(
      const std::vector<storage::Row> rows,
      tables.Select(
          measurements, organisation,
          {.where = storage::Predicate::All({storage::Predicate::Eq("qi_project", project),
                                             storage::Predicate::Eq("measure_id", measure)}),
           .order = {{.column = "date"}},
           .after = {},
           .limit = limit + 1,
           .projection = {"date", "value", "denominator", "annotation", "illustrative"}}));
  if (rows.size() > measures::kMaxChartPoints) {
    return records::Refuse("TOO_MANY_POINTS",
                           absl::StrCat("there are more than ", limit, " measurements to chart"));
  }
  Measurements read;
  for (const storage::Row& row : rows) {
    const indicators::Cells cells(row.values);
    ChartInputPoint& point = read.points.emplace_back();
    point.set_date(cells.Text(0));
    if (!cells.IsNull(1)) point.set_value(cells.Number(1));
    if (!cells.IsNull(2)) point.set_denominator(cells.Number(2));
    point.set_annotation(cells.Text(3));
    read.illustrative = read.illustrative || cells.Flag(4);
  }
  RETURN_IF_ERROR(CheckDays(read.points));
  return read;
}

Series ProgressOf(const QiProject& project) {
  Series series;
  series.direction = Chart::INCREASE;
  for (const QiProject::ProgressScore& score : project.progress_history()) {
    ChartInputPoint& point = series.points.emplace_back();
    point.set_date(score.date());
    point.set_value(score.score());
  }
  return series;
}

Series SeriesOf(const Measure& measure, Points points) {
  Series series;
  series.direction = DirectionOf(measure);
  if (measure.has_target()) series.target = measure.target();
  const bool all_divided = std::all_of(points.begin(), points.end(),
                                       [](const auto& point) { return point.has_denominator(); });
  series.in_percent = all_divided && measure.unit() == kPercentUnit;
  series.points = std::move(points);
  return series;
}

AnalyzeChartRequest ChartRequest(const GetQiProjectChartRequest& request, const Series& series) {
  constexpr double kPercent = 100;
  AnalyzeChartRequest chart;
  chart.set_chart(request.chart() == Chart::KIND_UNSPECIFIED ? SuitedKind(series.points)
                                                             : request.chart());
  chart.set_profile(request.profile());
  chart.set_improvement_direction(request.improvement_direction() == Chart::DIRECTION_UNSPECIFIED
                                      ? series.direction
                                      : request.improvement_direction());
  if (series.target) chart.set_target(*series.target);
  if (request.has_target()) chart.set_target(request.target());
  *chart.mutable_rebase_dates() = request.rebase_dates();
  if (request.has_fix_after_n_points()) chart.set_fix_after_n_points(request.fix_after_n_points());
  if (request.has_screen_outliers()) chart.set_screen_outliers(request.screen_outliers());
  if (request.has_rule_length()) chart.set_rule_length(request.rule_length());
  if (series.in_percent) chart.set_multiply(kPercent);
  *chart.mutable_points() = {series.points.begin(), series.points.end()};
  return chart;
}

void Annotate(const std::string& text, Chart::Point& point) {
  if (!point.annotation().empty()) point.mutable_annotation()->append("; ");
  point.mutable_annotation()->append(text);
}

QiProjectChart::Cycle Describe(const Cycle& cycle) {
  QiProjectChart::Cycle described;
  described.set_number(cycle.number());
  described.set_title(cycle.title());
  described.set_start_date(cycle.start_date());
  described.set_end_date(cycle.end_date());
  described.set_act(cycle.act());
  return described;
}

std::string EndText(const Cycle& cycle) {
  const std::string end = absl::StrCat("PDSA ", cycle.number(), " ends");
  if (cycle.act() == Cycle::ACT_UNSPECIFIED) return end;
  return absl::StrCat(end, ": ", absl::AsciiStrToLower(Cycle::Act_Name(cycle.act())));
}

// Dates as text compare as days do.
void PlaceCycle(const Cycle& cycle, Chart& chart, QiProjectChart::Cycle& placed) {
  auto& points = *chart.mutable_points();
  const auto from = [&](const std::string& day) {
    return std::lower_bound(
        points.begin(), points.end(), day,
        [](const Chart::Point& point, const std::string& date) { return point.date() < date; });
  };
  const auto start = from(cycle.start_date());
  if (start == points.end()) return;
  if (cycle.end_date().empty() || start->date() <= cycle.end_date()) {
    placed.set_start_point(start->date());
    Annotate(absl::StrCat("PDSA ", cycle.number(), " starts: ", cycle.title()), *start);
  }
  if (cycle.end_date().empty()) return;
  const auto end =
      std::find_if(std::make_reverse_iterator(points.end()), std::make_reverse_iterator(start),
                   [&](const Chart::Point& point) { return point.date() <= cycle.end_date(); });
  if (end == std::make_reverse_iterator(start)) return;
  placed.set_end_point(end->date());
  Annotate(EndText(cycle), *end);
}

// What lasts as long as the routes.
struct ChartParts {
  const records::KindTable& kinds;
  const strategy::StrategyHolder& strategies;
  charts::ChartAnalysis analysis;
};

// Texts of measurements are records.
void ClearAnnotations(Points& points) {
  for (ChartInputPoint& point : points) point.clear_annotation();
}

void Release(const ChartParts& parts, const std::string& organisation, const Series& series,
             Chart& chart) {
  const auto profile = strategy::DisclosureProfileOf(parts.strategies.Get()->Find(organisation));
  const auto release = ReleaseOf(series.points, series.in_percent, profile);
  if (release) charts::ReleaseChart(*release, chart);
}

absl::StatusOr<QiProjectChart> GetQiProjectChart(storage::TableReader& tables,
                                                 const ChartParts& parts,
                                                 const rpc::CallContext& call,
                                                 const GetQiProjectChartRequest& request) {
  // Progress scores count no people.
  const bool is_released =
      call.identity.audience == rpc::Audience::kPublished && !request.progress();
  if (is_released) RETURN_IF_ERROR(charts::CheckReleasable(request));
  ASSIGN_OR_RETURN(
      const QiProject project,
      records::ReadRecord<QiProject>(tables, parts.kinds, call.organisation, request.name()));
  QiProjectChart answer;
  answer.set_name(project.name());
  answer.set_project_title(project.title());
  answer.set_illustrative(project.illustrative());
  Series series;
  if (request.progress()) {
    if (!request.measure_id().empty()) {
      return resource::InvalidArgument("measure_id", "is not accepted with progress");
    }
    series = ProgressOf(project);
  } else {
    ASSIGN_OR_RETURN(*answer.mutable_measure(), MeasureAskedFor(project, request.measure_id()));
    ASSIGN_OR_RETURN(
        Measurements read,
        ReadMeasurements(tables, parts.kinds.FindFact(v1::Measurement::descriptor())->table,
                         call.organisation, project.name(), answer.measure().id()));
    answer.set_illustrative(answer.illustrative() || read.illustrative);
    if (is_released) ClearAnnotations(read.points);
    series = SeriesOf(answer.measure(), std::move(read.points));
  }
  if (!series.points.empty()) {
    ASSIGN_OR_RETURN(*answer.mutable_chart(),
                     parts.analysis.Analyze(ChartRequest(request, series)));
    if (is_released) Release(parts, call.organisation, series, *answer.mutable_chart());
  }
  PlaceCycles(project, answer);
  return answer;
}

}  // namespace

Chart::Kind SuitedKind(const Points& points) {
  const auto values = std::count_if(points.begin(), points.end(),
                                    [](const ChartInputPoint& point) { return point.has_value(); });
  if (values < kLeastControlledPoints) return Chart::RUN;
  const bool all_parts = std::all_of(points.begin(), points.end(), [](const ChartInputPoint& p) {
    return p.has_denominator() && p.value() >= 0 && p.value() <= p.denominator() &&
           p.value() == std::floor(p.value()) && p.denominator() == std::floor(p.denominator());
  });
  return all_parts ? Chart::P : Chart::XMR;
}

void PlaceCycles(const QiProject& project, QiProjectChart& answer) {
  for (const Cycle& cycle : project.pdsa_cycles()) {
    QiProjectChart::Cycle& placed = *answer.add_cycles();
    placed = Describe(cycle);
    if (answer.has_chart()) PlaceCycle(cycle, *answer.mutable_chart(), placed);
  }
}

void BindQiChart(rpc::Routes& routes, records::RecordService& records,
                 const strategy::StrategyHolder& strategies) {
  auto parts = std::make_shared<const ChartParts>(
      ChartParts{.kinds = *records.environment().kinds, .strategies = strategies, .analysis = {}});
  records.Read<GetQiProjectChartRequest, QiProjectChart>(
      routes, "potential.evidence.v1.QiService.GetQiProjectChart",
      [parts = std::move(parts)](storage::TableReader& tables, const rpc::CallContext& call,
                                 const GetQiProjectChartRequest& request) {
        return GetQiProjectChart(tables, *parts, call, request);
      });
}

}  // namespace potential::evidence
