#include "gateway/dashboard/release.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "gateway/dashboard/words.h"

namespace potential::gateway {
namespace {

using dashboard::v1::Cell;
using indicators::v1::Figure;
using indicators::v1::IndicatorResult;
using indicators::v1::Series;
using View = dashboard::v1::Outcome;

constexpr char kHidden[] = "*";

std::string About(const Figure& figure, const std::string& unit) {
  return figure.has_value() ? absl::StrCat("about ", CountText(figure.value(), unit)) : kHidden;
}

std::string ReasonOf(const Figure& figure, const std::string& unit) {
  if (figure.has_value()) {
    return absl::StrCat(About(figure, unit),
                        ". It counts people: numbers are rounded, the status is that of the exact "
                        "ones.");
  }
  const bool few = figure.suppression() != Figure::PROTECTS_OTHERS;
  return absl::StrCat("It counts people: ",
                      few ? "there are too few to show a number"
                          : "a number would tell of others who are too few",
                      ". The status is that of the exact one.");
}

void ReleaseMatrix(const IndicatorResult* released, const std::string& unit, View& view) {
  auto& cells = *view.mutable_matrix();
  for (Cell& cell : cells) {
    cell.clear_value();
    const Series* series = released == nullptr ? nullptr : FindMember(*released, cell.member());
    if (series == nullptr || !series->total().has_value()) continue;
    cell.set_value(series->total().value());
    cell.set_reason(About(series->total(), unit));
  }
  cells.erase(std::remove_if(cells.begin(), cells.end(),
                             [](const Cell& cell) { return !cell.has_value(); }),
              cells.end());
}

}  // namespace

const IndicatorResult* ReleasedAnswers::Find(QuestionPlan::Number number) const {
  const auto it = numbers.find(number);
  return it == numbers.end() ? nullptr : plan.Find(it->second, answers);
}

bool ReleasedAnswers::IsWhole() const {
  return std::all_of(answers.begin(), answers.end(),
                     [](const auto& entry) { return entry.second.status.ok(); });
}

void ReleaseOutcome(const std::vector<RuleFigures>& parts,
                    const std::vector<const IndicatorResult*>& released, View& view) {
  const auto of_people = std::find_if(parts.begin(), parts.end(), [](const RuleFigures& part) {
    return part.indicator != nullptr && part.indicator->counts_people();
  });
  if (of_people == parts.end()) return;
  const IndicatorResult* shown = released[static_cast<size_t>(of_people - parts.begin())];
  const Figure figure = shown == nullptr ? Figure() : shown->overall().total();
  const std::string& unit = of_people->indicator->unit();
  view.clear_value();
  view.clear_numerator();
  view.clear_denominator();
  if (figure.has_value()) view.set_value(figure.value());
  view.set_value_text(About(figure, unit));
  view.set_reason(ReasonOf(figure, unit));
  if (!view.points().empty()) {
    view.clear_points();
    if (shown != nullptr) *view.mutable_points() = shown->overall().points();
  }
  view.clear_items();
  // A signal may tell of a number that is hidden; charts decide on their own what they show.
  view.clear_variation_icon();
  view.clear_assurance_icon();
  ReleaseMatrix(shown, unit, view);
}

void LeaveRecordsOut(dashboard::v1::Dashboard& dashboard) {
  for (auto& pillar : *dashboard.mutable_pillars()) {
    for (View& outcome : *pillar.mutable_outcomes()) outcome.clear_records();
    for (auto& item : *pillar.mutable_initiatives()) {
      if (!item.has_initiative()) continue;
      indicators::v1::Initiative& record = *item.mutable_initiative();
      record.clear_etag();
      record.clear_notes();
      record.clear_tags();
      record.clear_evidence_links();
    }
  }
}

}  // namespace potential::gateway
