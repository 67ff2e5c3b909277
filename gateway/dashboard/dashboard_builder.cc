#include "gateway/dashboard/dashboard_builder.h"

#include <algorithm>
#include <set>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "gateway/dashboard/judgement.h"
#include "gateway/dashboard/records_link.h"
#include "gateway/dashboard/words.h"
#include "services/chassis/resource/names.h"

namespace potential::gateway {
namespace {

using dashboard::v1::Dashboard;
using dashboard::v1::Panel;
using dashboard::v1::StatusCounts;
using strategy::v1::IndicatorRef;
using View = dashboard::v1::Outcome;

// The references of a rule's parts, in the order in which their questions were asked.
std::vector<const IndicatorRef*> RefsOf(const strategy::v1::Outcome& outcome) {
  using strategy::v1::Outcome;
  std::vector<const IndicatorRef*> refs;
  switch (outcome.rule_case()) {
    case Outcome::kCount:
      return {&outcome.count().indicator()};
    case Outcome::kCoverage:
      for (const auto& part : outcome.coverage().requirements()) refs.push_back(&part.indicator());
      return refs;
    case Outcome::kCadence:
      return {&outcome.cadence().indicator()};
    case Outcome::kChecklist:
      for (const auto& part : outcome.checklist().items()) refs.push_back(&part.indicator());
      return refs;
    case Outcome::kPercentChange:
      return {&outcome.percent_change().indicator()};
    case Outcome::kLevel:
      return {&outcome.level().indicator()};
    case Outcome::RULE_NOT_SET:
      break;
  }
  return refs;
}

// Also where the catalogue is not there to tell.
bool MayCountPeople(const RuleFigures& figures) {
  return figures.indicator == nullptr || figures.indicator->counts_people();
}

void Count(View::Status status, StatusCounts& counts) {
  switch (status) {
    case View::ACHIEVED:
      return counts.set_achieved(counts.achieved() + 1);
    case View::ON_TRACK:
      return counts.set_on_track(counts.on_track() + 1);
    case View::AT_RISK:
      return counts.set_at_risk(counts.at_risk() + 1);
    case View::OFF_TRACK:
      return counts.set_off_track(counts.off_track() + 1);
    case View::NOT_STARTED:
      return counts.set_not_started(counts.not_started() + 1);
    default:
      return counts.set_no_data(counts.no_data() + 1);
  }
}

// What people read; the error itself is in the log.
std::string FailureText(const absl::Status& status) {
  if (absl::IsDeadlineExceeded(status)) return "it did not answer in time";
  if (absl::IsUnavailable(status)) return "it cannot be reached";
  if (absl::IsResourceExhausted(status)) return "it is overloaded";
  return "it could not answer";
}

void AddPanel(const ServiceAnswer& answer, absl::Time now, Panel& panel) {
  if (answer.status.ok()) return panel.set_state(Panel::FRESH);
  panel.set_reason(FailureText(answer.status));
  if (!answer.earlier) return panel.set_state(Panel::MISSING);
  panel.set_state(Panel::STALE);
  const absl::Duration age = std::max(now - *answer.earlier, absl::ZeroDuration());
  panel.set_age_seconds(absl::ToInt64Seconds(age));
}

void AddPanels(const ServiceAnswers& answers, absl::Time now, Dashboard& dashboard) {
  for (const char* service : kServiceNames) {
    Panel& panel = *dashboard.add_panels();
    panel.set_service(service);
    const auto it = answers.find(service);
    if (it == answers.end()) {
      panel.set_state(Panel::MISSING);
      panel.set_reason("it was not asked");
    } else {
      AddPanel(it->second, now, panel);
    }
    if (panel.state() != Panel::FRESH) dashboard.set_partial(true);
  }
}

// The services of the references of which an earlier answer stands in.
std::set<std::string> StaleServices(const std::vector<const IndicatorRef*>& refs,
                                    const ServiceAnswers& answers) {
  std::set<std::string> services;
  for (const IndicatorRef* ref : refs) {
    const auto it = answers.find(ServiceOf(ref->indicator()));
    if (it != answers.end() && it->second.earlier) services.insert(it->first);
  }
  return services;
}

void AddFrame(const strategy::v1::Strategy& strategy, const DashboardDays& days,
              Dashboard& dashboard) {
  dashboard.set_name(
      absl::StrCat(resource::FormatOrganisation(strategy.organisation()), "/dashboard"));
  dashboard.set_organisation_title(strategy.organisation_title());
  dashboard.set_title(strategy.title());
  dashboard.set_as_of(measures::FormatDay(days.as_of));
  dashboard.set_plan_start_date(measures::FormatDay(days.plan.first));
  dashboard.set_plan_end_date(measures::FormatDay(days.plan.last));
  dashboard.set_plan_share_passed(measures::ShareOfWindowPassed(days.plan, days.as_of));
  dashboard.set_illustrative_note(strategy.illustrative_note());
  dashboard.set_provenance(strategy.provenance());
  for (const auto& source : strategy.sources()) {
    dashboard.add_sources(absl::StrCat(source.number(), ". ", source.citation()));
  }
}

}  // namespace

DashboardBuilder::DashboardBuilder(const strategy::v1::Strategy& strategy,
                                   const DashboardDays& days)
    : strategy_(strategy), days_(days) {
  for (const auto& pillar : strategy.pillars()) {
    for (const auto& outcome : pillar.outcomes()) {
      outcome_questions_[outcome.id()] = AskForOutcome(outcome, days_, plan_);
    }
    for (const auto& initiative : pillar.initiatives()) {
      initiative_questions_[initiative.id()] =
          AskForSupport(initiative.supporting_indicators(), days_, plan_);
    }
  }
}

ServiceQuestions DashboardBuilder::Questions() const {
  return plan_.ForServices(strategy_.organisation(), days_.as_of);
}

RuleFigures DashboardBuilder::FiguresOf(const IndicatorRef& ref, QuestionPlan::Number number,
                                        const ServiceAnswers& answers) const {
  RuleFigures figures{.result = plan_.Find(number, answers), .indicator = nullptr};
  const auto it = answers.find(ServiceOf(ref.indicator()));
  if (it == answers.end() || it->second.catalogue == nullptr) return figures;
  const auto entry = it->second.catalogue->find(ref.indicator());
  if (entry != it->second.catalogue->end()) figures.indicator = &entry->second;
  return figures;
}

void DashboardBuilder::BuildSupport(const IndicatorRef& ref, QuestionPlan::Number number,
                                    const Parts& parts,
                                    dashboard::v1::SupportingFigure& view) const {
  RuleFigures figures = FiguresOf(ref, number, parts.answers);
  view.set_indicator(ref.indicator());
  view.set_label(ref.label());
  if (figures.indicator != nullptr) {
    view.set_unit(figures.indicator->unit());
    if (ref.label().empty()) view.set_label(figures.indicator->title());
  }
  if (parts.released != nullptr && MayCountPeople(figures)) {
    figures.result = parts.released->Find(number);
  }
  if (figures.result == nullptr) return;
  *view.mutable_figure() = figures.result->overall().total();
  *view.mutable_points() = figures.result->overall().points();
}

void DashboardBuilder::BuildOutcome(const strategy::v1::Outcome& outcome,
                                    const Parts& parts, View& view) const {
  const ServiceAnswers& answers = parts.answers;
  const OutcomeQuestions& questions = outcome_questions_.at(outcome.id());
  view.set_name(absl::StrCat(resource::FormatOrganisation(strategy_.organisation()), "/outcomes/",
                             outcome.id()));
  view.set_id(outcome.id());
  view.set_text(outcome.text());
  view.set_interpretation(outcome.interpretation());
  const std::vector<const IndicatorRef*> refs = RefsOf(outcome);
  std::vector<RuleFigures> figures;
  for (size_t i = 0; i < refs.size(); ++i) {
    figures.push_back(FiguresOf(*refs[i], questions.rule[i], answers));
  }
  std::vector<RuleFigures> compared;
  for (size_t i = 0; i < questions.compared.size(); ++i) {
    compared.push_back(
        FiguresOf(outcome.also_shown(static_cast<int>(i)), questions.compared[i], answers));
  }
  const Evidence evidence{strategy_, outcome, days_, figures, std::move(compared)};
  Judge(evidence, view);
  const std::vector<JudgedRecords> judged = RecordsJudged(evidence);
  for (size_t i = 0; i < refs.size(); ++i) {
    if (figures[i].indicator == nullptr) continue;
    for (const JudgedRecords& each : judged) {
      *view.add_records() = LinkTo(strategy_.organisation(), *figures[i].indicator, *refs[i], each);
    }
  }
  if (parts.released != nullptr) {
    std::vector<const indicators::v1::IndicatorResult*> released;
    for (size_t i = 0; i < refs.size(); ++i) {
      released.push_back(parts.released->Find(questions.rule[i]));
    }
    ReleaseOutcome(figures, released, view);
  }
  NoteStale(outcome, answers, view);
  for (int i = 0; i < outcome.also_shown_size(); ++i) {
    BuildSupport(outcome.also_shown(i), questions.also_shown[static_cast<size_t>(i)], parts,
                 *view.add_supporting());
  }
}

// Which of its figures are of an earlier answer; in words where the status rests on them.
void DashboardBuilder::NoteStale(const strategy::v1::Outcome& outcome,
                                 const ServiceAnswers& answers, View& view) const {
  std::vector<const IndicatorRef*> refs = RefsOf(outcome);
  for (const std::string& service : StaleServices(refs, answers)) {
    const ServiceAnswer& answer = answers.at(service);
    view.set_reason(absl::StrCat(view.reason(), " The figures of ", service, " are those of ",
                                 ClockText(*answer.earlier), ", as ", FailureText(answer.status),
                                 "."));
  }
  for (const IndicatorRef& ref : outcome.also_shown()) refs.push_back(&ref);
  for (const std::string& service : StaleServices(refs, answers)) view.add_stale_services(service);
}

void DashboardBuilder::BuildInitiative(const strategy::v1::Initiative& initiative,
                                       const std::string& pillar, const Parts& parts,
                                       dashboard::v1::InitiativeView& view) const {
  view.set_id(initiative.id());
  view.set_kind(absl::AsciiStrToLower(
      strategy::v1::Initiative::Kind_Name(initiative.kind())));
  view.set_text(initiative.text());
  const auto it = parts.answers.find(pillar);
  if (it != parts.answers.end() && it->second.IsThere()) {
    for (const auto& record : it->second.initiatives.initiatives()) {
      if (record.initiative_id() == initiative.id()) *view.mutable_initiative() = record;
    }
  }
  const auto& numbers = initiative_questions_.at(initiative.id());
  for (int i = 0; i < initiative.supporting_indicators_size(); ++i) {
    BuildSupport(initiative.supporting_indicators(i), numbers[static_cast<size_t>(i)], parts,
                 *view.add_supporting());
  }
}

ReleasedAnswers DashboardBuilder::PlanOfPeople(const ServiceAnswers& answers) const {
  ReleasedAnswers released;
  for (QuestionPlan::Number number = 0; number < plan_.size(); ++number) {
    const std::string& id = plan_.IndicatorOf(number);
    const auto it = answers.find(ServiceOf(id));
    if (it == answers.end() || it->second.catalogue == nullptr) continue;
    const auto entry = it->second.catalogue->find(id);
    if (entry == it->second.catalogue->end() || !entry->second.counts_people()) continue;
    released.numbers[number] = released.plan.Add(plan_, number);
  }
  return released;
}

Dashboard DashboardBuilder::Build(const ServiceAnswers& answers, absl::Time now,
                                  const ReleasedAnswers* released) const {
  const Parts parts{answers, released};
  Dashboard dashboard;
  AddFrame(strategy_, days_, dashboard);
  for (const auto& pillar : strategy_.pillars()) {
    dashboard::v1::Pillar& view = *dashboard.add_pillars();
    view.set_id(pillar.id());
    view.set_number(pillar.number());
    view.set_title(pillar.title());
    view.set_vision(pillar.vision());
    *view.mutable_context() = pillar.context();
    for (const auto& outcome : pillar.outcomes()) {
      View& outcome_view = *view.add_outcomes();
      BuildOutcome(outcome, parts, outcome_view);
      Count(outcome_view.status(), *view.mutable_counts());
      Count(outcome_view.status(), *dashboard.mutable_counts());
      if (outcome_view.illustrative()) dashboard.set_illustrative(true);
    }
    for (const auto& initiative : pillar.initiatives()) {
      BuildInitiative(initiative, pillar.id(), parts, *view.add_initiatives());
    }
  }
  AddPanels(answers, now, dashboard);
  if (released != nullptr) LeaveRecordsOut(dashboard);
  return dashboard;
}

}  // namespace potential::gateway
