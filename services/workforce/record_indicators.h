// Indicators that count records by the day of an event, while a state lasts, or by month. What
// counts is said once, in the filter language of the List methods, so that a value and the list of
// the records behind it cannot differ.

#ifndef POTENTIAL_SERVICES_WORKFORCE_RECORD_INDICATORS_H_
#define POTENTIAL_SERVICES_WORKFORCE_RECORD_INDICATORS_H_

#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "services/chassis/indicators/catalogue.h"
#include "services/chassis/indicators/scan.h"
#include "services/chassis/records/kind.h"

namespace potential::workforce {

// A flow: each record that keeps the filter counts once, on a day.
struct Events {
  const char* id;
  const char* title;
  const char* definition;
  const char* unit;
  const char* filter;                   // of the records that count
  const char* day;                      // field, a date
  std::vector<std::string> dimensions;  // fields
  bool counts_people = false;
};
void AddEvents(indicators::Catalogue& catalogue, const records::RecordKind& kind,
               const Events& events);

// A stock: each record that was ever so counts from one day to another.
struct Spells {
  const char* id;
  const char* title;
  const char* definition;
  const char* unit;
  const char* ever;                     // filter of the records that are so or once were
  const char* from;                     // field: first day
  const char* ended;                    // field: day from which on it was no longer so
  std::vector<std::string> lasts = {};  // fields: days after which it is no longer so
  std::vector<std::string> dimensions;  // fields
  bool counts_people = false;
};
void AddSpells(indicators::Catalogue& catalogue, const records::RecordKind& kind,
               const Spells& spells);

// A flow: each record stands for a number of its `month`, which counts on the first day of the
// month.
struct MonthlyCounts {
  const char* id;
  const char* title;
  const char* definition;
  const char* unit;
  const char* count;                    // field, a number
  std::vector<std::string> dimensions;  // fields
  bool counts_people = false;
};
void AddMonthlyCounts(indicators::Catalogue& catalogue, const records::RecordKind& kind,
                      const MonthlyCounts& counts);

// Reads fields of records and begins observations of them, with the dimensions and whether a record
// is sample data. Immutable; the kind outlives it.
class ObservationReader {
 public:
  // Reads the records that keep the filter; one that does not parse aborts. `dimensions` are texts
  // or numbers.
  ObservationReader(const records::RecordKind& kind, absl::string_view filter,
                    std::vector<std::string> fields, const std::vector<std::string>& dimensions);

  // Calls `visit` for each record, with its cells, of which the first are `fields`, and an
  // observation that lacks its days and numbers.
  using Visit = std::function<void(const indicators::Cells&, indicators::Observation)>;
  absl::Status Read(const indicators::Source& source, const Visit& visit) const;

 private:
  const records::RecordKind& kind_;
  const storage::Predicate where_;
  std::vector<std::string> columns_;  // the fields, the dimensions, `illustrative`
  const size_t first_dimension_;
};

// An indicator of another form, whose observations are made from what a reader finds.
struct Measure {
  indicators::v1::Indicator::Kind kind;
  indicators::v1::Indicator::Form form;
  indicators::IndicatorText text;   // but topics and records
  const char* filter = "";          // of the records that count
  const char* listed = "";          // what else bounds the list of the records behind the value
  const char* day = "";             // field of a flow by whose day a record counts
  std::vector<std::string> fields;  // for the reader
  std::function<absl::StatusOr<indicators::Observations>(const ObservationReader&,
                                                         const indicators::Source&)>
      observe;
};
void AddMeasure(indicators::Catalogue& catalogue, const records::RecordKind& kind, Measure measure);

}  // namespace potential::workforce

#endif  // POTENTIAL_SERVICES_WORKFORCE_RECORD_INDICATORS_H_
