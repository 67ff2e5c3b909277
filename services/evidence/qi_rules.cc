#include "services/evidence/qi_rules.h"

#include <algorithm>
#include <cstdint>
#include <string>

#include "absl/strings/str_cat.h"
#include "services/chassis/records/steps.h"
#include "services/evidence/distinct.h"
#include "services/evidence/driver_diagram.h"
#include "services/evidence/fact_checks.h"
#include "services/evidence/project_dates.h"

namespace potential::evidence {
namespace {

using records::CheckOrder;
using records::Transaction;
using records::Violations;
using v1::Measurement;
using v1::QiProject;
using Node = QiProject::DriverDiagram::Node;
using PdsaCycle = QiProject::PdsaCycle;

bool HasMeasure(const QiProject& project, const std::string& id) {
  return std::any_of(project.measures().begin(), project.measures().end(),
                     [&](const QiProject::Measure& measure) { return measure.id() == id; });
}

bool HasChangeIdea(const QiProject& project, const std::string& id) {
  const auto& nodes = project.driver_diagram().nodes();
  return std::any_of(nodes.begin(), nodes.end(), [&](const Node& node) {
    return node.kind() == Node::CHANGE_IDEA && node.id() == id;
  });
}

void CheckCycle(const QiProject& project, const PdsaCycle& cycle, const std::string& path,
                const Transaction& transaction, Violations& violations) {
  const bool decided = cycle.act() != PdsaCycle::ACT_UNSPECIFIED;
  violations.Require(!decided || !cycle.end_date().empty(), path + ".end_date",
                     "is required once the team has decided");
  if (decided) {
    records::RequireNotAfterToday(cycle.end_date(), path + ".end_date", transaction, violations,
                                  "the team has decided");
  }
  CheckOrder(cycle.start_date(), cycle.end_date(), path + ".end_date", "start_date", violations);
  violations.Require(
      cycle.change_idea_id().empty() || HasChangeIdea(project, cycle.change_idea_id()),
      path + ".change_idea_id", "names no change idea of the driver diagram");
}

void CheckCycles(const QiProject& project, const Transaction& transaction, Violations& violations) {
  for (int i = 0; i < project.pdsa_cycles_size(); ++i) {
    const PdsaCycle& cycle = project.pdsa_cycles(i);
    const std::string path = absl::StrCat("pdsa_cycles[", i, "]");
    violations.Require(i == 0 || project.pdsa_cycles(i - 1).number() < cycle.number(),
                       path + ".number", "must be above the number of the cycle before it");
    CheckCycle(project, cycle, path, transaction, violations);
  }
}

}  // namespace

// Counts are summed before the field rules are checked, so every count may be anything.
absl::Status DeriveQiProject(QiProject& next, const QiProject*, Transaction&) {
  int64_t people = 0;
  int64_t service_users = 0;
  for (const QiProject::TeamMember& member : next.team()) {
    people += member.count();
    const bool is_service_user = member.kind() == QiProject::TeamMember::SERVICE_USER ||
                                 member.kind() == QiProject::TeamMember::CARER;
    if (is_service_user) service_users += member.count();
  }
  next.set_team_total(static_cast<int32_t>(people));
  next.set_service_users_in_team(static_cast<int32_t>(service_users));
  next.set_completed_cycles(static_cast<int32_t>(std::count_if(
      next.pdsa_cycles().begin(), next.pdsa_cycles().end(),
      [](const PdsaCycle& cycle) { return cycle.act() != PdsaCycle::ACT_UNSPECIFIED; })));
  return absl::OkStatus();
}

absl::Status CheckQiProject(const QiProject& next, const QiProject*, Transaction& transaction,
                            Violations& violations) {
  RequireDistinct(
      next.measures(), "measures", "id",
      [](const QiProject::Measure& measure) { return measure.id(); }, violations);
  const std::string& judged_by = next.aim().measure_id();
  violations.Require(judged_by.empty() || HasMeasure(next, judged_by), "aim.measure_id",
                     "names no measure of the project");
  CheckDriverDiagram(next.driver_diagram(), violations);
  CheckCycles(next, transaction, violations);
  CheckProjectDates(next, transaction, violations);
  CheckAfterBeginning(next, next.aim().target_date(), "aim.target_date", violations);
  return absl::OkStatus();
}

absl::Status DeriveMeasurement(Measurement& fact, Transaction& transaction,
                               Violations& violations) {
  RequirePseudonym(fact.measurement_key(), "measurement_key", violations);
  records::RequireNotAfterToday(fact.date(), "date", transaction, violations);
  // Field rules say what else is wrong with an empty name.
  if (fact.qi_project().empty()) return absl::OkStatus();
  const absl::StatusOr<QiProject> project = transaction.Get<QiProject>(fact.qi_project());
  if (absl::IsNotFound(project.status())) {
    violations.Add("qi_project", absl::StrCat("names no record: ", fact.qi_project()));
    return absl::OkStatus();
  }
  if (!project.ok()) return project.status();
  fact.set_service_line(project->service_line());
  violations.Require(HasMeasure(*project, fact.measure_id()), "measure_id",
                     "names no measure of the project");
  return absl::OkStatus();
}

}  // namespace potential::evidence
