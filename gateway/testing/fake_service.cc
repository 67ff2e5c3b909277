#include "gateway/testing/fake_service.h"

#include <cstdlib>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/chassis/resource/names.h"
#include "services/chassis/resource/violation.h"
#include "services/chassis/rpc/byte_buffer.h"
#include "services/chassis/storage/memory_store.h"
#include "services/chassis/storage/status_macros.h"
#include "services/chassis/testing/or_abort.h"

namespace potential::gateway {
namespace {

using indicators::v1::QueryIndicatorsResponse;
using testing::OrAbort;

constexpr char kIndicators[] = "potential.indicators.v1.IndicatorService.";
constexpr char kInitiatives[] = "potential.indicators.v1.InitiativeService.";
constexpr const char* kOrganisations[] = {"swlstg", "tower-hamlets"};

constexpr int kWorkers = 2;
constexpr size_t kMaxQueued = 1024;

// 2026-06-15 12:00 UTC.
const absl::Time kStart = absl::FromUnixSeconds(1'781'524'800);

}  // namespace

FakeService::FakeService(std::string name, const testing::TemporaryFolder& folder)
    : name_(std::move(name)),
      address_(absl::StrCat("unix:", folder.File(name_ + ".sock"))),
      executor_(kWorkers, kMaxQueued),
      clock_(kStart),
      store_(storage::NewMemoryStore(
          {{.version = 1, .title = "tables", .create = storage::SystemTables()}})) {
  store_->SetCommitListener([this] {
    absl::MutexLock lock(&feed_mutex_);
    if (feed_ != nullptr) feed_->Committed();
  });
}

FakeService::~FakeService() { Stop(); }

void FakeService::Start() {
  absl::MutexLock lock(&feed_mutex_);
  feed_ = std::make_unique<feed::ChangeFeed>(
      *store_,
      feed::ChangeFeedOptions{
          .clock = &clock_,
          .submit =
              [this](std::function<void()> task) { return executor_.Submit(std::move(task)); },
          .organisations =
              [] {
                return std::vector<std::string>(std::begin(kOrganisations),
                                                std::end(kOrganisations));
              }});
  routes_ = rpc::Routes();
  Bind();
  if (bind_also_) bind_also_(routes_);
  server_ = std::make_unique<testing::RouteServer>(routes_, address_);
}

void FakeService::Stop() {
  if (server_ == nullptr) return;
  Release();
  absl::MutexLock lock(&feed_mutex_);
  feed_->Drain();
  server_.reset();
  feed_.reset();
}

void FakeService::Bind() {
  const auto unary = [this](const char* service, const char* method, auto answer) {
    routes_.BindUnary(
        absl::StrCat(service, method),
        [this, answer](const rpc::ContextPtr& call, const rpc::RequestPtr&, rpc::Reply reply) {
          Handle(call, answer(*call), std::move(reply));
        });
  };
  unary(kIndicators, "QueryIndicators",
        [this](const rpc::CallContext& call) { return FiguresOf(call.organisation); });
  unary(kIndicators, "ListIndicators", [this](const rpc::CallContext&) {
    absl::MutexLock lock(&mutex_);
    return catalogue_;
  });
  unary(kInitiatives, "ListInitiatives", [this](const rpc::CallContext&) {
    absl::MutexLock lock(&mutex_);
    return initiatives_;
  });
  feed_->Bind(routes_);
}

void FakeService::Handle(const rpc::ContextPtr& call, const google::protobuf::Message& answer,
                         rpc::Reply reply) {
  const auto finish = [message = rpc::Serialize(answer), reply] { reply(rpc::Answer{message}); };
  absl::Status failure;
  {
    absl::MutexLock lock(&mutex_);
    calls_.push_back(*call);
    if (holding_) {
      held_.push_back(finish);
      return;
    }
    failure = failure_;
  }
  if (!failure.ok()) return reply(failure);
  finish();
}

QueryIndicatorsResponse FakeService::FiguresOf(const std::string& organisation) {
  const std::unique_ptr<storage::TableReader> tables = OrAbort(store_->Read());
  const auto topics = OrAbort(storage::TopicRevisions(*tables, organisation));
  QueryIndicatorsResponse figures;
  {
    absl::MutexLock lock(&mutex_);
    figures = figures_;
  }
  figures.add_incarnations(store_->Incarnation());
  figures.mutable_topic_revisions()->insert(topics.begin(), topics.end());
  return figures;
}

void FakeService::set_figures(QueryIndicatorsResponse figures) {
  absl::MutexLock lock(&mutex_);
  figures_ = std::move(figures);
}

void FakeService::set_catalogue(std::vector<indicators::v1::Indicator> catalogue) {
  absl::MutexLock lock(&mutex_);
  catalogue_.clear_indicators();
  for (const auto& indicator : catalogue) *catalogue_.add_indicators() = indicator;
}

void FakeService::set_initiatives(std::vector<indicators::v1::Initiative> initiatives) {
  absl::MutexLock lock(&mutex_);
  initiatives_.clear_initiatives();
  for (const auto& initiative : initiatives) *initiatives_.add_initiatives() = initiative;
}

void FakeService::set_failure(const absl::Status& failure) {
  absl::MutexLock lock(&mutex_);
  failure_ = failure;
}

void FakeService::Hold() {
  absl::MutexLock lock(&mutex_);
  holding_ = true;
}

void FakeService::Release() {
  std::vector<std::function<void()>> held;
  {
    absl::MutexLock lock(&mutex_);
    holding_ = false;
    held = std::exchange(held_, {});
  }
  for (const auto& finish : held) finish();
}

void FakeService::AwaitHeld(size_t count) {
  absl::MutexLock lock(&mutex_);
  const auto enough = [this, count]()
                          ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) { return held_.size() >= count; };
  mutex_.Await(absl::Condition(&enough));
}

std::vector<rpc::CallContext> FakeService::calls() {
  absl::MutexLock lock(&mutex_);
  return calls_;
}

int64_t FakeService::Commit(const std::string& organisation, const std::string& topic,
                            storage::Change::Operation operation) {
  int64_t revision = 0;
  OrAbort(storage::WriteAndWait(*store_, [&](storage::TableWriter& tables) {
    absl::StatusOr<int64_t> next = storage::NextRevision(tables, organisation);
    if (!next.ok()) return next.status();
    revision = *next;
    return storage::AppendChanges(
        tables, organisation, revision, kStart,
        {{.topic = topic,
          .name = resource::FormatName(organisation, topic, absl::StrCat(name_, "-", revision)),
          .operation = operation}});
  }));
  return revision;
}

void FakeService::Compact(const std::string& organisation, int64_t up_to_revision) {
  OrAbort(storage::WriteAndWait(*store_, [&](storage::TableWriter& tables) -> absl::Status {
    ASSIGN_OR_RETURN(const int64_t current, storage::CurrentRevision(tables, organisation));
    return storage::CompactChanges(tables, organisation, current - up_to_revision, up_to_revision)
        .status();
  }));
}

void FakeService::TickFeed() {
  clock_.Advance(feed::kProgressInterval);
  absl::MutexLock lock(&feed_mutex_);
  if (feed_ != nullptr) feed_->Tick();
}

FakeSuite::FakeSuite() {
  for (const char* name : kServiceNames) {
    services_.push_back(std::make_unique<FakeService>(name, folder_));
  }
}

FakeService& FakeSuite::operator[](const std::string& name) {
  for (const auto& service : services_) {
    if (service->name() == name) return *service;
  }
  std::abort();
}

void FakeSuite::StartAll() {
  for (const auto& service : services_) service->Start();
}

void FakeSuite::StopAll() {
  for (const auto& service : services_) service->Stop();
}

std::unique_ptr<Backends> FakeSuite::MakeBackends() const {
  return OrAbort(Backends::Make(absl::StrJoin(
      services_, ",", [](std::string* out, const std::unique_ptr<FakeService>& service) {
        absl::StrAppend(out, service->name(), "=", service->address());
      })));
}

}  // namespace potential::gateway
