#include "gateway/changes/change_service.h"

#include <algorithm>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "gateway/changes/service_positions.h"
#include "gateway/transcoder/status_json.h"
#include "potential/changes/v1/change_service.pb.h"
#include "services/chassis/feed/watched_organisations.h"
#include "services/chassis/resource/violation.h"
#include "services/chassis/rpc/byte_buffer.h"
#include "services/chassis/rpc/client_stream.h"
#include "services/chassis/storage/status_macros.h"

namespace potential::gateway {
namespace {

using changes::v1::WatchChangesRequest;
using changes::v1::WatchChangesResponse;
using StreamPtr = std::shared_ptr<rpc::ClientStream>;

constexpr char kWatchChanges[] = "potential.changes.v1.ChangeService.WatchChanges";

}  // namespace

// One stream to a caller, and those to the services that feed it. Reading from a service and
// writing its change alternate, so there is at most one change of each service in the queue.
class ChangeServiceImpl::Watcher : public std::enable_shared_from_this<Watcher> {
 public:
  Watcher(ChangeServiceImpl& service, std::shared_ptr<rpc::ServerCall> server_call,
          WatchChangesRequest request, ServicePositions positions, rpc::CallOptions options)
      : service_(service),
        server_call_(std::move(server_call)),
        request_(std::move(request)),
        options_(std::move(options)),
        written_(positions),
        last_write_(Now()) {
    for (const Backend& backend : service_.options_.backends->all()) {
      sources_[backend.name] = {.backend = &backend,
                                .stream = nullptr,
                                .received = positions.at(backend.name),
                                .found = false,
                                .read_began = std::nullopt};
    }
  }

  void Connect() {
    std::vector<std::pair<std::string, StreamPtr>> begun;
    {
      absl::MutexLock lock(&mutex_);
      if (ended_) return;
      for (auto& [name, source] : sources_) {
        if (source.stream != nullptr) continue;
        source.stream = rpc::ClientStream::Start(
            source.backend->channel, rpc::PathOfName(kWatchChanges), options_,
            [self = shared_from_this(), name = name](const absl::Status& status) {
              self->Lost(name, status);
            });
        begun.emplace_back(name, source.stream);
        request_.set_position(source.received);
        source.stream->Write(rpc::Serialize(request_),
                             [stream = source.stream](bool) { stream->WritesDone(); });
      }
    }
    for (const auto& [name, stream] : begun) ReadNext(name, stream);
  }

  void Tick(absl::Time now) {
    bool slow = false;
    bool write = false;
    {
      absl::MutexLock lock(&mutex_);
      slow = writing_ && now - last_write_ >= kSlowChangeReaderLimit;
      if (!writing_ && queue_.empty() && now - last_write_ >= kMarkAfter) mark_due_ = true;
      // The first message waits for all services, but not for one that cannot be reached.
      if (!begun_ && now - last_write_ >= kMarkAfter) begun_ = mark_due_ = true;
      write = mark_due_;
    }
    if (slow) {
      return End(resource::ResourceExhausted(
          "SLOW_READER", "messages were not read for too long; watch again from the position"));
    }
    Connect();
    if (write) WriteNext();
  }

  void End(const absl::Status& status) {
    if (GiveUp()) server_call_->Abort(status);
  }

  // The same, after the message that is being written.
  void Close(const absl::Status& status) {
    if (GiveUp()) server_call_->Finish(status);
  }

 private:
  // Lets go of the services; false if that was done before.
  bool GiveUp() {
    std::vector<StreamPtr> streams;
    {
      absl::MutexLock lock(&mutex_);
      if (std::exchange(ended_, true)) return false;
      queue_.clear();
      for (const auto& [name, source] : sources_) {
        if (source.stream != nullptr) streams.push_back(source.stream);
      }
    }
    service_.watchers_.Remove(this);
    for (const StreamPtr& stream : streams) stream->Abandon();
    return true;
  }

  struct Source {
    const Backend* backend = nullptr;
    StreamPtr stream;      // null while it is not connected
    std::string received;  // position after the last message, from which a new stream begins
    bool found = false;    // the stream has told its first message
    std::optional<absl::Time> read_began;  // since when a message is waited for
  };
  struct Queued {
    std::string service;
    StreamPtr stream;  // from which the next message is read once this one is taken
    WatchChangesResponse message;
  };

  absl::Time Now() const { return service_.options_.clock->Now(); }

  void ReadNext(const std::string& name, const StreamPtr& stream) {
    {
      absl::MutexLock lock(&mutex_);
      sources_.at(name).read_began = Now();
    }
    stream->Read([self = shared_from_this(), name, stream](bool ok, const grpc::ByteBuffer& bytes) {
      if (ok) self->Received(name, stream, bytes);
    });
  }

  void Received(const std::string& name, const StreamPtr& stream, const grpc::ByteBuffer& bytes) {
    WatchChangesResponse message;
    if (!rpc::Parse(bytes, message)) return End(resource::Internal());
    const bool has_commit = message.has_commit();
    bool write = has_commit;
    {
      absl::MutexLock lock(&mutex_);
      if (ended_) return;
      Source& source = sources_.at(name);
      source.received = message.position();
      source.read_began = std::nullopt;
      source.found = true;
      if (has_commit) {
        queue_.push_back({name, stream, std::move(message)});
      } else {
        written_[name] = source.received;
      }
      if (!begun_ && AllFound()) begun_ = mark_due_ = write = true;
    }
    if (!has_commit) ReadNext(name, stream);
    if (write) WriteNext();
  }

