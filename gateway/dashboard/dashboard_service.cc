#include "gateway/dashboard/dashboard_service.h"

#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/util/message_differencer.h"
#include "potential/dashboard/v1/dashboard_service.pb.h"
#include "services/chassis/indicators/release.h"
#include "services/chassis/resource/violation.h"
#include "services/chassis/rpc/byte_buffer.h"
#include "services/chassis/storage/status_macros.h"
#include "services/measures/london.h"

namespace potential::gateway {
namespace {

using dashboard::v1::Dashboard;
using dashboard::v1::GetDashboardRequest;
using dashboard::v1::GetOutcomeRequest;
using dashboard::v1::WatchDashboardRequest;
using dashboard::v1::WatchDashboardResponse;

constexpr char kService[] = "potential.dashboard.v1.DashboardService.";

absl::StatusOr<measures::Day> AsOf(const std::string& text, const rpc::CallContext& call) {
  if (text.empty()) return call.today;
  const std::optional<measures::Day> day = measures::ParseDay(text);
  if (!day) return resource::InvalidArgument("as_of", "must be a date, YYYY-MM-DD");
  if (*day > call.today) return resource::InvalidArgument("as_of", "must not be after today");
  if (call.identity.audience != rpc::Audience::kInternal) {
    RETURN_IF_ERROR(indicators::CheckPublishedDay(*day, call.today));
  }
  return *day;
}

absl::Status CheckDashboardName(const std::string& name, const std::string& organisation) {
  if (name == absl::StrCat("organisations/", organisation, "/dashboard")) return absl::OkStatus();
  return resource::NotFound(name);
}

const dashboard::v1::Outcome* FindOutcome(const Dashboard& dashboard, const std::string& name) {
  for (const auto& pillar : dashboard.pillars()) {
    for (const auto& outcome : pillar.outcomes()) {
      if (outcome.name() == name) return &outcome;
    }
  }
  return nullptr;
}

// After how long a dashboard may be another without a word of the feeds.
absl::Duration RefreshOf(const Dashboard* dashboard) {
  if (dashboard == nullptr) return absl::InfiniteDuration();
  if (!dashboard->strategy_disagreements().empty()) return kDisagreementRefresh;
  return dashboard->partial() ? kPartialRefresh : absl::InfiniteDuration();
}

// But for the time at which they were computed, and how old their stale parts were then.
bool SaysTheSame(const Dashboard& one, const Dashboard& other) {
  google::protobuf::util::MessageDifferencer differencer;
  differencer.IgnoreField(Dashboard::descriptor()->FindFieldByName("compute_time"));
  differencer.IgnoreField(dashboard::v1::Panel::descriptor()->FindFieldByName("age_seconds"));
  return differencer.Compare(one, other);
}

}  // namespace

// One stream. A dashboard is computed, sent when the one before is taken, and computed again if
// something changed meanwhile.
class DashboardServiceImpl::Watcher : public std::enable_shared_from_this<Watcher> {
 public:
  Watcher(DashboardServiceImpl& service, rpc::ContextPtr call,
          std::shared_ptr<rpc::ServerCall> server_call)
      : service_(service), call_(std::move(call)), server_call_(std::move(server_call)) {}

  const std::string& organisation() const { return call_->organisation; }

  // Something that the dashboard reads has changed.
  void Changed() {
    {
      absl::MutexLock lock(&mutex_);
      dirty_ = true;
    }
    SendIfIdle();
  }

  // Something that the feeds do not tell of may have changed.
  void Look() {
    {
      absl::MutexLock lock(&mutex_);
      unsure_ = true;
    }
    SendIfIdle();
  }

