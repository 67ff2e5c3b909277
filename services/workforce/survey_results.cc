#include "services/workforce/survey_results.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "services/chassis/records/steps.h"
#include "services/chassis/storage/status_macros.h"
#include "services/measures/wilson.h"
#include "services/chassis/records/record_reading.h"
#include "services/workforce/survey_rules.h"

namespace potential::workforce {
namespace {

using v1::Survey;
using v1::SurveyResults;
using v1::SurveyWave;
using Question = Survey::Question;

constexpr double kPercent = 100;

void AddDistribution(const Question& question, const SurveyTally& tally,
                     SurveyResults::QuestionResult& result) {
  const std::vector<std::string> answers = AnswersOf(question);
  const std::vector<int32_t> counts = tally.Counts(question);
  for (size_t i = 0; i < answers.size(); ++i) {
    const measures::Interval interval = measures::WilsonInterval(counts[i], result.n());
    SurveyResults::Share& share = *result.add_distribution();
    share.set_answer(answers[i]);
    share.set_count(counts[i]);
    share.set_percent(kPercent * counts[i] / result.n());
    share.set_percent_lower(kPercent * interval.lower);
    share.set_percent_upper(kPercent * interval.upper);
  }
}

void AddReleasedTexts(const Question& question, const std::vector<SurveyText>& texts,
                      SurveyResults::QuestionResult& result) {
  int32_t released = 0;
  for (const SurveyText& text : texts) {
    if (text.question != question.id()) continue;
    if (text.verdict != v1::ModerateFreeTextRequest::RELEASE) continue;
    // The order of the random identifiers is a random one.
    if (++released <= kMaxReleasedTexts) result.add_released_texts(text.text);
  }
  result.set_released_text_count(released);
}

SurveyResults::QuestionResult MakeQuestionResult(const Question& question, int32_t threshold,
                                                 const SurveyTally& tally,
                                                 const std::vector<SurveyText>& texts) {
  SurveyResults::QuestionResult result;
  result.set_question_id(question.id());
  result.set_text(question.text());
  result.set_type(question.type());
  const int32_t n = tally.AnswersTo(question);
  if (n < threshold) {
    result.set_suppression(SurveyResults::BELOW_THRESHOLD);
    return result;
  }
  result.set_n(n);
  AddDistribution(question, tally, result);
  if (const std::optional<double> mean = tally.Mean(question)) result.set_mean(*mean);
  if (question.type() == Question::FREE_TEXT) AddReleasedTexts(question, texts, result);
  return result;
}

// Why nothing of the wave may be shown; unspecified if something may.
void Suppress(const SurveyWave& wave, SurveyResults& results) {
  if (wave.state() != SurveyWave::CLOSED) {
    results.set_suppression(SurveyResults::WAVE_NOT_CLOSED);
    results.set_suppression_reason("Results are shown once the wave is closed.");
  } else if (!wave.result_publishable()) {
    results.set_suppression(SurveyResults::BELOW_THRESHOLD);
    results.set_suppression_reason(
        absl::StrCat("Fewer than ", results.threshold(), " people answered: nothing is shown."));
  }
}

absl::StatusOr<SurveyResults> GetSurveyResults(storage::TableReader& tables,
                                               const records::KindTable& kinds,
                                               const rpc::CallContext& call,
                                               const v1::GetSurveyResultsRequest& request) {
  ASSIGN_OR_RETURN(const SurveyWave wave,
                   records::ReadRecord<SurveyWave>(tables, kinds, call.organisation, request.name()));
  ASSIGN_OR_RETURN(const Survey survey,
                   records::ReadRecord<Survey>(tables, kinds, call.organisation, wave.survey()));
  if (!wave.result_publishable()) return MakeResults(survey, wave, SurveyTally(survey), {});
  const WaveKey key = WaveKey::Of(call.organisation, wave.name());
  ASSIGN_OR_RETURN(const SurveyTally tally, TallyWave(tables, key, survey));
  ASSIGN_OR_RETURN(const std::vector<SurveyText> texts, ReadTexts(tables, key));
  return MakeResults(survey, wave, tally, texts);
}

absl::StatusOr<v1::SurveyQuestionnaire> GetSurveyQuestionnaire(
    storage::TableReader& tables, const records::KindTable& kinds, const rpc::CallContext& call,
    const v1::GetSurveyQuestionnaireRequest& request) {
  ASSIGN_OR_RETURN(const SurveyWave wave,
                   records::ReadRecord<SurveyWave>(tables, kinds, call.organisation, request.name()));
  RETURN_IF_ERROR(records::RequireState(wave.state(), {SurveyWave::OPEN}, "answered"));
  ASSIGN_OR_RETURN(const Survey survey,
                   records::ReadRecord<Survey>(tables, kinds, call.organisation, wave.survey()));
  v1::SurveyQuestionnaire questionnaire;
  questionnaire.set_name(wave.name());
  questionnaire.set_title(survey.title());
  questionnaire.set_introduction(survey.introduction());
  *questionnaire.mutable_questions() = survey.questions();
  questionnaire.set_close_date(wave.close_date());
  questionnaire.set_threshold(ThresholdOf(survey));
  return questionnaire;
}

}  // namespace

std::vector<std::string> AnswersOf(const Question& question) {
  switch (question.type()) {
    case Question::LIKERT_5:
      return {"1", "2", "3", "4", "5"};
    case Question::YES_NO:
      return {"yes", "no"};
    default:
      return {};
  }
}

SurveyResults MakeResults(const Survey& survey, const SurveyWave& wave, const SurveyTally& tally,
                          const std::vector<SurveyText>& texts) {
  SurveyResults results;
  results.set_name(wave.name());
  results.set_title(survey.title());
  results.set_wave_number(wave.wave_number());
  results.set_threshold(ThresholdOf(survey));
  results.set_invited(wave.invited());
  Suppress(wave, results);
  if (results.suppression() != SurveyResults::SUPPRESSION_UNSPECIFIED) return results;
  results.set_responses(wave.responses());
  if (wave.invited() > 0) {
    results.set_response_rate_percent(kPercent * wave.responses() / wave.invited());
  }
  if (wave.has_score()) results.set_score(wave.score());
  for (const Question& question : survey.questions()) {
    *results.add_questions() = MakeQuestionResult(question, results.threshold(), tally, texts);
  }
  return results;
}

void BindSurveyResults(rpc::Routes& routes, records::RecordService& records) {
  const records::KindTable& kinds = *records.environment().kinds;
  records.Read<v1::GetSurveyResultsRequest, SurveyResults>(
      routes, "potential.workforce.v1.SurveyService.GetSurveyResults",
      [&kinds](storage::TableReader& tables, const rpc::CallContext& call,
               const v1::GetSurveyResultsRequest& request) {
        return GetSurveyResults(tables, kinds, call, request);
      });
  records.Read<v1::GetSurveyQuestionnaireRequest, v1::SurveyQuestionnaire>(
      routes, "potential.workforce.v1.SurveyService.GetSurveyQuestionnaire",
      [&kinds](storage::TableReader& tables, const rpc::CallContext& call,
               const v1::GetSurveyQuestionnaireRequest& request) {
        return GetSurveyQuestionnaire(tables, kinds, call, request);
      });
}

}  // namespace potential::workforce
