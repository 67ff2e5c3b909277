#include "services/chassis/storage/evaluate.h"

#include <gtest/gtest.h>

namespace potential::storage {
namespace {

TEST(EvaluateTest, OrdersValuesOfOneType) {
  EXPECT_LT(CompareValues({}, int64_t{-9}), 0);
  EXPECT_EQ(CompareValues({}, {}), 0);
  EXPECT_GT(CompareValues(int64_t{2}, int64_t{1}), 0);
  EXPECT_LT(CompareValues(-0.5, 0.25), 0);
  EXPECT_LT(CompareValues("", "a"), 0);
  EXPECT_LT(CompareValues("z", "\xc3\xa9"), 0);  // by bytes
  EXPECT_GT(CompareValues(std::string("a\0b", 3), "a"), 0);
}

TEST(EvaluateTest, JudgesConditions) {
  const Table table = {.name = "t",
                       .columns = {{"n", ColumnType::kInteger}, {"tags", ColumnType::kList}}};
  const Row row = {.id = "a", .values = {int64_t{3}, EncodeList({"x", "yz"})}};
  const Row empty = {.id = "b", .values = {{}, {}}};
  const Predicate three = Predicate::Eq("n", int64_t{3});
  const Predicate tagged = Predicate::Compare(Predicate::Op::kHas, "tags", "yz");
  const Predicate part = Predicate::Compare(Predicate::Op::kHas, "tags", "y");
  EXPECT_TRUE(Matches(table, row, Predicate::All({three, tagged, Predicate::Eq("id", "a")})));
  EXPECT_FALSE(Matches(table, row, part));
  EXPECT_FALSE(Matches(table, empty, Predicate::Any({three, tagged})));
  EXPECT_TRUE(Matches(table, empty, Predicate::Not(three)));
}

TEST(EvaluateTest, LiesAfterThePositionByItsOrder) {
  const Table table = {.name = "t", .columns = {{"n", ColumnType::kInteger}}};
  const auto after = [&](Value at, bool descending, Value n, const char* id) {
    return LiesAfter(table,
                     {.order = {{.column = "n", .descending = descending}},
                      .after = Row{.id = "m", .values = {std::move(at)}}},
                     {.id = id, .values = {std::move(n)}});
  };
  EXPECT_TRUE(after(int64_t{1}, false, int64_t{2}, "a"));
  EXPECT_TRUE(after(int64_t{1}, false, int64_t{1}, "n"));
  EXPECT_FALSE(after(int64_t{1}, false, int64_t{1}, "m"));
  EXPECT_FALSE(after(int64_t{1}, false, {}, "z"));
  EXPECT_TRUE(after(int64_t{1}, true, {}, "a"));
  EXPECT_FALSE(after({}, true, int64_t{1}, "z"));
  EXPECT_TRUE(after({}, false, int64_t{1}, "a"));
}

}  // namespace
}  // namespace potential::storage
