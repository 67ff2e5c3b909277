// What a request's head must be before anybody asks what it is for: well-formed, for this host,
// from this site, and with a body that can be read. These are the checks against request smuggling
// and against pages of other sites that use a visitor's browser.

#ifndef POTENTIAL_GATEWAY_HTTP_HEAD_CHECKS_H_
#define POTENTIAL_GATEWAY_HTTP_HEAD_CHECKS_H_

#include <optional>
#include <string>
#include <vector>

#include "gateway/http/message.h"
#include "gateway/http/settings.h"

namespace potential::gateway {

// The methods that this server knows.
inline constexpr absl::string_view kHttpMethods[] = {"GET",   "HEAD",   "POST",   "PUT",
                                                     "PATCH", "DELETE", "OPTIONS"};
bool IsKnownMethod(absl::string_view method);

// A refusal if the head itself is bad: 400 (Host, Content-Length, Transfer-Encoding or target),
// 414, 417, 421, or 501 for an unknown method. The connection must then be closed, because where
// the next request begins is not sure.
std::optional<Response> CheckFraming(const RequestHead& head, const HttpSettings& settings);

// 403 if a request that changes something was sent by a page of another site.
std::optional<Response> CheckSite(const RequestHead& head);

// 415 if the body of a file's request is of none of the media types, or compressed by other means than
// gzip. A file may be of any length.
std::optional<Response> CheckFile(const RequestHead& head,
                                  const std::vector<std::string>& media_types);

// 413 or 415 if there is a body that is too long or no JSON.
std::optional<Response> CheckBody(const RequestHead& head, const HttpSettings& settings);

}  // namespace potential::gateway

#endif  // POTENTIAL_GATEWAY_HTTP_HEAD_CHECKS_H_
