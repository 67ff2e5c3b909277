#include "services/evidence/outcome_rules.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "services/evidence/distinct.h"

namespace potential::evidence {
namespace {

using v1::OutcomeStandard;

// `field` is given with OTHER_TOOL and only then.
void RequireWithOtherTool(OutcomeStandard::Tool tool, bool given, absl::string_view field,
                          records::Violations& violations) {
  const bool other = tool == OutcomeStandard::OTHER_TOOL;
  violations.Require(given == other, field,
                     other ? "is required with OTHER_TOOL" : "is accepted with OTHER_TOOL only");
}

void CheckMeasurePoints(const OutcomeStandard& next, records::Violations& violations) {
  const auto& points = next.measure_points();
  for (int i = 0; i < points.size(); ++i) {
    violations.Require(points[i] != OutcomeStandard::PHASE_UNSPECIFIED,
                       absl::StrCat("measure_points[", i, "]"), "names no point");
  }
  RequireDistinct(
      points, "measure_points", "", [](int point) { return absl::StrCat(point); }, violations);
  const bool reviews =
      std::find(points.begin(), points.end(), OutcomeStandard::REVIEW) != points.end();
  violations.Require(reviews || !next.has_review_interval_weeks(), "review_interval_weeks",
                     "is accepted only where REVIEW is a point");
}

}  // namespace

absl::Status CheckOutcomeStandard(const OutcomeStandard& next, const OutcomeStandard*,
                                  records::Transaction&, records::Violations& violations) {
  CheckOtherTool(next.tool(), next.other_tool(), violations);
  RequireWithOtherTool(next.tool(), next.direction() != OutcomeStandard::DIRECTION_UNSPECIFIED,
                       "direction", violations);
  CheckMeasurePoints(next, violations);
  return absl::OkStatus();
}

void CheckOtherTool(OutcomeStandard::Tool tool, const std::string& other_tool,
                    records::Violations& violations) {
  RequireWithOtherTool(tool, !other_tool.empty(), "other_tool", violations);
}

}  // namespace potential::evidence
