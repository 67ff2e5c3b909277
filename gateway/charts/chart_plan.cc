#include "gateway/charts/chart_plan.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/chassis/resource/names.h"
#include "services/chassis/resource/violation.h"
#include "services/chassis/storage/status_macros.h"

namespace potential::gateway {
namespace {

using charts::v1::Chart;
using dashboard::v1::GetIndicatorChartRequest;
using indicators::v1::Indicator;
using measures::Day;
using measures::Window;

// What a question about an indicator may ask for; one more is left for a clipped first period.
constexpr int kMaxPeriods = 599;

// Length of a period in the words of the parts that need it.
struct Span {
  strategy::v1::Bucket bucket;
  int months;
  const char* word;
  Day (*first)(Day);
  Day (*last)(Day);
};

Span SpanOf(strategy::v1::Bucket bucket) {
  switch (bucket) {
    case strategy::v1::QUARTER:
      return {bucket, 3, "quarter", measures::FirstOfQuarter, measures::LastOfQuarter};
    case strategy::v1::YEAR:
      return {bucket, 12, "year", measures::FirstOfYear, measures::LastOfYear};
    default:
      return {strategy::v1::MONTH, 1, "month", measures::FirstOfMonth, measures::LastOfMonth};
  }
}

absl::Status AddCondition(const Indicator& indicator, const std::string& field,
                          const std::string& dimension, const std::string& value,
                          Conditions& where) {
  const auto& dimensions = indicator.dimensions();
  if (std::find(dimensions.begin(), dimensions.end(), dimension) == dimensions.end()) {
    return resource::InvalidArgument(
        field, absl::StrCat("'", dimension, "' is no dimension of ", indicator.id(), "; it has: ",
                            dimensions.empty() ? "none" : absl::StrJoin(dimensions, ", ")));
  }
  const auto [it, inserted] = where.emplace(dimension, value);
  if (inserted || it->second == value) return absl::OkStatus();
  return resource::InvalidArgument(
      field, absl::StrCat("'", dimension, "' must be '", it->second, "' here"));
}

absl::StatusOr<Conditions> ConditionsOf(const GetIndicatorChartRequest& request,
                                        const Indicator& indicator) {
  Conditions where;
  if (!request.service_line().empty()) {
    RETURN_IF_ERROR(
        AddCondition(indicator, "service_line", "service_line", request.service_line(), where));
  }
  for (int i = 0; i < request.where_size(); ++i) {
    const std::string field = absl::StrCat("where[", i, "]");
    const std::string& condition = request.where(i);
    const size_t equals = condition.find('=');
    if (equals == std::string::npos || equals == 0 || equals + 1 == condition.size()) {
      return resource::InvalidArgument(field, "must be dimension=value");
    }
    RETURN_IF_ERROR(AddCondition(indicator, field, condition.substr(0, equals),
                                 condition.substr(equals + 1), where));
  }
  return where;
}

// The outcome whose chart it is, if any; an outcome that is asked for adds its conditions.
absl::StatusOr<ChartedOutcome> OutcomeOf(const GetIndicatorChartRequest& request,
                                         const ChartContext& context, Conditions& where) {
  const std::string& indicator = context.indicator.id();
  if (request.outcome().empty()) {
    if (request.plain()) return ChartedOutcome();
    return FindChartedOutcome(context.strategy, indicator, where);
  }
  const ChartedOutcome found = FindOutcomeById(context.strategy, request.outcome(), indicator);
  if (found.outcome == nullptr) {
    return resource::InvalidArgument(
        "outcome",
        absl::StrCat("'", request.outcome(), "' is no outcome of the organisation's strategy"));
  }
  if (found.part == nullptr) {
    return resource::InvalidArgument(
        "outcome", absl::StrCat("the rule of ", request.outcome(), " does not name ", indicator));
  }
  for (const auto& [dimension, value] : found.part->where()) {
    RETURN_IF_ERROR(AddCondition(context.indicator, "outcome", dimension, value, where));
  }
  if (request.plain()) return ChartedOutcome();
  return found;
}

// Kinds that an indicator of this form can be charted as.
absl::Status CheckKind(Chart::Kind kind, const Indicator& indicator) {
  switch (kind) {
    case Chart::G:
    case Chart::T:
    case Chart::XBAR:
    case Chart::S:
      return resource::InvalidArgument(
          "chart",
          "cannot be made of figures by period: choose XMR, RUN, I, MR or, with a "
          "denominator, P, P_PRIME, U, U_PRIME, I_PRIME");
    case Chart::P:
    case Chart::P_PRIME:
    case Chart::U:
    case Chart::U_PRIME:
    case Chart::I_PRIME:
      if (indicator.form() != Indicator::COUNT) return absl::OkStatus();
      return resource::InvalidArgument(
          "chart",
          absl::StrCat(indicator.id(), " has no denominator: choose XMR, RUN, I, MR or C"));
    case Chart::C:
      if (indicator.form() == Indicator::COUNT) return absl::OkStatus();
      return resource::InvalidArgument(
          "chart", absl::StrCat(indicator.id(), " is no count: choose another kind"));
    default:
      return absl::OkStatus();
  }
}

// Whole periods.
absl::StatusOr<Window> WindowOf(const GetIndicatorChartRequest& request,
                                const ChartContext& context, const Span& span) {
  Window window{context.plan.first, context.as_of};
  if (!context.baseline.IsEmpty()) window.first = std::min(window.first, context.baseline.first);
  if (!request.start_date().empty()) window.first = *measures::ParseDay(request.start_date());
  if (!request.end_date().empty()) window.last = *measures::ParseDay(request.end_date());
  if (window.first > context.as_of) {
    return resource::InvalidArgument(
        "start_date", absl::StrCat("the first day, ", measures::FormatDay(window.first),
                                   ", must not be after ", measures::FormatDay(context.as_of)));
  }
  if (window.IsEmpty()) {
    return resource::InvalidArgument("end_date", absl::StrCat("must not be before the first day, ",
                                                              measures::FormatDay(window.first)));
  }
  const int months = measures::MonthOf(window.last).number - measures::MonthOf(window.first).number;
  if (months / span.months >= kMaxPeriods) {
    return resource::InvalidArgument(
        "start_date", absl::StrCat("the window holds more than ", kMaxPeriods, " periods"));
  }
  return Window{span.first(window.first), span.last(window.last)};
}

indicators::v1::IndicatorQuery QueryOf(const Indicator& indicator, const Window& window,
                                       strategy::v1::Bucket bucket, const Conditions& where) {
  indicators::v1::IndicatorQuery query;
  query.set_indicator(indicator.id());
  query.set_start_date(measures::FormatDay(window.first));
  query.set_end_date(measures::FormatDay(window.last));
  query.set_bucket(bucket);
  query.mutable_where()->insert(where.begin(), where.end());
  return query;
}

// The first period that begins in or after the month: the first in which all is new.
Day FirstPeriodFrom(measures::Month month, const Span& span) {
  const Day day = measures::FirstOfMonth(month);
  return span.first(day) == day ? day : measures::AddDays(span.last(day), 1);
}

void SetOptions(const GetIndicatorChartRequest& request, const ChartSettings& settings,
                const Span& span, const Window& window, ChartPlan& plan) {
  charts::v1::AnalyzeChartRequest& options = plan.options;
  const bool xmr = request.chart() == Chart::KIND_UNSPECIFIED || request.chart() == Chart::XMR;
  options.set_chart(xmr ? Chart::XMR : request.chart());
  if (xmr) options.set_profile(settings.profile);
  if (request.profile() != Chart::PROFILE_UNSPECIFIED) options.set_profile(request.profile());
  options.set_improvement_direction(request.improvement_direction() == Chart::DIRECTION_UNSPECIFIED
                                        ? settings.direction
                                        : request.improvement_direction());
  if (settings.target) options.set_target(*settings.target);
  plan.change_percent = settings.change_percent;
  if (request.has_target()) {
    options.set_target(request.target());
    plan.change_percent.reset();
  }
  for (const measures::Month month : settings.rebase_months) {
    const Day day = FirstPeriodFrom(month, span);
    if (window.Contains(day)) options.add_rebase_dates(measures::FormatDay(day));
  }
  if (request.rebase_dates_size() > 0) *options.mutable_rebase_dates() = request.rebase_dates();
  if (settings.fix_after_n_points) options.set_fix_after_n_points(*settings.fix_after_n_points);
  if (request.has_fix_after_n_points()) {
    options.set_fix_after_n_points(request.fix_after_n_points());
  }
  if (request.has_screen_outliers()) options.set_screen_outliers(request.screen_outliers());
  if (request.has_rule_length()) options.set_rule_length(request.rule_length());
}

}  // namespace

absl::StatusOr<ChartPlan> PlanChart(const GetIndicatorChartRequest& request,
                                    const ChartContext& context) {
  RETURN_IF_ERROR(CheckKind(request.chart(), context.indicator));
  ASSIGN_OR_RETURN(Conditions where, ConditionsOf(request, context.indicator));
  ASSIGN_OR_RETURN(const ChartedOutcome charted, OutcomeOf(request, context, where));
  const Span span = SpanOf(request.bucket());
  ASSIGN_OR_RETURN(const Window window, WindowOf(request, context, span));

  ChartPlan plan;
  plan.months_of_period = span.months;
  SetOptions(request,
             charted.outcome == nullptr
                 ? SettingsOf(context.indicator)
                 : SettingsOf(*charted.outcome, context.indicator, span.bucket, context.anchor),
             span, Window{window.first, std::min(window.last, context.as_of)}, plan);
  plan.question.set_parent(resource::FormatOrganisation(context.strategy.organisation()));
  plan.question.set_as_of(measures::FormatDay(context.as_of));
  *plan.question.add_queries() = QueryOf(context.indicator, window, span.bucket, where);
  if (plan.change_percent) {
    *plan.question.add_queries() =
        QueryOf(context.indicator, context.baseline, strategy::v1::MONTH, where);
  }
  plan.source.set_name(request.name());
  plan.source.set_title(context.indicator.title());
  plan.source.set_unit(context.indicator.unit());
  plan.source.mutable_where()->insert(where.begin(), where.end());
  if (charted.outcome != nullptr) plan.source.set_outcome(charted.outcome->id());
  plan.source.set_period(span.word);
  plan.source.set_as_of(plan.question.as_of());
  return plan;
}

}  // namespace potential::gateway
