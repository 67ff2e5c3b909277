// A path template of google.api.http, read into segments.
//
//   Template = "/" Segments [ ":" Verb ]
//   Segments = Segment { "/" Segment }
//   Segment  = "*" | "**" | Literal | "{" FieldPath [ "=" Segments ] "}"
//
//   /v1/{opportunity.name=organisations/*/opportunities/*}:open

#ifndef POTENTIAL_GATEWAY_TRANSCODER_PATH_TEMPLATE_H_
#define POTENTIAL_GATEWAY_TRANSCODER_PATH_TEMPLATE_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace potential::gateway {

// One segment of a template.
struct PathSegment {
  enum class Kind {
    kLiteral,  // this text
    kAny,      // `*`: any one segment that is not empty
    kRest,     // `**`: all segments that are left, also none; always the last segment
  };
  Kind kind = Kind::kLiteral;
  std::string literal;  // only for kLiteral
};

// A field of the request that takes its value from the path.
struct PathVariable {
  std::string field_path;    // `opportunity.name`
  size_t begin = 0;          // first segment that it covers
  size_t end = 0;            // one past the last
  bool to_the_end = false;   // it covers `**`: all that the path has from `begin` on
  bool one_segment = false;  // it is `{x}` or `{x=*}`: its value is decoded whole
};

struct PathTemplate {
  std::vector<PathSegment> segments;
  std::vector<PathVariable> variables;
  std::string verb;  // `open`; empty if there is none
};

// Reads a template. INVALID_ARGUMENT, with the template and what is wrong, if it does not follow
// the grammar, has `**` before the end, a variable inside a variable, or a variable twice.
absl::StatusOr<PathTemplate> ParsePathTemplate(absl::string_view text);

}  // namespace potential::gateway

#endif  // POTENTIAL_GATEWAY_TRANSCODER_PATH_TEMPLATE_H_
