#include <cstdio>
#include <cstdlib>

#include "absl/random/random.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "potential/workforce/v1/opportunity_service.pb.h"
#include "services/chassis/rpc/byte_buffer.h"
#include "services/chassis/rpc/client.h"
#include "tests/benchmarks/benchmarks.h"
#include "tests/benchmarks/figures.h"
#include "tests/benchmarks/load.h"

namespace potential::benchmarks {
namespace {

using workforce::v1::CreateOpportunityRequest;
using workforce::v1::GetOpportunityRequest;
using workforce::v1::Opportunity;

constexpr char kCreate[] = "/potential.workforce.v1.OpportunityService/CreateOpportunity";
constexpr char kGet[] = "/potential.workforce.v1.OpportunityService/GetOpportunity";
constexpr int kRounds = 9;
constexpr int kCallers = 64;

CreateOpportunityRequest MakeCreate() {
  CreateOpportunityRequest request;
  request.set_parent("organisations/swlstg");
  Opportunity& opportunity = *request.mutable_opportunity();
  opportunity.set_kind(Opportunity::SHADOWING);
  opportunity.set_title("A day with the community recovery team");
  opportunity.set_service_line("community");
  opportunity.set_places(2);
  opportunity.set_owner_role("Community OT lead");
  opportunity.set_illustrative(true);
  return request;
}

GetOpportunityRequest MakeGet() {
  GetOpportunityRequest request;
  request.set_name("organisations/swlstg/opportunities/benchmark");
  return request;
}

Load GetLoad(const std::string& address) {
  const grpc::ByteBuffer request = rpc::Serialize(MakeGet());
  return {.channel = rpc::MakeChannel(address),
          .path = kGet,
          .request = [request](int64_t) { return request; }};
}

Load CreateLoad(const std::string& address) {
  const grpc::ByteBuffer request = rpc::Serialize(MakeCreate());
  return {.channel = rpc::MakeChannel(address),
          .path = kCreate,
          .request = [request](int64_t) { return request; },
          .in_flight = kCallers};
}

// Alternates the two and prints their medians, and the median of the ratios of the first to the second
// in each turn.
void Compare(const std::string& name, const Load& ours, const Load& baseline,
             const std::string& unit) {
  std::vector<double> our_rates;
  std::vector<double> baseline_rates;
  std::vector<double> ratios;
  for (int round = 0; round < kRounds; ++round) {
    our_rates.push_back(CallsPerSecond(ours));
    baseline_rates.push_back(CallsPerSecond(baseline));
    ratios.push_back(our_rates.back() / baseline_rates.back());
  }
  Print(name, Median(our_rates), unit);
  Print(name + "_baseline", Median(baseline_rates), unit);
  Print(name + "_ratio", Median(ratios), "x");
}

}  // namespace

std::string RecordBytes(const std::string& service_address) {
  const auto channel = rpc::MakeChannel(service_address);
  CreateOpportunityRequest create = MakeCreate();
  create.set_opportunity_id("benchmark");
  Opportunity record;
  absl::Status status = rpc::UnaryCall(channel, kCreate, {}, create, record);
  if (absl::IsAlreadyExists(status)) {
    status = rpc::UnaryCall(channel, kGet, {}, MakeGet(), record);
  }
  if (!status.ok()) {
    std::fprintf(stderr, "%s\n", status.ToString().c_str());
    std::abort();
  }
  return record.SerializeAsString();
}

void UnaryGet(const std::string& service_address, const std::string& echo_address) {
  RecordBytes(service_address);
  Compare("unary_get", GetLoad(service_address), GetLoad(echo_address), "calls/s");
}

void GrpcCommits(const std::string& service_address, const std::string& single_address) {
  Compare("grpc_commits", CreateLoad(service_address), CreateLoad(single_address), "commits/s");
}

}  // namespace potential::benchmarks
