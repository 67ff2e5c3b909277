// HTTP requests and responses as plain values, apart from how they are read and written.

#ifndef POTENTIAL_GATEWAY_HTTP_MESSAGE_H_
#define POTENTIAL_GATEWAY_HTTP_MESSAGE_H_

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace potential::gateway {

using Headers = std::vector<std::pair<std::string, std::string>>;

// The head of a request: all but its body.
struct RequestHead {
  std::string method;
  std::string target;         // as sent
  std::string path;           // the target before `?`
  std::string query;          // and after it
  int version = 11;           // 10 or 11
  Headers headers;            // names in lower case, in the order sent
  bool keep_alive = true;     // what the client asks for
  bool chunked = false;       // the body comes in chunks
  size_t content_length = 0;  // else its length

  // The value of a header that occurs once; nullopt if it does not occur or occurs several times.
  std::optional<absl::string_view> Only(absl::string_view name) const;
  size_t Count(absl::string_view name) const;
  // All values of a list header, with commas between them.
  std::string Joined(absl::string_view name) const;
  bool HasBody() const { return chunked || content_length > 0; }
  bool IsHead() const { return method == "HEAD"; }
};

struct Response {
  int status = 200;
  Headers headers;
  std::string body;
  // A body that many responses share; used instead of `body` if not null.
  std::shared_ptr<const std::string> shared_body;

  absl::string_view Body() const {
    return shared_body != nullptr ? absl::string_view(*shared_body) : absl::string_view(body);
  }
  Response& With(std::string name, std::string value) {
    headers.emplace_back(std::move(name), std::move(value));
    return *this;
  }
};

// An answer with a JSON body.
Response JsonResponse(int status, std::string json);

// The answer to a failed call: google.rpc.Status as JSON with the HTTP status and headers of its
// code. Text that libraries wrote is replaced, see WithoutInternals.
Response ErrorResponse(const absl::Status& status);

// An answer that only HTTP has a status for, such as 405 or 415, with the code that comes nearest.
Response RefusalResponse(int http_status, absl::StatusCode code, absl::string_view reason,
                         absl::string_view message);

// The phrase of a status, such as `Not Found`.
absl::string_view ReasonPhrase(int status);

}  // namespace potential::gateway

#endif  // POTENTIAL_GATEWAY_HTTP_MESSAGE_H_
