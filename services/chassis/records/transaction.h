// One write as domain code sees it: typed records of one organisation, read and changed together,
// with change entries, history and revision taken care of.

#ifndef POTENTIAL_SERVICES_CHASSIS_RECORDS_TRANSACTION_H_
#define POTENTIAL_SERVICES_CHASSIS_RECORDS_TRANSACTION_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"
#include "services/chassis/records/kind.h"
#include "services/chassis/records/projection_writer.h"
#include "services/chassis/records/record_rows.h"
#include "services/chassis/resource/names.h"
#include "services/chassis/rpc/call_context.h"
#include "services/chassis/rpc/clock.h"
#include "services/chassis/storage/change_log.h"
#include "services/chassis/storage/store.h"
#include "services/measures/calendar.h"

namespace potential::records {

// The organisations that an organisation may share with: those that its strategy lists and that
// this suite serves, but for itself. None if it is not served. Thread-safe.
using PartnersFunction = std::function<std::vector<std::string>(absl::string_view organisation)>;

// What the core needs beside the store; one per process, shared by all calls, outlives them.
struct RecordEnvironment {
  const KindTable* kinds = nullptr;
  const rpc::Clock* clock = nullptr;
  // Whether the organisation's strategy lists the identifier under the word. Thread-safe.
  std::function<bool(absl::string_view organisation, absl::string_view word, absl::string_view id)>
      in_vocabulary;
  PartnersFunction partners;
  // Thread-safe.
  resource::RandomBits random;
};

// Valid inside the body of a write, on the writer thread. A body may run more than once.
class Transaction {
 public:
  Transaction(storage::TableWriter& tables, const rpc::CallContext& call,
              const RecordEnvironment& environment)
      : tables_(tables), call_(call), environment_(environment), projections_(tables, call.now) {}

  const rpc::CallContext& call() const { return call_; }
  const std::string& organisation() const { return call_.organisation; }
  measures::Day today() const { return call_.today; }
  const RecordEnvironment& environment() const { return environment_; }

  // The tables below, for what records and facts do not cover.
  storage::TableWriter& tables() { return tables_; }

  // The revision that this write gets; taken at the first use.
  absl::StatusOr<int64_t> Revision();
  // 0 if none was taken.
  int64_t revision() const { return revision_; }

  // The record with this full name. NOT_FOUND if there is none, it is deleted, or the name is not
  // one of this kind and of the call's organisation.
  template <typename Record>
  absl::StatusOr<Record> Get(absl::string_view name) {
    Record record;
    if (absl::Status status = Load(KindOf<Record>(), name, false, record); !status.ok()) {
      return status;
    }
    return record;
  }

  // Records that match, not deleted, in the query's order; the whole result whatever its limit.
  template <typename Record>
  absl::StatusOr<std::vector<Record>> Select(storage::Predicate where,
                                             std::vector<storage::Order> order = {}) {
    const RecordKind& kind = KindOf<Record>();
    std::vector<Record> records;
    absl::Status status =
        ScanRecords(tables_, organisation(), kind, std::move(where), std::move(order),
                    [&](const std::string& body) {
                      return ParseBody(body, kind.rules.collection(), records.emplace_back());
                    });
    if (!status.ok()) return status;
    return records;
  }

  // Whether a record matches that is not deleted and does not have this name.
  template <typename Record>
  absl::StatusOr<bool> AnyOther(storage::Predicate where, absl::string_view name) {
    return AnyOtherOf(KindOf<Record>(), std::move(where), name);
  }

  // Stores a new record (an empty name gets a new one) or the changed version of one that exists,
  // with the hooks and field rules of its kind, etag, times, change entry and history, and with the
  // copies of it in other organisations if its kind is shared. The record then holds what was
  // stored. INTERNAL for a kind that is received: those are read-only. `Save` is for steps that
  // change other records than the one they are about.
  template <typename Record>
  absl::Status Insert(Record& record) {
    return InsertRecord(KindOf<Record>(), record);
  }
  template <typename Record>
  absl::Status Save(Record& record) {
    return SaveRecord(KindOf<Record>(), record);
  }

  // The same over messages whose type is known at run time only.
  absl::Status Load(const RecordKind& kind, absl::string_view name, bool deleted_too,
                    google::protobuf::Message& record);
  absl::Status InsertRecord(const RecordKind& kind, google::protobuf::Message& record);
  absl::Status SaveRecord(const RecordKind& kind, google::protobuf::Message& record);
  absl::Status DeleteRecord(const RecordKind& kind, google::protobuf::Message& record);
  absl::StatusOr<bool> AnyOtherOf(const RecordKind& kind, storage::Predicate where,
                                  absl::string_view name);

  // PERMISSION_DENIED if the caller may not write to the service line of the record or fact.
  absl::Status CheckLine(const google::protobuf::Message& message) const;
  absl::Status CheckLine(const std::string& line) const;
  // A fact that is to be replaced may be that of another line than the one that replaces it:
  // PERMISSION_DENIED if there is one with this key whose line the caller may not write to.
  absl::Status CheckReplacedLine(const FactKind& kind, const std::string& key);

  // Puts facts; violations name them `{field}[i].{path}`. One change entry for all.
  absl::StatusOr<storage::UpsertCounts> PutFacts(
      const FactKind& kind, const std::vector<google::protobuf::Message*>& facts,
      absl::string_view field);

  // Notes that facts of this topic have changed by other means. `operation` is kFacts, or kFactsPart
  // for a part of a larger whole, of which more follows at once.
  absl::Status NoteFacts(absl::string_view topic,
                         storage::Change::Operation operation = storage::Change::kFacts);

  // Keeps the after-image of something that is no record under a name and this write's revision, so
  // that a repeat of the request finds the first answer.
  absl::Status Remember(const std::string& name, const google::protobuf::Message& after);

  // Field of the request that holds the record, for the paths of violations; empty for steps.
  void set_violation_prefix(std::string prefix) { violation_prefix_ = std::move(prefix); }

 private:
  template <typename Record>
  const RecordKind& KindOf() const {
    return *environment_.kinds->FindRecord(Record::descriptor());
  }
  absl::Status Prepare(const RecordKind& kind, google::protobuf::Message& next,
                       const google::protobuf::Message* previous);
  // `previous` (null for a new record) may name what is gone, if others shared it.
  absl::Status CheckReferences(const std::vector<resource::Reference>& references,
                               const RecordKind& kind, const google::protobuf::Message* previous,
                               Violations& violations);
  resource::RuleContext Rules(std::string prefix,
                              std::vector<resource::Reference>* references) const;
  absl::Status PrepareFact(const FactKind& kind, google::protobuf::Message& fact,
                           const std::string& path, std::vector<resource::FieldViolation>& found);
  absl::Status Store(const RecordKind& kind, google::protobuf::Message& next,
                     const google::protobuf::Message* previous,
                     storage::Change::Operation operation);
  absl::Status AppendHistory(int64_t revision, const std::string& name,
                             std::optional<std::string> before,
                             const google::protobuf::Message& after);

  storage::TableWriter& tables_;
  const rpc::CallContext& call_;
  const RecordEnvironment& environment_;
  ProjectionWriter projections_;
  std::string violation_prefix_;
  int64_t revision_ = 0;
};

}  // namespace potential::records

#endif  // POTENTIAL_SERVICES_CHASSIS_RECORDS_TRANSACTION_H_
