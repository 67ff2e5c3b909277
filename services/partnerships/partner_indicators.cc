#include <algorithm>
#include <iterator>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "potential/partnerships/v1/ambassador_count.pb.h"
#include "potential/partnerships/v1/partner.pb.h"
#include "potential/partnerships/v1/partner_scoping.pb.h"
#include "services/chassis/indicators/record_spans.h"
#include "services/chassis/storage/status_macros.h"
#include "services/measures/london.h"
#include "services/partnerships/indicators.h"

namespace potential::partnerships {
namespace {

using indicators::AddSpan;
using indicators::Catalogue;
using indicators::Cells;
using indicators::MakeIndicator;
using indicators::Observation;
using indicators::Observations;
using indicators::RecordsOf;
using indicators::Source;
using indicators::v1::Indicator;
using measures::Day;
using measures::Month;
using v1::PartnerScoping;

// A partnership exists from the day on which it was recorded, or from the earlier first day of its
// agreement.
class ActivePartners {
 public:
  explicit ActivePartners(const storage::Table& partners) : partners_(partners) {}

  absl::StatusOr<Observations> operator()(const Source& source) const {
    Observations observations;
    RETURN_IF_ERROR(indicators::Scan(
        source, partners_,
        {"create_time", "agreement_start_date", "ended_date", "kind", "illustrative"},
        [&observations](const Cells& cells) {
          constexpr double kMicroseconds = 1e6;
          const Day recorded =
              measures::LondonDay(static_cast<int64_t>(cells.Number(0) / kMicroseconds));
          AddSpan({.first = std::min(recorded, cells.Date(1).value_or(recorded)),
                   .last = indicators::LastBefore(cells.Date(2)),
                   .dimensions = {cells.Text(3)},
                   .illustrative = cells.Flag(4)},
                  observations);
        }));
    return observations;
  }

 private:
  const storage::Table& partners_;
};

// A scoping is one observation for each state that it has been in.
class ScopingsByState {
 public:
  explicit ScopingsByState(const storage::Table& scopings) : scopings_(scopings) {}

  absl::StatusOr<Observations> operator()(const Source& source) const {
    Observations observations;
    RETURN_IF_ERROR(
        indicators::Scan(source, scopings_,
                         {"service_line", "illustrative", "scoped_date", "contacted_date",
                          "active_date", "ended_date"},
                         [&observations](const Cells& cells) { Visit(cells, observations); }));
    return observations;
  }

 private:
  static void Visit(const Cells& cells, Observations& observations) {
    constexpr size_t kFirstDate = 2;
    constexpr PartnerScoping::State kStates[] = {PartnerScoping::SCOPED, PartnerScoping::CONTACTED,
                                                 PartnerScoping::ACTIVE, PartnerScoping::ENDED};
    constexpr size_t kCount = std::size(kStates);
    for (size_t i = 0; i < kCount; ++i) {
      const std::optional<Day> since = cells.Date(kFirstDate + i);
      if (!since) return;
      const std::optional<Day> next =
          i + 1 < kCount ? cells.Date(kFirstDate + i + 1) : std::nullopt;
      AddSpan({.first = *since,
               .last = indicators::LastBefore(next),
               .dimensions = {cells.Text(0), PartnerScoping::State_Name(kStates[i])},
               .illustrative = cells.Flag(1)},
              observations);
    }
  }

  const storage::Table& scopings_;
};

// A line's count holds from the first day of its month until the month of the line's next count.
class Ambassadors {
 public:
  explicit Ambassadors(const storage::Table& counts) : counts_(counts) {}

  absl::StatusOr<Observations> operator()(const Source& source) const {
    std::map<std::string, std::map<Month, Observation>> lines;
    RETURN_IF_ERROR(
        indicators::Scan(source, counts_, {"service_line", "month", "count", "illustrative"},
                         [&lines](const Cells& cells) {
                           const std::optional<Month> month = cells.MonthCell(1);
                           if (!month) return;
                           lines[cells.Text(0)][*month] = {.first = measures::FirstOfMonth(*month),
                                                           .numerator = cells.Number(2),
                                                           .dimensions = {cells.Text(0)},
                                                           .illustrative = cells.Flag(3)};
                         }));
    Observations observations;
    for (auto& [line, months] : lines) {
      for (auto it = months.begin(); it != months.end(); ++it) {
        const auto next = std::next(it);
        if (next != months.end()) it->second.last = indicators::LastBefore(next->second.first);
        AddSpan(it->second, observations);
      }
    }
    return observations;
  }

 private:
  const storage::Table& counts_;
};

}  // namespace

void AddPartnerIndicators(Catalogue& catalogue, const records::KindTable& kinds) {
  catalogue.Add(
      MakeIndicator(Indicator::STOCK, Indicator::COUNT,
                    {.id = "partnerships.partners_active",
                     .title = "Active partners",
                     .definition = "Partnerships that had begun by the day and had not ended by "
                                   "it. One begins on the day on which it was recorded, or on the "
                                   "earlier first day of its agreement.",
                     .unit = "partners",
                     .dimensions = {"kind"},
                     .topics = {"partners"},
                     .records = RecordsOf("partners",
                                          "(create_time < \"{as_of_end}\" OR agreement_start_date "
                                          "<= \"{as_of}\") AND NOT ended_date <= \"{as_of}\"")}),
      ActivePartners(kinds.FindRecord(v1::Partner::descriptor())->table));
  catalogue.Add(
      MakeIndicator(Indicator::STOCK, Indicator::COUNT,
                    {.id = "partnerships.scopings",
                     .title = "Partners scoped",
                     .definition = "Looks at potential partners whose fit was judged by the day, "
                                   "by the state that they were in on it.",
                     .unit = "scopings",
                     .dimensions = {"service_line", "state"},
                     .topics = {"partnerScopings"},
                     .records = RecordsOf("partnerScopings", "scoped_date <= \"{as_of}\"")}),
      ScopingsByState(kinds.FindRecord(PartnerScoping::descriptor())->table));
  catalogue.Add(
      MakeIndicator(Indicator::STOCK, Indicator::COUNT,
                    {.id = "partnerships.ambassadors",
                     .title = "Co-production ambassadors",
                     .definition = "Ambassadors by the latest count of each service line.",
                     .unit = "people",
                     .dimensions = {"service_line"},
                     .topics = {"ambassadorCounts"},
                     .records = RecordsOf("ambassadorCounts", "month <= \"{as_of_month}\""),
                     .counts_people = true}),
      Ambassadors(kinds.FindRecord(v1::AmbassadorCount::descriptor())->table));
}

}  // namespace potential::partnerships
