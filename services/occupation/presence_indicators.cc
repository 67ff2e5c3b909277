#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "services/chassis/indicators/record_spans.h"
#include "services/chassis/indicators/records_filter.h"
#include "services/chassis/storage/status_macros.h"
#include "services/occupation/indicators.h"
#include "services/occupation/presence_rules.h"

namespace potential::occupation {
namespace {

using indicators::Catalogue;
using indicators::Cells;
using indicators::MakeIndicator;
using indicators::Observations;
using indicators::RecordsOf;
using indicators::Source;
using indicators::v1::Indicator;
using measures::Day;
using measures::Month;
using storage::Predicate;

// A channel as its reach is asked for.
struct ChannelRow {
  std::string id;
  std::string kind;
  bool illustrative = false;
  std::optional<Day> live;
  std::optional<Day> retired;

  bool LiveThrough(Month month) const {
    return live && *live <= measures::FirstOfMonth(month) &&
           (!retired || *retired > measures::LastOfMonth(month));
  }
};

absl::StatusOr<std::vector<ChannelRow>> ReadChannels(const Source& source,
                                                     const storage::Table& table) {
  std::vector<ChannelRow> channels;
  RETURN_IF_ERROR(indicators::Scan(source, table,
                                   {"kind", "illustrative", "live_date", "retired_date"},
                                   [&channels](const Cells& cells) {
                                     channels.push_back({cells.Id(), cells.Text(0), cells.Flag(1),
                                                         cells.Date(2), cells.Date(3)});
                                   }));
  return channels;
}

// Groups of the reach rollup from the month `first` to the month `last`.
absl::StatusOr<std::vector<storage::RollupRow>> ReadReach(const Source& source,
                                                          const storage::Table& table, Month first,
                                                          Month last) {
  return source.tables.SelectRollup(
      table, kReachByMonth, source.organisation,
      {.where = Predicate::All(
           {Predicate::Compare(Predicate::Op::kGe, "month", measures::FormatMonth(first)),
            Predicate::Compare(Predicate::Op::kLe, "month", measures::FormatMonth(last))}),
       .group_by = {"month", "channel", "illustrative"}});
}

// Cells of a group of ReadReach.
constexpr size_t kMonth = 0;
constexpr size_t kChannel = 1;
constexpr size_t kIllustrative = 2;

class ChannelsMeasured {
 public:
  ChannelsMeasured(const storage::Table& channels, const storage::Table& reach)
      : channels_(channels), reach_(reach) {}

  // On any day of a month the month before is the last that is closed.
  absl::StatusOr<Observations> operator()(const Source& source) const {
    const Month first = measures::AddMonths(measures::MonthOf(source.window.first), -1);
    const Month last = measures::AddMonths(measures::MonthOf(source.window.last), -1);
    ASSIGN_OR_RETURN(const std::vector<ChannelRow> channels, ReadChannels(source, channels_));
    ASSIGN_OR_RETURN(const std::vector<storage::RollupRow> reach,
                     ReadReach(source, reach_, first, last));
    std::set<std::pair<std::string, std::string>> measured;  // month, id of the channel
    for (const storage::RollupRow& group : reach) {
      const Cells cells(group.group);
      measured.emplace(cells.Text(kMonth), cells.IdOf(kChannel));
    }
    Observations observations;
    for (Month month = first; month <= last; month = measures::AddMonths(month, 1)) {
      const Month shown = measures::AddMonths(month, 1);
      for (const ChannelRow& channel : channels) {
        if (!channel.LiveThrough(month)) continue;
        const bool has = measured.contains({measures::FormatMonth(month), channel.id});
        observations.all.push_back({.first = measures::FirstOfMonth(shown),
                                    .last = measures::LastOfMonth(shown),
                                    .numerator = has ? 1.0 : 0.0,
                                    .denominator = 1,
                                    .dimensions = {channel.kind},
                                    .illustrative = channel.illustrative});
      }
    }
    return observations;
  }

 private:
  const storage::Table& channels_;
  const storage::Table& reach_;
};

class ReachVisits {
 public:
  ReachVisits(const storage::Table& channels, const storage::Table& reach)
      : channels_(channels), reach_(reach) {}

