#include "services/occupation/interventions/import_service.h"

#include "gtest/gtest.h"

namespace potential::occupation {
namespace {

bool Never() { return false; }
bool Always() { return true; }

TEST(ImportTurnsTest, AdmitOneThatRunsAndOneThatWaits) {
  ImportTurns turns;
  EXPECT_TRUE(turns.Enter("a"));
  EXPECT_TRUE(turns.Take("a", Never));
  EXPECT_TRUE(turns.Enter("a"));
  EXPECT_FALSE(turns.Enter("a"));
  EXPECT_TRUE(turns.Enter("b"));
  turns.Leave("a");
  EXPECT_TRUE(turns.Enter("a"));
  EXPECT_FALSE(turns.Enter("a"));
}

TEST(ImportTurnsTest, CountNoImportThatGaveItsTurnOrGaveUp) {
  ImportTurns turns;
  EXPECT_TRUE(turns.Enter("a"));
  EXPECT_TRUE(turns.Take("a", Never));
  EXPECT_TRUE(turns.Enter("a"));
  EXPECT_FALSE(turns.Take("a", Always));
  turns.Give("a");
  for (int i = 0; i < 3; ++i) {
    EXPECT_TRUE(turns.Enter("a"));
    EXPECT_TRUE(turns.Take("a", Never));
    turns.Give("a");
  }
}

}  // namespace
}  // namespace potential::occupation
