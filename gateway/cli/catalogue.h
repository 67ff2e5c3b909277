// What a server offers: its methods by name and by HTTP path.
//
//   Catalogue catalogue(connection);
//   ASSIGN_OR_RETURN(auto* method, catalogue.FindMethod("OpportunityService/ListOpportunities"));

#ifndef POTENTIAL_GATEWAY_CLI_CATALOGUE_H_
#define POTENTIAL_GATEWAY_CLI_CATALOGUE_H_

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "gateway/cli/connection.h"
#include "gateway/cli/reflection_database.h"
#include "gateway/transcoder/path_matcher.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/dynamic_message.h"

namespace potential::cli {

// A method that reads, and the request fields that its path fills.
struct ReadMethod {
  const google::protobuf::MethodDescriptor* method = nullptr;
  std::map<std::string, std::string> fields;  // `name` or `parent` to its value
};

// Descriptors are fetched at the first need and live as long as the catalogue, which lives no
// longer than the connection. Used by one thread. Every function fails as the calls to the server
// do.
class Catalogue {
 public:
  explicit Catalogue(Connection& connection);

  // Full names of the services, sorted.
  absl::StatusOr<std::vector<std::string>> Services();

  // A method by its full name, or by as many of the last parts of it as make it unique:
  // `potential.x.v1.Service/Method`, `Service/Method`, `Method`; a dot serves as well as the slash.
  // NOT_FOUND, with the like, or INVALID_ARGUMENT, with the candidates, if it is not unique.
  absl::StatusOr<const google::protobuf::MethodDescriptor*> FindMethod(absl::string_view name);

  // The text of the contract of a service, method, message or enum, by full or unique short name.
  absl::StatusOr<std::string> Describe(absl::string_view symbol);

  // The method behind `GET /v1/{path}`. NOT_FOUND if there is none.
  absl::StatusOr<ReadMethod> FindRead(absl::string_view path);

  // An empty message of this type.
  std::unique_ptr<google::protobuf::Message> NewMessage(
      const google::protobuf::Descriptor* descriptor);

 private:
  using Methods = std::vector<const google::protobuf::MethodDescriptor*>;

  // Methods that can be called by an HTTP GET, each with the fields that its path fills.
  struct Reads {
    Methods methods;
    std::vector<std::vector<std::string>> fields;
    std::optional<gateway::PathMatcher> matcher;
  };

  // All methods of all services that the server describes.
  absl::StatusOr<const Methods*> AllMethods();
  absl::StatusOr<const Reads*> AllReads();

  ReflectionDatabase database_;
  google::protobuf::DescriptorPool pool_;
  google::protobuf::DynamicMessageFactory factory_;
  std::vector<std::string> services_;
  Methods methods_;
  Reads reads_;
};

// The path of a method as gRPC sends it, `/package.Service/Method`.
std::string MethodPath(const google::protobuf::MethodDescriptor& method);

}  // namespace potential::cli

#endif  // POTENTIAL_GATEWAY_CLI_CATALOGUE_H_
