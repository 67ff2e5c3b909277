// Request headers that belong to the call: request id, deadline, and what is handed on as metadata.
// Everything else that a client sends is dropped, so that nobody can set from outside what services
// believe of each other.

#ifndef POTENTIAL_GATEWAY_HTTP_CALL_HEADERS_H_
#define POTENTIAL_GATEWAY_HTTP_CALL_HEADERS_H_

#include <atomic>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "gateway/http/dispatcher.h"
#include "gateway/http/message.h"
#include "gateway/http/settings.h"

namespace potential::gateway {

// Headers that become metadata of the call, besides those that identify the request.
// `x-potential-identity` only in development.
inline constexpr absl::string_view kForwardedHeaders[] = {
    "authorization", "x-potential-identity", "min-revision"};

// What finds a request in the logs of all processes.
struct RequestIdentity {
  std::string request_id;
  std::string traceparent;  // of the gateway's span
};

// Metadata of an answer that becomes headers of the response.
inline constexpr absl::string_view kReturnedHeaders[] = {"revision"};

// Hands out request ids: a prefix that differs between processes, and a number. Thread-safe.
class RequestIds {
 public:
  RequestIds();  // a random prefix
  std::string Next();

 private:
  std::string prefix_;
  std::atomic<uint64_t> next_{1};
};

// The client's own request id if it is 1 to 64 of `A-Z`, `a-z`, `0-9`, `.`, `_`, `-`; else a new
// one.
std::string RequestIdOf(const RequestHead& head, RequestIds* ids);

// The duration of a `Grpc-Timeout` such as `500m` (milliseconds): up to 8 digits and one of HMSmun.
// Nullopt if it is anything else. Less than a millisecond counts as one.
std::optional<std::chrono::milliseconds> ParseGrpcTimeout(absl::string_view text);

// How long the call may take; nullopt for a stream without a limit. INVALID_ARGUMENT for a bad or
// repeated `Grpc-Timeout`.
absl::StatusOr<std::optional<std::chrono::milliseconds>> TimeoutOf(const RequestHead& head,
                                                                   bool stream,
                                                                   const HttpSettings& settings);

// The metadata of the call. INVALID_ARGUMENT if a header that is handed on occurs twice or holds
// anything but visible ASCII and spaces.
absl::StatusOr<Metadata> MetadataOf(const RequestHead& head, const RequestIdentity& identity,
                                    const HttpSettings& settings);

}  // namespace potential::gateway

#endif  // POTENTIAL_GATEWAY_HTTP_CALL_HEADERS_H_
