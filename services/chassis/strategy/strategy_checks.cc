#include "services/chassis/strategy/strategy_checks.h"

#include <map>
#include <optional>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/string_view.h"
#include "services/chassis/strategy/formats.h"
#include "services/chassis/strategy/import_profile.h"
#include "services/chassis/strategy/rule_checks.h"
#include "services/chassis/strategy/thresholds.h"
#include "services/chassis/strategy/windows.h"
#include "services/measures/calendar.h"

namespace potential::strategy {
namespace {

using google::protobuf::Message;

// A century either way; beyond it an offset is a slip of the pen.
constexpr int kMostOffsetMonths = 1200;

// Values that may appear once, with the line of their first use.
class Unique {
 public:
  Unique(std::string what, const SourceMap& places, Problems* problems)
      : what_(std::move(what)), places_(places), problems_(problems) {}

  void Add(const std::string& value, const Message& holder, absl::string_view field,
           int index = -1) {
    const Location at = places_.Of(holder, field, index);
    const auto [first, is_new] = lines_.emplace(value, at.line);
    if (is_new || value.empty()) return;
    problems_->Add(
        at, absl::StrCat(what_, " \"", value, "\" is used twice, first on line ", first->second));
  }

 private:
  const std::string what_;
  const SourceMap& places_;
  Problems* problems_;
  std::map<std::string, int> lines_;
};

class StrategyCheck {
 public:
  StrategyCheck(const v1::Strategy& strategy, const SourceMap& places, Problems* problems)
      : strategy_(strategy), places_(places), problems_(problems) {}

  void Run() {
    CheckWindow(strategy_.plan_window());
    CheckWindow(strategy_.baseline_window());
    CheckBaselineMonths();
    if (strategy_.has_thresholds()) {
      CheckThresholds(strategy_.thresholds(), ThresholdsOf(strategy_));
    }
    CheckIds("service line", strategy_.service_lines());
    CheckIds("OT service", strategy_.ot_services());
    CheckIds("borough", strategy_.boroughs());
    CheckIds("organisation", strategy_.organisations());
    CheckIds("pillar", strategy_.pillars());
    CheckOtServices();
    CheckOrganisations();
    CheckSources();
    CheckPillars();
    CheckImportProfiles();
  }

 private:
  void Report(const Message& message, absl::string_view field, const std::string& text) {
    problems_->Add(places_.Of(message, field), text);
  }

  template <typename Items>
  void CheckIds(const std::string& what, const Items& items) {
    Unique ids(what, places_, problems_);
    for (const auto& item : items) ids.Add(item.id(), item, "id");
  }

  // A window that is there has two ends of one kind, in order.
  void CheckWindow(const v1::Window& window) {
    if (&window == &v1::Window::default_instance()) return;
    const bool dates = !window.start_date().empty() || !window.end_date().empty();
    if (dates == UsesOffsets(window)) {
      return problems_->Add(places_.Of(window),
                            "a window needs either start_date and end_date or start_month_offset "
                            "and end_month_offset");
    }
    const bool complete = dates ? !window.start_date().empty() && !window.end_date().empty()
                                : window.has_start_month_offset() && window.has_end_month_offset();
    if (!complete) {
      return problems_->Add(places_.Of(window),
                            "a window needs a start and an end of the same kind");
    }
    CheckWindowOrder(window, dates);
  }

  void CheckWindowOrder(const v1::Window& window, bool dates) {
    const char* const end = dates ? "end_date" : "end_month_offset";
    for (const int offset : {window.start_month_offset(), window.end_month_offset()}) {
      if (offset < -kMostOffsetMonths || offset > kMostOffsetMonths) {
        return Report(
            window, end,
            absl::StrCat("an offset is at most ", kMostOffsetMonths, " months either way"));
      }
    }
    const bool readable = !dates || (measures::ParseDay(window.start_date()).has_value() &&
                                     measures::ParseDay(window.end_date()).has_value());
    if (readable && ResolveWindow(window, measures::Month{}).IsEmpty()) {
      Report(window, end, absl::StrCat(end, " is before the start of the window"));
    }
  }

