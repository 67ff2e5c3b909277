// Rules of interventions and of statements about imported months that their contracts cannot state.

#ifndef POTENTIAL_SERVICES_OCCUPATION_INTERVENTIONS_INTERVENTION_RULES_H_
#define POTENTIAL_SERVICES_OCCUPATION_INTERVENTIONS_INTERVENTION_RULES_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "potential/occupation/v1/import_month.pb.h"
#include "potential/occupation/v1/intervention.pb.h"
#include "services/chassis/records/transaction.h"
#include "services/chassis/records/violations.h"
#include "services/chassis/storage/table.h"
#include "services/chassis/strategy/strategy_set.h"
#include "services/measures/calendar.h"

namespace potential::occupation {

// What is wrong with the day of an intervention; empty if nothing is. An intervention is what
// became of a contact, seen or missed or cancelled, so none lies after today: a booking is none
// yet. National submissions draw the same line at the end of their period.
std::string DayProblem(measures::Day day, measures::Day today);

// OT service and service line of the team, and the rule of DayProblem. A team that the strategy
// does not list leaves them empty; the field rules refuse it, as they do a text that is no date.
absl::Status DeriveIntervention(v1::Intervention& fact, const strategy::StrategySet& strategies,
                                const records::Transaction& transaction,
                                records::Violations& violations);

// Whether an intervention of this attendance counts as attended: codes 5 and 6.
bool TookPlace(v1::Intervention::Attendance attendance);

// Columns on which the rollup stands: `month`, the number of MonthNumber, and `took_place`, 1 for
// interventions that count as attended.
std::vector<storage::Column> InterventionExtraColumns();
std::vector<storage::Value> InterventionExtraValues(const v1::Intervention& fact);

// `202602` for February 2026.
int64_t MonthNumber(measures::Month month);
// The month of such a number.
measures::Month MonthOfNumber(int64_t number);

// Number and minutes of interventions by month, service line, OT service, team, activity and
// whether they took place, so that no indicator reads the facts themselves.
inline constexpr char kInterventionsByMonth[] = "interventions_by_month";
storage::Rollup InterventionsByMonth();

// One record a month, which has begun: ALREADY_EXISTS. The extract was taken by today and not
// before the month. Teams are missing from a partial month only.
absl::Status CheckImportMonth(const v1::ImportMonth& next, const v1::ImportMonth* previous,
                              records::Transaction& transaction, records::Violations& violations);

}  // namespace potential::occupation

#endif  // POTENTIAL_SERVICES_OCCUPATION_INTERVENTIONS_INTERVENTION_RULES_H_
