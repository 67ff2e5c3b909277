// Where the server listens, as an operator writes it.

#ifndef POTENTIAL_GATEWAY_HTTP_LISTEN_ADDRESS_H_
#define POTENTIAL_GATEWAY_HTTP_LISTEN_ADDRESS_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "gateway/http/server.h"

namespace potential::gateway {

// `127.0.0.1:8080`, `[::1]:8080`, or `localhost:8080`, which stands for the first. Port 0 is any that is
// free. INVALID_ARGUMENT for anything else.
absl::StatusOr<ListenOptions> ParseListenAddress(absl::string_view text);

// The address as it stands in a URL before the port.
std::string HostText(const ListenOptions& listen);

}  // namespace potential::gateway

#endif  // POTENTIAL_GATEWAY_HTTP_LISTEN_ADDRESS_H_
