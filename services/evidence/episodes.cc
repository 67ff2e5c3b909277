#include "services/evidence/episodes.h"

#include <string>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "services/chassis/indicators/scan.h"
#include "services/chassis/records/kind.h"
#include "services/chassis/storage/status_macros.h"
#include "services/evidence/episode_course.h"
#include "services/evidence/month_number.h"

namespace potential::evidence {
namespace {

using indicators::Cells;
using measures::Day;
using records::Transaction;
using storage::ColumnType;
using storage::Predicate;
using storage::Row;
using storage::Value;
using v1::OutcomeScore;
using v1::OutcomeStandard;

constexpr int64_t kPage = 1000;
// Longer identifiers belong to facts that the field rules refuse.
constexpr size_t kMaxIdBytes = 1000;
// Months from 1900 to 2199.
constexpr int64_t kMaxMonths = 300 * 12;
// No field may hold it: it is a control character.
constexpr char kSeparator[] = "\x1f";

struct FigureColumn {
  const char* name;
  ColumnType type;
  double EpisodeFigures::*figure;
};

constexpr std::array<FigureColumn, 8> kFigureColumns = {{
    {"episodes", ColumnType::kInteger, &EpisodeFigures::episodes},
    {"baselines", ColumnType::kInteger, &EpisodeFigures::baselines},
    {"pairs", ColumnType::kInteger, &EpisodeFigures::pairs},
    {"improved", ColumnType::kInteger, &EpisodeFigures::improved},
    {"deteriorated", ColumnType::kInteger, &EpisodeFigures::deteriorated},
    {"unchanged", ColumnType::kInteger, &EpisodeFigures::unchanged},
    {"change", ColumnType::kReal, &EpisodeFigures::change},
    {"change_squared", ColumnType::kReal, &EpisodeFigures::change_squared},
}};

// What makes two scores ones of the same episode and comparable. Tools by their value's name.
struct Episode {
  std::string episode_key;
  std::string tool;
  std::string other_tool;

