#include "gateway/transcoder/openapi_path.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace potential::gateway {
namespace {

std::string Singular(absl::string_view plural) {
  auto without = [plural](size_t letters) { return plural.substr(0, plural.size() - letters); };
  if (absl::EndsWith(plural, "ies")) return absl::StrCat(without(3), "y");
  for (absl::string_view ending : {"sses", "shes", "ches", "xes"}) {
    if (absl::EndsWith(plural, ending)) return std::string(without(2));
  }
  if (absl::EndsWith(plural, "s") && plural.size() > 1) return std::string(without(1));
  return std::string(plural);
}

std::string Unused(const std::string& wanted, const std::vector<std::string>& used) {
  std::string name = wanted;
  for (int n = 2; std::find(used.begin(), used.end(), name) != used.end(); ++n) {
    name = absl::StrCat(wanted, n);
  }
  return name;
}

}  // namespace

OpenApiPath ToOpenApiPath(const PathTemplate& path) {
  OpenApiPath out;
  absl::string_view before = "id";
  for (const PathSegment& segment : path.segments) {
    if (segment.kind == PathSegment::Kind::kLiteral) {
      absl::StrAppend(&out.path, "/", segment.literal);
      before = segment.literal;
      continue;
    }
    const std::string name = Unused(
        segment.kind == PathSegment::Kind::kRest ? "rest" : Singular(before), out.parameters);
    absl::StrAppend(&out.path, "/{", name, "}");
    out.parameters.push_back(name);
  }
  if (!path.verb.empty()) absl::StrAppend(&out.path, ":", path.verb);
  return out;
}

}  // namespace potential::gateway
