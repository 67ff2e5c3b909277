#include <algorithm>
#include <iterator>
#include <utility>

#include "absl/strings/str_cat.h"
#include "gateway/dashboard/dashboard_source.h"
#include "gateway/native_services.h"
#include "gateway/passthrough.h"
#include "potential/indicators/v1/initiative_service.pb.h"
#include "services/chassis/resource/names.h"
#include "services/chassis/resource/violation.h"

namespace potential::gateway {
namespace {

using indicators::v1::GetInitiativeRequest;
using indicators::v1::ListInitiativesRequest;
using indicators::v1::ListInitiativesResponse;
using indicators::v1::UpdateInitiativeRequest;

constexpr char kService[] = "potential.indicators.v1.InitiativeService.";

// The service that keeps the initiative: `workforce` of `.../initiatives/workforce-recruitment`.
void ForwardByName(const NativeParts& parts, const rpc::ContextPtr& call, const std::string& name,
                   const google::protobuf::Message& request, rpc::Reply reply) {
  const std::optional<resource::ResourceName> parsed = resource::ParseName(name);
  const std::string service =
      parsed ? parsed->id.substr(0, parsed->id.find('-')) : std::string();
  const Backend* backend = parts.backends.Find(service);
  if (backend == nullptr) return reply(resource::NotFound(name));
  ForwardUnary(*backend, parts.clock, call, request, std::move(reply));
}

// A token is the service's name, a colon, and that service's own token.
void List(const NativeParts& parts, const rpc::ContextPtr& call, ListInitiativesRequest request,
          rpc::Reply reply) {
  const std::string token = request.page_token();
  const size_t colon = token.find(':');
  const std::string service = token.empty() ? kServiceNames[0] : token.substr(0, colon);
  const auto here = std::find(std::begin(kServiceNames), std::end(kServiceNames), service);
  if (here == std::end(kServiceNames) || (!token.empty() && colon == std::string::npos)) {
    return reply(resource::InvalidArgument("page_token", "is not one that this method returned"));
  }
  request.set_page_token(token.empty() ? "" : token.substr(colon + 1));
  const auto next = std::next(here);
  const std::string next_service = next == std::end(kServiceNames) ? "" : *next;
  ForwardUnary(*parts.backends.Find(service), parts.clock, call, request,
               [service, next_service,
                reply = std::move(reply)](absl::StatusOr<rpc::Answer> answer) {
                 ListInitiativesResponse page;
                 if (!answer.ok()) return reply(answer.status());
                 if (!rpc::Parse(answer->message, page)) return reply(resource::Internal());
                 if (!page.next_page_token().empty()) {
                   page.set_next_page_token(absl::StrCat(service, ":", page.next_page_token()));
                 } else if (!next_service.empty()) {
                   page.set_next_page_token(absl::StrCat(next_service, ":"));
                 }
                 reply(rpc::Answer{rpc::Serialize(page)});
               });
}

}  // namespace

void BindInitiativeService(rpc::Routes& routes, const NativeParts& parts) {
  routes.BindUnary(absl::StrCat(kService, "GetInitiative"),
                   [parts](rpc::ContextPtr call, rpc::RequestPtr request, rpc::Reply reply) {
                     const auto& get = static_cast<const GetInitiativeRequest&>(*request);
                     ForwardByName(parts, call, get.name(), get, std::move(reply));
                   });
  routes.BindUnary(absl::StrCat(kService, "UpdateInitiative"),
                   [parts](rpc::ContextPtr call, rpc::RequestPtr request, rpc::Reply reply) {
                     const auto& update = static_cast<const UpdateInitiativeRequest&>(*request);
                     ForwardByName(parts, call, update.initiative().name(), update,
                                   std::move(reply));
                   });
  routes.BindUnary(absl::StrCat(kService, "ListInitiatives"),
                   [parts](rpc::ContextPtr call, rpc::RequestPtr request, rpc::Reply reply) {
                     List(parts, call, static_cast<const ListInitiativesRequest&>(*request),
                          std::move(reply));
                   });
}

}  // namespace potential::gateway
