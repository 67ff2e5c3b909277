#include "gateway/http/response_head.h"

#include <ctime>

#include "absl/strings/str_cat.h"

namespace potential::gateway {
namespace {

// What a browser must know of every answer. Scripts, styles and requests come from here only; no
// page may frame us; what we send is what we say it is.
constexpr std::pair<const char*, const char*> kSecurityHeaders[] = {
    {"Content-Security-Policy",
     "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
     "form-action 'self'; frame-ancestors 'none'"},
    {"X-Content-Type-Options", "nosniff"},
    {"Referrer-Policy", "no-referrer"},
    {"Cross-Origin-Opener-Policy", "same-origin"},
    {"Cross-Origin-Resource-Policy", "same-origin"},
    {"X-Frame-Options", "DENY"},
};
constexpr char kHsts[] = "max-age=31536000; includeSubDomains";

void AppendHeader(absl::string_view name, absl::string_view value, std::string* out) {
  absl::StrAppend(out, name, ": ");
  for (char c : value) {
    const auto byte = static_cast<unsigned char>(c);
    out->push_back(byte < 0x20 || byte == 0x7F ? ' ' : c);
  }
  out->append("\r\n");
}

}  // namespace

std::string HttpDate(std::chrono::system_clock::time_point instant) {
  static constexpr const char* kDays[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  static constexpr const char* kMonths[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                            "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const std::time_t seconds = std::chrono::system_clock::to_time_t(instant);
  std::tm utc = {};
  gmtime_r(&seconds, &utc);
  auto two = [](int n) { return absl::StrCat(absl::Dec(n, absl::kZeroPad2)); };
  return absl::StrCat(kDays[utc.tm_wday], ", ", two(utc.tm_mday), " ", kMonths[utc.tm_mon], " ",
                      utc.tm_year + 1900, " ", two(utc.tm_hour), ":", two(utc.tm_min), ":",
                      two(utc.tm_sec), " GMT");
}

std::string ResponseHeadText(const Response& response, const ResponseHeadOptions& options) {
  std::string out =
      absl::StrCat("HTTP/1.1 ", response.status, " ", ReasonPhrase(response.status), "\r\n");
  AppendHeader("Date", HttpDate(options.now), &out);
  AppendHeader("X-Request-Id", options.request_id, &out);
  for (const auto& [name, value] : response.headers) AppendHeader(name, value, &out);
  for (const auto& [name, value] : kSecurityHeaders) AppendHeader(name, value, &out);
  if (options.hsts) AppendHeader("Strict-Transport-Security", kHsts, &out);
  if (options.content_length.has_value()) {
    AppendHeader("Content-Length", absl::StrCat(*options.content_length), &out);
  } else if (options.chunked) {
    AppendHeader("Transfer-Encoding", "chunked", &out);
  }
  AppendHeader("Connection", options.close ? "close" : "keep-alive", &out);
  out.append("\r\n");
  return out;
}

}  // namespace potential::gateway
