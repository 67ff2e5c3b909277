#include "gateway/transcoder/query_string.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gateway/transcoder/request_error.h"
#include "gateway/transcoder/text.h"

namespace potential::gateway {
namespace {

std::optional<std::string> Decode(absl::string_view text) {
  std::string spaced(text);
  std::replace(spaced.begin(), spaced.end(), '+', ' ');
  std::optional<std::string> decoded = PercentDecode(spaced, EncodedSlash::kDecode);
  if (!decoded.has_value() || !IsValidUtf8(*decoded)) return std::nullopt;
  return decoded;
}

}  // namespace

absl::StatusOr<std::vector<QueryParameter>> ParseQuery(absl::string_view query) {
  std::vector<QueryParameter> parameters;
  if (query.empty()) return parameters;
  for (absl::string_view part : absl::StrSplit(query, '&', absl::SkipEmpty())) {
    if (parameters.size() == kMaxQueryParameters) {
      return RequestError(
          absl::StatusCode::kInvalidArgument, kReasonLimitExceeded,
          absl::StrCat("the query has more than ", kMaxQueryParameters, " parameters"));
    }
    const std::pair<absl::string_view, absl::string_view> halves =
        absl::StrSplit(part, absl::MaxSplits('=', 1));
    std::optional<std::string> name = Decode(halves.first);
    std::optional<std::string> value = Decode(halves.second);
    if (!name.has_value() || !value.has_value()) {
      return RequestError(absl::StatusCode::kInvalidArgument, kReasonMalformedQuery,
                          "the query is not percent-encoded UTF-8");
    }
    parameters.push_back({*std::move(name), *std::move(value)});
  }
  return parameters;
}

}  // namespace potential::gateway
