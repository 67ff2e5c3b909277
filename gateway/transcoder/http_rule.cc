#include "gateway/transcoder/http_rule.h"

#include "google/api/annotations.pb.h"

namespace potential::gateway {
namespace {

HttpBinding BindingOf(const google::api::HttpRule& rule) {
  HttpBinding binding;
  switch (rule.pattern_case()) {
    case google::api::HttpRule::kGet:
      binding = {"GET", rule.get(), "", ""};
      break;
    case google::api::HttpRule::kPut:
      binding = {"PUT", rule.put(), "", ""};
      break;
    case google::api::HttpRule::kPost:
      binding = {"POST", rule.post(), "", ""};
      break;
    case google::api::HttpRule::kDelete:
      binding = {"DELETE", rule.delete_(), "", ""};
      break;
    case google::api::HttpRule::kPatch:
      binding = {"PATCH", rule.patch(), "", ""};
      break;
    case google::api::HttpRule::kCustom:
      binding = {rule.custom().kind(), rule.custom().path(), "", ""};
      break;
    case google::api::HttpRule::PATTERN_NOT_SET:
      break;
  }
  binding.body = rule.body();
  binding.response_body = rule.response_body();
  return binding;
}

}  // namespace

std::vector<HttpBinding> HttpBindingsOf(const google::protobuf::MethodDescriptor* method) {
  std::vector<HttpBinding> bindings;
  if (!method->options().HasExtension(google::api::http)) return bindings;
  const google::api::HttpRule& rule = method->options().GetExtension(google::api::http);
  bindings.push_back(BindingOf(rule));
  for (const google::api::HttpRule& more : rule.additional_bindings()) {
    bindings.push_back(BindingOf(more));
  }
  return bindings;
}

}  // namespace potential::gateway
