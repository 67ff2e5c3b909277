#include "potential/occupation/v1/referral_pathway.pb.h"
#include "services/chassis/indicators/record_spans.h"
#include "services/chassis/indicators/records_filter.h"
#include "services/occupation/indicators.h"

namespace potential::occupation {

void AddPathwayIndicators(indicators::Catalogue& catalogue, const records::KindTable& kinds) {
  using indicators::v1::Indicator;
  catalogue.Add(
      indicators::MakeIndicator(
          Indicator::STOCK, Indicator::COUNT,
          {.id = "occupation.pathways_published",
           .title = "Referral pathways published and in date",
           .definition = "Referral pathways published by the day, not replaced by it, and with a "
                         "review date that is not before it.",
           .unit = "pathways",
           .dimensions = {"ot_service", "service_line"},
           .topics = {"referralPathways"},
           .records = indicators::RecordsOf("referralPathways",
                                            indicators::SpanFilter({.first = "published_date",
                                                                    .ends = {"superseded_date"},
                                                                    .lasts = {"review_date"}}))}),
      indicators::ObserveRecords({{.kind = *kinds.FindRecord(v1::ReferralPathway::descriptor()),
                                   .first = "published_date",
                                   .ends = {"superseded_date"},
                                   .lasts = {"review_date"},
                                   .dimensions = {"ot_service", "service_line"}}}));
}

}  // namespace potential::occupation
