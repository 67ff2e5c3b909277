// The caller's end of a stream, in a test's hands: it decides when a message is taken.

#ifndef POTENTIAL_GATEWAY_TESTING_FAKE_CALL_H_
#define POTENTIAL_GATEWAY_TESTING_FAKE_CALL_H_

#include <functional>
#include <optional>
#include <string>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "gtest/gtest.h"
#include "services/chassis/rpc/byte_buffer.h"
#include "services/chassis/rpc/server_call.h"

namespace potential::gateway {

// Thread-safe; what takes or waits is for the test's thread.
class FakeCall final : public rpc::ServerCall {
 public:
  // Limit of a hung test; nothing is asserted about time.
  static constexpr absl::Duration kLimit = absl::Seconds(60);

  const std::string& path() const override { return path_; }
  const rpc::ContextPtr& context() const override { return context_; }
  void Read(std::function<void(bool, const grpc::ByteBuffer&)> done) override {
    done(false, grpc::ByteBuffer());
  }
  void Write(grpc::ByteBuffer message, std::function<void(bool)> done) override {
    absl::MutexLock lock(&mutex_);
    message_ = std::move(message);
    done_ = std::move(done);
  }
  // As at a caller that takes what was written before the end.
  void Finish(const absl::Status& status) override { End(status, true); }
  void FinishWith(grpc::ByteBuffer, int64_t) override { Finish(absl::OkStatus()); }
  // A message that is not taken by then is lost.
  void Abort(const absl::Status& status) override { End(status, false); }
  void SetCancelListener(std::function<void()> listener) override {
    absl::MutexLock lock(&mutex_);
    if (!end_) std::swap(on_cancel_, listener);
  }
  bool cancelled() const override { return false; }

  // Waits for a message, without taking it.
  void AwaitMessage() {
    absl::MutexLock lock(&mutex_);
    const auto there = [this]()
                           ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) { return message_.has_value(); };
    ASSERT_TRUE(mutex_.AwaitWithTimeout(absl::Condition(&there), kLimit));
  }
  bool HasMessage() {
    absl::MutexLock lock(&mutex_);
    return message_.has_value();
  }
  // Waits for a message and takes it.
  template <typename Message>
  Message Next() {
    AwaitMessage();
    Message message;
    std::function<void(bool)> done;
    {
      absl::MutexLock lock(&mutex_);
      if (!message_) return message;
      EXPECT_TRUE(rpc::Parse(*std::exchange(message_, std::nullopt), message));
      done = std::exchange(done_, nullptr);
    }
    if (done) done(true);
    return message;
  }
  // Waits for the status.
  absl::Status AwaitEnd() {
    absl::MutexLock lock(&mutex_);
    const auto ended = [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) { return end_.has_value(); };
    mutex_.AwaitWithTimeout(absl::Condition(&ended), kLimit);
    return end_.value_or(absl::UnknownError("the stream goes on"));
  }
  void GoAway() {
    std::function<void()> listener;
    {
      absl::MutexLock lock(&mutex_);
      listener = on_cancel_;
    }
    if (listener) listener();
  }

 private:
  void End(const absl::Status& status, bool takes_message) {
    std::function<void(bool)> done;
    // Goes after the lock is released: it may hold the last reference to this call.
    std::function<void()> listener;
    {
      absl::MutexLock lock(&mutex_);
      if (!end_) end_ = status;
      done = std::exchange(done_, nullptr);
      listener = std::exchange(on_cancel_, nullptr);
    }
    if (done) done(takes_message);
  }

  const std::string path_;
  const rpc::ContextPtr context_;
  absl::Mutex mutex_;
  std::optional<grpc::ByteBuffer> message_ ABSL_GUARDED_BY(mutex_);
  std::function<void(bool)> done_ ABSL_GUARDED_BY(mutex_);
  std::optional<absl::Status> end_ ABSL_GUARDED_BY(mutex_);
  std::function<void()> on_cancel_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace potential::gateway

#endif  // POTENTIAL_GATEWAY_TESTING_FAKE_CALL_H_
