#include "services/chassis/service/service_core.h"

#include <algorithm>
#include <utility>

#include "absl/random/random.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "potential/indicators/v1/initiative.pb.h"
#include "services/chassis/records/reconcile.h"
#include "services/chassis/records/schema_text.h"
#include "services/chassis/records/transaction.h"
#include "services/chassis/service/initiative_rules.h"
#include "services/chassis/storage/change_log.h"
#include "services/chassis/storage/status_macros.h"
#include "services/measures/london.h"

namespace potential::service {
namespace {

using indicators::v1::Initiative;

// Each holds a thread and up to some ten MiB.
constexpr size_t kMaxJobs = 4;

constexpr char kInitiativeService[] = "potential.indicators.v1.InitiativeService";

uint64_t RandomBits() {
  thread_local absl::BitGen generator;
  return absl::Uniform<uint64_t>(generator);
}

records::KindTable MakeKinds(const DomainService& definition,
                             const strategy::StrategyHolder& strategies) {
  records::KindTable kinds;
  kinds.AddRecord<Initiative>({.check = CheckInitiative});
  definition.add_kinds(kinds, strategies);
  return kinds;
}

// The tables as they stand after all migrations.
std::vector<storage::Table> Apply(const std::vector<storage::Migration>& migrations) {
  std::vector<storage::Table> tables;
  for (const storage::Migration& migration : migrations) {
    tables.insert(tables.end(), migration.create.begin(), migration.create.end());
    for (const storage::Migration::AddColumn& add : migration.add) {
      const auto it = std::find_if(tables.begin(), tables.end(),
                                   [&](const auto& table) { return table.name == add.table; });
      if (it == tables.end()) continue;
      it->columns.push_back(add.column);
      it->indexes.insert(it->indexes.end(), add.indexes.begin(), add.indexes.end());
    }
  }
  return tables;
}

absl::Status CheckSchema(const std::vector<storage::Migration>& migrations,
                         const records::KindTable& kinds) {
  const std::vector<storage::Table> made = Apply(migrations);
  for (const storage::Table& wanted : kinds.Tables()) {
    const auto it = std::find_if(made.begin(), made.end(),
                                 [&](const auto& table) { return table.name == wanted.name; });
    const std::string want = records::FormatTables({wanted});
    const std::string have = it == made.end() ? "" : records::FormatTables({*it});
    if (want != have) {
      return absl::FailedPreconditionError(absl::StrCat(
          "the migrations do not make the table that the contract declares: add one. Wanted:\n",
          want, "Made:\n", have));
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::vector<storage::Migration>> ServiceCore::Migrations(
    const DomainService& definition, const strategy::StrategyHolder& strategies) {
  std::vector<storage::Migration> migrations = definition.migrations();
  RETURN_IF_ERROR(CheckSchema(migrations, MakeKinds(definition, strategies)));
  const std::vector<storage::Table> system = storage::SystemTables();
  std::vector<storage::Table>& first = migrations.front().create;
  first.insert(first.begin(), system.begin(), system.end());
  return migrations;
}

ServiceCore::ServiceCore(const DomainService& definition, std::unique_ptr<storage::Store> store,
                         ServiceCoreOptions options)
    : definition_(definition),
      options_(std::move(options)),
      kinds_(MakeKinds(definition, *options_.strategies)),
      store_(std::move(store)),
      records_(*store_, Environment()),
      context_{records_, kinds_, *options_.strategies, jobs_},
      indicator_service_(definition.name, catalogue_, records_, *options_.strategies),
      feed_(*store_, {.clock = options_.clock,
                      .submit = options_.submit,
                      .organisations = [strategies = options_.strategies] {
                        return strategies->Get()->organisations();
                      }}),
      housekeeping_(*store_, {.clock = options_.clock,
                              .organisations = [strategies = options_.strategies] {
                                return strategies->Get()->organisations();
                              },
                              .kept_revisions = options_.kept_revisions,
                              .kept_history = options_.kept_history}),
      jobs_(kMaxJobs) {
  definition_.add_indicators(catalogue_, context_);
  store_->SetCommitListener([this] {
    feed_.Committed();
    housekeeping_.Committed();
  });
}

records::RecordEnvironment ServiceCore::Environment() const {
  return {.kinds = &kinds_,
          .clock = options_.clock,
          .in_vocabulary =
              [strategies = options_.strategies](absl::string_view organisation,
                                                 absl::string_view word, absl::string_view id) {
                return strategies->Get()->Contains(organisation, word, id);
              },
          .partners =
              [strategies = options_.strategies](absl::string_view organisation) {
                return strategies->Get()->Partners(organisation);
              },
          .random = RandomBits};
}

std::vector<std::string> ServiceCore::Services() const {
  std::vector<std::string> services = definition_.services;
  for (const char* shared : {"potential.indicators.v1.IndicatorService", kInitiativeService,
                             "potential.changes.v1.ChangeService"}) {
    services.push_back(shared);
  }
  return services;
}

void ServiceCore::Bind(rpc::Routes& routes) {
  for (const std::string& service : definition_.services) {
    records_.BindStandardMethods(routes, service);
  }
  records_.BindStandardMethods(routes, kInitiativeService);
  definition_.bind(routes, context_);
  indicator_service_.Bind(routes);
  feed_.Bind(routes);
}

absl::Status ServiceCore::Resume() {
  return definition_.resume ? definition_.resume(context_) : absl::OkStatus();
}

absl::Status ServiceCore::FollowStrategies() {
  for (const std::string& organisation : options_.strategies->Get()->organisations()) {
    RETURN_IF_ERROR(CreateInitiatives(organisation));
  }
  return ReconcileProjections();
}

absl::Status ServiceCore::CreateInitiatives(const std::string& organisation) {
  const std::shared_ptr<const strategy::StrategySet> set = options_.strategies->Get();
  const strategy::v1::Strategy* strategy = set->Find(organisation);
  if (strategy == nullptr) return absl::OkStatus();
  rpc::CallContext call;
  call.identity = rpc::LocalAdministrator();
  call.identity.subject = "strategy";
  call.organisation = organisation;
  call.now = options_.clock->Now();
  call.deadline = absl::InfiniteFuture();
  call.today = measures::LondonDay(absl::ToUnixSeconds(call.now));
  const records::RecordEnvironment environment = Environment();
  return storage::WriteAndWait(*store_, [&](storage::TableWriter& tables) {
    records::Transaction transaction(tables, call, environment);
    for (const strategy::v1::Pillar& pillar : strategy->pillars()) {
      if (pillar.id() != definition_.name) continue;
      for (const strategy::v1::Initiative& initiative : pillar.initiatives()) {
        Initiative record;
        record.set_name(resource::FormatName(organisation, "initiatives",
                                             absl::StrReplaceAll(initiative.id(), {{".", "-"}})));
        record.set_initiative_id(initiative.id());
        record.set_status(Initiative::NOT_STARTED);
        const absl::Status status = transaction.Insert(record);
        if (!status.ok() && !absl::IsAlreadyExists(status)) return status;
      }
    }
    return absl::OkStatus();
  });
}

absl::Status ServiceCore::ReconcileProjections() {
  const records::PartnersFunction partners = Environment().partners;
  for (const auto& kind : kinds_.records()) {
    if (kind->projection == nullptr) continue;
    // Whatever is written after this write asks the strategies of now, or newer ones.
    RETURN_IF_ERROR(storage::WriteAndWait(*store_, [&](storage::TableWriter& tables) {
      return records::ReconcileProjections(*kind, partners, options_.clock->Now(), tables);
    }));
  }
  return absl::OkStatus();
}

}  // namespace potential::service
