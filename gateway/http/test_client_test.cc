#include "gateway/http/test_client.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <array>
#include <cerrno>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

namespace potential::gateway {
namespace {

// Only keeps a test that would hang from hanging for ever; no test relies on it.
constexpr int kGiveUpSeconds = 60;

}  // namespace

TestClient::TestClient(uint16_t port, int receive_buffer)
    : socket_(socket(AF_INET, SOCK_STREAM, 0)) {
  if (receive_buffer > 0) {
    setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof(receive_buffer));
  }
  const timeval give_up = {kGiveUpSeconds, 0};
  setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &give_up, sizeof(give_up));
  setsockopt(socket_, SOL_SOCKET, SO_SNDTIMEO, &give_up, sizeof(give_up));
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof(address)) != 0) {
    close(socket_);
    socket_ = -1;
  }
}

TestClient::~TestClient() {
  if (socket_ >= 0) close(socket_);
}

void TestClient::Reset() {
  const linger at_once = {1, 0};
  setsockopt(socket_, SOL_SOCKET, SO_LINGER, &at_once, sizeof(at_once));
  close(socket_);
  socket_ = -1;
}

bool TestClient::Send(absl::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<size_t>(sent));
  }
  return true;
}

bool TestClient::Request(absl::string_view method, absl::string_view target,
                         absl::string_view headers, absl::string_view body) {
  std::string text = absl::StrCat(method, " ", target, " HTTP/1.1\r\nHost: localhost\r\n", headers);
  if (!body.empty()) {
    absl::StrAppend(&text, "Content-Type: application/json\r\nContent-Length: ", body.size(),
                    "\r\n");
  }
  return Send(absl::StrCat(text, "\r\n", body));
}

bool TestClient::More() {
  std::array<char, 64 << 10> bytes;
  const ssize_t got = recv(socket_, bytes.data(), bytes.size(), 0);
  if (got < 0 && errno == EAGAIN) ADD_FAILURE() << "the server neither answers nor closes";
  if (got <= 0) return false;
  buffer_.append(bytes.data(), static_cast<size_t>(got));
  return true;
}

std::string TestClient::TakeLine() {
  size_t end = 0;
  while ((end = buffer_.find("\r\n")) == std::string::npos) {
    if (!More()) return "";
  }
  std::string line = buffer_.substr(0, end);
  buffer_.erase(0, end + 2);
  return line;
}

std::string TestClient::TakeBytes(size_t count) {
  while (buffer_.size() < count && More()) {
  }
  std::string bytes = buffer_.substr(0, count);
  buffer_.erase(0, bytes.size());
  return bytes;
}

ClientResponse TestClient::ReadHead() {
  ClientResponse response;
  const std::string status_line = TakeLine();
  if (status_line.size() < 12 || !absl::SimpleAtoi(status_line.substr(9, 3), &response.status)) {
    return response;
  }
  for (std::string line = TakeLine(); !line.empty(); line = TakeLine()) {
    const size_t colon = line.find(": ");
    if (colon == std::string::npos) continue;
    response.headers[absl::AsciiStrToLower(line.substr(0, colon))] = line.substr(colon + 2);
  }
  return response;
}

std::string TestClient::ReadChunk() {
  const std::string size_line = TakeLine();
  size_t size = 0;
  for (char c : size_line) {
    size = size * 16 + static_cast<size_t>(c <= '9' ? c - '0' : c - 'a' + 10);
  }
  std::string chunk = TakeBytes(size);
  TakeLine();
  return chunk;
}

ClientResponse TestClient::Read(bool has_body) {
  ClientResponse response = ReadHead();
  if (!has_body || response.status == 0) return response;
  size_t length = 0;
  if (absl::SimpleAtoi(response.Header("content-length"), &length)) {
    response.body = TakeBytes(length);
  } else if (response.Header("transfer-encoding") == "chunked") {
    for (std::string chunk = ReadChunk(); !chunk.empty(); chunk = ReadChunk()) {
      response.body += chunk;
    }
  }
  return response;
}

std::string TestClient::ReadToEnd() {
  while (More()) {
  }
  return std::move(buffer_);
}

}  // namespace potential::gateway
