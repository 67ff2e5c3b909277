#include "gateway/dashboard/judgement.h"

#include <algorithm>
#include <limits>

#include "absl/strings/str_cat.h"
#include "gateway/dashboard/words.h"

namespace potential::gateway {
namespace {

using dashboard::v1::Cell;
using strategy::v1::Outcome;
using View = dashboard::v1::Outcome;

const char* RuleName(const Outcome& outcome) {
  switch (outcome.rule_case()) {
    case Outcome::kCount:
      return "count";
    case Outcome::kCoverage:
      return "coverage";
    case Outcome::kCadence:
      return "cadence";
    case Outcome::kChecklist:
      return "checklist";
    case Outcome::kPercentChange:
      return "percent_change";
    case Outcome::kLevel:
      return "level";
    case Outcome::RULE_NOT_SET:
      break;
  }
  return "";
}

bool AllThere(const Evidence& evidence) {
  return !evidence.figures.empty() &&
         std::all_of(evidence.figures.begin(), evidence.figures.end(), [](const RuleFigures& part) {
           return part.result != nullptr && part.indicator != nullptr;
         });
}

// A matrix for rules that make no demand on members: what each has.
void ShowMembers(const Evidence& evidence, View& view) {
  const std::string& dimension = evidence.outcome.matrix_by();
  if (dimension.empty() || view.matrix_size() > 0) return;
  view.set_matrix_dimension(dimension);
  const RuleFigures& part = evidence.figures.front();
  for (const Member& member : MembersOf(evidence.strategy, dimension)) {
    Cell& cell = *view.add_matrix();
    cell.set_member(member.id);
    cell.set_title(member.title);
    cell.set_illustrative(member.illustrative);
    const indicators::v1::Series* series = FindMember(*part.result, member.id);
    const bool has = series != nullptr && series->total().has_value();
    const double value = has ? series->total().value() : 0;
    if (has) cell.set_value(value);
    // A share of which nothing is so has records all the same.
    const bool counts = part.indicator->form() == indicators::v1::Indicator::COUNT;
    cell.set_met(has && (value > 0 || !counts));
    cell.set_reason(has ? CountText(value, part.indicator->unit()) : "none recorded");
  }
}

void NoteIllustrative(const Evidence& evidence, View& view) {
  for (const RuleFigures& part : evidence.figures) {
    if (part.result != nullptr && part.result->overall().total().illustrative()) {
      view.set_illustrative(true);
    }
  }
}

}  // namespace

View::Status StatusOf(double progress, const strategy::StatusThresholds& thresholds) {
  if (progress >= thresholds.on_track) return View::ON_TRACK;
  return progress >= thresholds.at_risk ? View::AT_RISK : View::OFF_TRACK;
}

double ShareOf(double progress, double expected) {
  if (expected > 0) return progress / expected;
  return progress >= 0 ? 1 : -1;
}

std::vector<Member> MembersOf(const strategy::v1::Strategy& strategy, const std::string& dimension) {
  std::vector<Member> members;
  const auto add = [&members](const auto& list) {
    for (const auto& item : list) members.push_back({item.id(), item.title(), item.illustrative()});
  };
  if (dimension == "service_line") add(strategy.service_lines());
  if (dimension == "ot_service") add(strategy.ot_services());
  if (dimension == "borough") add(strategy.boroughs());
  return members;
}

std::string PassedText(const DashboardDays& days) {
  const double share = measures::ShareOfWindowPassed(days.plan, days.as_of);
  return absl::StrCat(NumberText(100 * share, 0), " % of the plan has passed on ",
                      DayText(days.as_of));
}

const indicators::v1::Series* FindMember(const indicators::v1::IndicatorResult& result,
                                         const std::string& member) {
  const auto it =
      std::find_if(result.members().begin(), result.members().end(),
                   [&member](const auto& series) { return series.member() == member; });
  return it == result.members().end() ? nullptr : &*it;
}

measures::Window PlanSoFar(const DashboardDays& days) {
  return {days.plan.first, std::min(days.plan.last, days.as_of)};
}

std::vector<JudgedRecords> RecordsJudged(const Evidence& evidence) {
  const Outcome& outcome = evidence.outcome;
  JudgedRecords so_far{.name = "", .windows = {PlanSoFar(evidence.days)}, .dimension = ""};
  if (outcome.has_coverage()) so_far.dimension = outcome.coverage().dimension();
  if (!AllThere(evidence)) return {so_far};
  std::vector<JudgedRecords> judged;
  if (outcome.has_cadence()) judged = RecordsOfCadence(evidence);
  if (outcome.has_percent_change()) judged = RecordsOfPercentChange(evidence);
  return judged.empty() ? std::vector<JudgedRecords>{so_far} : judged;
}

void Judge(const Evidence& evidence, View& view) {
  view.set_rule(RuleName(evidence.outcome));
  view.set_window_start_date(measures::FormatDay(evidence.days.plan.first));
  view.set_window_end_date(measures::FormatDay(evidence.days.plan.last));
  if (!AllThere(evidence)) {
    view.set_status(View::NO_DATA);
    view.set_reason("The service that keeps these records did not answer, so this cannot be judged "
                    "now.");
    return;
  }
  switch (evidence.outcome.rule_case()) {
    case Outcome::kCount:
      JudgeCount(evidence, view);
      break;
    case Outcome::kCoverage:
      JudgeCoverage(evidence, view);
      break;
    case Outcome::kCadence:
      JudgeCadence(evidence, view);
      break;
    case Outcome::kChecklist:
      JudgeChecklist(evidence, view);
      break;
    case Outcome::kPercentChange:
      JudgePercentChange(evidence, view);
      break;
    case Outcome::kLevel:
      JudgeLevel(evidence, view);
      break;
    case Outcome::RULE_NOT_SET:
      break;
  }
  ShowMembers(evidence, view);
  NoteIllustrative(evidence, view);
}

}  // namespace potential::gateway
