// What organisations share with each other: which records, with whom, and what of them. Read from
// the contracts (ProjectionRules), so that what a caller reads there is exactly what is shared.
//
//   kinds.AddRecord<SharedResource>();
//   kinds.AddRecord<ReceivedResource>();  // its contract says that it is a projection of the other
//
// How projections are written is projection_writer.h's part.

#ifndef POTENTIAL_SERVICES_CHASSIS_RECORDS_PROJECTION_H_
#define POTENTIAL_SERVICES_CHASSIS_RECORDS_PROJECTION_H_

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "services/chassis/resource/names.h"
#include "services/chassis/storage/table.h"

namespace potential::records {

struct RecordKind;

// How records of one kind are copied into another. Owned by the kind that is copied. Immutable: any
// thread may call. The kinds outlive it.
class Projection {
 public:
  // INVALID_ARGUMENT names what contradicts itself in the contract of `received`, with which a
  // server must not start: a field that the source has not or has otherwise, one that is never
  // shared (service line, notes, tags, links to records and evidence), a state, recipient or flag
  // that the source does not have, or nobody to share with.
  static absl::StatusOr<Projection> For(const RecordKind& source, const RecordKind& received);

  // The kind of the copies.
  const RecordKind& received() const { return *received_; }

  // Those of `partners` that the record is shared with as it stands, in their order; none if it is
  // deleted or in a state in which it is not shared.
  std::vector<std::string> Recipients(const google::protobuf::Message& record,
                                      const std::vector<std::string>& partners) const;

  // Rows of the source that may be shared with somebody.
  storage::Predicate Shared() const;

  // Identifier of the copies of the record with this name, the same in every recipient.
  static std::string CopyId(const resource::ResourceName& record);

  // The copy for a recipient, without etag and times of its own.
  std::unique_ptr<google::protobuf::Message> Copy(const google::protobuf::Message& record,
                                                  const std::string& recipient) const;

 private:
  using Field = google::protobuf::FieldDescriptor;

  Projection(const RecordKind& source, const RecordKind& received)
      : source_(&source), received_(&received) {}

  absl::Status ResolveFields();
  absl::Status ResolveRecipients();

  const RecordKind* source_;
  const RecordKind* received_;
  std::vector<std::pair<const Field*, const Field*>> shared_;  // of the source, of the copy
  std::vector<std::string> states_;
  std::vector<const Field*> recipients_;
  const Field* everyone_ = nullptr;
};

}  // namespace potential::records

#endif  // POTENTIAL_SERVICES_CHASSIS_RECORDS_PROJECTION_H_
