#include "services/chassis/storage/rollup_deltas.h"

#include <utility>

#include "services/chassis/storage/sql.h"
#include "services/chassis/storage/sql_schema.h"
#include "services/chassis/storage/status_macros.h"

namespace potential::storage {
namespace {

// Appends so that no two different lists of values make the same bytes.
void AppendKey(const Value& value, std::string& key) {
  if (const auto* integer = std::get_if<int64_t>(&value)) {
    key += 'i';
    key.append(reinterpret_cast<const char*>(integer), sizeof(*integer));
  } else if (const auto* text = std::get_if<std::string>(&value)) {
    const size_t size = text->size();
    key += 't';
    key.append(reinterpret_cast<const char*>(&size), sizeof(size));
    key += *text;
  } else {
    key += 'n';
  }
}

bool IsZero(const Value& value) { return value == Value(int64_t{0}) || value == Value(0.0); }

void BindGroup(SqliteCursor& cursor, const std::string& organisation,
               const std::vector<Value>& group) {
  cursor.Bind(organisation);
  for (const Value& value : group) {
    if (std::holds_alternative<std::monostate>(value)) {
      cursor.BindReal(kNullGroup);
    } else {
      cursor.Bind(value);
    }
  }
}

}  // namespace

void RollupDeltas::Count(SqliteTable& table, const std::string& organisation,
                         const std::vector<Value>& values, int sign) {
  for (SqliteTable::RollupColumns& rollup : table.rollups) {
    Delta& delta = Find(table, rollup, organisation, values);
    delta.count += sign;
    for (size_t i = 0; i < rollup.sums.size(); ++i) {
      AddTo(delta.sums[i], values[rollup.sums[i]], sign);
    }
  }
}

RollupDeltas::Delta& RollupDeltas::Find(SqliteTable& table, SqliteTable::RollupColumns& rollup,
                                        const std::string& organisation,
                                        const std::vector<Value>& values) {
  key_.clear();
  const SqliteTable::RollupColumns* address = &rollup;
  key_.append(reinterpret_cast<const char*>(&address), sizeof(address));
  for (const size_t column : rollup.groups) AppendKey(values[column], key_);
  key_ += organisation;  // the only part without a length, so it comes last
  const auto found = deltas_.find(key_);
  if (found != deltas_.end()) return found->second;

  Delta delta = {
      .table = &table, .rollup = &rollup, .organisation = organisation, .group = {}, .sums = {}};
  for (const size_t column : rollup.groups) delta.group.push_back(values[column]);
  for (const size_t column : rollup.sums) {
    if (table.table.columns[column].type == ColumnType::kReal) {
      delta.sums.emplace_back(0.0);
    } else {
      delta.sums.emplace_back(int64_t{0});
    }
  }
  return deltas_.emplace(key_, std::move(delta)).first->second;
}

void RollupDeltas::AddTo(Value& sum, const Value& value, int sign) {
  if (const auto* integer = std::get_if<int64_t>(&value)) {
    int64_t& total = std::get<int64_t>(sum);
    const bool over = sign > 0 ? __builtin_add_overflow(total, *integer, &total)
                               : __builtin_sub_overflow(total, *integer, &total);
    overflow_ = overflow_ || over;
  } else if (const auto* real = std::get_if<double>(&value)) {
    std::get<double>(sum) += sign * *real;
  }
}

absl::Status RollupDeltas::Flush(SqliteConnection& connection) {
  if (overflow_) return absl::InvalidArgumentError("a rollup's sum leaves the range of int64");
  for (const auto& [key, delta] : deltas_) RETURN_IF_ERROR(FlushOne(connection, delta));
  deltas_.clear();
  return absl::OkStatus();
}

absl::Status RollupDeltas::FlushOne(SqliteConnection& connection, const Delta& delta) {
  bool changes = delta.count != 0;
  for (const Value& sum : delta.sums) changes = changes || !IsZero(sum);
  if (!changes) return absl::OkStatus();

  SqliteTable::RollupColumns& rollup = *delta.rollup;
  ASSIGN_OR_RETURN(SqliteCursor add,
                   connection.Use(rollup.add, AddToRollupSql, delta.table->table, *rollup.rollup));
  BindGroup(add, delta.organisation, delta.group);
  add.BindInteger(delta.count);
  for (const Value& sum : delta.sums) add.Bind(sum);
  RETURN_IF_ERROR(add.Run());
  if (delta.count >= 0) return absl::OkStatus();

  ASSIGN_OR_RETURN(SqliteCursor erase, connection.Use(rollup.erase_empty, EraseEmptyGroupSql,
                                                      delta.table->table, *rollup.rollup));
  BindGroup(erase, delta.organisation, delta.group);
  return erase.Run();
}

}  // namespace potential::storage