  // A deleted channel takes its visits with it: facts have no deletion of their own.
  absl::StatusOr<Observations> operator()(const Source& source) const {
    ASSIGN_OR_RETURN(const std::vector<ChannelRow> channels, ReadChannels(source, channels_));
    absl::flat_hash_map<std::string, std::string> kinds;
    for (const ChannelRow& channel : channels) kinds[channel.id] = channel.kind;
    ASSIGN_OR_RETURN(const std::vector<storage::RollupRow> reach,
                     ReadReach(source, reach_, measures::MonthOf(source.window.first),
                               measures::MonthOf(source.window.last)));
    Observations observations;
    for (const storage::RollupRow& group : reach) {
      const Cells cells(group.group);
      const std::optional<Month> month = cells.MonthCell(kMonth);
      const auto kind = kinds.find(cells.IdOf(kChannel));
      if (!month || kind == kinds.end()) continue;
      observations.all.push_back({.first = measures::FirstOfMonth(*month),
                                  .numerator = group.sums[0],
                                  .dimensions = {kind->second, kind->first},
                                  .illustrative = cells.Flag(kIllustrative)});
    }
    return observations;
  }

 private:
  const storage::Table& channels_;
  const storage::Table& reach_;
};

void AddChannels(Catalogue& catalogue, const records::RecordKind& channels) {
  catalogue.Add(
      MakeIndicator(
          Indicator::STOCK, Indicator::COUNT,
          {.id = "occupation.channels_live",
           .title = "Channels live",
           .definition = "Channels that had gone live by the day and were not retired "
                         "by it.",
           .unit = "channels",
           .dimensions = {"kind"},
           .topics = {"channels"},
           .records = RecordsOf(
               "channels", indicators::SpanFilter(
                               {.first = "live_date", .ends = {"retired_date"}, .lasts = {}}))}),
      indicators::ObserveRecords({{.kind = channels,
                                   .first = "live_date",
                                   .ends = {"retired_date"},
                                   .dimensions = {"kind"}}}));
}

void AddReach(Catalogue& catalogue, const storage::Table& channels, const storage::Table& reach) {
  catalogue.Add(
      MakeIndicator(Indicator::STOCK, Indicator::SHARE,
                    {.id = "occupation.channels_measured",
                     .title = "Channels whose reach was measured",
                     .definition = "Of the channels that were live through the whole of the last "
                                   "closed month, those whose reach was measured for it.",
                     .unit = "%",
                     .dimensions = {"kind"},
                     .topics = {"channels", "reachMeasurements"},
                     .records = RecordsOf("channels",
                                          "live_date <= \"{month_before_start}\" AND NOT "
                                          "retired_date <= \"{month_before_end}\"")}),
      ChannelsMeasured(channels, reach));
  catalogue.Add(
      MakeIndicator(Indicator::FLOW, Indicator::COUNT,
                    {.id = "occupation.reach_visits",
                     .title = "Visits to our channels",
                     .definition = "Visits or views of all channels. A month counts as a whole, on "
                                   "its first day.",
                     .unit = "visits",
                     .dimensions = {"channel_kind", "channel"},
                     .topics = {"channels", "reachMeasurements"},
                     .records = RecordsOf("reachMeasurements", "visits > 0", "month")}),
      ReachVisits(channels, reach));
}

void AddCampaigns(Catalogue& catalogue, const records::RecordKind& campaigns) {
  const char* filter = "state != PLANNED AND state != CANCELLED";
  catalogue.Add(
      MakeIndicator(Indicator::FLOW, Indicator::COUNT,
                    {.id = "occupation.campaigns_run",
                     .title = "Campaigns run",
                     .definition = "Campaigns that are running or finished, by their first day.",
                     .unit = "campaigns",
                     .dimensions = {},
                     .topics = {"campaigns"},
                     .records = RecordsOf("campaigns", filter, "start_date")}),
      indicators::ObserveRecords(
          {{.kind = campaigns,
            .first = "start_date",
            .where = Predicate::Any({Predicate::Eq("state", std::string("RUNNING")),
                                     Predicate::Eq("state", std::string("FINISHED"))})}}));
}

}  // namespace

void AddPresenceIndicators(Catalogue& catalogue, const records::KindTable& kinds) {
  const records::RecordKind& channels = *kinds.FindRecord(v1::Channel::descriptor());
  const records::FactKind& reach = *kinds.FindFact(v1::ReachMeasurement::descriptor());
  AddChannels(catalogue, channels);
  AddReach(catalogue, channels.table, reach.table);
  AddCampaigns(catalogue, *kinds.FindRecord(v1::Campaign::descriptor()));
}

}  // namespace potential::occupation
