#include "services/occupation/interventions/intervention_rules.h"

#include <optional>

#include "services/chassis/records/steps.h"
#include "services/chassis/records/uniqueness.h"

namespace potential::occupation {
namespace {

using storage::ColumnType;
using storage::Predicate;
using v1::ImportMonth;
using v1::Intervention;

}  // namespace

std::string DayProblem(measures::Day day, measures::Day today) {
  return records::AfterTodayProblem(day, today);
}

absl::Status DeriveIntervention(Intervention& fact, const strategy::StrategySet& strategies,
                                const records::Transaction& transaction,
                                records::Violations& violations) {
  if (const std::optional<measures::Day> day = measures::ParseDay(fact.date())) {
    const std::string problem = DayProblem(*day, transaction.today());
    violations.Require(problem.empty(), "date", problem);
  }
  const strategy::v1::OtService* service =
      strategies.TeamToService(transaction.organisation(), fact.team_code());
  if (service == nullptr) return absl::OkStatus();
  fact.set_ot_service(service->id());
  fact.set_service_line(service->service_line());
  return absl::OkStatus();
}

std::vector<storage::Column> InterventionExtraColumns() {
  return {{"month", ColumnType::kInteger}, {"took_place", ColumnType::kInteger}};
}

std::vector<storage::Value> InterventionExtraValues(const Intervention& fact) {
  const std::optional<measures::Day> day = measures::ParseDay(fact.date());
  // A fact without a date is refused after this.
  return {day ? MonthNumber(measures::MonthOf(*day)) : int64_t{0},
          int64_t{TookPlace(fact.attended())}};
}

bool TookPlace(Intervention::Attendance attendance) {
  return attendance == Intervention::ATTENDED || attendance == Intervention::ATTENDED_LATE;
}

int64_t MonthNumber(measures::Month month) { return month.Year() * 100 + month.MonthOfYear(); }

measures::Month MonthOfNumber(int64_t number) {
  return measures::MonthOf(static_cast<int>(number / 100), static_cast<int>(number % 100));
}

storage::Rollup InterventionsByMonth() {
  return {.name = kInterventionsByMonth,
          .group_by = {"month", "service_line", "ot_service", "team_code", "activity_type",
                       "took_place", "illustrative"},
          .sums = {"duration_minutes"}};
}

absl::Status CheckImportMonth(const ImportMonth& next, const ImportMonth*,
                              records::Transaction& transaction, records::Violations& violations) {
  records::RequireNotAfterThisMonth(next.month(), "month", transaction, violations);
  records::RequireNotAfterToday(next.extract_date(), "extract_date", transaction, violations);
  if (const std::optional<measures::Month> month = measures::ParseMonth(next.month())) {
    records::CheckOrder(measures::FormatDay(measures::FirstOfMonth(*month)), next.extract_date(),
                        "extract_date", "the first day of the month", violations);
  }
  violations.Require(next.completeness() == ImportMonth::PARTIAL || next.teams_missing().empty(),
                     "teams_missing", "is accepted for PARTIAL only");
  return records::RequireUnique(next, Predicate::Eq("month", next.month()), transaction);
}

}  // namespace potential::occupation
