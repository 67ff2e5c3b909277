#include <string>
#include <utility>
#include <vector>

#include "services/chassis/indicators/scan.h"
#include "services/chassis/storage/status_macros.h"
#include "services/occupation/indicators.h"
#include "services/occupation/interventions/intervention_rules.h"

namespace potential::occupation {
namespace {

using indicators::Cells;
using indicators::Observations;
using indicators::Source;
using indicators::v1::Indicator;
using storage::Predicate;
using v1::ImportMonth;

// What is added up over a group of interventions.
enum class Measure { kNumber, kMinutes };

// Groups of attended interventions of the months of the window.
storage::RollupQuery AttendedIn(const measures::Window& window) {
  using Op = Predicate::Op;
  return {.where = Predicate::All(
              {Predicate::Compare(Op::kGe, "month", MonthNumber(measures::MonthOf(window.first))),
               Predicate::Compare(Op::kLe, "month", MonthNumber(measures::MonthOf(window.last))),
               Predicate::Eq("took_place", int64_t{1})}),
          .group_by = {"month", "service_line", "ot_service", "team_code", "activity_type",
                       "illustrative"}};
}

class AttendedInterventions {
 public:
  AttendedInterventions(const storage::Table& interventions, const storage::Table& import_months,
                        Measure measure)
      : interventions_(interventions), import_months_(import_months), measure_(measure) {}

  absl::StatusOr<Observations> operator()(const Source& source) const {
    ASSIGN_OR_RETURN(const std::vector<storage::RollupRow> groups,
                     source.tables.SelectRollup(interventions_, kInterventionsByMonth,
                                                source.organisation, AttendedIn(source.window)));
    Observations observations;
    for (const storage::RollupRow& group : groups) {
      const Cells cells(group.group);
      const double number =
          measure_ == Measure::kNumber ? static_cast<double>(group.count) : group.sums[0];
      observations.all.push_back(
          {.first = measures::FirstOfMonth(MonthOfNumber(static_cast<int64_t>(cells.Number(0)))),
           .numerator = number,
           .dimensions = {cells.Text(1), cells.Text(2), cells.Text(3), cells.Text(4)},
           .illustrative = cells.Flag(5)});
    }
    RETURN_IF_ERROR(MarkPartialMonths(source, observations));
    return observations;
  }

 private:
  absl::Status MarkPartialMonths(const Source& source, Observations& observations) const {
    return indicators::Scan(
        source, import_months_, {"month"},
        [&](const Cells& cells) {
          if (const auto month = cells.MonthCell(0)) observations.partial.insert(*month);
        },
        Predicate::Eq("completeness", ImportMonth::Completeness_Name(ImportMonth::PARTIAL)));
  }

  const storage::Table& interventions_;
  const storage::Table& import_months_;
  const Measure measure_;
};

Indicator MakeEntry(std::string id, std::string title, std::string definition, std::string unit) {
  indicators::v1::RecordsView records = indicators::RecordsOf(
      "interventions", "(attended = ATTENDED OR attended = ATTENDED_LATE)", "date");
  (*records.mutable_dimension_fields())["team"] = "team_code";
  return indicators::MakeIndicator(
      Indicator::FLOW, Indicator::COUNT,
      {.id = std::move(id),
       .title = std::move(title),
       .definition = std::move(definition),
       .unit = std::move(unit),
       .dimensions = {"service_line", "ot_service", "team", "activity_type"},
       .topics = {"interventions", "importMonths"},
       .records = records});
}

}  // namespace

void AddInterventionIndicators(indicators::Catalogue& catalogue, const records::KindTable& kinds) {
  const storage::Table& interventions = kinds.FindFact(v1::Intervention::descriptor())->table;
  const storage::Table& import_months = kinds.FindRecord(ImportMonth::descriptor())->table;
  catalogue.Add(
      MakeEntry("occupation.interventions", "OT interventions",
                "Interventions that were attended (code 5 or 6). A month counts as a whole, on its "
                "first day; one that is partly imported is marked.",
                "interventions"),
      AttendedInterventions(interventions, import_months, Measure::kNumber));
  catalogue.Add(
      MakeEntry("occupation.intervention_minutes", "Minutes of OT interventions",
                "Minutes of the interventions that were attended, as far as recorded. A month "
                "counts as a whole, on its first day; one that is partly imported is marked.",
                "minutes"),
      AttendedInterventions(interventions, import_months, Measure::kMinutes));
}

}  // namespace potential::occupation
