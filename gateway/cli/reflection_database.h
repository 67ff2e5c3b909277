// The contracts of a running server, fetched by server reflection as they are needed.
//
// Asks `grpc.reflection.v1`, and `v1alpha` of servers that do not know it.

#ifndef POTENTIAL_GATEWAY_CLI_REFLECTION_DATABASE_H_
#define POTENTIAL_GATEWAY_CLI_REFLECTION_DATABASE_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "gateway/cli/connection.h"
#include "google/protobuf/descriptor_database.h"
#include "potential/reflection/v1/reflection.pb.h"

namespace potential::cli {

// Feeds a descriptor pool. Outlives the pool and is outlived by the connection. Used by one thread.
// A question that fails in transport is kept in `status`, because a pool can only hear "not found".
class ReflectionDatabase final : public google::protobuf::DescriptorDatabase {
 public:
  explicit ReflectionDatabase(Connection& connection) : connection_(connection) {}

  // Full names of the server's services, sorted.
  absl::StatusOr<std::vector<std::string>> ListServices();

  // The first failure of transport; OK if there was none.
  const absl::Status& status() const { return status_; }

  bool FindFileByName(const std::string& filename,
                      google::protobuf::FileDescriptorProto* output) override;
  bool FindFileContainingSymbol(const std::string& symbol_name,
                                google::protobuf::FileDescriptorProto* output) override;
  // Extensions are those that this program knows; servers are not asked.
  bool FindFileContainingExtension(const std::string& containing_type, int field_number,
                                   google::protobuf::FileDescriptorProto* output) override;

 private:
  using Request = reflection::v1::ServerReflectionRequest;
  using Response = reflection::v1::ServerReflectionResponse;

  absl::StatusOr<Response> Ask(const Request& request);
  absl::StatusOr<Response> AskOnStream(const Request& request);
  // Asks for files and keeps them; false if there are none.
  bool Fetch(const Request& request);

  Connection& connection_;
  std::unique_ptr<Stream> stream_;
  bool alpha_ = false;
  absl::Status status_;
  google::protobuf::SimpleDescriptorDatabase files_;
};

}  // namespace potential::cli

#endif  // POTENTIAL_GATEWAY_CLI_REFLECTION_DATABASE_H_