  // Months are compared with the baseline, so it consists of whole months.
  void CheckBaselineMonths() {
    const v1::Window& window = strategy_.baseline_window();
    const auto first = measures::ParseDay(window.start_date());
    const auto last = measures::ParseDay(window.end_date());
    if (first && *first != measures::FirstOfMonth(*first)) {
      Report(window, "start_date", "the baseline must start on the first day of a month");
    }
    if (last && *last != measures::LastOfMonth(*last)) {
      Report(window, "end_date", "the baseline must end on the last day of a month");
    }
  }

  void CheckThresholds(const v1::Thresholds& thresholds, const StatusThresholds& effective) {
    if (effective.at_risk <= effective.on_track) return;
    problems_->Add(places_.Of(thresholds),
                   absl::StrCat("at_risk (", effective.at_risk, ") must not be above on_track (",
                                effective.on_track, ")"));
  }

  void CheckOtServices() {
    Unique codes("team code", places_, problems_);
    for (const v1::OtService& service : strategy_.ot_services()) {
      if (!service.service_line().empty() &&
          !HasMember(strategy_, "service_line", service.service_line())) {
        Report(service, "service_line",
               absl::StrCat("service line \"", service.service_line(),
                            "\" is not one of service_lines"));
      }
      for (int i = 0; i < service.team_codes_size(); ++i) {
        codes.Add(service.team_codes(i), service, "team_codes", i);
      }
    }
  }

  void CheckOrganisations() {
    if (strategy_.organisations().empty()) return;
    for (const v1::Organisation& organisation : strategy_.organisations()) {
      if (organisation.id() == strategy_.organisation()) return;
    }
    Report(strategy_, "organisations",
           absl::StrCat("organisations must include \"", strategy_.organisation(), "\" itself"));
  }

  void CheckSources() {
    Unique numbers("source number", places_, problems_);
    for (const v1::Source& source : strategy_.sources()) {
      if (source.number() < 1) Report(source, "number", "a source needs a number from 1 up");
      numbers.Add(absl::StrCat(source.number()), source, "number");
    }
  }

  void CheckPillars() {
    Unique ids("identifier", places_, problems_);
    for (const v1::Pillar& pillar : strategy_.pillars()) {
      if (!IsService(pillar.id())) {
        Report(pillar, "id", absl::StrCat("pillar \"", pillar.id(), "\" must be ", ListServices()));
      }
      for (const v1::Initiative& initiative : pillar.initiatives()) {
        CheckItemId(pillar, initiative, &ids);
        if (initiative.kind() == v1::Initiative::KIND_UNSPECIFIED) {
          Report(initiative, "kind", "kind is required: HOW, FOCUS or AIM");
        }
        for (const v1::IndicatorRef& indicator : initiative.supporting_indicators()) {
          CheckIndicator(strategy_, indicator, places_, problems_);
        }
      }
      for (const v1::Outcome& outcome : pillar.outcomes()) {
        CheckItemId(pillar, outcome, &ids);
        CheckOutcome(strategy_, outcome, places_, problems_);
        if (outcome.has_thresholds()) {
          CheckThresholds(outcome.thresholds(), ThresholdsOf(strategy_, outcome));
        }
      }
    }
  }

  void CheckImportProfiles() {
    CheckIds("import profile", strategy_.import_profiles());
    for (const v1::ImportProfile& profile : strategy_.import_profiles()) {
      CheckImportProfile(profile, [this](const Message& holder, absl::string_view field,
                                         const std::string& text) { Report(holder, field, text); });
    }
  }

  // `{pillar}.{word}`; with `-` for the dot it must be an identifier, because records are named so.
  template <typename Item>
  void CheckItemId(const v1::Pillar& pillar, const Item& item, Unique* ids) {
    if (item.id().empty()) return;
    ids->Add(item.id(), item, "id");
    const std::string prefix = absl::StrCat(pillar.id(), ".");
    const absl::string_view id = item.id();
    if (!absl::StartsWith(id, prefix) || !IsIdentifier(id.substr(prefix.size())) ||
        !IsIdentifier(absl::StrReplaceAll(id, {{".", "-"}}))) {
      Report(item, "id",
             absl::StrCat("\"", item.id(), "\" must be \"", prefix,
                          "\" and an identifier, at most 63 characters in all"));
    }
  }

  const v1::Strategy& strategy_;
  const SourceMap& places_;
  Problems* problems_;
};

}  // namespace

void CheckStrategy(const v1::Strategy& strategy, const SourceMap& places, Problems* problems) {
  StrategyCheck(strategy, places, problems).Run();
}

}  // namespace potential::strategy
