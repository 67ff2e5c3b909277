// Indicators of a service: what can be measured, and the observations that it is measured from. A
// definition says only what happened when; windows, periods, splits and conditions are done once, here.
//
//   Catalogue catalogue;
//   catalogue.Add(FlowCount("workforce.bulletins_published", "Bulletins published", "bulletins",
//                           {"audience"}, {"bulletins"}), ObserveBulletins);

#ifndef POTENTIAL_SERVICES_CHASSIS_INDICATORS_CATALOGUE_H_
#define POTENTIAL_SERVICES_CHASSIS_INDICATORS_CATALOGUE_H_

#include <functional>
#include <limits>
#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "potential/indicators/v1/indicator.pb.h"
#include "services/chassis/storage/store.h"
#include "services/measures/calendar.h"
#include "services/measures/periods.h"

namespace potential::indicators {

// Days before and after everything.
inline constexpr measures::Day kFirstDay{std::numeric_limits<int32_t>::min()};
inline constexpr measures::Day kLastDay{std::numeric_limits<int32_t>::max()};

// One thing that was seen. Of a flow: it happened on `first` (`last` is not used). Of a stock: it was
// so from `first` to `last`, both included.
struct Observation {
  measures::Day first = kFirstDay;
  measures::Day last = kLastDay;
  double numerator = 1;    // of a count: how many
  double denominator = 0;  // of a share or mean
  std::vector<std::string> dimensions = {};  // values in the order of Indicator::dimensions
  bool illustrative = false;
};

// Where observations are read from.
struct Source {
  storage::TableReader& tables;
  const std::string& organisation;
  measures::Day as_of;  // nothing after this day is known
  // Days that any period of the question touches; observations of a flow outside may be left out.
  measures::Window window;
};

// What a definition yields. Months in `partial` are marked as not all there.
struct Observations {
  std::vector<Observation> all;
  std::set<measures::Month> partial = {};
};

// Reads the observations of one indicator from one snapshot. Called on worker threads, concurrently.
using Observe = std::function<absl::StatusOr<Observations>(const Source&)>;

struct Definition {
  v1::Indicator indicator;
  Observe observe;
};

// Definitions by id. Built at start, then immutable.
class Catalogue {
 public:
  // The id must be new and have the form `{service}.{words}`; a defect aborts.
  void Add(v1::Indicator indicator, Observe observe);

  const Definition* Find(absl::string_view id) const;
  const std::vector<Definition>& definitions() const { return definitions_; }

 private:
  std::vector<Definition> definitions_;
};

// Catalogue entries of the usual forms. `records` says where the records behind the value are listed.
struct IndicatorText {
  std::string id;
  std::string title;
  std::string definition;
  std::string unit;
  std::vector<std::string> dimensions;
  std::vector<std::string> topics;
  v1::RecordsView records = {};
  bool counts_people = false;
  bool lower_is_better = false;
  bool of_readings = false;
};
v1::Indicator MakeIndicator(v1::Indicator::Kind kind, v1::Indicator::Form form,
                            const IndicatorText& text);
// Collection, filter of the records that count, and the field by whose day they fall into a period.
v1::RecordsView RecordsOf(absl::string_view collection, absl::string_view filter = "",
                          absl::string_view date_field = "");

// Answers one question from observations; pure. INVALID_ARGUMENT (paths under `path`) if the question
// does not fit the indicator: unknown dimension, no window for a flow, too many periods.
absl::StatusOr<v1::IndicatorResult> Answer(const v1::Indicator& indicator,
                                           const Observations& observations,
                                           const v1::IndicatorQuery& query, measures::Day as_of,
                                           absl::string_view path);

// The window of a question, cut off at `as_of`; errors as Answer.
absl::StatusOr<measures::Window> WindowOf(const v1::Indicator& indicator,
                                          const v1::IndicatorQuery& query, measures::Day as_of,
                                          absl::string_view path);

}  // namespace potential::indicators

#endif  // POTENTIAL_SERVICES_CHASSIS_INDICATORS_CATALOGUE_H_
