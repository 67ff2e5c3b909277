// The table of a server's methods: full name to handler, with the descriptor it is bound to.
//
//   Routes routes;
//   routes.Unary<GetSurveyResultsRequest, GetSurveyResultsResponse>(
//       "potential.workforce.v1.SurveyService.GetSurveyResults",
//       [&](const CallContext& call, const GetSurveyResultsRequest& request)
//           -> absl::StatusOr<GetSurveyResultsResponse> { ... });
//   RETURN_IF_ERROR(routes.Verify({SurveyService descriptor name, ...}));
//
// Binding is for start-up, on one thread; afterwards the table is immutable and any thread reads it.

#ifndef POTENTIAL_SERVICES_CHASSIS_RPC_ROUTES_H_
#define POTENTIAL_SERVICES_CHASSIS_RPC_ROUTES_H_

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "potential/options/v1/options.pb.h"
#include "services/chassis/rpc/byte_buffer.h"
#include "services/chassis/rpc/call_context.h"
#include "services/chassis/rpc/server_call.h"

namespace potential::rpc {

// What a unary handler answers with.
struct Answer {
  grpc::ByteBuffer message;
  int64_t revision = 0;  // of the write, 0 for reads
};

// Called once, from any thread.
using Reply = std::function<void(absl::StatusOr<Answer>)>;

using ContextPtr = std::shared_ptr<const CallContext>;
using RequestPtr = std::shared_ptr<const google::protobuf::Message>;

// Runs on a worker thread; may answer later from another thread.
using UnaryHandler = std::function<void(ContextPtr, RequestPtr, Reply)>;
// Runs on a worker thread with the first request message of a server-streaming call.
using ServerStreamHandler =
    std::function<void(ContextPtr, RequestPtr, std::shared_ptr<ServerCall>)>;
// Runs on a worker thread with the first request message of a client-streaming call, whose
// organisation is bound; reads the others itself. Must not wait for them on that thread.
using ClientStreamHandler =
    std::function<void(ContextPtr, RequestPtr, std::shared_ptr<ServerCall>)>;
// Runs on a gRPC thread; reads all messages itself.
using RawHandler = std::function<void(std::shared_ptr<ServerCall>)>;

struct Route {
  const google::protobuf::MethodDescriptor* method = nullptr;
  options::v1::MethodRules::Permission permission =
      options::v1::MethodRules::PERMISSION_UNSPECIFIED;
  const google::protobuf::Message* request_prototype = nullptr;
  // Exactly one of these.
  UnaryHandler unary;
  ServerStreamHandler server_stream;
  ClientStreamHandler client_stream;
  RawHandler raw;
};

class Routes {
 public:
  // Binds a handler over untyped messages. `method` is a full name with dots. A method that is not in
  // the descriptor pool, is bound twice or whose shape does not fit is an error that Verify reports.
  void BindUnary(absl::string_view method, UnaryHandler handler);
  void BindServerStream(absl::string_view method, ServerStreamHandler handler);
  void BindClientStream(absl::string_view method, ClientStreamHandler handler);
  // For calls whose messages the handler reads itself, the first included: nothing is known of their
  // organisation.
  void BindRaw(absl::string_view method, RawHandler handler);

  // Binds a public path that the contracts do not declare, such as server reflection.
  void BindPath(absl::string_view path, RawHandler handler);

  // Binds a handler that answers on the worker thread.
  template <typename Request, typename Response, typename Handler>
  void Unary(absl::string_view method, Handler handler) {
    ExpectTypes(method, Request::descriptor(), Response::descriptor());
    BindUnary(method, [handler = std::move(handler)](ContextPtr call, RequestPtr request,
                                                     Reply reply) {
      const absl::StatusOr<Response> response =
          handler(*call, static_cast<const Request&>(*request));
      if (!response.ok()) return reply(response.status());
      reply(Answer{Serialize(*response)});
    });
  }

  // Records that the method takes and returns these types; Verify compares.
  void ExpectTypes(absl::string_view method, const google::protobuf::Descriptor* request,
                   const google::protobuf::Descriptor* response);

  // Takes calls of methods that are not in the table (a gateway's passthrough).
  void SetFallback(RawHandler handler) { fallback_ = std::move(handler); }
  const RawHandler& fallback() const { return fallback_; }

  // OK if every method of the named services is bound, with the right types, and declares a
  // permission. Otherwise FAILED_PRECONDITION with all that is wrong.
  absl::Status Verify(const std::vector<std::string>& services) const;

  // The route of a path such as `/potential.workforce.v1.SurveyService/GetSurveyResults`, or null.
  const Route* Find(absl::string_view path) const;

 private:
  Route* Add(absl::string_view method);

  absl::flat_hash_map<std::string, Route> routes_;  // by path
  std::vector<std::string> problems_;
  RawHandler fallback_;
};

// `/package.Service/Method` of a method.
std::string PathOf(const google::protobuf::MethodDescriptor& method);

}  // namespace potential::rpc

#endif  // POTENTIAL_SERVICES_CHASSIS_RPC_ROUTES_H_
