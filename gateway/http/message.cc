#include "gateway/http/message.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "gateway/transcoder/request_error.h"
#include "gateway/transcoder/status_json.h"

namespace potential::gateway {

std::optional<absl::string_view> RequestHead::Only(absl::string_view name) const {
  std::optional<absl::string_view> found;
  for (const auto& [header, value] : headers) {
    if (header != name) continue;
    if (found.has_value()) return std::nullopt;
    found = value;
  }
  return found;
}

size_t RequestHead::Count(absl::string_view name) const {
  return static_cast<size_t>(std::count_if(
      headers.begin(), headers.end(), [name](const auto& header) { return header.first == name; }));
}

std::string RequestHead::Joined(absl::string_view name) const {
  std::string joined;
  for (const auto& [header, value] : headers) {
    if (header == name) absl::StrAppend(&joined, joined.empty() ? "" : ",", value);
  }
  return joined;
}

Response JsonResponse(int status, std::string json) {
  Response response;
  response.status = status;
  response.body = std::move(json);
  response.With("Content-Type", "application/json").With("Cache-Control", "no-store");
  return response;
}

Response ErrorResponse(const absl::Status& status) {
  const absl::Status shown = WithoutInternals(status);
  Response response = JsonResponse(HttpStatusOf(shown.code()), StatusJson(shown));
  for (auto& [name, value] : StatusHeaders(shown)) response.With(name, value);
  return response;
}

Response RefusalResponse(int http_status, absl::StatusCode code, absl::string_view reason,
                         absl::string_view message) {
  return JsonResponse(http_status, StatusJson(RequestError(code, reason, message)));
}

absl::string_view ReasonPhrase(int status) {
  switch (status) {
    case 200:
      return "OK";
    case 204:
      return "No Content";
    case 304:
      return "Not Modified";
    case 400:
      return "Bad Request";
    case 401:
      return "Unauthorized";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 406:
      return "Not Acceptable";
    case 409:
      return "Conflict";
    case 413:
      return "Content Too Large";
    case 414:
      return "URI Too Long";
    case 415:
      return "Unsupported Media Type";
    case 417:
      return "Expectation Failed";
    case 421:
      return "Misdirected Request";
    case 429:
      return "Too Many Requests";
    case 431:
      return "Request Header Fields Too Large";
    case 499:
      return "Client Closed Request";
    case 500:
      return "Internal Server Error";
    case 501:
      return "Not Implemented";
    case 503:
      return "Service Unavailable";
    case 504:
      return "Gateway Timeout";
    default:
      return "Status";
  }
}

}  // namespace potential::gateway
