// What the files of the database tell of a wave: nothing that leads from an answer to an
// invitation, let alone a person. Read are the raw bytes, log and freed pages included, and every
// cell of every table, with the store open and after it is closed.

#include <openssl/sha.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <random>
#include <set>

#include "SQLiteCpp/Database.h"
#include "SQLiteCpp/Statement.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "services/chassis/storage/sqlite_testing.h"
#include "services/workforce/survey_fixture.h"

namespace potential::workforce {
namespace {

using ::testing::HasSubstr;
using testing::IsOk;
using ::testing::Not;

using Cells = std::vector<std::string>;

std::string Sha256(const std::string& text) {
  std::string digest(SHA256_DIGEST_LENGTH, '\0');
  SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(),
         reinterpret_cast<unsigned char*>(digest.data()));
  return absl::BytesToHexString(digest);
}

int Occurrences(const std::string& bytes, const std::string& text) {
  int count = 0;
  for (size_t at = bytes.find(text); at != std::string::npos; at = bytes.find(text, at + 1)) {
    ++count;
  }
  return count;
}

class SurveyFileTest : public ::testing::Test {
 protected:
  SurveyFileTest() { fixture_->OpenWave("first"); }

  // Respondents answer in an order that is not that of the tokens, each with a text of its own.
  void RespondInAnyOrder(int count) {
    tokens_ = fixture_->Issue("first", count + 2);
    std::vector<std::string> order(tokens_.begin(), tokens_.end() - 2);
    std::shuffle(order.begin(), order.end(), std::mt19937(7));
    for (const std::string& token : order) {
      texts_.push_back(absl::StrCat("What I say is ", texts_.size(), "."));
      ASSERT_THAT(fixture_->Submit("first", token,
                                   Likert("support", 1 + static_cast<int>(texts_.size() % 5)) +
                                       Text("words", texts_.back())),
                  IsOk());
      // The log would show which invitation was spent together with which answers.
      ASSERT_EQ(storage::ReadFile(path_ + "-wal"), "");
    }
  }

  // File and log as they are now.
  std::string Bytes() const { return storage::ReadFile(path_) + storage::ReadFile(path_ + "-wal"); }

  // All cells of all tables by table, read from a copy.
  std::map<std::string, std::vector<Cells>> Tables() const {
    const std::string copy = folder_.File("copy.sqlite");
    storage::WriteFile(copy, storage::ReadFile(path_));
    storage::WriteFile(copy + "-wal", storage::ReadFile(path_ + "-wal"));
    SQLite::Database database(copy, SQLite::OPEN_READWRITE);
    std::map<std::string, std::vector<Cells>> tables;
    SQLite::Statement names(database, "SELECT name FROM sqlite_schema WHERE type = 'table'");
    while (names.executeStep()) {
      const std::string name = names.getColumn(0).getString();
      SQLite::Statement rows(database, "SELECT * FROM \"" + name + "\"");
      std::vector<Cells>& all = tables[name];
      while (rows.executeStep()) {
        Cells& cells = all.emplace_back();
        for (int i = 0; i < rows.getColumnCount(); ++i) {
          cells.push_back(rows.getColumn(i).getString());
        }
      }
    }
    return tables;
  }

  // Identifiers of a table's rows, the second cell of each.
  static std::set<std::string> Ids(const std::vector<Cells>& rows) {
    std::set<std::string> ids;
    for (const Cells& row : rows) ids.insert(row[1]);
    return ids;
  }

