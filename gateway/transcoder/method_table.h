// The methods that HTTP can reach, read from the google.api.http options of the contracts.
// Everything that can be wrong with a binding is found here, at start, and never by a request.

#ifndef POTENTIAL_GATEWAY_TRANSCODER_METHOD_TABLE_H_
#define POTENTIAL_GATEWAY_TRANSCODER_METHOD_TABLE_H_

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "gateway/transcoder/field_path.h"
#include "gateway/transcoder/path_matcher.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"

namespace potential::gateway {

// How a route takes a file, for a method whose caller streams.
struct Upload {
  const google::protobuf::FieldDescriptor* data = nullptr;  // bytes: a piece of the body
  const google::protobuf::FieldDescriptor* last = nullptr;  // bool: the body ends with this one
  std::vector<std::string> media_types;
};

// One HTTP binding of a method.
struct Route {
  const google::protobuf::MethodDescriptor* method = nullptr;
  std::string http_method;  // GET, POST, ...
  std::string path;         // the template as written
  PathTemplate path_template;
  // The field of each variable of the template, in its order.
  std::vector<FieldPath> variables;
  // What a body fills: nothing, the whole request, or one field of it.
  enum class Body { kNone, kRequest, kField };
  Body body = Body::kNone;
  const google::protobuf::FieldDescriptor* body_field = nullptr;  // kField
  // Set for a method whose caller streams; its body is a file then.
  std::optional<Upload> upload;
  // The part of the response that is the answer; the whole of it if null.
  const google::protobuf::FieldDescriptor* response_field = nullptr;
  // Where PATCH puts the fields that its body mentions if no mask is given; null if nowhere.
  const google::protobuf::FieldDescriptor* mask_field = nullptr;
  // Empty messages of the method's types, to make others from.
  const google::protobuf::Message* request_prototype = nullptr;
  const google::protobuf::Message* response_prototype = nullptr;
};

// The route of a request, or why there is none.
struct RouteMatch {
  PathMatch::Outcome outcome = PathMatch::Outcome::kUnknownPath;
  const Route* route = nullptr;      // kFound; owned by the table
  std::vector<std::string> values;   // kFound: of the route's variables
  std::vector<std::string> allowed;  // kFound, kOtherMethods: methods of the path, sorted
};

// Immutable; any thread may use it. It refers to the descriptors and the factory's prototypes,
// which must outlive it.
class MethodTable {
 public:
  // Builds the table of all methods of the services that have an HTTP binding, additional bindings
  // included. INVALID_ARGUMENT or ALREADY_EXISTS, with the method's name, for a bad template, a
  // variable or body that names no proper field, a client stream that takes no file, or two methods
  // at one path.
  static absl::StatusOr<MethodTable> Build(
      const std::vector<const google::protobuf::ServiceDescriptor*>& services,
      google::protobuf::MessageFactory* factory);

  // The route for a method such as `GET` and the path of a target, without its query.
  RouteMatch Match(absl::string_view http_method, absl::string_view path) const;

  const std::vector<Route>& routes() const { return routes_; }

 private:
  MethodTable(std::vector<Route> routes, PathMatcher matcher);

  std::vector<Route> routes_;
  PathMatcher matcher_;
};

}  // namespace potential::gateway

#endif  // POTENTIAL_GATEWAY_TRANSCODER_METHOD_TABLE_H_
