#include "services/chassis/testing/earlier_file.h"

#include <memory>

#include "services/chassis/records/record_fields.h"
#include "services/chassis/records/record_rows.h"
#include "services/chassis/resource/names.h"
#include "services/chassis/service/service_core.h"
#include "services/chassis/storage/change_log.h"
#include "services/chassis/storage/sqlite_store.h"
#include "services/chassis/storage/status_macros.h"
#include "services/chassis/testing/or_abort.h"
#include "services/chassis/testing/service_fixture.h"

namespace potential::testing {
namespace {

using google::protobuf::Message;

absl::Status Put(const records::KindTable& kinds, const Message& record,
                 storage::TableWriter& tables) {
  const records::RecordKind& kind = *kinds.FindRecord(record.GetDescriptor());
  const std::string name = records::TextField(record, "name");
  const resource::ResourceName parsed = *resource::ParseName(name);
  ASSIGN_OR_RETURN(const int64_t revision, storage::NextRevision(tables, parsed.organisation));
  RETURN_IF_ERROR(
      tables.Put(kind.table, parsed.organisation, records::MakeRow(kind, parsed.id, record)));
  return storage::AppendChanges(tables, parsed.organisation, revision, absl::UnixEpoch(),
                                {{parsed.collection, name, storage::Change::kCreated}});
}

}  // namespace

void MakeEarlierFile(const service::DomainService& definition, const std::string& path,
                     size_t version, const std::vector<const Message*>& records) {
  const auto strategies = OrAbort(strategy::StrategyHolder::Open(
      [] { return strategy::StrategySet::FromFiles(SmallStrategies({"swlstg"})); }));
  std::vector<storage::Migration> migrations =
      OrAbort(service::ServiceCore::Migrations(definition, *strategies));
  migrations.resize(version);
  storage::SqliteOptions options;
  options.path = path;
  const std::unique_ptr<storage::Store> store =
      OrAbort(storage::OpenSqliteStore(options, migrations));
  records::KindTable kinds;
  definition.add_kinds(kinds, *strategies);
  OrAbort(storage::WriteAndWait(*store, [&](storage::TableWriter& tables) -> absl::Status {
    for (const Message* record : records) RETURN_IF_ERROR(Put(kinds, *record, tables));
    return absl::OkStatus();
  }));
}

}  // namespace potential::testing
