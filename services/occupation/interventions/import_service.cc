#include "services/occupation/interventions/import_service.h"

#include <utility>

#include "potential/occupation/v1/intervention.pb.h"
#include "services/chassis/resource/violation.h"
#include "services/chassis/rpc/routes.h"
#include "services/chassis/storage/status_macros.h"
#include "services/occupation/interventions/import_request.h"
#include "services/occupation/interventions/import_run.h"
#include "services/occupation/interventions/pending_imports.h"

namespace potential::occupation {
namespace {

using v1::ImportInterventionsRequest;
using v1::ImportInterventionsResponse;

constexpr char kMethod[] = "potential.occupation.v1.InterventionService.ImportInterventions";
// How often a waiting import looks whether it is still wanted.
constexpr absl::Duration kTurnPoll = absl::Milliseconds(100);
// One that runs and one that waits.
constexpr int kMaxImports = 2;

}  // namespace

bool ImportTurns::Enter(const std::string& organisation) {
  absl::MutexLock lock(&mutex_);
  int& entered = entered_[organisation];
  if (entered >= kMaxImports) return false;
  ++entered;
  return true;
}

void ImportTurns::LeaveLocked(const std::string& organisation) {
  if (--entered_[organisation] == 0) entered_.erase(organisation);
}

void ImportTurns::Leave(const std::string& organisation) {
  absl::MutexLock lock(&mutex_);
  LeaveLocked(organisation);
}

bool ImportTurns::Take(const std::string& organisation, const std::function<bool()>& given_up) {
  absl::MutexLock lock(&mutex_);
  const auto is_free = [this, &organisation]()
                           ABSL_NO_THREAD_SAFETY_ANALYSIS { return !taken_.contains(organisation); };
  do {
    if (given_up()) {
      LeaveLocked(organisation);
      return false;
    }
  } while (!mutex_.AwaitWithTimeout(absl::Condition(&is_free), kTurnPoll));
  taken_.insert(organisation);
  return true;
}

// Both at once: when the next import is answered, this one must not count any more.
void ImportTurns::Give(const std::string& organisation) {
  absl::MutexLock lock(&mutex_);
  taken_.erase(organisation);
  LeaveLocked(organisation);
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
  if (!turns_.Enter(call->organisation)) {
    return stream->Finish(resource::ResourceExhausted(
        resource::kTooManyJobs,
        "an import of the organisation is running and another waits; try again when one is over"));
  }
  const bool started =
      jobs.Start([this, call, first, stream](const service::Jobs::Ending& ending) {
        RunInTurn(call, first, stream, ending);
      });
  if (started) return;
  turns_.Leave(call->organisation);
  stream->Finish(resource::ResourceExhausted(
      resource::kTooManyJobs, "too many imports are running; try again when one is over"));
}

void ImportService::RunInTurn(const rpc::ContextPtr& call, const ImportInterventionsRequest& first,
                              const std::shared_ptr<rpc::ServerCall>& stream,
                              const service::Jobs::Ending& ending) {
  const auto given_up = [&] { return stream->cancelled() || ending(); };
  if (!turns_.Take(call->organisation, given_up)) {
    return stream->Finish(absl::CancelledError("the import was given up before its turn"));
  }
  const absl::Status ready = EndPendingImports(*environment_, call->organisation, ending);
  if (ready.ok()) {
    ImportRun(*environment_, call, first, stream, ending).Run();
  } else {
    stream->Finish(ready);
  }
  turns_.Give(call->organisation);
}

absl::Status ImportService::Resume(service::ServiceContext& context) {
  ASSIGN_OR_RETURN(const std::unique_ptr<storage::TableReader> stored, environment_->store.Read());
  ASSIGN_OR_RETURN(const std::vector<std::string> organisations,
                   stored->Organisations(StagedImportsTable()));
  if (organisations.empty()) return absl::OkStatus();
  const bool started =
      context.jobs.Start([this, organisations](const service::Jobs::Ending& ending) {
        for (const std::string& organisation : organisations) {
          // Imports that are here already do it themselves.
          if (!turns_.Enter(organisation)) continue;
          if (!turns_.Take(organisation, ending)) return;
          // A failure is in the log; the organisation's next import tries again.
          (void)EndPendingImports(*environment_, organisation, ending);
          turns_.Give(organisation);
        }
      });
  if (started) return absl::OkStatus();
  return resource::Unavailable(resource::kTooManyJobs,
                               "interrupted imports cannot be taken up: no job is free for them");
}

}  // namespace potential::occupation
