#include "services/measures/paired_change.h"

#include <cmath>

namespace potential::measures {
namespace {

struct PublishedRule {
  std::string_view tool;
  ReliableChangeRule rule;
};

constexpr PublishedRule kPublished[] = {
    {"GBO", {.threshold = 3, .higher_is_better = true}},
    {"PHQ_9", {.threshold = 6, .higher_is_better = false}},
    {"GAD_7", {.threshold = 4, .higher_is_better = false}},
    {"CORE_10", {.threshold = 5, .higher_is_better = false}},
};

constexpr double kRounding = 1e-9;

}  // namespace

std::optional<ReliableChangeRule> PublishedReliableChange(std::string_view tool) {
  for (const PublishedRule& published : kPublished) {
    if (published.tool == tool) return published.rule;
  }
  return std::nullopt;
}

Result<PairedChange> JudgePair(double first, double last, const ReliableChangeRule& rule) {
  InputErrors errors;
  errors.Require(std::isfinite(first), "first", "must be a number");
  errors.Require(std::isfinite(last), "last", "must be a number");
  errors.Require(std::isfinite(rule.threshold) && rule.threshold > 0, "threshold",
                 "must be above 0");
  if (!errors.empty()) return errors.Take();
  const double gain = rule.higher_is_better ? last - first : first - last;
  const double reached = rule.threshold * (1 - kRounding);
  if (gain >= reached) return PairedChange::kImprovement;
  if (gain <= -reached) return PairedChange::kDeterioration;
  return PairedChange::kNoChange;
}

}  // namespace potential::measures
