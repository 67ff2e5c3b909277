// Reads typed columns of all records of a kind, without their bodies, for indicators.

#ifndef POTENTIAL_SERVICES_CHASSIS_INDICATORS_SCAN_H_
#define POTENTIAL_SERVICES_CHASSIS_INDICATORS_SCAN_H_

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "services/chassis/indicators/catalogue.h"
#include "services/chassis/storage/store.h"
#include "services/measures/calendar.h"

namespace potential::indicators {

// Cells of one row, in the order of the columns asked for.
class Cells {
 public:
  explicit Cells(const std::vector<storage::Value>& values, absl::string_view id = {})
      : values_(values), id_(id) {}

  // The last segment of the record's own name; empty for groups of a rollup.
  std::string Id() const { return std::string(id_); }

  bool IsNull(size_t i) const;
  // Text of a text column (enum value name, date, identifier); empty if null.
  const std::string& Text(size_t i) const;
  // Number of an integer or real column; 0 if null.
  double Number(size_t i) const;
  bool Flag(size_t i) const { return Number(i) != 0; }
  // The day of a date column; nullopt if empty.
  std::optional<measures::Day> Date(size_t i) const;
  // The month of a month column; nullopt if empty.
  std::optional<measures::Month> MonthCell(size_t i) const;
  // Last segment of a record's name in a text column, such as `kingston` of
  // `organisations/x/partners/kingston`.
  std::string IdOf(size_t i) const;

 private:
  const std::vector<storage::Value>& values_;
  const absl::string_view id_;
};

// Calls `visit` for each record of `table` (a record kind's table, as KindTable made it) in the
// organisation that is not deleted and matches `where`, in pages, by id.
absl::Status Scan(const Source& source, const storage::Table& table,
                  const std::vector<std::string>& columns,
                  const std::function<void(const Cells&)>& visit, storage::Predicate where = {});

}  // namespace potential::indicators

#endif  // POTENTIAL_SERVICES_CHASSIS_INDICATORS_SCAN_H_
