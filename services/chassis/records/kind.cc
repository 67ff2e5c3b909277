#include "services/chassis/records/kind.h"

#include <cstdio>
#include <cstdlib>
#include <utility>

#include "absl/strings/ascii.h"

namespace potential::records {
namespace {

using google::protobuf::Descriptor;

// A contract that contradicts itself is a defect with which no server may start.
template <typename T>
T OrAbort(absl::StatusOr<T> value, const Descriptor* type) {
  if (value.ok()) return *std::move(value);
  std::fprintf(stderr, "%s: %s\n", type->full_name().c_str(),
               std::string(value.status().message()).c_str());
  std::abort();
}

// Lists are shown newest first or filtered by line and state; other fields are filtered by scanning
// one organisation's records, which are thousands at most.
std::vector<std::vector<std::string>> IndexesOf(const storage::Table& table) {
  std::vector<std::vector<std::string>> indexes;
  for (const char* column : {"create_time", "service_line", "state"}) {
    if (table.Find(column)) indexes.push_back({column});
  }
  return indexes;
}

}  // namespace

std::string SnakeCase(absl::string_view collection) {
  std::string snake;
  for (const char c : collection) {
    if (absl::ascii_isupper(static_cast<unsigned char>(c))) snake += '_';
    snake += absl::ascii_tolower(static_cast<unsigned char>(c));
  }
  return snake;
}

std::unique_ptr<RecordKind> MakeRecordKind(const Descriptor* type) {
  auto kind = std::make_unique<RecordKind>();
  kind->type = type;
  kind->rules = type->options().GetExtension(options::v1::resource);
  kind->is_received = type->options().HasExtension(options::v1::projection);
  kind->columns =
      std::make_unique<resource::ColumnPlan>(OrAbort(resource::ColumnPlan::For(*type), type));
  kind->field_rules = std::make_unique<resource::FieldRulesPlan>(
      OrAbort(resource::FieldRulesPlan::For(*type), type));
  kind->table.name = SnakeCase(kind->rules.collection());
  kind->table.columns = kind->columns->columns();
  kind->table.indexes = IndexesOf(kind->table);
  kind->table.columns.push_back({kDeletedColumn, storage::ColumnType::kInteger});
  kind->table.columns.push_back({kBodyColumn, storage::ColumnType::kBlob});
  return kind;
}

std::unique_ptr<FactKind> MakeFactKind(const Descriptor* type,
                                       std::vector<storage::Column> extra_columns,
                                       std::vector<storage::Rollup> rollups,
                                       std::vector<std::vector<std::string>> indexes) {
  auto kind = std::make_unique<FactKind>();
  kind->type = type;
  kind->rules = type->options().GetExtension(options::v1::fact);
  kind->columns =
      std::make_unique<resource::ColumnPlan>(OrAbort(resource::ColumnPlan::For(*type), type));
  kind->field_rules = std::make_unique<resource::FieldRulesPlan>(
      OrAbort(resource::FieldRulesPlan::For(*type), type));
  kind->extra_columns = std::move(extra_columns);
  kind->table.name = SnakeCase(kind->rules.collection());
  kind->table.columns = kind->columns->columns();
  kind->table.columns.insert(kind->table.columns.end(), kind->extra_columns.begin(),
                             kind->extra_columns.end());
  kind->table.rollups = std::move(rollups);
  kind->table.indexes = std::move(indexes);
  return kind;
}

void KindTable::Add(std::unique_ptr<RecordKind> kind) {
  records_by_type_[kind->type] = kind.get();
  records_by_collection_[kind->rules.collection()] = kind.get();
  if (kind->is_received) AddProjection(*kind);
  records_.push_back(std::move(kind));
}

void KindTable::AddProjection(const RecordKind& received) {
  const std::string& source =
      received.type->options().GetExtension(options::v1::projection).source();
  const auto it = records_by_collection_.find(source);
  if (it == records_by_collection_.end() || it->second->is_received ||
      it->second->projection != nullptr) {
    std::fprintf(stderr, "%s: '%s' is no collection that can be shared\n",
                 received.type->full_name().c_str(), source.c_str());
    std::abort();
  }
  it->second->projection = std::make_unique<Projection>(
      OrAbort(Projection::For(*it->second, received), received.type));
}

void KindTable::Add(std::unique_ptr<FactKind> kind) {
  facts_by_type_[kind->type] = kind.get();
  facts_.push_back(std::move(kind));
}

const RecordKind* KindTable::FindRecord(const Descriptor* type) const {
  const auto it = records_by_type_.find(type);
  return it == records_by_type_.end() ? nullptr : it->second;
}

const RecordKind* KindTable::FindCollection(absl::string_view collection) const {
  const auto it = records_by_collection_.find(collection);
  return it == records_by_collection_.end() ? nullptr : it->second;
}

const FactKind* KindTable::FindFact(const Descriptor* type) const {
  const auto it = facts_by_type_.find(type);
  return it == facts_by_type_.end() ? nullptr : it->second;
}

std::vector<storage::Table> KindTable::Tables() const {
  std::vector<storage::Table> tables;
  for (const auto& kind : records_) tables.push_back(kind->table);
  for (const auto& kind : facts_) tables.push_back(kind->table);
  return tables;
}

}  // namespace potential::records
