#include "gateway/transcoder/status_json.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>

#include "absl/status/statusor.h"
#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"
#include "gateway/transcoder/json.h"
#include "gateway/transcoder/json_writer.h"
#include "gateway/transcoder/request_error.h"
#include "gateway/transcoder/text.h"
#include "google/rpc/error_details.pb.h"

namespace potential::gateway {
namespace {

constexpr char kErrorInfoUrl[] = "type.googleapis.com/google.rpc.ErrorInfo";
constexpr char kRetryInfoUrl[] = "type.googleapis.com/google.rpc.RetryInfo";

// The detail of this type, if the status carries one that can be read.
template <typename Detail>
std::optional<Detail> DetailOf(const absl::Status& status, absl::string_view type_url) {
  auto payload = status.GetPayload(type_url);
  Detail detail;
  if (!payload.has_value() || !detail.ParseFromString(std::string(*payload))) return std::nullopt;
  return detail;
}

bool IsOurs(const absl::Status& status) {
  std::optional<google::rpc::ErrorInfo> info =
      DetailOf<google::rpc::ErrorInfo>(status, kErrorInfoUrl);
  return info.has_value() && info->domain() == kErrorDomain;
}

bool MayBeOfALibrary(absl::StatusCode code) {
  return code == absl::StatusCode::kUnknown || code == absl::StatusCode::kInternal ||
         code == absl::StatusCode::kUnavailable || code == absl::StatusCode::kDataLoss ||
         code == absl::StatusCode::kDeadlineExceeded || code == absl::StatusCode::kCancelled;
}

}  // namespace

int HttpStatusOf(absl::StatusCode code) {
  switch (code) {
    case absl::StatusCode::kOk:
      return 200;
    case absl::StatusCode::kCancelled:
      return 499;
    case absl::StatusCode::kInvalidArgument:
    case absl::StatusCode::kFailedPrecondition:
    case absl::StatusCode::kOutOfRange:
      return 400;
    case absl::StatusCode::kDeadlineExceeded:
      return 504;
    case absl::StatusCode::kNotFound:
      return 404;
    case absl::StatusCode::kAlreadyExists:
    case absl::StatusCode::kAborted:
      return 409;
    case absl::StatusCode::kPermissionDenied:
      return 403;
    case absl::StatusCode::kUnauthenticated:
      return 401;
    case absl::StatusCode::kResourceExhausted:
      return 429;
    case absl::StatusCode::kUnimplemented:
      return 501;
    case absl::StatusCode::kUnavailable:
      return 503;
    default:  // UNKNOWN, INTERNAL, DATA_LOSS
      return 500;
  }
}

google::rpc::Status ToRpcStatus(const absl::Status& status) {
  google::rpc::Status out;
  out.set_code(status.raw_code());
  out.set_message(std::string(status.message()));
  std::map<std::string, std::string> details;
  status.ForEachPayload([&details](absl::string_view type_url, const absl::Cord& value) {
    details[std::string(type_url)] = std::string(value);
  });
  for (const auto& [type_url, value] : details) {
    google::protobuf::Any* detail = out.add_details();
    detail->set_type_url(type_url);
    detail->set_value(value);
  }
  return out;
}

absl::Status FromRpcStatus(const google::rpc::Status& status) {
  constexpr int kLastCode = static_cast<int>(absl::StatusCode::kUnauthenticated);
  const bool known = status.code() >= 0 && status.code() <= kLastCode;
  absl::Status out(
      known ? static_cast<absl::StatusCode>(status.code()) : absl::StatusCode::kUnknown,
      status.message());
  for (const google::protobuf::Any& detail : status.details()) {
    out.SetPayload(detail.type_url(), absl::Cord(detail.value()));
  }
  return out;
}

absl::Status WithoutInternals(const absl::Status& status) {
  if (!MayBeOfALibrary(status.code()) || IsOurs(status)) return status;
  if (status.code() == absl::StatusCode::kDeadlineExceeded) {
    return RequestError(status.code(), "DEADLINE_PASSED",
                        "the deadline passed before an answer was ready; nothing is known about "
                        "the outcome of a write: repeat it with the same request_id");
  }
  if (status.code() == absl::StatusCode::kUnavailable ||
      status.code() == absl::StatusCode::kCancelled) {
    return RequestError(absl::StatusCode::kUnavailable, "SERVICE_UNAVAILABLE",
                        "a service cannot be reached for now; try again");
  }
  return RequestError(status.code(), "INTERNAL_ERROR",
                      "something went wrong on our side; the request id finds it in our log");
}

std::string StatusJson(const absl::Status& status) {
  const google::rpc::Status wire = ToRpcStatus(status);
  JsonWriter json;
  json.Open('{').Name("code").Int(wire.code());
  json.Name("message").Text(IsValidUtf8(wire.message()) ? wire.message() : "");
  json.Name("details").Open('[');
  for (const google::protobuf::Any& detail : wire.details()) {
    absl::StatusOr<std::string> text = EncodeJson(detail);
    if (text.ok()) json.Raw(*text);
  }
  json.Close(']').Close('}');
  return std::move(json).Take();
}

std::vector<std::pair<std::string, std::string>> StatusHeaders(const absl::Status& status) {
  if (status.code() == absl::StatusCode::kUnauthenticated) {
    return {{"WWW-Authenticate", "Bearer realm=\"potential\""}};
  }
  if (status.code() != absl::StatusCode::kResourceExhausted &&
      status.code() != absl::StatusCode::kUnavailable) {
    return {};
  }
  int64_t seconds = 1;
  if (auto retry = DetailOf<google::rpc::RetryInfo>(status, kRetryInfoUrl)) {
    const int64_t whole = retry->retry_delay().seconds() + (retry->retry_delay().nanos() > 0);
    seconds = std::clamp<int64_t>(whole, 1, 3600);
  }
  return {{"Retry-After", absl::StrCat(seconds)}};
}

}  // namespace potential::gateway
