// Kinds: what a service knows about each of its record and fact types. Most of it is read from the
// contracts (ResourceRules, FactRules, FieldRules); a service adds two hooks at the most.
//
//   KindTable kinds;
//   kinds.AddRecord<Opportunity>({.derive = DeriveOpportunity, .check = CheckOpportunity});
//   kinds.AddRecord<ReceivedOpportunity>();  // what others share: after the kind that is shared
//   kinds.AddFact<Intervention>({.derive = DeriveIntervention}, {kInterventionsByMonth});

#ifndef POTENTIAL_SERVICES_CHASSIS_RECORDS_KIND_H_
#define POTENTIAL_SERVICES_CHASSIS_RECORDS_KIND_H_

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "potential/options/v1/options.pb.h"
#include "services/chassis/records/projection.h"
#include "services/chassis/records/violations.h"
#include "services/chassis/resource/columns.h"
#include "services/chassis/resource/field_rules.h"
#include "services/chassis/storage/table.h"

namespace potential::records {

class Transaction;

// A record type. Both hooks run inside the write's transaction, may run more than once, and must
// change nothing but `next`.
struct RecordKind {
  const google::protobuf::Descriptor* type = nullptr;
  options::v1::ResourceRules rules;
  storage::Table table;  // query columns, then `deleted` (0 or 1) and `body`
  std::unique_ptr<resource::ColumnPlan> columns;
  std::unique_ptr<resource::FieldRulesPlan> field_rules;
  // How records of this kind are shared with other organisations; null if they are not.
  std::unique_ptr<Projection> projection;
  // Whether it is itself such a projection: read-only, written with what it is a copy of.
  bool is_received = false;

  // Fills output-only fields of a record that is about to be stored. `previous` is null for a new one.
  std::function<absl::Status(google::protobuf::Message& next,
                             const google::protobuf::Message* previous, Transaction&)>
      derive;
  // Rules that the contract cannot state: adds violations, or returns an error of another code.
  std::function<absl::Status(const google::protobuf::Message& next,
                             const google::protobuf::Message* previous, Transaction&, Violations&)>
      check;
};

// A fact type.
struct FactKind {
  const google::protobuf::Descriptor* type = nullptr;
  options::v1::FactRules rules;
  storage::Table table;  // one column per field but the key, then the extra columns; no body
  std::unique_ptr<resource::ColumnPlan> columns;
  std::unique_ptr<resource::FieldRulesPlan> field_rules;

  // Fills output-only fields of one fact and adds violations (paths relative to the fact).
  std::function<absl::Status(google::protobuf::Message& fact, Transaction&, Violations&)> derive;
  // Rules over the facts of one batch together, which are put already: an error undoes the batch.
  std::function<absl::Status(const std::vector<google::protobuf::Message*>& facts, Transaction&)>
      check_batch;
  // Values of the extra columns, such as the month of a date, on which rollups stand.
  std::vector<storage::Column> extra_columns;
  std::function<std::vector<storage::Value>(const google::protobuf::Message& fact)> extra_values;
};

template <typename Record>
struct RecordHooks {
  std::function<absl::Status(Record& next, const Record* previous, Transaction&)> derive = {};
  std::function<absl::Status(const Record& next, const Record* previous, Transaction&, Violations&)>
      check = {};
};

template <typename Fact>
struct FactHooks {
  std::function<absl::Status(Fact& fact, Transaction&, Violations&)> derive = {};
  std::vector<storage::Column> extra_columns = {};
  std::function<std::vector<storage::Value>(const Fact& fact)> extra_values = {};
  std::function<absl::Status(const std::vector<const Fact*>& facts, Transaction&)> check_batch = {};
};

// All kinds of a service. Built at start on one thread, then immutable; outlives what uses it.
class KindTable {
 public:
  template <typename Record>
  void AddRecord(RecordHooks<Record> hooks = {});

  template <typename Fact>
  void AddFact(FactHooks<Fact> hooks = {}, std::vector<storage::Rollup> rollups = {},
               std::vector<std::vector<std::string>> indexes = {});

