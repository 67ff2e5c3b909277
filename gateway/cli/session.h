// A server that answers, and typed or JSON calls to it.

#ifndef POTENTIAL_GATEWAY_CLI_SESSION_H_
#define POTENTIAL_GATEWAY_CLI_SESSION_H_

#include <functional>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "gateway/cli/catalogue.h"
#include "gateway/cli/connection.h"
#include "google/protobuf/message.h"

namespace potential::cli {

// What the sample loader needs of a server, so that its tests can stand in for one.
class Api {
 public:
  virtual ~Api() = default;

  // Calls a unary method, named as Catalogue::FindMethod accepts it, with a request in JSON; the
  // answer in JSON.
  virtual absl::StatusOr<std::string> CallJson(absl::string_view method,
                                               absl::string_view request) = 0;
  // The record of this name as JSON that shows also what has its default value.
  virtual absl::StatusOr<std::string> ReadJson(absl::string_view name) = 0;
  // Calls a unary method of a contract that this program was built with.
  virtual absl::Status CallTyped(absl::string_view method, const google::protobuf::Message& request,
                                 google::protobuf::Message* answer) = 0;
};

// Owned by the program for one command. Used by one thread.
class Session final : public Api {
 public:
  Session(std::shared_ptr<grpc::Channel> channel, ConnectionOptions options);

  // An UnreachableError that names the address if nobody answers there.
  absl::Status Reach(absl::string_view address);

  Connection& connection() { return connection_; }
  Catalogue& catalogue() { return catalogue_; }

  using OnAnswer = std::function<void(const google::protobuf::Message&)>;
  // Calls a unary or server-streaming method and hands on each answer.
  absl::Status Call(const google::protobuf::MethodDescriptor& method,
                    const google::protobuf::Message& request, const OnAnswer& on_answer);

  absl::StatusOr<std::string> CallJson(absl::string_view method,
                                       absl::string_view request) override;
  absl::StatusOr<std::string> ReadJson(absl::string_view name) override;
  absl::Status CallTyped(absl::string_view method, const google::protobuf::Message& request,
                         google::protobuf::Message* answer) override;

 private:
  Connection connection_;
  Catalogue catalogue_;
};

// The request of a read method with the fields that its path gives.
std::unique_ptr<google::protobuf::Message> RequestOf(const ReadMethod& read, Catalogue& catalogue);

}  // namespace potential::cli

#endif  // POTENTIAL_GATEWAY_CLI_SESSION_H_
