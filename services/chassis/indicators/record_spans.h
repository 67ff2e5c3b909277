// Observations of records whose columns say all there is to know: on which day a thing happened, or
// from when to when something was so. Most indicators are a row of these.
//
//   catalogue.Add(MakeIndicator(...),
//                 ObserveRecords({{.kind = *kinds.FindRecord(Channel::descriptor()),
//                                  .first = "live_date",
//                                  .ends = {"retired_date"},
//                                  .dimensions = {"kind"}}}));

#ifndef POTENTIAL_SERVICES_CHASSIS_INDICATORS_RECORD_SPANS_H_
#define POTENTIAL_SERVICES_CHASSIS_INDICATORS_RECORD_SPANS_H_

#include <optional>
#include <string>
#include <vector>

#include "services/chassis/indicators/catalogue.h"
#include "services/chassis/indicators/scan.h"
#include "services/chassis/records/kind.h"
#include "services/chassis/storage/table.h"

namespace potential::indicators {

// Records of one kind, not deleted, and the fields to read; all fields have `query: true`.
struct RecordSpan {
  const records::RecordKind& kind;
  // Date of the event (flow), or first day on which it is so (stock). A record without it is left
  // out.
  std::string first;
  // Dates of a stock from which on it is no longer so; the earliest counts, empty ones do not.
  std::vector<std::string> ends = {};
  // Dates of a stock on which it is so for the last time, as a review date; the earliest counts.
  std::vector<std::string> lasts = {};
  // Fields of the indicator's dimensions, in their order. A reference gives the last segment of the
  // name, a bool `true` or `false`.
  std::vector<std::string> dimensions = {};
  storage::Predicate where = {};
};

// One observation for each record of each span. The kinds outlive it. A field that is not declared
// aborts: a defect with which no server may start.
Observe ObserveRecords(std::vector<RecordSpan> spans);

// The last day before `end`; the last day of all if there is none.
measures::Day LastBefore(const std::optional<measures::Day>& end);

// Adds the observation, unless it ends before it begins.
void AddSpan(Observation observation, Observations& observations);

}  // namespace potential::indicators

#endif  // POTENTIAL_SERVICES_CHASSIS_INDICATORS_RECORD_SPANS_H_
