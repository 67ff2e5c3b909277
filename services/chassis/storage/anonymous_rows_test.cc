#include "services/chassis/storage/anonymous_rows.h"

#include <gtest/gtest.h>

#include "services/chassis/storage/conformance_support.h"
#include "services/chassis/storage/sqlite_file.h"
#include "services/chassis/storage/sqlite_testing.h"

namespace potential::storage {
namespace {

using conformance::Answer;
using conformance::kAnswers;

class AnonymousRowsTest : public testing::Test {
 protected:
  void SetUp() override {
    connection_ = OpenForWriting(folder_.File("a.db"), 0).value();
    ASSERT_TRUE(Migrate(*connection_, conformance::Migrations(), SystemRandom()).ok());
    // Tells in which order rows are written, which the table itself must not.
    ASSERT_TRUE(connection_->Run("CREATE TABLE seen (id TEXT)").ok());
    ASSERT_TRUE(connection_
                    ->Run("CREATE TRIGGER spy AFTER INSERT ON answers BEGIN"
                          " INSERT INTO seen VALUES (new.id); END")
                    .ok());
    connection_->UseSchema(&schema_);
    table_ = connection_->Find(kAnswers).value();
  }

  std::string OrderWritten() {
    const std::string sql = "SELECT group_concat(id, '') FROM (SELECT id FROM seen ORDER BY rowid)";
    return std::get<std::string>(connection_->Ask(sql, ColumnType::kText).value());
  }

  TestFolder folder_;
  const Schema schema_ = Schema::Of(conformance::Migrations()).value();
  std::unique_ptr<SqliteConnection> connection_;
  SqliteTable* table_ = nullptr;
};

TEST_F(AnonymousRowsTest, WritesInAnOrderThatIsNotTheirs) {
  AnonymousRows rows;
  std::string order;
  for (char id = 'a'; id <= 'z'; ++id) {
    rows.Put(*table_, "org", Answer(std::string(1, id), "text"));
    order += id;
  }
  uint64_t state = 1;
  const RandomFunction random = [&state] { return state = state * 6364136223846793005u + 1; };
  ASSERT_TRUE(rows.Flush(*connection_, random).ok());
  std::string written = OrderWritten();
  EXPECT_NE(written, order);
  std::sort(written.begin(), written.end());
  EXPECT_EQ(written, order);
  EXPECT_TRUE(rows.empty());
}

// The bytes of two rows that stand next to each other in a page are in the order of their ids,
// whatever came first.
TEST_F(AnonymousRowsTest, LaysOutTheTableByIdsInThePages) {
  ASSERT_TRUE(connection_->Run("DROP TRIGGER spy").ok());
  for (const char id : std::string("mxbqtaz")) {
    AnonymousRows rows;
    rows.Put(*table_, "org", Answer(std::string("row-") + id, "words"));
    ASSERT_TRUE(connection_->Run("BEGIN").ok());
    ASSERT_TRUE(rows.Settle(*connection_, SystemRandom()).ok());
    EXPECT_TRUE(rows.written());
    ASSERT_TRUE(connection_->Run("COMMIT").ok());
  }
  ASSERT_TRUE(CutOffLog(*connection_).value());
  EXPECT_EQ(ReadFile(folder_.File("a.db-wal")), "");
  const std::string bytes = ReadFile(folder_.File("a.db"));
  std::string order;
  for (size_t at = bytes.find("row-"); at != std::string::npos; at = bytes.find("row-", at + 1)) {
    order += bytes[at + 4];
  }
  // Pages are filled from their end.
  EXPECT_EQ(order, "zxtqmba");
}

TEST_F(AnonymousRowsTest, FindsWhatARowWillBe) {
  AnonymousRows rows;
  EXPECT_FALSE(rows.Find(*table_, "org", "a").has_value());
  rows.Put(*table_, "org", Answer("a", "one"));
  AnonymousRows later;
  later.Erase(*table_, "org", "b");
  later.Put(*table_, "org", Answer("a", "two"));
  rows.Join(std::move(later));
  EXPECT_EQ(rows.Find(*table_, "org", "a").value(), Answer("a", "two"));
  EXPECT_EQ(rows.Find(*table_, "org", "b").value(), std::nullopt);
  EXPECT_FALSE(rows.Find(*table_, "other", "a").has_value());
}

}  // namespace
}  // namespace potential::storage
