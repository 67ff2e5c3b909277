// Conformance cases: single rows, organisations, upserts, anonymous tables, and what is refused.

#ifndef POTENTIAL_SERVICES_CHASSIS_STORAGE_CONFORMANCE_ROWS_H_
#define POTENTIAL_SERVICES_CHASSIS_STORAGE_CONFORMANCE_ROWS_H_

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "services/chassis/storage/conformance_support.h"

namespace potential::storage::conformance {

inline void ReturnsWhatWasPut(const StoreFactory& factory) {
  const auto store = factory.open(Migrations());
  const std::vector<Row> rows = {
      Item("full", "open", int64_t{7}, 2.5, EncodeList({"a", "b"}), std::string("\0\xff x", 4)),
      Item("null"), Item("empty", "", int64_t{0}, 0.0, "", ""),
      Item("extreme", std::string("a\0b", 3), -(int64_t{1} << 53), 1e300, EncodeList({""}),
           std::string(100'000, 'x')),
      Item("", "row without a name")};
  MustPut(*store, kItems, rows);
  for (const Row& row : rows) EXPECT_EQ(Get(*store, kItems, row.id), row) << row.id;
  EXPECT_EQ(Get(*store, kItems, "none"), std::nullopt);
  const Row least = Line("least", std::numeric_limits<int64_t>::min());
  MustPut(*store, kLines, {least});
  EXPECT_EQ(Get(*store, kLines, "least"), least);
}

inline void ReplacesAndErases(const StoreFactory& factory) {
  const auto store = factory.open(Migrations());
  MustPut(*store, kItems, {Item("a", "open", int64_t{1}), Item("b", "open")});
  MustPut(*store, kItems, {Item("a", "closed")});
  EXPECT_EQ(Get(*store, kItems, "a"), Item("a", "closed"));
  for (int i = 0; i < 2; ++i) {  // the second time there is nothing to erase
    MustWrite(*store, [](TableWriter& writer) { return writer.Erase(kItems, kOrg, "a"); });
    EXPECT_EQ(Ids(Select(*store, kItems)), std::vector<std::string>{"b"});
  }
}

inline void KeepsOrganisationsApart(const StoreFactory& factory) {
  const auto store = factory.open(Migrations());
  MustPut(*store, kItems, {Item("a", "ours")});
  MustPut(*store, kItems, {Item("a", "theirs"), Item("b", "theirs")}, kOther);
  MustWrite(*store, [](TableWriter& writer) { return writer.Erase(kItems, kOrg, "b"); });
  EXPECT_EQ(Select(*store, kItems), std::vector<Row>{Item("a", "ours")});
  EXPECT_EQ(Ids(Select(*store, kItems, {}, kOther)), (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(SelectRollup(*store, kItems, "total").at(0).count, 1);
  EXPECT_EQ(SelectRollup(*store, kItems, "total", {}, kOther).at(0).count, 2);
  EXPECT_TRUE(SelectRollup(*store, kItems, "total", {}, "nobody").empty());
}

inline void ListsOrganisations(const StoreFactory& factory) {
  const auto store = factory.open(Migrations());
  const auto organisations = [&] { return store->Read().value()->Organisations(kLines).value(); };
  EXPECT_TRUE(organisations().empty());
  for (const char* organisation : {"b", "a", "c", ""}) {
    MustPut(*store, kLines, {Line("1", 1), Line("2", 2)}, organisation);
  }
  EXPECT_EQ(organisations(), (std::vector<std::string>{"", "a", "b", "c"}));
  MustWrite(*store, [](TableWriter& writer) {
    (void)writer.Erase(kLines, "b", "1");
    return writer.Erase(kLines, "b", "2");
  });
  EXPECT_EQ(organisations(), (std::vector<std::string>{"", "a", "c"}));
}

inline void CountsWhatUpsertDoes(const StoreFactory& factory) {
  const auto store = factory.open(Migrations());
  MustPut(*store, kItems, {Item("same", "open", int64_t{1}), Item("other", "open", int64_t{1})});
  UpsertCounts counts;
  MustWrite(*store, [&](TableWriter& writer) {
    const auto result = writer.Upsert(
        kItems, kOrg,
        {Item("new", "lost"), Item("same", "open", int64_t{1}), Item("other", "open", int64_t{2}),
         Item("new", "open", int64_t{3}), Item("twice", "open"), Item("twice", "open")});
    if (result.ok()) counts = *result;
    return result.status();
  });
  EXPECT_EQ(counts, (UpsertCounts{.inserted = 2, .updated = 1, .unchanged = 1}));
  EXPECT_EQ(Get(*store, kItems, "new"), Item("new", "open", int64_t{3}));
  EXPECT_EQ(SelectRollup(*store, kItems, "by_state", {.group_by = {"state"}}),
            (std::vector<RollupRow>{{.group = {"open"}, .count = 4, .sums = {6, 0}}}));
}

inline void ServesColumnsInTheCallersOrder(const StoreFactory& factory) {
  const auto store = factory.open(Migrations());
  Table reversed = kItems;
  std::reverse(reversed.columns.begin(), reversed.columns.end());
  MustPut(*store, kItems, {Item("a", "open", int64_t{1}, 0.5)});
  Row row = *Get(*store, reversed, "a");
  EXPECT_EQ(row.values, (std::vector<Value>{{}, {}, 0.5, int64_t{1}, "open"}));
  row.values[4] = "closed";
  MustPut(*store, reversed, {row});
  EXPECT_EQ(Get(*store, kItems, "a"), Item("a", "closed", int64_t{1}, 0.5));
  EXPECT_EQ(SelectRollup(*store, reversed, "by_state", {.group_by = {"state"}}),
            (std::vector<RollupRow>{{.group = {"closed"}, .count = 1, .sums = {1, 0.5}}}));
}

inline void RefusesRowsThatDoNotFit(const StoreFactory& factory) {
  const auto store = factory.open(Migrations());
  Table unknown = kLines;
  unknown.name = "unknown";
  Table wider = kLines;
  wider.columns.push_back({"more", ColumnType::kText});
  Table retyped = kLines;
  retyped.columns[0].type = ColumnType::kText;
  Table doubled = kLines;
  doubled.columns[0] = doubled.columns[1];
  const std::vector<std::pair<Table, Row>> bad = {
      {unknown, Line("a", 1)},
      {wider, {.id = "a", .values = {int64_t{1}, "", ""}}},
      {retyped, {.id = "a", .values = {"", ""}}},
      {doubled, {.id = "a", .values = {"", ""}}},
      {kLines, {.id = "a", .values = {int64_t{1}}}},
      {kLines, {.id = "a", .values = {"1", ""}}},
      {kItems, Item("a", int64_t{1})},
      {kItems, Item("a", {}, 1.0)},
      {kItems, Item("a", {}, (int64_t{1} << 53) + 1)},
      {kItems, Item("a", {}, {}, int64_t{1})},
      {kItems, Item("a", {}, {}, std::nan(""))},
      {kItems, Item("a", {}, {}, HUGE_VAL)}};
  for (size_t i = 0; i < bad.size(); ++i) {
    const Table& table = bad[i].first;
    const Row& row = bad[i].second;
    const absl::Status put =
        WriteAndWait(*store, [&](TableWriter& writer) { return writer.Put(table, kOrg, row); });
    const absl::Status upsert = WriteAndWait(
        *store, [&](TableWriter& writer) { return writer.Upsert(table, kOrg, {row}).status(); });
    EXPECT_EQ(put.code(), absl::StatusCode::kInvalidArgument) << i << put;
    EXPECT_EQ(upsert.code(), absl::StatusCode::kInvalidArgument) << i << upsert;
  }
  EXPECT_TRUE(Select(*store, kLines).empty());
  EXPECT_TRUE(Select(*store, kItems).empty());
}

inline void KeepsAnonymousRows(const StoreFactory& factory) {
  const auto store = factory.open(Migrations());
  MustPut(*store, kAnswers, {Answer("q", "one"), Answer("b", "two")});
  std::vector<std::string> seen;
  MustWrite(*store, [&](TableWriter& writer) {
    (void)writer.Put(kAnswers, kOrg, Answer("m", "three"));
    (void)writer.Erase(kAnswers, kOrg, "q");
    seen.push_back(writer.Get(kAnswers, kOrg, "m").value().has_value() ? "m is there" : "");
    seen.push_back(writer.Get(kAnswers, kOrg, "q").value().has_value() ? "" : "q is gone");
    const UpsertCounts counts =
        writer.Upsert(kAnswers, kOrg, {Answer("m", "three"), Answer("b", "2"), Answer("z", "")})
            .value();
    EXPECT_EQ(counts, (UpsertCounts{.inserted = 1, .updated = 1, .unchanged = 1}));
    const std::vector<Row> all = writer.Select(kAnswers, kOrg, {}).value();
    for (const Row& row : all) seen.push_back(row.id);
    return writer.Erase(kAnswers, kOrg, "z");
  });
  EXPECT_EQ(seen, (std::vector<std::string>{"m is there", "q is gone", "b", "m", "z"}));
  EXPECT_EQ(Select(*store, kAnswers), (std::vector<Row>{Answer("b", "2"), Answer("m", "three")}));
}

}  // namespace potential::storage::conformance

#endif  // POTENTIAL_SERVICES_CHASSIS_STORAGE_CONFORMANCE_ROWS_H_
