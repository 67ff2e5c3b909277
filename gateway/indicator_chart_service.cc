#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "gateway/charts/chart_release.h"
#include "gateway/charts/chart_series.h"
#include "gateway/dashboard/dashboard_source.h"
#include "gateway/native_services.h"
#include "gateway/transcoder/status_json.h"
#include "google/rpc/error_details.pb.h"
#include "potential/dashboard/v1/indicator_chart_service.pb.h"
#include "services/chassis/indicators/release.h"
#include "services/chassis/resource/names.h"
#include "services/chassis/resource/violation.h"

namespace potential::gateway {
namespace {

using dashboard::v1::GetIndicatorChartRequest;
using indicators::v1::Indicator;
using indicators::v1::ListIndicatorsRequest;
using indicators::v1::ListIndicatorsResponse;
using indicators::v1::QueryIndicatorsRequest;
using indicators::v1::QueryIndicatorsResponse;

constexpr char kGetChart[] = "potential.dashboard.v1.IndicatorChartService.GetIndicatorChart";
constexpr char kListIndicators[] = "/potential.indicators.v1.IndicatorService/ListIndicators";
constexpr char kQueryIndicators[] = "/potential.indicators.v1.IndicatorService/QueryIndicators";

// What all charts stand on; outlives the routes.
struct ChartParts {
  NativeParts native;
  charts::ChartAnalysis analysis;
  resource::FieldRulesPlan rules =
      *resource::FieldRulesPlan::For(*GetIndicatorChartRequest::descriptor());
};

// What a service says of the question that was made of the request, in the request's own paths.
absl::Status AboutTheRequest(const absl::Status& status) {
  google::rpc::BadRequest details;
  const auto payload = status.GetPayload(resource::kBadRequestUrl);
  if (!payload || !details.ParseFromString(std::string(*payload))) return status;
  std::vector<resource::FieldViolation> violations;
  for (const auto& violation : details.field_violations()) {
    absl::string_view field = violation.field();
    absl::ConsumePrefix(&field, "queries[0].");
    violations.push_back({std::string(field), violation.description()});
  }
  return resource::InvalidArgument(violations);
}

// One chart, from the request to the answer: the indicator's entry in the catalogue, the days of
// the strategy, the figures. Keeps itself until it has answered.
class ChartCall : public std::enable_shared_from_this<ChartCall> {
 public:
  ChartCall(std::shared_ptr<const ChartParts> parts, rpc::ContextPtr call, rpc::RequestPtr request,
            rpc::Reply reply)
      : parts_(std::move(parts)),
        call_(std::move(call)),
        request_(std::move(request)),
        reply_(std::move(reply)),
        strategies_(parts_->native.strategies.Get()),
        strategy_(strategies_->Find(call_->organisation)) {}

  void Start() {
    if (const absl::Status checked = Check(); !checked.ok()) return reply_(checked);
    Ask<ListIndicatorsResponse>(
        kListIndicators, Options(), ListIndicatorsRequest(),
        [self = shared_from_this()](const ListIndicatorsResponse& catalogue) {
          self->FindIndicator(catalogue);
        });
  }

 private:
  // Whether the figures are shown under disclosure control.
  bool IsReleased() const {
    return call_->identity.audience != rpc::Audience::kInternal && indicator_.counts_people();
  }

  const GetIndicatorChartRequest& request() const {
    return static_cast<const GetIndicatorChartRequest&>(*request_);
  }

  rpc::CallOptions Options() const {
    return DashboardSource::OptionsFor(*call_, parts_->native.clock.Now(),
                                       absl::InfiniteDuration());
  }

  // Analysis is of exact figures, whoever asks.
  rpc::CallOptions ExactOptions() const {
    return DashboardSource::ExactOptionsFor(*call_, parts_->native.clock.Now(),
                                            absl::InfiniteDuration());
  }

  absl::Status Check() {
    // An identifier of the catalogue has a dot and so is no last segment of a record's name.
    absl::string_view id = request().name();
    if (strategy_ == nullptr ||
        !absl::ConsumePrefix(
            &id, absl::StrCat(resource::FormatOrganisation(call_->organisation), "/indicators/"))) {
      return resource::NotFound(request().name());
    }
    indicator_id_ = std::string(id);
    backend_ = parts_->native.backends.Find(ServiceOf(indicator_id_));
    if (backend_ == nullptr) return resource::NotFound(request().name());
    resource::RuleContext context;
    context.organisation = call_->organisation;
    context.in_vocabulary = [this](const std::string& organisation, const std::string& word,
                                   const std::string& value) {
      return strategies_->Contains(organisation, word, value);
    };
    const auto violations = parts_->rules.Check(request(), context);
    if (!violations.empty()) return resource::InvalidArgument(violations);
    as_of_ = measures::ParseDay(request().as_of()).value_or(call_->today);
    if (as_of_ <= call_->today) return absl::OkStatus();
    return resource::InvalidArgument("as_of", "must not be after today");
  }

