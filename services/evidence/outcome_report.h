// The report on outcome standards: what the service lines agreed beside what their scores show.

#ifndef POTENTIAL_SERVICES_EVIDENCE_OUTCOME_REPORT_H_
#define POTENTIAL_SERVICES_EVIDENCE_OUTCOME_REPORT_H_

#include <string>
#include <vector>

#include "potential/evidence/v1/outcome_report.pb.h"
#include "potential/evidence/v1/outcome_standard.pb.h"
#include "services/chassis/records/record_service.h"
#include "services/chassis/rpc/routes.h"
#include "services/chassis/strategy/strategy_holder.h"
#include "services/evidence/episodes.h"
#include "services/measures/calendar.h"

namespace potential::evidence {

// Figures of the episodes of a tool in a part of a line.
struct EpisodeGroup {
  std::string service_line;
  std::string ot_service;
  v1::OutcomeStandard::Tool tool = v1::OutcomeStandard::TOOL_UNSPECIFIED;
  std::string other_tool;
  bool illustrative = false;
  EpisodeFigures figures;
};

// The rows of the report. `lines` are those of the strategy, in its order; `standards` those in
// force on `as_of`. A line, or a group, whose line is not among them comes after them. Pure.
std::vector<v1::OutcomeReport::Row> MakeReportRows(
    const std::vector<std::string>& lines, const std::vector<v1::OutcomeStandard>& standards,
    const std::vector<EpisodeGroup>& groups, measures::Day as_of);

// Binds GetOutcomeReport. The strategies outlive the routes.
void BindOutcomeReport(rpc::Routes& routes, records::RecordService& records,
                       const strategy::StrategyHolder& strategies);

}  // namespace potential::evidence

#endif  // POTENTIAL_SERVICES_EVIDENCE_OUTCOME_REPORT_H_