  bool AllFound() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    return std::all_of(sources_.begin(), sources_.end(),
                       [](const auto& entry) { return entry.second.found; });
  }

  // A service that refuses ends the watch; one that failed is connected again at the next tick.
  void Lost(const std::string& name, const absl::Status& status) {
    {
      absl::MutexLock lock(&mutex_);
      Source& source = sources_.at(name);
      source.stream = nullptr;
      source.found = false;
      source.read_began = std::nullopt;
    }
    if (!status.ok() && !IsFailure(status)) End(WithoutInternals(status));
  }

  // What is written next: the progress mark that is due, which at the begin comes before all else,
  // or the oldest change.
  std::optional<Queued> TakeNext() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    if (ended_ || writing_ || !begun_) return std::nullopt;
    if (std::exchange(mark_due_, false)) return Queued();
    if (queue_.empty()) return std::nullopt;
    Queued next = std::move(queue_.front());
    queue_.pop_front();
    written_[next.service] = next.message.position();
    next.message.set_service(next.service);
    return next;
  }

  void WriteNext() {
    std::optional<Queued> next;
    {
      absl::MutexLock lock(&mutex_);
      next = TakeNext();
      if (!next) return;
      next->message.set_position(EncodePositions(written_));
      AddDelays(next->message);
      writing_ = true;
      last_write_ = Now();
    }
    server_call_->Write(rpc::Serialize(next->message),
                        [self = shared_from_this(), name = next->service,
                         stream = next->stream](bool ok) { self->Written(ok, name, stream); });
  }

  void AddDelays(WatchChangesResponse& message) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    const absl::Time now = Now();
    for (const auto& [name, source] : sources_) {
      const bool silent = source.read_began && now - *source.read_began >= kSilenceLimit;
      if (source.found && !silent) continue;
      changes::v1::Delay& delay = *message.add_delays();
      delay.set_service(name);
      delay.set_position_unknown(written_.at(name).empty());
    }
  }

  void Written(bool ok, const std::string& name, const StreamPtr& stream) {
    if (!ok) return End(absl::CancelledError("the reader is gone"));
    {
      absl::MutexLock lock(&mutex_);
      writing_ = false;
    }
    if (stream != nullptr) ReadNext(name, stream);
    WriteNext();
  }

  ChangeServiceImpl& service_;
  const std::shared_ptr<rpc::ServerCall> server_call_;
  absl::Mutex mutex_;
  WatchChangesRequest request_ ABSL_GUARDED_BY(mutex_);
  const rpc::CallOptions options_;
  std::map<std::string, Source> sources_ ABSL_GUARDED_BY(mutex_);  // by service
  std::deque<Queued> queue_ ABSL_GUARDED_BY(mutex_);
  ServicePositions written_ ABSL_GUARDED_BY(mutex_);  // after the message that was written last
  absl::Time last_write_ ABSL_GUARDED_BY(mutex_);
  bool begun_ ABSL_GUARDED_BY(mutex_) = false;  // messages may be written
  bool mark_due_ ABSL_GUARDED_BY(mutex_) = false;
  bool writing_ ABSL_GUARDED_BY(mutex_) = false;  // a message is not taken yet
  bool ended_ ABSL_GUARDED_BY(mutex_) = false;
};

ChangeServiceImpl::ChangeServiceImpl(ChangeServiceOptions options) : options_(std::move(options)) {}

ChangeServiceImpl::~ChangeServiceImpl() = default;

void ChangeServiceImpl::Bind(rpc::Routes& routes) {
  routes.BindServerStream(kWatchChanges,
                          [this](const rpc::ContextPtr& call, const rpc::RequestPtr& request,
                                 const std::shared_ptr<rpc::ServerCall>& server_call) {
                            const absl::Status status = Watch(call, request, server_call);
                            if (!status.ok()) server_call->Finish(status);
                          });
}

absl::Status ChangeServiceImpl::Watch(const rpc::ContextPtr& call, const rpc::RequestPtr& request,
                                      const std::shared_ptr<rpc::ServerCall>& server_call) {
  const auto& watch = static_cast<const WatchChangesRequest&>(*request);
  RETURN_IF_ERROR(
      feed::WatchedOrganisations(watch, call->identity, options_.strategies->Get()->organisations())
          .status());
  ASSIGN_OR_RETURN(ServicePositions positions, DecodePositions(watch.position()));
  rpc::CallOptions options = options_.forward(*call);
  options.timeout = absl::InfiniteDuration();  // The watcher gives its streams up when it ends.
  auto watcher = std::make_shared<Watcher>(*this, server_call, watch, std::move(positions),
                                           std::move(options));
  RETURN_IF_ERROR(watchers_.Add(watcher));
  server_call->SetCancelListener(
      [watcher] { watcher->End(absl::CancelledError("the reader is gone")); });
  watcher->Connect();
  return absl::OkStatus();
}

void ChangeServiceImpl::Tick() {
  const absl::Time now = options_.clock->Now();
  for (const auto& watcher : watchers_.All()) watcher->Tick(now);
}

void ChangeServiceImpl::Drain() { watchers_.Drain(); }

}  // namespace potential::gateway
