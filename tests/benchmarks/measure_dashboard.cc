#include <cstdio>
#include <cstdlib>

#include "absl/synchronization/blocking_counter.h"
#include "absl/time/clock.h"
#include "gateway/backends/backends.h"
#include "gateway/dashboard/dashboard_builder.h"
#include "potential/dashboard/v1/dashboard_service.pb.h"
#include "potential/indicators/v1/initiative_service.pb.h"
#include "services/chassis/rpc/byte_buffer.h"
#include "services/chassis/rpc/client.h"
#include "services/chassis/strategy/strategy_set.h"
#include "services/measures/london.h"
#include "tests/benchmarks/benchmarks.h"
#include "tests/benchmarks/echo_server.h"
#include "tests/benchmarks/figures.h"

namespace potential::benchmarks {
namespace {

constexpr int kRounds = 200;
constexpr char kOrganisation[] = "swlstg";

template <typename T>
T OrAbort(absl::StatusOr<T> value) {
  if (value.ok()) return *std::move(value);
  std::fprintf(stderr, "%s\n", value.status().ToString().c_str());
  std::abort();
}

double MillisecondsOf(const std::function<void()>& task) {
  const absl::Time start = absl::Now();
  task();
  return absl::ToDoubleMilliseconds(absl::Now() - start);
}

dashboard::v1::Dashboard GetDashboard(const std::shared_ptr<grpc::Channel>& gateway) {
  dashboard::v1::GetDashboardRequest request;
  request.set_name(std::string("organisations/") + kOrganisation + "/dashboard");
  dashboard::v1::Dashboard dashboard;
  const absl::Status status = rpc::UnaryCall(
      gateway, "/potential.dashboard.v1.DashboardService/GetDashboard", {}, request, dashboard);
  if (!status.ok()) {
    std::fprintf(stderr, "%s\n", status.ToString().c_str());
    std::abort();
  }
  return dashboard;
}

// The calls that the gateway makes for one dashboard, serialized.
struct BareCalls {
  struct Call {
    std::shared_ptr<grpc::Channel> channel;
    std::string path;
    grpc::ByteBuffer request;
  };
  std::vector<Call> calls;

  void MakeAll() const {
    absl::BlockingCounter out(static_cast<int>(calls.size()));
    for (const Call& call : calls) {
      rpc::StartUnaryCall(call.channel, call.path, {}, call.request,
                          [&out](const rpc::CallResult& result) {
                            if (!result.status.ok()) std::abort();
                            out.DecrementCount();
                          });
    }
    out.Wait();
  }
};

BareCalls CallsOf(const gateway::Backends& backends, const gateway::ServiceQuestions& questions) {
  BareCalls bare;
  for (const gateway::Backend& backend : backends.all()) {
    const auto it = questions.find(backend.name);
    if (it != questions.end()) {
      bare.calls.push_back({backend.channel,
                            "/potential.indicators.v1.IndicatorService/QueryIndicators",
                            rpc::Serialize(it->second)});
    }
    indicators::v1::ListInitiativesRequest initiatives;
    initiatives.set_parent(std::string("organisations/") + kOrganisation);
    initiatives.set_page_size(1000);
    bare.calls.push_back({backend.channel,
                          "/potential.indicators.v1.InitiativeService/ListInitiatives",
                          rpc::Serialize(initiatives)});
  }
  return bare;
}

}  // namespace

void UncachedDashboard(const std::string& gateway_address, const std::string& backend_addresses,
                       const std::string& strategy_folder) {
  const auto channel = rpc::MakeChannel(gateway_address);
  const auto backends = OrAbort(gateway::Backends::Make(backend_addresses));
  const auto strategies = OrAbort(strategy::StrategySet::Load(strategy_folder));
  const measures::Day today = measures::LondonDay(absl::ToUnixSeconds(absl::Now()));
  const gateway::DashboardBuilder builder(
      *strategies->Find(kOrganisation),
      gateway::DaysOf(*strategies->Find(kOrganisation), today, measures::MonthOf(today)));
  const BareCalls bare = CallsOf(*backends, builder.Questions());
  const std::string answer = GetDashboard(channel).SerializeAsString();
  const EchoServer echo(answer);
  const auto echo_channel = rpc::MakeChannel(echo.address());
  std::vector<double> ours;
  std::vector<double> baseline;
  for (int round = 0; round < kRounds; ++round) {
    ours.push_back(MillisecondsOf([&] { GetDashboard(channel); }));
    baseline.push_back(MillisecondsOf([&] {
      bare.MakeAll();
      GetDashboard(echo_channel);
    }));
  }
  Print("dashboard_uncached", Median(ours), "ms");
  Print("dashboard_uncached_baseline", Median(baseline), "ms");
  Print("dashboard_uncached_ratio", Median(ours) / Median(baseline), "x");
}

}  // namespace potential::benchmarks
