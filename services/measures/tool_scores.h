// Totals of outcome measures from their items. The forms themselves are their owners' copyright;
// only ratings are handled here.
//
//   Result<int> total = MohostTotal("FAIRFAIRFAIRFAIRFAIRFAIR");  // 60
//
// Pure functions over values: any thread may call them. A failure names the item, as in `items[3]`.

#ifndef POTENTIAL_SERVICES_MEASURES_TOOL_SCORES_H_
#define POTENTIAL_SERVICES_MEASURES_TOOL_SCORES_H_

#include <array>
#include <optional>
#include <span>
#include <string_view>

#include "services/measures/result.h"

namespace potential::measures {

// A goal of Goal Attainment Scaling.
struct GasGoal {
  std::optional<int> score;  // -2 to 2, 0 as expected; a goal without is left out
  double weight = 1;         // 0 or more; if all are 0, all count alike
};

inline constexpr int kMaxGasGoals = 50;

// The T score: 50 + 10 sum(w x) / sqrt(0.7 sum(w^2) + 0.3 (sum w)^2), 0.3 being the expected
// correlation of goals; 50 is as expected (T. J. Kiresuk and R. E. Sherman, 1968). Errors: `goals`,
// `goals[i].score`, `goals[i].weight`.
Result<double> GasTScore(std::span<const GasGoal> goals);

// A problem of the Canadian Occupational Performance Measure, both ratings 1 to 10.
struct CopmProblem {
  int performance = 1;
  int satisfaction = 1;
};

// Means over the problems; 1 to 10, higher is better.
struct CopmScores {
  double performance = 0;
  double satisfaction = 0;
};

inline constexpr int kMaxCopmProblems = 5;
// A change of more than this matters clinically.
inline constexpr double kCopmClinicalChange = 2;

// Of 1 to 5 problems. Errors: `problems`, `problems[i].performance`, `problems[i].satisfaction`.
Result<CopmScores> CopmMeans(std::span<const CopmProblem> problems);

inline constexpr int kMohostItems = 24;
inline constexpr int kMohostSections = 6;

// Model of Human Occupation Screening Tool, 24 items in six sections of four: motivation, pattern,
// communication and interaction, process, motor, environment.
struct MohostScores {
  int total = 0;                                   // 24 to 96, higher is better
  std::array<int, kMohostSections> sections = {};  // 4 to 16 each
};

// Of ratings F (facilitates, 4), A (allows, 3), I (inhibits, 2), R (restricts, 1). Errors:
// `ratings`, `ratings[i]`.
Result<MohostScores> MohostTotal(std::string_view ratings);

inline constexpr int kHonosItems = 12;
inline constexpr int kHonosNotKnown = 9;

// Health of the Nation Outcome Scales, working age, older adults and acquired brain injury.
struct HonosScores {
  int total = 0;  // 0 to 48 of the known items, lower is better
  int not_known = 0;
};

// Of 12 items 0 to 4, or 9 for not known, which counts nothing. Errors: `items`, `items[i]`.
Result<HonosScores> HonosTotal(std::span<const int> items);

// Recovering Quality of Life, 10 or 20 items 0 to 4: 0 to 40 or 0 to 80, higher is better. The item
// of physical health is not part of it. Errors: `items`, `items[i]`.
Result<int> ReqolTotal(std::span<const int> items);

}  // namespace potential::measures

#endif  // POTENTIAL_SERVICES_MEASURES_TOOL_SCORES_H_
