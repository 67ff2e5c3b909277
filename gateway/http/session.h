// One HTTP/1.1 connection: reads a request, has it answered, and begins again. Requests that a
// client sends ahead wait in the buffer; there is one at a time.
//
// A session is kept alive by its own pending operations and lives until the connection ends. All of
// its work runs on its strand. A stream takes the socket over, see stream_response.h.

#ifndef POTENTIAL_GATEWAY_HTTP_SESSION_H_
#define POTENTIAL_GATEWAY_HTTP_SESSION_H_

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <memory>

#include "gateway/http/connections.h"
#include "gateway/http/edge.h"

namespace potential::gateway {

// What all connections of a server share.
struct ServerShare {
  // Outlives every connection: an answer may come when the server is gone.
  std::shared_ptr<boost::asio::io_context> io;
  std::shared_ptr<const Edge> edge;
  std::shared_ptr<Connections> connections;
};

// Takes over an accepted socket, whose executor is a strand, and serves it.
void ServeConnection(const ServerShare& share, boost::asio::ip::tcp::socket socket);

}  // namespace potential::gateway

#endif  // POTENTIAL_GATEWAY_HTTP_SESSION_H_
