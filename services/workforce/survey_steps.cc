#include "services/workforce/survey_steps.h"

#include <string>

#include "potential/workforce/v1/survey_service.pb.h"
#include "services/chassis/records/dated_step.h"
#include "services/chassis/records/step_binder.h"
#include "services/chassis/records/steps.h"
#include "services/chassis/storage/status_macros.h"
#include "services/workforce/numbering.h"
#include "services/workforce/survey_rules.h"
#include "services/workforce/survey_tables.h"
#include "services/workforce/survey_tally.h"

namespace potential::workforce {
namespace {

using records::Refuse;
using records::RequireState;
using records::StepDate;
using records::Transaction;
using storage::Predicate;
using v1::Survey;
using v1::SurveyWave;

// Whether a wave of the survey, but this one, is OPEN.
absl::StatusOr<bool> AnyOpenWave(const std::string& survey, const std::string& but,
                                 Transaction& transaction) {
  return transaction.AnyOther<SurveyWave>(
      Predicate::All(
          {Predicate::Eq("survey", survey), Predicate::Eq("state", std::string("OPEN"))}),
      but);
}

absl::Status ActivateSurvey(Transaction&, const v1::ActivateSurveyRequest&, Survey& survey) {
  RETURN_IF_ERROR(RequireState(survey.state(), {Survey::DRAFT}, "activated"));
  if (survey.questions().empty()) {
    return Refuse("NO_QUESTIONS", "the survey has no questions; add one first");
  }
  survey.set_state(Survey::ACTIVE);
  return absl::OkStatus();
}

absl::Status RetireSurvey(Transaction& transaction, const v1::RetireSurveyRequest&,
                          Survey& survey) {
  RETURN_IF_ERROR(RequireState(survey.state(), {Survey::ACTIVE}, "retired"));
  ASSIGN_OR_RETURN(const bool open, AnyOpenWave(survey.name(), "", transaction));
  if (open) return Refuse("WAVE_OPEN", "a wave of the survey is OPEN; close it first");
  survey.set_state(Survey::RETIRED);
  return absl::OkStatus();
}

absl::Status OpenSurveyWave(Transaction& transaction, const v1::OpenSurveyWaveRequest&,
                            SurveyWave& wave) {
  RETURN_IF_ERROR(RequireState(wave.state(), {SurveyWave::PLANNED}, "opened"));
  const absl::StatusOr<Survey> survey = transaction.Get<Survey>(wave.survey());
  if (!survey.ok() && !absl::IsNotFound(survey.status())) return survey.status();
  if (!survey.ok() || survey->state() != Survey::ACTIVE) {
    return Refuse("SURVEY_NOT_ACTIVE", "the survey of the wave is not ACTIVE");
  }
  ASSIGN_OR_RETURN(const bool open, AnyOpenWave(wave.survey(), wave.name(), transaction));
  if (open) return Refuse("WAVE_OPEN", "another wave of the survey is OPEN; close it first");
  if (wave.open_date() > records::TodayText(transaction)) {
    return Refuse("DATE_IN_FUTURE", "the open date is in the future; change it or wait");
  }
  ASSIGN_OR_RETURN(const int32_t latest,
                   HighestNumber(SurveyWave::descriptor(), "wave_number",
                                 Predicate::Eq("survey", wave.survey()), transaction));
  wave.set_wave_number(latest + 1);
  wave.set_state(SurveyWave::OPEN);
  return absl::OkStatus();
}

absl::Status ExtendSurveyWave(Transaction&, const v1::ExtendSurveyWaveRequest& request,
                              SurveyWave& wave) {
  RETURN_IF_ERROR(RequireState(wave.state(), {SurveyWave::OPEN}, "extended"));
  wave.set_close_date(request.close_date());
  return absl::OkStatus();
}

absl::Status CloseSurveyWave(Transaction& transaction, const v1::CloseSurveyWaveRequest& request,
                             SurveyWave& wave) {
  RETURN_IF_ERROR(RequireState(wave.state(), {SurveyWave::OPEN}, "closed"));
  ASSIGN_OR_RETURN(const std::string day,
                   StepDate(request.closed_date(), "closed_date", transaction));
  RETURN_IF_ERROR(
      records::RequireNotBefore(day, {wave.open_date(), "the open date"}, "closed_date"));
  ASSIGN_OR_RETURN(const Survey survey, transaction.Get<Survey>(wave.survey()));
  wave.set_state(SurveyWave::CLOSED);
  wave.set_closed_date(day);
  // The answer to a mere validation tells nothing of a wave that stays open: who watched it from
  // one response to the next would learn what each respondent said.
  if (request.validate_only()) return absl::OkStatus();
  const WaveKey key = WaveKey::Of(transaction.organisation(), wave.name());
  ASSIGN_OR_RETURN(const SurveyTally tally, TallyWave(transaction.tables(), key, survey));
  const int32_t threshold = ThresholdOf(survey);
  wave.set_result_publishable(tally.responses() >= threshold);
  if (wave.result_publishable()) {
    wave.set_responses(tally.responses());
    const std::optional<double> score = tally.Score(threshold);
    if (score) wave.set_score(*score);
  }
  return EraseTokens(transaction.tables(), key);
}

absl::StatusOr<v1::IssueSurveyInvitationsResponse> IssueSurveyInvitations(
    Transaction& transaction, const v1::IssueSurveyInvitationsRequest& request) {
  ASSIGN_OR_RETURN(SurveyWave wave, transaction.Get<SurveyWave>(request.name()));
  if (!request.etag().empty() && request.etag() != wave.etag()) {
    return resource::EtagMismatch(wave.name());
  }
  RETURN_IF_ERROR(
      RequireState(wave.state(), {SurveyWave::PLANNED, SurveyWave::OPEN}, "given invitations"));
  const WaveKey key = WaveKey::Of(transaction.organisation(), wave.name());
  v1::IssueSurveyInvitationsResponse response;
  for (int i = 0; i < request.count(); ++i) {
    response.add_tokens(NewToken());
    RETURN_IF_ERROR(PutToken(transaction.tables(), key, response.tokens(i)));
  }
  wave.set_invited(wave.invited() + request.count());
  RETURN_IF_ERROR(transaction.Save(wave));
  response.set_invited(wave.invited());
  return response;
}

}  // namespace

void BindSurveySteps(rpc::Routes& routes, records::RecordService& records) {
  const records::StepBinder bind(routes, records, "potential.workforce.v1.SurveyService");
  bind("ActivateSurvey", ActivateSurvey);
  bind("RetireSurvey", RetireSurvey);
  bind("OpenSurveyWave", OpenSurveyWave);
  bind("ExtendSurveyWave", ExtendSurveyWave);
  bind("CloseSurveyWave", CloseSurveyWave);
  records.Write<v1::IssueSurveyInvitationsRequest, v1::IssueSurveyInvitationsResponse>(
      routes, "potential.workforce.v1.SurveyService.IssueSurveyInvitations",
      IssueSurveyInvitations);
}

}  // namespace potential::workforce
