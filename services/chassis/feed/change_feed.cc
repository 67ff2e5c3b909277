#include "services/chassis/feed/change_feed.h"

#include <algorithm>
#include <deque>
#include <utility>

#include "absl/strings/str_cat.h"
#include "potential/changes/v1/change_service.pb.h"
#include "services/chassis/feed/position.h"
#include "services/chassis/feed/watched_organisations.h"
#include "services/chassis/resource/names.h"
#include "services/chassis/resource/violation.h"
#include "services/chassis/rpc/byte_buffer.h"
#include "services/chassis/storage/change_log.h"
#include "services/chassis/storage/status_macros.h"

namespace potential::feed {
namespace {

using changes::v1::WatchChangesRequest;
using changes::v1::WatchChangesResponse;

constexpr char kWatchChanges[] = "potential.changes.v1.ChangeService.WatchChanges";
// Changes that one reading of the log takes at most.
constexpr int64_t kReadLimit = 1000;

absl::Status Compacted() {
  return resource::OutOfRange(resource::kPositionCompacted,
                              "the changes after this position cannot be told any more; read the "
                              "records anew and watch without a position");
}

void SetTime(absl::Time time, google::protobuf::Timestamp& timestamp) {
  const int64_t microseconds = absl::ToUnixMicros(time);
  timestamp.set_seconds(microseconds / 1'000'000);
  timestamp.set_nanos(static_cast<int32_t>(microseconds % 1'000'000) * 1000);
}

}  // namespace

// One stream. Its state is guarded by its mutex; reading and writing alternate, never overlap.
class ChangeFeed::Watcher : public std::enable_shared_from_this<Watcher> {
 public:
  Watcher(ChangeFeed& feed, std::shared_ptr<rpc::ServerCall> call, Position position,
          std::vector<std::string> topics)
      : feed_(feed),
        call_(std::move(call)),
        topics_(std::move(topics)),
        position_(std::move(position)),
        last_write_(feed.options_.clock->Now()) {}

  // The first message tells the position from which the stream goes on.
  void Begin() {
    {
      absl::MutexLock lock(&mutex_);
      queue_.push_back(Mark());
      dirty_ = true;
    }
    WriteNext();
  }

  void Wake() {
    {
      absl::MutexLock lock(&mutex_);
      dirty_ = true;
      if (busy_) return;
      busy_ = true;
    }
    Pump();
  }

  void Tick(absl::Time now) {
    bool due = false;
    bool slow = false;
    {
      absl::MutexLock lock(&mutex_);
      due = !busy_ && (dirty_ || now - last_write_ >= kProgressInterval);
      slow = writing_ && now - last_write_ >= kSlowReaderLimit;
      if (due) {
        busy_ = true;
        mark_due_ = now - last_write_ >= kProgressInterval;
      }
    }
    if (slow) {
      return End(resource::ResourceExhausted(
          "SLOW_READER", "messages were not read for too long; watch again from the position"));
    }
    if (due) Pump();
  }

  void End(const absl::Status& status) {
    feed_.watchers_.Remove(this);
    call_->Abort(status);
  }

  // The same, after the message that is being written.
  void Close(const absl::Status& status) {
    feed_.watchers_.Remove(this);
    call_->Finish(status);
  }

 private:
  // Reads the log on a worker. Only while busy_.
  void Pump() {
    if (feed_.Submit([self = shared_from_this()] { self->Read(); })) return;
    absl::MutexLock lock(&mutex_);
    busy_ = false;  // The next tick tries again.
  }

  void Read() {
    {
      absl::MutexLock lock(&mutex_);
      dirty_ = false;
    }
    std::deque<WatchChangesResponse> found;
    const absl::Status status = ReadLog(found);
    if (absl::IsOutOfRange(status)) return End(Compacted());
    if (!status.ok()) return End(resource::FromStorage(status));
    {
      absl::MutexLock lock(&mutex_);
      queue_ = std::move(found);
      if (queue_.empty() && mark_due_) queue_.push_back(Mark());
      mark_due_ = false;
    }
    WriteNext();
  }

  absl::Status ReadLog(std::deque<WatchChangesResponse>& found) {
    ASSIGN_OR_RETURN(const std::unique_ptr<storage::TableReader> tables, feed_.store_.Read());
    // Only this stream's own turn touches the position, so it needs no lock here.
    for (auto& [organisation, last] : position_.revisions) {
      ASSIGN_OR_RETURN(const std::vector<storage::Revision> revisions,
                       storage::ReadChanges(*tables, organisation, last, kReadLimit));
      for (const storage::Revision& revision : revisions) {
        last = revision.revision;
        found.push_back(Message(organisation, revision));
      }
      if (!revisions.empty()) {
        absl::MutexLock lock(&mutex_);
        dirty_ = true;  // There may be more than one reading takes.
      }
    }
    return absl::OkStatus();
  }

  WatchChangesResponse Mark() {
    WatchChangesResponse message;
    message.set_position(EncodePosition(position_));
    message.set_incarnation(position_.incarnation);
    return message;
  }

