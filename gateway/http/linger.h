// The end of a connection: what we sent last must reach the client, also when it is still sending.

#ifndef POTENTIAL_GATEWAY_HTTP_LINGER_H_
#define POTENTIAL_GATEWAY_HTTP_LINGER_H_

#include <boost/beast/core/tcp_stream.hpp>
#include <chrono>

#include "gateway/http/session.h"

namespace potential::gateway {

// Ends our side, reads and forgets what the client still sends until it ends its own or the time is
// up, and closes. Closing at once would throw away, on the client's side, an answer that it has not
// read yet. Called on the stream's strand; gives the connection's place up when it is closed.
void CloseAfterReading(const ServerShare& share, boost::beast::tcp_stream stream,
                       std::chrono::milliseconds timeout);

}  // namespace potential::gateway

#endif  // POTENTIAL_GATEWAY_HTTP_LINGER_H_
