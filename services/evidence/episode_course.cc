#include "services/evidence/episode_course.h"

#include "potential/evidence/v1/outcome_standard.pb.h"

namespace potential::evidence {

using measures::Day;
using measures::Month;
using measures::PairedChange;
using v1::OutcomeStandard;

EpisodeCourse::EpisodeCourse(const std::string& tool)
    : rule_(measures::PublishedReliableChange(tool)) {}

std::vector<std::string> EpisodeCourse::Columns() {
  return {"date", "phase", "service_line", "ot_service", "illustrative", "score"};
}

void EpisodeCourse::Add(const indicators::Cells& score) {
  const std::optional<Day> day = score.Date(0);
  if (!day) return;  // the field rules admit none
  if (!first_) {
    first_ = day;
    service_line_ = score.Text(2);
    ot_service_ = score.Text(3);
  }
  illustrative_ = illustrative_ || score.Flag(4);
  AddPhase(*day, score.Text(1), score.Number(5));
  known_[measures::MonthOf(*day)] = Known();
}

void EpisodeCourse::AddPhase(Day day, const std::string& phase, double score) {
  const Taken taken = {
      .day = day,
      .at_discharge = phase == OutcomeStandard::Phase_Name(OutcomeStandard::DISCHARGE),
      .score = score};
  if (phase == OutcomeStandard::Phase_Name(OutcomeStandard::BASELINE)) {
    if (!baseline_) baseline_ = taken;
    return;
  }
  if (!baseline_ || day <= baseline_->day) return;
  // A review on the day of the discharge comes before it.
  if (last_ && last_->day == day && last_->at_discharge && !taken.at_discharge) return;
  last_ = taken;
}

EpisodeFigures EpisodeCourse::Known() const {
  EpisodeFigures known{.episodes = 1, .baselines = baseline_ ? 1.0 : 0.0};
  if (!last_) return known;
  known.pairs = 1;
  known.change = last_->score - baseline_->score;
  known.change_squared = known.change * known.change;
  if (!rule_) return known;
  const auto judged = measures::JudgePair(baseline_->score, last_->score, *rule_);
  if (!judged.ok()) return known;
  known.improved = judged.value() == PairedChange::kImprovement ? 1 : 0;
  known.deteriorated = judged.value() == PairedChange::kDeterioration ? 1 : 0;
  known.unchanged = judged.value() == PairedChange::kNoChange ? 1 : 0;
  return known;
}

std::map<Month, EpisodeFigures> EpisodeCourse::Additions() const {
  std::map<Month, EpisodeFigures> additions;
  EpisodeFigures before;
  for (const auto& [month, known] : known_) {
    if (known != before) additions.emplace(month, known - before);
    before = known;
  }
  return additions;
}

}  // namespace potential::evidence
