#include "gateway/transcoder/method_table.h"

#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "gateway/transcoder/http_rule.h"
#include "gateway/transcoder/well_known.h"
#include "potential/options/v1/options.pb.h"
#include "services/chassis/storage/status_macros.h"

namespace potential::gateway {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::MessageFactory;
using google::protobuf::MethodDescriptor;
using google::protobuf::ServiceDescriptor;

bool IsSingularMessage(const FieldDescriptor* field) {
  return field != nullptr && field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE &&
         !field->is_repeated();
}

absl::Status BindVariables(Route* route) {
  const Descriptor* request = route->method->input_type();
  for (const PathVariable& variable : route->path_template.variables) {
    std::optional<FieldPath> path = ResolveFieldPath(request, variable.field_path);
    if (!path.has_value() || path->back()->is_repeated() ||
        path->back()->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
      return absl::InvalidArgumentError(
          absl::StrCat("variable ", variable.field_path, " names no single value"));
    }
    route->variables.push_back(*std::move(path));
  }
  return absl::OkStatus();
}

absl::Status BindBody(const HttpBinding& binding, Route* route) {
  const Descriptor* request = route->method->input_type();
  if (binding.body == "*") {
    route->body = Route::Body::kRequest;
  } else if (!binding.body.empty()) {
    route->body = Route::Body::kField;
    route->body_field = request->FindFieldByName(binding.body);
    if (!IsSingularMessage(route->body_field)) {
      return absl::InvalidArgumentError(absl::StrCat("body ", binding.body, " is no message"));
    }
  }
  if (route->body != Route::Body::kNone &&
      (binding.http_method == "GET" || binding.http_method == "DELETE")) {
    return absl::InvalidArgumentError(absl::StrCat(binding.http_method, " has a body"));
  }
  if (!binding.response_body.empty()) {
    route->response_field = route->method->output_type()->FindFieldByName(binding.response_body);
    if (!IsSingularMessage(route->response_field)) {
      return absl::InvalidArgumentError(
          absl::StrCat("response_body ", binding.response_body, " is no message"));
    }
  }
  return absl::OkStatus();
}

const FieldDescriptor* MaskFieldOf(const Route& route) {
  if (route.http_method != "PATCH" || route.body != Route::Body::kField) return nullptr;
  const FieldDescriptor* mask = route.method->input_type()->FindFieldByName("update_mask");
  const bool is_mask =
      IsSingularMessage(mask) && WellKnownOf(mask->message_type()) == WellKnown::kFieldMask;
  return is_mask ? mask : nullptr;
}

bool IsSingularOf(const FieldDescriptor* field, FieldDescriptor::Type type) {
  return field != nullptr && !field->is_repeated() && field->type() == type;
}

// A client stream takes a file by POST, and everything else from the path and the query.
absl::Status BindUpload(Route* route) {
  const options::v1::UploadRules& rules =
      route->method->options().GetExtension(options::v1::method).upload();
  const Descriptor* request = route->method->input_type();
  if (rules.media_types().empty() || route->method->server_streaming()) {
    return absl::InvalidArgumentError("a client stream that takes no file has no HTTP form");
  }
  if (route->http_method != "POST" || route->body != Route::Body::kNone) {
    return absl::InvalidArgumentError("a file is taken by POST, without a body rule");
  }
  route->upload = Upload{.data = request->FindFieldByName(rules.data()),
                         .last = request->FindFieldByName(rules.last()),
                         .media_types = {rules.media_types().begin(), rules.media_types().end()}};
  if (!IsSingularOf(route->upload->data, FieldDescriptor::TYPE_BYTES) ||
      !IsSingularOf(route->upload->last, FieldDescriptor::TYPE_BOOL)) {
    return absl::InvalidArgumentError("a file needs a field of bytes and one that says it is over");
  }
  return absl::OkStatus();
}

absl::StatusOr<Route> MakeRoute(const MethodDescriptor* method, const HttpBinding& binding,
                                MessageFactory* factory) {
  Route route;
  route.method = method;
  route.http_method = binding.http_method;
  route.path = binding.path;
  ASSIGN_OR_RETURN(route.path_template, ParsePathTemplate(binding.path));
  RETURN_IF_ERROR(BindVariables(&route));
  RETURN_IF_ERROR(BindBody(binding, &route));
  if (method->client_streaming()) RETURN_IF_ERROR(BindUpload(&route));
  route.mask_field = MaskFieldOf(route);
  route.request_prototype = factory->GetPrototype(method->input_type());
  route.response_prototype = factory->GetPrototype(method->output_type());
  if (route.request_prototype == nullptr || route.response_prototype == nullptr) {
    return absl::InvalidArgumentError("the factory does not know its types");
  }
  return route;
}

absl::Status AddMethod(const MethodDescriptor* method, MessageFactory* factory,
                       std::vector<Route>* routes, PathMatcher::Builder* builder) {
  for (const HttpBinding& binding : HttpBindingsOf(method)) {
    ASSIGN_OR_RETURN(Route route, MakeRoute(method, binding, factory));
    RETURN_IF_ERROR(builder->Add(route.http_method, route.path_template, routes->size()));
    routes->push_back(std::move(route));
  }
  return absl::OkStatus();
}

}  // namespace

MethodTable::MethodTable(std::vector<Route> routes, PathMatcher matcher)
    : routes_(std::move(routes)), matcher_(std::move(matcher)) {}

absl::StatusOr<MethodTable> MethodTable::Build(
    const std::vector<const ServiceDescriptor*>& services, MessageFactory* factory) {
  std::vector<Route> routes;
  PathMatcher::Builder builder;
  for (const ServiceDescriptor* service : services) {
    for (int i = 0; i < service->method_count(); ++i) {
      absl::Status added = AddMethod(service->method(i), factory, &routes, &builder);
      if (!added.ok()) {
        return absl::Status(added.code(),
                            absl::StrCat(service->method(i)->full_name(), ": ", added.message()));
      }
    }
  }
  return MethodTable(std::move(routes), builder.Build());
}

RouteMatch MethodTable::Match(absl::string_view http_method, absl::string_view path) const {
  PathMatch found = matcher_.Match(http_method, path);
  RouteMatch match;
  match.outcome = found.outcome;
  if (found.outcome == PathMatch::Outcome::kFound) match.route = &routes_[found.route];
  match.values = std::move(found.values);
  match.allowed = std::move(found.allowed);
  return match;
}

}  // namespace potential::gateway
