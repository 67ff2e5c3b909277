#include "services/chassis/records/projection_writer.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "google/protobuf/util/message_differencer.h"
#include "services/chassis/records/record_fields.h"
#include "services/chassis/records/record_rows.h"
#include "services/chassis/resource/field_copy.h"
#include "services/chassis/resource/names.h"
#include "services/chassis/storage/history.h"
#include "services/chassis/storage/status_macros.h"

namespace potential::records {
namespace {

using google::protobuf::Message;
using storage::Change;
using storage::Row;

void TakeOver(const Message& from, const char* field, Message& to) {
  const google::protobuf::FieldDescriptor* descriptor = to.GetDescriptor()->FindFieldByName(field);
  resource::CopyField(from, descriptor, &to, descriptor);
}

// Whether the two show the same: the times at which they were made do not count.
bool ShowTheSame(const Message& stored, const Message& copy) {
  const std::unique_ptr<Message> as_stored(copy.New());
  as_stored->CopyFrom(copy);
  for (const char* field : {"etag", "create_time", "update_time", "source_update_time"}) {
    TakeOver(stored, field, *as_stored);
  }
  return google::protobuf::util::MessageDifferencer::Equals(stored, *as_stored);
}

}  // namespace

absl::Status ProjectionWriter::Put(const Projection& projection, const Message& record,
                                   const std::string& recipient) {
  const RecordKind& received = projection.received();
  const std::unique_ptr<Message> copy = projection.Copy(record, recipient);
  const std::string name = TextField(*copy, "name");
  const std::string id = resource::ParseName(name)->id;
  ASSIGN_OR_RETURN(const std::optional<Row> row, tables_.Get(received.table, recipient, id));
  std::optional<std::string> before;
  SetTimeField(*copy, "create_time", now_);
  if (row) {
    const std::unique_ptr<Message> stored = NewRecord(received);
    RETURN_IF_ERROR(ParseBody(std::get<std::string>(row->values.back()), name, *stored));
    if (ShowTheSame(*stored, *copy)) return absl::OkStatus();
    TakeOver(*stored, "create_time", *copy);
    before = stored->SerializeAsString();
  }
  ASSIGN_OR_RETURN(const int64_t revision, Revision(recipient));
  SetTextField(*copy, "etag", absl::StrCat(revision));
  SetTimeField(*copy, "update_time", now_);
  RETURN_IF_ERROR(tables_.Put(received.table, recipient, MakeRow(received, id, *copy)));
  return Note(received, revision,
              {.recipient = recipient,
               .name = name,
               .sender = TextField(*copy, "source_organisation"),
               .operation = row ? Change::kUpdated : Change::kCreated,
               .before = std::move(before),
               .after = copy->SerializeAsString()});
}

absl::Status ProjectionWriter::Remove(const Projection& projection, const std::string& id,
                                      const std::string& recipient) {
  const RecordKind& received = projection.received();
  ASSIGN_OR_RETURN(const std::optional<Row> row, tables_.Get(received.table, recipient, id));
  if (!row) return absl::OkStatus();
  const std::string name = resource::FormatName(recipient, received.rules.collection(), id);
  const std::unique_ptr<Message> stored = NewRecord(received);
  RETURN_IF_ERROR(ParseBody(std::get<std::string>(row->values.back()), name, *stored));
  ASSIGN_OR_RETURN(const int64_t revision, Revision(recipient));
  RETURN_IF_ERROR(tables_.Erase(received.table, recipient, id));
  return Note(received, revision,
              {.recipient = recipient,
               .name = name,
               .sender = TextField(*stored, "source_organisation"),
               .operation = Change::kDeleted,
               .before = stored->SerializeAsString(),
               .after = std::nullopt});
}

absl::Status ProjectionWriter::Follow(const Projection& projection, const Message& record,
                                      const Message* previous,
                                      const std::vector<std::string>& partners) {
  const std::vector<std::string> recipients = projection.Recipients(record, partners);
  for (const std::string& recipient : recipients) {
    RETURN_IF_ERROR(Put(projection, record, recipient));
  }
  if (previous == nullptr) return absl::OkStatus();
  const std::string id = Projection::CopyId(*resource::ParseName(TextField(record, "name")));
  for (const std::string& earlier : projection.Recipients(*previous, partners)) {
    if (std::find(recipients.begin(), recipients.end(), earlier) != recipients.end()) continue;
    RETURN_IF_ERROR(Remove(projection, id, earlier));
  }
  return absl::OkStatus();
}

absl::StatusOr<int64_t> ProjectionWriter::Revision(const std::string& recipient) {
  const auto it = revisions_.find(recipient);
  if (it != revisions_.end()) return it->second;
  ASSIGN_OR_RETURN(const int64_t revision, storage::NextRevision(tables_, recipient));
  return revisions_[recipient] = revision;
}

absl::Status ProjectionWriter::Note(const RecordKind& received, int64_t revision, Entry entry) {
  RETURN_IF_ERROR(
      storage::AppendChanges(tables_, entry.recipient, revision, now_,
                             {{received.rules.collection(), entry.name, entry.operation}}));
  return storage::AppendHistory(tables_, entry.recipient,
                                {.revision = revision,
                                 .name = entry.name,
                                 .subject = resource::FormatOrganisation(entry.sender),
                                 .role = "",
                                 .method = "",
                                 .time = now_,
                                 .before = std::move(entry.before),
                                 .after = std::move(entry.after)});
}

}  // namespace potential::records
