#include "services/evidence/research_rules.h"

#include "absl/strings/str_cat.h"
#include "services/chassis/records/dated_step.h"
#include "services/chassis/records/steps.h"
#include "services/evidence/distinct.h"

namespace potential::evidence {
namespace {

using records::Transaction;
using records::Violations;
using v1::ResearchOutput;
using v1::StudentProject;
using v1::UniversityLink;

}  // namespace

absl::Status CheckStudentProject(const StudentProject& next, const StudentProject*, Transaction&,
                                 Violations& violations) {
  records::CheckOrder(next.start_date(), next.planned_end_date(), "planned_end_date", "start_date",
                      violations);
  return absl::OkStatus();
}

absl::Status CheckResearchOutput(const ResearchOutput& next, const ResearchOutput*,
                                 Transaction& transaction, Violations& violations) {
  records::RequireNotAfterToday(next.submitted_date(), "submitted_date", transaction, violations);
  violations.Require(next.accepted_date().empty() || next.submitted_date() <= next.accepted_date(),
                     "submitted_date",
                     absl::StrCat("must not be after accepted_date, ", next.accepted_date()));
  const bool conference = next.kind() == ResearchOutput::PRESENTATION;
  constexpr absl::string_view kConferenceOnly = "is accepted of a PRESENTATION only";
  violations.Require(conference || next.venue_location().empty(), "venue_location",
                     kConferenceOnly);
  violations.Require(conference || next.event_date().empty(), "event_date", kConferenceOnly);
  return absl::OkStatus();
}

absl::Status CheckUniversityLink(const UniversityLink& next, const UniversityLink*, Transaction&,
                                 Violations& violations) {
  for (int i = 0; i < next.purposes_size(); ++i) {
    violations.Require(next.purposes(i) != UniversityLink::PURPOSE_UNSPECIFIED,
                       absl::StrCat("purposes[", i, "]"), "names no purpose");
  }
  RequireDistinct(
      next.purposes(), "purposes", "", [](int purpose) { return absl::StrCat(purpose); },
      violations);
  return absl::OkStatus();
}

}  // namespace potential::evidence
