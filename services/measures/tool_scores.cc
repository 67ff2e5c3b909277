#include "services/measures/tool_scores.h"

#include <algorithm>
#include <cmath>
#include <string>

namespace potential::measures {
namespace {

constexpr double kGasCorrelation = 0.3;
// Keeps sums of squares finite; no one weighs goals so.
constexpr double kMaxGasWeight = 1e6;

std::string Item(const char* list, size_t index, const char* field = "") {
  return std::string(list) + "[" + std::to_string(index) + "]" + field;
}

std::vector<InputError> CheckGoals(std::span<const GasGoal> goals) {
  InputErrors errors;
  for (size_t i = 0; i < goals.size(); ++i) {
    if (goals[i].score && (*goals[i].score < -2 || *goals[i].score > 2)) {
      errors.Add(Item("goals", i, ".score"), "must be from -2 to 2, or left out");
    }
    if (!(goals[i].weight >= 0 && goals[i].weight <= kMaxGasWeight)) {
      errors.Add(Item("goals", i, ".weight"), "must be from 0 to 1000000");
    }
  }
  errors.Require(goals.size() <= kMaxGasGoals, "goals", "must be at most 50");
  errors.Require(std::any_of(goals.begin(), goals.end(),
                             [](const GasGoal& goal) { return goal.score.has_value(); }),
                 "goals", "must hold at least one goal with a score");
  return errors.Take();
}

}  // namespace

Result<double> GasTScore(std::span<const GasGoal> goals) {
  std::vector<InputError> errors = CheckGoals(goals);
  if (!errors.empty()) return errors;
  const bool weighted = std::any_of(goals.begin(), goals.end(), [](const GasGoal& goal) {
    return goal.score && goal.weight > 0;
  });
  double scores = 0;
  double weights = 0;
  double squares = 0;
  for (const GasGoal& goal : goals) {
    if (!goal.score) continue;
    const double weight = weighted ? goal.weight : 1;
    scores += weight * *goal.score;
    weights += weight;
    squares += weight * weight;
  }
  return 50 + 10 * scores /
                  std::sqrt((1 - kGasCorrelation) * squares + kGasCorrelation * weights * weights);
}

Result<CopmScores> CopmMeans(std::span<const CopmProblem> problems) {
  InputErrors errors;
  errors.Require(!problems.empty() && problems.size() <= kMaxCopmProblems, "problems",
                 "must be 1 to 5");
  CopmScores sums;
  const auto add = [&](int rating, size_t index, const char* field, double& sum) {
    if (rating < 1 || rating > 10) errors.Add(Item("problems", index, field), "must be 1 to 10");
    sum += rating;
  };
  for (size_t i = 0; i < problems.size(); ++i) {
    add(problems[i].performance, i, ".performance", sums.performance);
    add(problems[i].satisfaction, i, ".satisfaction", sums.satisfaction);
  }
  if (!errors.empty()) return errors.Take();
  const auto count = static_cast<double>(problems.size());
  return CopmScores{.performance = sums.performance / count,
                    .satisfaction = sums.satisfaction / count};
}

Result<MohostScores> MohostTotal(std::string_view ratings) {
  constexpr std::string_view kLetters = "RIAF";
  InputErrors errors;
  errors.Require(ratings.size() == kMohostItems, "ratings", "must be 24 letters of F, A, I, R");
  if (!errors.empty()) return errors.Take();
  MohostScores scores;
  for (size_t i = 0; i < ratings.size(); ++i) {
    const size_t rating = kLetters.find(ratings[i]);
    if (rating == std::string_view::npos) {
      errors.Add(Item("ratings", i), "must be F, A, I or R");
      continue;
    }
    const int points = static_cast<int>(rating) + 1;
    scores.total += points;
    scores.sections[i / (kMohostItems / kMohostSections)] += points;
  }
  if (!errors.empty()) return errors.Take();
  return scores;
}

Result<HonosScores> HonosTotal(std::span<const int> items) {
  InputErrors errors;
  errors.Require(items.size() == kHonosItems, "items", "must be 12");
  HonosScores scores;
  for (size_t i = 0; i < items.size(); ++i) {
    if (items[i] == kHonosNotKnown) {
      ++scores.not_known;
    } else if (items[i] < 0 || items[i] > 4) {
      errors.Add(Item("items", i), "must be 0 to 4, or 9 if not known");
    } else {
      scores.total += items[i];
    }
  }
  if (!errors.empty()) return errors.Take();
  return scores;
}

Result<int> ReqolTotal(std::span<const int> items) {
  InputErrors errors;
  errors.Require(items.size() == 10 || items.size() == 20, "items", "must be 10 or 20");
  int total = 0;
  for (size_t i = 0; i < items.size(); ++i) {
    if (items[i] < 0 || items[i] > 4) {
      errors.Add(Item("items", i), "must be 0 to 4");
    } else {
      total += items[i];
    }
  }
  if (!errors.empty()) return errors.Take();
  return total;
}

}  // namespace potential::measures
