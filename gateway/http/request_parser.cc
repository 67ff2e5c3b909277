#include "gateway/http/request_parser.h"

#include <cstdint>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

namespace potential::gateway {
namespace {

namespace beast = boost::beast;
namespace http = boost::beast::http;

std::string Text(beast::string_view text) { return {text.data(), text.size()}; }

}  // namespace

RequestHead HeadOf(const RequestParser& parser) {
  RequestHead head;
  const auto& request = parser.get();
  head.method = Text(request.method_string());
  head.target = Text(request.target());
  const size_t mark = head.target.find('?');
  head.path = head.target.substr(0, mark);
  if (mark != std::string::npos) head.query = head.target.substr(mark + 1);
  head.version = static_cast<int>(request.version());
  for (const auto& field : request) {
    head.headers.emplace_back(absl::AsciiStrToLower(Text(field.name_string())),
                              Text(field.value()));
  }
  head.keep_alive = parser.keep_alive();
  head.chunked = parser.chunked();
  // The parser has read the number, but takes lists of equal ones too, which CheckFraming refuses.
  if (auto length = head.Only("content-length")) {
    if (!absl::SimpleAtoi(*length, &head.content_length)) head.content_length = SIZE_MAX;
  }
  return head;
}

std::optional<Response> RefusalOf(beast::error_code error, const HttpSettings& settings) {
  if (error == http::error::header_limit || error == http::error::buffer_overflow) {
    return RefusalResponse(
        431, absl::StatusCode::kInvalidArgument, "HEADER_TOO_LARGE",
        absl::StrCat("the request head has more than ", settings.max_header_bytes, " bytes"));
  }
  if (error == http::error::body_limit) {
    return RefusalResponse(
        413, absl::StatusCode::kInvalidArgument, "BODY_TOO_LARGE",
        absl::StrCat("the body has more than ", settings.max_body_bytes, " bytes"));
  }
  const bool ended = error == http::error::end_of_stream || error == http::error::partial_message;
  if (ended || error.category() != make_error_code(http::error::bad_method).category()) {
    return std::nullopt;
  }
  return RefusalResponse(400, absl::StatusCode::kInvalidArgument, "MALFORMED_REQUEST",
                         "the request is not HTTP/1.1");
}

}  // namespace potential::gateway
