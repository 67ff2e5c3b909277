// What is done with a request: pure decisions, apart from sockets. A connection asks twice: once
// with the head, so that a request that is refused is refused before its body is read, and once
// with the body of a call.
//
//   /healthz /readyz /openapi.json   the edge's own
//   a file of the web page           GET and HEAD
//   anything else                    the methods of the contracts

#ifndef POTENTIAL_GATEWAY_HTTP_EDGE_H_
#define POTENTIAL_GATEWAY_HTTP_EDGE_H_

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "gateway/http/call_headers.h"
#include "gateway/http/dispatcher.h"
#include "gateway/http/message.h"
#include "gateway/http/settings.h"
#include "gateway/http/static_files.h"
#include "gateway/transcoder/method_table.h"
#include "services/chassis/rpc/trace.h"

namespace potential::gateway {

// How the messages of a stream are framed.
enum class StreamFormat {
  kEvents,  // text/event-stream: `data: {...}`, in the end `event: error`
  kLines,   // application/x-ndjson: `{"result":{...}}`, in the end `{"error":{...}}`
};

// One line of the access log. It names the method and not the path, which may hold what people
// typed.
struct RequestRecord {
  std::string request_id;
  std::string traceparent;  // of the gateway's span
  std::string http_method;  // empty if it is none that the server knows: no text of a client is logged
  std::string method;  // full name, `static`, or empty if there was no such thing
  int status = 0;
  size_t bytes = 0;  // of the answer's body
  std::chrono::microseconds duration{0};
};

// The record of a request that is over now; status and bytes are the caller's to set.
RequestRecord RecordOf(const RequestIdentity& identity, const RequestHead& head,
                       const std::string& method, std::chrono::steady_clock::time_point begun);

// Status in the log of a request whose client went away before the answer.
inline constexpr int kClientGone = 499;
// What a client hears that waits to be asked for the body.
inline constexpr absl::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";

// Whether the process can answer, and which of the services behind it do.
struct Readiness {
  bool ready = true;
  std::map<std::string, bool> services;  // by name
};

// What the edge stands on. All of it may be used by many threads at once.
struct EdgeParts {
  HttpSettings settings;
  const MethodTable* methods = nullptr;  // outlives the edge
  Dispatcher* dispatcher = nullptr;      // outlives the edge
  StaticFiles files;
  std::string openapi;  // the document, served as it is; none if empty
  // Asked by /readyz; must not block. Always ready if empty.
  std::function<Readiness()> readiness;
  // Called once for each answer, on the connection's thread; must not block. May be empty.
  std::function<void(const RequestRecord&)> on_request;
  // Random bits for the ids of traces. Thread-safe.
  std::function<uint64_t()> trace_bits = rpc::TraceBits;
};

// A call that the head announces. Its body, if there is one, is still to come.
struct PendingCall {
  const Route* route = nullptr;
  std::vector<std::string> values;
  Metadata metadata;
  std::optional<std::chrono::milliseconds> timeout;  // none for a stream without a deadline
  StreamFormat format = StreamFormat::kLines;        // of a stream
};

// Immutable but for the counter of request ids; thread-safe.
class Edge {
 public:
  explicit Edge(EdgeParts parts);

  // What the head asks for: an answer at once (an error or not), or a call.
  std::variant<Response, PendingCall> Decide(const RequestHead& head,
                                             const RequestIdentity& identity) const;

  // The call, or what is wrong with its query or body.
  absl::StatusOr<Call> MakeCall(const PendingCall& pending, const RequestHead& head,
                                absl::string_view body) const;

  // The answer to a unary call or a file.
  Response Answer(const Route& route, const RequestHead& head, UnaryResult result) const;

  // One message of a stream in its frame, or what is wrong with it.
  absl::StatusOr<std::string> Frame(const Route& route, StreamFormat format,
                                    absl::string_view serialized) const;
  // The frame that ends a stream with an error.
  static std::string ErrorFrame(StreamFormat format, const absl::Status& status);

  // The client's request id and trace if they are good, else new ones.
  RequestIdentity Identify(const RequestHead& head) const;
  const HttpSettings& settings() const { return parts_.settings; }
  Dispatcher* dispatcher() const { return parts_.dispatcher; }
  void Record(const RequestRecord& record) const {
    if (parts_.on_request) parts_.on_request(record);
  }

 private:
  std::variant<Response, PendingCall> DecideCall(const RequestHead& head,
                                                 const RequestIdentity& identity) const;
  absl::StatusOr<PendingCall> Prepare(RouteMatch match, const RequestHead& head,
                                      const RequestIdentity& identity) const;
  std::vector<std::string> MethodsOf(const RequestHead& head) const;
  Response AnswerOwn(const RequestHead& head) const;
  Response Ready() const;

  EdgeParts parts_;
  mutable RequestIds ids_;
};

}  // namespace potential::gateway

#endif  // POTENTIAL_GATEWAY_HTTP_EDGE_H_
