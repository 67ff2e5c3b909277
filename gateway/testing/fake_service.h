// One service of the suite as the gateway sees it, answering what a test says.
//
//   FakeSuite suite;
//   suite["workforce"].set_figures(answer);
//   suite.StartAll();
//   std::unique_ptr<Backends> backends = suite.MakeBackends();

#ifndef POTENTIAL_GATEWAY_TESTING_FAKE_SERVICE_H_
#define POTENTIAL_GATEWAY_TESTING_FAKE_SERVICE_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "gateway/backends/backends.h"
#include "potential/indicators/v1/indicator_service.pb.h"
#include "potential/indicators/v1/initiative_service.pb.h"
#include "services/chassis/feed/change_feed.h"
#include "services/chassis/rpc/routes.h"
#include "services/chassis/server/executor.h"
#include "services/chassis/storage/change_log.h"
#include "services/chassis/storage/store.h"
#include "services/chassis/testing/fake_clock.h"
#include "services/chassis/testing/route_server.h"
#include "services/chassis/testing/temporary_folder.h"

namespace potential::gateway {

// Thread-safe, but for Start, Stop and the destructor, which are for the test's thread. Its records
// and scripts outlive Stop.
class FakeService {
 public:
  // Not started. Organisations of its feed are `swlstg` and `tower-hamlets`.
  FakeService(std::string name, const testing::TemporaryFolder& folder);
  ~FakeService();

  // Binds more than the shared contracts at every start to come.
  void BindAlso(std::function<void(rpc::Routes&)> bind) { bind_also_ = std::move(bind); }

  void Start();
  // Ends at once; calls that are held are let go.
  void Stop();

  const std::string& name() const { return name_; }
  const std::string& address() const { return address_; }

  // What QueryIndicators answers, whatever is asked; revisions of topics are those of the store.
  void set_figures(indicators::v1::QueryIndicatorsResponse figures);
  void set_catalogue(std::vector<indicators::v1::Indicator> catalogue);
  void set_initiatives(std::vector<indicators::v1::Initiative> initiatives);
  // Every unary method fails with this; OK for none.
  void set_failure(const absl::Status& failure);

  // From now on unary calls get no answer until Release.
  void Hold();
  void Release();
  // Waits until so many calls are held.
  void AwaitHeld(size_t count);

  // The calls of unary methods so far, in order.
  std::vector<rpc::CallContext> calls();
  // Its health says NOT_SERVING from now on.
  void ReportEnding() { server_->ReportEnding(); }

  // Commits one change and returns its revision.
  int64_t Commit(const std::string& organisation, const std::string& topic,
                 storage::Change::Operation operation = storage::Change::kCreated);
  void Compact(const std::string& organisation, int64_t up_to_revision);
  // Lets the feed send its progress marks.
  void TickFeed();
  const std::string& Incarnation() const { return store_->Incarnation(); }

 private:
  void Bind() ABSL_EXCLUSIVE_LOCKS_REQUIRED(feed_mutex_);
  // Replies with `answer`, now or once it is released.
  void Handle(const rpc::ContextPtr& call, const google::protobuf::Message& answer,
              rpc::Reply reply);
  indicators::v1::QueryIndicatorsResponse FiguresOf(const std::string& organisation);

  const std::string name_;
  const std::string address_;
  std::function<void(rpc::Routes&)> bind_also_;
  server::Executor executor_;  // of the feed
  testing::FakeClock clock_;
  std::unique_ptr<storage::Store> store_;
  absl::Mutex mutex_;
  indicators::v1::QueryIndicatorsResponse figures_ ABSL_GUARDED_BY(mutex_);
  indicators::v1::ListIndicatorsResponse catalogue_ ABSL_GUARDED_BY(mutex_);
  indicators::v1::ListInitiativesResponse initiatives_ ABSL_GUARDED_BY(mutex_);
  absl::Status failure_ ABSL_GUARDED_BY(mutex_);
  bool holding_ ABSL_GUARDED_BY(mutex_) = false;
  std::vector<std::function<void()>> held_ ABSL_GUARDED_BY(mutex_);
  std::vector<rpc::CallContext> calls_ ABSL_GUARDED_BY(mutex_);
  // While it serves. The mutex keeps the feed while the store's thread tells it of a commit.
  absl::Mutex feed_mutex_;
  std::unique_ptr<feed::ChangeFeed> feed_ ABSL_GUARDED_BY(feed_mutex_);
  rpc::Routes routes_;
  std::unique_ptr<testing::RouteServer> server_;
};

// The four services of the suite in the order of kServiceNames, not started.
class FakeSuite {
 public:
  FakeSuite();

  FakeService& operator[](const std::string& name);
  void StartAll();
  void StopAll();
  // Channels to all of them.
  std::unique_ptr<Backends> MakeBackends() const;

 private:
  testing::TemporaryFolder folder_;
  std::vector<std::unique_ptr<FakeService>> services_;
};

}  // namespace potential::gateway

#endif  // POTENTIAL_GATEWAY_TESTING_FAKE_SERVICE_H_
