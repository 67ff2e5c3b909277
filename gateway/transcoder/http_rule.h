// google.api.http options as plain values, for the method table and for OpenAPI.

#ifndef POTENTIAL_GATEWAY_TRANSCODER_HTTP_RULE_H_
#define POTENTIAL_GATEWAY_TRANSCODER_HTTP_RULE_H_

#include <string>
#include <vector>

#include "google/protobuf/descriptor.h"

namespace potential::gateway {

struct HttpBinding {
  std::string http_method;    // GET, PUT, POST, DELETE, PATCH, or a custom one
  std::string path;           // template
  std::string body;           // empty, `*` or a field
  std::string response_body;  // empty or a field
};

// The bindings of a method: the rule itself, then its additional ones. Empty without the option.
std::vector<HttpBinding> HttpBindingsOf(const google::protobuf::MethodDescriptor* method);

}  // namespace potential::gateway

#endif  // POTENTIAL_GATEWAY_TRANSCODER_HTTP_RULE_H_
