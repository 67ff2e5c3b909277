// Windows, periods, splits and conditions of indicator questions, once for all indicators.

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/chassis/indicators/catalogue.h"
#include "services/chassis/indicators/counting.h"
#include "services/chassis/resource/violation.h"
#include "services/chassis/storage/status_macros.h"

namespace potential::indicators {
namespace {

using measures::Day;
using measures::Period;
using measures::Window;

// Fifty years of months.
constexpr size_t kMaxPeriods = 600;

absl::Status Misfit(absl::string_view path, absl::string_view field, std::string description) {
  return resource::InvalidArgument(absl::StrCat(path, ".", field), description);
}

absl::StatusOr<std::optional<size_t>> DimensionIndex(const v1::Indicator& indicator,
                                                     const std::string& dimension,
                                                     absl::string_view path,
                                                     absl::string_view field) {
  if (dimension.empty()) return std::optional<size_t>();
  const auto& dimensions = indicator.dimensions();
  const auto it = std::find(dimensions.begin(), dimensions.end(), dimension);
  if (it == dimensions.end()) {
    return Misfit(path, field,
                  absl::StrCat("'", dimension, "' is no dimension of ", indicator.id(), "; it has: ",
                               dimensions.empty() ? "none" : absl::StrJoin(dimensions, ", ")));
  }
  return std::optional<size_t>(static_cast<size_t>(it - dimensions.begin()));
}

// Sums of what falls into one window.
struct Sum {
  double numerator = 0;
  double denominator = 0;
  bool illustrative = false;

  void Add(const Observation& observation) {
    numerator += observation.numerator;
    denominator += observation.denominator;
    illustrative = illustrative || observation.illustrative;
  }
};

void SetFigure(const Sum& sum, v1::Indicator::Form form, v1::Figure& figure) {
  figure.set_numerator(sum.numerator);
  figure.set_illustrative(sum.illustrative);
  if (form == v1::Indicator::COUNT) {
    figure.set_value(sum.numerator);
    return;
  }
  figure.set_denominator(sum.denominator);
  if (sum.denominator == 0) return;
  const double factor = form == v1::Indicator::SHARE ? 100 : 1;
  figure.set_value(factor * sum.numerator / sum.denominator);
}

class Answerer {
 public:
  Answerer(const v1::Indicator& indicator, const Observations& observations, Day as_of,
           Window window, std::vector<Period> periods)
      : indicator_(indicator),
        observations_(observations),
        as_of_(as_of),
        window_(window),
        periods_(std::move(periods)) {}

  void Fill(const std::vector<const Observation*>& of, const std::string& member,
            v1::Series& series) const {
    series.set_member(member);
    SetFigure(SumOf(of, window_), indicator_.form(), *series.mutable_total());
    for (const Period& period : periods_) {
      v1::Point& point = *series.add_points();
      point.set_start_date(measures::FormatDay(period.first));
      point.set_end_date(measures::FormatDay(period.last));
      point.set_closed(measures::IsClosed(period, as_of_));
      point.set_partial(IsPartial(period));
      if (period.first > as_of_) continue;  // Nothing is known of the future.
      const Window part{period.first, std::min(period.last, as_of_)};
      if (indicator_.of_readings() && !HasReading(of, part)) continue;
      SetFigure(SumOf(of, part), indicator_.form(), *point.mutable_figure());
    }
  }

 private:
  Sum SumOf(const std::vector<const Observation*>& of, const Window& window) const {
    Sum sum;
    for (const Observation* observation : of) {
      if (Counts(*observation, indicator_.kind(), window)) sum.Add(*observation);
    }
    return sum;
  }

  static bool HasReading(const std::vector<const Observation*>& of, const Window& window) {
    return std::any_of(of.begin(), of.end(), [&](const Observation* observation) {
      return window.Contains(observation->first);
    });
  }

