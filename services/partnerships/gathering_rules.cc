#include "services/partnerships/gathering_rules.h"

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "potential/partnerships/v1/partner.pb.h"
#include "services/chassis/records/dated_step.h"

namespace potential::partnerships {
namespace {

using records::Transaction;
using records::Violations;
using v1::PracticeDay;
using v1::SkillsWorkshop;

// A field that is filled after the day, and whether it is filled.
using LaterField = std::pair<absl::string_view, bool>;

// What both kinds of gatherings keep. `responses` is the number of people behind the evaluation.
template <typename Gathering>
void CheckGathering(const Gathering& next, int responses, absl::string_view responses_path,
                    const std::vector<LaterField>& later, const Transaction& transaction,
                    Violations& violations) {
  violations.Require(!next.has_places() || next.attendance() <= next.places(), "attendance",
                     "must not be above the number of places");
  violations.Require(!next.has_attendance() || responses <= next.attendance(), responses_path,
                     "must not be above the attendance");
  if (next.state() == Gathering::HELD) {
    records::RequireNotAfterToday(next.date(), "date", transaction, violations, "it was held");
  }
  if (next.date() <= records::TodayText(transaction)) return;
  violations.Require(!next.has_attendance(), "attendance", "is added after the day");
  for (const auto& [path, filled] : later) {
    violations.Require(!filled, path, "is added after the day");
  }
}

}  // namespace

absl::Status DerivePracticeDay(PracticeDay& next, const PracticeDay*, Transaction&) {
  const std::set<std::string> different(next.organisations_attending().begin(),
                                        next.organisations_attending().end());
  next.set_organisations_attending_count(static_cast<int32_t>(different.size()));
  next.set_joint(different.size() >= 2);
  return absl::OkStatus();
}

absl::Status CheckPracticeDay(const PracticeDay& next, const PracticeDay*, Transaction& transaction,
                              Violations& violations) {
  CheckGathering(next, next.evaluation_responses(), "evaluation_responses",
                 {{"learning", !next.learning().empty()},
                  {"actions", !next.actions().empty()},
                  {"evaluation_mean", next.has_evaluation_mean()},
                  {"evaluation_responses", next.has_evaluation_responses()}},
                 transaction, violations);
  for (int i = 0; i < next.actions_size(); ++i) {
    records::CheckOrder(next.date(), next.actions(i).due_date(),
                        absl::StrCat("actions[", i, "].due_date"), "date", violations);
  }
  violations.Require(next.state() != PracticeDay::HELD || next.organisations_attending_count() > 0,
                     "organisations_attending",
                     "must name an organisation, because the day was held");
  return absl::OkStatus();
}

absl::Status DeriveSkillsWorkshop(SkillsWorkshop& next, const SkillsWorkshop*,
                                  Transaction& transaction) {
  const absl::StatusOr<v1::Partner> partner = transaction.Get<v1::Partner>(next.partner());
  // A partner that does not exist is reported with the other references.
  if (absl::IsNotFound(partner.status())) return absl::OkStatus();
  if (!partner.ok()) return partner.status();
  next.set_partner_kind(partner->kind());
  return absl::OkStatus();
}

absl::Status CheckSkillsWorkshop(const SkillsWorkshop& next, const SkillsWorkshop*,
                                 Transaction& transaction, Violations& violations) {
  CheckGathering(next, next.competence_responses(), "competence_responses",
                 {{"learning", !next.learning().empty()},
                  {"competence_before_mean", next.has_competence_before_mean()},
                  {"competence_after_mean", next.has_competence_after_mean()},
                  {"competence_responses", next.has_competence_responses()}},
                 transaction, violations);
  return absl::OkStatus();
}

}  // namespace potential::partnerships
