#include "services/chassis/records/standard_methods.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "google/protobuf/empty.pb.h"
#include "google/protobuf/field_mask.pb.h"
#include "google/protobuf/util/message_differencer.h"
#include "services/chassis/records/record_fields.h"
#include "services/chassis/records/record_rows.h"
#include "services/chassis/resource/field_mask.h"
#include "services/chassis/storage/status_macros.h"

namespace potential::records {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

using Response = absl::StatusOr<std::unique_ptr<Message>>;

absl::Status CheckEtag(const std::string& etag, const Message& current) {
  if (etag.empty() || etag == TextField(current, "etag")) return absl::OkStatus();
  return resource::EtagMismatch(TextField(current, "name"));
}

absl::Status CheckNotLocked(const RecordKind& kind, const Message& current) {
  const std::string state = StateName(current);
  const auto& locked = kind.rules.locked_states();
  if (std::find(locked.begin(), locked.end(), state) == locked.end()) return absl::OkStatus();
  return resource::FailedPrecondition(
      resource::kRecordLocked,
      absl::StrCat(TextField(current, "name"), " is ", state,
                   "; such a record is changed only by a named step or a new version"));
}

// Records of this service that name the record in a column.
absl::Status CheckNotNamed(const std::string& name, const std::string& collection,
                           Transaction& transaction) {
  for (const auto& kind : transaction.environment().kinds->records()) {
    for (int i = 0; i < kind->type->field_count(); ++i) {
      const FieldDescriptor& field = *kind->type->field(i);
      if (field.options().GetExtension(options::v1::field).reference() != collection) continue;
      if (!kind->table.Find(field.name())) continue;
      const storage::Predicate names = storage::Predicate::Compare(
          field.is_repeated() ? storage::Predicate::Op::kHas : storage::Predicate::Op::kEq,
          field.name(), name);
      ASSIGN_OR_RETURN(const bool named, transaction.AnyOtherOf(*kind, names, ""));
      if (!named) continue;
      return resource::FailedPrecondition(
          "RECORD_IN_USE", absl::StrCat(name, " is named by ", kind->rules.collection(),
                                        "; delete or change those first"));
    }
  }
  return absl::OkStatus();
}

// The mask of an Update request; an absent one means all fields that are set.
google::protobuf::FieldMask MaskOf(const Message& request) {
  const Message* mask = MessageField(request, "update_mask");
  return mask == nullptr ? google::protobuf::FieldMask()
                         : static_cast<const google::protobuf::FieldMask&>(*mask);
}

}  // namespace

Response CreateRecord(const RecordKind& kind, Transaction& transaction, const Message& request) {
  std::unique_ptr<Message> record = NewRecord(kind);
  record->CopyFrom(*MessageField(request, kind.rules.singular()));
  resource::ClearOutputOnly(record.get());
  SetTextField(*record, "etag", "");
  const std::string id = TextField(request, absl::StrCat(kind.rules.singular(), "_id").c_str());
  SetTextField(*record, "name",
               id.empty() ? ""
                          : resource::FormatName(transaction.organisation(),
                                                 kind.rules.collection(), id));
  transaction.set_violation_prefix(kind.rules.singular());
  RETURN_IF_ERROR(transaction.InsertRecord(kind, *record));
  return record;
}

Response UpdateRecord(const RecordKind& kind, Transaction& transaction, const Message& request) {
  const Message& patch = *MessageField(request, kind.rules.singular());
  std::unique_ptr<Message> current = NewRecord(kind);
  RETURN_IF_ERROR(transaction.Load(kind, TextField(patch, "name"), false, *current));
  RETURN_IF_ERROR(CheckEtag(TextField(patch, "etag"), *current));
  RETURN_IF_ERROR(CheckNotLocked(kind, *current));
  std::unique_ptr<Message> next = NewRecord(kind);
  RETURN_IF_ERROR(resource::ApplyUpdate(patch, MaskOf(request), *current, next.get(),
                                        kind.rules.singular()));
  SetTextField(*next, "etag", TextField(*current, "etag"));
  // An update that changes nothing takes no revision, so that repeats do not wake every watcher.
  if (google::protobuf::util::MessageDifferencer::Equals(*next, *current)) return current;
  transaction.set_violation_prefix(kind.rules.singular());
  RETURN_IF_ERROR(transaction.SaveRecord(kind, *next));
  return next;
}

Response DeleteRecord(const RecordKind& kind, Transaction& transaction, const Message& request) {
  std::unique_ptr<Message> record = NewRecord(kind);
  const std::string name = TextField(request, "name");
  RETURN_IF_ERROR(transaction.Load(kind, name, false, *record));
  RETURN_IF_ERROR(CheckEtag(TextField(request, "etag"), *record));
  RETURN_IF_ERROR(CheckNotLocked(kind, *record));
  RETURN_IF_ERROR(transaction.CheckLine(*record));
  RETURN_IF_ERROR(CheckNotNamed(name, kind.rules.collection(), transaction));
  RETURN_IF_ERROR(transaction.DeleteRecord(kind, *record));
  return std::make_unique<google::protobuf::Empty>();
}

absl::StatusOr<rpc::Answer> GetRecord(const RecordKind& kind, storage::TableReader& tables,
                                      const rpc::CallContext& call, const Message& request) {
  const std::string name = TextField(request, "name");
  const std::optional<resource::ResourceName> parsed = resource::ParseName(name);
  if (!parsed || parsed->collection != kind.rules.collection()) return resource::NotFound(name);
  ASSIGN_OR_RETURN(std::optional<storage::Row> row,
                   tables.Get(kind.table, call.organisation, parsed->id));
  if (!row) return resource::NotFound(name);
  // The stored body is the answer's wire form as it is.
  return rpc::Answer{rpc::ToByteBuffer(std::get<std::string>(row->values.back()))};
}

Response BatchCreateFacts(const FactKind& kind, const FieldDescriptor& field,
                          const Message& response_prototype, Transaction& transaction,
                          const Message& request) {
  // The request may run more than once, so hooks work on a copy.
  std::unique_ptr<Message> copy(request.New());
  copy->CopyFrom(request);
  const auto* reflection = copy->GetReflection();
  std::vector<Message*> facts;
  for (int i = 0; i < reflection->FieldSize(*copy, &field); ++i) {
    facts.push_back(reflection->MutableRepeatedMessage(copy.get(), &field, i));
    resource::ClearOutputOnly(facts.back());
  }
  ASSIGN_OR_RETURN(const storage::UpsertCounts counts,
                   transaction.PutFacts(kind, facts, field.name()));
  std::unique_ptr<Message> response(response_prototype.New());
  const auto set = [&response](const char* name, int64_t value) {
    const FieldDescriptor* count = response->GetDescriptor()->FindFieldByName(name);
    response->GetReflection()->SetInt64(response.get(), count, value);
  };
  set("inserted", counts.inserted);
  set("updated", counts.updated);
  set("unchanged", counts.unchanged);
  return response;
}

}  // namespace potential::records
