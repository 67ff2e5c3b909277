#include "gateway/http/head_checks.h"

#include <algorithm>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gateway/http/negotiation.h"

namespace potential::gateway {
namespace {

using Code = absl::StatusCode;

Response Malformed(absl::string_view message) {
  return RefusalResponse(400, Code::kInvalidArgument, "MALFORMED_REQUEST", message);
}

// A host as a Host header may hold it: a name or address with an optional port.
bool IsHost(absl::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return absl::ascii_isalnum(static_cast<unsigned char>(c)) || absl::StrContains("-._:[]", c);
  });
}

bool IsDigits(absl::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return absl::ascii_isdigit(static_cast<unsigned char>(c));
  });
}

std::string WithoutPort(absl::string_view host) {
  const size_t colon = host.rfind(':');
  const size_t bracket = host.rfind(']');  // of an IPv6 address
  if (colon != absl::string_view::npos && (bracket == absl::string_view::npos || colon > bracket)) {
    host = host.substr(0, colon);
  }
  return absl::AsciiStrToLower(host);
}

std::optional<Response> CheckHost(const RequestHead& head, const HttpSettings& settings) {
  const size_t hosts = head.Count("host");
  if (hosts == 0 && head.version == 10) return std::nullopt;
  if (hosts != 1 || !IsHost(*head.Only("host"))) {
    return Malformed("the request must have one Host header");
  }
  const std::vector<std::string>& allowed = settings.allowed_hosts;
  if (allowed.empty() ||
      std::find(allowed.begin(), allowed.end(), WithoutPort(*head.Only("host"))) != allowed.end()) {
    return std::nullopt;
  }
  return RefusalResponse(421, Code::kInvalidArgument, "UNKNOWN_HOST",
                         "this server does not answer for that host");
}

std::optional<Response> CheckDelimiters(const RequestHead& head) {
  const size_t encodings = head.Count("transfer-encoding");
  const size_t lengths = head.Count("content-length");
  if (lengths > 1 || (lengths == 1 && encodings > 0)) {
    return Malformed("the length of the body is given in more than one way");
  }
  if (lengths == 1 && !IsDigits(*head.Only("content-length"))) {
    return Malformed("Content-Length must be one number");
  }
  if (encodings == 0) return std::nullopt;
  const bool chunked = encodings == 1 && head.version == 11 &&
                       absl::EqualsIgnoreCase(*head.Only("transfer-encoding"), "chunked");
  if (chunked) return std::nullopt;
  return Malformed("the only transfer encoding is chunked");
}

std::optional<Response> CheckTarget(const RequestHead& head, const HttpSettings& settings) {
  if (head.target.size() > settings.max_target_bytes) {
    return RefusalResponse(
        414, Code::kInvalidArgument, "TARGET_TOO_LONG",
        absl::StrCat("the request target has more than ", settings.max_target_bytes, " bytes"));
  }
  const bool whole_server = head.target == "*" && head.method == "OPTIONS";
  const bool plain = absl::StartsWith(head.target, "/") &&
                     std::all_of(head.target.begin(), head.target.end(),
                                 [](char c) { return c > 0x20 && c < 0x7F && c != '#'; });
  if (plain || whole_server) return std::nullopt;
  return Malformed("the request target must be a path");
}

bool Changes(const RequestHead& head) {
  return head.method != "GET" && head.method != "HEAD" && head.method != "OPTIONS";
}

}  // namespace

bool IsKnownMethod(absl::string_view method) {
  return std::find(std::begin(kHttpMethods), std::end(kHttpMethods), method) !=
         std::end(kHttpMethods);
}

std::optional<Response> CheckFraming(const RequestHead& head, const HttpSettings& settings) {
  if (!IsKnownMethod(head.method)) {
    return RefusalResponse(501, Code::kUnimplemented, "UNKNOWN_HTTP_METHOD",
                           "this server does not know that HTTP method");
  }
  if (auto refusal = CheckDelimiters(head)) return refusal;
  if (auto refusal = CheckTarget(head, settings)) return refusal;
  if (auto refusal = CheckHost(head, settings)) return refusal;
  const std::string expect = head.Joined("expect");
  if (!expect.empty() && !absl::EqualsIgnoreCase(expect, "100-continue")) {
    return RefusalResponse(417, Code::kInvalidArgument, "UNKNOWN_EXPECTATION",
                           "the only expectation is 100-continue");
  }
  return std::nullopt;
}

std::optional<Response> CheckSite(const RequestHead& head) {
  if (!Changes(head)) return std::nullopt;
  bool foreign = false;
  if (head.Count("sec-fetch-site") > 0) {
    const std::string site = head.Joined("sec-fetch-site");
    foreign = site != "same-origin" && site != "none";
  } else if (head.Count("origin") > 0) {
    const std::string origin = head.Joined("origin");
    const absl::string_view host = head.Only("host").value_or("");
    foreign = origin != absl::StrCat("http://", host) && origin != absl::StrCat("https://", host);
  }
  if (!foreign) return std::nullopt;
  return RefusalResponse(403, Code::kPermissionDenied, "FOREIGN_SITE",
                         "pages of other sites may not change anything here");
}

std::optional<Response> CheckFile(const RequestHead& head,
                                  const std::vector<std::string>& media_types) {
  const absl::string_view type = head.Only("content-type").value_or("");
  const absl::string_view name = absl::StripAsciiWhitespace(type.substr(0, type.find(';')));
  const bool known = std::any_of(media_types.begin(), media_types.end(), [&](const auto& media) {
    return absl::EqualsIgnoreCase(name, media);
  });
  const std::string encoding = head.Joined("content-encoding");
  const bool readable = encoding.empty() || absl::EqualsIgnoreCase(encoding, "identity") ||
                        absl::EqualsIgnoreCase(encoding, "gzip");
  if (known && readable) return std::nullopt;
  return RefusalResponse(415, Code::kInvalidArgument, "UNSUPPORTED_MEDIA_TYPE",
                         absl::StrCat("the body must be Content-Type: ",
                                      absl::StrJoin(media_types, " or "),
                                      ", and not compressed but by gzip"));
}

std::optional<Response> CheckBody(const RequestHead& head, const HttpSettings& settings) {
  if (!head.HasBody()) return std::nullopt;
  if (head.content_length > settings.max_body_bytes) {
    return RefusalResponse(
        413, Code::kInvalidArgument, "BODY_TOO_LARGE",
        absl::StrCat("the body has more than ", settings.max_body_bytes, " bytes"));
  }
  const std::string encoding = head.Joined("content-encoding");
  const bool plain = encoding.empty() || absl::EqualsIgnoreCase(encoding, "identity");
  std::optional<absl::string_view> type = head.Only("content-type");
  if (plain && type.has_value() && IsJsonType(*type)) return std::nullopt;
  return RefusalResponse(415, Code::kInvalidArgument, "UNSUPPORTED_MEDIA_TYPE",
                         "a body must be Content-Type: application/json, in UTF-8, not compressed");
}

}  // namespace potential::gateway
