#include <string>
#include <utility>

#include "potential/partnerships/v1/co_production_project.pb.h"
#include "potential/partnerships/v1/practice_day.pb.h"
#include "potential/partnerships/v1/shared_resource.pb.h"
#include "potential/partnerships/v1/skills_workshop.pb.h"
#include "potential/partnerships/v1/teaching_opportunity.pb.h"
#include "services/chassis/indicators/record_spans.h"
#include "services/chassis/indicators/records_filter.h"
#include "services/partnerships/indicators.h"

namespace potential::partnerships {
namespace {

using indicators::Catalogue;
using indicators::MakeIndicator;
using indicators::ObserveRecords;
using indicators::RecordsOf;
using indicators::v1::Indicator;
using storage::Predicate;

template <typename Record>
const records::RecordKind& KindOf(const records::KindTable& kinds) {
  return *kinds.FindRecord(Record::descriptor());
}

Predicate InState(const char* state) { return Predicate::Eq("state", std::string(state)); }

void AddGatherings(Catalogue& catalogue, const records::KindTable& kinds) {
  catalogue.Add(
      MakeIndicator(Indicator::FLOW, Indicator::COUNT,
                    {.id = "partnerships.practice_days_held",
                     .title = "Practice days held",
                     .definition = "Study and joint practice days that were held, by their date. "
                                   "Joint are those that at least two partnership organisations "
                                   "attended.",
                     .unit = "days",
                     .dimensions = {"service_line", "joint"},
                     .topics = {"practiceDays"},
                     .records = RecordsOf("practiceDays", "state = HELD", "date")}),
      ObserveRecords({{.kind = KindOf<v1::PracticeDay>(kinds),
                       .first = "date",
                       .dimensions = {"service_line", "joint"},
                       .where = InState("HELD")}}));
  catalogue.Add(
      MakeIndicator(Indicator::FLOW, Indicator::COUNT,
                    {.id = "partnerships.workshops_held",
                     .title = "Skills workshops held",
                     .definition = "Workshops in which skills were shared with a partner's OTs, by "
                                   "their date.",
                     .unit = "workshops",
                     .dimensions = {"partner_kind"},
                     .topics = {"skillsWorkshops"},
                     .records = RecordsOf("skillsWorkshops", "state = HELD", "date")}),
      ObserveRecords({{.kind = KindOf<v1::SkillsWorkshop>(kinds),
                       .first = "date",
                       .dimensions = {"partner_kind"},
                       .where = InState("HELD")}}));
}

void AddProjects(Catalogue& catalogue, const records::KindTable& kinds) {
  const records::RecordKind& projects = KindOf<v1::CoProductionProject>(kinds);
  catalogue.Add(
      MakeIndicator(
          Indicator::STOCK, Indicator::COUNT,
          {.id = "partnerships.coproduction_projects",
           .title = "Co-production projects",
           .definition = "Co-production projects that had started by the day and were "
                         "not stopped by it; completed ones go on counting.",
           .unit = "projects",
           .dimensions = {"service_line"},
           .topics = {"coProductionProjects"},
           .records = RecordsOf("coProductionProjects",
                                "start_date <= \"{as_of}\" AND (state != STOPPED OR NOT end_date "
                                "<= \"{as_of}\")")}),
      ObserveRecords({{.kind = projects,
                       .first = "start_date",
                       .dimensions = {"service_line"},
                       .where = Predicate::Not(InState("STOPPED"))},
                      {.kind = projects,
                       .first = "start_date",
                       .ends = {"end_date"},
                       .dimensions = {"service_line"},
                       .where = InState("STOPPED")}}));
}

void AddTeaching(Catalogue& catalogue, const records::KindTable& kinds) {
  indicators::v1::RecordsView records =
      RecordsOf("teachingOpportunities", "state = DELIVERED", "delivered_date");
  (*records.mutable_dimension_fields())["partner"] = "school";
  catalogue.Add(MakeIndicator(Indicator::FLOW, Indicator::COUNT,
                              {.id = "partnerships.teaching_delivered",
                               .title = "Teaching delivered",
                               .definition = "Teaching that was given to a school of occupational "
                                             "therapy, by the day on which it was given.",
                               .unit = "opportunities",
                               .dimensions = {"partner", "kind"},
                               .topics = {"teachingOpportunities"},
                               .records = records}),
                ObserveRecords({{.kind = KindOf<v1::TeachingOpportunity>(kinds),
                                 .first = "delivered_date",
                                 .dimensions = {"school", "kind"},
                                 .where = InState("DELIVERED")}}));
}

void AddSharing(Catalogue& catalogue, const records::KindTable& kinds) {
  catalogue.Add(
      MakeIndicator(Indicator::STOCK, Indicator::COUNT,
                    {.id = "partnerships.resources_shared",
                     .title = "Resources shared",
                     .definition = "Resources that were shared with other organisations by the day "
                                   "and not withdrawn by it.",
                     .unit = "resources",
                     .dimensions = {},
                     .topics = {"sharedResources"},
                     .records = RecordsOf(
                         "sharedResources",
                         indicators::SpanFilter(
                             {.first = "shared_date", .ends = {"withdrawn_date"}, .lasts = {}}))}),
      ObserveRecords({{.kind = KindOf<v1::SharedResource>(kinds),
                       .first = "shared_date",
                       .ends = {"withdrawn_date"}}}));
}

}  // namespace

void AddJointWorkIndicators(Catalogue& catalogue, const records::KindTable& kinds) {
  AddGatherings(catalogue, kinds);
  AddProjects(catalogue, kinds);
  AddTeaching(catalogue, kinds);
  AddSharing(catalogue, kinds);
}

}  // namespace potential::partnerships
