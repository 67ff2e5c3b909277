#include "services/occupation/interventions/verification.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "potential/occupation/v1/intervention.pb.h"
#include "services/chassis/storage/rollup_check.h"
#include "services/chassis/storage/status_macros.h"
#include "services/occupation/interventions/intervention_rules.h"

namespace potential::occupation {
namespace {

using storage::Predicate;
using storage::Value;
using v1::VerifyInterventionsRequest;
using v1::VerifyInterventionsResponse;
using Op = Predicate::Op;

// One call ends with the month in which it has read so many, well within its deadline.
constexpr int64_t kEnoughRead = 100'000;
constexpr int kMaxListed = 100;

std::string TextOf(const Value& value) {
  if (const auto* text = std::get_if<std::string>(&value)) return *text;
  const auto* number = std::get_if<int64_t>(&value);
  return number == nullptr ? "" : absl::StrCat(*number);
}

std::string GroupText(const storage::Rollup& rollup, const std::vector<Value>& group) {
  std::vector<std::string> parts;
  for (size_t i = 0; i < group.size(); ++i) {
    parts.push_back(absl::StrCat(rollup.group_by[i], "=", TextOf(group[i])));
  }
  return absl::StrJoin(parts, " ");
}

int64_t MinutesOf(const storage::RollupRow& row) {
  return row.sums.empty() ? 0 : static_cast<int64_t>(row.sums[0]);
}

class Verification {
 public:
  Verification(storage::TableReader& snapshot, const records::FactKind& interventions,
               const std::string& organisation)
      : snapshot_(snapshot), interventions_(interventions), organisation_(organisation) {}

  absl::StatusOr<VerifyInterventionsResponse> Run(std::optional<measures::Month> month) {
    while (true) {
      ASSIGN_OR_RETURN(const std::optional<measures::Month> next, NextMonth(month));
      if (!next) return std::move(answer_);
      RETURN_IF_ERROR(Compare(*next));
      month = next;
      if (answer_.interventions() < kEnoughRead) continue;
      answer_.set_next_page_token(measures::FormatMonth(*month));
      return std::move(answer_);
    }
  }

 private:
  // The first month after this one of which there are interventions or sums.
  absl::StatusOr<std::optional<measures::Month>> NextMonth(std::optional<measures::Month> after) {
    const std::string from = after ? measures::FormatDay(measures::LastOfMonth(*after)) : "";
    ASSIGN_OR_RETURN(const std::vector<storage::Row> rows,
                     snapshot_.Select(interventions_.table, organisation_,
                                      {.where = Predicate::Compare(Op::kGt, "date", from),
                                       .order = {{.column = "date"}},
                                       .limit = 1,
                                       .projection = {"date"}}));
    std::optional<measures::Month> next;
    if (!rows.empty()) {
      const auto day = measures::ParseDay(std::get<std::string>(rows[0].values[0]));
      if (!day) return absl::DataLossError("a stored intervention has no date");
      next = measures::MonthOf(*day);
    }
    ASSIGN_OR_RETURN(
        const std::vector<storage::RollupRow> months,
        snapshot_.SelectRollup(
            interventions_.table, rollup_.name, organisation_,
            {.where = Predicate::Compare(Op::kGt, "month", after ? MonthNumber(*after) : 0),
             .group_by = {"month"}}));
    if (months.empty()) return next;
    const measures::Month summed = MonthOfNumber(std::get<int64_t>(months[0].group[0]));
    return next ? std::min(*next, summed) : summed;
  }

  absl::Status Compare(measures::Month month) {
    const storage::RollupPart part = {
        .groups = Predicate::Eq("month", MonthNumber(month)),
        .rows = Predicate::All(
            {Predicate::Compare(Op::kGe, "date",
                                measures::FormatDay(measures::FirstOfMonth(month))),
             Predicate::Compare(Op::kLe, "date",
                                measures::FormatDay(measures::LastOfMonth(month)))}),
        .order = "date"};
    ASSIGN_OR_RETURN(const storage::RollupCheck check,
                     storage::CheckRollup(snapshot_, interventions_.table, rollup_, organisation_,
                                          part));
    answer_.set_interventions(answer_.interventions() + check.rows);
    answer_.set_groups(answer_.groups() + check.groups);
    answer_.set_differing(answer_.differing() + static_cast<int64_t>(check.differences.size()));
    for (const storage::RollupDifference& difference : check.differences) List(difference);
    return absl::OkStatus();
  }

  void List(const storage::RollupDifference& found) {
    if (answer_.differences_size() >= kMaxListed) return;
    VerifyInterventionsResponse::Difference& listed = *answer_.add_differences();
    listed.set_group(GroupText(rollup_, found.group));
    listed.set_kept_count(found.kept.count);
    listed.set_true_count(found.actual.count);
    listed.set_kept_minutes(MinutesOf(found.kept));
    listed.set_true_minutes(MinutesOf(found.actual));
  }

  storage::TableReader& snapshot_;
  const records::FactKind& interventions_;
  const std::string organisation_;
  const storage::Rollup rollup_ = InterventionsByMonth();
  VerifyInterventionsResponse answer_;
};

}  // namespace

absl::StatusOr<VerifyInterventionsResponse> VerifyMonths(storage::TableReader& snapshot,
                                                         const records::FactKind& interventions,
                                                         const std::string& organisation,
                                                         std::optional<measures::Month> after) {
  return Verification(snapshot, interventions, organisation).Run(after);
}

void BindVerification(rpc::Routes& routes, service::ServiceContext& context) {
  const records::FactKind& interventions =
      *context.kinds.FindFact(v1::Intervention::descriptor());
  context.records.Read<VerifyInterventionsRequest, VerifyInterventionsResponse>(
      routes, "potential.occupation.v1.InterventionService.VerifyInterventions",
      [&interventions](storage::TableReader& tables, const rpc::CallContext& call,
                       const VerifyInterventionsRequest& request) {
        return VerifyMonths(tables, interventions, call.organisation,
                            measures::ParseMonth(request.page_token()));
      });
}

}  // namespace potential::occupation
