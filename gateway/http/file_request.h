// A request whose body is a file of any length, which goes on to a service while it comes: one piece is
// read when the service has taken the one before, so that a slow service slows the client down and
// nothing is held whole. The connection is closed after the answer.
//
// A client that goes away before its body has come whole ends the call, and the service learns that it
// was not the end of the file. One that sends nothing for body_timeout is cut off.

#ifndef POTENTIAL_GATEWAY_HTTP_FILE_REQUEST_H_
#define POTENTIAL_GATEWAY_HTTP_FILE_REQUEST_H_

#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <chrono>
#include <string>

#include "gateway/http/edge.h"
#include "gateway/http/message.h"
#include "gateway/http/request_parser.h"
#include "gateway/http/session.h"

namespace potential::gateway {

struct FileRequest {
  RequestHead head;
  RequestIdentity identity;
  const Route* route = nullptr;
  Call call;
  std::chrono::steady_clock::time_point begun;
};

// Takes the connection over and answers. `parser` has read the head, and `buffer` holds what came after
// it. Called on the strand of `stream`.
void ServeFile(const ServerShare& share, boost::beast::tcp_stream stream,
               boost::beast::flat_buffer buffer, RequestParser&& parser, FileRequest request);

}  // namespace potential::gateway

#endif  // POTENTIAL_GATEWAY_HTTP_FILE_REQUEST_H_
