#include "services/evidence/story_rules.h"

#include <algorithm>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "services/chassis/records/steps.h"
#include "services/evidence/distinct.h"

namespace potential::evidence {
namespace {

using google::protobuf::RepeatedPtrField;
using records::Violations;
using v1::ImpactStory;
using Citation = ImpactStory::Citation;
using LiveIndicator = ImpactStory::LiveIndicator;

bool IsBlank(const std::string& text) { return absl::StripAsciiWhitespace(text).empty(); }

bool IsBlank(const RepeatedPtrField<std::string>& items) {
  return std::all_of(items.begin(), items.end(),
                     [](const std::string& item) { return IsBlank(item); });
}

// What makes a citation one of a live indicator.
template <typename Figure>
std::pair<std::string, std::string> KeyOf(const Figure& figure) {
  return {figure.indicator(), figure.label()};
}

using Keys = absl::flat_hash_set<std::pair<std::string, std::string>>;

template <typename Figures>
Keys KeysOf(const Figures& figures) {
  Keys keys;
  for (const auto& figure : figures) keys.insert(KeyOf(figure));
  return keys;
}

}  // namespace

absl::Status CheckImpactStory(const ImpactStory& next, const ImpactStory*, records::Transaction&,
                              Violations& violations) {
  for (int i = 0; i < next.live_indicators_size(); ++i) {
    const LiveIndicator& live = next.live_indicators(i);
    const std::string path = absl::StrCat("live_indicators[", i, "]");
    records::CheckOrder(live.window_start(), live.window_end(), path + ".window_end",
                        "window_start", violations);
    RequireDistinct(
        live.filters(), path + ".filters", "dimension",
        [](const ImpactStory::DimensionFilter& filter) { return filter.dimension(); }, violations);
  }
  return absl::OkStatus();
}

std::vector<std::string> EmptyHeadings(const ImpactStory& story) {
  const std::pair<const char*, bool> headings[] = {
      {"Strategic theme", IsBlank(story.strategic_theme())},
      {"Aims", IsBlank(story.aims())},
      {"What did you do?", IsBlank(story.what_did_you_do())},
      {"Data", IsBlank(story.data())},
      {"How did this work improve the lives of our service users or staff?",
       IsBlank(story.how_did_this_work_improve_lives())},
      {"Learning and what next?", IsBlank(story.learning_and_what_next())}};
  std::vector<std::string> empty;
  for (const auto& [heading, is_empty] : headings) {
    if (is_empty) empty.emplace_back(heading);
  }
  return empty;
}

void CheckCitations(const ImpactStory& story, const RepeatedPtrField<Citation>& citations,
                    Violations& violations) {
  const Keys live = KeysOf(story.live_indicators());
  const Keys cited = KeysOf(citations);
  for (int i = 0; i < citations.size(); ++i) {
    violations.Require(live.contains(KeyOf(citations[i])), absl::StrCat("citations[", i, "]"),
                       "is of no live indicator of the story with this label");
  }
  for (const LiveIndicator& figure : story.live_indicators()) {
    violations.Require(
        cited.contains(KeyOf(figure)), "citations",
        absl::StrCat("have none of ", figure.indicator(), ", '", figure.label(), "'"));
  }
}

}  // namespace potential::evidence
