#include "gateway/cache/redis_cache.h"

#include <hiredis/hiredis.h>
#include <sys/time.h>

#include <algorithm>
#include <utility>

#include "absl/random/random.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "absl/time/clock.h"
#include "gateway/cache/sealed_value.h"

namespace potential::gateway {
namespace {

// Requests of one pipeline.
constexpr size_t kMaxPipeline = 128;

struct Address {
  std::string unix_path;  // empty for TCP
  std::string host;
  int port = 0;
};

absl::StatusOr<Address> ParseAddress(const std::string& text) {
  Address address;
  absl::string_view rest = text;
  if (absl::ConsumePrefix(&rest, "unix:") && !rest.empty()) {
    address.unix_path = std::string(rest);
    return address;
  }
  const size_t colon = text.rfind(':');
  if (colon != std::string::npos && colon > 0 && text.find("://") == std::string::npos &&
      absl::SimpleAtoi(text.substr(colon + 1), &address.port) && address.port > 0 &&
      address.port < 65536) {
    address.host = text.substr(0, colon);
    return address;
  }
  return absl::InvalidArgumentError(absl::StrCat(
      "--redis: '", text, "' is not unix:/path or host:port; for TLS, name a sidecar's address"));
}

}  // namespace

absl::StatusOr<std::unique_ptr<RedisCache>> RedisCache::Make(RedisOptions options) {
  if (absl::StatusOr<Address> address = ParseAddress(options.address); !address.ok()) {
    return address.status();
  }
  return std::unique_ptr<RedisCache>(new RedisCache(std::move(options)));
}

RedisCache::RedisCache(RedisOptions options)
    : options_(std::move(options)),
      backoff_(options_.first_backoff),
      thread_([this] { Run(); }) {}

RedisCache::~RedisCache() {
  {
    absl::MutexLock lock(&mutex_);
    ending_ = true;
  }
  thread_.join();
  Disconnect();
}

bool RedisCache::Enqueue(Request request) {
  absl::MutexLock lock(&mutex_);
  if (ending_ || queue_.size() >= kMaxQueuedRequests) return false;
  queue_.push_back(std::move(request));
  return true;
}

void RedisCache::Get(const std::string& key,
                     std::function<void(std::optional<std::string>)> done) {
  if (Enqueue({key, std::nullopt, done})) return;
  ++misses_;
  done(std::nullopt);
}

void RedisCache::Put(const std::string& key, const std::string& value) {
  if (value.size() > kMaxValueBytes) return;
  Enqueue({key, Seal(key, value), {}});
}

std::vector<RedisCache::Request> RedisCache::Take() {
  absl::MutexLock lock(&mutex_);
  mutex_.Await(absl::Condition(this, &RedisCache::WorkOrEnds));
  std::vector<Request> taken;
  while (!queue_.empty() && taken.size() < kMaxPipeline) {
    taken.push_back(std::move(queue_.front()));
    queue_.pop_front();
  }
  return taken;
}

void RedisCache::Run() {
  while (true) {
    std::vector<Request> requests = Take();
    if (requests.empty()) return;
    if (Connect()) RunPipeline(requests);
    // What was not answered is a miss.
    for (Request& request : requests) Answer(request, nullptr);
  }
}

bool RedisCache::Connect() {
  if (connection_ != nullptr) return true;
  // The owner thread alone waits for Redis, and only as long as its timeout; meanwhile requests that
  // come too early after a failure are misses at once.
  if (absl::Now() < retry_at_) return false;
  const absl::StatusOr<Address> address = ParseAddress(options_.address);
  const timeval timeout = absl::ToTimeval(options_.timeout);
  connection_ = address->unix_path.empty()
                    ? redisConnectWithTimeout(address->host.c_str(), address->port, timeout)
                    : redisConnectUnixWithTimeout(address->unix_path.c_str(), timeout);
  if (connection_ != nullptr && connection_->err == 0 &&
      redisSetTimeout(connection_, timeout) == REDIS_OK) {
    backoff_ = options_.first_backoff;
    return true;
  }
  Disconnect();
  ++failures_;
  static thread_local absl::BitGen generator;
  retry_at_ = absl::Now() + backoff_ * absl::Uniform(generator, 0.5, 1.0);
  backoff_ = std::min(backoff_ * 2, options_.max_backoff);
  return false;
}

// After an error or a timeout a context must not be used again: answers would be those of others.
void RedisCache::Disconnect() {
  if (connection_ != nullptr) redisFree(connection_);
  connection_ = nullptr;
}

void RedisCache::Append(const Request& request) {
  if (!request.value) {
    redisAppendCommand(connection_, "GET %b", request.key.data(), request.key.size());
    return;
  }
  redisAppendCommand(connection_, "SET %b %b EX %lld", request.key.data(), request.key.size(),
                     request.value->data(), request.value->size(),
                     static_cast<long long>(absl::ToInt64Seconds(options_.lifetime)));
}

void RedisCache::RunPipeline(std::vector<Request>& requests) {
  for (const Request& request : requests) Append(request);
  for (Request& request : requests) {
    void* reply = nullptr;
    if (redisGetReply(connection_, &reply) != REDIS_OK) {
      ++failures_;
      Disconnect();
      return;
    }
    Answer(request, static_cast<const redisReply*>(reply));
    freeReplyObject(reply);
  }
}

void RedisCache::Answer(Request& request, const redisReply* reply) {
  if (!request.done) return;
  std::optional<std::string> value;
  if (reply != nullptr && reply->type == REDIS_REPLY_STRING) {
    value = Unseal(request.key, absl::string_view(reply->str, static_cast<size_t>(reply->len)));
  }
  ++(value ? hits_ : misses_);
  std::exchange(request.done, nullptr)(std::move(value));
}

}  // namespace potential::gateway
