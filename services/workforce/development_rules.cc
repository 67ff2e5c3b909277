#include "services/workforce/development_rules.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "services/chassis/records/dated_step.h"
#include "services/chassis/records/steps.h"
#include "services/chassis/records/versions.h"
#include "services/chassis/storage/status_macros.h"
#include "services/workforce/gatherings.h"

namespace potential::workforce {
namespace {

using records::CheckOrder;
using records::Transaction;
using records::Violations;
using storage::Predicate;
using v1::Enrolment;
using v1::Programme;

// Copies the kind of the programme into a new record. A programme that does not exist is reported
// with the other references.
template <typename Record>
absl::Status CopyProgrammeKind(Record& next, const Record* previous, Transaction& transaction) {
  if (previous != nullptr) return absl::OkStatus();
  const absl::StatusOr<Programme> programme = transaction.Get<Programme>(next.programme());
  if (absl::IsNotFound(programme.status())) return absl::OkStatus();
  if (!programme.ok()) return programme.status();
  next.set_programme_kind(programme->kind());
  return absl::OkStatus();
}

void CheckMeetings(const Enrolment& next, const std::string& today, Violations& violations) {
  for (int i = 0; i < next.meetings_size(); ++i) {
    const Enrolment::Meeting& meeting = next.meetings(i);
    const std::string path = absl::StrCat("meetings[", i, "]");
    violations.Require(i == 0 || next.meetings(i - 1).date() <= meeting.date(), path + ".date",
                       "must not be before the meeting above it");
    violations.Require(!meeting.held() || meeting.date() <= today, path + ".held",
                       "must not be true of a meeting in the future");
  }
}

// Enrolments of the programme, but this one, that last into or beyond the time from its start.
absl::StatusOr<std::vector<Enrolment>> OthersAtTheTime(const Enrolment& next,
                                                       Transaction& transaction) {
  using Op = Predicate::Op;
  ASSIGN_OR_RETURN(
      std::vector<Enrolment> others,
      transaction.Select<Enrolment>(Predicate::All(
          {Predicate::Eq("programme", next.programme()),
           Predicate::Compare(Op::kLe, "start_date", next.planned_end_date()),
           Predicate::Any({Predicate::Eq("end_date", std::string()),
                           Predicate::Compare(Op::kGe, "end_date", next.start_date())})})));
  std::erase_if(others, [&next](const Enrolment& other) { return other.name() == next.name(); });
  return others;
}

absl::Status CheckPlace(const Enrolment& next, Transaction& transaction) {
  ASSIGN_OR_RETURN(const Programme programme, transaction.Get<Programme>(next.programme()));
  if (next.start_date() < programme.start_date() ||
      (!programme.end_date().empty() && next.start_date() > programme.end_date())) {
    return records::Refuse("PROGRAMME_NOT_RUNNING",
                           "the programme does not run on the start date of the enrolment");
  }
  if (!programme.has_places()) return absl::OkStatus();
  ASSIGN_OR_RETURN(const std::vector<Enrolment> others, OthersAtTheTime(next, transaction));
  if (HasFreePlace(others, next.start_date(), next.planned_end_date(), programme.places(),
                   records::TodayText(transaction))) {
    return absl::OkStatus();
  }
  return records::Refuse("NO_FREE_PLACE", "the programme has no free place in that time");
}

}  // namespace

absl::Status CheckProgramme(const Programme& next, const Programme*, Transaction&,
                            Violations& violations) {
  CheckOrder(next.start_date(), next.end_date(), "end_date", "start_date", violations);
  return absl::OkStatus();
}

absl::Status DeriveEnrolment(Enrolment& next, const Enrolment* previous, Transaction& transaction) {
  return CopyProgrammeKind(next, previous, transaction);
}

bool HasFreePlace(const std::vector<Enrolment>& others, const std::string& start,
                  const std::string& planned_end, int places, const std::string& today) {
  const auto last_day = [&today](const Enrolment& other) {
    return other.state() == Enrolment::ENROLLED ? std::max(other.planned_end_date(), today)
                                                : other.end_date();
  };
  const auto taken_on = [&](const std::string& day) {
    return std::count_if(others.begin(), others.end(), [&](const Enrolment& other) {
      return other.start_date() <= day && day <= last_day(other);
    });
  };
  // The number of people only grows on a day on which somebody starts.
  if (taken_on(start) >= places) return false;
  return std::none_of(others.begin(), others.end(), [&](const Enrolment& other) {
    const std::string& day = other.start_date();
    return start < day && day <= planned_end && taken_on(day) >= places;
  });
}

absl::Status CheckEnrolment(const Enrolment& next, const Enrolment* previous,
                            Transaction& transaction, Violations& violations) {
  CheckOrder(next.start_date(), next.planned_end_date(), "planned_end_date", "start_date",
             violations);
  CheckOrder(next.start_date(), next.end_date(), "end_date", "start_date", violations);
  for (int i = 0; i < next.objectives_size(); ++i) {
    CheckOrder(next.start_date(), next.objectives(i).target_date(),
               absl::StrCat("objectives[", i, "].target_date"), "start_date", violations);
  }
  CheckMeetings(next, records::TodayText(transaction), violations);
  const bool placed_before = previous != nullptr && previous->start_date() == next.start_date();
  if (placed_before || !violations.empty()) return absl::OkStatus();
  return CheckPlace(next, transaction);
}

absl::Status DeriveEvaluation(v1::Evaluation& next, const v1::Evaluation* previous,
                              Transaction& transaction) {
  return CopyProgrammeKind(next, previous, transaction);
}

absl::Status CheckEvaluation(const v1::Evaluation& next, const v1::Evaluation*, Transaction&,
                             Violations& violations) {
  CheckOrder(next.period_start_date(), next.period_end_date(), "period_end_date",
             "period_start_date", violations);
  CheckOrder(next.period_start_date(), next.due_date(), "due_date", "period_start_date",
             violations);
  violations.Require(!next.has_participants() || next.respondents() <= next.participants(),
                     "respondents", "must not be above the number of participants");
  return absl::OkStatus();
}

absl::Status CheckTrainingEvent(const v1::TrainingEvent& next, const v1::TrainingEvent*,
                                Transaction& transaction, Violations& violations) {
  CheckGathering(next, transaction, violations);
  const bool held = next.state() == v1::TrainingEvent::HELD;
  violations.Require(held || !next.has_evaluation_responses(), "evaluation_responses",
                     "is accepted in state HELD only");
  violations.Require(held || !next.has_evaluation_score(), "evaluation_score",
                     "is accepted in state HELD only");
  violations.Require(!next.has_attendances() || next.evaluation_responses() <= next.attendances(),
                     "evaluation_responses", "must not be above the number of attendances");
  return absl::OkStatus();
}

absl::Status DeriveCareerPathway(v1::CareerPathway& next, const v1::CareerPathway*, Transaction&) {
  records::NumberFirstVersion(next);
  return absl::OkStatus();
}

absl::Status CheckCareerPathway(const v1::CareerPathway& next, const v1::CareerPathway*,
                                Transaction&, Violations& violations) {
  for (int i = 1; i < next.steps_size(); ++i) {
    violations.Require(next.steps(i - 1).level() <= next.steps(i).level(),
                       absl::StrCat("steps[", i, "].level"),
                       "must not be below the level of the step above it");
  }
  return absl::OkStatus();
}

}  // namespace potential::workforce
