#include "services/chassis/strategy/rule_checks.h"

#include <algorithm>
#include <array>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/chassis/strategy/formats.h"
#include "services/measures/calendar.h"

namespace potential::strategy {
namespace {

using google::protobuf::Message;

constexpr std::array<absl::string_view, 4> kServices = {"workforce", "evidence", "partnerships",
                                                        "occupation"};
constexpr char kListedDimensions[] = "service_line, ot_service or borough";

template <typename Items>
bool HasId(const Items& items, absl::string_view id) {
  return std::any_of(items.begin(), items.end(),
                     [id](const auto& item) { return item.id() == id; });
}

bool HasMembers(const v1::Strategy& strategy, absl::string_view dimension) {
  if (dimension == "service_line") return !strategy.service_lines().empty();
  if (dimension == "ot_service") return !strategy.ot_services().empty();
  return !strategy.boroughs().empty();
}

class OutcomeCheck {
 public:
  OutcomeCheck(const v1::Strategy& strategy, const v1::Outcome& outcome, const SourceMap& places,
               Problems* problems)
      : strategy_(strategy), outcome_(outcome), places_(places), problems_(problems) {}

  void Run() {
    CheckRule();
    CheckChart(outcome_.chart());
    for (const v1::IndicatorRef& indicator : outcome_.also_shown()) Check(indicator);
    if (!outcome_.matrix_by().empty()) CheckDimension(outcome_, "matrix_by", outcome_.matrix_by());
  }

 private:
  void Report(const Message& message, absl::string_view field, const std::string& text) {
    problems_->Add(places_.Of(message, field), text);
  }

  void Check(const v1::IndicatorRef& indicator) {
    CheckIndicator(strategy_, indicator, places_, problems_);
  }

  void CheckDimension(const Message& message, absl::string_view field,
                      const std::string& dimension) {
    if (dimension.empty()) return;
    if (!IsListedDimension(dimension)) {
      Report(message, field,
             absl::StrCat("dimension \"", dimension, "\" must be ", kListedDimensions));
    } else if (!HasMembers(strategy_, dimension)) {
      Report(message, field, absl::StrCat("this strategy lists no ", dimension));
    }
  }

  void CheckRule() {
    switch (outcome_.rule_case()) {
      case v1::Outcome::kCount:
        return Check(outcome_.count().indicator());
      case v1::Outcome::kCoverage:
        return CheckCoverage(outcome_.coverage());
      case v1::Outcome::kCadence:
        return CheckCadence(outcome_.cadence());
      case v1::Outcome::kChecklist:
        return CheckChecklist(outcome_.checklist());
      case v1::Outcome::kPercentChange:
        return CheckPercentChange(outcome_.percent_change());
      case v1::Outcome::kLevel:
        return CheckLevel(outcome_.level());
      case v1::Outcome::RULE_NOT_SET:
        break;
    }
    problems_->Add(places_.Of(outcome_),
                   absl::StrCat("outcome \"", outcome_.id(),
                                "\" has no rule: count, coverage, "
                                "cadence, checklist, percent_change or level"));
  }

  // A demand that zero would meet says nothing.
  template <typename Demand>
  void CheckAtLeast(const Demand& demand) {
    if (demand.has_at_least() && !(demand.at_least() > 0)) {
      Report(demand, "at_least", "at_least must be above 0");
    }
  }

  void CheckCoverage(const v1::CoverageRule& rule) {
    CheckDimension(rule, "dimension", rule.dimension());
    for (const v1::Requirement& requirement : rule.requirements()) {
      Check(requirement.indicator());
      CheckAtLeast(requirement);
    }
  }

  void CheckCadence(const v1::CadenceRule& rule) {
    Check(rule.indicator());
    CheckAtLeast(rule);
  }

  void CheckChecklist(const v1::ChecklistRule& rule) {
    for (const v1::ChecklistRule::Item& item : rule.items()) {
      Check(item.indicator());
      if (item.done_case() == v1::ChecklistRule::Item::DONE_NOT_SET) {
        problems_->Add(places_.Of(item), "an item needs at_least or whole: true");
      } else if (item.has_whole() && !item.whole()) {
        Report(item, "whole", "whole can only be true; give at_least instead");
      } else {
        CheckAtLeast(item);
      }
    }
  }

  void CheckPercentChange(const v1::PercentChangeRule& rule) {
    Check(rule.indicator());
    if (!strategy_.has_baseline_window()) {
      problems_->Add(places_.Of(rule), "percent_change needs the strategy's baseline_window");
    }
  }

  void CheckChart(const v1::ChartSettings& chart) {
    for (int i = 0; i < chart.rebase_dates_size(); ++i) {
      const auto day = measures::ParseDay(chart.rebase_dates(i));
      if (day && *day != measures::FirstOfMonth(*day)) {
        problems_->Add(places_.Of(chart, "rebase_dates", i),
                       "a chart is rebased at the first day of a month");
      }
    }
  }

  void CheckLevel(const v1::LevelRule& rule) {
    Check(rule.indicator());
    if (!rule.lower_is_better() && !(rule.target() > 0)) {
      Report(rule, "target", "target must be above 0 unless lower_is_better");
    }
    if (rule.target() < 0) Report(rule, "target", "target must not be below 0");
  }

  const v1::Strategy& strategy_;
  const v1::Outcome& outcome_;
  const SourceMap& places_;
  Problems* problems_;
};

}  // namespace

bool IsService(absl::string_view name) {
  return std::find(kServices.begin(), kServices.end(), name) != kServices.end();
}

std::string ListServices() { return absl::StrCat("one of ", absl::StrJoin(kServices, ", ")); }

bool IsListedDimension(absl::string_view dimension) {
  return dimension == "service_line" || dimension == "ot_service" || dimension == "borough";
}

bool HasMember(const v1::Strategy& strategy, absl::string_view dimension,
               absl::string_view member) {
  if (dimension == "service_line") return HasId(strategy.service_lines(), member);
  if (dimension == "ot_service") return HasId(strategy.ot_services(), member);
  return dimension == "borough" && HasId(strategy.boroughs(), member);
}

void CheckIndicator(const v1::Strategy& strategy, const v1::IndicatorRef& indicator,
                    const SourceMap& places, Problems* problems) {
  const absl::string_view id = indicator.indicator();
  const size_t dot = id.find('.');
  if (!id.empty() && (dot == absl::string_view::npos || !IsService(id.substr(0, dot)) ||
                      !IsLowerSnakeCase(id.substr(dot + 1)))) {
    problems->Add(places.Of(indicator, "indicator"),
                  absl::StrCat("indicator \"", id,
                               "\" must be service.words_of_a_name, where the "
                               "service is ",
                               ListServices()));
  }
  for (const auto& [dimension, member] : indicator.where()) {
    if (!dimension.empty() && !IsLowerSnakeCase(dimension)) {
      problems->Add(places.Of(indicator, "where"),
                    absl::StrCat("\"", dimension, "\" is not the name of a dimension"));
    }
    if (IsListedDimension(dimension) && !HasMember(strategy, dimension, member)) {
      problems->Add(places.Of(indicator, "where"),
                    absl::StrCat("this strategy lists no ", dimension, " \"", member, "\""));
    }
  }
}

void CheckOutcome(const v1::Strategy& strategy, const v1::Outcome& outcome, const SourceMap& places,
                  Problems* problems) {
  OutcomeCheck(strategy, outcome, places, problems).Run();
}

}  // namespace potential::strategy
