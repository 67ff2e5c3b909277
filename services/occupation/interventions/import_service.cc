#include "services/occupation/interventions/import_service.h"

#include <utility>

#include "potential/occupation/v1/intervention.pb.h"
#include "services/chassis/resource/violation.h"
#include "services/chassis/rpc/routes.h"
#include "services/chassis/server/log.h"
#include "services/chassis/storage/status_macros.h"
#include "services/measures/london.h"
#include "services/occupation/interventions/import_run.h"

namespace potential::occupation {
namespace {

using v1::ImportInterventionsRequest;
using v1::ImportInterventionsResponse;

constexpr char kMethod[] = "potential.occupation.v1.InterventionService.ImportInterventions";
// How often a waiting import looks whether it is still wanted.
constexpr absl::Duration kTurnPoll = absl::Milliseconds(100);

// The call of an import that is taken up: whoever began it.
rpc::CallContext CallOf(const StagedImport& import, const rpc::Clock& clock) {
  rpc::CallContext call;
  call.method = google::protobuf::DescriptorPool::generated_pool()->FindMethodByName(kMethod);
  call.identity = rpc::LocalAdministrator();
  call.identity.subject = import.subject;
  for (const rpc::Role role : {rpc::Role::kViewer, rpc::Role::kEditor, rpc::Role::kLead,
                               rpc::Role::kAdministrator}) {
    if (rpc::RoleName(role) == import.role) call.identity.role = role;
  }
  call.organisation = import.organisation;
  call.now = clock.Now();
  call.deadline = absl::InfiniteFuture();
  call.today = measures::LondonDay(absl::ToUnixSeconds(call.now));
  return call;
}

}  // namespace

bool ImportTurns::Take(const std::string& organisation, const std::function<bool()>& given_up) {
  absl::MutexLock lock(&mutex_);
  const auto is_free = [this, &organisation]()
                           ABSL_NO_THREAD_SAFETY_ANALYSIS { return !taken_.contains(organisation); };
  while (!mutex_.AwaitWithTimeout(absl::Condition(&is_free), kTurnPoll)) {
    if (given_up()) return false;
  }
  taken_.insert(organisation);
  return true;
}

void ImportTurns::Give(const std::string& organisation) {
  absl::MutexLock lock(&mutex_);
  taken_.erase(organisation);
}

void ImportService::Bind(rpc::Routes& routes, service::ServiceContext& context) {
  environment_ = std::make_unique<const ImportEnvironment>(ImportEnvironment{
      .store = context.records.store(),
      .records = context.records.environment(),
      .interventions = *context.kinds.FindFact(v1::Intervention::descriptor()),
      .strategies = context.strategies});
  context.records.ClientStream<ImportInterventionsRequest, ImportInterventionsResponse>(
      routes, kMethod,
      [this, &jobs = context.jobs](rpc::ContextPtr call, const ImportInterventionsRequest& first,
                                   std::shared_ptr<rpc::ServerCall> stream) {
        Start(jobs, call, first, stream);
      });
}

void ImportService::Start(service::Jobs& jobs, const rpc::ContextPtr& call,
                          const ImportInterventionsRequest& first,
                          const std::shared_ptr<rpc::ServerCall>& stream) {
  const absl::Status allowed = CheckImport(*call, first);
  if (!allowed.ok()) return stream->Finish(allowed);
  const bool started =
      jobs.Start([this, call, first, stream](const service::Jobs::Ending& ending) {
        const auto given_up = [&] { return stream->cancelled() || ending(); };
        if (!turns_.Take(call->organisation, given_up)) {
          return stream->Finish(absl::CancelledError("the import was given up before its turn"));
        }
        ImportRun(*environment_, call, first, stream, ending).Run();
        turns_.Give(call->organisation);
      });
  if (started) return;
  stream->Finish(resource::ResourceExhausted(
      resource::kTooManyJobs, "too many imports are running; try again when one is over"));
}

absl::Status ImportService::Resume(service::ServiceContext& context) {
  ASSIGN_OR_RETURN(const std::unique_ptr<storage::TableReader> stored, environment_->store.Read());
  ASSIGN_OR_RETURN(const std::vector<std::string> organisations,
                   stored->Organisations(StagedImportsTable()));
  std::vector<StagedImport> all;
  for (const std::string& organisation : organisations) {
    ASSIGN_OR_RETURN(std::vector<StagedImport> imports, ListStagedImports(*stored, organisation));
    for (StagedImport& import : imports) all.push_back(std::move(import));
    turns_.Take(organisation, [] { return false; });
  }
  if (all.empty()) return absl::OkStatus();
  context.jobs.Start([this, all = std::move(all), organisations](
                         const service::Jobs::Ending& ending) {
    TakeUp(all, ending);
    for (const std::string& organisation : organisations) turns_.Give(organisation);
  });
  return absl::OkStatus();
}

void ImportService::TakeUp(const std::vector<StagedImport>& imports,
                           const service::Jobs::Ending& ending) {
  for (const StagedImport& import : imports) {
    if (ending()) return;
    ImportStage stage(*environment_, CallOf(import, environment_->clock()), import);
    const bool accepted = import.state != kStaging;
    const absl::Status status = accepted ? stage.Apply(ending) : stage.Drop(ending);
    server::Log(status.ok() ? server::LogLevel::kInfo : server::LogLevel::kError,
                accepted ? "interrupted import taken up" : "abandoned import dropped",
                {{"organisation", import.organisation},
                 {"import", import.id},
                 {"outcome", status.ok() ? "done" : std::string(status.message())}});
  }
}

}  // namespace potential::occupation
