// Cadence: every closed period of the plan must have its record.

#include "absl/strings/str_cat.h"
#include "gateway/dashboard/judgement.h"
#include "gateway/dashboard/words.h"

namespace potential::gateway {
namespace {

using measures::Day;
using View = dashboard::v1::Outcome;

std::string PeriodText(const indicators::v1::Point& point, strategy::v1::Bucket period) {
  const Day first = measures::ParseDay(point.start_date()).value_or(Day{});
  if (period == strategy::v1::YEAR) return absl::StrCat(measures::ToCivil(first).year);
  if (period == strategy::v1::MONTH) return MonthText(measures::MonthOf(first));
  const Day last = measures::ParseDay(point.end_date()).value_or(Day{});
  return absl::StrCat(MonthText(measures::MonthOf(first)), " to ",
                      MonthText(measures::MonthOf(last)));
}

const char* PeriodPlural(strategy::v1::Bucket period) {
  switch (period) {
    case strategy::v1::QUARTER:
      return "quarters";
    case strategy::v1::YEAR:
      return "years";
    default:
      return "months";
  }
}

double AtLeast(const Evidence& evidence) {
  const strategy::v1::CadenceRule& rule = evidence.outcome.cadence();
  return rule.has_at_least() ? rule.at_least() : 1;
}

// Periods that count: closed, and whole within the plan.
struct Closed {
  int all = 0;
  int met = 0;
  bool last_met = false;
  measures::Window days;  // from the first to the last of them
  std::vector<std::string> missed;
};

Closed CountClosed(const Evidence& evidence, double at_least) {
  Closed closed;
  const strategy::v1::Bucket period = evidence.outcome.cadence().period();
  for (const auto& point : evidence.figures.front().result->overall().points()) {
    const Day first = measures::ParseDay(point.start_date()).value_or(Day{});
    const Day last = measures::ParseDay(point.end_date()).value_or(Day{});
    const bool whole = evidence.days.plan.Contains(first) && evidence.days.plan.Contains(last);
    if (!point.closed() || !whole) continue;
    if (closed.all == 0) closed.days.first = first;
    closed.days.last = last;
    ++closed.all;
    closed.last_met = point.figure().value() >= at_least;
    if (closed.last_met) {
      ++closed.met;
    } else {
      closed.missed.push_back(PeriodText(point, period));
    }
  }
  return closed;
}

}  // namespace

std::vector<JudgedRecords> RecordsOfCadence(const Evidence& evidence) {
  const std::string periods = PeriodPlural(evidence.outcome.cadence().period());
  const Closed closed = CountClosed(evidence, AtLeast(evidence));
  if (closed.all == 0) return {};
  const measures::Window so_far = PlanSoFar(evidence.days);
  std::vector<measures::Window> rest;
  for (const measures::Window& part :
       {measures::Window{so_far.first, measures::AddDays(closed.days.first, -1)},
        measures::Window{measures::AddDays(closed.days.last, 1), so_far.last}}) {
    if (!part.IsEmpty()) rest.push_back(part);
  }
  const std::string days = absl::StrCat(DayText(closed.days.first), " to ",
                                        DayText(closed.days.last));
  std::vector<JudgedRecords> judged = {{.name = absl::StrCat("closed ", periods, ", ", days),
                                        .windows = {closed.days},
                                        .dimension = ""}};
  if (!rest.empty()) {
    judged.push_back({.name = absl::StrCat("not yet in a closed one of the ", periods),
                      .windows = rest,
                      .dimension = ""});
  }
  return judged;
}

void JudgeCadence(const Evidence& evidence, View& view) {
  const strategy::v1::CadenceRule& rule = evidence.outcome.cadence();
  const RuleFigures& part = evidence.figures.front();
  const double at_least = AtLeast(evidence);
  const std::string periods = PeriodPlural(rule.period());
  const std::string need = absl::StrCat("at least ", CountText(at_least, part.indicator->unit()));
  const Closed closed = CountClosed(evidence, at_least);
  view.set_rule_text(absl::StrCat("In every one of the closed ", periods, " of the plan, ", need,
                                  "."));
  *view.mutable_points() = part.result->overall().points();
  view.set_unit(periods);
  view.set_value(closed.met);
  view.set_target(closed.all);
  view.set_value_text(absl::StrCat(closed.met, " of ", closed.all, " closed ", periods));
  view.set_target_text(absl::StrCat("every closed one of the ", periods));
  const double total = part.result->overall().total().value();
  if (closed.all == 0) {
    view.set_status(total > 0 ? View::ON_TRACK : View::NOT_STARTED);
    view.set_reason(absl::StrCat("None of the ", periods, " of the plan has closed yet; ",
                                 CountText(total, part.indicator->unit()), " so far."));
    return;
  }
  if (total <= 0) {
    view.set_status(View::NOT_STARTED);
    view.set_reason(absl::StrCat("None of ", closed.all, " closed ", periods, " has ", need,
                                 " yet."));
    return;
  }
  const bool over = evidence.days.plan.last < evidence.days.as_of;
  if (closed.met == closed.all) {
    view.set_status(over ? View::ACHIEVED : View::ON_TRACK);
    view.set_reason(absl::StrCat("All ", closed.all, " closed ", periods, " have ", need,
                                 over ? ", and the plan is over." : "."));
    return;
  }
  const strategy::StatusThresholds thresholds =
      strategy::ThresholdsOf(evidence.strategy, evidence.outcome);
  const double share = static_cast<double>(closed.met) / closed.all;
  View::Status status = StatusOf(share, thresholds);
  if (status == View::ON_TRACK && !closed.last_met) status = View::AT_RISK;
  view.set_status(status);
  view.set_reason(absl::StrCat(closed.met, " of ", closed.all, " closed ", periods, " have ", need,
                               "; missing: ", ListText(closed.missed, 4),
                               closed.last_met ? "; the last closed one has it."
                                               : "; the last closed one does not have it."));
}

}  // namespace potential::gateway
