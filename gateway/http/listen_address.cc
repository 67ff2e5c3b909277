#include "gateway/http/listen_address.h"

#include <boost/asio/ip/address.hpp>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace potential::gateway {
namespace {

// The numeric address of a host; empty if it is none. Only IPv6 has brackets.
std::string AddressOf(absl::string_view host) {
  if (host == "localhost") return "127.0.0.1";
  const bool brackets = absl::ConsumePrefix(&host, "[") && absl::ConsumeSuffix(&host, "]");
  boost::system::error_code error;
  const auto address = boost::asio::ip::make_address(std::string(host), error);
  return error || address.is_v6() != brackets ? "" : std::string(host);
}

}  // namespace

absl::StatusOr<ListenOptions> ParseListenAddress(absl::string_view text) {
  const size_t colon = text.rfind(':');
  ListenOptions listen;
  int port = -1;
  if (colon != absl::string_view::npos) {
    listen.address = AddressOf(text.substr(0, colon));
    if (!absl::SimpleAtoi(text.substr(colon + 1), &port)) port = -1;
  }
  if (colon == absl::string_view::npos || listen.address.empty() || port < 0 || port > 65535) {
    return absl::InvalidArgumentError(absl::StrCat(
        "--http-listen: '", text, "' is not address:port, such as 127.0.0.1:8080 or [::1]:8080"));
  }
  listen.port = static_cast<uint16_t>(port);
  return listen;
}

std::string HostText(const ListenOptions& listen) {
  return absl::StrContains(listen.address, ':') ? absl::StrCat("[", listen.address, "]")
                                                : listen.address;
}

}  // namespace potential::gateway
