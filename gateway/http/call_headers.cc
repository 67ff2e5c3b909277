#include "gateway/http/call_headers.h"

#include <algorithm>
#include <random>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "gateway/transcoder/request_error.h"
#include "services/chassis/rpc/request_id.h"
#include "services/chassis/rpc/trace.h"

namespace potential::gateway {
namespace {

constexpr char kMalformedHeader[] = "MALFORMED_HEADER";

bool IsRequestId(absl::string_view text) {
  constexpr size_t kMaxLength = 64;
  return !text.empty() && text.size() <= kMaxLength &&
         std::all_of(text.begin(), text.end(), [](char c) {
           return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '.' || c == '_' ||
                  c == '-';
         });
}

bool IsVisibleAscii(absl::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= 0x20 && c < 0x7F; });
}

absl::Status HeaderError(absl::string_view name, absl::string_view what) {
  return RequestError(absl::StatusCode::kInvalidArgument, kMalformedHeader,
                      absl::StrCat("the header ", name, " ", what));
}

}  // namespace

RequestIds::RequestIds() {
  std::random_device random;
  prefix_ = absl::StrCat(absl::Hex(random(), absl::kZeroPad8));
}

std::string RequestIds::Next() {
  return absl::StrCat(prefix_, "-", absl::Hex(next_.fetch_add(1), absl::kZeroPad6));
}

std::string RequestIdOf(const RequestHead& head, RequestIds* ids) {
  std::optional<absl::string_view> given = head.Only("x-request-id");
  return given.has_value() && IsRequestId(*given) ? std::string(*given) : ids->Next();
}

std::optional<std::chrono::milliseconds> ParseGrpcTimeout(absl::string_view text) {
  constexpr size_t kMaxDigits = 8;
  if (text.size() < 2 || text.size() > kMaxDigits + 1) return std::nullopt;
  int64_t value = 0;
  absl::string_view digits = text.substr(0, text.size() - 1);
  const bool plain = std::all_of(digits.begin(), digits.end(), [](char c) {
    return absl::ascii_isdigit(static_cast<unsigned char>(c));
  });
  if (!plain || !absl::SimpleAtoi(digits, &value)) return std::nullopt;
  using std::chrono::milliseconds;
  switch (text.back()) {
    case 'H':
      return std::chrono::hours(value);
    case 'M':
      return std::chrono::minutes(value);
    case 'S':
      return std::chrono::seconds(value);
    case 'm':
      return milliseconds(value);
    case 'u':
      return std::chrono::ceil<milliseconds>(std::chrono::microseconds(value));
    case 'n':
      return std::chrono::ceil<milliseconds>(std::chrono::nanoseconds(value));
    default:
      return std::nullopt;
  }
}

absl::StatusOr<std::optional<std::chrono::milliseconds>> TimeoutOf(const RequestHead& head,
                                                                   bool stream,
                                                                   const HttpSettings& settings) {
  using Timeout = std::optional<std::chrono::milliseconds>;
  if (head.Count("grpc-timeout") == 0) {
    return stream ? Timeout(std::nullopt) : Timeout(settings.default_deadline);
  }
  std::optional<absl::string_view> text = head.Only("grpc-timeout");
  const Timeout given = text.has_value() ? ParseGrpcTimeout(*text) : std::nullopt;
  if (!given.has_value()) {
    return HeaderError("Grpc-Timeout", "must be up to 8 digits and one of HMSmun, once");
  }
  return stream ? given : Timeout(std::min(*given, settings.max_deadline));
}

absl::StatusOr<Metadata> MetadataOf(const RequestHead& head, const RequestIdentity& identity,
                                    const HttpSettings& settings) {
  Metadata metadata = {{rpc::kRequestIdHeader, identity.request_id},
                       {rpc::kTraceparentHeader, identity.traceparent}};
  for (absl::string_view name : kForwardedHeaders) {
    if (name == "x-potential-identity" && !settings.development) continue;
    if (head.Count(name) == 0) continue;
    std::optional<absl::string_view> value = head.Only(name);
    if (!value.has_value()) return HeaderError(name, "may be given once");
    if (!IsVisibleAscii(*value)) return HeaderError(name, "must be visible ASCII");
    metadata.emplace_back(name, *value);
  }
  return metadata;
}

}  // namespace potential::gateway
