// Where invitations and answers are kept: three tables that are no records. Nothing in them tells
// who, when or in which order, and nothing connects them with each other:
//
//   survey_tokens   id: SHA-256 of a token, in hexadecimal; its wave; whether it is spent
//   survey_answers  id: random; the wave and the closed answers of one respondent
//   survey_texts    id: random; the wave, the question, one text, and what a moderator decided
//
// The tables are anonymous in the sense of storage::Table. Tokens go when their wave is closed.

#ifndef POTENTIAL_SERVICES_WORKFORCE_SURVEY_TABLES_H_
#define POTENTIAL_SERVICES_WORKFORCE_SURVEY_TABLES_H_

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "potential/workforce/v1/survey_service.pb.h"
#include "services/chassis/storage/store.h"

namespace potential::workforce {

// All three, for the schema.
std::vector<storage::Table> SurveyTables();

// Which wave of which organisation, for all functions below.
struct WaveKey {
  std::string organisation;
  std::string wave;  // last segment of the wave's name

  static WaveKey Of(const std::string& organisation, absl::string_view wave_name);
};

// 26 characters of `a-z2-7`, 130 bits of the operating system's random source: a token, or the id
// of answers or of a text.
std::string NewToken();
absl::Status PutToken(storage::TableWriter& tables, const WaveKey& key, const std::string& token);
// PERMISSION_DENIED, the same for both, if the wave has no such token or it is spent.
absl::Status SpendToken(storage::TableWriter& tables, const WaveKey& key, const std::string& token);
absl::Status EraseTokens(storage::TableWriter& tables, const WaveKey& key);

// Closed answers of one respondent by question: 1 to 5, or 1 for yes and 0 for no.
using ClosedAnswers = std::map<std::string, int>;

struct SurveyText {
  std::string id;
  std::string question;
  std::string text;
  v1::ModerateFreeTextRequest::Verdict verdict = v1::ModerateFreeTextRequest::VERDICT_UNSPECIFIED;
};

// `id` is random and new. A respondent without closed answers has a row all the same: it counts.
absl::Status PutAnswers(storage::TableWriter& tables, const WaveKey& key, const std::string& id,
                        const ClosedAnswers& answers);
absl::Status PutText(storage::TableWriter& tables, const WaveKey& key, const SurveyText& text);

// Calls `visit` for each respondent, in the order of the random ids.
absl::Status ForEachResponse(storage::TableReader& tables, const WaveKey& key,
                             const std::function<void(const ClosedAnswers&)>& visit);
// All texts, in the order of the random ids.
absl::StatusOr<std::vector<SurveyText>> ReadTexts(storage::TableReader& tables, const WaveKey& key);

}  // namespace potential::workforce

#endif  // POTENTIAL_SERVICES_WORKFORCE_SURVEY_TABLES_H_
