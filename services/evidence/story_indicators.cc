#include "potential/evidence/v1/impact_story.pb.h"
#include "services/chassis/indicators/record_spans.h"
#include "services/evidence/indicators.h"

namespace potential::evidence {

void AddStoryIndicators(indicators::Catalogue& catalogue, const records::KindTable& kinds) {
  using indicators::v1::Indicator;
  using v1::ImpactStory;
  catalogue.Add(
      indicators::MakeIndicator(
          Indicator::FLOW, Indicator::COUNT,
          {.id = "evidence.stories_published",
           .title = "Impact stories published",
           .definition = "Impact stories that are published, by the day of publication. A new "
                         "version takes the place of the one before it.",
           .unit = "stories",
           .dimensions = {},
           .topics = {"impactStories"},
           .records =
               indicators::RecordsOf("impactStories", "state = PUBLISHED", "published_date")}),
      indicators::ObserveRecords(
          {{.kind = *kinds.FindRecord(ImpactStory::descriptor()),
            .first = "published_date",
            .where = storage::Predicate::Eq("state",
                                            ImpactStory::State_Name(ImpactStory::PUBLISHED))}}));
}

}  // namespace potential::evidence
