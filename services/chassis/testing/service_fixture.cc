#include "services/chassis/testing/service_fixture.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "services/chassis/rpc/client.h"
#include "services/chassis/rpc/open_calls.h"
#include "services/chassis/storage/memory_store.h"
#include "services/chassis/storage/sqlite_store.h"
#include "services/chassis/testing/or_abort.h"

namespace potential::testing {
namespace {

constexpr int kWorkers = 4;
constexpr size_t kMaxQueued = 1024;
constexpr absl::Duration kTimeout = absl::Seconds(30);

// 2026-06-15 12:00 UTC.
const absl::Time kStart = absl::FromUnixSeconds(1'781'524'800);

std::unique_ptr<storage::Store> OpenStore(const service::DomainService& definition,
                                          const FixtureOptions& options,
                                          const strategy::StrategyHolder& strategies) {
  const std::vector<storage::Migration> migrations =
      OrAbort(service::ServiceCore::Migrations(definition, strategies));
  if (options.sqlite_path.empty()) return storage::NewMemoryStore(migrations);
  storage::SqliteOptions sqlite;
  sqlite.path = options.sqlite_path;
  return OrAbort(storage::OpenSqliteStore(sqlite, migrations));
}

}  // namespace

ServiceFixture::ServiceFixture(const service::DomainService& definition, FixtureOptions options)
    : clock_(kStart),
      strategy_files_(options.strategies.empty() ? SmallStrategies({"swlstg", "tower-hamlets"})
                                                 : options.strategies),
      strategies_(OrAbort(strategy::StrategyHolder::Open(
          [this] { return strategy::StrategySet::FromFiles(strategy_files_); }))),
      executor_(kWorkers, kMaxQueued) {
  const auto submit = [this](std::function<void()> task) {
    return executor_.Submit(std::move(task));
  };
  core_ = std::make_unique<service::ServiceCore>(
      definition, OpenStore(definition, options, *strategies_),
      service::ServiceCoreOptions{
          .clock = &clock_, .strategies = strategies_.get(), .submit = submit});
  core_->Bind(routes_);
  OrAbort(routes_.Verify(core_->Services()));
  dispatcher_ = std::make_unique<rpc::Dispatcher>(
      routes_, rpc::DispatcherOptions{
                   .clock = &clock_,
                   .submit = submit,
                   .identify = [](absl::string_view header) -> absl::StatusOr<rpc::Identity> {
                     if (header.empty()) return rpc::LocalAdministrator();
                     return rpc::ParseDevelopmentIdentity(header);
                   },
                   .organisation_exists =
                       [this](absl::string_view organisation) {
                         return strategies_->Get()->Find(organisation) != nullptr;
                       },
                   .observe = {},
                   // The fake clock says nothing about how long a call takes.
                   .default_deadline = absl::InfiniteDuration()});
  server_ = OrAbort(server::GrpcServer::Listen("127.0.0.1:0", *dispatcher_));
  OrAbort(core_->Resume());
  server_->ReportServing(core_->Services());
  channel_ = rpc::MakeChannel(server_->address());
}

ServiceFixture::~ServiceFixture() {
  core_->Drain();
  server_->Stop(kTimeout);
  rpc::AwaitCallsOver();
}

absl::Status ServiceFixture::CallUntyped(const std::string& method,
                                         const google::protobuf::Message& request,
                                         google::protobuf::Message& response) {
  // A deadline of the wire is real time, which the service would compare with the fake clock; none
  // is sent, and the server's drain bounds a call that hangs.
  rpc::CallOptions options{.metadata = {}, .timeout = absl::InfiniteDuration()};
  options.metadata.emplace_back(rpc::kIdentityHeader, rpc::DevelopmentHeader(identity_));
  return rpc::UnaryCall(channel_, rpc::PathOfName(method), options, request, response);
}

absl::Status ServiceFixture::ReplaceStrategies(std::vector<strategy::StrategySet::File> files) {
  strategy_files_ = std::move(files);
  absl::Status reloaded = strategies_->Reload();
  return reloaded.ok() ? core_->FollowStrategies() : reloaded;
}

std::vector<strategy::StrategySet::File> SmallStrategies(
    const std::vector<std::string>& organisations) {
  std::vector<strategy::StrategySet::File> files;
  for (const std::string& organisation : organisations) {
    files.push_back({absl::StrCat(organisation, ".textproto"), SmallStrategy(organisation)});
  }
  return files;
}

std::string SmallStrategy(const std::string& organisation) {
  const bool of_partnership =
      organisation == "swlstg" || organisation == "slam" || organisation == "oxleas";
  const std::string itself = of_partnership ? ""
                                            : absl::StrCat("organisations { id: \"", organisation,
                                                           "\" title: \"Test trust\" }");
  return absl::StrCat("organisation: \"", organisation, "\"\n", itself, R"(
organisation_title: "Test trust"
title: "A strategy"
plan_window { start_date: "2025-01-01" end_date: "2026-12-31" }
baseline_window { start_date: "2024-01-01" end_date: "2024-12-31" }
service_lines { id: "community" title: "Community" }
service_lines { id: "acute-urgent-care" title: "Acute and urgent care" }
ot_services { id: "community-recovery" title: "Recovery" service_line: "community" team_codes: "COM-R1" }
ot_services { id: "acute-wards" title: "Wards" service_line: "acute-urgent-care" team_codes: "AUC-W1" }
boroughs { id: "merton" title: "Merton" }
boroughs { id: "sutton" title: "Sutton" }
organisations { id: "swlstg" title: "South West London and St George's" ods_code: "RQY" }
organisations { id: "slam" title: "South London and Maudsley" ods_code: "RV5" }
organisations { id: "oxleas" title: "Oxleas" ods_code: "RPG" }
pillars {
  id: "workforce"
  title: "People"
  initiatives { id: "workforce.recruit" kind: HOW text: "Recruit" }
  outcomes {
    id: "workforce.bulletins"
    text: "Bulletins"
    count { indicator { indicator: "workforce.bulletins_published" } target: 3 }
  }
}
)");
}

}  // namespace potential::testing
