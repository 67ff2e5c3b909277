// The seam between the HTTP edge and whatever answers calls: gRPC channels to the services, or a
// service of the gateway itself.

#ifndef POTENTIAL_GATEWAY_HTTP_DISPATCHER_H_
#define POTENTIAL_GATEWAY_HTTP_DISPATCHER_H_

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "google/protobuf/descriptor.h"

namespace potential::gateway {

// Names are in lower case; a name may occur once.
using Metadata = std::vector<std::pair<std::string, std::string>>;

// One call, as a client's request became it.
struct Call {
  const google::protobuf::MethodDescriptor* method = nullptr;
  std::string request;  // serialized
  Metadata metadata;    // only names of kForwardedHeaders, see call_headers.h
  // When the caller stops waiting; time_point::max() if never.
  std::chrono::system_clock::time_point deadline;
};

// The answer to a unary call.
struct UnaryResult {
  absl::Status status;   // details as payloads; see status_json.h
  std::string response;  // serialized, if the status is OK
  Metadata metadata;     // only names of kReturnedHeaders are shown to the client
};

// A server stream that is being read. Its owner calls it from one thread at a time.
class StreamHandle {
 public:
  virtual ~StreamHandle() = default;  // cancels, if the stream is not done

  // Asks for one more message: exactly one call of on_message follows, or on_done. Not called again
  // before that message has come. Nothing is delivered unasked, which is what bounds a slow reader.
  virtual void RequestNext() = 0;

  // Ends the call. on_done may still follow, on_message not.
  virtual void Cancel() = 0;
};

// A call that takes many messages and gives one answer. Its owner calls it from one thread at a time.
class UploadHandle {
 public:
  virtual ~UploadHandle() = default;  // cancels, if the call is not done

  // Hands a message on. `taken(true)` when there is room for the next, `taken(false)` if the call is
  // over; not called again before. Whoever waits for it holds one message and no more.
  virtual void Send(std::string message, std::function<void(bool)> taken) = 0;

  // There are no more messages.
  virtual void End() = 0;

  // Ends the call; its `done` still comes.
  virtual void Cancel() = 0;
};

// Gives a unary call up, from any thread and at any time; its `done` still comes, and soon.
using CancelUnary = std::function<void()>;

// Answers calls. Thread-safe. It outlives the server. Callbacks may come on any thread, also within
// the call of the function that they were given to; they never block and never throw. After the
// deadline a status DEADLINE_EXCEEDED is due.
class Dispatcher {
 public:
  virtual ~Dispatcher() = default;

  // `done` is called exactly once.
  virtual CancelUnary Unary(Call call, std::function<void(UnaryResult)> done) = 0;

  // All messages go by the handle, the request of `call` is none of them. `done` is called exactly
  // once, unless the handle is destroyed before.
  virtual std::unique_ptr<UploadHandle> Upload(Call call,
                                               std::function<void(UnaryResult)> done) = 0;

  // `on_message` is called with a serialized message for each RequestNext; `on_done` exactly once,
  // at the end, unless the handle is destroyed before.
  virtual std::unique_ptr<StreamHandle> Stream(Call call,
                                               std::function<void(std::string)> on_message,
                                               std::function<void(absl::Status)> on_done) = 0;
};

}  // namespace potential::gateway

#endif  // POTENTIAL_GATEWAY_HTTP_DISPATCHER_H_
