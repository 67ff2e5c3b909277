#include "services/evidence/qi_steps.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "potential/evidence/v1/qi_service.pb.h"
#include "services/chassis/records/dated_step.h"
#include "services/chassis/records/step_binder.h"
#include "services/chassis/storage/status_macros.h"
#include "services/evidence/project_dates.h"

namespace potential::evidence {
namespace {

using records::DayOfStep;
using records::Earliest;
using records::Transaction;
using v1::QiProject;
using ProgressScore = QiProject::ProgressScore;

// FAILED_PRECONDITION unless the project has what the work starts from.
absl::Status RequireReadyToStart(const QiProject& project) {
  if (!project.has_aim()) {
    return records::Refuse("AIM_MISSING", "the project has no aim; set one first");
  }
  if (project.team().empty()) {
    return records::Refuse("TEAM_MISSING", "the project has no team; name its parts first");
  }
  const bool has_outcome = std::any_of(project.measures().begin(), project.measures().end(),
                                       [](const QiProject::Measure& measure) {
                                         return measure.kind() == QiProject::Measure::OUTCOME;
                                       });
  if (has_outcome) return absl::OkStatus();
  return records::Refuse("OUTCOME_MEASURE_MISSING",
                         "the project has no measure of kind OUTCOME; add one first");
}

absl::Status StartQiProject(Transaction& transaction, const v1::StartQiProjectRequest& request,
                            QiProject& project) {
  ASSIGN_OR_RETURN(const std::string day,
                   DayOfStep(transaction, request, project.state(), {QiProject::PROPOSED},
                             "started", ProposalOf(project)));
  RETURN_IF_ERROR(RequireReadyToStart(project));
  project.set_state(QiProject::ACTIVE);
  project.set_start_date(day);
  return absl::OkStatus();
}

Earliest StartOf(const QiProject& project) {
  return {project.start_date(), "the day on which the project started"};
}

// The score of `day`, in its place by date.
ProgressScore& ScoreOn(const std::string& day, QiProject& project) {
  auto& history = *project.mutable_progress_history();
  int i = 0;
  while (i < history.size() && history[i].date() < day) ++i;
  if (i < history.size() && history[i].date() == day) return history[i];
  history.Add()->set_date(day);
  std::rotate(history.begin() + i, history.end() - 1, history.end());
  return history[i];
}

absl::Status ScoreQiProject(Transaction& transaction, const v1::ScoreQiProjectRequest& request,
                            QiProject& project) {
  ASSIGN_OR_RETURN(const std::string day, DayOfStep(transaction, request, project.state(),
                                                    {QiProject::ACTIVE, QiProject::COMPLETED},
                                                    "scored", StartOf(project)));
  const double halves = request.score() * 2;
  if (halves != std::floor(halves)) {
    return resource::InvalidArgument("score", "must be in steps of 0.5");
  }
  ProgressScore& score = ScoreOn(day, project);
  score.set_score(request.score());
  score.set_note(request.note());
  project.set_progress_score(project.progress_history().rbegin()->score());
  return absl::OkStatus();
}

absl::Status CompleteQiProject(Transaction& transaction,
                               const v1::CompleteQiProjectRequest& request, QiProject& project) {
  ASSIGN_OR_RETURN(const std::string day,
                   DayOfStep(transaction, request, project.state(), {QiProject::ACTIVE},
                             "completed", StartOf(project)));
  if (project.completed_cycles() < project.pdsa_cycles_size()) {
    return records::Refuse("CYCLE_UNDECIDED",
                           "a cycle has no act; decide on adopt, adapt or abandon first");
  }
  project.set_state(QiProject::COMPLETED);
  project.set_ended_date(day);
  return absl::OkStatus();
}

absl::Status StopQiProject(Transaction& transaction, const v1::StopQiProjectRequest& request,
                           QiProject& project) {
  ASSIGN_OR_RETURN(const std::string day,
                   DayOfStep(transaction, request, project.state(), {QiProject::ACTIVE}, "stopped",
                             StartOf(project)));
  project.set_state(QiProject::STOPPED);
  project.set_ended_date(day);
  project.set_stop_reason(request.reason());
  return absl::OkStatus();
}

}  // namespace

void BindQiSteps(rpc::Routes& routes, records::RecordService& records) {
  const records::StepBinder bind(routes, records, "potential.evidence.v1.QiService");
  bind("StartQiProject", StartQiProject);
  bind("ScoreQiProject", ScoreQiProject);
  bind("CompleteQiProject", CompleteQiProject);
  bind("StopQiProject", StopQiProject);
}

}  // namespace potential::evidence
