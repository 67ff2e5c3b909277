#include "services/chassis/feed/position.h"

#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/chassis/resource/names.h"
#include "services/chassis/resource/violation.h"

namespace potential::feed {
namespace {

constexpr absl::string_view kVersion = "1";

absl::Status Forged() {
  return resource::InvalidArgument("position",
                                   "is not one that this service sent; leave it out to start anew");
}

}  // namespace

// Form, before base64: `1 incarnation organisation=revision organisation=revision ...`
std::string EncodePosition(const Position& position) {
  std::string text = absl::StrCat(kVersion, " ", position.incarnation);
  for (const auto& [organisation, revision] : position.revisions) {
    absl::StrAppend(&text, " ", organisation, "=", revision);
  }
  return absl::WebSafeBase64Escape(text);
}

absl::StatusOr<Position> DecodePosition(absl::string_view text) {
  std::string decoded;
  if (!absl::WebSafeBase64Unescape(text, &decoded)) return Forged();
  const std::vector<absl::string_view> words = absl::StrSplit(decoded, ' ');
  if (words.size() < 2 || words[0] != kVersion || words[1].empty()) return Forged();
  Position position{.incarnation = std::string(words[1]), .revisions = {}};
  for (size_t i = 2; i < words.size(); ++i) {
    const std::pair<absl::string_view, absl::string_view> pair =
        absl::StrSplit(words[i], absl::MaxSplits('=', 1));
    int64_t revision = 0;
    if (!resource::IsIdentifier(pair.first) || !absl::SimpleAtoi(pair.second, &revision) ||
        revision < 0) {
      return Forged();
    }
    position.revisions.emplace(std::string(pair.first), revision);
  }
  return position;
}

}  // namespace potential::feed
