// Limits and choices of the HTTP edge. Every limit has its default here; main sets what its own
// settings say.

#ifndef POTENTIAL_GATEWAY_HTTP_SETTINGS_H_
#define POTENTIAL_GATEWAY_HTTP_SETTINGS_H_

#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

#include "gateway/transcoder/json.h"

namespace potential::gateway {

struct HttpSettings {
  // Bytes of a request's head: its request line and all its headers. More is 431.
  size_t max_header_bytes = 16 << 10;
  // Bytes of a request target. More is 414.
  size_t max_target_bytes = 8 << 10;
  // Bytes of a request's body, judged before any of it is read where it says its length. More is
  // 413.
  size_t max_body_bytes = 4 << 20;
  // Bytes of all bodies that are being read or worked on at one time. More is 503.
  size_t max_body_bytes_in_flight = 128 << 20;
  // Connections at one time. The next gets 503 and is closed.
  size_t max_connections = 1024;

  // How long a connection may be silent before a request begins. It is then closed.
  std::chrono::milliseconds idle_timeout{60'000};
  // From the first byte of a request to the end of its head. A slower one is closed.
  std::chrono::milliseconds header_timeout{10'000};
  // For reading a whole body. A slower one is closed.
  std::chrono::milliseconds body_timeout{30'000};
  // For writing an answer, or one message of a stream. A slower reader is cut off.
  std::chrono::milliseconds write_timeout{60'000};
  // How long a connection that we close is read from, so that the client sees our last answer.
  std::chrono::milliseconds linger_timeout{2'000};

  // Deadline of a call that does not bring its own by `Grpc-Timeout`, and the longest that it may
  // bring. A stream has none unless it brings one.
  std::chrono::milliseconds default_deadline{30'000};
  std::chrono::milliseconds max_deadline{300'000};
  // A call that is not answered this long after its deadline is answered by the edge itself.
  std::chrono::milliseconds deadline_slack{1'000};

  // A stream that has nothing to say for this long begins all the same, so that the client knows it
  // is connected.
  std::chrono::milliseconds stream_open_delay{1'000};
  // An event stream that has nothing to say gets a comment this often.
  std::chrono::milliseconds heartbeat_interval{15'000};

  // Least bytes of an answer that is compressed.
  size_t min_gzip_bytes = 1024;

  // Limits of JSON in bodies. Its max_bytes is max_body_bytes, whatever it says.
  JsonLimits json;

  // TLS ends before us: tell browsers to stay with it (Strict-Transport-Security).
  bool tls_terminated_upstream = false;
  // Development: hand the header `x-potential-identity` on. Never where others can reach the port.
  bool development = false;
  // Hosts, without port, that a request may be meant for. If empty: any, but in development only
  // the names of the loopback, because a page of another site could let its own name point at this
  // port and would then speak as the local administrator.
  std::vector<std::string> allowed_hosts;
};

}  // namespace potential::gateway

#endif  // POTENTIAL_GATEWAY_HTTP_SETTINGS_H_
