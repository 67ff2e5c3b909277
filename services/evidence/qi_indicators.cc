#include <algorithm>
#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "potential/evidence/v1/qi_project.pb.h"
#include "services/chassis/indicators/record_spans.h"
#include "services/chassis/indicators/scan.h"
#include "services/chassis/storage/status_macros.h"
#include "services/evidence/indicators.h"

namespace potential::evidence {
namespace {

using indicators::Cells;
using indicators::Observations;
using indicators::Source;
using indicators::v1::Indicator;
using measures::Day;
using storage::Predicate;
using v1::QiProject;

constexpr char kCollection[] = "qiProjects";
constexpr char kStartedAndNotStopped[] =
    "start_date <= \"{as_of}\" AND (state != STOPPED OR NOT ended_date <= \"{as_of}\")";

Predicate IsStopped() { return Predicate::Eq("state", QiProject::State_Name(QiProject::STOPPED)); }

// Each score from its day until the next one takes its place or the project is stopped. Scores
// stand inside the record, so that its body is read; there are few projects.
void ObserveScores(const QiProject& project, Observations& observations) {
  Day end = indicators::kLastDay;
  if (project.state() == QiProject::STOPPED) {
    end = indicators::LastBefore(measures::ParseDay(project.ended_date()));
  }
  const auto& history = project.progress_history();
  for (int i = 0; i < history.size(); ++i) {
    const std::string next = i + 1 < history.size() ? history[i + 1].date() : "";
    const std::optional<Day> day = measures::ParseDay(history[i].date());
    if (!day) continue;
    indicators::AddSpan({.first = *day,
                         .last = std::min(end, indicators::LastBefore(measures::ParseDay(next))),
                         .numerator = history[i].score(),
                         .denominator = 1,
                         .dimensions = {project.service_line()},
                         .illustrative = project.illustrative()},
                        observations);
  }
}

absl::StatusOr<Observations> ObserveProgress(const storage::Table& projects, const Source& source) {
  Observations observations;
  bool parsed = true;
  RETURN_IF_ERROR(
      indicators::Scan(source, projects, {records::kBodyColumn}, [&](const Cells& cells) {
        QiProject project;
        parsed = project.ParseFromString(cells.Text(0)) && parsed;
        ObserveScores(project, observations);
      }));
  if (!parsed) return absl::DataLossError("the stored body of a QI project does not parse");
  return observations;
}

void AddProjects(indicators::Catalogue& catalogue, const records::RecordKind& kind) {
  catalogue.Add(
      indicators::MakeIndicator(
          Indicator::STOCK, Indicator::COUNT,
          {.id = "evidence.qi_projects",
           .title = "QI projects",
           .definition = "Quality improvement projects started by the day and not stopped by it; "
                         "those that were completed count on.",
           .unit = "projects",
           .dimensions = {"service_line"},
           .topics = {kCollection},
           .records = indicators::RecordsOf(kCollection, kStartedAndNotStopped)}),
      indicators::ObserveRecords({{.kind = kind,
                                   .first = "start_date",
                                   .dimensions = {"service_line"},
                                   .where = Predicate::Not(IsStopped())},
                                  {.kind = kind,
                                   .first = "start_date",
                                   .ends = {"ended_date"},
                                   .dimensions = {"service_line"},
                                   .where = IsStopped()}}));
}

void AddProgress(indicators::Catalogue& catalogue, const storage::Table& projects) {
  catalogue.Add(
      indicators::MakeIndicator(
          Indicator::STOCK, Indicator::MEAN,
          {.id = "evidence.qi_progress",
           .title = "Progress of QI projects",
           .definition = "Mean of the latest progress score, 0.5 to 5.0, of the projects started "
                         "by the day and not stopped by it; projects without a score are left out.",
           .unit = "score 0.5-5.0",
           .dimensions = {"service_line"},
           .topics = {kCollection},
           .records = indicators::RecordsOf(
               kCollection, absl::StrCat(kStartedAndNotStopped, " AND progress_score:*"))}),
      [&projects](const Source& source) { return ObserveProgress(projects, source); });
}

}  // namespace

void AddQiIndicators(indicators::Catalogue& catalogue, const records::KindTable& kinds) {
  const records::RecordKind& projects = *kinds.FindRecord(QiProject::descriptor());
  AddProjects(catalogue, projects);
  AddProgress(catalogue, projects.table);
}

}  // namespace potential::evidence
