// A small strategy for tests, and where its problems stand.

#ifndef POTENTIAL_SERVICES_CHASSIS_STRATEGY_SMALL_STRATEGY_H_
#define POTENTIAL_SERVICES_CHASSIS_STRATEGY_SMALL_STRATEGY_H_

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/chassis/strategy/strategy_file.h"

namespace potential::strategy {

inline constexpr char kFile[] = "small.textproto";

// A small strategy with every kind of rule.
inline constexpr char kSmall[] = R"(organisation: "small"
organisation_title: "Small trust"
ods_code: "ABC"
title: "A strategy"
plan_window { start_date: "2024-04-01" end_date: "2026-03-31" }
baseline_window { start_date: "2023-04-01" end_date: "2024-03-31" }
thresholds { on_track: 0.9 at_risk: 0.6 }
service_lines { id: "one" title: "One" }
service_lines { id: "two" title: "Two" }
ot_services { id: "wards" title: "Wards" service_line: "one" team_codes: ["W1", "W2"] }
ot_services { id: "homes" title: "Homes" service_line: "two" team_codes: "H1" }
boroughs { id: "north" title: "North" }
organisations { id: "small" title: "Small trust" ods_code: "ABC" }
sources { number: 1 citation: "A work" }
pillars {
  id: "workforce"
  number: 1
  title: "People"
  initiatives {
    id: "workforce.retain"
    kind: HOW
    text: "Retain staff"
    supporting_indicators {
      indicator: "workforce.turnover_rate"
      where { key: "service_line" value: "one" }
    }
  }
  outcomes {
    id: "workforce.count"
    text: "Count"
    count { indicator { indicator: "workforce.bulletins_published" } target: 3 }
    matrix_by: "ot_service"
    thresholds { at_risk: 0.5 }
  }
  outcomes {
    id: "workforce.coverage"
    text: "Coverage"
    coverage {
      dimension: "borough"
      requirements { indicator { indicator: "workforce.opportunities_open" } at_least: 2 }
    }
  }
  outcomes {
    id: "workforce.cadence"
    text: "Cadence"
    cadence { indicator { indicator: "workforce.training_events_held" } period: QUARTER }
  }
  outcomes {
    id: "workforce.checklist"
    text: "Checklist"
    checklist {
      items { label: "All" indicator { indicator: "workforce.infrastructure_items" } whole: true }
      items { label: "Some" indicator { indicator: "workforce.events" } at_least: 4 }
    }
  }
  outcomes {
    id: "workforce.change"
    text: "Change"
    percent_change {
      indicator { indicator: "occupation.interventions" }
      target_percent: 20
    }
    chart { rebase_dates: "2025-01-01" }
  }
  outcomes {
    id: "workforce.level"
    text: "Level"
    level { indicator { indicator: "workforce.survey_score" } target: 3.5 }
  }
}
import_profiles {
  id: "extract"
  columns { field: DATE headers: "Seen on" }
  ignored_columns: "Postcode"
  local_codes { field: ATTENDANCE text: "Came" code: "5" }
}
)";

// `line:column` of the first `token` in `text`.
inline std::string PlaceOf(const std::string& text, const std::string& token) {
  const size_t at = text.find(token);
  EXPECT_NE(at, std::string::npos) << token;
  const std::string before = text.substr(0, at);
  const auto lines = std::count(before.begin(), before.end(), '\n');
  const size_t line_start = before.rfind('\n') == std::string::npos ? 0 : before.rfind('\n') + 1;
  return absl::StrCat(lines + 1, ":", at - line_start + 1);
}

// Lines of the error with which the text is refused; none if it is accepted.
inline std::vector<std::string> ProblemsOf(const std::string& text) {
  const auto strategy = ParseStrategy(kFile, text);
  if (strategy.ok()) return {};
  EXPECT_EQ(strategy.status().code(), absl::StatusCode::kInvalidArgument);
  return absl::StrSplit(std::string(strategy.status().message()), '\n');
}

}  // namespace potential::strategy

#endif  // POTENTIAL_SERVICES_CHASSIS_STRATEGY_SMALL_STRATEGY_H_
