#include "services/chassis/storage/schema.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/chassis/storage/status_macros.h"

namespace potential::storage {
namespace {

constexpr size_t kMaxNameLength = 60;

bool IsIdentifier(const std::string& name) {
  if (name.empty() || name.size() > kMaxNameLength || name[0] < 'a' || name[0] > 'z') return false;
  return std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
  });
}

// Engines name what belongs to a table `table__something`, so a double underscore is theirs.
absl::Status CheckName(const std::string& name) {
  if (IsIdentifier(name) && !absl::StrContains(name, "__")) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat("'", name, "' is not a name for a table's part"));
}

absl::Status CheckNewColumn(const Table& table, const Column& column) {
  RETURN_IF_ERROR(CheckName(column.name));
  if (column.name == "id" || column.name == "organisation" || table.Find(column.name)) {
    return absl::InvalidArgumentError(
        absl::StrCat("table ", table.name, " has column ", column.name, " already"));
  }
  return absl::OkStatus();
}

absl::Status CheckIndex(const Table& table, const std::vector<std::string>& index) {
  if (index.empty()) {
    return absl::InvalidArgumentError(absl::StrCat("table ", table.name, " has an empty index"));
  }
  for (const std::string& name : index) {
    const std::optional<size_t> column = table.Find(name);
    if (!column || table.columns[*column].type == ColumnType::kBlob) {
      return absl::InvalidArgumentError(
          absl::StrCat("table ", table.name, " cannot be indexed by ", name));
    }
  }
  return absl::OkStatus();
}

absl::Status CheckRollupColumns(const Table& table, const std::vector<std::string>& names,
                                ColumnType other) {
  std::set<std::string> seen;
  for (const std::string& name : names) {
    const std::optional<size_t> column = table.Find(name);
    const bool fits = column && (table.columns[*column].type == ColumnType::kInteger ||
                                 table.columns[*column].type == other);
    if (!fits || !seen.insert(name).second) {
      return absl::InvalidArgumentError(
          absl::StrCat("table ", table.name, " cannot be rolled up over ", name));
    }
  }
  return absl::OkStatus();
}

absl::Status CheckRollups(const Table& table) {
  if (table.anonymous && !table.rollups.empty()) {
    return absl::InvalidArgumentError(
        absl::StrCat("anonymous table ", table.name, " cannot have rollups"));
  }
  std::set<std::string> names;
  for (const Rollup& rollup : table.rollups) {
    RETURN_IF_ERROR(CheckName(rollup.name));
    if (!names.insert(rollup.name).second) {
      return absl::InvalidArgumentError(
          absl::StrCat("table ", table.name, " has rollup ", rollup.name, " twice"));
    }
    RETURN_IF_ERROR(CheckRollupColumns(table, rollup.group_by, ColumnType::kText));
    RETURN_IF_ERROR(CheckRollupColumns(table, rollup.sums, ColumnType::kReal));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Schema> Schema::Of(const std::vector<Migration>& migrations) {
  Schema schema;
  for (const Migration& migration : migrations) RETURN_IF_ERROR(schema.Apply(migration));
  return schema;
}

absl::Status Schema::Apply(const Migration& migration) {
  if (migration.version != version_ + 1) {
    return absl::InvalidArgumentError(absl::StrCat("migration ", migration.version,
                                                   " follows migration ", version_,
                                                   ": versions must be 1, 2, 3 without gap"));
  }
  // What goes is what the migrations before have made, so it goes first.
  RETURN_IF_ERROR(Drop(migration.drop));
  for (const Table& table : migration.create) RETURN_IF_ERROR(Create(table));
  RETURN_IF_ERROR(Add(migration.add));
  version_ = migration.version;
  return absl::OkStatus();
}

absl::Status Schema::Create(const Table& table) {
  RETURN_IF_ERROR(CheckName(table.name));
  if (absl::StartsWith(table.name, "sqlite_") || table.name == "store_meta" ||
      tables_.contains(table.name)) {
    return absl::InvalidArgumentError(absl::StrCat("table name ", table.name, " is taken"));
  }
  Table made = {.name = table.name, .columns = {}};
  for (const Column& column : table.columns) {
    RETURN_IF_ERROR(CheckNewColumn(made, column));
    made.columns.push_back(column);
  }
  for (const auto& index : table.indexes) RETURN_IF_ERROR(CheckIndex(table, index));
  RETURN_IF_ERROR(CheckRollups(table));
  tables_.emplace(table.name, table);
  return absl::OkStatus();
}

absl::Status Schema::Add(const std::vector<Migration::AddColumn>& additions) {
  for (const Migration::AddColumn& addition : additions) {
    const auto found = tables_.find(addition.table);
    if (found == tables_.end()) {
      return absl::InvalidArgumentError(
          absl::StrCat("a column is added to unknown table ", addition.table));
    }
    RETURN_IF_ERROR(CheckNewColumn(found->second, addition.column));
    found->second.columns.push_back(addition.column);
  }
  for (const Migration::AddColumn& addition : additions) {
    Table& table = tables_.at(addition.table);
    for (const auto& index : addition.indexes) {
      RETURN_IF_ERROR(CheckIndex(table, index));
      table.indexes.push_back(index);
    }
  }
  return absl::OkStatus();
}

absl::Status Schema::Drop(const std::vector<std::string>& names) {
  for (const std::string& name : names) {
    if (tables_.erase(name) == 0) {
      return absl::InvalidArgumentError(absl::StrCat("unknown table ", name, " is dropped"));
    }
  }
  return absl::OkStatus();
}

const Table* Schema::Find(const std::string& name) const {
  const auto found = tables_.find(name);
  return found == tables_.end() ? nullptr : &found->second;
}

absl::StatusOr<Table> Schema::Resolve(const Table& table) const {
  const Table* known = Find(table.name);
  if (known == nullptr) {
    return absl::InvalidArgumentError(absl::StrCat("the schema has no table ", table.name));
  }
  // As many columns, each known, none twice: the same set.
  bool same = table.columns.size() == known->columns.size();
  std::set<std::string> seen;
  for (const Column& column : table.columns) {
    const std::optional<size_t> match = known->Find(column.name);
    same = same && match && known->columns[*match] == column && seen.insert(column.name).second;
  }
  if (!same) {
    return absl::InvalidArgumentError(
        absl::StrCat("table ", table.name, " does not have the columns that the schema gives it"));
  }
  Table resolved = *known;
  resolved.columns = table.columns;
  return resolved;
}

}  // namespace potential::storage
