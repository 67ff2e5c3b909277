#include "services/evidence/research_rules.h"

#include "absl/strings/str_cat.h"
#include "services/chassis/records/dated_step.h"
#include "services/chassis/records/steps.h"
#include "services/evidence/distinct.h"
#include "services/evidence/project_dates.h"

namespace potential::evidence {
namespace {

using records::Transaction;
using records::Violations;
using v1::ResearchOutput;
using v1::StudentProject;
using v1::UniversityLink;

}  // namespace

absl::Status CheckStudentProject(const StudentProject& next, const StudentProject*,
                                 Transaction& transaction, Violations& violations) {
  CheckProjectDates(next, transaction, violations);
  return absl::OkStatus();
}

absl::Status CheckResearchOutput(const ResearchOutput& next, const ResearchOutput*,
                                 Transaction& transaction, Violations& violations) {
  records::RequireNotAfterToday(next.submitted_date(), "submitted_date", transaction, violations);
  records::CheckNotAfter(next.submitted_date(), next.accepted_date(), "submitted_date",
                         "accepted_date", violations);
  const bool conference = next.kind() == ResearchOutput::PRESENTATION;
  constexpr absl::string_view kConferenceOnly = "is accepted of a PRESENTATION only";
  violations.Require(conference || next.venue_location().empty(), "venue_location",
                     kConferenceOnly);
  violations.Require(conference || next.event_date().empty(), "event_date", kConferenceOnly);
  return absl::OkStatus();
}

absl::Status CheckUniversityLink(const UniversityLink& next, const UniversityLink*,
                                 Transaction& transaction, Violations& violations) {
  const std::string& contact = next.first_contact_date();
  records::RequireNotAfterToday(contact, "first_contact_date", transaction, violations);
  records::CheckNotAfter(contact, next.start_date(), "first_contact_date", "start_date",
                         violations);
  const bool active = !next.start_date().empty();
  records::CheckOrder(active ? next.start_date() : contact, next.review_date(), "review_date",
                      active ? "start_date" : "first_contact_date", violations);
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
