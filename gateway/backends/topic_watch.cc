#include "gateway/backends/topic_watch.h"

#include <algorithm>
#include <utility>

#include "services/chassis/resource/names.h"
#include "services/chassis/rpc/byte_buffer.h"

namespace potential::gateway {
namespace {

using changes::v1::WatchChangesRequest;
using changes::v1::WatchChangesResponse;

constexpr int64_t kTicksASecond = 2;

constexpr char kWatchChanges[] = "/potential.changes.v1.ChangeService/WatchChanges";

}  // namespace

// The feed of one service. A feed that broke off starts anew from the present: what changed meanwhile
// is learned from the next answer, and until then nothing is known.
class TopicWatch::Feed : public std::enable_shared_from_this<TopicWatch::Feed> {
 public:
  Feed(TopicWatch& watch, Backend backend, rpc::CallOptions options)
      : watch_(watch), backend_(std::move(backend)), options_(std::move(options)) {
    options_.timeout = absl::InfiniteDuration();
  }

  void ConnectIfNeeded() {
    std::shared_ptr<rpc::ClientStream> stream;
    {
      absl::MutexLock lock(&mutex_);
      if (stream_ != nullptr || stopped_) return;
      stream = rpc::ClientStream::Start(
          backend_.channel, kWatchChanges, options_,
          [self = shared_from_this()](const absl::Status&) { self->Disconnected(); });
      stream_ = stream;
    }
    stream->Write(rpc::Serialize(WatchChangesRequest()), [stream](bool) { stream->WritesDone(); });
    ReadNext(stream);
  }

  void Stop() {
    absl::MutexLock lock(&mutex_);
    stopped_ = true;
    if (stream_ != nullptr) stream_->Cancel();
  }

  std::optional<TopicState> Known(const std::string& organisation) {
    absl::MutexLock lock(&mutex_);
    const auto it = states_.find(organisation);
    if (connection_ == 0 || it == states_.end()) return std::nullopt;
    return it->second;
  }

  int64_t Connection() {
    absl::MutexLock lock(&mutex_);
    return connection_;
  }

  // Hears of the parts of imports that have come since the last time.
  void HearHeld() {
    std::map<std::string, std::map<std::string, int64_t>> held;
    {
      absl::MutexLock lock(&mutex_);
      held.swap(held_);
      for (const auto& [organisation, topics] : held) {
        for (const auto& [topic, revision] : topics) Hear(organisation, topic, revision);
      }
    }
    for (const auto& [organisation, revisions] : held) {
      std::set<std::string> topics;
      for (const auto& [topic, revision] : revisions) topics.insert(topic);
      if (!topics.empty()) watch_.Notify(organisation, topics);
    }
  }

  void Learn(const std::string& organisation, int64_t connection, const TopicState& state) {
    absl::MutexLock lock(&mutex_);
    if (connection == 0 || connection != connection_ || state.incarnation != incarnation_) return;
    TopicState& known = states_[organisation];
    known.incarnation = state.incarnation;
    for (const auto& [topic, revision] : state.revisions) Raise(known, topic, revision);
    for (const auto& [topic, revision] : heard_[organisation]) Raise(known, topic, revision);
  }

 private:
  static void Raise(TopicState& state, const std::string& topic, int64_t revision) {
    int64_t& known = state.revisions[topic];
    known = std::max(known, revision);
  }

  void Hear(const std::string& organisation, const std::string& topic, int64_t revision)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    heard_[organisation][topic] = revision;
    const auto known = states_.find(organisation);
    if (known != states_.end()) Raise(known->second, topic, revision);
  }

  void ReadNext(const std::shared_ptr<rpc::ClientStream>& stream) {
    stream->Read([self = shared_from_this(), stream](bool ok, const grpc::ByteBuffer& message) {
      if (!ok) return;
      WatchChangesResponse response;
      if (rpc::Parse(message, response)) self->Received(response);
      self->ReadNext(stream);
    });
  }

