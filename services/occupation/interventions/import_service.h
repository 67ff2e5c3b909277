// The import of interventions as a method of the service: which import runs when.

#ifndef POTENTIAL_SERVICES_OCCUPATION_INTERVENTIONS_IMPORT_SERVICE_H_
#define POTENTIAL_SERVICES_OCCUPATION_INTERVENTIONS_IMPORT_SERVICE_H_

#include <functional>
#include <memory>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/synchronization/mutex.h"
#include "potential/occupation/v1/intervention_service.pb.h"
#include "services/chassis/service/domain_service.h"
#include "services/occupation/interventions/import_environment.h"

namespace potential::occupation {

// One import of an organisation runs at a time and one more waits, so that no organisation takes all of
// the jobs. Thread-safe.
class ImportTurns {
 public:
  // Enters an import; false, without effect, if one of the organisation runs and another waits. What
  // entered ends with Leave, with a Take that is given up, or with Give.
  bool Enter(const std::string& organisation);
  void Leave(const std::string& organisation);

  // Waits for the organisation's turn; false if `given_up` first.
  bool Take(const std::string& organisation, const std::function<bool()>& given_up);
  void Give(const std::string& organisation);

 private:
  void LeaveLocked(const std::string& organisation) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  absl::Mutex mutex_;
  absl::flat_hash_map<std::string, int> entered_ ABSL_GUARDED_BY(mutex_);
  absl::flat_hash_set<std::string> taken_ ABSL_GUARDED_BY(mutex_);
};

// Lives as long as the service's definition. Bind and Resume are called once, in this order.
class ImportService {
 public:
  // Binds ImportInterventions.
  void Bind(rpc::Routes& routes, service::ServiceContext& context);

  // Ends what imports have left behind, on a thread of its own. UNAVAILABLE if it cannot begin.
  absl::Status Resume(service::ServiceContext& context);

 private:
  void Start(service::Jobs& jobs, const rpc::ContextPtr& call,
             const v1::ImportInterventionsRequest& first,
             const std::shared_ptr<rpc::ServerCall>& stream);
  void RunInTurn(const rpc::ContextPtr& call, const v1::ImportInterventionsRequest& first,
                 const std::shared_ptr<rpc::ServerCall>& stream,
                 const service::Jobs::Ending& ending);

  std::unique_ptr<const ImportEnvironment> environment_;
  ImportTurns turns_;
};

}  // namespace potential::occupation

#endif  // POTENTIAL_SERVICES_OCCUPATION_INTERVENTIONS_IMPORT_SERVICE_H_
