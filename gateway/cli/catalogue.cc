#include "gateway/cli/catalogue.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "gateway/transcoder/path_template.h"
#include "google/api/annotations.pb.h"
#include "services/chassis/storage/status_macros.h"

namespace potential::cli {
namespace {

using google::protobuf::MethodDescriptor;

constexpr size_t kMostSuggestions = 8;

// `name` is all of `full`, or what follows one of its dots.
bool IsNameOf(absl::string_view name, absl::string_view full) {
  return full == name || (absl::EndsWith(full, name) && full[full.size() - name.size() - 1] == '.');
}

std::string Listed(std::vector<std::string> names) {
  const size_t more = names.size() > kMostSuggestions ? names.size() - kMostSuggestions : 0;
  names.resize(names.size() - more);
  return absl::StrCat(absl::StrJoin(names, ", "),
                      more > 0 ? absl::StrCat(" and ", more, " more") : "");
}

std::string SlashedName(const MethodDescriptor& method) {
  return absl::StrCat(method.service()->full_name(), "/", method.name());
}

// Names of methods that hold the last part of the name, whatever its case.
std::vector<std::string> Like(absl::string_view name,
                              const std::vector<const MethodDescriptor*>& methods) {
  const absl::string_view last = name.substr(name.find_last_of('.') + 1);
  std::vector<std::string> like;
  for (const MethodDescriptor* method : methods) {
    if (absl::StrContains(absl::AsciiStrToLower(method->name()), absl::AsciiStrToLower(last))) {
      like.push_back(SlashedName(*method));
    }
  }
  return like;
}

}  // namespace

std::string MethodPath(const MethodDescriptor& method) {
  return absl::StrCat("/", SlashedName(method));
}

Catalogue::Catalogue(Connection& connection)
    : database_(connection), pool_(&database_), factory_(&pool_) {}

absl::StatusOr<std::vector<std::string>> Catalogue::Services() {
  if (services_.empty()) {
    ASSIGN_OR_RETURN(services_, database_.ListServices());
  }
  return services_;
}

absl::StatusOr<const Catalogue::Methods*> Catalogue::AllMethods() {
  if (!methods_.empty()) return &methods_;
  ASSIGN_OR_RETURN(const std::vector<std::string> services, Services());
  for (const std::string& name : services) {
    const google::protobuf::ServiceDescriptor* service = pool_.FindServiceByName(name);
    RETURN_IF_ERROR(database_.status());
    // Health and reflection are listed by some servers that do not describe them.
    if (service == nullptr) continue;
    for (int i = 0; i < service->method_count(); ++i) methods_.push_back(service->method(i));
  }
  return &methods_;
}

absl::StatusOr<const MethodDescriptor*> Catalogue::FindMethod(absl::string_view name) {
  ASSIGN_OR_RETURN(const Methods* methods, AllMethods());
  const std::string dotted = absl::StrReplaceAll(absl::StripPrefix(name, "/"), {{"/", "."}});
  Methods found;
  for (const MethodDescriptor* method : *methods) {
    if (IsNameOf(dotted, method->full_name())) found.push_back(method);
  }
  if (found.size() == 1) return found.front();
  if (found.empty()) {
    const std::vector<std::string> like = Like(dotted, *methods);
    return absl::NotFoundError(
        absl::StrCat("the server has no method ", name,
                     like.empty() ? "; `potentialctl services` lists what it has"
                                  : absl::StrCat("; did you mean ", Listed(like), "?")));
  }
  std::vector<std::string> names;
  for (const MethodDescriptor* method : found) names.push_back(SlashedName(*method));
  return absl::InvalidArgumentError(absl::StrCat(name, " could be ", Listed(names)));
}

absl::StatusOr<std::string> Catalogue::Describe(absl::string_view symbol) {
  const std::string name = absl::StrReplaceAll(symbol, {{"/", "."}});
  if (const auto* message = pool_.FindMessageTypeByName(name)) return message->DebugString();
  if (const auto* type = pool_.FindEnumTypeByName(name)) return type->DebugString();
  if (const auto* service = pool_.FindServiceByName(name)) return service->DebugString();
  RETURN_IF_ERROR(database_.status());
  ASSIGN_OR_RETURN(const Methods* methods, AllMethods());
  for (const MethodDescriptor* method : *methods) {
    // Records and requests are asked for by their short names.
    if (IsNameOf(name, method->service()->full_name())) return method->service()->DebugString();
    for (const auto* type : {method->input_type(), method->output_type()}) {
      if (IsNameOf(name, type->full_name())) return type->DebugString();
    }
  }
  ASSIGN_OR_RETURN(const MethodDescriptor* method, FindMethod(symbol));
  return absl::StrCat(method->DebugString(), "\n", method->input_type()->DebugString(), "\n",
                      method->output_type()->DebugString());
}

absl::StatusOr<const Catalogue::Reads*> Catalogue::AllReads() {
  if (reads_.matcher) return &reads_;
  ASSIGN_OR_RETURN(const Methods* methods, AllMethods());
  gateway::PathMatcher::Builder builder;
  for (const MethodDescriptor* method : *methods) {
    const std::string& get = method->options().GetExtension(google::api::http).get();
    if (get.empty() || method->server_streaming() || method->client_streaming()) continue;
    ASSIGN_OR_RETURN(const gateway::PathTemplate path, gateway::ParsePathTemplate(get));
    RETURN_IF_ERROR(builder.Add("GET", path, reads_.methods.size()));
    reads_.methods.push_back(method);
    std::vector<std::string>& fields = reads_.fields.emplace_back();
    for (const gateway::PathVariable& variable : path.variables) {
      fields.push_back(variable.field_path);
    }
  }
  reads_.matcher = builder.Build();
  return &reads_;
}

absl::StatusOr<ReadMethod> Catalogue::FindRead(absl::string_view path) {
  ASSIGN_OR_RETURN(const Reads* reads, AllReads());
  gateway::PathMatch match = reads->matcher->Match("GET", absl::StrCat("/v1/", path));
  if (match.outcome != gateway::PathMatch::Outcome::kFound) {
    return absl::NotFoundError(absl::StrCat(
        path, " is no name that the server can read, such as organisations/swlstg/dashboard"));
  }
  ReadMethod read{reads->methods[match.route], {}};
  for (size_t i = 0; i < match.values.size(); ++i) {
    read.fields[reads->fields[match.route][i]] = std::move(match.values[i]);
  }
  return read;
}

std::unique_ptr<google::protobuf::Message> Catalogue::NewMessage(
    const google::protobuf::Descriptor* descriptor) {
  return std::unique_ptr<google::protobuf::Message>(factory_.GetPrototype(descriptor)->New());
}

}  // namespace potential::cli
