#include "gateway/cli/doctor.h"

#include <algorithm>
#include <set>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "gateway/cli/outcome.h"
#include "google/protobuf/wrappers.pb.h"
#include "potential/dashboard/v1/dashboard_service.pb.h"
#include "potential/strategy/v1/strategy_service.pb.h"
#include "services/chassis/storage/status_macros.h"

namespace potential::cli {
namespace {

constexpr char kCheckHealth[] = "grpc.health.v1.Health/Check";
constexpr char kStrategyService[] = "potential.strategy.v1.StrategyService";
constexpr char kDashboardService[] = "potential.dashboard.v1.DashboardService";
constexpr int kTimedCalls = 21;

// HealthCheckResponse.ServingStatus
constexpr int kServing = 1;
constexpr const char* kHealthNames[] = {"UNKNOWN", "SERVING", "NOT_SERVING", "SERVICE_UNKNOWN"};

class Examination {
 public:
  Examination(Session& session, Terminal& terminal) : session_(session), terminal_(terminal) {}

  absl::Status Run() {
    CheckHealthOf("");
    const absl::StatusOr<std::vector<std::string>> services = session_.catalogue().Services();
    CheckReflection(services.status(), services.ok() ? services->size() : 0);
    if (services.ok()) {
      for (const std::string& service : *services) CheckHealthOf(service);
      const std::set<std::string> offered(services->begin(), services->end());
      if (offered.contains(kStrategyService)) {
        CheckOrganisations(offered.contains(kDashboardService));
      }
    }
    CheckLatency();
    if (problems_ == 0) return absl::OkStatus();
    return absl::FailedPreconditionError(
        absl::StrCat(problems_, problems_ == 1 ? " check" : " checks", " failed"));
  }

 private:
  void Report(bool good, absl::string_view check, absl::string_view finding) {
    if (!good) ++problems_;
    terminal_.out << absl::StreamFormat("%-4s %-52s %s\n", good ? "ok" : "FAIL", check, finding);
  }

  // The health messages hold one field numbered 1, as the wrappers do: a string and an enum.
  absl::StatusOr<int> HealthOf(const std::string& service) {
    google::protobuf::StringValue request;
    google::protobuf::Int32Value answer;
    request.set_value(service);
    RETURN_IF_ERROR(session_.CallTyped(kCheckHealth, request, &answer));
    return answer.value();
  }

  void CheckHealthOf(const std::string& service) {
    // Health and reflection serve themselves and do not report about themselves.
    if (service.rfind("grpc.", 0) == 0) return;
    const absl::StatusOr<int> health = HealthOf(service);
    const std::string name = service.empty() ? "server" : service;
    if (!health.ok()) return Report(false, name, ErrorLine(health.status()));
    const bool known = *health >= 0 && *health < static_cast<int>(std::size(kHealthNames));
    Report(*health == kServing, name, known ? kHealthNames[*health] : "UNKNOWN");
  }

  // Reflection is off outside development: that is no fault.
  void CheckReflection(const absl::Status& status, size_t services) {
    if (status.code() == absl::StatusCode::kUnimplemented) {
      return Report(true, "reflection", "off: only the health of the server was checked");
    }
    Report(status.ok(), "reflection",
           status.ok() ? absl::StrCat(services, " services") : ErrorLine(status));
  }

  void CheckOrganisations(bool with_dashboards) {
    strategy::v1::ListOrganisationsResponse organisations;
    const absl::Status listed =
        session_.CallTyped(absl::StrCat(kStrategyService, "/ListOrganisations"),
                           strategy::v1::ListOrganisationsRequest(), &organisations);
    if (!listed.ok()) return Report(false, "organisations", ErrorLine(listed));
    Report(organisations.organisations_size() > 0, "organisations",
           absl::StrCat(organisations.organisations_size()));
    for (const auto& organisation : organisations.organisations()) {
      CheckStrategy(organisation.name());
      if (with_dashboards) CheckDashboard(organisation.name());
    }
  }

  void CheckStrategy(const std::string& organisation) {
    strategy::v1::GetStrategyRequest request;
    strategy::v1::GetStrategyResponse strategy;
    request.set_name(absl::StrCat(organisation, "/strategy"));
    const absl::Status status =
        session_.CallTyped(absl::StrCat(kStrategyService, "/GetStrategy"), request, &strategy);
    Report(status.ok(), request.name(),
           status.ok() ? absl::StrCat("hash ", strategy.hash().substr(0, 12)) : ErrorLine(status));
  }

  void CheckDashboard(const std::string& organisation) {
    dashboard::v1::GetDashboardRequest request;
    dashboard::v1::Dashboard dashboard;
    request.set_name(absl::StrCat(organisation, "/dashboard"));
    const absl::Status status =
        session_.CallTyped(absl::StrCat(kDashboardService, "/GetDashboard"), request, &dashboard);
    if (!status.ok()) return Report(false, request.name(), ErrorLine(status));
    std::vector<std::string> missing;
    for (const auto& panel : dashboard.panels()) {
      if (panel.state() != dashboard::v1::Panel::FRESH) {
        missing.push_back(absl::StrCat(panel.service(), " is ",
                                       dashboard::v1::Panel::State_Name(panel.state()), " (",
                                       panel.reason(), ")"));
      }
    }
    Report(missing.empty(), request.name(),
           missing.empty() ? "all parts are fresh" : absl::StrJoin(missing, ", "));
    const auto& differing = dashboard.strategy_disagreements();
    if (differing.empty()) return;
    Report(false, "strategy files",
           absl::StrCat("differ from the gateway's in ", absl::StrJoin(differing, ", "),
                        ": send SIGHUP or restart"));
  }

  void CheckLatency() {
    std::vector<absl::Duration> times;
    for (int i = 0; i < kTimedCalls; ++i) {
      const absl::Time start = absl::Now();
      if (!HealthOf("").ok()) return;  // said before
      times.push_back(absl::Now() - start);
    }
    std::sort(times.begin(), times.end());
    Report(true, "latency",
           absl::StrFormat("median %.2f ms, slowest %.2f ms of %d health checks",
                           absl::ToDoubleMilliseconds(times[times.size() / 2]),
                           absl::ToDoubleMilliseconds(times.back()), kTimedCalls));
  }

  Session& session_;
  Terminal& terminal_;
  int problems_ = 0;
};

}  // namespace

absl::Status Examine(Session& session, Terminal& terminal) {
  return Examination(session, terminal).Run();
}

}  // namespace potential::cli
