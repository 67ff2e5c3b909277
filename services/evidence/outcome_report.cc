#include "services/evidence/outcome_report.h"

#include <algorithm>
#include <memory>
#include <optional>

#include "potential/evidence/v1/outcome_service.pb.h"
#include "services/chassis/indicators/scan.h"
#include "services/chassis/resource/violation.h"
#include "services/chassis/storage/status_macros.h"

namespace potential::evidence {
namespace {

using indicators::Cells;
using measures::Day;
using measures::Month;
using v1::GetOutcomeReportRequest;
using v1::OutcomeReport;
using v1::OutcomeStandard;

constexpr int kUsualMonths = 12;

// Months of the first scores, whole, and the day on which all stands.
struct Question {
  Day as_of;
  measures::Window window;
};

absl::StatusOr<Question> QuestionOf(const GetOutcomeReportRequest& request, Day today) {
  const Day as_of = measures::ParseDay(request.as_of()).value_or(today);
  if (as_of > today) return resource::InvalidArgument("as_of", "must not be after today");
  const Month last =
      std::min(measures::MonthOf(as_of),
               measures::ParseMonth(request.end_month()).value_or(measures::MonthOf(as_of)));
  const Month first = measures::ParseMonth(request.start_month())
                          .value_or(measures::AddMonths(last, 1 - kUsualMonths));
  if (first > last) {
    return resource::InvalidArgument("start_month",
                                     "must not be after the last month, nor after as_of");
  }
  return Question{.as_of = as_of,
                  .window = {measures::FirstOfMonth(first), measures::LastOfMonth(last)}};
}

// Standards that were agreed by the day and not replaced by it, by their names.
absl::StatusOr<std::vector<OutcomeStandard>> StandardsInForce(const indicators::Source& source,
                                                              const records::KindTable& kinds) {
  const std::string day = measures::FormatDay(source.as_of);
  std::vector<OutcomeStandard> standards;
  bool damaged = false;
  RETURN_IF_ERROR(indicators::Scan(source, kinds.FindRecord(OutcomeStandard::descriptor())->table,
                                   {records::kBodyColumn}, [&](const Cells& cells) {
                                     OutcomeStandard standard;
                                     if (!standard.ParseFromString(cells.Text(0))) damaged = true;
                                     const bool agreed = !standard.agreed_date().empty() &&
                                                         standard.agreed_date() <= day;
                                     const bool replaced = !standard.superseded_date().empty() &&
                                                           standard.superseded_date() <= day;
                                     if (agreed && !replaced)
                                       standards.push_back(std::move(standard));
                                   }));
  if (damaged) return absl::DataLossError("the stored body of a record does not parse");
  return standards;
}

absl::StatusOr<std::vector<EpisodeGroup>> ReadGroups(const indicators::Source& source) {
  ASSIGN_OR_RETURN(
      const std::vector<storage::RollupRow> rows,
      source.tables.SelectRollup(
          EpisodeMonths(), kEpisodesByMonth, source.organisation,
          EpisodesKnown(source.window, source.as_of,
                        {"service_line", "ot_service", "tool", "other_tool", "illustrative"})));
  std::vector<EpisodeGroup> groups;
  for (const storage::RollupRow& row : rows) {
    const Cells cells(row.group);
    EpisodeGroup group{.service_line = cells.Text(0),
                       .ot_service = cells.Text(1),
                       .tool = OutcomeStandard::TOOL_UNSPECIFIED,
                       .other_tool = cells.Text(3),
                       .illustrative = cells.Flag(4),
                       .figures = FiguresOf(row)};
    if (!OutcomeStandard::Tool_Parse(cells.Text(2), &group.tool)) {
      return absl::DataLossError("a stored episode has an unknown tool");
    }
    groups.push_back(std::move(group));
  }
  return groups;
}

std::vector<std::string> LinesOf(const strategy::StrategyHolder& strategies,
                                 const std::string& organisation) {
  const std::shared_ptr<const strategy::StrategySet> set = strategies.Get();
  std::vector<std::string> lines;
  const strategy::v1::Strategy* strategy = set->Find(organisation);
  if (strategy == nullptr) return lines;
  for (const auto& line : strategy->service_lines()) lines.push_back(line.id());
  return lines;
}

absl::StatusOr<OutcomeReport> GetOutcomeReport(storage::TableReader& tables,
                                               const rpc::CallContext& call,
                                               const GetOutcomeReportRequest& request,
                                               const records::KindTable& kinds,
                                               const strategy::StrategyHolder& strategies) {
  ASSIGN_OR_RETURN(const Question question, QuestionOf(request, call.today));
  const indicators::Source source = {.tables = tables,
                                     .organisation = call.organisation,
                                     .as_of = question.as_of,
                                     .window = question.window};
  ASSIGN_OR_RETURN(const std::vector<OutcomeStandard> standards, StandardsInForce(source, kinds));
  ASSIGN_OR_RETURN(const std::vector<EpisodeGroup> groups, ReadGroups(source));
  OutcomeReport report;
  report.set_as_of(measures::FormatDay(question.as_of));
  report.set_start_month(measures::FormatMonth(measures::MonthOf(question.window.first)));
  report.set_end_month(measures::FormatMonth(measures::MonthOf(question.window.last)));
  for (OutcomeReport::Row& row :
       MakeReportRows(LinesOf(strategies, call.organisation), standards, groups, question.as_of)) {
    *report.add_rows() = std::move(row);
  }
  return report;
}

}  // namespace

void BindOutcomeReport(rpc::Routes& routes, records::RecordService& records,
                       const strategy::StrategyHolder& strategies) {
  const records::KindTable& kinds = *records.environment().kinds;
  records.Read<GetOutcomeReportRequest, OutcomeReport>(
      routes, "potential.evidence.v1.OutcomeService.GetOutcomeReport",
      [&kinds, &strategies](storage::TableReader& tables, const rpc::CallContext& call,
                            const GetOutcomeReportRequest& request) {
        return GetOutcomeReport(tables, call, request, kinds, strategies);
      });
}

}  // namespace potential::evidence
