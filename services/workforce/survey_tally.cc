#include "services/workforce/survey_tally.h"

#include <algorithm>
#include <numeric>
#include <set>
#include <utility>

#include "services/chassis/storage/status_macros.h"

namespace potential::workforce {
namespace {

using Question = v1::Survey::Question;

// Values that stand for the possible answers, in their order.
std::vector<int> ValuesOf(const Question& question) {
  switch (question.type()) {
    case Question::LIKERT_5:
      return {1, 2, 3, 4, 5};
    case Question::YES_NO:
      return {1, 0};
    default:
      return {};
  }
}

}  // namespace

void SurveyTally::AddResponse(const ClosedAnswers& answers) {
  ++responses_;
  ClosedAnswers scored;
  for (const Question& question : survey_.questions()) {
    const auto answer = answers.find(question.id());
    if (answer == answers.end()) continue;
    const int value = answer->second;
    const std::vector<int> values = ValuesOf(question);
    if (std::find(values.begin(), values.end(), value) == values.end()) continue;
    ++closed_[question.id()][static_cast<size_t>(value)];
    if (question.score()) scored[question.id()] = question.higher_is_better() ? value : 6 - value;
  }
  if (!scored.empty()) scored_.push_back(std::move(scored));
}

int32_t SurveyTally::AnswersTo(const Question& question) const {
  if (question.type() == Question::FREE_TEXT) {
    const auto texts = texts_.find(question.id());
    return texts == texts_.end() ? 0 : texts->second;
  }
  const std::vector<int32_t> counts = Counts(question);
  return std::accumulate(counts.begin(), counts.end(), 0);
}

std::vector<int32_t> SurveyTally::Counts(const Question& question) const {
  const auto found = closed_.find(question.id());
  std::vector<int32_t> counts;
  for (const int value : ValuesOf(question)) {
    counts.push_back(found == closed_.end() ? 0 : found->second[static_cast<size_t>(value)]);
  }
  return counts;
}

std::optional<double> SurveyTally::Mean(const Question& question) const {
  const int32_t n = AnswersTo(question);
  if (question.type() != Question::LIKERT_5 || n == 0) return std::nullopt;
  const std::vector<int32_t> counts = Counts(question);
  double sum = 0;
  for (size_t i = 0; i < counts.size(); ++i) sum += static_cast<double>(i + 1) * counts[i];
  return sum / n;
}

std::optional<double> SurveyTally::Score(int32_t least) const {
  std::set<std::string> shown;
  for (const Question& question : survey_.questions()) {
    if (question.score() && AnswersTo(question) >= least) shown.insert(question.id());
  }
  int32_t respondents = 0;
  double scores = 0;
  for (const ClosedAnswers& answers : scored_) {
    int count = 0;
    int sum = 0;
    for (const auto& [question, value] : answers) {
      if (!shown.contains(question)) continue;
      ++count;
      sum += value;
    }
    if (count == 0) continue;
    ++respondents;
    scores += static_cast<double>(sum) / count;
  }
  if (respondents == 0) return std::nullopt;
  return scores / respondents;
}

absl::StatusOr<SurveyTally> TallyWave(storage::TableReader& tables, const WaveKey& key,
                                      const v1::Survey& survey) {
  SurveyTally tally(survey);
  RETURN_IF_ERROR(ForEachResponse(
      tables, key, [&tally](const ClosedAnswers& answers) { tally.AddResponse(answers); }));
  ASSIGN_OR_RETURN(const std::vector<SurveyText> texts, ReadTexts(tables, key));
  for (const SurveyText& text : texts) tally.AddText(text.question);
  return tally;
}

}  // namespace potential::workforce