  // Null if there is no such kind.
  const RecordKind* FindRecord(const google::protobuf::Descriptor* type) const;
  const RecordKind* FindCollection(absl::string_view collection) const;
  const FactKind* FindFact(const google::protobuf::Descriptor* type) const;
  const std::vector<std::unique_ptr<RecordKind>>& records() const { return records_; }
  const std::vector<std::unique_ptr<FactKind>>& facts() const { return facts_; }

  // The tables of all kinds, as the kinds declare them now.
  std::vector<storage::Table> Tables() const;

 private:
  void Add(std::unique_ptr<RecordKind> kind);
  void AddProjection(const RecordKind& received);
  void Add(std::unique_ptr<FactKind> kind);

  std::vector<std::unique_ptr<RecordKind>> records_;
  std::vector<std::unique_ptr<FactKind>> facts_;
  absl::flat_hash_map<const google::protobuf::Descriptor*, const RecordKind*> records_by_type_;
  absl::flat_hash_map<const google::protobuf::Descriptor*, const FactKind*> facts_by_type_;
  absl::flat_hash_map<std::string, RecordKind*> records_by_collection_;
};

// Names of the columns that every record table has beside its query columns.
inline constexpr char kDeletedColumn[] = "deleted";
inline constexpr char kBodyColumn[] = "body";

// A kind from the rules of its type, without hooks.
std::unique_ptr<RecordKind> MakeRecordKind(const google::protobuf::Descriptor* type);
std::unique_ptr<FactKind> MakeFactKind(const google::protobuf::Descriptor* type,
                                       std::vector<storage::Column> extra_columns,
                                       std::vector<storage::Rollup> rollups,
                                       std::vector<std::vector<std::string>> indexes);

// `adviceSessions` as `advice_sessions`.
std::string SnakeCase(absl::string_view collection);

template <typename Record>
void KindTable::AddRecord(RecordHooks<Record> hooks) {
  std::unique_ptr<RecordKind> kind = MakeRecordKind(Record::descriptor());
  if (hooks.derive) {
    kind->derive = [derive = std::move(hooks.derive)](google::protobuf::Message& next,
                                                      const google::protobuf::Message* previous,
                                                      Transaction& transaction) {
      return derive(static_cast<Record&>(next), static_cast<const Record*>(previous), transaction);
    };
  }
  if (hooks.check) {
    kind->check = [check = std::move(hooks.check)](const google::protobuf::Message& next,
                                                   const google::protobuf::Message* previous,
                                                   Transaction& transaction,
                                                   Violations& violations) {
      return check(static_cast<const Record&>(next), static_cast<const Record*>(previous),
                   transaction, violations);
    };
  }
  Add(std::move(kind));
}

template <typename Fact>
void KindTable::AddFact(FactHooks<Fact> hooks, std::vector<storage::Rollup> rollups,
                        std::vector<std::vector<std::string>> indexes) {
  std::unique_ptr<FactKind> kind =
      MakeFactKind(Fact::descriptor(), hooks.extra_columns, std::move(rollups), std::move(indexes));
  if (hooks.derive) {
    kind->derive = [derive = std::move(hooks.derive)](google::protobuf::Message& fact,
                                                      Transaction& transaction,
                                                      Violations& violations) {
      return derive(static_cast<Fact&>(fact), transaction, violations);
    };
  }
  if (hooks.check_batch) {
    kind->check_batch = [check = std::move(hooks.check_batch)](
                            const std::vector<google::protobuf::Message*>& facts,
                            Transaction& transaction) {
      std::vector<const Fact*> typed;
      for (const google::protobuf::Message* fact : facts) {
        typed.push_back(static_cast<const Fact*>(fact));
      }
      return check(typed, transaction);
    };
  }
  if (hooks.extra_values) {
    kind->extra_values = [values = std::move(hooks.extra_values)](
                             const google::protobuf::Message& fact) {
      return values(static_cast<const Fact&>(fact));
    };
  }
  Add(std::move(kind));
}

}  // namespace potential::records

#endif  // POTENTIAL_SERVICES_CHASSIS_RECORDS_KIND_H_
