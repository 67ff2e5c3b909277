#include "services/occupation/interventions/replacement.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/measures/calendar.h"
#include "services/occupation/interventions/intervention_rules.h"

namespace potential::occupation {
namespace {

using v1::ImportInterventionsRequest;

// Months that are named; further ones are counted.
constexpr size_t kMaxNamed = 12;

}  // namespace

Period PeriodOf(const ImportInterventionsRequest& request) {
  if (!request.has_replace()) return {};
  const auto number = [](const std::string& month) {
    return MonthNumber(measures::ParseMonth(month).value_or(measures::Month()));
  };
  const auto& replace = request.replace();
  return {.first_month = number(replace.first_month()),
          .last_month = number(replace.last_month()),
          .teams = {replace.teams().begin(), replace.teams().end()}};
}

bool IsIn(const Period& period, const storage::Table& table, const storage::Row& row) {
  const auto month = std::get<int64_t>(row.values[*table.Find("month")]);
  if (month < period.first_month || month > period.last_month) return false;
  if (period.teams.empty()) return true;
  const auto& team = std::get<std::string>(row.values[*table.Find("team_code")]);
  return std::count(period.teams.begin(), period.teams.end(), team) > 0;
}

ReplacedMonths::ReplacedMonths(const ImportInterventionsRequest& request,
                               const storage::Table& table)
    : period_(PeriodOf(request)),
      table_(table),
      replaces_(request.has_replace()),
      allow_empty_(request.replace().allow_empty()),
      allow_unmapped_(request.replace().allow_unmapped()) {}

void ReplacedMonths::Count(const storage::Row& row) {
  if (!replaces_ || !IsIn(period_, table_, row)) return;
  months_.insert(std::get<int64_t>(row.values[*table_.Find("month")]));
}

std::vector<std::string> ReplacedMonths::EmptyMonths() const {
  std::vector<std::string> empty;
  const measures::Month last = MonthOfNumber(period_.last_month);
  for (measures::Month month = MonthOfNumber(period_.first_month); month <= last; ++month.number) {
    if (!months_.contains(MonthNumber(month))) empty.push_back(measures::FormatMonth(month));
  }
  return empty;
}

std::string ReplacedMonths::Refusal(int64_t unmapped) const {
  if (!replaces_) return "";
  if (unmapped > 0 && !allow_unmapped_) {
    return absl::StrCat(unmapped, unmapped == 1 ? " row is" : " rows are",
                        " of teams that the strategy does not list, and interventions would be "
                        "removed in their place; `replace.allow_unmapped` permits it");
  }
  std::vector<std::string> empty = EmptyMonths();
  if (empty.empty() || allow_empty_) return "";
  const size_t months = empty.size();
  if (months > kMaxNamed) empty.resize(kMaxNamed);
  return absl::StrCat("the file has no row for ", absl::StrJoin(empty, ", "),
                      months > kMaxNamed ? absl::StrCat(" and ", months - kMaxNamed, " more") : "",
                      " of the period to replace, which would be left empty; "
                      "`replace.allow_empty` permits it");
}

}  // namespace potential::occupation
