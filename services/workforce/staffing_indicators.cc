// Vacancy, turnover, stability and training of staff as indicators.

#include <map>
#include <memory>
#include <set>
#include <utility>

#include "potential/workforce/v1/establishment_snapshot.pb.h"
#include "potential/workforce/v1/staff_movement.pb.h"
#include "potential/workforce/v1/staff_training.pb.h"
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

// The snapshots of one service line and band by month.
using History = std::map<measures::Month, Observation>;

// A snapshot holds from the last day of its month to the day before the next snapshot does.
void AddInForce(const History& history, Observations& observations) {
  for (auto snapshot = history.begin(); snapshot != history.end(); ++snapshot) {
    Observation seen = snapshot->second;
    seen.first = measures::LastOfMonth(snapshot->first);
    if (const auto next = std::next(snapshot); next != history.end()) {
      seen.last = measures::AddDays(measures::LastOfMonth(next->first), -1);
    }
    observations.all.push_back(std::move(seen));
  }
}

// The numerator of a snapshot's share, from two of its numbers.
using Part = double (*)(double whole, double part);

absl::StatusOr<Observations> ObserveSnapshots(const ObservationReader& reader, Part numerator,
                                              const Source& source) {
  std::map<std::pair<std::string, double>, History> histories;  // by service line and band
  RETURN_IF_ERROR(reader.Read(source, [&](const Cells& cells, Observation seen) {
    const std::optional<measures::Month> month = cells.MonthCell(0);
    if (!month) return;
    seen.denominator = cells.Number(3);
    seen.numerator = numerator(cells.Number(3), cells.Number(4));
    histories[{cells.Text(1), cells.Number(2)}][*month] = std::move(seen);
  }));
  Observations observations;
  for (const auto& [line_and_band, history] : histories) AddInForce(history, observations);
  return observations;
}

// A share of `whole`, a field of the latest snapshots.
void AddSnapshotShare(indicators::Catalogue& catalogue, const records::RecordKind& kind,
                      indicators::IndicatorText text, const char* whole, const char* part,
                      Part numerator) {
  AddMeasure(catalogue, kind,
             {.kind = Indicator::STOCK,
              .form = Indicator::SHARE,
              .text = std::move(text),
              .listed = "month <= \"{complete_month}\"",
              .fields = {"month", "service_line", "band", whole, part},
              .observe = [numerator](const ObservationReader& reader, const Source& source) {
                return ObserveSnapshots(reader, numerator, source);
              }});
}

// Months of a year: staff in post of a month, over these, is the staff-years of the month.
constexpr double kMonthsPerYear = 12;

absl::StatusOr<Observations> ObserveTurnover(const ObservationReader& leavers,
                                             const ObservationReader& snapshots,
                                             const Source& source) {
  Observations observations;
  std::set<std::pair<std::string, measures::Month>> known;  // lines and months with a snapshot
  RETURN_IF_ERROR(snapshots.Read(source, [&](const Cells& cells, Observation seen) {
    const std::optional<measures::Month> month = cells.MonthCell(0);
    if (!month) return;
    known.insert({seen.dimensions[0], *month});
    seen.first = measures::FirstOfMonth(*month);
    seen.numerator = 0;
    seen.denominator = cells.Number(1) / kMonthsPerYear;
    observations.all.push_back(std::move(seen));
  }));
  RETURN_IF_ERROR(leavers.Read(source, [&](const Cells& cells, Observation seen) {
    const std::optional<measures::Month> month = cells.MonthCell(0);
    if (!month || !known.contains({seen.dimensions[0], *month})) return;
    seen.first = measures::FirstOfMonth(*month);
    seen.numerator = cells.Number(1);
    observations.all.push_back(std::move(seen));
  }));
  return observations;
}

void AddTurnover(indicators::Catalogue& catalogue, const records::RecordKind& snapshots,
                 const records::RecordKind& movements) {
  const std::vector<std::string> dimensions = {"service_line"};
  const auto in_post = std::make_shared<const ObservationReader>(
      snapshots, "", std::vector<std::string>{"month", "staff_in_post"}, dimensions);
  AddMeasure(catalogue, movements,
             {.kind = Indicator::FLOW,
              .form = Indicator::SHARE,
              .text = {.id = "workforce.turnover_rate",
                       .title = "Turnover",
                       .definition = "Leavers in a year over mean staff in post: leavers of the "
                                     "months that have a snapshot of their service line, over the "
                                     "staff in post of these months divided by twelve. Of twelve "
                                     "months it is leavers over mean staff in post; of another "
                                     "window, the yearly rate.",
                       .unit = "%",
                       .dimensions = dimensions,
                       .topics = {snapshots.rules.collection()},
                       .counts_people = true,
                       .lower_is_better = true},
              .filter = "kind = LEAVER",
              .day = "month",
              .fields = {"month", "count"},
              .observe = [in_post](const ObservationReader& leavers, const Source& source) {
                return ObserveTurnover(leavers, *in_post, source);
              }});
}

}  // namespace

void AddStaffingIndicators(indicators::Catalogue& catalogue, const records::KindTable& kinds) {
  const records::RecordKind& snapshots = *kinds.FindRecord(v1::EstablishmentSnapshot::descriptor());
  AddSnapshotShare(
      catalogue, snapshots,
      {.id = "workforce.vacancy_rate",
       .title = "Vacancy rate",
       .definition = "Funded posts that are not filled, of funded posts, in whole-time "
                     "equivalents: the latest snapshot by the day of each service line "
                     "and band.",
       .unit = "%",
       .dimensions = {"service_line", "band"},
       .topics = {},
       .lower_is_better = true},
      "funded_wte", "in_post_wte", [](double funded, double in_post) { return funded - in_post; });
  AddSnapshotShare(
      catalogue, snapshots,
      {.id = "workforce.stability_rate",
       .title = "Stability",
       .definition = "Staff in post who were so twelve months earlier too, of staff in "
                     "post: the latest snapshot by the day of each service line and "
                     "band.",
       .unit = "%",
       .dimensions = {"service_line"},
       .topics = {},
       .counts_people = true},
      "staff_in_post", "staff_in_post_12_months", [](double, double stayed) { return stayed; });
  AddTurnover(catalogue, snapshots, *kinds.FindRecord(v1::StaffMovement::descriptor()));
  AddMonthlyCounts(catalogue, *kinds.FindRecord(v1::StaffTraining::descriptor()),
                   {.id = "workforce.staff_trained",
                    .title = "Staff trained",
                    .definition = "Staff who completed training in a topic, by month.",
                    .unit = "people",
                    .count = "staff_trained",
                    .dimensions = {"service_line", "topic"},
                    .counts_people = true});
}

}  // namespace potential::workforce