  bool IsPartial(const Period& period) const {
    const auto it = observations_.partial.lower_bound(measures::MonthOf(period.first));
    return it != observations_.partial.end() && *it <= measures::MonthOf(period.last);
  }

  const v1::Indicator& indicator_;
  const Observations& observations_;
  const Day as_of_;
  const Window window_;
  const std::vector<Period> periods_;
};

using Conditions = std::vector<std::pair<size_t, std::string>>;

absl::StatusOr<Conditions> ConditionsOf(const v1::Indicator& indicator,
                                        const v1::IndicatorQuery& query, absl::string_view path) {
  Conditions conditions;
  for (const auto& [dimension, value] : query.where()) {
    const std::string field = absl::StrCat("where[", dimension, "]");
    if (dimension.empty()) return Misfit(path, "where", "names no dimension");
    ASSIGN_OR_RETURN(const std::optional<size_t> index,
                     DimensionIndex(indicator, dimension, path, field));
    conditions.emplace_back(*index, value);
  }
  return conditions;
}

std::vector<const Observation*> Matching(const Observations& observations,
                                         const Conditions& conditions) {
  std::vector<const Observation*> matching;
  for (const Observation& observation : observations.all) {
    const bool matches =
        std::all_of(conditions.begin(), conditions.end(), [&](const auto& condition) {
          return condition.first < observation.dimensions.size() &&
                 observation.dimensions[condition.first] == condition.second;
        });
    if (matches) matching.push_back(&observation);
  }
  return matching;
}

}  // namespace

absl::StatusOr<Window> WindowOf(const v1::Indicator& indicator, const v1::IndicatorQuery& query,
                                Day as_of, absl::string_view path) {
  const std::optional<Day> start = measures::ParseDay(query.start_date());
  const std::optional<Day> end = measures::ParseDay(query.end_date());
  const bool needs_start =
      indicator.kind() == v1::Indicator::FLOW || query.bucket() != strategy::v1::BUCKET_UNSPECIFIED;
  if (!start && (needs_start || !query.start_date().empty())) {
    return Misfit(path, "start_date", "is required here, a date such as 2026-04-01");
  }
  if (!end && (needs_start || !query.end_date().empty())) {
    return Misfit(path, "end_date", "is required here, a date such as 2026-04-30");
  }
  const Window window{start.value_or(as_of), std::min(end.value_or(as_of), as_of)};
  if (start && end && *end < *start) {
    return Misfit(path, "end_date", "must not be before start_date");
  }
  return window;
}

absl::StatusOr<v1::IndicatorResult> Answer(const v1::Indicator& indicator,
                                           const Observations& observations,
                                           const v1::IndicatorQuery& query, Day as_of,
                                           absl::string_view path) {
  ASSIGN_OR_RETURN(const Window window, WindowOf(indicator, query, as_of, path));
  ASSIGN_OR_RETURN(const std::optional<size_t> split,
                   DimensionIndex(indicator, query.split_by(), path, "split_by"));
  ASSIGN_OR_RETURN(const Conditions conditions, ConditionsOf(indicator, query, path));
  std::vector<Period> periods = PeriodsAsked(query, window, as_of);
  if (periods.size() > kMaxPeriods) {
    return Misfit(path, "bucket", absl::StrCat("gives more than ", kMaxPeriods, " periods"));
  }
  const std::vector<const Observation*> matching = Matching(observations, conditions);
  const Answerer answerer(indicator, observations, as_of, window, std::move(periods));
  v1::IndicatorResult result;
  result.set_indicator(indicator.id());
  answerer.Fill(matching, "", *result.mutable_overall());
  if (!split) return result;
  std::map<std::string, std::vector<const Observation*>> members;
  for (const Observation* observation : matching) {
    if (*split < observation->dimensions.size()) {
      members[observation->dimensions[*split]].push_back(observation);
    }
  }
  for (const auto& [member, of] : members) answerer.Fill(of, member, *result.add_members());
  return result;
}

}  // namespace potential::indicators
