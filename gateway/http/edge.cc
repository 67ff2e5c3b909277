#include "gateway/http/edge.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gateway/http/gzip.h"
#include "gateway/http/head_checks.h"
#include "gateway/http/negotiation.h"
#include "gateway/transcoder/json_writer.h"
#include "gateway/transcoder/request_builder.h"
#include "gateway/transcoder/request_error.h"
#include "gateway/transcoder/status_json.h"
#include "services/chassis/storage/status_macros.h"

namespace potential::gateway {
namespace {

using Code = absl::StatusCode;

constexpr char kJson[] = "application/json";
constexpr char kEvents[] = "text/event-stream";
constexpr char kLines[] = "application/x-ndjson";
constexpr char kServing[] = "SERVING";
constexpr char kNotServing[] = "NOT_SERVING";
constexpr absl::string_view kOwnPaths[] = {"/healthz", "/readyz", "/openapi.json"};

bool IsOwnPath(absl::string_view path) {
  return std::find(std::begin(kOwnPaths), std::end(kOwnPaths), path) != std::end(kOwnPaths);
}

bool IsRead(const RequestHead& head) { return head.method == "GET" || head.method == "HEAD"; }

Response NotFoundResponse() {
  return ErrorResponse(RequestError(Code::kNotFound, "PATH_UNKNOWN", "nothing is at this path"));
}

Response WrongMethod(const std::vector<std::string>& allowed) {
  return RefusalResponse(405, Code::kUnimplemented, "HTTP_METHOD_NOT_ALLOWED",
                         absl::StrCat("this path takes ", absl::StrJoin(allowed, ", ")))
      .With("Allow", absl::StrJoin(allowed, ", "));
}

bool IsAcceptable(const RequestHead& head, bool stream) {
  const std::string accept = head.Joined("accept");
  if (AcceptsType(accept, kJson) || AcceptsType(accept, kEvents)) return true;
  return stream && AcceptsType(accept, kLines);
}

}  // namespace

RequestRecord RecordOf(const RequestIdentity& identity, const RequestHead& head,
                       const std::string& method, std::chrono::steady_clock::time_point begun) {
  RequestRecord record;
  record.request_id = identity.request_id;
  record.traceparent = identity.traceparent;
  if (IsKnownMethod(head.method)) record.http_method = head.method;
  record.method = method;
  record.duration = std::chrono::duration_cast<std::chrono::microseconds>(
      std::chrono::steady_clock::now() - begun);
  return record;
}

Edge::Edge(EdgeParts parts) : parts_(std::move(parts)) {
  HttpSettings& settings = parts_.settings;
  settings.json.max_bytes = settings.max_body_bytes;
  if (settings.development && settings.allowed_hosts.empty()) {
    settings.allowed_hosts = {"localhost", "127.0.0.1", "[::1]"};
  }
}

RequestIdentity Edge::Identify(const RequestHead& head) const {
  return {.request_id = RequestIdOf(head, &ids_),
          .traceparent = rpc::BeginSpan(head.Only(rpc::kTraceparentHeader).value_or(""),
                                        parts_.trace_bits)};
}

std::variant<Response, PendingCall> Edge::Decide(const RequestHead& head,
                                                 const RequestIdentity& identity) const {
  if (auto refusal = CheckFraming(head, parts_.settings)) return *std::move(refusal);
  if (auto refusal = CheckSite(head)) return *std::move(refusal);
  if (head.method == "OPTIONS") {
    const std::vector<std::string> methods = MethodsOf(head);
    if (methods.empty()) return NotFoundResponse();
    Response response;
    response.status = 204;
    return response.With("Allow", absl::StrJoin(methods, ", "));
  }
  if (IsOwnPath(head.path) || parts_.files.Has(head.path)) {
    if (!IsRead(head)) return WrongMethod(MethodsOf(head));
    return IsOwnPath(head.path) ? AnswerOwn(head) : parts_.files.Get(head);
  }
  return DecideCall(head, identity);
}

// The methods that a path takes, for Allow. Empty if there is no such path.
std::vector<std::string> Edge::MethodsOf(const RequestHead& head) const {
  std::set<std::string> methods;
  if (head.path == "*") {
    methods.insert(std::begin(kHttpMethods), std::end(kHttpMethods));
  } else if (IsOwnPath(head.path) || parts_.files.Has(head.path)) {
    methods.insert("GET");
  } else {
    RouteMatch match = parts_.methods->Match("GET", head.path);
    methods.insert(match.allowed.begin(), match.allowed.end());
  }
  if (methods.empty()) return {};
  if (methods.count("GET") > 0) methods.insert("HEAD");
  methods.insert("OPTIONS");
  return {methods.begin(), methods.end()};
}

Response Edge::AnswerOwn(const RequestHead& head) const {
  if (head.path == "/healthz") return JsonResponse(200, R"({"status":"SERVING"})");
  if (head.path == "/readyz") return Ready();
  if (parts_.openapi.empty()) return NotFoundResponse();
  Response response = JsonResponse(200, parts_.openapi);
  if (AcceptsGzip(head.Joined("accept-encoding"))) {
    if (auto gzip = Gzip(response.body, GzipEffort::kFast)) {
      response.body = *std::move(gzip);
      response.With("Content-Encoding", "gzip");
    }
  }
  return response.With("Vary", "Accept-Encoding");
}

// `{"status":"SERVING","services":{"evidence":"NOT_SERVING",...}}`; not ready is an error like any
// other, with the same in its ErrorInfo.
Response Edge::Ready() const {
  const Readiness readiness = parts_.readiness ? parts_.readiness() : Readiness();
  std::map<std::string, std::string> services;
  for (const auto& [service, answers] : readiness.services) {
    services[service] = answers ? kServing : kNotServing;
  }
  if (!readiness.ready) {
    return ErrorResponse(RequestError(Code::kUnavailable, "NOT_READY",
                                      "the gateway cannot answer now; the details say which "
                                      "services do not",
                                      services));
  }
  JsonWriter json;
  json.Open('{').Name("status").Text(kServing);
  if (!services.empty()) {
    json.Name("services").Open('{');
    for (const auto& [service, state] : services) json.Name(service).Text(state);
    json.Close('}');
  }
  json.Close('}');
  return JsonResponse(200, std::move(json).Take());
}

std::variant<Response, PendingCall> Edge::DecideCall(const RequestHead& head,
                                                     const RequestIdentity& identity) const {
  RouteMatch match = parts_.methods->Match(head.IsHead() ? "GET" : head.method, head.path);
  switch (match.outcome) {
    case PathMatch::Outcome::kUnknownPath:
      return NotFoundResponse();
    case PathMatch::Outcome::kMalformed:
      return ErrorResponse(RequestError(Code::kInvalidArgument, kReasonMalformedPath,
                                        "the path is not percent-encoded UTF-8"));
    case PathMatch::Outcome::kOtherMethods:
      return WrongMethod(MethodsOf(head));
    case PathMatch::Outcome::kFound:
      break;
  }
  if (!IsAcceptable(head, match.route->method->server_streaming())) {
    return RefusalResponse(406, Code::kInvalidArgument, "NOT_ACCEPTABLE",
                           "answers are application/json; streams are text/event-stream or "
                           "application/x-ndjson");
  }
  const std::optional<Upload>& upload = match.route->upload;
  auto refusal = upload.has_value() ? CheckFile(head, upload->media_types)
                                    : CheckBody(head, parts_.settings);
  if (refusal) return *std::move(refusal);
  absl::StatusOr<PendingCall> pending = Prepare(std::move(match), head, identity);
  if (!pending.ok()) return ErrorResponse(pending.status());
  return *std::move(pending);
}

absl::StatusOr<PendingCall> Edge::Prepare(RouteMatch match, const RequestHead& head,
                                          const RequestIdentity& identity) const {
  PendingCall pending;
  pending.route = match.route;
  pending.values = std::move(match.values);
  const bool stream =
      pending.route->method->server_streaming() || pending.route->upload.has_value();
  ASSIGN_OR_RETURN(pending.timeout, TimeoutOf(head, stream, parts_.settings));
  ASSIGN_OR_RETURN(pending.metadata, MetadataOf(head, identity, parts_.settings));
  if (NamesType(head.Joined("accept"), kEvents)) pending.format = StreamFormat::kEvents;
  return pending;
}

absl::StatusOr<Call> Edge::MakeCall(const PendingCall& pending, const RequestHead& head,
                                    absl::string_view body) const {
  ASSIGN_OR_RETURN(
      std::unique_ptr<google::protobuf::Message> request,
      BuildRequest(*pending.route, pending.values, head.query, body, parts_.settings.json));
  Call call;
  call.method = pending.route->method;
  call.request = request->SerializeAsString();
  call.metadata = pending.metadata;
  call.deadline = pending.timeout.has_value() ? std::chrono::system_clock::now() + *pending.timeout
                                              : std::chrono::system_clock::time_point::max();
  return call;
}

Response Edge::Answer(const Route& route, const RequestHead& head, UnaryResult result) const {
  if (!result.status.ok()) return ErrorResponse(result.status);
  absl::StatusOr<std::string> json = BuildAnswer(route, result.response);
  if (!json.ok()) return ErrorResponse(json.status());
  Response response = JsonResponse(200, *std::move(json));
  for (const auto& [name, value] : result.metadata) {
    if (std::find(std::begin(kReturnedHeaders), std::end(kReturnedHeaders), name) !=
        std::end(kReturnedHeaders)) {
      response.With(name, value);
    }
  }
  response.With("Vary", "Accept-Encoding");
  if (response.body.size() < parts_.settings.min_gzip_bytes ||
      !AcceptsGzip(head.Joined("accept-encoding"))) {
    return response;
  }
  if (auto gzip = Gzip(response.body, GzipEffort::kFast)) {
    response.body = *std::move(gzip);
    response.With("Content-Encoding", "gzip");
  }
  return response;
}

absl::StatusOr<std::string> Edge::Frame(const Route& route, StreamFormat format,
                                        absl::string_view serialized) const {
  ASSIGN_OR_RETURN(std::string json, BuildAnswer(route, serialized));
  return format == StreamFormat::kEvents ? absl::StrCat("data: ", json, "\n\n")
                                         : absl::StrCat("{\"result\":", json, "}\n");
}

std::string Edge::ErrorFrame(StreamFormat format, const absl::Status& status) {
  const std::string json = StatusJson(WithoutInternals(status));
  return format == StreamFormat::kEvents ? absl::StrCat("event: error\ndata: ", json, "\n\n")
                                         : absl::StrCat("{\"error\":", json, "}\n");
}

}  // namespace potential::gateway
