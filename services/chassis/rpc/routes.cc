#include "services/chassis/rpc/routes.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace potential::rpc {

using google::protobuf::Descriptor;
using google::protobuf::DescriptorPool;
using google::protobuf::MessageFactory;
using google::protobuf::MethodDescriptor;
using google::protobuf::ServiceDescriptor;

std::string PathOf(const MethodDescriptor& method) {
  return absl::StrCat("/", method.service()->full_name(), "/", method.name());
}

Route* Routes::Add(absl::string_view name) {
  const MethodDescriptor* method =
      DescriptorPool::generated_pool()->FindMethodByName(std::string(name));
  if (method == nullptr) {
    problems_.push_back(absl::StrCat(name, ": no such method in the contracts"));
    return nullptr;
  }
  const auto [it, inserted] = routes_.try_emplace(PathOf(*method));
  if (!inserted) {
    problems_.push_back(absl::StrCat(name, ": bound twice"));
    return nullptr;
  }
  Route& route = it->second;
  route.method = method;
  route.permission = method->options().GetExtension(options::v1::method).permission();
  route.request_prototype =
      MessageFactory::generated_factory()->GetPrototype(method->input_type());
  return &route;
}

void Routes::BindUnary(absl::string_view method, UnaryHandler handler) {
  Route* route = Add(method);
  if (route == nullptr) return;
  if (route->method->client_streaming() || route->method->server_streaming()) {
    problems_.push_back(absl::StrCat(method, ": streams, but its handler is unary"));
  }
  route->unary = std::move(handler);
}

void Routes::BindServerStream(absl::string_view method, ServerStreamHandler handler) {
  Route* route = Add(method);
  if (route == nullptr) return;
  if (route->method->client_streaming() || !route->method->server_streaming()) {
    problems_.push_back(absl::StrCat(method, ": its handler is for server streams"));
  }
  route->server_stream = std::move(handler);
}

void Routes::BindClientStream(absl::string_view method, ClientStreamHandler handler) {
  Route* route = Add(method);
  if (route == nullptr) return;
  if (!route->method->client_streaming() || route->method->server_streaming()) {
    problems_.push_back(absl::StrCat(method, ": its handler is for client streams"));
  }
  route->client_stream = std::move(handler);
}

void Routes::BindRaw(absl::string_view method, RawHandler handler) {
  Route* route = Add(method);
  if (route != nullptr) route->raw = std::move(handler);
}

void Routes::BindPath(absl::string_view path, RawHandler handler) {
  const auto [it, inserted] = routes_.try_emplace(path);
  if (!inserted) problems_.push_back(absl::StrCat(path, ": bound twice"));
  it->second.permission = options::v1::MethodRules::PUBLIC;
  it->second.raw = std::move(handler);
}

void Routes::ExpectTypes(absl::string_view name, const Descriptor* request,
                         const Descriptor* response) {
  const MethodDescriptor* method =
      DescriptorPool::generated_pool()->FindMethodByName(std::string(name));
  if (method == nullptr) return;  // Add reports it.
  if (method->input_type() != request || method->output_type() != response) {
    problems_.push_back(absl::StrCat(name, ": handler takes ", request->full_name(),
                                     " and returns ", response->full_name()));
  }
}

absl::Status Routes::Verify(const std::vector<std::string>& services) const {
  std::vector<std::string> problems = problems_;
  for (const std::string& name : services) {
    const ServiceDescriptor* service = DescriptorPool::generated_pool()->FindServiceByName(name);
    if (service == nullptr) {
      problems.push_back(absl::StrCat(name, ": no such service in the contracts"));
      continue;
    }
    for (int i = 0; i < service->method_count(); ++i) {
      const Route* route = Find(PathOf(*service->method(i)));
      if (route == nullptr) {
        problems.push_back(absl::StrCat(service->method(i)->full_name(), ": no handler"));
      } else if (route->permission == options::v1::MethodRules::PERMISSION_UNSPECIFIED) {
        problems.push_back(absl::StrCat(service->method(i)->full_name(), ": no permission declared"));
      }
    }
  }
  if (problems.empty()) return absl::OkStatus();
  return absl::FailedPreconditionError(absl::StrJoin(problems, "; "));
}

const Route* Routes::Find(absl::string_view path) const {
  const auto it = routes_.find(path);
  return it == routes_.end() ? nullptr : &it->second;
}

}  // namespace potential::rpc
