// Writes projections into the organisations that records are shared with, inside the transaction of
// the sender, each under the next revision of its own.

#ifndef POTENTIAL_SERVICES_CHASSIS_RECORDS_PROJECTION_WRITER_H_
#define POTENTIAL_SERVICES_CHASSIS_RECORDS_PROJECTION_WRITER_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "google/protobuf/message.h"
#include "services/chassis/records/kind.h"
#include "services/chassis/storage/change_log.h"
#include "services/chassis/storage/store.h"

namespace potential::records {

// For one transaction, on its thread. A change of a projection writes the row, a change entry and a
// history entry of the recipient. The history names the sending organisation as the subject and
// neither the caller there nor the method: they are the sender's own matter. Fails as the store
// does.
class ProjectionWriter {
 public:
  ProjectionWriter(storage::TableWriter& tables, absl::Time now) : tables_(tables), now_(now) {}

  // Brings the copy of the record in line with it. Writes nothing if what is shared is the same, so
  // that recipients do not hear of what they cannot see.
  absl::Status Put(const Projection& projection, const google::protobuf::Message& record,
                   const std::string& recipient);

  // Removes the copy with this id; OK if there is none.
  absl::Status Remove(const Projection& projection, const std::string& id,
                      const std::string& recipient);

  // Puts the copies of a record that was stored and removes those of recipients that it has no
  // longer. `previous` is null for a new record.
  absl::Status Follow(const Projection& projection, const google::protobuf::Message& record,
                      const google::protobuf::Message* previous,
                      const std::vector<std::string>& partners);

 private:
  struct Entry {
    std::string recipient;
    std::string name;
    std::string sender;
    storage::Change::Operation operation;
    std::optional<std::string> before;
    std::optional<std::string> after;
  };

  absl::StatusOr<int64_t> Revision(const std::string& recipient);
  absl::Status Note(const RecordKind& received, int64_t revision, Entry entry);

  storage::TableWriter& tables_;
  const absl::Time now_;
  std::map<std::string, int64_t> revisions_;  // of the recipients written to
};

}  // namespace potential::records

#endif  // POTENTIAL_SERVICES_CHASSIS_RECORDS_PROJECTION_WRITER_H_
