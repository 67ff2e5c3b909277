// What a client accepts and sends: media types and encodings (RFC 9110, section 12 and 8.3).
// Pure functions; any thread may call them.

#ifndef POTENTIAL_GATEWAY_HTTP_NEGOTIATION_H_
#define POTENTIAL_GATEWAY_HTTP_NEGOTIATION_H_

#include "absl/strings/string_view.h"

namespace potential::gateway {

// Whether an Accept header takes the media type, such as `application/json`; an empty one takes
// anything. The most specific range decides, and one with q=0 refuses.
bool AcceptsType(absl::string_view accept, absl::string_view media_type);

// Whether an Accept header names the media type itself, not by a wildcard, and does not refuse it.
bool NamesType(absl::string_view accept, absl::string_view media_type);

// Whether an Accept-Encoding header takes gzip.
bool AcceptsGzip(absl::string_view accept_encoding);

// Whether a Content-Type is JSON: `application/json`, with no charset or with UTF-8.
bool IsJsonType(absl::string_view content_type);

}  // namespace potential::gateway

#endif  // POTENTIAL_GATEWAY_HTTP_NEGOTIATION_H_
