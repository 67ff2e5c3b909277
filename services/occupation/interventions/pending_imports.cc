#include "services/occupation/interventions/pending_imports.h"

#include <memory>
#include <utility>
#include <vector>

#include "services/chassis/resource/violation.h"
#include "services/chassis/server/call_log.h"
#include "services/chassis/server/log.h"
#include "services/chassis/storage/status_macros.h"
#include "services/measures/london.h"

namespace potential::occupation {
namespace {

constexpr char kMethod[] = "potential.occupation.v1.InterventionService.ImportInterventions";

// The call of an import that is taken up: whoever began it.
rpc::CallContext CallOf(const StagedImport& import, const rpc::Clock& clock) {
  rpc::CallContext call;
  call.method = google::protobuf::DescriptorPool::generated_pool()->FindMethodByName(kMethod);
  call.identity = rpc::LocalAdministrator();
  call.identity.subject = import.subject;
  call.identity.service_lines = import.service_lines;
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

absl::Status End(const ImportEnvironment& environment, const StagedImport& import,
                 const ImportStage::Ending& ending) {
  ImportStage stage(environment, CallOf(import, environment.clock()), import);
  const bool accepted = import.state != kStaging;
  const absl::Status status = accepted ? stage.Apply(ending) : stage.Drop(ending);
  // Its text may quote a row.
  std::vector<server::LogField> fields = server::ErrorFields(status, nullptr);
  fields.insert(fields.end(), {{"organisation", import.organisation}, {"import", import.id}});
  server::Log(status.ok() ? server::LogLevel::kInfo : server::LogLevel::kError,
              accepted ? "interrupted import taken up" : "abandoned import dropped", fields);
  return status;
}

absl::StatusOr<std::vector<StagedImport>> Pending(const ImportEnvironment& environment,
                                                  const std::string& organisation) {
  ASSIGN_OR_RETURN(const std::unique_ptr<storage::TableReader> stored, environment.store.Read());
  return ListStagedImports(*stored, organisation);
}

}  // namespace

absl::Status EndPendingImports(const ImportEnvironment& environment,
                               const std::string& organisation,
                               const ImportStage::Ending& ending) {
  const absl::StatusOr<std::vector<StagedImport>> imports = Pending(environment, organisation);
  absl::Status status = imports.status();
  if (!imports.ok()) {
    server::Log(server::LogLevel::kError, "interrupted imports cannot be read",
                {{"organisation", organisation}, {"outcome", std::string(status.message())}});
  } else {
    for (const StagedImport& import : *imports) {
      if (status.ok()) status = End(environment, import, ending);
    }
  }
  if (status.ok()) return status;
  return resource::Unavailable(
      resource::kStorageUnavailable,
      "an earlier import of the organisation is not at its end and cannot come to it now; nothing of "
      "this file was written: repeat it later");
}

}  // namespace potential::occupation
