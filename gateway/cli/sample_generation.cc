#include "gateway/cli/sample_generation.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gateway/cli/fields.h"
#include "gateway/cli/outcome.h"
#include "gateway/cli/sample_facts.h"
#include "potential/evidence/v1/outcome_service.pb.h"
#include "potential/occupation/v1/intervention_service.pb.h"
#include "potential/occupation/v1/presence_service.pb.h"
#include "services/chassis/storage/status_macros.h"

namespace potential::cli {
namespace {

using google::protobuf::Struct;

constexpr size_t kBatchRows = 1000;

void MarkIllustrative(google::protobuf::Message* fact) {
  const auto* field = fact->GetDescriptor()->FindFieldByName("illustrative");
  if (field != nullptr) fact->GetReflection()->SetBool(fact, field, true);
}

// Where the facts of one line go.
struct Destination {
  Api& api;
  std::string parent;
  Tally& tally;
};

// `facts_of` gives the repeated field of a request that holds the facts.
template <typename Request, typename Response, typename Fact, typename FactsOf>
absl::Status SendAll(const Destination& to, absl::string_view method,
                     absl::StatusOr<std::vector<Fact>> facts, const FactsOf& facts_of) {
  if (!facts.ok()) return AsUsageError(facts.status());
  size_t sent = 0;
  while (sent < facts->size()) {
    Request request;
    Response response;
    request.set_parent(to.parent);
    for (const size_t end = std::min(facts->size(), sent + kBatchRows); sent < end; ++sent) {
      MarkIllustrative(&(*facts)[sent]);
      *facts_of(request)->Add() = std::move((*facts)[sent]);
    }
    RETURN_IF_ERROR(to.api.CallTyped(method, request, &response));
    ++to.tally.calls;
    to.tally.rows_written += response.inserted() + response.updated();
    to.tally.rows_unchanged += response.unchanged();
  }
  return absl::OkStatus();
}

absl::Status SendInterventions(const Destination& to, const Struct& parameters,
                               measures::Day today) {
  return SendAll<occupation::v1::BatchCreateInterventionsRequest,
                 occupation::v1::BatchCreateInterventionsResponse>(
      to, "potential.occupation.v1.InterventionService/BatchCreateInterventions",
      MakeInterventions(parameters, today),
      [](auto& request) { return request.mutable_interventions(); });
}

absl::Status SendOutcomeScores(const Destination& to, const Struct& parameters,
                               measures::Day today) {
  return SendAll<evidence::v1::BatchCreateOutcomeScoresRequest,
                 evidence::v1::BatchCreateOutcomeScoresResponse>(
      to, "potential.evidence.v1.OutcomeService/BatchCreateOutcomeScores",
      MakeOutcomeScores(parameters, today),
      [](auto& request) { return request.mutable_outcome_scores(); });
}

absl::Status SendReachMeasurements(const Destination& to, const Struct& parameters,
                                   measures::Day today) {
  return SendAll<occupation::v1::BatchCreateReachMeasurementsRequest,
                 occupation::v1::BatchCreateReachMeasurementsResponse>(
      to, "potential.occupation.v1.PresenceService/BatchCreateReachMeasurements",
      MakeReachMeasurements(parameters, today),
      [](auto& request) { return request.mutable_reach_measurements(); });
}

}  // namespace

absl::Status GenerateFacts(Api& api, const Struct& line, measures::Day today, Tally& tally) {
  Fields fields(line, "line");
  const std::string what = fields.Text("generate");
  const Destination to{api, fields.Text("parent"), tally};
  if (what.empty() || to.parent.empty()) return AsUsageError(fields.Done());
  Struct parameters = line;
  parameters.mutable_fields()->erase("generate");
  parameters.mutable_fields()->erase("parent");
  if (what == "interventions") return SendInterventions(to, parameters, today);
  if (what == "outcomeScores") return SendOutcomeScores(to, parameters, today);
  if (what == "reachMeasurements") return SendReachMeasurements(to, parameters, today);
  return UsageError(absl::StrCat("generate: nothing is known of ", what));
}

}  // namespace potential::cli
