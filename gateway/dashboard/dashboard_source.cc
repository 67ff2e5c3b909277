#include "gateway/dashboard/dashboard_source.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/chassis/resource/violation.h"
#include "services/chassis/rpc/request_id.h"

namespace potential::gateway {
namespace {

using dashboard::v1::Dashboard;

// Changes with what a dashboard means or how it is written; an old value is then never read.
constexpr absl::string_view kViewVersion = "dashboard-2";

bool NoneAnswered(const ServiceAnswers& answers) {
  return std::none_of(answers.begin(), answers.end(),
                      [](const auto& entry) { return entry.second.status.ok(); });
}

TopicState StateOf(const ServiceAnswer& answer) {
  TopicState state;
  if (answer.figures.incarnations_size() > 0) state.incarnation = answer.figures.incarnations(0);
  state.revisions = {answer.figures.topic_revisions().begin(),
                     answer.figures.topic_revisions().end()};
  return state;
}

void AppendState(const std::string& service, const TopicState& state, std::string& key) {
  absl::StrAppend(&key, "|", service, ":", state.incarnation);
  for (const auto& [topic, revision] : state.revisions) {
    absl::StrAppend(&key, ",", topic, "=", revision);
  }
}

}  // namespace

// One computation, from the first caller's question to the answer for all who came meanwhile.
struct DashboardSource::Fill {
  rpc::ContextPtr call;
  std::shared_ptr<const strategy::StrategySet> strategies;
  const strategy::v1::Strategy* strategy = nullptr;
  measures::Day as_of;
  std::string same;  // what makes two questions the same
  std::string prefix;  // of the cache key
  std::string looked_up;
  std::map<std::string, int64_t> connections;  // of the feeds when the services were asked
  std::unique_ptr<DashboardBuilder> builder;
};

rpc::CallOptions DashboardSource::OptionsFor(const rpc::CallContext& call, absl::Time now,
                                             absl::Duration timeout) {
  rpc::CallOptions options{.metadata = {}, .timeout = std::min(timeout, call.deadline - now)};
  options.metadata.emplace_back(rpc::kIdentityHeader, rpc::DevelopmentHeader(call.identity));
  options.metadata.emplace_back(rpc::kRequestIdHeader, call.request_id);
  if (!call.traceparent.empty()) options.metadata.emplace_back("traceparent", call.traceparent);
  return options;
}

rpc::CallOptions DashboardSource::ExactOptionsFor(const rpc::CallContext& call, absl::Time now,
                                                  absl::Duration timeout) {
  rpc::CallContext exact = call;
  exact.identity.audience = rpc::Audience::kInternal;
  return OptionsFor(exact, now, timeout);
}

void DashboardSource::Get(const rpc::ContextPtr& call, measures::Day as_of, DashboardDone done) {
  auto fill = std::make_shared<Fill>();
  fill->call = call;
  fill->strategies = options_.strategies->Get();
  fill->strategy = fill->strategies->Find(call->organisation);
  fill->as_of = as_of;
  if (fill->strategy == nullptr) {
    return done(resource::NotFound(absl::StrCat("organisations/", call->organisation)));
  }
  fill->prefix = absl::StrCat("potential:", kViewVersion, ":", call->organisation, ":",
                              fill->strategies->hash(), ":", measures::FormatDay(as_of), ":",
                              call->identity.Scope());
  fill->same = fill->prefix;
  {
    absl::MutexLock lock(&mutex_);
    std::vector<DashboardDone>& waiting = waiting_[fill->same];
    waiting.push_back(std::move(done));
    if (waiting.size() > 1) return;
  }
  options_.anchors->Find(*fill->strategy, measures::MonthOf(as_of),
                         ExactOptionsFor(*fill->call, options_.clock->Now(),
                                         options_.backend_timeout),
                         [this, fill](measures::Month anchor) { Begin(fill, anchor); });
}

void DashboardSource::Begin(const FillPtr& fill, measures::Month anchor) {
  absl::StrAppend(&fill->prefix, ":", measures::FormatMonth(anchor));
  fill->builder = std::make_unique<DashboardBuilder>(
      *fill->strategy, DaysOf(*fill->strategy, fill->as_of, anchor));
  LookUp(fill);
}

void DashboardSource::LookUp(const FillPtr& fill) {
  fill->looked_up = KnownKey(*fill);
  if (fill->looked_up.empty()) return Compute(fill);
  options_.cache->Get(fill->looked_up, [this, fill](std::optional<std::string> value) {
    auto dashboard = std::make_shared<Dashboard>();
    if (value && dashboard->ParseFromString(*value)) return Finish(fill, DashboardPtr(dashboard));
    Compute(fill);
  });
}

void DashboardSource::Compute(const FillPtr& fill) {
  for (const char* service : kServiceNames) {
    fill->connections[service] = options_.topics->Connection(service);
  }
  options_.fan_out->Ask(
      fill->call->organisation, fill->builder->Questions(),
      ExactOptionsFor(*fill->call, options_.clock->Now(), options_.backend_timeout),
      [this, fill](ServiceAnswers answers) {
        auto shared = std::make_shared<const ServiceAnswers>(std::move(answers));
        if (!options_.submit([this, fill, shared] { Assemble(fill, *shared); })) {
          Finish(fill, resource::ResourceExhausted(resource::kQueueFull,
                                                   "too many calls are waiting; try again"));
        }
      });
}

void DashboardSource::Assemble(const FillPtr& fill, const ServiceAnswers& answers) {
  if (NoneAnswered(answers)) {
    return Finish(fill, resource::Unavailable("NO_SERVICE_ANSWERED",
                                              "none of the services answered; try again"));
  }
  auto dashboard = std::make_shared<Dashboard>(fill->builder->Build(answers));
  dashboard->mutable_compute_time()->set_seconds(absl::ToUnixSeconds(options_.clock->Now()));
  dashboard->set_strategy_hash(fill->strategies->hash());
  for (const auto& [service, answer] : answers) {
    for (const auto& [name, hash] : answer.figures.strategy_hashes()) {
      if (hash != fill->strategies->hash()) dashboard->add_strategy_disagreements(name);
    }
  }
  LearnFrom(*fill, answers);
  // A partial answer is of the moment and is not kept.
  if (!dashboard->partial()) {
    options_.cache->Put(AnsweredKey(*fill, answers), dashboard->SerializeAsString());
  }
  Finish(fill, DashboardPtr(dashboard));
}

void DashboardSource::Finish(const FillPtr& fill, absl::StatusOr<DashboardPtr> result) {
  std::vector<DashboardDone> waiting;
  {
    absl::MutexLock lock(&mutex_);
    waiting = std::move(waiting_[fill->same]);
    waiting_.erase(fill->same);
  }
  for (const DashboardDone& done : waiting) done(result);
}

std::string DashboardSource::KnownKey(const Fill& fill) {
  std::string key = fill.prefix;
  for (const char* service : kServiceNames) {
    const std::optional<TopicState> state =
        options_.topics->Known(service, fill.call->organisation);
    if (!state) return "";
    AppendState(service, *state, key);
  }
  return key;
}

std::string DashboardSource::AnsweredKey(const Fill& fill, const ServiceAnswers& answers) {
  std::string key = fill.prefix;
  for (const char* service : kServiceNames) AppendState(service, StateOf(answers.at(service)), key);
  return key;
}

void DashboardSource::LearnFrom(const Fill& fill, const ServiceAnswers& answers) {
  for (const auto& [service, answer] : answers) {
    if (!answer.status.ok()) continue;
    options_.topics->Learn(service, fill.call->organisation, fill.connections.at(service),
                           StateOf(answer));
  }
}

}  // namespace potential::gateway
