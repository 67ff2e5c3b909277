// Opportunities, bulletins and advice sessions as indicators.

#include <algorithm>
#include <utility>

#include "potential/workforce/v1/advice_session.pb.h"
#include "potential/workforce/v1/bulletin.pb.h"
#include "potential/workforce/v1/opportunity.pb.h"
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

// An issue counts in its month, whatever the day of its publication: on that day if it lies in the
// month, otherwise on the nearest day of the month. It is not known before it is published.
absl::StatusOr<Observations> ObserveBulletins(const ObservationReader& reader,
                                              const Source& source) {
  Observations observations;
  RETURN_IF_ERROR(reader.Read(source, [&](const Cells& cells, Observation seen) {
    const std::optional<measures::Day> published = cells.Date(0);
    const std::optional<measures::Month> month = cells.MonthCell(1);
    if (!published || !month || *published > source.as_of) return;
    seen.first =
        std::clamp(*published, measures::FirstOfMonth(*month), measures::LastOfMonth(*month));
    observations.all.push_back(std::move(seen));
  }));
  return observations;
}

}  // namespace

void AddOpportunityIndicators(indicators::Catalogue& catalogue, const records::KindTable& kinds) {
  const records::RecordKind& opportunities = *kinds.FindRecord(v1::Opportunity::descriptor());
  AddSpells(catalogue, opportunities,
            {.id = "workforce.opportunities_open",
             .title = "Opportunities open",
             .definition = "Opportunities opened by the day and not filled, closed or withdrawn by "
                           "it, whose closing date has not passed.",
             .unit = "opportunities",
             .ever = "",
             .from = "opened_date",
             .ended = "ended_date",
             .lasts = {"closing_date"},
             .dimensions = {"service_line", "kind", "partnership_wide"}});
  AddEvents(
      catalogue, opportunities,
      {.id = "workforce.opportunities_opened",
       .title = "Opportunities opened",
       .definition = "Opportunities by the day on which they opened, whatever became of them.",
       .unit = "opportunities",
       .filter = "opened_date:*",
       .day = "opened_date",
       .dimensions = {"service_line", "kind", "partnership_wide"}});
  AddMeasure(
      catalogue, *kinds.FindRecord(v1::Bulletin::descriptor()),
      {.kind = Indicator::FLOW,
       .form = Indicator::COUNT,
       .text = {.id = "workforce.bulletins_published",
                .title = "Bulletins published",
                .definition = "Bulletins that were published, in the month that the issue is "
                              "for.",
                .unit = "bulletins",
                .dimensions = {"audience"},
                .topics = {}},
       .filter = "state = PUBLISHED",
       .day = "month",
       .fields = {"published_date", "month"},
       .observe = ObserveBulletins});
  AddEvents(catalogue, *kinds.FindRecord(v1::AdviceSession::descriptor()),
            {.id = "workforce.advice_sessions_held",
             .title = "Advice sessions held",
             .definition = "Advice sessions that took place, by their day.",
             .unit = "sessions",
             .filter = "state = HELD",
             .day = "date",
             .dimensions = {"mode"}});
}

}  // namespace potential::workforce