  void Tick(absl::Time now) {
    bool due = false;
    bool unsure = false;
    bool slow = false;
    {
      absl::MutexLock lock(&mutex_);
      due = measures::LondonDay(absl::ToUnixSeconds(now)) != sent_day_;
      unsure = !busy_ && now - computed_ >= RefreshOf(sent_dashboard_.get());
      slow = writing_ && now - sent_ > kSlowWatcherLimit;
    }
    if (slow) {
      return End(resource::ResourceExhausted("SLOW_READER",
                                             "messages were not read for too long; watch again"));
    }
    if (due) return Changed();
    if (unsure) Look();
  }

  void End(const absl::Status& status) {
    service_.watchers_.Remove(this);
    server_call_->Abort(status);
  }

  // The same, after the message that is being written.
  void Close(const absl::Status& status) {
    service_.watchers_.Remove(this);
    server_call_->Finish(status);
  }

 private:
  void SendIfIdle() {
    measures::Day today;
    {
      absl::MutexLock lock(&mutex_);
      if (busy_ || !(dirty_ || unsure_)) return;
      busy_ = true;
      only_if_other_ = !dirty_;
      dirty_ = unsure_ = false;
      today = sent_day_ = measures::LondonDay(absl::ToUnixSeconds(service_.clock_.Now()));
    }
    // A stream outlives its first deadline, so each computation gets a new one.
    auto call = std::make_shared<rpc::CallContext>(*call_);
    call->deadline = absl::InfiniteFuture();
    call->today = today;
    service_.source_.Get(call, today, [self = shared_from_this()](
                                          absl::StatusOr<DashboardPtr> dashboard) {
      self->Send(std::move(dashboard));
    });
  }

  void Send(absl::StatusOr<DashboardPtr> dashboard) {
    if (absl::IsNotFound(dashboard.status())) return Close(dashboard.status());
    if (!dashboard.ok()) {
      // The services may be back at the next tick; a watcher is not worth ending for that.
      absl::MutexLock lock(&mutex_);
      busy_ = false;
      sent_day_ = measures::Day{};
      return;
    }
    bool same = false;
    {
      absl::MutexLock lock(&mutex_);
      computed_ = service_.clock_.Now();
      const bool again = (*dashboard)->partial() && computed_ - sent_ >= kPartialRefresh;
      if (only_if_other_ && !again && SaysTheSame(*sent_dashboard_, **dashboard)) {
        busy_ = false;
        same = true;
      } else {
        writing_ = true;
        sent_ = computed_;
        sent_dashboard_ = *dashboard;
      }
    }
    if (same) return SendIfIdle();
    WatchDashboardResponse message;
    *message.mutable_dashboard() = **dashboard;
    server_call_->Write(rpc::Serialize(message), [self = shared_from_this()](bool ok) {
      if (!ok) return self->End(absl::CancelledError("the reader is gone"));
      {
        absl::MutexLock lock(&self->mutex_);
        self->busy_ = false;
        self->writing_ = false;
      }
      self->SendIfIdle();
    });
  }

