#include "services/chassis/storage/rollup_check.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/chassis/storage/conformance_support.h"
#include "services/chassis/storage/memory_store.h"

namespace potential::storage {
namespace {

using conformance::Item;
using conformance::kItems;
using conformance::kOrg;
using conformance::MustPut;

// Reads of one store with the sums of another: what damaged sums would look like.
class MixedReader : public TableReader {
 public:
  MixedReader(TableReader& rows, TableReader& sums) : rows_(rows), sums_(sums) {}

  absl::StatusOr<std::optional<Row>> Get(const Table& table, const std::string& organisation,
                                         const std::string& id) override {
    return rows_.Get(table, organisation, id);
  }
  absl::StatusOr<std::vector<Row>> Select(const Table& table, const std::string& organisation,
                                          const Query& query) override {
    return rows_.Select(table, organisation, query);
  }
  absl::StatusOr<std::vector<RollupRow>> SelectRollup(const Table& table, const std::string& rollup,
                                                      const std::string& organisation,
                                                      const RollupQuery& query) override {
    return sums_.SelectRollup(table, rollup, organisation, query);
  }
  absl::StatusOr<std::vector<std::string>> Organisations(const Table& table) override {
    return rows_.Organisations(table);
  }

 private:
  TableReader& rows_;
  TableReader& sums_;
};

const RollupPart kWhole = {.groups = {}, .rows = {}, .order = "state"};

TEST(RollupCheckTest, FindsNothingWhereSumsFollowedRows) {
  const auto store = NewMemoryStore(conformance::Migrations());
  std::vector<Row> rows;
  for (int i = 0; i < 12'000; ++i) {
    rows.push_back(Item(std::to_string(i), i % 3 == 0 ? Value() : Value("open"), int64_t{i % 5}, 0.5));
  }
  MustPut(*store, kItems, rows);
  const auto snapshot = store->Read().value();
  for (const Rollup& rollup : kItems.rollups) {
    const auto check = CheckRollup(*snapshot, kItems, rollup, kOrg, kWhole);
    ASSERT_TRUE(check.ok()) << check.status();
    EXPECT_EQ(check->rows, 12'000);
    EXPECT_TRUE(check->differences.empty());
  }
}

TEST(RollupCheckTest, TellsGroupsThatDifferAreMissingOrTooMany) {
  const auto rows = NewMemoryStore(conformance::Migrations());
  const auto sums = NewMemoryStore(conformance::Migrations());
  MustPut(*rows, kItems, {Item("a", "open", int64_t{1}, 1.0), Item("b", "open", int64_t{1}, 2.0),
                          Item("c", "new", int64_t{1}, 4.0), Item("d", "same", int64_t{1}, 8.0)});
  MustPut(*sums, kItems, {Item("a", "open", int64_t{1}, 1.0), Item("z", "old", int64_t{1}, 16.0),
                          Item("d", "same", int64_t{1}, 8.0)});
  const auto of_rows = rows->Read().value();
  const auto of_sums = sums->Read().value();
  MixedReader mixed(*of_rows, *of_sums);
  const auto check = CheckRollup(mixed, kItems, kItems.rollups[0], kOrg, kWhole);
  ASSERT_TRUE(check.ok()) << check.status();
  EXPECT_EQ(check->groups, 4);
  ASSERT_EQ(check->differences.size(), 3);
  EXPECT_EQ(check->differences[0].group, (std::vector<Value>{"old", int64_t{1}}));
  EXPECT_EQ(check->differences[0].kept.count, 1);
  EXPECT_EQ(check->differences[0].actual.count, 0);
  EXPECT_EQ(check->differences[1].group, (std::vector<Value>{"open", int64_t{1}}));
  EXPECT_EQ(check->differences[1].kept.count, 1);
  EXPECT_EQ(check->differences[1].actual.count, 2);
  EXPECT_EQ(check->differences[2].group, (std::vector<Value>{"new", int64_t{1}}));
  EXPECT_EQ(check->differences[2].kept.count, 0);
}

}  // namespace
}  // namespace potential::storage
