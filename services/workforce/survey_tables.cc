#include "services/workforce/survey_tables.h"

#include <openssl/sha.h>

#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/chassis/resource/names.h"
#include "services/chassis/resource/violation.h"
#include "services/chassis/storage/random.h"
#include "services/chassis/storage/status_macros.h"

namespace potential::workforce {
namespace {

using storage::ColumnType;
using storage::Row;
using storage::Table;
using storage::Value;
using Verdict = v1::ModerateFreeTextRequest::Verdict;

constexpr size_t kTokenLength = 26;
constexpr int64_t kPage = 1000;

const Table& Tokens() {
  static const Table* const table =
      new Table{.name = "survey_tokens",
                .columns = {{"wave", ColumnType::kText}, {"spent", ColumnType::kInteger}},
                .indexes = {{"wave"}},
                .anonymous = true};
  return *table;
}

const Table& Answers() {
  static const Table* const table =
      new Table{.name = "survey_answers",
                .columns = {{"wave", ColumnType::kText}, {"answers", ColumnType::kList}},
                .indexes = {{"wave"}},
                .anonymous = true};
  return *table;
}

const Table& Texts() {
  static const Table* const table = new Table{.name = "survey_texts",
                                              .columns = {{"wave", ColumnType::kText},
                                                          {"question", ColumnType::kText},
                                                          {"text", ColumnType::kText},
                                                          {"verdict", ColumnType::kText}},
                                              .indexes = {{"wave"}},
                                              .anonymous = true};
  return *table;
}

std::string HashOf(const std::string& token) {
  std::string digest(SHA256_DIGEST_LENGTH, '\0');
  SHA256(reinterpret_cast<const unsigned char*>(token.data()), token.size(),
         reinterpret_cast<unsigned char*>(digest.data()));
  return absl::BytesToHexString(digest);
}

const std::string& TextCell(const Row& row, size_t column) {
  return std::get<std::string>(row.values[column]);
}

Row TokenRow(const WaveKey& key, std::string hash, bool spent) {
  return {.id = std::move(hash), .values = {key.wave, int64_t{spent}}};
}

// Rows of the wave, page by page, each page whole in memory before it is visited.
absl::Status ForEachRow(storage::TableReader& tables, const Table& table, const WaveKey& key,
                        const std::function<absl::Status(const Row&)>& visit) {
  storage::Query query{.where = storage::Predicate::Eq("wave", key.wave), .limit = kPage};
  while (true) {
    ASSIGN_OR_RETURN(const std::vector<Row> rows, tables.Select(table, key.organisation, query));
    for (const Row& row : rows) RETURN_IF_ERROR(visit(row));
    if (rows.size() < static_cast<size_t>(kPage)) return absl::OkStatus();
    query.after = Row{.id = rows.back().id, .values = {}};
  }
}

ClosedAnswers ReadAnswers(const Row& row) {
  ClosedAnswers answers;
  const std::string* list = std::get_if<std::string>(&row.values[1]);
  if (list == nullptr) return answers;
  for (const std::string& item : storage::DecodeList(*list)) {
    const std::pair<std::string, std::string> parts = absl::StrSplit(item, '=');
    int value = 0;
    if (absl::SimpleAtoi(parts.second, &value)) answers[parts.first] = value;
  }
  return answers;
}

}  // namespace

std::vector<Table> SurveyTables() { return {Tokens(), Answers(), Texts()}; }

WaveKey WaveKey::Of(const std::string& organisation, absl::string_view wave_name) {
  return {organisation, std::string(wave_name.substr(wave_name.rfind('/') + 1))};
}

std::string NewToken() {
  const storage::RandomFunction random = storage::SystemRandom();
  return absl::StrCat(resource::NewId(random), resource::NewId(random)).substr(0, kTokenLength);
}

absl::Status PutToken(storage::TableWriter& tables, const WaveKey& key, const std::string& token) {
  return tables.Put(Tokens(), key.organisation, TokenRow(key, HashOf(token), false));
}

absl::Status SpendToken(storage::TableWriter& tables, const WaveKey& key,
                        const std::string& token) {
  const std::string hash = HashOf(token);
  ASSIGN_OR_RETURN(const std::optional<Row> row, tables.Get(Tokens(), key.organisation, hash));
  if (!row || *row != TokenRow(key, hash, false)) {
    return resource::PermissionDenied(
        "the invitation does not allow an answer: it is unknown or has been used");
  }
  return tables.Put(Tokens(), key.organisation, TokenRow(key, hash, true));
}

absl::Status EraseTokens(storage::TableWriter& tables, const WaveKey& key) {
  return ForEachRow(tables, Tokens(), key, [&](const Row& row) {
    return tables.Erase(Tokens(), key.organisation, row.id);
  });
}

absl::Status PutAnswers(storage::TableWriter& tables, const WaveKey& key, const std::string& id,
                        const ClosedAnswers& answers) {
  std::vector<std::string> items;
  for (const auto& [question, value] : answers) {
    items.push_back(absl::StrCat(question, "=", value));
  }
  Value list;
  if (!items.empty()) list = storage::EncodeList(items);
  return tables.Put(Answers(), key.organisation, {.id = id, .values = {key.wave, list}});
}

absl::Status PutText(storage::TableWriter& tables, const WaveKey& key, const SurveyText& text) {
  return tables.Put(Texts(), key.organisation,
                    {.id = text.id,
                     .values = {key.wave, text.question, text.text,
                                v1::ModerateFreeTextRequest::Verdict_Name(text.verdict)}});
}

absl::Status ForEachResponse(storage::TableReader& tables, const WaveKey& key,
                             const std::function<void(const ClosedAnswers&)>& visit) {
  return ForEachRow(tables, Answers(), key, [&visit](const Row& row) {
    visit(ReadAnswers(row));
    return absl::OkStatus();
  });
}

absl::StatusOr<std::vector<SurveyText>> ReadTexts(storage::TableReader& tables,
                                                  const WaveKey& key) {
  std::vector<SurveyText> texts;
  RETURN_IF_ERROR(ForEachRow(tables, Texts(), key, [&texts](const Row& row) {
    SurveyText& text = texts.emplace_back();
    text = {.id = row.id, .question = TextCell(row, 1), .text = TextCell(row, 2)};
    v1::ModerateFreeTextRequest::Verdict_Parse(TextCell(row, 3), &text.verdict);
    return absl::OkStatus();
  }));
  return texts;
}

}  // namespace potential::workforce
