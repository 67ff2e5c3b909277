#include "services/workforce/survey_rules.h"

#include <algorithm>
#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "services/chassis/records/steps.h"
#include "services/chassis/storage/status_macros.h"

namespace potential::workforce {
namespace {

using records::Transaction;
using records::Violations;
using v1::Survey;
using v1::SurveyWave;

void CheckQuestion(const Survey::Question& question, const std::string& path,
                   Violations& violations) {
  if (question.type() == Survey::Question::LIKERT_5) return;
  violations.Require(!question.score(), path + ".score", "is accepted for LIKERT_5 only");
  violations.Require(question.low_label().empty(), path + ".low_label",
                     "is accepted for LIKERT_5 only");
  violations.Require(question.high_label().empty(), path + ".high_label",
                     "is accepted for LIKERT_5 only");
}

}  // namespace

int32_t ThresholdOf(const Survey& survey) { return std::max(kLeastThreshold, survey.threshold()); }

absl::Status CheckSurvey(const Survey& next, const Survey*, Transaction&, Violations& violations) {
  std::set<std::string> ids;
  for (int i = 0; i < next.questions_size(); ++i) {
    const std::string path = absl::StrCat("questions[", i, "]");
    violations.Require(ids.insert(next.questions(i).id()).second, path + ".id",
                       "is the identifier of another question already");
    CheckQuestion(next.questions(i), path, violations);
  }
  return absl::OkStatus();
}

absl::Status DeriveSurveyWave(SurveyWave& next, const SurveyWave*, Transaction& transaction) {
  if (next.state() == SurveyWave::CLOSED) return absl::OkStatus();
  const absl::StatusOr<Survey> survey = transaction.Get<Survey>(next.survey());
  // A survey that does not exist is reported with the other references.
  if (absl::IsNotFound(survey.status())) return absl::OkStatus();
  if (!survey.ok()) return survey.status();
  next.set_survey_topic(survey->topic());
  next.set_service_line(survey->service_line());
  return absl::OkStatus();
}

absl::Status CheckSurveyWave(const SurveyWave& next, const SurveyWave* previous,
                             Transaction& transaction, Violations& violations) {
  records::CheckOrder(next.open_date(), next.close_date(), "close_date", "open_date", violations);
  if (previous != nullptr) return absl::OkStatus();
  ASSIGN_OR_RETURN(const Survey survey, transaction.Get<Survey>(next.survey()));
  if (survey.state() != Survey::RETIRED) return absl::OkStatus();
  return records::Refuse("SURVEY_RETIRED", "the survey is RETIRED; no wave of it can be asked");
}

}  // namespace potential::workforce
