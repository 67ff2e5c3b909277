#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "potential/occupation/v1/post.pb.h"
#include "services/chassis/indicators/record_spans.h"
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

// Groups of attended interventions of the months of the window, by `group_by`.
storage::RollupQuery AttendedIn(const measures::Window& window,
                                std::vector<std::string> group_by) {
  using Op = Predicate::Op;
  return {.where = Predicate::All(
              {Predicate::Compare(Op::kGe, "month", MonthNumber(measures::MonthOf(window.first))),
               Predicate::Compare(Op::kLe, "month", MonthNumber(measures::MonthOf(window.last))),
               Predicate::Eq("took_place", int64_t{1})}),
          .group_by = std::move(group_by)};
}

measures::Month MonthCell(const Cells& cells, size_t i) {
  return MonthOfNumber(static_cast<int64_t>(cells.Number(i)));
}

absl::Status MarkPartialMonths(const Source& source, const storage::Table& import_months,
                               Observations& observations) {
  return indicators::Scan(
      source, import_months, {"month"},
      [&](const Cells& cells) {
        if (const auto month = cells.MonthCell(0)) observations.partial.insert(*month);
      },
      Predicate::Eq("completeness", ImportMonth::Completeness_Name(ImportMonth::PARTIAL)));
}

class AttendedInterventions {
 public:
  AttendedInterventions(const storage::Table& interventions, const storage::Table& import_months,
                        Measure measure)
      : interventions_(interventions), import_months_(import_months), measure_(measure) {}

  absl::StatusOr<Observations> operator()(const Source& source) const {
    ASSIGN_OR_RETURN(const std::vector<storage::RollupRow> groups,
                     source.tables.SelectRollup(interventions_, kInterventionsByMonth,
                                                source.organisation,
                                                AttendedIn(source.window,
                                                           {"month", "service_line", "ot_service",
                                                            "team_code", "activity_type",
                                                            "illustrative"})));
    Observations observations;
    for (const storage::RollupRow& group : groups) {
      const Cells cells(group.group);
      const double number =
          measure_ == Measure::kNumber ? static_cast<double>(group.count) : group.sums[0];
      observations.all.push_back(
          {.first = measures::FirstOfMonth(MonthCell(cells, 0)),
           .numerator = number,
           .dimensions = {cells.Text(1), cells.Text(2), cells.Text(3), cells.Text(4)},
           .illustrative = cells.Flag(5)});
    }
    RETURN_IF_ERROR(MarkPartialMonths(source, import_months_, observations));
    return observations;
  }

 private:
  const storage::Table& interventions_;
  const storage::Table& import_months_;
  const Measure measure_;
};

// Whole-time equivalents that a service line had in a month, and whether some of them are made up.
struct Staffing {
  double wte = 0;
  bool illustrative = false;
};
using LineMonth = std::pair<std::string, measures::Month>;
using StaffingByMonth = std::map<LineMonth, Staffing>;

// Interventions over the whole-time equivalents of the established posts, by service line and month.
class InterventionsPerWte {
 public:
  InterventionsPerWte(const storage::Table& interventions, const storage::Table& import_months,
                      const storage::Table& posts)
      : interventions_(interventions), import_months_(import_months), posts_(posts) {}

  absl::StatusOr<Observations> operator()(const Source& source) const {
    ASSIGN_OR_RETURN(const StaffingByMonth staffing, ReadStaffing(source));
    Observations observations;
    for (const auto& [key, staff] : staffing) {
      observations.all.push_back({.first = measures::FirstOfMonth(key.second),
                                  .numerator = 0,
                                  .denominator = staff.wte,
                                  .dimensions = {key.first},
                                  .illustrative = staff.illustrative});
    }
    RETURN_IF_ERROR(AddInterventions(source, staffing, observations));
    RETURN_IF_ERROR(MarkPartialMonths(source, import_months_, observations));
    return observations;
  }

 private:
  absl::StatusOr<StaffingByMonth> ReadStaffing(const Source& source) const {
    StaffingByMonth staffing;
    RETURN_IF_ERROR(indicators::Scan(
        source, posts_, {"service_line", "illustrative", "wte", "established_date", "closed_date"},
        [&](const Cells& cells) {
          if (!cells.Date(3)) return;
          AddPost(cells,
                  {std::max(*cells.Date(3), measures::FirstOfMonth(source.window.first)),
                   std::min({indicators::LastBefore(cells.Date(4)),
                             measures::LastOfMonth(source.window.last), source.as_of})},
                  source.as_of, staffing);
        }));
    return staffing;
  }

  // Each month has the share of its days, as far as they have passed, on which the post was there.
  static void AddPost(const Cells& cells, const measures::Window& days, measures::Day as_of,
                      StaffingByMonth& staffing) {
    for (measures::Day day = days.first; day <= days.last;) {
      const measures::Month month = measures::MonthOf(day);
      const measures::Day last = std::min(measures::LastOfMonth(month), as_of);
      const measures::Day there = std::min(last, days.last);
      const int passed = measures::DaysBetween(measures::FirstOfMonth(month), last) + 1;
      Staffing& staff = staffing[{cells.Text(0), month}];
      staff.wte += cells.Number(2) * (measures::DaysBetween(day, there) + 1) / passed;
      staff.illustrative |= cells.Flag(1);
      day = measures::FirstOfMonth(measures::AddMonths(month, 1));
    }
  }

  // Those of a line and month without posts are left out, as nothing is known about who worked.
  absl::Status AddInterventions(const Source& source, const StaffingByMonth& staffing,
                                Observations& observations) const {
    ASSIGN_OR_RETURN(const std::vector<storage::RollupRow> groups,
                     source.tables.SelectRollup(
                         interventions_, kInterventionsByMonth, source.organisation,
                         AttendedIn(source.window, {"month", "service_line", "illustrative"})));
    for (const storage::RollupRow& group : groups) {
      const Cells cells(group.group);
      const measures::Month month = MonthCell(cells, 0);
      if (staffing.count({cells.Text(1), month}) == 0) continue;
      observations.all.push_back({.first = measures::FirstOfMonth(month),
                                  .numerator = static_cast<double>(group.count),
                                  .dimensions = {cells.Text(1)},
                                  .illustrative = cells.Flag(2)});
    }
    return absl::OkStatus();
  }

  const storage::Table& interventions_;
  const storage::Table& import_months_;
  const storage::Table& posts_;
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

Indicator PerWteEntry() {
  return indicators::MakeIndicator(
      Indicator::FLOW, Indicator::MEAN,
      {.id = "occupation.interventions_per_wte",
       .title = "OT interventions per whole-time equivalent",
       .definition =
           "Interventions that were attended over the whole-time equivalents of the established "
           "posts of their service line, filled or vacant, per month; a post that was there on some "
           "days of a month counts by their share. Months of lines without established posts are "
           "left out.",
       .unit = "interventions per WTE and month",
       .dimensions = {"service_line"},
       .topics = {"interventions", "importMonths", "posts"},
       .records = indicators::RecordsOf("interventions",
                                        "(attended = ATTENDED OR attended = ATTENDED_LATE)",
                                        "date")});
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
  catalogue.Add(PerWteEntry(),
                InterventionsPerWte(interventions, import_months,
                                    kinds.FindRecord(v1::Post::descriptor())->table));
}

}  // namespace potential::occupation
