// Recognises absolute https addresses, after RFC 3986.

#ifndef POTENTIAL_SERVICES_CHASSIS_RESOURCE_HTTPS_URL_H_
#define POTENTIAL_SERVICES_CHASSIS_RESOURCE_HTTPS_URL_H_

#include "absl/strings/string_view.h"

namespace potential::resource {

// Whether the text is `https://host[:port][/path][?query][#fragment]` without user information. The
// host is a name of labels (letters, digits, `-`, `_`; international names in their `xn--` form),
// an IPv4 address, or an IPv6 address in brackets; other characters must be percent-encoded where
// the RFC says so.
bool IsHttpsUrl(absl::string_view text);

}  // namespace potential::resource

#endif  // POTENTIAL_SERVICES_CHASSIS_RESOURCE_HTTPS_URL_H_