  // Asks the indicator's service; an error of it is the answer.
  template <typename Response, typename Take>
  void Ask(const char* path, const rpc::CallOptions& options,
           const google::protobuf::Message& question, Take take) {
    rpc::StartUnaryCall(
        backend_->channel, path, options, rpc::Serialize(question),
        [self = shared_from_this(), take = std::move(take)](const rpc::CallResult& result) {
          Response response;
          if (!result.status.ok()) {
            return self->reply_(AboutTheRequest(WithoutInternals(result.status)));
          }
          if (!rpc::Parse(result.message, response)) return self->reply_(resource::Internal());
          take(response);
        });
  }

  void FindIndicator(const ListIndicatorsResponse& catalogue) {
    for (const Indicator& indicator : catalogue.indicators()) {
      if (indicator.id() == indicator_id_) indicator_ = indicator;
    }
    if (indicator_.id().empty()) return reply_(resource::NotFound(request().name()));
    if (IsReleased()) {
      absl::Status status = indicators::CheckPublishedDay(as_of_, call_->today);
      if (status.ok()) status = charts::CheckReleasable(request());
      if (!status.ok()) return reply_(status);
    }
    parts_->native.anchors.Find(
        *strategy_, measures::MonthOf(as_of_), ExactOptions(),
        [self = shared_from_this()](measures::Month anchor) { self->AskFigures(anchor); });
  }

  void AskFigures(measures::Month anchor) {
    const DashboardDays days = DaysOf(*strategy_, as_of_, anchor);
    absl::StatusOr<ChartPlan> plan = PlanChart(request(), {.strategy = *strategy_,
                                                           .indicator = indicator_,
                                                           .as_of = days.as_of,
                                                           .plan = days.plan,
                                                           .baseline = days.baseline,
                                                           .anchor = anchor});
    if (!plan.ok()) return reply_(plan.status());
    plan_ = *std::move(plan);
    Ask<QueryIndicatorsResponse>(
        kQueryIndicators, ExactOptions(), plan_.question,
        [self = shared_from_this()](const QueryIndicatorsResponse& figures) {
          self->Analyze(figures);
        });
  }

  void Analyze(const QueryIndicatorsResponse& figures) {
    if (figures.results_size() != plan_.question.queries_size()) {
      return reply_(resource::Internal());
    }
    absl::StatusOr<charts::v1::Chart> chart =
        FinishChart(parts_->analysis, plan_, indicator_, figures);
    if (!chart.ok()) return reply_(chart.status());
    chart_ = *std::move(chart);
    if (!IsReleased()) return Answer();
    QueryIndicatorsRequest series = plan_.question;
    series.clear_queries();
    *series.add_queries() = plan_.question.queries(0);
    Ask<QueryIndicatorsResponse>(
        kQueryIndicators, Options(), series,
        [self = shared_from_this()](const QueryIndicatorsResponse& released) {
          self->Release(released);
        });
  }

  void Release(const QueryIndicatorsResponse& released) {
    if (released.results_size() != 1) return reply_(resource::Internal());
    charts::ReleaseChart(ReleaseOf(plan_, indicator_, released.results(0).overall()), chart_);
    Answer();
  }

  void Answer() { reply_(rpc::Answer{rpc::Serialize(chart_)}); }

  const std::shared_ptr<const ChartParts> parts_;
  const rpc::ContextPtr call_;
  const rpc::RequestPtr request_;
  const rpc::Reply reply_;
  const std::shared_ptr<const strategy::StrategySet> strategies_;
  const strategy::v1::Strategy* const strategy_;
  const Backend* backend_ = nullptr;
  std::string indicator_id_;
  measures::Day as_of_;
  Indicator indicator_;
  ChartPlan plan_;
  charts::v1::Chart chart_;
};

}  // namespace

void BindIndicatorChartService(rpc::Routes& routes, const NativeParts& parts) {
  routes.ExpectTypes(kGetChart, GetIndicatorChartRequest::descriptor(),
                     charts::v1::Chart::descriptor());
  const auto shared =
      std::make_shared<const ChartParts>(ChartParts{.native = parts, .analysis = {}});
  routes.BindUnary(
      kGetChart, [shared](rpc::ContextPtr call, rpc::RequestPtr request, rpc::Reply reply) {
        std::make_shared<ChartCall>(shared, std::move(call), std::move(request), std::move(reply))
            ->Start();
      });
}

}  // namespace potential::gateway
