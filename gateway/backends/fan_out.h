// One question to all services at once: figures and initiatives of an organisation.

#ifndef POTENTIAL_GATEWAY_BACKENDS_FAN_OUT_H_
#define POTENTIAL_GATEWAY_BACKENDS_FAN_OUT_H_

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "gateway/backends/backends.h"
#include "potential/indicators/v1/indicator_service.pb.h"
#include "potential/indicators/v1/initiative_service.pb.h"
#include "services/chassis/rpc/client.h"

namespace potential::gateway {

using Catalogue = std::map<std::string, indicators::v1::Indicator>;  // by id

// What one service answered; `status` is the first error if a part did not come.
struct ServiceAnswer {
  absl::Status status;
  // The time of an earlier answer, if that stands here in place of the one that failed.
  std::optional<absl::Time> earlier = {};
  indicators::v1::QueryIndicatorsResponse figures;
  indicators::v1::ListInitiativesResponse initiatives;
  std::shared_ptr<const Catalogue> catalogue;

  // Figures and initiatives may be read: they came, or earlier ones stand in.
  bool IsThere() const { return status.ok() || earlier.has_value(); }
};

using ServiceAnswers = std::map<std::string, ServiceAnswer>;  // by service

// Questions by service.
using ServiceQuestions = std::map<std::string, indicators::v1::QueryIndicatorsRequest>;

// Thread-safe.
class FanOut {
 public:
  explicit FanOut(const Backends& backends) : backends_(backends) {}

  // Asks all services for figures, initiatives and catalogues; `done` runs once, on a gRPC thread, when
  // the last has answered or its deadline has passed, and must not block. What is returned gives up
  // the questions that are out.
  rpc::CancelCall Ask(const std::string& organisation, const ServiceQuestions& questions,
                      const rpc::CallOptions& options, std::function<void(ServiceAnswers)> done);

  // Asks only the services that there are questions for, and those for figures only.
  rpc::CancelCall Figures(const ServiceQuestions& questions, const rpc::CallOptions& options,
                          std::function<void(ServiceAnswers)> done);

  // The catalogues of all services, from memory where they are known; `done` as above.
  rpc::CancelCall Catalogues(const rpc::CallOptions& options,
                             std::function<void(ServiceAnswers)> done);

 private:
  class Gathering;

  void AskFigures(const Backend& backend, const ServiceQuestions& questions,
                  const rpc::CallOptions& options, const std::shared_ptr<Gathering>& gathering);
  void AskCatalogue(const Backend& backend, const rpc::CallOptions& options,
                    const std::shared_ptr<Gathering>& gathering);

  // Catalogues do not change while a service runs; each is fetched once, and again after the service
  // has failed, as another release may have taken its place. Until then the known one serves.
  struct Known {
    std::shared_ptr<const Catalogue> catalogue;
    bool current = false;
  };
  Known KnownOf(const std::string& service);
  void Learn(const std::string& service, const ServiceAnswer& answer);

  const Backends& backends_;
  absl::Mutex mutex_;
  std::map<std::string, Known> catalogues_ ABSL_GUARDED_BY(mutex_);  // by service
};

}  // namespace potential::gateway

#endif  // POTENTIAL_GATEWAY_BACKENDS_FAN_OUT_H_
