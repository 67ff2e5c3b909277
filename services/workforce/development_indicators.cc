// Programmes, training events and career pathways as indicators.

#include "potential/workforce/v1/career_pathway.pb.h"
#include "potential/workforce/v1/enrolment.pb.h"
#include "potential/workforce/v1/evaluation.pb.h"
#include "potential/workforce/v1/training_event.pb.h"
#include "services/workforce/indicators.h"
#include "services/workforce/record_indicators.h"

namespace potential::workforce {

void AddDevelopmentIndicators(indicators::Catalogue& catalogue, const records::KindTable& kinds) {
  const records::RecordKind& enrolments = *kinds.FindRecord(v1::Enrolment::descriptor());
  AddEvents(catalogue, enrolments,
            {.id = "workforce.enrolments_started",
             .title = "Enrolments started",
             .definition = "People who began a development programme, by their first day.",
             .unit = "people",
             .filter = "",
             .day = "start_date",
             .dimensions = {"service_line", "programme_kind"},
             .counts_people = true});
  AddEvents(catalogue, enrolments,
            {.id = "workforce.enrolments_completed",
             .title = "Enrolments completed",
             .definition = "People who reached the end of a development programme, by their last "
                           "day.",
             .unit = "people",
             .filter = "state = COMPLETED",
             .day = "end_date",
             .dimensions = {"service_line", "programme_kind"},
             .counts_people = true});
  AddEvents(catalogue, *kinds.FindRecord(v1::Evaluation::descriptor()),
            {.id = "workforce.evaluations_completed",
             .title = "Evaluations completed",
             .definition = "Evaluations of programmes whose findings are final, by the day of "
                           "completion.",
             .unit = "evaluations",
             .filter = "state = COMPLETED",
             .day = "completed_date",
             .dimensions = {"service_line", "programme_kind"}});
  AddEvents(catalogue, *kinds.FindRecord(v1::TrainingEvent::descriptor()),
            {.id = "workforce.training_events_held",
             .title = "Training events held",
             .definition = "Training and CPD events that took place, by their first day.",
             .unit = "events",
             .filter = "state = HELD",
             .day = "date",
             .dimensions = {"service_line", "rcot_pillar", "topic"}});
  AddSpells(catalogue, *kinds.FindRecord(v1::CareerPathway::descriptor()),
            {.id = "workforce.career_pathways_published",
             .title = "Career pathways in force",
             .definition = "Career pathways published by the day and not superseded by it.",
             .unit = "pathways",
             .ever = "",
             .from = "published_date",
             .ended = "superseded_date",
             .dimensions = {}});
}

}  // namespace potential::workforce
