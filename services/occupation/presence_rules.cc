#include "services/occupation/presence_rules.h"

#include <algorithm>
#include <optional>
#include <string>

#include "services/chassis/records/dated_step.h"
#include "services/chassis/resource/names.h"
#include "services/chassis/storage/status_macros.h"

namespace potential::occupation {
namespace {

using records::Transaction;
using records::Violations;
using storage::Predicate;
using v1::Campaign;
using v1::Channel;
using v1::ReachMeasurement;

// Whether the field rules accept the name, so that only its existence is left to check.
bool IsChannelName(const std::string& name, const Transaction& transaction) {
  const std::optional<resource::ResourceName> parsed = resource::ParseName(name);
  return parsed && parsed->collection == "channels" &&
         parsed->organisation == transaction.organisation();
}

absl::Status CopyKind(ReachMeasurement& fact, Transaction& transaction, Violations& violations) {
  if (!IsChannelName(fact.channel(), transaction)) return absl::OkStatus();
  const absl::StatusOr<Channel> channel = transaction.Get<Channel>(fact.channel());
  if (absl::IsNotFound(channel.status())) {
    violations.Add("channel", "names no record");
    return absl::OkStatus();
  }
  if (!channel.ok()) return channel.status();
  fact.set_channel_kind(channel->kind());
  return absl::OkStatus();
}

// Months of the facts, as a condition on the rollup.
Predicate MonthsOf(const std::vector<const ReachMeasurement*>& facts) {
  const auto [first, last] = std::minmax_element(
      facts.begin(), facts.end(),
      [](const ReachMeasurement* a, const ReachMeasurement* b) { return a->month() < b->month(); });
  return Predicate::All({Predicate::Compare(Predicate::Op::kGe, "month", (*first)->month()),
                         Predicate::Compare(Predicate::Op::kLe, "month", (*last)->month())});
}

// ALREADY_EXISTS with the first key under which channel and month were measured.
absl::Status MeasuredTwice(const storage::Table& table, const storage::RollupRow& group,
                           Transaction& transaction) {
  ASSIGN_OR_RETURN(const std::vector<storage::Row> rows,
                   transaction.tables().Select(
                       table, transaction.organisation(),
                       {.where = Predicate::All({Predicate::Eq("month", group.group[0]),
                                                 Predicate::Eq("channel", group.group[1])}),
                        .limit = 1,
                        .projection = {"month"}}));
  return resource::AlreadyExists(
      absl::StrCat(resource::FormatOrganisation(transaction.organisation()), "/reachMeasurements/",
                   rows.empty() ? "" : rows[0].id));
}

}  // namespace

absl::Status CheckChannel(const Channel& next, const Channel*, Transaction&,
                          Violations& violations) {
  violations.Require(next.state() != Channel::LIVE || !next.address().empty(), "address",
                     "is required while the channel is LIVE");
  return absl::OkStatus();
}

absl::Status CheckCampaign(const Campaign& next, const Campaign*, Transaction& transaction,
                           Violations& violations) {
  const std::string today = records::TodayText(transaction);
  const bool finished = next.state() == Campaign::FINISHED;
  const bool begun = finished || next.state() == Campaign::RUNNING;
  records::CheckOrder(next.start_date(), next.end_date(), "end_date", "start_date", violations);
  if (begun) {
    records::RequireNotAfterToday(next.start_date(), "start_date", transaction, violations,
                                  "it has begun");
  }
  violations.Require(!finished || !next.end_date().empty(), "end_date",
                     "is required of a campaign that is over");
  if (finished) {
    records::RequireNotAfterToday(next.end_date(), "end_date", transaction, violations,
                                  "it is over");
  }
  if (next.start_date() <= today) return absl::OkStatus();
  constexpr absl::string_view kLater = "is added once the campaign has begun";
  violations.Require(next.results().empty(), "results", kLater);
  violations.Require(!next.has_people_reached(), "people_reached", kLater);
  violations.Require(!next.has_engagements(), "engagements", kLater);
  return absl::OkStatus();
}

absl::Status DeriveReachMeasurement(ReachMeasurement& fact, Transaction& transaction,
                                    Violations& violations) {
  records::RequireNotAfterThisMonth(fact.month(), "month", transaction, violations);
  violations.Require(
      fact.has_visits() || fact.has_followers() || fact.has_posts() || fact.has_engagements(),
      "visits", "is required unless followers, posts or engagements are given");
  return CopyKind(fact, transaction, violations);
}

absl::Status CheckReachMeasurements(const std::vector<const ReachMeasurement*>& facts,
                                    Transaction& transaction) {
  if (facts.empty()) return absl::OkStatus();
  const storage::Table& table =
      transaction.environment().kinds->FindFact(ReachMeasurement::descriptor())->table;
  ASSIGN_OR_RETURN(const std::vector<storage::RollupRow> groups,
                   transaction.tables().SelectRollup(
                       table, kReachByMonth, transaction.organisation(),
                       {.where = MonthsOf(facts), .group_by = {"month", "channel"}}));
  for (const storage::RollupRow& group : groups) {
    if (group.count > 1) return MeasuredTwice(table, group, transaction);
  }
  return absl::OkStatus();
}

storage::Rollup ReachByMonth() {
  return {.name = kReachByMonth,
          .group_by = {"month", "channel", "channel_kind", "illustrative"},
          .sums = {"visits"}};
}

}  // namespace potential::occupation
