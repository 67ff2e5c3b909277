#include "services/chassis/storage/rollup_check.h"

#include <map>
#include <utility>

#include "services/chassis/storage/status_macros.h"

namespace potential::storage {
namespace {

constexpr int64_t kPage = 5000;

using Groups = std::map<std::vector<Value>, RollupRow>;

double AsReal(const Value& value) {
  if (const auto* integer = std::get_if<int64_t>(&value)) return static_cast<double>(*integer);
  const auto* real = std::get_if<double>(&value);
  return real == nullptr ? 0 : *real;
}

// A row whose values are the order column, the groups and the sums.
void Count(const Rollup& rollup, Row& row, Groups& groups) {
  const auto first = row.values.begin() + 1;
  const auto sums = first + static_cast<std::ptrdiff_t>(rollup.group_by.size());
  RollupRow& total = groups[std::vector<Value>(first, sums)];
  total.sums.resize(rollup.sums.size());
  ++total.count;
  for (size_t i = 0; i < rollup.sums.size(); ++i) {
    total.sums[i] += AsReal(sums[static_cast<std::ptrdiff_t>(i)]);
  }
}

absl::StatusOr<Groups> CountRows(TableReader& snapshot, const Table& table, const Rollup& rollup,
                                 const std::string& organisation, const RollupPart& part,
                                 int64_t& read) {
  Query query = {.where = part.rows,
                 .order = {{.column = part.order}},
                 .limit = kPage,
                 .projection = {part.order}};
  for (const std::string& column : rollup.group_by) query.projection.push_back(column);
  for (const std::string& column : rollup.sums) query.projection.push_back(column);
  Groups groups;
  while (true) {
    ASSIGN_OR_RETURN(std::vector<Row> rows, snapshot.Select(table, organisation, query));
    read += static_cast<int64_t>(rows.size());
    for (Row& row : rows) Count(rollup, row, groups);
    if (static_cast<int64_t>(rows.size()) < kPage) return groups;
    query.after = Row{.id = rows.back().id, .values = {rows.back().values[0]}};
  }
}

}  // namespace

absl::StatusOr<RollupCheck> CheckRollup(TableReader& snapshot, const Table& table,
                                        const Rollup& rollup, const std::string& organisation,
                                        const RollupPart& part) {
  ASSIGN_OR_RETURN(std::vector<RollupRow> kept,
                   snapshot.SelectRollup(table, rollup.name, organisation,
                                         {.where = part.groups, .group_by = rollup.group_by}));
  RollupCheck check;
  ASSIGN_OR_RETURN(Groups actual,
                   CountRows(snapshot, table, rollup, organisation, part, check.rows));
  for (RollupRow& group : kept) {
    ++check.groups;
    RollupRow of_rows;
    if (const auto found = actual.find(group.group); found != actual.end()) {
      of_rows = std::move(found->second);
      actual.erase(found);
    }
    if (of_rows.count == group.count && of_rows.sums == group.sums) continue;
    check.differences.push_back({group.group, std::move(group), std::move(of_rows)});
  }
  for (auto& [group, of_rows] : actual) {
    ++check.groups;
    check.differences.push_back({group, RollupRow(), std::move(of_rows)});
  }
  return check;
}

}  // namespace potential::storage
