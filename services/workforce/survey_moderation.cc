#include "services/workforce/survey_moderation.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "potential/workforce/v1/survey_service.pb.h"
#include "services/chassis/records/steps.h"
#include "services/chassis/resource/page_token.h"
#include "services/chassis/storage/status_macros.h"
#include "services/workforce/survey_rules.h"
#include "services/workforce/survey_tables.h"

namespace potential::workforce {
namespace {

using records::Transaction;
using v1::ModerateFreeTextRequest;
using v1::ModerateFreeTextResponse;
using v1::Survey;
using v1::SurveyWave;

constexpr char kMethod[] = "potential.workforce.v1.SurveyService.ModerateFreeText";
constexpr int kDefaultPage = 50;
constexpr int kMaxPage = 500;

// The closed wave with results to which the texts belong.
absl::StatusOr<SurveyWave> WaveToModerate(Transaction& transaction, const std::string& name) {
  ASSIGN_OR_RETURN(SurveyWave wave, transaction.Get<SurveyWave>(name));
  RETURN_IF_ERROR(records::RequireState(wave.state(), {SurveyWave::CLOSED}, "moderated"));
  if (!transaction.call().identity.MayWriteTo(wave.service_line())) {
    return resource::PermissionDenied("the caller may write to its own service lines only");
  }
  if (!wave.result_publishable()) {
    return records::Refuse("BELOW_THRESHOLD",
                           "the wave has fewer responses than the threshold of its survey");
  }
  return wave;
}

// The texts of questions with enough answers; the others stay unseen.
absl::StatusOr<std::vector<SurveyText>> VisibleTexts(Transaction& transaction, const WaveKey& key,
                                                     int32_t threshold) {
  ASSIGN_OR_RETURN(std::vector<SurveyText> texts, ReadTexts(transaction.tables(), key));
  std::map<std::string, int32_t> answers;
  for (const SurveyText& text : texts) ++answers[text.question];
  std::erase_if(texts, [&](const SurveyText& text) { return answers[text.question] < threshold; });
  return texts;
}

absl::Status Decide(Transaction& transaction, const WaveKey& key,
                    const ModerateFreeTextRequest& request, std::vector<SurveyText>& texts) {
  std::map<std::string, SurveyText*> by_id;
  for (SurveyText& text : texts) by_id[text.id] = &text;
  std::set<std::string> decided;
  for (int i = 0; i < request.decisions_size(); ++i) {
    const ModerateFreeTextRequest::Decision& decision = request.decisions(i);
    const auto text = by_id.find(decision.text_id());
    if (text == by_id.end()) return resource::NotFound(decision.text_id());
    if (!decided.insert(decision.text_id()).second) {
      return resource::InvalidArgument(absl::StrCat("decisions[", i, "].text_id"),
                                       "is decided above already");
    }
    text->second->verdict = decision.verdict();
    RETURN_IF_ERROR(PutText(transaction.tables(), key, *text->second));
  }
  // Results have changed, though no record has.
  return decided.empty() ? absl::OkStatus() : transaction.NoteFacts("surveyWaves");
}

void CountVerdicts(const std::vector<SurveyText>& texts, ModerateFreeTextResponse& response) {
  int32_t released = 0;
  int32_t withheld = 0;
  for (const SurveyText& text : texts) {
    released += text.verdict == ModerateFreeTextRequest::RELEASE ? 1 : 0;
    withheld += text.verdict == ModerateFreeTextRequest::WITHHOLD ? 1 : 0;
  }
  response.set_released_count(released);
  response.set_withheld_count(withheld);
  response.set_undecided_count(static_cast<int32_t>(texts.size()) - released - withheld);
}

// Adds the page of `texts`, which are in the order of their ids, and says whether more follow.
bool AddPage(const std::vector<SurveyText>& texts, const std::string& after,
             const ModerateFreeTextRequest& request, ModerateFreeTextResponse& response) {
  const int size =
      request.page_size() == 0 ? kDefaultPage : std::min(request.page_size(), kMaxPage);
  for (const SurveyText& text : texts) {
    const bool decided = text.verdict != ModerateFreeTextRequest::VERDICT_UNSPECIFIED;
    if (text.id <= after || (decided && !request.show_decided())) continue;
    if (response.texts_size() == size) return true;
    ModerateFreeTextResponse::Text& shown = *response.add_texts();
    shown.set_text_id(text.id);
    shown.set_question_id(text.question);
    shown.set_text(text.text);
    shown.set_verdict(text.verdict);
  }
  return false;
}

class Moderation {
 public:
  explicit Moderation(records::RecordService& records)
      : tokens_(records.store().Secret()),
        columns_(*records.environment().kinds->FindRecord(SurveyWave::descriptor())->columns) {}

  absl::StatusOr<ModerateFreeTextResponse> Moderate(Transaction& transaction,
                                                    const ModerateFreeTextRequest& request) const {
    if (request.page_size() < 0) {
      return resource::InvalidArgument("page_size", "must not be negative");
    }
    const resource::PageScope scope = {.method = kMethod,
                                       .organisation = transaction.organisation(),
                                       .parent = request.name(),
                                       .filter = request.show_decided() ? "all" : "undecided",
                                       .order_by = ""};
    storage::Row after;
    if (!request.page_token().empty()) {
      ASSIGN_OR_RETURN(after, tokens_.Decode(scope, request.page_token(), columns_, {}));
    }
    ASSIGN_OR_RETURN(const SurveyWave wave, WaveToModerate(transaction, request.name()));
    ASSIGN_OR_RETURN(const Survey survey, transaction.Get<Survey>(wave.survey()));
    const WaveKey key = WaveKey::Of(transaction.organisation(), wave.name());
    ASSIGN_OR_RETURN(std::vector<SurveyText> texts,
                     VisibleTexts(transaction, key, ThresholdOf(survey)));
    RETURN_IF_ERROR(Decide(transaction, key, request, texts));
    ModerateFreeTextResponse response;
    CountVerdicts(texts, response);
    if (AddPage(texts, after.id, request, response)) {
      const std::string& last = response.texts().rbegin()->text_id();
      response.set_next_page_token(tokens_.Encode(scope, {.id = last, .values = {}}));
    }
    return response;
  }

 private:
  const resource::PageTokens tokens_;
  const resource::ColumnPlan& columns_;
};

}  // namespace

void BindSurveyModeration(rpc::Routes& routes, records::RecordService& records) {
  records.Write<ModerateFreeTextRequest, ModerateFreeTextResponse>(
      routes, kMethod,
      [moderation = std::make_shared<const Moderation>(records)](
          Transaction& transaction, const ModerateFreeTextRequest& request) {
        return moderation->Moderate(transaction, request);
      });
}

}  // namespace potential::workforce
