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
constexpr absl::string_view kViewVersion = "dashboard-4";

bool AllMissing(const ServiceAnswers& answers) {
  return std::none_of(answers.begin(), answers.end(),
                      [](const auto& entry) { return entry.second.IsThere(); });
}

// The services whose figures were computed under another strategy than `hash`.
std::set<std::string> Disagreeing(const std::string& hash, const ServiceAnswers& answers) {
  std::set<std::string> services;
  for (const auto& [service, answer] : answers) {
    for (const auto& [name, other] : answer.figures.strategy_hashes()) {
      if (other != hash) services.insert(service);
    }
  }
  return services;
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
  std::string prefix;  // of the cache key; with it, all that an answer depends on but the data
  absl::Time asked;    // when the cache, and after it the services, were asked
  std::map<std::string, TopicState> known;     // what the cache was asked for, by service
  std::map<std::string, int64_t> connections;  // of the feeds when the services were asked
  std::unique_ptr<DashboardBuilder> builder;

  bool IsPublished() const { return call->identity.audience == rpc::Audience::kPublished; }
};

rpc::CallOptions DashboardSource::OptionsFor(const rpc::CallContext& call, absl::Time now,
                                             absl::Duration timeout) {
  rpc::CallOptions options{.metadata = {}, .timeout = std::min(timeout, call.deadline - now)};
  options.metadata.emplace_back(rpc::kIdentityHeader, rpc::DevelopmentHeader(call.identity));
  options.metadata.emplace_back(rpc::kRequestIdHeader, call.request_id);
  if (!call.traceparent.empty()) {
    options.metadata.emplace_back(rpc::kTraceparentHeader, call.traceparent);
  }
  if (call.min_revision > 0) {
    options.metadata.emplace_back(rpc::kMinRevisionHeader, absl::StrCat(call.min_revision));
  }
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
  auto lasting = std::make_shared<rpc::CallContext>(*call);
  lasting->deadline = absl::InfiniteFuture();
  fill->call = std::move(lasting);
  fill->strategies = options_.strategies->Get();
  fill->strategy = fill->strategies->Find(call->organisation);
  fill->as_of = as_of;
  if (fill->strategy == nullptr) {
    return done(resource::NotFound(absl::StrCat("organisations/", call->organisation)));
  }
  fill->prefix = absl::StrCat("potential:", kViewVersion, ":", call->organisation, ":",
                              fill->strategies->hash(), ":", measures::FormatDay(as_of), ":",
                              call->identity.Scope());
  // Whoever names a revision must not wait for a computation that may have begun before it.
  fill->same = absl::StrCat(fill->prefix, "#", call->min_revision);
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
  fill->asked = options_.clock->Now();
  // The feeds may not have told of the caller's own write yet.
  const std::string key = fill->call->min_revision > 0 ? "" : KnownKey(*fill);
  if (key.empty()) return Compute(fill);
  options_.cache->Get(key, [this, fill](std::optional<std::string> value) {
    auto dashboard = std::make_shared<Dashboard>();
    if (!value || !dashboard->ParseFromString(*value)) return Compute(fill);
    Confirm(*fill);
    Finish(fill, DashboardPtr(dashboard));
  });
}

// An answer out of the cache is one that the services would give again.
void DashboardSource::Confirm(const Fill& fill) {
  for (const auto& [service, state] : fill.known) {
    options_.last_answers->Confirm(fill.prefix, service, state, fill.asked);
  }
}

void DashboardSource::Compute(const FillPtr& fill) {
  fill->asked = options_.clock->Now();
  for (const char* service : kServiceNames) {
    fill->connections[service] = options_.topics->Connection(service);
  }
  options_.fan_out->Ask(
      fill->call->organisation, fill->builder->Questions(),
      ExactOptionsFor(*fill->call, options_.clock->Now(), options_.backend_timeout),
      [this, fill](ServiceAnswers answers) {
        auto exact = std::make_shared<ServiceAnswers>(std::move(answers));
        if (fill->IsPublished()) return AskReleased(fill, exact);
        Submit(fill, exact, nullptr);
      });
}

