#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "gateway/dashboard/dashboard_source.h"
#include "gateway/native_services.h"
#include "gateway/passthrough.h"
#include "gateway/transcoder/status_json.h"
#include "potential/indicators/v1/indicator_service.pb.h"
#include "services/chassis/resource/violation.h"

namespace potential::gateway {
namespace {

using indicators::v1::ListIndicatorsRequest;
using indicators::v1::ListIndicatorsResponse;
using indicators::v1::QueryIndicatorsRequest;
using indicators::v1::QueryIndicatorsResponse;

constexpr char kService[] = "potential.indicators.v1.IndicatorService.";

// Which service a question went to, and its place among that service's questions.
struct Place {
  std::string service;
  int index;
};

absl::StatusOr<ServiceQuestions> Split(const Backends& backends,
                                       const QueryIndicatorsRequest& request,
                                       std::vector<Place>& places) {
  ServiceQuestions questions;
  for (int i = 0; i < request.queries_size(); ++i) {
    const std::string service = ServiceOf(request.queries(i).indicator());
    if (backends.Find(service) == nullptr) {
      return resource::InvalidArgument(
          absl::StrCat("queries[", i, "].indicator"),
          absl::StrCat("'", request.queries(i).indicator(), "' names no indicator; see "
                       "ListIndicators"));
    }
    QueryIndicatorsRequest& part = questions[service];
    part.set_parent(request.parent());
    part.set_as_of(request.as_of());
    places.push_back({service, part.queries_size()});
    *part.add_queries() = request.queries(i);
  }
  return questions;
}

absl::StatusOr<rpc::Answer> Merge(const std::vector<Place>& places,
                                  const ServiceQuestions& questions,
                                  const ServiceAnswers& answers) {
  QueryIndicatorsResponse response;
  for (const auto& [service, question] : questions) {
    const ServiceAnswer& answer = answers.at(service);
    if (!answer.status.ok()) return WithoutInternals(answer.status);
    response.set_as_of(answer.figures.as_of());
    response.mutable_incarnations()->MergeFrom(answer.figures.incarnations());
    for (const auto& [key, value] : answer.figures.revisions()) {
      (*response.mutable_revisions())[key] = value;
    }
    for (const auto& [key, value] : answer.figures.topic_revisions()) {
      (*response.mutable_topic_revisions())[key] = value;
    }
    for (const auto& [key, value] : answer.figures.strategy_hashes()) {
      (*response.mutable_strategy_hashes())[key] = value;
    }
  }
  for (const Place& place : places) {
    *response.add_results() = answers.at(place.service).figures.results(place.index);
  }
  return rpc::Answer{rpc::Serialize(response)};
}

void Query(const NativeParts& parts, const rpc::ContextPtr& call,
           const QueryIndicatorsRequest& request, rpc::Reply reply) {
  if (request.queries().empty()) {
    return reply(resource::InvalidArgument("queries", "must have at least 1 item"));
  }
  auto places = std::make_shared<std::vector<Place>>();
  absl::StatusOr<ServiceQuestions> questions = Split(parts.backends, request, *places);
  if (!questions.ok()) return reply(questions.status());
  const rpc::CallOptions options =
      DashboardSource::OptionsFor(*call, parts.clock.Now(), absl::InfiniteDuration());
  CancelWithCaller(
      call, parts.fan_out.Figures(*questions, options,
                                  [places, questions = *questions,
                                   reply = std::move(reply)](const ServiceAnswers& answers) {
                                    reply(Merge(*places, questions, answers));
                                  }));
}

absl::StatusOr<rpc::Answer> MergeCatalogues(const ServiceAnswers& answers) {
  ListIndicatorsResponse response;
  for (const auto& [service, answer] : answers) {
    if (answer.catalogue == nullptr) return WithoutInternals(answer.status);
    for (const auto& [id, indicator] : *answer.catalogue) *response.add_indicators() = indicator;
  }
  return rpc::Answer{rpc::Serialize(response)};
}

void List(const NativeParts& parts, const rpc::ContextPtr& call, rpc::Reply reply) {
  const rpc::CallOptions options =
      DashboardSource::OptionsFor(*call, parts.clock.Now(), absl::InfiniteDuration());
  CancelWithCaller(
      call, parts.fan_out.Catalogues(options,
                                     [reply = std::move(reply)](const ServiceAnswers& answers) {
                                       reply(MergeCatalogues(answers));
                                     }));
}

}  // namespace

void BindIndicatorService(rpc::Routes& routes, const NativeParts& parts) {
  routes.BindUnary(absl::StrCat(kService, "ListIndicators"),
                   [parts](rpc::ContextPtr call, rpc::RequestPtr, rpc::Reply reply) {
                     List(parts, call, std::move(reply));
                   });
  routes.BindUnary(absl::StrCat(kService, "QueryIndicators"),
                   [parts](rpc::ContextPtr call, rpc::RequestPtr request, rpc::Reply reply) {
                     Query(parts, call, static_cast<const QueryIndicatorsRequest&>(*request),
                           std::move(reply));
                   });
}

}  // namespace potential::gateway