  std::string Id() const {
    return absl::StrCat(tool, kSeparator, other_tool, kSeparator, episode_key);
  }
};

// Columns that hold an Episode, in its order.
const std::vector<std::string> kEpisodeColumns = {"episode_key", "tool", "other_tool"};

Episode ReadEpisode(const std::vector<Value>& values) {
  const Cells cells(values);
  return {.episode_key = cells.Text(0), .tool = cells.Text(1), .other_tool = cells.Text(2)};
}

const storage::Table& ScoresTable(const Transaction& transaction) {
  return transaction.environment().kinds->FindFact(OutcomeScore::descriptor())->table;
}

absl::Status Note(const Episode& episode, Transaction& transaction) {
  const std::string id = episode.Id();
  if (id.size() > kMaxIdBytes) return absl::OkStatus();
  return transaction.tables().Put(
      UnsettledEpisodes(), transaction.organisation(),
      {.id = id, .values = {episode.episode_key, episode.tool, episode.other_tool}});
}

absl::StatusOr<EpisodeCourse> CourseOf(const Episode& episode, const storage::Table& scores,
                                       const std::string& organisation,
                                       storage::TableReader& tables) {
  storage::Query query{.where = Predicate::All({Predicate::Eq("episode_key", episode.episode_key),
                                                Predicate::Eq("tool", episode.tool),
                                                Predicate::Eq("other_tool", episode.other_tool)}),
                       .order = {{.column = "date"}},
                       .after = {},
                       .limit = kPage,
                       .projection = EpisodeCourse::Columns()};
  EpisodeCourse course(episode.tool);
  while (true) {
    ASSIGN_OR_RETURN(const std::vector<Row> rows, tables.Select(scores, organisation, query));
    for (const Row& row : rows) course.Add(Cells(row.values));
    if (rows.size() < static_cast<size_t>(kPage)) return course;
    query.after = Row{.id = rows.back().id, .values = {rows.back().values[0]}};
  }
}

// In the order of the columns of EpisodeMonths.
Row MonthRow(const Episode& episode, const EpisodeCourse& course, measures::Month month,
             const EpisodeFigures& added) {
  Row row{.id = absl::StrCat(episode.Id(), kSeparator, MonthNumber(month)),
          .values = {episode.tool, episode.other_tool, course.service_line(), course.ot_service(),
                     MonthNumber(course.first_month()), MonthNumber(month),
                     int64_t{course.illustrative()}}};
  for (const FigureColumn& column : kFigureColumns) {
    const double value = added.*column.figure;
    row.values.push_back(column.type == ColumnType::kReal ? Value(value)
                                                          : Value(static_cast<int64_t>(value)));
  }
  return row;
}

// Months that the episode has rows of; the separator's successor ends them.
absl::StatusOr<std::vector<Row>> StoredMonths(const Episode& episode,
                                              const std::string& organisation,
                                              storage::TableReader& tables) {
  using Op = Predicate::Op;
  const std::string prefix = absl::StrCat(episode.Id(), kSeparator);
  std::string end = prefix;
  ++end.back();
  return tables.Select(EpisodeMonths(), organisation,
                       {.where = Predicate::All({Predicate::Compare(Op::kGe, "id", prefix),
                                                 Predicate::Compare(Op::kLt, "id", end)}),
                        .order = {},
                        .after = {},
                        .limit = kMaxMonths,
                        .projection = {kKnownMonth}});
}

absl::Status Settle(const Episode& episode, const storage::Table& scores,
                    const std::string& organisation, storage::TableWriter& tables) {
  ASSIGN_OR_RETURN(const EpisodeCourse course, CourseOf(episode, scores, organisation, tables));
  std::vector<Row> rows;
  absl::flat_hash_set<std::string> kept;
  for (const auto& [month, added] : course.Additions()) {
    rows.push_back(MonthRow(episode, course, month, added));
    kept.insert(rows.back().id);
  }
  ASSIGN_OR_RETURN(const std::vector<Row> stored, StoredMonths(episode, organisation, tables));
  for (const Row& row : stored) {
    if (kept.contains(row.id)) continue;
    RETURN_IF_ERROR(tables.Erase(EpisodeMonths(), organisation, row.id));
  }
  return rows.empty() ? absl::OkStatus()
                      : tables.Upsert(EpisodeMonths(), organisation, rows).status();
}

// The episodes of an organisation's scores, each settled once: scores come by their episode key.
absl::Status SettleAllOf(const std::string& organisation, const storage::Table& scores,
                         storage::TableWriter& tables) {
  storage::Query query{.where = {},
                       .order = {{.column = "episode_key"}},
                       .after = {},
                       .limit = kPage,
                       .projection = kEpisodeColumns};
  std::string key;
  absl::flat_hash_set<std::string> settled;  // those of the key
  while (true) {
    ASSIGN_OR_RETURN(const std::vector<Row> rows, tables.Select(scores, organisation, query));
    for (const Row& row : rows) {
      const Episode episode = ReadEpisode(row.values);
      if (episode.episode_key != key) settled.clear();
      key = episode.episode_key;
      if (!settled.insert(episode.Id()).second) continue;
      RETURN_IF_ERROR(Settle(episode, scores, organisation, tables));
    }
    if (rows.size() < static_cast<size_t>(kPage)) return absl::OkStatus();
    query.after = Row{.id = rows.back().id, .values = {rows.back().values[0]}};
  }
}

}  // namespace

EpisodeFigures& EpisodeFigures::operator+=(const EpisodeFigures& other) {
  for (const FigureColumn& column : kFigureColumns) this->*column.figure += other.*column.figure;
  return *this;
}

EpisodeFigures EpisodeFigures::operator-(const EpisodeFigures& other) const {
  EpisodeFigures rest = *this;
  for (const FigureColumn& column : kFigureColumns) rest.*column.figure -= other.*column.figure;
  return rest;
}

storage::Table EpisodeMonths() {
  storage::Table table{
      .name = "episode_months",
      .columns = {{"tool", ColumnType::kText},
                  {"other_tool", ColumnType::kText},
                  {"service_line", ColumnType::kText},
                  {"ot_service", ColumnType::kText},
                  {kFirstMonth, ColumnType::kInteger},
                  {kKnownMonth, ColumnType::kInteger},
                  {"illustrative", ColumnType::kInteger}},
      .rollups = {{.name = kEpisodesByMonth,
                   .group_by = {kFirstMonth, kKnownMonth, "service_line", "ot_service", "tool",
                                "other_tool", "illustrative"},
                   .sums = {}}}};
  for (const FigureColumn& column : kFigureColumns) {
    table.columns.push_back({column.name, column.type});
    table.rollups[0].sums.emplace_back(column.name);
  }
  return table;
}

storage::RollupQuery EpisodesKnown(const measures::Window& window, Day as_of,
                                   std::vector<std::string> group_by) {
  using Op = Predicate::Op;
  const auto number = [](Day day) { return MonthNumber(measures::MonthOf(day)); };
  return {.where = Predicate::All({Predicate::Compare(Op::kGe, kFirstMonth, number(window.first)),
                                   Predicate::Compare(Op::kLe, kFirstMonth, number(window.last)),
                                   Predicate::Compare(Op::kLe, kKnownMonth, number(as_of))}),
          .group_by = std::move(group_by)};
}

EpisodeFigures FiguresOf(const storage::RollupRow& group) {
  EpisodeFigures figures;
  for (size_t i = 0; i < kFigureColumns.size(); ++i) {
    figures.*kFigureColumns[i].figure = group.sums[i];
  }
  return figures;
}

storage::Table UnsettledEpisodes() {
  storage::Table table{.name = "unsettled_episodes", .columns = {}};
  for (const std::string& column : kEpisodeColumns) {
    table.columns.push_back({column, ColumnType::kText});
  }
  return table;
}

absl::Status UnsettleEpisodesOf(const OutcomeScore& fact, Transaction& transaction) {
  RETURN_IF_ERROR(Note({.episode_key = fact.episode_key(),
                        .tool = OutcomeStandard::Tool_Name(fact.tool()),
                        .other_tool = fact.other_tool()},
                       transaction));
  ASSIGN_OR_RETURN(const std::vector<Row> stored,
                   transaction.tables().Select(ScoresTable(transaction), transaction.organisation(),
                                               {.where = Predicate::Eq("id", fact.score_key()),
                                                .order = {},
                                                .after = {},
                                                .limit = 1,
                                                .projection = kEpisodeColumns}));
  return stored.empty() ? absl::OkStatus() : Note(ReadEpisode(stored[0].values), transaction);
}

absl::Status SettleEpisodes(const std::vector<const OutcomeScore*>&, Transaction& transaction) {
  const storage::Query query{
      .where = {}, .order = {}, .after = {}, .limit = kPage, .projection = kEpisodeColumns};
  while (true) {
    ASSIGN_OR_RETURN(
        const std::vector<Row> rows,
        transaction.tables().Select(UnsettledEpisodes(), transaction.organisation(), query));
    if (rows.empty()) return absl::OkStatus();
    for (const Row& row : rows) {
      const Episode episode = ReadEpisode(row.values);
      const std::string& organisation = transaction.organisation();
      RETURN_IF_ERROR(
          Settle(episode, ScoresTable(transaction), organisation, transaction.tables()));
      RETURN_IF_ERROR(transaction.tables().Erase(UnsettledEpisodes(), organisation, episode.Id()));
    }
  }
}

absl::Status SettleAllEpisodes(const storage::Table& scores, storage::TableWriter& tables) {
  ASSIGN_OR_RETURN(const std::vector<std::string> organisations, tables.Organisations(scores));
  for (const std::string& organisation : organisations) {
    RETURN_IF_ERROR(SettleAllOf(organisation, scores, tables));
  }
  return absl::OkStatus();
}

}  // namespace potential::evidence
