// A client for the tests: a blocking socket that sends exactly the bytes that a test says, and
// reads what comes back.

#ifndef POTENTIAL_GATEWAY_HTTP_TEST_CLIENT_H_
#define POTENTIAL_GATEWAY_HTTP_TEST_CLIENT_H_

#include <cstdint>
#include <map>
#include <string>

#include "absl/strings/string_view.h"

namespace potential::gateway {

struct ClientResponse {
  int status = 0;                              // 0 if the connection ended before a response
  std::map<std::string, std::string> headers;  // names in lower case
  std::string body;

  std::string Header(const std::string& name) const {
    auto found = headers.find(name);
    return found == headers.end() ? "" : found->second;
  }
};

class TestClient {
 public:
  // Connects to the loopback port. `receive_buffer` of 0 leaves the socket's own.
  explicit TestClient(uint16_t port, int receive_buffer = 0);
  ~TestClient();
  TestClient(const TestClient&) = delete;
  TestClient& operator=(const TestClient&) = delete;

  // False if the server has gone away.
  bool Send(absl::string_view bytes);

  // Sends a request with a Host header and, if there is a body, its length and type.
  bool Request(absl::string_view method, absl::string_view target, absl::string_view headers = "",
               absl::string_view body = "");

  // Reads one response. `has_body` is false for an answer to HEAD.
  ClientResponse Read(bool has_body = true);

  // Request and Read.
  ClientResponse Ask(absl::string_view method, absl::string_view target,
                     absl::string_view headers = "", absl::string_view body = "") {
    Request(method, target, headers, body);
    return Read(method != "HEAD");
  }

  // Reads the head of a response whose body comes in chunks; ReadChunk then reads one chunk each,
  // and returns an empty text for the last one or the end of the connection.
  ClientResponse ReadHead();
  std::string ReadChunk();

  // Reads up to the end of the connection.
  std::string ReadToEnd();
  // Whether the connection ends with nothing more to read.
  bool AtEnd() { return ReadToEnd().empty(); }

  // Ends the connection at once, without the usual farewell.
  void Reset();

 private:
  bool More();
  std::string TakeLine();
  std::string TakeBytes(size_t count);

  int socket_;
  std::string buffer_;
};

}  // namespace potential::gateway

#endif  // POTENTIAL_GATEWAY_HTTP_TEST_CLIENT_H_
