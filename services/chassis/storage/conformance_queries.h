// Conformance cases: conditions, orders, pages and rollups, by hand and against the model.

#ifndef POTENTIAL_SERVICES_CHASSIS_STORAGE_CONFORMANCE_QUERIES_H_
#define POTENTIAL_SERVICES_CHASSIS_STORAGE_CONFORMANCE_QUERIES_H_

#include <string>
#include <utility>
#include <vector>

#include "services/chassis/storage/conformance_support.h"
#include "services/chassis/storage/memory_store.h"

namespace potential::storage::conformance {

using Op = Predicate::Op;

inline std::vector<std::string> IdsWhere(Store& store, Predicate where) {
  return Ids(Select(store, kItems, {.where = std::move(where)}));
}

inline std::string SortedBy(Store& store, std::vector<Order> order) {
  std::string ids;
  for (const Row& row : Select(store, kItems, {.order = std::move(order)})) ids += row.id;
  return ids;
}

inline void ComparesNothingWithNull(const StoreFactory& factory) {
  const auto store = factory.open(Migrations());
  MustPut(*store, kItems,
          {Item("null"), Item("one", "a", int64_t{1}), Item("two", "b", int64_t{2})});
  const auto amount = [](Op op) { return Predicate::Compare(op, "amount", int64_t{1}); };
  using Expected = std::vector<std::string>;
  EXPECT_EQ(IdsWhere(*store, amount(Op::kEq)), Expected{"one"});
  EXPECT_EQ(IdsWhere(*store, amount(Op::kNe)), Expected{"two"});
  EXPECT_EQ(IdsWhere(*store, amount(Op::kLe)), Expected{"one"});
  EXPECT_EQ(IdsWhere(*store, amount(Op::kGt)), Expected{"two"});
  EXPECT_EQ(IdsWhere(*store, Predicate::Not(amount(Op::kEq))), (Expected{"null", "two"}));
  EXPECT_EQ(IdsWhere(*store, Predicate::Not(Predicate::Not(amount(Op::kEq)))), Expected{"one"});
  EXPECT_EQ(IdsWhere(*store, Predicate::Not(Predicate::All({amount(Op::kEq), Predicate::True()}))),
            (Expected{"null", "two"}));
  EXPECT_EQ(IdsWhere(*store, Predicate::Compare(Op::kIsNull, "amount", {})), Expected{"null"});
  EXPECT_EQ(IdsWhere(*store, Predicate::Any({})), Expected{});
  EXPECT_EQ(IdsWhere(*store, Predicate::All({})), (Expected{"null", "one", "two"}));
  EXPECT_EQ(IdsWhere(*store, Predicate::Compare(Op::kGt, "id", "null")), (Expected{"one", "two"}));
}

inline void FindsItemsAndText(const StoreFactory& factory) {
  const auto store = factory.open(Migrations());
  MustPut(*store, kItems,
          {Item("ab", "sport", {}, {}, EncodeList({"a", "b"})),
           Item("bc", "", {}, {}, EncodeList({"bc"})), Item("empty", "Sport", {}, {}, ""),
           Item("none")});
  const auto has = [](const char* column, std::string text) {
    return Predicate::Compare(Op::kHas, column, std::move(text));
  };
  using Expected = std::vector<std::string>;
  EXPECT_EQ(IdsWhere(*store, has("tags", "b")), Expected{"ab"});
  EXPECT_EQ(IdsWhere(*store, has("tags", "bc")), Expected{"bc"});
  EXPECT_EQ(IdsWhere(*store, has("tags", "")), Expected{});
  EXPECT_EQ(IdsWhere(*store, has("tags",
                                 "a\x1f"
                                 "b")),
            Expected{});
  EXPECT_EQ(IdsWhere(*store, has("state", "port")), (Expected{"ab", "empty"}));
  EXPECT_EQ(IdsWhere(*store, has("state", "sp")), Expected{"ab"});
  EXPECT_EQ(IdsWhere(*store, has("state", "")), (Expected{"ab", "bc", "empty"}));
}

inline void ComparesRealsWithIntegers(const StoreFactory& factory) {
  const auto store = factory.open(Migrations());
  MustPut(*store, kItems, {Item("a", {}, {}, 0.5), Item("b", {}, {}, 1.0), Item("c", {}, {}, 1.5)});
  EXPECT_EQ(IdsWhere(*store, Predicate::Compare(Op::kGe, "weight", int64_t{1})),
            (std::vector<std::string>{"b", "c"}));
  EXPECT_EQ(IdsWhere(*store, Predicate::Eq("weight", 0.5)), std::vector<std::string>{"a"});
}

inline void SortsNullsFirstAndIdsLast(const StoreFactory& factory) {
  const auto store = factory.open(Migrations());
  MustPut(*store, kItems,
          {Item("d", "x", int64_t{1}), Item("c"), Item("b", "y", int64_t{1}),
           Item("a", "x", int64_t{-3}), Item("e", "\xc3\xa9", int64_t{9})});
  EXPECT_EQ(SortedBy(*store, {}), "abcde");
  EXPECT_EQ(SortedBy(*store, {{.column = "amount"}}), "cabde");
  EXPECT_EQ(SortedBy(*store, {{.column = "amount", .descending = true}}), "ebdac");
  EXPECT_EQ(SortedBy(*store, {{.column = "state"}, {.column = "amount", .descending = true}}),
            "cdabe");
  EXPECT_EQ(SortedBy(*store, {{.column = "id", .descending = true}, {.column = "amount"}}),
            "edcba");
}

inline void ReturnsTheProjectionAndTheLimit(const StoreFactory& factory) {
  const auto store = factory.open(Migrations());
  MustPut(*store, kItems, {Item("a", "x", int64_t{1}, 0.5, {}, "body"), Item("b", "y"), Item("c")});
  const Query query = {.limit = 2, .projection = {"body", "state", "body"}};
  EXPECT_EQ(Select(*store, kItems, query),
            (std::vector<Row>{{.id = "a", .values = {"body", "x", "body"}},
                              {.id = "b", .values = {{}, "y", {}}}}));
}

inline void RefusesQueriesThatDoNotFit(const StoreFactory& factory) {
  const auto store = factory.open(Migrations());
  Predicate deep = Predicate::True();
  for (int i = 0; i < 100; ++i) deep = Predicate::Not(deep);
  const std::vector<Query> bad = {
      {.where = Predicate::Eq("unknown", "a")},
      {.where = Predicate::Eq("organisation", "a")},
      {.where = Predicate::Eq("state", int64_t{1})},
      {.where = Predicate::Eq("state", Value())},
      {.where = Predicate::Eq("amount", 1.5)},
      {.where = Predicate::Eq("body", "a")},
      {.where = Predicate::Compare(Op::kHas, "amount", int64_t{1})},
      {.where = {.op = Op::kNot}},
      {.where = deep},
      {.order = {{.column = "body"}}},
      {.order = {{.column = "unknown"}}},
      {.order = {{.column = "state"}}, .after = Row{.id = "a", .values = {}}},
      {.order = {{.column = "state"}}, .after = Row{.id = "a", .values = {int64_t{1}}}},
      {.limit = 0},
      {.projection = {"id"}}};
  for (size_t i = 0; i < bad.size(); ++i) {
    const auto rows = store->Read().value()->Select(kItems, kOrg, bad[i]);
    EXPECT_EQ(rows.status().code(), absl::StatusCode::kInvalidArgument) << i;
  }
  const auto rollup = [&](const char* name, const RollupQuery& query) {
    return store->Read().value()->SelectRollup(kItems, name, kOrg, query).status().code();
  };
  EXPECT_EQ(rollup("unknown", {}), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(rollup("by_state", {.group_by = {"weight"}}), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(rollup("by_state", {.group_by = {"state", "state"}}),
            absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(rollup("by_state", {.where = Predicate::Eq("id", "a")}),
            absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(rollup("total", {.where = Predicate::Eq("state", "a")}),
            absl::StatusCode::kInvalidArgument);
}

inline void AnswersConditionsOfManyMembers(const StoreFactory& factory) {
  const auto store = factory.open(Migrations());
  MustPut(*store, kItems, {Item("a", {}, int64_t{2999}), Item("b", {}, int64_t{3000})});
  std::vector<Predicate> any, all;
  for (int64_t i = 0; i < 3000; ++i) {
    any.push_back(Predicate::Eq("amount", i));
    all.push_back(Predicate::Compare(Op::kNe, "amount", i));
  }
  EXPECT_EQ(IdsWhere(*store, Predicate::Any(any)), std::vector<std::string>{"a"});
  EXPECT_EQ(IdsWhere(*store, Predicate::All(all)), std::vector<std::string>{"b"});
}

// A condition on random columns of `columns`, up to `depth` levels deep.
inline Predicate RandomPredicate(Random& random, const std::vector<Column>& columns, int depth) {
  const int kind = depth == 0 ? 9 : random.Below(10);
  if (kind < 4) {
    std::vector<Predicate> children;
    for (int i = random.Below(4); i > 0; --i) {
      children.push_back(RandomPredicate(random, columns, depth - 1));
    }
    return kind < 2 ? Predicate::All(std::move(children)) : Predicate::Any(std::move(children));
  }
  if (kind == 4) return Predicate::Not(RandomPredicate(random, columns, depth - 1));
  const Column& column =
      columns[static_cast<size_t>(random.Below(static_cast<int>(columns.size())))];
  if (random.OneIn(6)) return Predicate::Compare(Op::kIsNull, column.name, {});
  Value value;
  do {
    value = random.Cell(column.type);
  } while (std::holds_alternative<std::monostate>(value));
  constexpr Op kOps[] = {Op::kEq, Op::kNe, Op::kLt, Op::kLe, Op::kGt, Op::kGe};
  const bool text = column.type == ColumnType::kText || column.type == ColumnType::kList;
  const Op op = text && random.OneIn(3) ? Op::kHas : kOps[random.Below(6)];
  return Predicate::Compare(op, column.name, std::move(value));
}

inline std::vector<Column> SortableColumns() {
  std::vector<Column> columns(kItems.columns.begin(), kItems.columns.end() - 1);  // not the blob
  columns.push_back({"id", ColumnType::kText});
  return columns;
}

inline void FillBoth(Store& store, Store& model, Random& random, int rows) {
  std::vector<Row> items;
  for (int i = 0; i < rows; ++i) items.push_back(random.ItemRow());
  MustPut(store, kItems, items);
  MustPut(model, kItems, items);
}

inline void FiltersAsTheModelDoes(const StoreFactory& factory) {
  const auto store = factory.open(Migrations());
  const auto model = NewMemoryStore(Migrations());
  Random random(1);
  FillBoth(*store, *model, random, 100);
  size_t matches = 0;
  for (int i = 0; i < 1000; ++i) {
    const Query query = {.where = RandomPredicate(random, SortableColumns(), 4)};
    const std::vector<Row> rows = Select(*store, kItems, query);
    ASSERT_EQ(rows, Select(*model, kItems, query)) << i;
    matches += rows.size();
  }
  EXPECT_GT(matches, 1000u);  // the conditions were not all empty
}

// The values of the order's columns in a row of all columns.
inline Row PositionOf(const Row& row, const std::vector<Order>& order) {
  Row position = {.id = row.id, .values = {}};
  for (const Order& key : order) {
    position.values.push_back(key.column == "id" ? Value(row.id)
                                                 : row.values[*kItems.Find(key.column)]);
  }
  return position;
}

inline void PagesCoverAllRowsOnce(const StoreFactory& factory) {
  const auto store = factory.open(Migrations());
  const auto model = NewMemoryStore(Migrations());
  Random random(2);
  FillBoth(*store, *model, random, 150);
  const std::vector<Column> columns = SortableColumns();
  for (int i = 0; i < 200; ++i) {
    Query query = {.where = RandomPredicate(random, columns, 1)};
    for (int j = random.Below(4); j > 0; --j) {
      const int column = random.Below(static_cast<int>(columns.size()));
      query.order.push_back(
          {.column = columns[static_cast<size_t>(column)].name, .descending = random.OneIn(2)});
    }
    const std::vector<Row> all = Select(*model, kItems, query);
    query.limit = 1 + random.Below(7);
    std::vector<Row> paged;
    while (true) {
      const std::vector<Row> page = Select(*store, kItems, query);
      paged.insert(paged.end(), page.begin(), page.end());
      ASSERT_LE(paged.size(), all.size()) << i;
      if (page.size() < static_cast<size_t>(query.limit)) break;
      query.after = PositionOf(page.back(), query.order);
    }
    ASSERT_EQ(paged, all) << i;
  }
}

inline void GroupsNullsAndForgetsEmptyGroups(const StoreFactory& factory) {
  const auto store = factory.open(Migrations());
  MustPut(*store, kItems,
          {Item("a", "x", int64_t{1}, 0.5), Item("b", "x", {}, 1.0), Item("c", {}, int64_t{1}),
           Item("d", "", int64_t{1}, 2.0)});
  const RollupQuery by_state = {.group_by = {"state"}};
  EXPECT_EQ(SelectRollup(*store, kItems, "by_state", by_state),
            (std::vector<RollupRow>{{.group = {{}}, .count = 1, .sums = {1, 0}},
                                    {.group = {""}, .count = 1, .sums = {1, 2}},
                                    {.group = {"x"}, .count = 2, .sums = {1, 1.5}}}));
  EXPECT_EQ(SelectRollup(*store, kItems, "by_state", {.where = Predicate::Eq("state", "x")}),
            (std::vector<RollupRow>{{.group = {}, .count = 2, .sums = {1, 1.5}}}));
  MustWrite(*store, [](TableWriter& writer) {
    (void)writer.Erase(kItems, kOrg, "c");
    return writer.Put(kItems, kOrg, Item("d", "x", int64_t{1}, 2.0));
  });
  EXPECT_EQ(SelectRollup(*store, kItems, "by_state", by_state),
            (std::vector<RollupRow>{{.group = {"x"}, .count = 3, .sums = {2, 3.5}}}));
}

// One random write of a few steps, the same on any store.
inline absl::Status RandomWrite(TableWriter& writer, Random random) {
  for (int i = 1 + random.Below(6); i > 0; --i) {
    absl::Status status;
    switch (random.Below(4)) {
      case 0:
        status = writer.Erase(kItems, kOrg, random.ItemRow().id);
        break;
      case 1:
        status = writer.Put(kItems, kOrg, random.ItemRow());
        break;
      case 2:
        status = writer.SelectRollup(kItems, "by_state", kOrg, {}).status();
        break;
      default: {
        std::vector<Row> rows;
        for (int j = random.Below(10); j > 0; --j) rows.push_back(random.ItemRow());
        status = writer.Upsert(kItems, kOrg, rows).status();
      }
    }
    if (!status.ok()) return status;
  }
  return random.OneIn(5) ? absl::AbortedError("undo") : absl::OkStatus();
}

inline RollupQuery RandomRollupQuery(Random& random) {
  const std::vector<Column> groups = {{"state", ColumnType::kText},
                                      {"amount", ColumnType::kInteger}};
  RollupQuery query = {.where = RandomPredicate(random, groups, 2), .group_by = {}};
  if (random.OneIn(2)) query.group_by.push_back("amount");
  if (random.OneIn(2)) query.group_by.push_back("state");
  return query;
}

inline void RollupsEqualRecomputation(const StoreFactory& factory) {
  const auto store = factory.open(Migrations());
  const auto model = NewMemoryStore(Migrations());  // which recomputes
  Random random(3);
  for (uint64_t i = 0; i < 300; ++i) {
    const WriteFunction write = [i](TableWriter& writer) {
      return RandomWrite(writer, Random(1000 + i));
    };
    ASSERT_EQ(WriteAndWait(*store, write), WriteAndWait(*model, write)) << i;
    ASSERT_EQ(Select(*store, kItems), Select(*model, kItems)) << i;
    ASSERT_EQ(SelectRollup(*store, kItems, "total"), SelectRollup(*model, kItems, "total")) << i;
    for (int j = 0; j < 3; ++j) {
      const RollupQuery query = RandomRollupQuery(random);
      ASSERT_EQ(SelectRollup(*store, kItems, "by_state", query),
                SelectRollup(*model, kItems, "by_state", query))
          << i;
    }
  }
}

}  // namespace potential::storage::conformance

#endif  // POTENTIAL_SERVICES_CHASSIS_STORAGE_CONFORMANCE_QUERIES_H_
