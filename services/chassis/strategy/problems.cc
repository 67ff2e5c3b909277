#include "services/chassis/strategy/problems.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace potential::strategy {

void Problems::Add(Location location, std::string text) {
  entries_.push_back({location, std::move(text)});
}

absl::Status Problems::ToStatus(const std::string& file) const {
  if (entries_.empty()) return absl::OkStatus();
  std::vector<Entry> sorted = entries_;
  std::stable_sort(sorted.begin(), sorted.end(), [](const Entry& a, const Entry& b) {
    return std::tie(a.location.line, a.location.column) <
           std::tie(b.location.line, b.location.column);
  });
  std::vector<std::string> lines;
  for (const Entry& entry : sorted) {
    if (lines.size() == kMostListed) {
      lines.push_back(absl::StrCat(file, ": and ", sorted.size() - kMostListed, " more"));
      break;
    }
    lines.push_back(
        absl::StrCat(file, ":", entry.location.line, ":", entry.location.column, ": ", entry.text));
  }
  return absl::InvalidArgumentError(absl::StrJoin(lines, "\n"));
}

}  // namespace potential::strategy
