// The HTTP server: listens, hands each connection to a session, and stops without cutting answers
// off.
//
//   ASSIGN_OR_RETURN(std::unique_ptr<HttpServer> server, HttpServer::Start(listen, parts));
//   ... server->port() ...
//   server->Stop(std::chrono::seconds(10));

#ifndef POTENTIAL_GATEWAY_HTTP_SERVER_H_
#define POTENTIAL_GATEWAY_HTTP_SERVER_H_

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "gateway/http/edge.h"

namespace potential::gateway {

struct ListenOptions {
  std::string address = "127.0.0.1";  // a numeric IPv4 or IPv6 address
  uint16_t port = 0;                  // 0 for any that is free
  int threads = 2;                    // that serve all connections; at least 1
};

// Owned by main; what `parts` points to outlives it. Start, Stop and the destructor are for one
// thread.
class HttpServer {
 public:
  // Listens and serves from now on. UNAVAILABLE, with a text for the operator, if the port is taken
  // or may not be used; INVALID_ARGUMENT for an address that is none.
  static absl::StatusOr<std::unique_ptr<HttpServer>> Start(const ListenOptions& listen,
                                                           EdgeParts parts);
  ~HttpServer();  // Stop(0)
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;

  // The port that it listens on.
  uint16_t port() const;

  // Connections that are open.
  size_t connections() const;

  // Takes no new connection, closes those that wait for a request, lets calls finish with
  // `Connection: close`, ends streams with UNAVAILABLE, and after `grace` closes what is left.
  // Returns when all is closed and all threads have ended. The second call does nothing.
  void Stop(std::chrono::milliseconds grace);

 private:
  class Core;
  explicit HttpServer(std::unique_ptr<Core> core);
  std::unique_ptr<Core> core_;
};

}  // namespace potential::gateway

#endif  // POTENTIAL_GATEWAY_HTTP_SERVER_H_
