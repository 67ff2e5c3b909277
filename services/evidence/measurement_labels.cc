#include "services/evidence/measurement_labels.h"

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/status/statusor.h"
#include "services/chassis/resource/names.h"
#include "services/chassis/storage/status_macros.h"

namespace potential::evidence {
namespace {

using storage::Row;
using storage::Table;

constexpr int64_t kPage = 1000;

// Hands on every row of a table, by id.
template <typename Take>
absl::Status ForEachRow(const Table& table, const std::string& organisation,
                        storage::TableWriter& tables, Take take) {
  std::optional<Row> after;
  while (true) {
    ASSIGN_OR_RETURN(
        std::vector<Row> rows,
        tables.Select(
            table, organisation,
            {.where = {}, .order = {}, .after = after, .limit = kPage, .projection = {}}));
    if (rows.empty()) return absl::OkStatus();
    for (Row& row : rows) RETURN_IF_ERROR(take(row));
    after = Row{.id = rows.back().id, .values = {}};
  }
}

using Names = absl::flat_hash_set<std::string>;

absl::StatusOr<Names> IllustrativeProjects(const Table& qi_projects,
                                           const std::string& organisation,
                                           storage::TableWriter& tables) {
  Names names;
  const size_t flag = *qi_projects.Find("illustrative");
  RETURN_IF_ERROR(ForEachRow(qi_projects, organisation, tables, [&](const Row& row) {
    if (row.values[flag] == storage::Value(int64_t{1})) {
      names.insert(resource::FormatName(organisation, "qiProjects", row.id));
    }
    return absl::OkStatus();
  }));
  return names;
}

}  // namespace

absl::Status LabelAllMeasurements(const Table& measurements, const Table& qi_projects,
                                  storage::TableWriter& tables) {
  ASSIGN_OR_RETURN(const std::vector<std::string> organisations,
                   tables.Organisations(measurements));
  const size_t project = *measurements.Find("qi_project");
  const size_t flag = *measurements.Find("illustrative");
  for (const std::string& organisation : organisations) {
    ASSIGN_OR_RETURN(const Names names, IllustrativeProjects(qi_projects, organisation, tables));
    RETURN_IF_ERROR(ForEachRow(measurements, organisation, tables, [&](Row& row) {
      row.values[flag] = int64_t{names.contains(std::get<std::string>(row.values[project]))};
      return tables.Put(measurements, organisation, row);
    }));
  }
  return absl::OkStatus();
}

}  // namespace potential::evidence
