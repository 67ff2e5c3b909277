#include "services/chassis/records/schema_text.h"

#include <array>
#include <cstdio>
#include <cstdlib>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"

namespace potential::records {
namespace {

using storage::ColumnType;
using storage::Table;

constexpr std::array<std::pair<absl::string_view, ColumnType>, 5> kTypes = {{
    {"integer", ColumnType::kInteger},
    {"real", ColumnType::kReal},
    {"text", ColumnType::kText},
    {"list", ColumnType::kList},
    {"blob", ColumnType::kBlob},
}};

[[noreturn]] void Defect(absl::string_view line) {
  std::fprintf(stderr, "schema text: cannot read '%s'\n", std::string(line).c_str());
  std::abort();
}

absl::string_view NameOf(ColumnType type) {
  for (const auto& [name, candidate] : kTypes) {
    if (candidate == type) return name;
  }
  Defect("column type");
}

ColumnType TypeOf(absl::string_view word, absl::string_view line) {
  for (const auto& [name, type] : kTypes) {
    if (name == word) return type;
  }
  Defect(line);
}

std::vector<std::string> Names(absl::string_view list) {
  return absl::StrSplit(list, ',', absl::SkipEmpty());
}

void ReadLine(const std::vector<std::string>& words, absl::string_view line,
              std::vector<Table>& tables) {
  if (words[0] == "table" && words.size() >= 2) {
    tables.push_back({.name = words[1], .columns = {}});
    tables.back().anonymous = words.size() == 3 && words[2] == "anonymous";
    return;
  }
  if (tables.empty()) Defect(line);
  Table& table = tables.back();
  if (words[0] == "column" && words.size() == 3) {
    table.columns.push_back({words[1], TypeOf(words[2], line)});
  } else if (words[0] == "index" && words.size() == 2) {
    table.indexes.push_back(Names(words[1]));
  } else if (words[0] == "rollup" && words.size() >= 4 && words[2] == "by") {
    storage::Rollup rollup{.name = words[1], .group_by = Names(words[3]), .sums = {}};
    if (words.size() == 6 && words[4] == "sums") rollup.sums = Names(words[5]);
    table.rollups.push_back(std::move(rollup));
  } else {
    Defect(line);
  }
}

}  // namespace

std::string FormatTables(const std::vector<Table>& tables) {
  std::string text;
  for (const Table& table : tables) {
    absl::StrAppend(&text, "table ", table.name, table.anonymous ? " anonymous" : "", "\n");
    for (const storage::Column& column : table.columns) {
      absl::StrAppend(&text, "  column ", column.name, " ", NameOf(column.type), "\n");
    }
    for (const std::vector<std::string>& index : table.indexes) {
      absl::StrAppend(&text, "  index ", absl::StrJoin(index, ","), "\n");
    }
    for (const storage::Rollup& rollup : table.rollups) {
      absl::StrAppend(&text, "  rollup ", rollup.name, " by ", absl::StrJoin(rollup.group_by, ","));
      if (!rollup.sums.empty()) absl::StrAppend(&text, " sums ", absl::StrJoin(rollup.sums, ","));
      text += "\n";
    }
  }
  return text;
}

std::vector<Table> ParseTables(absl::string_view text) {
  std::vector<Table> tables;
  for (absl::string_view line : absl::StrSplit(text, '\n')) {
    const std::vector<std::string> words = absl::StrSplit(line, ' ', absl::SkipWhitespace());
    if (!words.empty()) ReadLine(words, line, tables);
  }
  return tables;
}

}  // namespace potential::records