  void Received(const WatchChangesResponse& message) {
    std::set<std::string> topics;
    bool found = false;
    const std::string organisation =
        resource::ParseOrganisation(message.commit().organisation()).value_or("");
    {
      absl::MutexLock lock(&mutex_);
      found = connection_ == 0;
      if (found) {
        connection_ = ++connections_;
        incarnation_ = message.incarnation();
      }
      for (const auto& change : message.commit().changes()) {
        const bool part = change.operation() == changes::v1::Change::FACTS_PART_WRITTEN;
        held_[organisation].erase(change.topic());
        if (part) {
          held_[organisation][change.topic()] = message.commit().revision();
        } else {
          Hear(organisation, change.topic(), message.commit().revision());
          topics.insert(change.topic());
        }
      }
    }
    if (found) watch_.Notify("", {});
    if (!topics.empty()) watch_.Notify(organisation, topics);
  }

  void Disconnected() {
    bool lost = false;
    {
      absl::MutexLock lock(&mutex_);
      lost = connection_ != 0;
      stream_ = nullptr;
      connection_ = 0;
      states_.clear();
      heard_.clear();
      held_.clear();
    }
    if (lost) watch_.Notify("", {});
  }

  TopicWatch& watch_;
  const Backend backend_;
  rpc::CallOptions options_;
  absl::Mutex mutex_;
  std::shared_ptr<rpc::ClientStream> stream_ ABSL_GUARDED_BY(mutex_);
  bool stopped_ ABSL_GUARDED_BY(mutex_) = false;
  int64_t connections_ ABSL_GUARDED_BY(mutex_) = 0;
  int64_t connection_ ABSL_GUARDED_BY(mutex_) = 0;  // 0 until the first message
  std::string incarnation_ ABSL_GUARDED_BY(mutex_);
  std::map<std::string, TopicState> states_ ABSL_GUARDED_BY(mutex_);  // by organisation
  // Topics heard of on this connection, by organisation: they may be later than what is learned.
  std::map<std::string, std::map<std::string, int64_t>> heard_ ABSL_GUARDED_BY(mutex_);
  // Parts of imports that are not heard of yet.
  std::map<std::string, std::map<std::string, int64_t>> held_ ABSL_GUARDED_BY(mutex_);
};

TopicWatch::TopicWatch(const Backends& backends, rpc::CallOptions options) {
  for (const Backend& backend : backends.all()) {
    feeds_[backend.name] = std::make_shared<Feed>(*this, backend, options);
  }
}

TopicWatch::~TopicWatch() { Stop(); }

void TopicWatch::AddListener(Listener listener) {
  absl::MutexLock lock(&mutex_);
  listeners_.push_back(std::move(listener));
}

void TopicWatch::Notify(const std::string& organisation, const std::set<std::string>& topics) {
  std::vector<Listener> listeners;
  {
    absl::MutexLock lock(&mutex_);
    listeners = listeners_;
  }
  for (const Listener& listener : listeners) listener(organisation, topics);
}

void TopicWatch::Tick() {
  // An import commits many times a second. What is made from its facts is made anew once a second,
  // and at its end.
  const bool hear_held = ticks_.fetch_add(1) % kTicksASecond == 0;
  for (const auto& [service, feed] : feeds_) {
    feed->ConnectIfNeeded();
    if (hear_held) feed->HearHeld();
  }
}

std::optional<TopicState> TopicWatch::Known(const std::string& service,
                                            const std::string& organisation) {
  return feeds_.at(service)->Known(organisation);
}

int64_t TopicWatch::Connection(const std::string& service) {
  return feeds_.at(service)->Connection();
}

void TopicWatch::Learn(const std::string& service, const std::string& organisation,
                       int64_t connection, const TopicState& state) {
  feeds_.at(service)->Learn(organisation, connection, state);
}

void TopicWatch::Stop() {
  for (const auto& [service, feed] : feeds_) feed->Stop();
}

}  // namespace potential::gateway
