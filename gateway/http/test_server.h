// A server on a free port for the tests, before a dispatcher that does what a test says.

#ifndef POTENTIAL_GATEWAY_HTTP_TEST_SERVER_H_
#define POTENTIAL_GATEWAY_HTTP_TEST_SERVER_H_

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "gateway/http/server.h"
#include "gtest/gtest.h"
#include "potential/dashboard/v1/dashboard_service.pb.h"
#include "potential/occupation/v1/intervention_service.pb.h"
#include "potential/workforce/v1/opportunity_service.pb.h"

namespace potential::gateway {

// One stream as the test drives it. Thread-safe.
class FakeStream {
 public:
  // Waits until a message was asked for, `times` times in all.
  void AwaitAsked(int times);
  // Waits until the call was cancelled, or its handle destroyed.
  void AwaitCancelled();
  int asked() const;

  void Send(const google::protobuf::Message& message) { on_message_(message.SerializeAsString()); }
  void SendBytes(std::string bytes) { on_message_(std::move(bytes)); }
  void End(absl::Status status) { on_done_(std::move(status)); }

 private:
  friend class FakeDispatcher;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  int asked_ = 0;
  bool cancelled_ = false;
  std::function<void(std::string)> on_message_;
  std::function<void(absl::Status)> on_done_;
};

// One file as the test takes it. Thread-safe.
class FakeUpload {
 public:
  // Waits for message number `index`, serialized.
  std::string AwaitMessage(size_t index);
  // Waits until there are no more messages, or until the call was cancelled or its handle destroyed.
  void AwaitEnd();
  void AwaitCancelled();
  size_t messages() const;

  // Says that there is room for the next message.
  void Take() { Answer(true); }
  void End(UnaryResult result);

 private:
  friend class FakeDispatcher;
  void Answer(bool taken);

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::string> messages_;
  std::function<void(bool)> taken_;
  bool ended_ = false;
  bool cancelled_ = false;
  std::function<void(UnaryResult)> done_;
};

// Keeps every call, and answers unary ones as `on_unary` says. Thread-safe.
class FakeDispatcher : public Dispatcher {
 public:
  using Done = std::function<void(UnaryResult)>;

  // Set before the first call. The default answers at once with an empty message.
  std::function<void(const Call&, Done)> on_unary;
  // Called before a stream is begun, if set.
  std::function<void()> on_stream;

  CancelUnary Unary(Call call, Done done) override;
  std::unique_ptr<StreamHandle> Stream(Call call, std::function<void(std::string)> on_message,
                                       std::function<void(absl::Status)> on_done) override;

  std::unique_ptr<UploadHandle> Upload(Call call, Done done) override;

  std::vector<Call> calls() const;
  Call last() const { return calls().back(); }
  // Waits until a unary call was given up.
  void AwaitCancelled();
  bool cancelled() const;
  // Waits until this many calls have come.
  void AwaitCalls(size_t count);
  // Waits for the stream number `index`.
  std::shared_ptr<FakeStream> AwaitStream(size_t index = 0);
  // Waits for the first file.
  std::shared_ptr<FakeUpload> AwaitUpload();

 private:
  class Handle;
  class FileHandle;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  bool cancelled_ = false;
  std::vector<Call> calls_;
  std::vector<std::shared_ptr<FakeStream>> streams_;
  std::shared_ptr<FakeUpload> upload_;
};

class HttpTest : public ::testing::Test {
 protected:
  HttpTest();
  void TearDown() override { server_.reset(); }

  // Starts the server with `parts_` as the test has set them.
  void Start();
  uint16_t port() const { return server_->port(); }

  // Answers every unary call with this message.
  void AnswerWith(const google::protobuf::Message& message);

  FakeDispatcher dispatcher_;
  std::optional<MethodTable> methods_;
  EdgeParts parts_;
  std::unique_ptr<HttpServer> server_;
};

// Paths of the contracts that the tests call.
inline constexpr char kPosts[] = "/v1/organisations/a/opportunities";
inline constexpr char kPost[] = "/v1/organisations/a/opportunities/b1";
inline constexpr char kImport[] = "/v1/organisations/a/interventions:import";
inline constexpr char kWatch[] = "/v1/organisations/a/dashboard:watch";

// The reason of the ErrorInfo in an error's JSON; empty if there is none.
std::string ReasonInJson(const std::string& json);

}  // namespace potential::gateway

#endif  // POTENTIAL_GATEWAY_HTTP_TEST_SERVER_H_
