#include "services/chassis/indicators/indicator_service.h"

#include <algorithm>
#include <map>

#include "absl/strings/str_cat.h"
#include "services/chassis/indicators/release.h"
#include "services/chassis/storage/change_log.h"
#include "services/chassis/storage/status_macros.h"
#include "services/chassis/strategy/disclosure_profile.h"

namespace potential::indicators {
namespace {

using measures::Day;
using measures::Window;

constexpr char kList[] = "potential.indicators.v1.IndicatorService.ListIndicators";
constexpr char kQuery[] = "potential.indicators.v1.IndicatorService.QueryIndicators";

absl::StatusOr<Day> AsOf(const std::string& text, Day today) {
  if (text.empty()) return today;
  const std::optional<Day> day = measures::ParseDay(text);
  if (!day) return resource::InvalidArgument("as_of", "must be a date, YYYY-MM-DD");
  if (*day > today) return resource::InvalidArgument("as_of", "must not be after today");
  return *day;
}

// Figures of two days next to each other would tell of single people by their difference.
absl::Status CheckDay(const Definition& definition, const rpc::CallContext& call, Day as_of) {
  if (call.identity.audience == rpc::Audience::kInternal || !definition.indicator.counts_people()) {
    return absl::OkStatus();
  }
  return CheckPublishedDay(as_of, call.today);
}

std::string PathOf(int i) { return absl::StrCat("queries[", i, "]"); }

ReleaseRules RulesOf(const strategy::StrategyHolder& strategies, const rpc::CallContext& call) {
  const std::shared_ptr<const strategy::StrategySet> set = strategies.Get();
  const strategy::v1::Strategy* strategy = set->Find(call.organisation);
  ReleaseRules rules{.today = call.today};
  rules.profile = strategy::DisclosureProfileOf(strategy);
  if (strategy == nullptr) return rules;
  for (const auto& line : strategy->service_lines()) {
    rules.known_members["service_line"].insert(line.id());
  }
  return rules;
}

// Questions about the same indicator are answered from one reading, over the hull of their windows.
struct Reading {
  const Definition* definition;
  Window window;
  std::vector<int> questions;
};

absl::StatusOr<std::map<std::string, Reading>> Readings(const Catalogue& catalogue,
                                                        const rpc::CallContext& call,
                                                        const v1::QueryIndicatorsRequest& request,
                                                        Day as_of) {
  std::map<std::string, Reading> readings;
  for (int i = 0; i < request.queries_size(); ++i) {
    const v1::IndicatorQuery& query = request.queries(i);
    const Definition* definition = catalogue.Find(query.indicator());
    if (definition == nullptr) {
      return resource::InvalidArgument(
          absl::StrCat(PathOf(i), ".indicator"),
          absl::StrCat("'", query.indicator(), "' is not in the catalogue; see ListIndicators"));
    }
    RETURN_IF_ERROR(CheckDay(*definition, call, as_of));
    ASSIGN_OR_RETURN(const Window window,
                     WindowOf(definition->indicator, query, as_of, PathOf(i)));
    const auto [it, inserted] =
        readings.try_emplace(query.indicator(), Reading{definition, window, {}});
    Window& hull = it->second.window;
    hull = {std::min(hull.first, window.first), std::max(hull.last, window.last)};
    it->second.questions.push_back(i);
  }
  return readings;
}

}  // namespace

void IndicatorServiceImpl::Bind(rpc::Routes& routes) {
  routes.Unary<v1::ListIndicatorsRequest, v1::ListIndicatorsResponse>(
      kList, [this](const rpc::CallContext&, const v1::ListIndicatorsRequest&)
                 -> absl::StatusOr<v1::ListIndicatorsResponse> {
        v1::ListIndicatorsResponse response;
        for (const Definition& definition : catalogue_.definitions()) {
          *response.add_indicators() = definition.indicator;
        }
        return response;
      });
  records_.Read<v1::QueryIndicatorsRequest, v1::QueryIndicatorsResponse>(
      routes, kQuery,
      [this](storage::TableReader& tables, const rpc::CallContext& call,
             const v1::QueryIndicatorsRequest& request) { return Query(tables, call, request); });
}

absl::StatusOr<v1::QueryIndicatorsResponse> IndicatorServiceImpl::Query(
    storage::TableReader& tables, const rpc::CallContext& call,
    const v1::QueryIndicatorsRequest& request) {
  ASSIGN_OR_RETURN(const Day as_of, AsOf(request.as_of(), call.today));
  using ReadingsByIndicator = std::map<std::string, Reading>;
  ASSIGN_OR_RETURN(const ReadingsByIndicator readings, Readings(catalogue_, call, request, as_of));
  const bool internal = call.identity.audience == rpc::Audience::kInternal;
  const ReleaseRules rules = RulesOf(strategies_, call);
  v1::QueryIndicatorsResponse response;
  for (int i = 0; i < request.queries_size(); ++i) response.add_results();
  for (const auto& [id, reading] : readings) {
    const v1::Indicator& indicator = reading.definition->indicator;
    ASSIGN_OR_RETURN(
        const Observations observations,
        reading.definition->observe(
            {.tables = tables,
             .organisation = call.organisation,
             .as_of = internal ? as_of : Releaser::DayOf(indicator, as_of, call.today),
             .window = internal ? reading.window
                                : Releaser::ReadingOf(indicator, reading.window, call.today)}));
    Releaser releaser(indicator, observations, rules);
    for (const int i : reading.questions) {
      const v1::IndicatorQuery& query = request.queries(i);
      ASSIGN_OR_RETURN(*response.mutable_results(i),
                       internal ? Answer(indicator, observations, query, as_of, PathOf(i))
                                : releaser.Answer(query, as_of, PathOf(i)));
    }
  }
  response.set_as_of(measures::FormatDay(as_of));
  response.add_incarnations(records_.store().Incarnation());
  ASSIGN_OR_RETURN(const int64_t revision, storage::CurrentRevision(tables, call.organisation));
  (*response.mutable_revisions())[service_] = revision;
  using Topics = std::map<std::string, int64_t>;
  ASSIGN_OR_RETURN(const Topics topics, storage::TopicRevisions(tables, call.organisation));
  response.mutable_topic_revisions()->insert(topics.begin(), topics.end());
  (*response.mutable_strategy_hashes())[service_] = strategies_.Get()->hash();
  return response;
}

}  // namespace potential::indicators
