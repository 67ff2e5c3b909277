#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_replace.h"
#include "gateway/cli/dice.h"
#include "gateway/cli/fields.h"
#include "gateway/cli/sample_facts.h"
#include "services/chassis/storage/status_macros.h"

namespace potential::cli {
namespace {

using measures::Day;
using measures::Month;
using occupation::v1::Intervention;

// Activity by calendar month, mean 1: holidays in August and December, busy autumns.
constexpr double kSeasons[12] = {1.02, 0.99, 1.06, 0.96, 1.01, 1.03,
                                 1.00, 0.90, 1.03, 1.08, 1.04, 0.88};
// Contacts by weekday, Monday first.
const std::vector<double> kWeekdays = {20, 22, 22, 21, 15, 0, 0};

const std::vector<double> kMissedWeights = {50, 30, 18, 2};
constexpr Intervention::Attendance kMissed[] = {
    Intervention::DID_NOT_ATTEND, Intervention::CANCELLED_BY_PATIENT,
    Intervention::CANCELLED_BY_PROVIDER, Intervention::LATE_NOT_SEEN};

const std::vector<double> kModeWeights = {78, 10, 12};
constexpr Intervention::ContactMode kModes[] = {Intervention::FACE_TO_FACE, Intervention::VIDEO,
                                                Intervention::TELEPHONE};

constexpr double kLateShare = 0.04;
constexpr int kMostMonths = 120;

struct Activity {
  std::string type;
  std::string snomed_code;
  std::vector<double> minutes;
};

struct Plan {
  uint64_t seed = 0;
  int months = 0;
  double growth = 0;                                  // 0.12 for 12 %
  double noise = 0;                                   // standard deviation of a team's month
  double missed_share = 0;                            // missed contacts for each attended one
  std::vector<std::pair<std::string, double>> teams;  // code, attended contacts a month at first
  std::vector<Activity> activities;
  std::vector<double> weights;  // of the activities
};

absl::StatusOr<Plan> ReadPlan(const google::protobuf::Struct& parameters) {
  Fields fields(parameters, "interventions");
  Plan plan;
  plan.seed = static_cast<uint64_t>(fields.Whole("seed"));
  plan.months = fields.Whole("months", 1);
  plan.growth = fields.Number("growthPercent") / 100;
  plan.noise = fields.Number("noisePercent") / 100;
  plan.missed_share = fields.Number("missedPercent") / 100;
  for (const auto* team : fields.Objects("teams")) {
    Fields entry(*team, "interventions.teams");
    plan.teams.emplace_back(entry.Text("code"), entry.Number("perMonth"));
    RETURN_IF_ERROR(entry.Done());
  }
  for (const auto* activity : fields.Objects("activities")) {
    Fields entry(*activity, "interventions.activities");
    plan.activities.push_back({.type = entry.Text("type"),
                               .snomed_code = entry.Text("snomed"),
                               .minutes = entry.Numbers("minutes")});
    plan.weights.push_back(entry.Number("weight"));
    RETURN_IF_ERROR(entry.Done());
  }
  RETURN_IF_ERROR(fields.Done());
  if (plan.months > kMostMonths) {
    return absl::InvalidArgumentError("interventions.months: must be at most 120");
  }
  return plan;
}

// The chance of each day of the month.
std::vector<double> DayWeights(Month month) {
  const Day first = FirstOfMonth(month);
  std::vector<double> weights;
  for (Day day = first; day <= LastOfMonth(month); day = AddDays(day, 1)) {
    // 1970-01-01 was a Thursday.
    const int weekday = (((day.number + 3) % 7) + 7) % 7;
    weights.push_back(kWeekdays[static_cast<size_t>(weekday)]);
  }
  return weights;
}

Intervention MakeOne(const Plan& plan, const std::string& team, Day day, bool attended,
                     Dice& dice) {
  const Activity& activity = plan.activities[dice.Pick(plan.weights)];
  Intervention row;
  row.set_date(FormatDay(day));
  row.set_team_code(team);
  row.set_activity_type(activity.type);
  row.set_snomed_procedure_code(activity.snomed_code);
  row.set_contact_mode(kModes[dice.Pick(kModeWeights)]);
  const std::vector<double> alike(activity.minutes.size(), 1);
  const double minutes = activity.minutes[dice.Pick(alike)];
  if (!attended) {
    row.set_attended(kMissed[dice.Pick(kMissedWeights)]);
    return row;
  }
  row.set_attended(dice.Unit() < kLateShare ? Intervention::ATTENDED_LATE : Intervention::ATTENDED);
  row.set_duration_minutes(static_cast<int32_t>(minutes));
  return row;
}

}  // namespace

absl::StatusOr<std::vector<Intervention>> MakeInterventions(
    const google::protobuf::Struct& parameters, Day today) {
  ASSIGN_OR_RETURN(const Plan plan, ReadPlan(parameters));
  std::vector<Intervention> rows;
  for (int index = 0; index < plan.months; ++index) {
    const Month month = AddMonths(MonthOf(today), index - plan.months);
    // A straight line whose mean over the last twelve months is `growth` above that over the first.
    const double slope = plan.months > 12 ? plan.growth / (plan.months - 12) : 0;
    const double trend = 1 + slope * (index - 5.5);
    const std::vector<double> days = DayWeights(month);
    const double season = kSeasons[month.MonthOfYear() - 1];
    for (const auto& [team, per_month] : plan.teams) {
      Dice dice(plan.seed, team, index);
      const double expected = per_month * trend * season * dice.Normal(1, plan.noise);
      const int attended = std::max(0, static_cast<int>(std::lround(expected)));
      const int missed = static_cast<int>(std::lround(attended * plan.missed_share));
      for (int i = 0; i < attended + missed; ++i) {
        const Day day = AddDays(FirstOfMonth(month), static_cast<int>(dice.Pick(days)));
        rows.push_back(MakeOne(plan, team, day, i < attended, dice));
        rows.back().set_record_id(
            absl::StrFormat("sample-%s-%s-%04d", team,
                            absl::StrReplaceAll(FormatMonth(month), {{"-", ""}}), i + 1));
      }
    }
  }
  return rows;
}

}  // namespace potential::cli
