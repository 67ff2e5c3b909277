// Where the fields of interventions stand in an extract: its header against a profile.

#ifndef POTENTIAL_SERVICES_OCCUPATION_INTERVENTIONS_EXTRACT_COLUMNS_H_
#define POTENTIAL_SERVICES_OCCUPATION_INTERVENTIONS_EXTRACT_COLUMNS_H_

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "potential/strategy/v1/strategy.pb.h"

namespace potential::occupation {

// Positions of columns, from 0. A value.
struct ExtractColumns {
  using Field = strategy::v1::ImportProfile::Field;
  static constexpr size_t kFields = strategy::v1::ImportProfile::Field_ARRAYSIZE;

  // By number of Field; nullopt for a field that the file does not have.
  std::array<std::optional<size_t>, kFields> fields = {};
  // The column of the profile's staff rule.
  std::optional<size_t> staff = {};
  // The header, as it is in the file.
  std::vector<std::string> names = {};

  const std::optional<size_t>& Of(Field field) const {
    return fields[static_cast<size_t>(field)];
  }
};

// INVALID_ARGUMENT on `data`, naming the columns, if the file lacks one that every extract has, has
// two for one field, or has one that looks as if it identified a patient and is not ignored by name.
absl::StatusOr<ExtractColumns> FindColumns(const strategy::v1::ImportProfile& profile,
                                           absl::Span<const absl::string_view> header);

}  // namespace potential::occupation

#endif  // POTENTIAL_SERVICES_OCCUPATION_INTERVENTIONS_EXTRACT_COLUMNS_H_