  const storage::TestFolder folder_;
  const std::string path_ = folder_.File("w.sqlite");
  std::unique_ptr<SurveyFixture> fixture_ =
      std::make_unique<SurveyFixture>(testing::FixtureOptions{.sqlite_path = path_});
  std::vector<std::string> tokens_;
  std::vector<std::string> texts_;
};

TEST_F(SurveyFileTest, HoldsNoTokenInClearAndNoTraceOfOneAfterTheWaveIsClosed) {
  RespondInAnyOrder(30);
  EXPECT_THAT(Bytes(), HasSubstr(Sha256(tokens_[0])));
  for (const std::string& token : tokens_) ASSERT_THAT(Bytes(), Not(HasSubstr(token)));
  ASSERT_THAT(fixture_->Close("first"), IsOk());
  for (int closed = 0; closed < 2; ++closed) {
    const std::string bytes = Bytes();
    for (const std::string& token : tokens_) {
      ASSERT_THAT(bytes, Not(HasSubstr(token)));
      ASSERT_THAT(bytes, Not(HasSubstr(Sha256(token))));
    }
    fixture_.reset();  // the store goes, and folds what is left of its log into the file
  }
}

TEST_F(SurveyFileTest, KeepsAnswersThatNothingElseSpeaksOf) {
  RespondInAnyOrder(30);
  const auto tables = Tables();
  const std::set<std::string> hashes = Ids(tables.at("survey_tokens"));
  const std::set<std::string> answers = Ids(tables.at("survey_answers"));
  const std::set<std::string> texts = Ids(tables.at("survey_texts"));
  ASSERT_EQ(answers.size(), 30u);
  ASSERT_EQ(texts.size(), 30u);
  for (const auto& [name, rows] : tables) {
    for (const Cells& row : rows) {
      for (const std::string& cell : row) {
        for (const auto& [owner, ids] : {std::pair{"survey_tokens", &hashes},
                                         {"survey_answers", &answers},
                                         {"survey_texts", &texts}}) {
          if (name == owner) continue;
          for (const std::string& id : *ids) ASSERT_FALSE(absl::StrContains(cell, id)) << name;
        }
        if (name == "survey_texts") continue;
        for (const std::string& text : texts_) ASSERT_FALSE(absl::StrContains(cell, text)) << name;
      }
    }
  }
  // An answer is its wave and what was ticked; a text its wave, question, words and verdict.
  EXPECT_EQ(tables.at("survey_answers")[0].size(), 4u);
  EXPECT_THAT(tables.at("survey_answers")[0][3],
              ::testing::MatchesRegex("\x1f?support=[1-5]\x1f?"));
  EXPECT_EQ(tables.at("survey_texts")[0].size(), 6u);
}

TEST_F(SurveyFileTest, LeavesTheLogsOfTheServiceAsTheyWere) {
  tokens_ = fixture_->Issue("first", 1);
  auto before = Tables();
  ASSERT_THAT(fixture_->Submit("first", tokens_[0], Likert("support", 4)), IsOk());
  auto after = Tables();
  for (const char* changed : {"survey_answers", "survey_tokens"}) {
    EXPECT_NE(before[changed], after[changed]);
    before.erase(changed);
    after.erase(changed);
  }
  EXPECT_EQ(before, after);
}

// Rows have no number, and lie in the pages by their random identifiers.
TEST_F(SurveyFileTest, TellsNoOrderOfSubmission) {
  RespondInAnyOrder(30);
  const auto tables = Tables();
  for (const char* table : {"survey_tokens", "survey_answers", "survey_texts"}) {
    const std::string sql = absl::StrCat(
        "SELECT count(*) FROM sqlite_schema WHERE sql LIKE '%WITHOUT ROWID' AND name = '", table,
        "'");
    EXPECT_EQ(storage::AskFile(folder_.File("copy.sqlite"), sql), "1");
    constexpr size_t kPage = 4096;
    const std::string bytes = storage::ReadFile(path_);
    for (size_t start = 0; start < bytes.size(); start += kPage) {
      const std::string page = bytes.substr(start, kPage);
      std::map<size_t, std::string> found;
      for (const std::string& id : Ids(tables.at(table))) {
        const size_t at = page.find(id);
        if (at != std::string::npos) found[at] = id;
      }
      std::vector<std::string> order;
      for (const auto& [unused, id] : found) order.push_back(id);
      // The engine fills a page from its end.
      EXPECT_TRUE(std::is_sorted(order.rbegin(), order.rend())) << table;
    }
  }
}

// What a moderator withholds stays in its place alone: no copy lies in freed pages.
TEST_F(SurveyFileTest, HoldsEachTextOnce) {
  RespondInAnyOrder(12);
  ASSERT_THAT(fixture_->Close("first"), IsOk());
  const auto listed = fixture_->Moderate("first");
  ASSERT_THAT(listed, IsOk());
  std::string decisions;
  for (const auto& text : listed->texts()) {
    absl::StrAppend(&decisions, "decisions { text_id: '", text.text_id(), "' verdict: WITHHOLD } ");
  }
  ASSERT_THAT(fixture_->Moderate("first", decisions), IsOk());
  for (int closed = 0; closed < 2; ++closed) {
    for (const std::string& text : texts_) EXPECT_EQ(Occurrences(Bytes(), text), 1) << text;
    fixture_.reset();
  }
}

}  // namespace
}  // namespace potential::workforce
