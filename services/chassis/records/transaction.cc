#include "services/chassis/records/transaction.h"

#include <algorithm>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "services/chassis/records/record_fields.h"
#include "services/chassis/storage/history.h"
#include "services/chassis/storage/status_macros.h"

namespace potential::records {
namespace {

using google::protobuf::Message;
using storage::Predicate;
using storage::Row;

std::unique_ptr<Message> Clone(const Message& message) {
  std::unique_ptr<Message> copy(message.New());
  copy->CopyFrom(message);
  return copy;
}

}  // namespace

absl::StatusOr<int64_t> Transaction::Revision() {
  if (revision_ == 0) {
    ASSIGN_OR_RETURN(revision_, storage::NextRevision(tables_, organisation()));
  }
  return revision_;
}

absl::Status Transaction::Load(const RecordKind& kind, absl::string_view name, bool deleted_too,
                               Message& record) {
  const std::optional<resource::ResourceName> parsed = resource::ParseName(name);
  if (!parsed || parsed->collection != kind.rules.collection() ||
      parsed->organisation != organisation()) {
    return resource::NotFound(name);
  }
  ASSIGN_OR_RETURN(const std::optional<Row> row,
                   tables_.Get(kind.table, organisation(), parsed->id));
  if (!row) return resource::NotFound(name);
  RETURN_IF_ERROR(ParseBody(std::get<std::string>(row->values.back()), name, record));
  if (!deleted_too && HasField(record, "delete_time")) return resource::NotFound(name);
  return absl::OkStatus();
}

absl::StatusOr<bool> Transaction::AnyOtherOf(const RecordKind& kind, Predicate where,
                                             absl::string_view name) {
  const std::optional<resource::ResourceName> parsed = resource::ParseName(name);
  std::vector<Predicate> children;
  children.push_back(std::move(where));
  if (parsed) {
    children.push_back(Predicate::Compare(Predicate::Op::kNe, "id", parsed->id));
  }
  ASSIGN_OR_RETURN(const std::vector<Row> rows,
                   tables_.Select(kind.table, organisation(),
                                  {.where = NotDeletedAnd(Predicate::All(std::move(children))),
                                   .order = {},
                                   .after = {},
                                   .limit = 1,
                                   .projection = {kDeletedColumn}}));
  return !rows.empty();
}

absl::Status Transaction::CheckReferences(const std::vector<resource::Reference>& references,
                                          const RecordKind& kind, const Message* previous,
                                          Violations& violations) {
  // What others share they may take back; a link to it from before must not lock the record.
  const auto was_named = [&](const std::string& name) {
    if (previous == nullptr) return false;
    std::vector<resource::Reference> before;
    kind.field_rules->Check(*previous, Rules("", &before));
    return std::any_of(before.begin(), before.end(),
                       [&](const resource::Reference& each) { return each.name == name; });
  };
  for (const resource::Reference& reference : references) {
    const RecordKind* target = environment_.kinds->FindCollection(reference.collection);
    if (target == nullptr) continue;  // Kept by another service; its form is checked already.
    const absl::Status found = Load(*target, reference.name, false, *NewRecord(*target));
    if (found.ok()) continue;
    if (!absl::IsNotFound(found)) return found;
    if (target->is_received && was_named(reference.name)) continue;
    violations.Add(reference.field, absl::StrCat("names no record: ", reference.name));
  }
  return absl::OkStatus();
}

absl::Status Transaction::CheckLine(const Message& message) const {
  return CheckLine(TextField(message, "service_line"));
}

absl::Status Transaction::CheckLine(const std::string& line) const {
  if (call_.identity.MayWriteTo(line)) return absl::OkStatus();
  return resource::PermissionDenied(
      absl::StrCat("the caller may write to its own service lines only, not to '", line, "'"));
}

resource::RuleContext Transaction::Rules(std::string prefix,
                                         std::vector<resource::Reference>* references) const {
  return {.organisation = organisation(),
          .prefix = std::move(prefix),
          .in_vocabulary =
              [this](const std::string& organisation, const std::string& word,
                     const std::string& value) {
                return environment_.in_vocabulary(organisation, word, value);
              },
          .references = references};
}

absl::Status Transaction::Prepare(const RecordKind& kind, Message& next, const Message* previous) {
  if (kind.derive) RETURN_IF_ERROR(kind.derive(next, previous, *this));
  RETURN_IF_ERROR(CheckLine(next));
  if (previous != nullptr) RETURN_IF_ERROR(CheckLine(*previous));
  std::vector<resource::Reference> references;
  std::vector<resource::FieldViolation> found =
      kind.field_rules->Check(next, Rules(violation_prefix_, &references));
  Violations missing;
  RETURN_IF_ERROR(CheckReferences(references, kind, previous, missing));
  const std::vector<resource::FieldViolation> absent = missing.Under("");
  found.insert(found.end(), absent.begin(), absent.end());
  // Hand-written rules may rely on the field rules, so they run only on a record that keeps those.
  if (!found.empty()) return resource::InvalidArgument(found);
  if (!kind.check) return absl::OkStatus();
  Violations violations;
  RETURN_IF_ERROR(kind.check(next, previous, *this, violations));
  if (violations.empty()) return absl::OkStatus();
  return resource::InvalidArgument(violations.Under(violation_prefix_));
}

absl::Status Transaction::Store(const RecordKind& kind, Message& next, const Message* previous,
                                storage::Change::Operation operation) {
  if (kind.is_received) return resource::Internal();
  const std::string name = TextField(next, "name");
  ASSIGN_OR_RETURN(const int64_t revision, Revision());
  SetTextField(next, "etag", absl::StrCat(revision));
  const std::optional<resource::ResourceName> parsed = resource::ParseName(name);
  RETURN_IF_ERROR(tables_.Put(kind.table, organisation(), MakeRow(kind, parsed->id, next)));
  RETURN_IF_ERROR(storage::AppendChanges(tables_, organisation(), revision, call_.now,
                                         {{kind.rules.collection(), name, operation}}));
  RETURN_IF_ERROR(AppendHistory(
      revision, name,
      previous == nullptr ? std::nullopt : std::make_optional(previous->SerializeAsString()),
      next));
  if (kind.projection == nullptr) return absl::OkStatus();
  return projections_.Follow(*kind.projection, next, previous,
                             environment_.partners(organisation()));
}

absl::Status Transaction::AppendHistory(int64_t revision, const std::string& name,
                                        std::optional<std::string> before, const Message& after) {
  return storage::AppendHistory(tables_, organisation(),
                                {.revision = revision,
                                 .name = name,
                                 .subject = call_.identity.subject,
                                 .role = std::string(rpc::RoleName(call_.identity.role)),
                                 .method = call_.method == nullptr ? "" : call_.method->full_name(),
                                 .time = call_.now,
                                 .before = std::move(before),
                                 .after = after.SerializeAsString()});
}

absl::Status Transaction::InsertRecord(const RecordKind& kind, Message& record) {
  std::string name = TextField(record, "name");
  if (name.empty()) {
    name = resource::FormatName(organisation(), kind.rules.collection(),
                                resource::NewId(environment_.random));
    SetTextField(record, "name", name);
  }
  std::unique_ptr<Message> existing(record.New());
  const absl::Status found = Load(kind, name, /*deleted_too=*/true, *existing);
  if (found.ok()) return resource::AlreadyExists(name);
  if (!absl::IsNotFound(found)) return found;
  if (!kind.rules.initial_state().empty() && StateName(record).ends_with("_UNSPECIFIED")) {
    SetStateName(record, kind.rules.initial_state());
  }
  SetTimeField(record, "create_time", call_.now);
  SetTimeField(record, "update_time", call_.now);
  RETURN_IF_ERROR(Prepare(kind, record, nullptr));
  return Store(kind, record, nullptr, storage::Change::kCreated);
}

absl::Status Transaction::SaveRecord(const RecordKind& kind, Message& record) {
  std::unique_ptr<Message> previous(record.New());
  RETURN_IF_ERROR(Load(kind, TextField(record, "name"), false, *previous));
  SetTimeField(record, "update_time", call_.now);
  RETURN_IF_ERROR(Prepare(kind, record, previous.get()));
  return Store(kind, record, previous.get(), storage::Change::kUpdated);
}

absl::Status Transaction::DeleteRecord(const RecordKind& kind, Message& record) {
  const std::unique_ptr<Message> previous = Clone(record);
  const std::string name = TextField(record, "name");
  SetTimeField(record, "delete_time", call_.now);
  RETURN_IF_ERROR(Store(kind, record, previous.get(), storage::Change::kDeleted));
  if (kind.rules.soft_delete()) return absl::OkStatus();
  return tables_.Erase(kind.table, organisation(), resource::ParseName(name)->id);
}

absl::Status Transaction::PrepareFact(const FactKind& kind, Message& fact, const std::string& path,
                                      std::vector<resource::FieldViolation>& found) {
  Violations violations;
  if (kind.derive) RETURN_IF_ERROR(kind.derive(fact, *this, violations));
  RETURN_IF_ERROR(CheckLine(fact));
  for (const auto& more :
       {kind.field_rules->Check(fact, Rules(path, nullptr)), violations.Under(path)}) {
    found.insert(found.end(), more.begin(), more.end());
  }
  return absl::OkStatus();
}

absl::Status Transaction::CheckReplacedLine(const FactKind& kind, const std::string& key) {
  if (call_.identity.service_lines.empty()) return absl::OkStatus();
  const std::optional<size_t> line = kind.table.Find("service_line");
  if (!line) return absl::OkStatus();  // CheckLine has refused the fact.
  ASSIGN_OR_RETURN(const std::optional<Row> stored, tables_.Get(kind.table, organisation(), key));
  if (!stored) return absl::OkStatus();
  const auto* text = std::get_if<std::string>(&stored->values[*line]);
  return CheckLine(text == nullptr ? "" : *text);
}

absl::StatusOr<storage::UpsertCounts> Transaction::PutFacts(const FactKind& kind,
                                                            const std::vector<Message*>& facts,
                                                            absl::string_view field) {
  std::vector<resource::FieldViolation> found;
  std::vector<Row> rows;
  rows.reserve(facts.size());
  absl::flat_hash_map<std::string, size_t> keys;
  for (size_t i = 0; i < facts.size(); ++i) {
    const std::string path = absl::StrCat(field, "[", i, "]");
    RETURN_IF_ERROR(PrepareFact(kind, *facts[i], path, found));
    const std::string key = kind.columns->Key(*facts[i]);
    const auto [earlier, inserted] = keys.try_emplace(key, i);
    if (!inserted) {
      found.push_back({absl::StrCat(path, ".", kind.rules.key()),
                       absl::StrCat("stands in ", field, "[", earlier->second, "] already")});
    }
    if (found.size() >= resource::FieldRulesPlan::kMaxViolations) break;
    Row row{.id = key, .values = kind.columns->Extract(*facts[i])};
    if (kind.extra_values) {
      for (storage::Value& value : kind.extra_values(*facts[i])) {
        row.values.push_back(std::move(value));
      }
    }
    rows.push_back(std::move(row));
  }
  if (!found.empty()) return resource::InvalidArgument(found);
  for (const Row& row : rows) RETURN_IF_ERROR(CheckReplacedLine(kind, row.id));
  ASSIGN_OR_RETURN(const storage::UpsertCounts counts,
                   tables_.Upsert(kind.table, organisation(), rows));
  if (kind.check_batch) RETURN_IF_ERROR(kind.check_batch(facts, *this));
  if (counts.inserted + counts.updated > 0) RETURN_IF_ERROR(NoteFacts(kind.rules.collection()));
  return counts;
}

absl::Status Transaction::NoteFacts(absl::string_view topic,
                                    storage::Change::Operation operation) {
  ASSIGN_OR_RETURN(const int64_t revision, Revision());
  return storage::AppendChanges(
      tables_, organisation(), revision, call_.now,
      {{std::string(topic), absl::StrCat(resource::FormatOrganisation(organisation()), "/", topic),
        operation}});
}

absl::Status Transaction::Remember(const std::string& name, const Message& after) {
  ASSIGN_OR_RETURN(const int64_t revision, Revision());
  return AppendHistory(revision, name, std::nullopt, after);
}

}  // namespace potential::records
