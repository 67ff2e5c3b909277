// The answer of a server stream, which lasts as long as the stream: one message is asked for when
// the one before has been written, so a slow reader holds one message and no more, and one that
// takes none for write_timeout is cut off. The connection is closed at the end. A client that goes
// away ends the call.

#ifndef POTENTIAL_GATEWAY_HTTP_STREAM_RESPONSE_H_
#define POTENTIAL_GATEWAY_HTTP_STREAM_RESPONSE_H_

#include <boost/beast/core/tcp_stream.hpp>
#include <chrono>
#include <string>

#include "gateway/http/edge.h"
#include "gateway/http/message.h"
#include "gateway/http/session.h"

namespace potential::gateway {

struct StreamRequest {
  RequestHead head;
  RequestIdentity identity;
  const Route* route = nullptr;
  StreamFormat format = StreamFormat::kLines;
  Call call;
  std::chrono::steady_clock::time_point begun;
};

// Takes the connection over and answers. Called on the strand of `socket`.
void ServeStream(const ServerShare& share, boost::beast::tcp_stream socket, StreamRequest request);

}  // namespace potential::gateway

#endif  // POTENTIAL_GATEWAY_HTTP_STREAM_RESPONSE_H_
