#include "services/chassis/resource/https_url.h"

#include <arpa/inet.h>

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "services/chassis/resource/ascii.h"

namespace potential::resource {
namespace {

constexpr absl::string_view kScheme = "https://";
constexpr size_t kMaxHost = 253;
constexpr size_t kMaxLabel = 63;
constexpr int kMaxPort = 65535;

bool IsLabel(absl::string_view label) {
  return !label.empty() && label.size() <= kMaxLabel && label.front() != '-' &&
         label.back() != '-' && std::all_of(label.begin(), label.end(), [](char c) {
           return internal::IsLetterOrDigit(c) || c == '-' || c == '_';
         });
}

bool IsHostName(absl::string_view host) {
  if (host.empty() || host.size() > kMaxHost) return false;
  const std::vector<absl::string_view> labels = absl::StrSplit(host, '.');
  return std::all_of(labels.begin(), labels.end(), IsLabel);
}

bool IsIpv6(absl::string_view text) {
  const bool plain = std::all_of(text.begin(), text.end(), [](char c) {
    return internal::IsHexDigit(c) || c == ':' || c == '.';
  });
  in6_addr address;
  return plain && inet_pton(AF_INET6, std::string(text).c_str(), &address) == 1;
}

bool IsPort(absl::string_view text) {
  int port = 0;
  return internal::IsDigits(text) && absl::SimpleAtoi(text, &port) && port >= 1 && port <= kMaxPort;
}

// host, host:port, [v6] or [v6]:port.
bool IsAuthority(absl::string_view authority) {
  if (absl::StartsWith(authority, "[")) {
    const size_t end = authority.find(']');
    if (end == absl::string_view::npos || !IsIpv6(authority.substr(1, end - 1))) return false;
    const absl::string_view rest = authority.substr(end + 1);
    return rest.empty() || (rest[0] == ':' && IsPort(rest.substr(1)));
  }
  const size_t colon = authority.find(':');
  if (colon == absl::string_view::npos) return IsHostName(authority);
  return IsHostName(authority.substr(0, colon)) && IsPort(authority.substr(colon + 1));
}

bool IsPlain(char c) {
  constexpr absl::string_view kMarks = "-._~!$&'()*+,;=:@/?";
  return internal::IsLetterOrDigit(c) || absl::StrContains(kMarks, c);
}

// Path, query and fragment; the first '#' starts the fragment, in which no other may stand.
bool IsTail(absl::string_view tail) {
  bool in_fragment = false;
  for (size_t i = 0; i < tail.size(); ++i) {
    if (tail[i] == '%') {
      if (tail.size() - i < 3 || !internal::IsHexDigit(tail[i + 1]) ||
          !internal::IsHexDigit(tail[i + 2])) {
        return false;
      }
      i += 2;
    } else if (tail[i] == '#' && !in_fragment) {
      in_fragment = true;
    } else if (!IsPlain(tail[i])) {
      return false;
    }
  }
  return true;
}

}  // namespace

bool IsHttpsUrl(absl::string_view text) {
  if (!absl::StartsWithIgnoreCase(text, kScheme)) return false;
  text.remove_prefix(kScheme.size());
  const size_t end = std::min(text.find_first_of("/?#"), text.size());
  return IsAuthority(text.substr(0, end)) && IsTail(text.substr(end));
}

}  // namespace potential::resource
