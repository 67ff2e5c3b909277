#include "services/chassis/records/projection.h"

#include <algorithm>
#include <set>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "potential/options/v1/options.pb.h"
#include "services/chassis/records/kind.h"
#include "services/chassis/records/record_fields.h"
#include "services/chassis/records/record_rows.h"
#include "services/chassis/resource/field_copy.h"
#include "services/chassis/storage/status_macros.h"

namespace potential::records {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using options::v1::ProjectionRules;
using storage::Predicate;

const ProjectionRules& RulesOf(const RecordKind& received) {
  return received.type->options().GetExtension(options::v1::projection);
}

absl::Status Contradiction(const RecordKind& received, absl::string_view what) {
  return absl::InvalidArgumentError(
      absl::StrCat("projection ", received.type->full_name(), ": ", what));
}

// Fields that a copy does not take from its source.
bool IsOwn(const FieldDescriptor& field) {
  static const std::set<std::string>& names = *new std::set<std::string>{
      "name", "etag", "create_time", "update_time", "source_organisation", "source_update_time"};
  return names.contains(field.name());
}

// Fields that stay at home whatever a contract says: words and links of the organisation itself.
bool IsPrivate(const FieldDescriptor& field) {
  static const std::set<std::string>& names =
      *new std::set<std::string>{"service_line", "notes", "tags", "evidence_links", "delete_time"};
  return names.contains(field.name()) ||
         !field.options().GetExtension(options::v1::field).reference().empty();
}

void AddTexts(const Message& record, const FieldDescriptor* field, std::set<std::string>& texts) {
  const google::protobuf::Reflection& reflection = *record.GetReflection();
  if (!field->is_repeated()) {
    texts.insert(reflection.GetString(record, field));
    return;
  }
  for (int i = 0; i < reflection.FieldSize(record, field); ++i) {
    texts.insert(reflection.GetRepeatedString(record, field, i));
  }
}

}  // namespace

absl::StatusOr<Projection> Projection::For(const RecordKind& source, const RecordKind& received) {
  Projection projection(source, received);
  RETURN_IF_ERROR(projection.ResolveFields());
  RETURN_IF_ERROR(projection.ResolveRecipients());
  return projection;
}

absl::Status Projection::ResolveFields() {
  const FieldDescriptor* organisation = received_->type->FindFieldByName("source_organisation");
  const FieldDescriptor* time = received_->type->FindFieldByName("source_update_time");
  const FieldDescriptor* source_time = source_->type->FindFieldByName("update_time");
  if (organisation == nullptr || organisation->is_repeated() ||
      organisation->cpp_type() != FieldDescriptor::CPPTYPE_STRING) {
    return Contradiction(*received_, "it has no text source_organisation");
  }
  if (time == nullptr || source_time == nullptr || !resource::AreAlike(*time, *source_time)) {
    return Contradiction(*received_, "it has no source_update_time as its source's update_time");
  }
  shared_.emplace_back(source_time, time);
  for (int i = 0; i < received_->type->field_count(); ++i) {
    const FieldDescriptor& field = *received_->type->field(i);
    if (!field.options().GetExtension(options::v1::field).output_only()) {
      return Contradiction(*received_, absl::StrCat(field.name(), " is not output_only"));
    }
    if (IsOwn(field)) continue;
    const FieldDescriptor* shared = source_->type->FindFieldByName(field.name());
    if (shared == nullptr || !resource::AreAlike(*shared, field)) {
      return Contradiction(*received_, absl::StrCat(source_->type->full_name(), " has no field ",
                                                    field.name(), " of this type"));
    }
    if (IsPrivate(*shared)) {
      return Contradiction(*received_, absl::StrCat(field.name(), " is never shared"));
    }
    shared_.emplace_back(shared, &field);
  }
  return absl::OkStatus();
}

absl::Status Projection::ResolveRecipients() {
  const ProjectionRules& rules = RulesOf(*received_);
  const FieldDescriptor* state = source_->type->FindFieldByName("state");
  for (const std::string& name : rules.states()) {
    if (state == nullptr || state->enum_type()->FindValueByName(name) == nullptr) {
      return Contradiction(*received_, absl::StrCat("its source has no state ", name));
    }
    states_.push_back(name);
  }
  for (const std::string& name : rules.recipients()) {
    recipients_.push_back(source_->type->FindFieldByName(name));
    if (recipients_.back() == nullptr ||
        recipients_.back()->cpp_type() != FieldDescriptor::CPPTYPE_STRING) {
      return Contradiction(*received_, absl::StrCat("its source has no texts ", name));
    }
  }
  if (!rules.everyone().empty()) {
    everyone_ = source_->type->FindFieldByName(rules.everyone());
    if (everyone_ == nullptr || everyone_->is_repeated() ||
        everyone_->cpp_type() != FieldDescriptor::CPPTYPE_BOOL) {
      return Contradiction(*received_, absl::StrCat("its source has no flag ", rules.everyone()));
    }
  }
  if (everyone_ != nullptr || !recipients_.empty()) return absl::OkStatus();
  return Contradiction(*received_, "it names nobody to share with");
}

std::vector<std::string> Projection::Recipients(const Message& record,
                                                const std::vector<std::string>& partners) const {
  if (HasField(record, "delete_time")) return {};
  if (!states_.empty() &&
      std::find(states_.begin(), states_.end(), StateName(record)) == states_.end()) {
    return {};
  }
  if (everyone_ != nullptr && record.GetReflection()->GetBool(record, everyone_)) return partners;
  std::set<std::string> named;
  for (const FieldDescriptor* field : recipients_) AddTexts(record, field, named);
  std::vector<std::string> recipients;
  std::copy_if(partners.begin(), partners.end(), std::back_inserter(recipients),
               [&](const std::string& partner) { return named.contains(partner); });
  return recipients;
}

Predicate Projection::Shared() const {
  if (states_.empty() || !source_->table.Find("state")) return Predicate::True();
  std::vector<Predicate> any;
  for (const std::string& state : states_) any.push_back(Predicate::Eq("state", state));
  return Predicate::Any(std::move(any));
}

std::string Projection::CopyId(const resource::ResourceName& record) {
  return resource::DerivedId(resource::FormatName(record));
}

std::unique_ptr<Message> Projection::Copy(const Message& record,
                                          const std::string& recipient) const {
  const std::optional<resource::ResourceName> source =
      resource::ParseName(TextField(record, "name"));
  std::unique_ptr<Message> copy = NewRecord(*received_);
  for (const auto& [from, to] : shared_) resource::CopyField(record, from, copy.get(), to);
  SetTextField(*copy, "name",
               resource::FormatName(recipient, received_->rules.collection(), CopyId(*source)));
  SetTextField(*copy, "source_organisation", source->organisation);
  return copy;
}

}  // namespace potential::records
