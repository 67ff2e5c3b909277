#include "potential/partnerships/v1/equipment_protocol.pb.h"
#include "services/chassis/indicators/record_spans.h"
#include "services/chassis/indicators/records_filter.h"
#include "services/partnerships/indicators.h"

namespace potential::partnerships {

void AddEquipmentIndicators(indicators::Catalogue& catalogue, const records::KindTable& kinds) {
  using indicators::v1::Indicator;
  catalogue.Add(
      indicators::MakeIndicator(
          Indicator::STOCK, Indicator::COUNT,
          {.id = "partnerships.equipment_protocols_ratified",
           .title = "Equipment protocols ratified and in date",
           .definition = "Protocols ratified by the day, neither called for review nor replaced by "
                         "it, and with a review date that is not before it.",
           .unit = "protocols",
           .dimensions = {"borough"},
           .topics = {"equipmentProtocols"},
           .records = indicators::RecordsOf(
               "equipmentProtocols",
               indicators::SpanFilter({.first = "ratified_date",
                                       .ends = {"review_due_date", "superseded_date"},
                                       .lasts = {"review_date"}}))}),
      indicators::ObserveRecords({{.kind = *kinds.FindRecord(v1::EquipmentProtocol::descriptor()),
                                   .first = "ratified_date",
                                   .ends = {"review_due_date", "superseded_date"},
                                   .lasts = {"review_date"},
                                   .dimensions = {"borough"}}}));
}

}  // namespace potential::partnerships
