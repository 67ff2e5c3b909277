// How a message becomes a row: the typed columns of its fields, their values, and the way back. The
// filter and order languages take the fields that a caller may name from the same plan, so that
// what is declared, stored and filtered cannot differ.
//
//   ASSIGN_OR_RETURN(ColumnPlan plan, ColumnPlan::For(*Opportunity::descriptor()));
//   Table table{.name = "opportunities", .columns = plan.columns()};
//   Row row{.id = id, .values = plan.Extract(opportunity)};
//
// Record types get a column for each field with `query: true`. Fact types (option `fact`) get one
// for every field but the key, which is the row's id, so that a row holds the whole fact.
//
// | field                      | column   | value                                            |
// |----------------------------|----------|--------------------------------------------------|
// | string                     | kText    | as it is; "" if empty                            |
// | enum                       | kText    | name of the value, also of the zero value        |
// | bool, int32, int64, uint32 | kInteger | as it is                                         |
// | double, float              | kReal    | as it is                                         |
// | Timestamp                  | kInteger | microseconds since 1970, rounded down            |
// | repeated string, enum      | kList    | EncodeList of the items or names; null if empty  |
//
// An `optional` field or a Timestamp that is absent is null.

#ifndef POTENTIAL_SERVICES_CHASSIS_RESOURCE_COLUMNS_H_
#define POTENTIAL_SERVICES_CHASSIS_RESOURCE_COLUMNS_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "services/chassis/storage/table.h"

namespace potential::resource {

// What a field's values are to the filter language.
enum class FieldKind {
  kText,
  kDate,   // text with format DATE: "" stands for no date
  kMonth,  // text with format MONTH: "" stands for no month
  kEnum,
  kBool,
  kInteger,
  kReal,
  kInstant,  // Timestamp
  kTextList,
  kEnumList,
};

// A field that is kept in the row.
struct FieldColumn {
  const google::protobuf::FieldDescriptor* field = nullptr;
  FieldKind kind = FieldKind::kText;
  storage::Column column = {};  // "id" for the key of a fact
  bool queried = false;         // may stand in `filter` and `order_by`
  bool nullable = false;        // null tells its absence
  size_t max_key_bytes = 0;     // most bytes of a value as a sort key
};

// The columns of a message type. Immutable: any thread may use it.
class ColumnPlan {
 public:
  // INVALID_ARGUMENT names a field that cannot be a column: a defect of the contract, with which a
  // server must not start.
  static absl::StatusOr<ColumnPlan> For(const google::protobuf::Descriptor& message);

  // In the order of the fields.
  const std::vector<storage::Column>& columns() const { return columns_; }

  // The values of columns(). `message` is of the plan's type.
  std::vector<storage::Value> Extract(const google::protobuf::Message& message) const;

  // The caller's key of a fact; empty for a record type.
  std::string Key(const google::protobuf::Message& fact) const;

  // The way back: sets the fields of the columns, and the key of a fact, from a row whose first
  // values are those of columns(). Other fields stay as they are. DATA_LOSS if a value does not fit
  // its column, or names no value of its enum.
  absl::Status Fill(google::protobuf::Message* message, const storage::Row& row) const;

  // The declared field of this name that a caller may filter and sort by, or null.
  const FieldColumn* Find(absl::string_view name) const;

  // Names that Find knows, comma-separated in the order of the fields.
  const std::string& declared_fields() const { return declared_fields_; }

 private:
  ColumnPlan() = default;
  absl::Status Add(const google::protobuf::FieldDescriptor& field, bool is_key);

  std::vector<FieldColumn> fields_;  // one for each column
  std::optional<FieldColumn> key_;
  std::vector<storage::Column> columns_;
  absl::flat_hash_map<std::string, FieldColumn> queried_;
  std::string declared_fields_;
};

}  // namespace potential::resource

#endif  // POTENTIAL_SERVICES_CHASSIS_RESOURCE_COLUMNS_H_
