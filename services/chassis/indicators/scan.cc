#include "services/chassis/indicators/scan.h"

#include "services/chassis/records/kind.h"
#include "services/chassis/storage/status_macros.h"

namespace potential::indicators {
namespace {

constexpr int64_t kPage = 5000;
const std::string kEmpty;

}  // namespace

bool Cells::IsNull(size_t i) const { return std::holds_alternative<std::monostate>(values_[i]); }

const std::string& Cells::Text(size_t i) const {
  const std::string* text = std::get_if<std::string>(&values_[i]);
  return text == nullptr ? kEmpty : *text;
}

double Cells::Number(size_t i) const {
  if (const int64_t* integer = std::get_if<int64_t>(&values_[i])) {
    return static_cast<double>(*integer);
  }
  const double* real = std::get_if<double>(&values_[i]);
  return real == nullptr ? 0 : *real;
}

std::optional<measures::Day> Cells::Date(size_t i) const { return measures::ParseDay(Text(i)); }

std::optional<measures::Month> Cells::MonthCell(size_t i) const {
  return measures::ParseMonth(Text(i));
}

std::string Cells::IdOf(size_t i) const {
  const std::string& name = Text(i);
  return name.substr(name.rfind('/') + 1);
}

absl::Status Scan(const Source& source, const storage::Table& table,
                  const std::vector<std::string>& columns,
                  const std::function<void(const Cells&)>& visit, storage::Predicate where) {
  storage::Query query{
      .where = storage::Predicate::All(
          {storage::Predicate::Eq(records::kDeletedColumn, int64_t{0}), std::move(where)}),
      .order = {},
      .after = {},
      .limit = kPage,
      .projection = columns};
  while (true) {
    ASSIGN_OR_RETURN(const std::vector<storage::Row> rows,
                     source.tables.Select(table, source.organisation, query));
    for (const storage::Row& row : rows) visit(Cells(row.values, row.id));
    if (rows.size() < static_cast<size_t>(kPage)) return absl::OkStatus();
    query.after = storage::Row{.id = rows.back().id, .values = {}};
  }
}

}  // namespace potential::indicators