void DashboardSource::AskReleased(const FillPtr& fill, const AnswersPtr& exact) {
  auto released = std::make_shared<ReleasedAnswers>(fill->builder->PlanOfPeople(*exact));
  options_.fan_out->Figures(
      released->plan.ForServices(fill->call->organisation, fill->as_of),
      OptionsFor(*fill->call, options_.clock->Now(), options_.backend_timeout),
      [this, fill, exact, released](ServiceAnswers answers) {
        released->answers = std::move(answers);
        Submit(fill, exact, released);
      });
}

void DashboardSource::Submit(const FillPtr& fill, const AnswersPtr& exact,
                             const std::shared_ptr<const ReleasedAnswers>& released) {
  const auto assemble = [this, fill, exact, released] {
    Assemble(fill, std::move(*exact), released.get());
  };
  if (options_.submit(assemble)) return;
  Finish(fill, resource::ResourceExhausted(resource::kQueueFull,
                                           "too many calls are waiting; try again"));
}

void DashboardSource::Assemble(const FillPtr& fill, ServiceAnswers answers,
                               const ReleasedAnswers* released) {
  options_.last_answers->StandIn(fill->prefix, answers);
  if (AllMissing(answers)) {
    return Finish(fill, resource::Unavailable("NO_SERVICE_ANSWERED",
                                              "none of the services answered; try again"));
  }
  const absl::Time now = options_.clock->Now();
  auto dashboard = std::make_shared<Dashboard>(fill->builder->Build(answers, now, released));
  dashboard->mutable_compute_time()->set_seconds(absl::ToUnixSeconds(now));
  dashboard->set_strategy_hash(fill->strategies->hash());
  const std::set<std::string> disagreeing = DisagreeingIn(*fill, answers, released);
  *dashboard->mutable_strategy_disagreements() = {disagreeing.begin(), disagreeing.end()};
  LearnFrom(*fill, answers);
  // What is partial, or computed under two strategies, is of the moment and is not kept.
  if (!dashboard->partial() && disagreeing.empty() &&
      (released == nullptr || released->IsWhole())) {
    options_.cache->Put(AnsweredKey(*fill, answers), dashboard->SerializeAsString());
  }
  for (const std::string& service : disagreeing) answers.erase(service);
  options_.last_answers->Keep(fill->prefix, fill->asked, std::move(answers));
  Finish(fill, DashboardPtr(dashboard));
}

std::set<std::string> DashboardSource::DisagreeingIn(const Fill& fill,
                                                     const ServiceAnswers& answers,
                                                     const ReleasedAnswers* released) {
  std::set<std::string> services = Disagreeing(fill.strategies->hash(), answers);
  if (released != nullptr) services.merge(Disagreeing(fill.strategies->hash(), released->answers));
  return services;
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

std::string DashboardSource::KnownKey(Fill& fill) {
  std::string key = fill.prefix;
  for (const char* service : kServiceNames) {
    std::optional<TopicState> state = options_.topics->Known(service, fill.call->organisation);
    if (!state) return "";
    AppendState(service, *state, key);
    fill.known[service] = *std::move(state);
  }
  return key;
}

std::string DashboardSource::AnsweredKey(const Fill& fill, const ServiceAnswers& answers) {
  std::string key = fill.prefix;
  for (const char* service : kServiceNames) {
    AppendState(service, StateOf(answers.at(service).figures), key);
  }
  return key;
}

void DashboardSource::LearnFrom(const Fill& fill, const ServiceAnswers& answers) {
  for (const auto& [service, answer] : answers) {
    if (!answer.status.ok()) continue;
    options_.topics->Learn(service, fill.call->organisation, fill.connections.at(service),
                           StateOf(answer.figures));
  }
}

}  // namespace potential::gateway
