// Path templates as OpenAPI writes them: one parameter for each segment that varies.
//
//   /v1/{name=organisations/*/opportunities/*}:open
//   /v1/organisations/{organisation}/opportunities/{opportunity}:open

#ifndef POTENTIAL_GATEWAY_TRANSCODER_OPENAPI_PATH_H_
#define POTENTIAL_GATEWAY_TRANSCODER_OPENAPI_PATH_H_

#include <string>
#include <vector>

#include "gateway/transcoder/path_template.h"

namespace potential::gateway {

struct OpenApiPath {
  std::string path;
  std::vector<std::string> parameters;  // in their order; unique
};

// A parameter is called after the collection before it, in the singular.
OpenApiPath ToOpenApiPath(const PathTemplate& path);

}  // namespace potential::gateway

#endif  // POTENTIAL_GATEWAY_TRANSCODER_OPENAPI_PATH_H_
