#include "services/workforce/survey_submission.h"

#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/empty.pb.h"
#include "services/chassis/records/steps.h"
#include "services/chassis/resource/field_rules.h"
#include "services/chassis/storage/status_macros.h"
#include "services/workforce/survey_tables.h"

namespace potential::workforce {
namespace {

using google::protobuf::RepeatedPtrField;
using records::Transaction;
using v1::Survey;
using v1::SurveyAnswer;
using v1::SurveyWave;
using Question = Survey::Question;

constexpr char kMethod[] = "potential.workforce.v1.SurveyService.SubmitSurveyResponse";

// The field of an answer, and the type of question that it answers.
struct Given {
  const char* field;
  Question::Type type;
};

Given GivenBy(const SurveyAnswer& answer) {
  switch (answer.value_case()) {
    case SurveyAnswer::kLikert:
      return {"likert", Question::LIKERT_5};
    case SurveyAnswer::kYesNo:
      return {"yes_no", Question::YES_NO};
    case SurveyAnswer::kText:
      return {"text", Question::FREE_TEXT};
    case SurveyAnswer::VALUE_NOT_SET:
      break;
  }
  return {"value", Question::TYPE_UNSPECIFIED};
}

// What is wrong with the answer's value, as a path within the answer and a description.
std::vector<resource::FieldViolation> CheckValue(const Question& question,
                                                 const SurveyAnswer& answer,
                                                 const std::string& path) {
  const Given given = GivenBy(answer);
  const std::string field = absl::StrCat(path, ".", given.field);
  if (given.type == Question::TYPE_UNSPECIFIED) {
    return {{field, "is required; leave out a question that is not answered"}};
  }
  if (given.type != question.type()) {
    return {{field, absl::StrCat("does not answer a question of type ",
                                 Question::Type_Name(question.type()))}};
  }
  if (given.type == Question::FREE_TEXT && absl::StripAsciiWhitespace(answer.text()).empty()) {
    return {{field, "is empty; leave out a question that is not answered"}};
  }
  return {};
}

absl::Status StoreAnswers(Transaction& transaction, const WaveKey& key,
                          const RepeatedPtrField<SurveyAnswer>& answers) {
  ClosedAnswers closed;
  for (const SurveyAnswer& answer : answers) {
    if (answer.has_likert()) closed[answer.question_id()] = answer.likert();
    if (answer.has_yes_no()) closed[answer.question_id()] = answer.yes_no() ? 1 : 0;
    if (!answer.has_text()) continue;
    RETURN_IF_ERROR(
        PutText(transaction.tables(), key,
                {.id = NewToken(), .question = answer.question_id(), .text = answer.text()}));
  }
  return PutAnswers(transaction.tables(), key, NewToken(), closed);
}

absl::Status Submit(Transaction& transaction, const v1::SubmitSurveyResponseRequest& request) {
  ASSIGN_OR_RETURN(const SurveyWave wave, transaction.Get<SurveyWave>(request.name()));
  RETURN_IF_ERROR(records::RequireState(wave.state(), {SurveyWave::OPEN}, "answered"));
  const WaveKey key = WaveKey::Of(transaction.organisation(), wave.name());
  RETURN_IF_ERROR(SpendToken(transaction.tables(), key, request.token()));
  ASSIGN_OR_RETURN(const Survey survey, transaction.Get<Survey>(wave.survey()));
  const std::vector<resource::FieldViolation> wrong = CheckAnswers(survey, request.answers());
  if (!wrong.empty()) return resource::InvalidArgument(wrong);
  return StoreAnswers(transaction, key, request.answers());
}

// The rules of the request; null if they contradict themselves, which refuses every call.
std::shared_ptr<const resource::FieldRulesPlan> RequestRules() {
  absl::StatusOr<resource::FieldRulesPlan> plan =
      resource::FieldRulesPlan::For(*v1::SubmitSurveyResponseRequest::descriptor());
  if (!plan.ok()) return nullptr;
  return std::make_shared<const resource::FieldRulesPlan>(*std::move(plan));
}

}  // namespace

std::vector<resource::FieldViolation> CheckAnswers(const Survey& survey,
                                                   const RepeatedPtrField<SurveyAnswer>& answers) {
  std::map<std::string, const Question*> questions;
  for (const Question& question : survey.questions()) questions[question.id()] = &question;
  std::vector<resource::FieldViolation> wrong;
  std::set<std::string> answered;
  for (int i = 0; i < answers.size(); ++i) {
    const std::string path = absl::StrCat("answers[", i, "]");
    const std::string& id = answers[i].question_id();
    const auto question = questions.find(id);
    if (question == questions.end()) {
      wrong.push_back({path + ".question_id", "is no question of the survey"});
    } else if (!answered.insert(id).second) {
      wrong.push_back({path + ".question_id", "is answered above already"});
    } else {
      for (resource::FieldViolation& violation : CheckValue(*question->second, answers[i], path)) {
        wrong.push_back(std::move(violation));
      }
    }
  }
  return wrong;
}

void BindSurveySubmission(rpc::Routes& routes, records::RecordService& records) {
  routes.ExpectTypes(kMethod, v1::SubmitSurveyResponseRequest::descriptor(),
                     google::protobuf::Empty::descriptor());
  routes.BindUnary(kMethod, [&records, rules = RequestRules()](
                                rpc::ContextPtr call, rpc::RequestPtr request, rpc::Reply reply) {
    if (rules == nullptr) return reply(resource::Internal());
    const auto wrong = rules->Check(*request, {.organisation = call->organisation});
    if (!wrong.empty()) return reply(resource::InvalidArgument(wrong));
    records.store().Write(
        [&records, call, request](storage::TableWriter& tables) {
          const records::RecordEnvironment& environment = records.environment();
          if (environment.clock->Now() > call->deadline) return resource::DeadlineExceeded();
          Transaction transaction(tables, *call, environment);
          return Submit(transaction, static_cast<const v1::SubmitSurveyResponseRequest&>(*request));
        },
        [reply = std::move(reply)](const absl::Status& status) {
          if (!status.ok()) return reply(resource::FromStorage(status));
          reply(rpc::Answer{rpc::Serialize(google::protobuf::Empty())});
        });
  });
}

}  // namespace potential::workforce
