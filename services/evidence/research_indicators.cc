#include "potential/evidence/v1/research_output.pb.h"
#include "potential/evidence/v1/student_project.pb.h"
#include "potential/evidence/v1/university_link.pb.h"
#include "services/chassis/indicators/record_spans.h"
#include "services/chassis/indicators/records_filter.h"
#include "services/evidence/indicators.h"

namespace potential::evidence {
namespace {

using indicators::v1::Indicator;
using storage::Predicate;
using v1::ResearchOutput;
using v1::StudentProject;
using v1::UniversityLink;

void AddStudentProjects(indicators::Catalogue& catalogue, const records::RecordKind& kind) {
  catalogue.Add(
      indicators::MakeIndicator(
          Indicator::FLOW, Indicator::COUNT,
          {.id = "evidence.student_projects_started",
           .title = "Student projects started",
           .definition = "Student projects by the day on which they started, whatever became of "
                         "them.",
           .unit = "projects",
           .dimensions = {"service_line", "kind"},
           .topics = {"studentProjects"},
           .records = indicators::RecordsOf("studentProjects", "start_date:*", "start_date")}),
      indicators::ObserveRecords(
          {{.kind = kind, .first = "start_date", .dimensions = {"service_line", "kind"}}}));
}

void AddOutputs(indicators::Catalogue& catalogue, const records::RecordKind& kind) {
  const auto in = [](ResearchOutput::State state) {
    return Predicate::Eq("state", ResearchOutput::State_Name(state));
  };
  catalogue.Add(
      indicators::MakeIndicator(
          Indicator::FLOW, Indicator::COUNT,
          {.id = "evidence.outputs_accepted",
           .title = "Publications and presentations accepted",
           .definition = "Publications and conference presentations by the day of acceptance. "
                         "Those that were withdrawn afterwards do not count.",
           .unit = "outputs",
           .dimensions = {"kind", "service_line"},
           .topics = {"researchOutputs"},
           .records = indicators::RecordsOf(
               "researchOutputs", "(state = ACCEPTED OR state = PUBLISHED)", "accepted_date")}),
      indicators::ObserveRecords({{.kind = kind,
                                   .first = "accepted_date",
                                   .dimensions = {"kind", "service_line"},
                                   .where = Predicate::Any({in(ResearchOutput::ACCEPTED),
                                                            in(ResearchOutput::PUBLISHED)})}}));
}

void AddLinks(indicators::Catalogue& catalogue, const records::RecordKind& kind) {
  catalogue.Add(
      indicators::MakeIndicator(
          Indicator::STOCK, Indicator::COUNT,
          {.id = "evidence.university_links",
           .title = "Working links with universities",
           .definition = "Links that were active by the day and had not ended by it.",
           .unit = "links",
           .dimensions = {},
           .topics = {"universityLinks"},
           .records = indicators::RecordsOf(
               "universityLinks",
               indicators::SpanFilter(
                   {.first = "start_date", .ends = {"ended_date"}, .lasts = {}}))}),
      indicators::ObserveRecords({{.kind = kind, .first = "start_date", .ends = {"ended_date"}}}));
}

}  // namespace

void AddResearchIndicators(indicators::Catalogue& catalogue, const records::KindTable& kinds) {
  AddStudentProjects(catalogue, *kinds.FindRecord(StudentProject::descriptor()));
  AddOutputs(catalogue, *kinds.FindRecord(ResearchOutput::descriptor()));
  AddLinks(catalogue, *kinds.FindRecord(UniversityLink::descriptor()));
}

}  // namespace potential::evidence
