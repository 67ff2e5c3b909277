#include "services/chassis/resource/columns.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "potential/options/v1/options.pb.h"
#include "services/chassis/resource/cells.h"
#include "services/chassis/resource/formats.h"
#include "services/chassis/resource/message_rules.h"
#include "services/chassis/storage/status_macros.h"

namespace potential::resource {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::EnumDescriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using options::v1::FieldRules;
using storage::ColumnType;

constexpr char kIdColumn[] = "id";

const FieldRules& RulesOf(const FieldDescriptor& field) {
  return field.options().GetExtension(options::v1::field);
}

std::optional<FieldKind> ScalarKind(const FieldDescriptor& field) {
  switch (field.type()) {
    case FieldDescriptor::TYPE_STRING:
      if (RulesOf(field).format() == FieldRules::DATE) return FieldKind::kDate;
      if (RulesOf(field).format() == FieldRules::MONTH) return FieldKind::kMonth;
      return FieldKind::kText;
    case FieldDescriptor::TYPE_ENUM:
      return FieldKind::kEnum;
    case FieldDescriptor::TYPE_BOOL:
      return FieldKind::kBool;
    case FieldDescriptor::TYPE_DOUBLE:
    case FieldDescriptor::TYPE_FLOAT:
      return FieldKind::kReal;
    case FieldDescriptor::TYPE_MESSAGE:
      if (internal::KindOf(field) == internal::ValueKind::kTimestamp) return FieldKind::kInstant;
      return std::nullopt;
    default:
      break;
  }
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
    case FieldDescriptor::CPPTYPE_INT64:
    case FieldDescriptor::CPPTYPE_UINT32:
      return FieldKind::kInteger;
    default:
      return std::nullopt;
  }
}

std::optional<FieldKind> KindOf(const FieldDescriptor& field) {
  if (!field.is_repeated()) return ScalarKind(field);
  if (field.type() == FieldDescriptor::TYPE_STRING) return FieldKind::kTextList;
  if (field.type() == FieldDescriptor::TYPE_ENUM) return FieldKind::kEnumList;
  return std::nullopt;
}

ColumnType TypeOf(FieldKind kind) {
  switch (kind) {
    case FieldKind::kBool:
    case FieldKind::kInteger:
    case FieldKind::kInstant:
      return ColumnType::kInteger;
    case FieldKind::kReal:
      return ColumnType::kReal;
    case FieldKind::kTextList:
    case FieldKind::kEnumList:
      return ColumnType::kList;
    default:
      return ColumnType::kText;
  }
}

size_t LongestName(const EnumDescriptor& type) {
  size_t longest = 0;
  for (int i = 0; i < type.value_count(); ++i) {
    longest = std::max(longest, type.value(i)->name().size());
  }
  return longest;
}

size_t MaxKeyBytes(const FieldDescriptor& field, FieldKind kind) {
  constexpr size_t kNumberBytes = 8;
  constexpr size_t kMaxUtf8Bytes = 4;
  if (kind == FieldKind::kEnum) return LongestName(*field.enum_type());
  if (TypeOf(kind) != ColumnType::kText) return kNumberBytes;
  const FieldRules& rules = RulesOf(field);
  const size_t length = rules.max_length() > 0 ? rules.max_length() : internal::kDefaultMaxLength;
  const bool ascii =
      IsAsciiFormat(rules.format()) || !rules.reference().empty() || !rules.vocabulary().empty();
  return ascii ? length : length * kMaxUtf8Bytes;
}

absl::Status Defect(const Descriptor& message, absl::string_view what) {
  return absl::InvalidArgumentError(absl::StrCat("contract ", message.full_name(), " ", what));
}

}  // namespace

absl::StatusOr<ColumnPlan> ColumnPlan::For(const Descriptor& message) {
  const bool is_fact = message.options().HasExtension(options::v1::fact);
  const std::string& key = message.options().GetExtension(options::v1::fact).key();
  ColumnPlan plan;
  for (int i = 0; i < message.field_count(); ++i) {
    const FieldDescriptor& field = *message.field(i);
    if (!is_fact && !RulesOf(field).query()) continue;
    RETURN_IF_ERROR(plan.Add(field, is_fact && field.name() == key));
  }
  if (is_fact && !plan.key_) return Defect(message, absl::StrCat("has no key field `", key, "`"));
  return plan;
}

absl::Status ColumnPlan::Add(const FieldDescriptor& field, bool is_key) {
  const std::optional<FieldKind> kind = KindOf(field);
  if (!kind) {
    return Defect(*field.containing_type(),
                  absl::StrCat("field ", field.name(), ": its type cannot be a column"));
  }
  if (field.name() == kIdColumn || field.name() == "organisation") {
    return Defect(*field.containing_type(),
                  absl::StrCat("field ", field.name(), ": the name is a row's own"));
  }
  FieldColumn column{.field = &field,
                     .kind = *kind,
                     .column = {is_key ? kIdColumn : field.name(), TypeOf(*kind)},
                     .queried = RulesOf(field).query(),
                     .nullable = field.has_presence() || TypeOf(*kind) == ColumnType::kList,
                     .max_key_bytes = MaxKeyBytes(field, *kind)};
  if (column.queried) {
    absl::StrAppend(&declared_fields_, declared_fields_.empty() ? "" : ", ", field.name());
    queried_.emplace(field.name(), column);
  }
  if (!is_key) {
    columns_.push_back(column.column);
    fields_.push_back(std::move(column));
    return absl::OkStatus();
  }
  if (*kind != FieldKind::kText || field.has_presence()) {
    return Defect(*field.containing_type(),
                  absl::StrCat("field ", field.name(), ": a key must be a plain string"));
  }
  key_ = std::move(column);
  return absl::OkStatus();
}

std::vector<storage::Value> ColumnPlan::Extract(const Message& message) const {
  std::vector<storage::Value> values;
  values.reserve(fields_.size());
  for (const FieldColumn& field : fields_) values.push_back(internal::CellOf(field, message));
  return values;
}

std::string ColumnPlan::Key(const Message& fact) const {
  return key_ ? fact.GetReflection()->GetString(fact, key_->field) : std::string();
}

absl::Status ColumnPlan::Fill(Message* message, const storage::Row& row) const {
  if (row.values.size() < fields_.size()) {
    return absl::DataLossError("a row has fewer values than its type has columns");
  }
  if (key_) message->GetReflection()->SetString(message, key_->field, row.id);
  for (size_t i = 0; i < fields_.size(); ++i) {
    if (!internal::SetFromCell(fields_[i], row.values[i], message)) {
      return absl::DataLossError(
          absl::StrCat("a stored value does not fit ", fields_[i].field->full_name()));
    }
  }
  return absl::OkStatus();
}

const FieldColumn* ColumnPlan::Find(absl::string_view name) const {
  const auto found = queried_.find(name);
  return found == queried_.end() ? nullptr : &found->second;
}

}  // namespace potential::resource
