// The head of a response as it goes over the wire, with the headers that every response has.

#ifndef POTENTIAL_GATEWAY_HTTP_RESPONSE_HEAD_H_
#define POTENTIAL_GATEWAY_HTTP_RESPONSE_HEAD_H_

#include <chrono>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "gateway/http/message.h"

namespace potential::gateway {

struct ResponseHeadOptions {
  std::string request_id;
  bool close = false;  // the connection ends after this response
  bool hsts = false;   // TLS ends before us
  std::chrono::system_clock::time_point now;
  // How the body is delimited: by a length, in chunks, or (neither) by the end of the connection.
  std::optional<size_t> content_length;
  bool chunked = false;
};

// Status line and headers, up to and including the empty line. Control characters in header values
// become spaces, so that no value can begin a header of its own.
std::string ResponseHeadText(const Response& response, const ResponseHeadOptions& options);

// `Sun, 06 Nov 1994 08:49:37 GMT`.
std::string HttpDate(std::chrono::system_clock::time_point instant);

}  // namespace potential::gateway

#endif  // POTENTIAL_GATEWAY_HTTP_RESPONSE_HEAD_H_
