#include "services/chassis/service/domain_service.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "services/chassis/server/log.h"
#include "services/chassis/server/process.h"
#include "services/chassis/server/ticker.h"
#include "services/chassis/service/service_core.h"
#include "services/chassis/storage/sqlite_store.h"
#include "services/chassis/storage/status_macros.h"

namespace potential::service {
namespace {

using server::SettingType;

// A watcher's progress marks come at least every second.
constexpr absl::Duration kTick = absl::Milliseconds(400);

class DomainApplication final : public server::Application {
 public:
  static absl::StatusOr<std::unique_ptr<server::Application>> Make(
      const DomainService& definition, server::Environment& environment) {
    ASSIGN_OR_RETURN(const std::vector<storage::Migration> migrations,
                     ServiceCore::Migrations(definition, environment.strategies));
    storage::SqliteOptions options;
    options.path =
        absl::StrCat(environment.settings.Text("data"), "/", definition.name, ".sqlite");
    options.readers = static_cast<size_t>(environment.settings.Integer("readers"));
    options.max_batch = static_cast<size_t>(environment.settings.Integer("max-commit-batch"));
    options.max_queued_writes =
        static_cast<size_t>(environment.settings.Integer("max-queued-writes"));
    ASSIGN_OR_RETURN(std::unique_ptr<storage::Store> store,
                     storage::OpenSqliteStore(options, migrations));
    return std::make_unique<DomainApplication>(definition, std::move(store), environment);
  }

  DomainApplication(const DomainService& definition, std::unique_ptr<storage::Store> store,
                    server::Environment& environment)
      : core_(definition, std::move(store),
              {.clock = &environment.clock,
               .strategies = &environment.strategies,
               .submit = [&executor = environment.executor](std::function<void()> task) {
                 return executor.Submit(std::move(task));
               },
               .kept_revisions = environment.settings.Integer("keep-revisions"),
               .kept_history = absl::Hours(24 * environment.settings.Integer("keep-history-days"))}),
        ticker_(kTick, [this] { core_.Tick(); }) {}

  void Bind(rpc::Routes& routes) override { core_.Bind(routes); }
  std::vector<std::string> Services() const override { return core_.Services(); }
  absl::Status Start(std::shared_ptr<grpc::Channel>) override {
    RETURN_IF_ERROR(core_.FollowStrategies());
    return core_.Resume();
  }
  void Drain() override { core_.Drain(); }

  void StrategiesChanged() override {
    const absl::Status status = core_.FollowStrategies();
    if (status.ok()) return;
    server::Log(server::LogLevel::kError, "records not brought in line with the strategies",
                {{"reason", std::string(status.message())}});
  }

 private:
  ServiceCore core_;
  server::Ticker ticker_;
};

}  // namespace

int RunDomainService(int argc, char** argv, const DomainService& definition) {
  const server::ProcessSpec spec{
      .program = absl::StrCat("potential-", definition.name),
      .purpose = definition.purpose,
      .settings = {{"data", SettingType::kText, ".",
                    absl::StrCat("folder that holds ", definition.name, ".sqlite")},
                   {"readers", SettingType::kInteger, "4", "connections that read", 1, 64},
                   {"max-queued-writes", SettingType::kInteger, "1024",
                    "writes that may wait for a commit; more are refused", 1, 1'000'000},
                   {"max-commit-batch", SettingType::kInteger, "256",
                    "writes that share one commit at most", 1, 100'000},
                   {"keep-revisions", SettingType::kInteger, "100000",
                    "revisions of an organisation that a watcher may resume from", 1,
                    1'000'000'000},
                   {"keep-history-days", SettingType::kInteger, "2922",
                    "days for which the history of records is kept for audit", 1, 36'525}},
      .make =
          [&definition](server::Environment& environment) {
            return DomainApplication::Make(definition, environment);
          }};
  return server::RunProcess(argc, argv, spec);
}

}  // namespace potential::service
