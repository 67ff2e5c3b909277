// The services behind the gateway: a channel to each, and which service keeps what.

#ifndef POTENTIAL_GATEWAY_BACKENDS_BACKENDS_H_
#define POTENTIAL_GATEWAY_BACKENDS_BACKENDS_H_

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/descriptor.h"
#include "grpcpp/channel.h"

namespace potential::gateway {

// One service of the suite.
struct Backend {
  std::string name;  // `workforce`
  std::shared_ptr<grpc::Channel> channel;
};

// Immutable after Make; any thread may use it.
class Backends {
 public:
  // `addresses` is `name=address,name=address,...`, one for each of the four services.
  // INVALID_ARGUMENT says what is missing or unknown.
  static absl::StatusOr<std::unique_ptr<Backends>> Make(absl::string_view addresses);

  const std::vector<Backend>& all() const { return backends_; }

  // The backend of this name, or null.
  const Backend* Find(absl::string_view name) const;

  // The backend that serves a method of its own package, by the method's full name; null for methods
  // that all services implement or that the gateway has itself.
  const Backend* ForMethod(absl::string_view method) const;

 private:
  std::vector<Backend> backends_;
};

// Names of the four services.
inline constexpr const char* kServiceNames[] = {"workforce", "evidence", "partnerships",
                                                "occupation"};

// Whether a service failed, as opposed to refusing, which is an answer and stands.
bool IsFailure(const absl::Status& status);

// `workforce` of `workforce.cpd`; empty without a dot.
std::string ServiceOf(absl::string_view id);

}  // namespace potential::gateway

#endif  // POTENTIAL_GATEWAY_BACKENDS_BACKENDS_H_