  DashboardServiceImpl& service_;
  const rpc::ContextPtr call_;
  const std::shared_ptr<rpc::ServerCall> server_call_;
  absl::Mutex mutex_;
  bool dirty_ ABSL_GUARDED_BY(mutex_) = false;
  bool unsure_ ABSL_GUARDED_BY(mutex_) = false;
  bool only_if_other_ ABSL_GUARDED_BY(mutex_) = false;  // to send what is being computed
  bool busy_ ABSL_GUARDED_BY(mutex_) = false;
  bool writing_ ABSL_GUARDED_BY(mutex_) = false;
  DashboardPtr sent_dashboard_ ABSL_GUARDED_BY(mutex_);
  absl::Time sent_ ABSL_GUARDED_BY(mutex_);
  absl::Time computed_ ABSL_GUARDED_BY(mutex_);
  measures::Day sent_day_ ABSL_GUARDED_BY(mutex_);
};

DashboardServiceImpl::DashboardServiceImpl(DashboardSource& source, TopicWatch& topics,
                                           const rpc::Clock& clock)
    : source_(source), clock_(clock) {
  topics.AddListener([this](const std::string& organisation, const std::set<std::string>&) {
    absl::MutexLock lock(&mutex_);
    changed_.insert(organisation);
  });
}

void DashboardServiceImpl::Bind(rpc::Routes& routes) {
  routes.BindUnary(absl::StrCat(kService, "GetDashboard"),
                   [this](rpc::ContextPtr call, rpc::RequestPtr request, rpc::Reply reply) {
                     GetDashboard(call, request, std::move(reply));
                   });
  routes.BindUnary(absl::StrCat(kService, "GetOutcome"),
                   [this](rpc::ContextPtr call, rpc::RequestPtr request, rpc::Reply reply) {
                     GetOutcome(call, request, std::move(reply));
                   });
  routes.BindServerStream(absl::StrCat(kService, "WatchDashboard"),
                          [this](rpc::ContextPtr call, rpc::RequestPtr request,
                                 std::shared_ptr<rpc::ServerCall> server_call) {
                            Watch(call, request, std::move(server_call));
                          });
}

void DashboardServiceImpl::GetDashboard(const rpc::ContextPtr& call,
                                        const rpc::RequestPtr& request, rpc::Reply reply) {
  const auto& get = static_cast<const GetDashboardRequest&>(*request);
  if (absl::Status status = CheckDashboardName(get.name(), call->organisation); !status.ok()) {
    return reply(status);
  }
  const absl::StatusOr<measures::Day> as_of = AsOf(get.as_of(), *call);
  if (!as_of.ok()) return reply(as_of.status());
  source_.Get(call, *as_of, [reply = std::move(reply)](absl::StatusOr<DashboardPtr> dashboard) {
    if (!dashboard.ok()) return reply(dashboard.status());
    reply(rpc::Answer{rpc::Serialize(**dashboard)});
  });
}

void DashboardServiceImpl::GetOutcome(const rpc::ContextPtr& call, const rpc::RequestPtr& request,
                                      rpc::Reply reply) {
  const auto& get = static_cast<const GetOutcomeRequest&>(*request);
  const absl::StatusOr<measures::Day> as_of = AsOf(get.as_of(), *call);
  if (!as_of.ok()) return reply(as_of.status());
  source_.Get(call, *as_of,
              [name = get.name(), reply = std::move(reply)](absl::StatusOr<DashboardPtr> dashboard) {
                if (!dashboard.ok()) return reply(dashboard.status());
                const dashboard::v1::Outcome* outcome = FindOutcome(**dashboard, name);
                if (outcome == nullptr) return reply(resource::NotFound(name));
                reply(rpc::Answer{rpc::Serialize(*outcome)});
              });
}

void DashboardServiceImpl::Watch(const rpc::ContextPtr& call, const rpc::RequestPtr& request,
                                 std::shared_ptr<rpc::ServerCall> server_call) {
  const auto& watch = static_cast<const WatchDashboardRequest&>(*request);
  absl::Status status = CheckDashboardName(watch.name(), call->organisation);
  auto watcher = std::make_shared<Watcher>(*this, call, server_call);
  if (status.ok()) status = watchers_.Add(watcher);
  if (!status.ok()) return server_call->Finish(status);
  server_call->SetCancelListener(
      [watcher] { watcher->End(absl::CancelledError("the reader is gone")); });
  watcher->Changed();
}

void DashboardServiceImpl::Tick() {
  std::set<std::string> changed;
  {
    absl::MutexLock lock(&mutex_);
    changed = std::exchange(changed_, {});
  }
  const absl::Time now = clock_.Now();
  for (const auto& watcher : watchers_.All()) {
    if (changed.contains(watcher->organisation()) || changed.contains("")) watcher->Changed();
    watcher->Tick(now);
  }
}

void DashboardServiceImpl::StrategiesChanged() {
  absl::MutexLock lock(&mutex_);
  changed_.insert("");
}

void DashboardServiceImpl::Drain() { watchers_.Drain(); }

}  // namespace potential::gateway
