#include "gateway/cli/sample_answers.h"

#include <string>
#include <vector>

#include "gateway/cli/fields.h"
#include "gateway/cli/json.h"
#include "gateway/cli/outcome.h"
#include "services/chassis/storage/status_macros.h"

namespace potential::cli {
namespace {

using google::protobuf::Struct;
using google::protobuf::Value;

constexpr char kIssueInvitations[] = "potential.workforce.v1.SurveyService/IssueSurveyInvitations";
constexpr char kSubmitResponse[] = "potential.workforce.v1.SurveyService/SubmitSurveyResponse";

absl::StatusOr<bool> IsOpen(Api& api, const std::string& wave) {
  ASSIGN_OR_RETURN(const std::string json, api.ReadJson(wave));
  Struct record;
  RETURN_IF_ERROR(FromJson(json, &record));
  return (*record.mutable_fields())["state"].string_value() == "OPEN";
}

absl::StatusOr<std::vector<std::string>> Invite(Api& api, const std::string& wave, int count) {
  Struct request;
  (*request.mutable_fields())["name"].set_string_value(wave);
  (*request.mutable_fields())["count"].set_number_value(count);
  ASSIGN_OR_RETURN(const std::string json,
                   api.CallJson(kIssueInvitations, ToJson(request, JsonStyle::kCompact)));
  Struct answer;
  RETURN_IF_ERROR(FromJson(json, &answer));
  std::vector<std::string> tokens;
  for (const Value& token : (*answer.mutable_fields())["tokens"].list_value().values()) {
    tokens.push_back(token.string_value());
  }
  return tokens;
}

absl::Status Submit(Api& api, const std::string& wave, const std::string& token,
                    const Value& answers) {
  Struct request;
  (*request.mutable_fields())["name"].set_string_value(wave);
  (*request.mutable_fields())["token"].set_string_value(token);
  (*request.mutable_fields())["answers"] = answers;
  return api.CallJson(kSubmitResponse, ToJson(request, JsonStyle::kCompact)).status();
}

// The answers of each respondent, in the order of the line.
absl::StatusOr<std::vector<const Value*>> Respondents(Fields& fields) {
  std::vector<const Value*> respondents;
  for (const Struct* object : fields.Objects("respondents")) {
    Fields group(*object, "respondents");
    const int count = group.Whole("count", 1);
    const Value& answers = group.Any("answers");
    RETURN_IF_ERROR(group.Done());
    respondents.insert(respondents.end(), static_cast<size_t>(count), &answers);
  }
  return respondents;
}

}  // namespace

absl::Status AnswerWave(Api& api, const Struct& line, Tally& tally) {
  Fields fields(line, "line");
  const std::string wave = fields.Text("answer");
  const int invited = fields.Whole("invited", 1);
  const absl::StatusOr<std::vector<const Value*>> respondents = Respondents(fields);
  if (!respondents.ok()) return AsUsageError(respondents.status());
  if (absl::Status done = fields.Done(); !done.ok()) return AsUsageError(done);
  ASSIGN_OR_RETURN(const bool open, IsOpen(api, wave));
  if (!open) {
    ++tally.skipped;
    return absl::OkStatus();
  }
  ASSIGN_OR_RETURN(const std::vector<std::string> tokens, Invite(api, wave, invited));
  ++tally.calls;
  if (respondents->size() > tokens.size()) return UsageError("more respondents than invited");
  for (size_t i = 0; i < respondents->size(); ++i) {
    RETURN_IF_ERROR(Submit(api, wave, tokens[i], *(*respondents)[i]));
    ++tally.calls;
  }
  return absl::OkStatus();
}

}  // namespace potential::cli
