#include "services/occupation/interventions/staged_import.h"

#include <utility>

#include "services/chassis/storage/status_macros.h"

namespace potential::occupation {
namespace {

using storage::ColumnType;
using storage::Row;

absl::StatusOr<StagedImport> ImportOf(const std::string& organisation, const Row& row) {
  const auto text = [&row](size_t i) { return std::get<std::string>(row.values[i]); };
  StagedImport import = {.organisation = organisation,
                         .id = row.id,
                         .state = text(0),
                         .subject = text(1),
                         .role = text(2),
                         .service_lines = {},
                         .request = {},
                         .answer = {}};
  if (!import.request.ParseFromString(text(3)) || !import.answer.ParseFromString(text(4))) {
    return absl::DataLossError("the record of a staged import does not parse");
  }
  // Null in records that were made before the column.
  if (const auto* lines = std::get_if<std::string>(&row.values[5])) {
    import.service_lines = storage::DecodeList(*lines);
  }
  return import;
}

}  // namespace

Row RowOf(const StagedImport& import) {
  return {.id = import.id,
          .values = {import.state, import.subject, import.role, import.request.SerializeAsString(),
                     import.answer.SerializeAsString(),
                     storage::EncodeList(import.service_lines)}};
}

const storage::Table& StagedImportsTable() {
  static const storage::Table& table =
      *new storage::Table{.name = "staged_imports",
                          .columns = {{"state", ColumnType::kText},
                                      {"subject", ColumnType::kText},
                                      {"role", ColumnType::kText},
                                      {"request", ColumnType::kBlob},
                                      {"answer", ColumnType::kBlob},
                                      {"service_lines", ColumnType::kList}}};
  return table;
}

storage::Table StageTable(const records::FactKind& interventions) {
  return {.name = "staged_interventions", .columns = interventions.table.columns};
}

absl::StatusOr<std::vector<StagedImport>> ListStagedImports(storage::TableReader& tables,
                                                            const std::string& organisation) {
  ASSIGN_OR_RETURN(const std::vector<Row> rows,
                   tables.Select(StagedImportsTable(), organisation, {}));
  std::vector<StagedImport> imports;
  for (const Row& row : rows) {
    ASSIGN_OR_RETURN(StagedImport import, ImportOf(organisation, row));
    imports.push_back(std::move(import));
  }
  return imports;
}

}  // namespace potential::occupation
