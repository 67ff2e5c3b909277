// Apprenticeships, the checklist before them and the capacity that they add as indicators.

#include <utility>

#include "potential/workforce/v1/apprenticeship.pb.h"
#include "potential/workforce/v1/delivered_capacity.pb.h"
#include "potential/workforce/v1/infrastructure_item.pb.h"
#include "services/chassis/storage/status_macros.h"
#include "services/workforce/indicators.h"
#include "services/workforce/record_indicators.h"

namespace potential::workforce {
namespace {

using indicators::Cells;
using indicators::Observation;
using indicators::Observations;
using indicators::Source;
using indicators::v1::Indicator;

// A required item is part of the checklist on every day, and done from its day on.
absl::StatusOr<Observations> ObserveItems(const ObservationReader& reader, const Source& source) {
  Observations observations;
  RETURN_IF_ERROR(reader.Read(source, [&](const Cells& cells, Observation seen) {
    seen.denominator = 1;
    seen.numerator = 0;
    const std::optional<measures::Day> done = cells.Date(0);
    if (done) {
      Observation from_then_on = seen;
      from_then_on.first = *done;
      from_then_on.numerator = 1;
      observations.all.push_back(std::move(from_then_on));
      seen.last = measures::AddDays(*done, -1);
    }
    observations.all.push_back(std::move(seen));
  }));
  return observations;
}

void AddInfrastructureItems(indicators::Catalogue& catalogue, const records::RecordKind& kind) {
  AddMeasure(
      catalogue, kind,
      {.kind = Indicator::STOCK,
       .form = Indicator::SHARE,
       .text = {.id = "workforce.infrastructure_items",
                .title = "Infrastructure for apprenticeships in place",
                .definition = "Required items of the checklist that were done by the day, of "
                              "all required items.",
                .unit = "%",
                .dimensions = {},
                .topics = {}},
       .filter = "required = true",
       .fields = {"done_date"},
       .observe = ObserveItems});
}

absl::StatusOr<Observations> ObserveRecruitment(const ObservationReader& reader,
                                                const Source& source) {
  Observations observations;
  RETURN_IF_ERROR(reader.Read(source, [&](const Cells& cells, Observation seen) {
    const std::optional<measures::Day> start = cells.Date(0);
    if (!start) return;
    seen.first = *start;
    seen.numerator = cells.Flag(1) ? 1 : 0;
    seen.denominator = 1;
    observations.all.push_back(std::move(seen));
  }));
  return observations;
}

void AddLocalShare(indicators::Catalogue& catalogue, const records::RecordKind& kind) {
  AddMeasure(catalogue, kind,
             {.kind = Indicator::FLOW,
              .form = Indicator::SHARE,
              .text = {.id = "workforce.apprentices_local_share",
                       .title = "Apprentices recruited locally",
                       .definition = "Apprentices recruited from the area of the service, of those "
                                     "who began and of whom it is known, by their first day.",
                       .unit = "%",
                       .dimensions = {"service_line", "level"},
                       .topics = {},
                       .counts_people = true},
              .filter = "state != WAITING AND start_date:* AND recruited_locally:*",
              .day = "start_date",
              .fields = {"start_date", "recruited_locally"},
              .observe = ObserveRecruitment});
}

void AddApprenticeships(indicators::Catalogue& catalogue, const records::RecordKind& kind) {
  AddSpells(catalogue, kind,
            {.id = "workforce.apprenticeships_live",
             .title = "Apprenticeships under way",
             .definition = "Apprenticeships begun by the day and not stopped or completed by it, "
                           "breaks of learning included.",
             .unit = "apprenticeships",
             .ever = "state != WAITING",
             .from = "start_date",
             .ended = "actual_end_date",
             .dimensions = {"service_line", "level", "specialism"},
             .counts_people = true});
  AddEvents(catalogue, kind,
            {.id = "workforce.apprenticeships_completed",
             .title = "Apprenticeships completed",
             .definition = "Apprenticeships that ended with the qualification, by their last day.",
             .unit = "apprenticeships",
             .filter = "state = COMPLETED",
             .day = "actual_end_date",
             .dimensions = {"service_line", "level", "destination"},
             .counts_people = true});
  AddEvents(catalogue, kind,
            {.id = "workforce.apprenticeships_stopped",
             .title = "Apprenticeships stopped",
             .definition = "Apprenticeships that ended without the qualification, by their last "
                           "day.",
             .unit = "apprenticeships",
             .filter = "state = STOPPED",
             .day = "actual_end_date",
             .dimensions = {"service_line", "stop_reason"},
             .counts_people = true});
}

void AddCapacity(indicators::Catalogue& catalogue, const records::RecordKind& kind) {
  AddMonthlyCounts(
      catalogue, kind,
      {.id = "workforce.apprentice_sessions_delivered",
       .title = "Sessions delivered by apprentices",
       .definition = "Sessions with service users that apprentices delivered, by month.",
       .unit = "sessions",
       .count = "sessions_delivered",
       .dimensions = {"ward_type"}});
  AddMonthlyCounts(
      catalogue, kind,
      {.id = "workforce.qualified_minutes_released",
       .title = "Qualified time released",
       .definition =
           "Minutes of qualified occupational therapists that apprentices freed, by month.",
       .unit = "minutes",
       .count = "qualified_minutes_released",
       .dimensions = {"ward_type"}});
}

}  // namespace

void AddApprenticeshipIndicators(indicators::Catalogue& catalogue,
                                 const records::KindTable& kinds) {
  const records::RecordKind& apprenticeships = *kinds.FindRecord(v1::Apprenticeship::descriptor());
  AddInfrastructureItems(catalogue, *kinds.FindRecord(v1::InfrastructureItem::descriptor()));
  AddApprenticeships(catalogue, apprenticeships);
  AddLocalShare(catalogue, apprenticeships);
  AddCapacity(catalogue, *kinds.FindRecord(v1::DeliveredCapacity::descriptor()));
}

}  // namespace potential::workforce