  WatchChangesResponse Message(const std::string& organisation, const storage::Revision& revision) {
    WatchChangesResponse message = Mark();
    changes::v1::Commit& commit = *message.mutable_commit();
    commit.set_organisation(resource::FormatOrganisation(organisation));
    commit.set_revision(revision.revision);
    SetTime(revision.time, *commit.mutable_commit_time());
    for (const storage::Change& change : revision.changes) {
      if (!topics_.empty() &&
          std::find(topics_.begin(), topics_.end(), change.topic) == topics_.end()) {
        continue;
      }
      changes::v1::Change& entry = *commit.add_changes();
      entry.set_topic(change.topic);
      entry.set_name(change.name);
      entry.set_operation(static_cast<changes::v1::Change::Operation>(change.operation));
    }
    return message;
  }

  // Writes the next message, or reads again, or rests.
  void WriteNext() {
    grpc::ByteBuffer bytes;
    bool again = false;
    {
      absl::MutexLock lock(&mutex_);
      if (queue_.empty()) {
        again = dirty_;
        busy_ = again;
      } else {
        bytes = rpc::Serialize(queue_.front());
        queue_.pop_front();
        writing_ = true;
        last_write_ = feed_.options_.clock->Now();
      }
    }
    if (bytes.Length() == 0) {
      if (again) Pump();
      return;
    }
    call_->Write(std::move(bytes), [self = shared_from_this()](bool ok) {
      if (!ok) return self->End(absl::CancelledError("the reader is gone"));
      {
        absl::MutexLock lock(&self->mutex_);
        self->writing_ = false;
      }
      self->WriteNext();
    });
  }

  ChangeFeed& feed_;
  const std::shared_ptr<rpc::ServerCall> call_;
  const std::vector<std::string> topics_;
  Position position_;
  absl::Mutex mutex_;
  std::deque<WatchChangesResponse> queue_ ABSL_GUARDED_BY(mutex_);
  // Reading or writing; from the first, as commits may wake it before it begins.
  bool busy_ ABSL_GUARDED_BY(mutex_) = true;
  bool writing_ ABSL_GUARDED_BY(mutex_) = false;   // a message is not taken yet
  bool dirty_ ABSL_GUARDED_BY(mutex_) = false;     // the log may hold more
  bool mark_due_ ABSL_GUARDED_BY(mutex_) = false;
  absl::Time last_write_ ABSL_GUARDED_BY(mutex_);
};

ChangeFeed::ChangeFeed(storage::Store& store, ChangeFeedOptions options)
    : store_(store), options_(std::move(options)) {}

ChangeFeed::~ChangeFeed() {
  absl::MutexLock lock(&mutex_);
  mutex_.Await(absl::Condition(
      +[](int* readings) { return *readings == 0; }, &readings_));
}

bool ChangeFeed::Submit(std::function<void()> reading) {
  {
    absl::MutexLock lock(&mutex_);
    ++readings_;
  }
  const auto ended = [this] {
    absl::MutexLock lock(&mutex_);
    --readings_;
  };
  const bool taken = options_.submit([reading = std::move(reading), ended]() mutable {
    reading();
    reading = nullptr;
    ended();
  });
  if (!taken) ended();
  return taken;
}

void ChangeFeed::Bind(rpc::Routes& routes) {
  routes.BindServerStream(
      kWatchChanges, [this](rpc::ContextPtr call, rpc::RequestPtr request,
                            std::shared_ptr<rpc::ServerCall> server_call) {
        Watch(std::move(call), std::move(request), std::move(server_call));
      });
}

void ChangeFeed::Watch(rpc::ContextPtr call, rpc::RequestPtr request,
                       std::shared_ptr<rpc::ServerCall> server_call) {
  const auto& watch = static_cast<const WatchChangesRequest&>(*request);
  const auto begin = [&]() -> absl::Status {
    ASSIGN_OR_RETURN(const std::vector<std::string> organisations,
                     WatchedOrganisations(watch, call->identity, options_.organisations()));
    Position position{.incarnation = store_.Incarnation(), .revisions = {}};
    Position from;
    if (!watch.position().empty()) {
      ASSIGN_OR_RETURN(from, DecodePosition(watch.position()));
      if (from.incarnation != position.incarnation) {
        return Compacted();
      }
    }
    ASSIGN_OR_RETURN(const std::unique_ptr<storage::TableReader> tables, store_.Read());
    for (const std::string& organisation : organisations) {
      if (watch.position().empty()) {
        ASSIGN_OR_RETURN(position.revisions[organisation],
                         storage::CurrentRevision(*tables, organisation));
      } else {
        position.revisions[organisation] = from.revisions[organisation];
      }
    }
    auto watcher = std::make_shared<Watcher>(
        *this, server_call, std::move(position),
        std::vector<std::string>(watch.topics().begin(), watch.topics().end()));
    RETURN_IF_ERROR(watchers_.Add(watcher));
    server_call->SetCancelListener(
        [watcher] { watcher->End(absl::CancelledError("the reader is gone")); });
    watcher->Begin();
    return absl::OkStatus();
  };
  const absl::Status status = begin();
  if (!status.ok()) server_call->Finish(resource::FromStorage(status));
}

void ChangeFeed::Committed() {
  for (const auto& watcher : watchers_.All()) watcher->Wake();
}

void ChangeFeed::Tick() {
  const absl::Time now = options_.clock->Now();
  for (const auto& watcher : watchers_.All()) watcher->Tick(now);
}

void ChangeFeed::Drain() { watchers_.Drain(); }

}  // namespace potential::feed
