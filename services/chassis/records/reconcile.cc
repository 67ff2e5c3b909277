#include "services/chassis/records/reconcile.h"

#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "services/chassis/records/projection_writer.h"
#include "services/chassis/records/record_fields.h"
#include "services/chassis/records/record_rows.h"
#include "services/chassis/resource/names.h"
#include "services/chassis/storage/status_macros.h"

namespace potential::records {
namespace {

using google::protobuf::Message;

// Copies by recipient and id.
using Copies = std::set<std::pair<std::string, std::string>>;

// Puts the copies of everything that the sender shares, and adds them to `wanted`.
absl::Status PutCopies(const RecordKind& source, const std::string& sender,
                       const std::vector<std::string>& partners, ProjectionWriter& writer,
                       storage::TableReader& tables, Copies& wanted) {
  const Projection& projection = *source.projection;
  const auto put = [&](const std::string& body) -> absl::Status {
    const std::unique_ptr<Message> record = NewRecord(source);
    RETURN_IF_ERROR(ParseBody(body, source.rules.collection(), *record));
    const std::string id = Projection::CopyId(*resource::ParseName(TextField(*record, "name")));
    for (const std::string& recipient : projection.Recipients(*record, partners)) {
      RETURN_IF_ERROR(writer.Put(projection, *record, recipient));
      wanted.emplace(recipient, id);
    }
    return absl::OkStatus();
  };
  return ScanRecords(tables, sender, source, projection.Shared(), {}, put);
}

// Removes the recipient's copies that are not wanted.
absl::Status RemoveCopies(const Projection& projection, const std::string& recipient,
                          const Copies& wanted, ProjectionWriter& writer,
                          storage::TableReader& tables) {
  const RecordKind& received = projection.received();
  std::vector<std::string> stale;
  const auto find = [&](const std::string& body) -> absl::Status {
    const std::unique_ptr<Message> copy = NewRecord(received);
    RETURN_IF_ERROR(ParseBody(body, received.rules.collection(), *copy));
    const std::string id = resource::ParseName(TextField(*copy, "name"))->id;
    if (!wanted.contains({recipient, id})) stale.push_back(id);
    return absl::OkStatus();
  };
  RETURN_IF_ERROR(ScanRecords(tables, recipient, received, storage::Predicate::True(), {}, find));
  for (const std::string& id : stale) {
    RETURN_IF_ERROR(writer.Remove(projection, id, recipient));
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status ReconcileProjections(const RecordKind& source, const PartnersFunction& partners_of,
                                  absl::Time now, storage::TableWriter& tables) {
  const Projection& projection = *source.projection;
  ProjectionWriter writer(tables, now);
  Copies wanted;
  ASSIGN_OR_RETURN(const std::vector<std::string> senders, tables.Organisations(source.table));
  for (const std::string& sender : senders) {
    RETURN_IF_ERROR(PutCopies(source, sender, partners_of(sender), writer, tables, wanted));
  }
  ASSIGN_OR_RETURN(const std::vector<std::string> recipients,
                   tables.Organisations(projection.received().table));
  for (const std::string& recipient : recipients) {
    RETURN_IF_ERROR(RemoveCopies(projection, recipient, wanted, writer, tables));
  }
  return absl::OkStatus();
}

}  // namespace potential::records
