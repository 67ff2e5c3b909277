#include "services/evidence/episodes.h"

#include <optional>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/chassis/indicators/scan.h"
#include "services/chassis/records/kind.h"
#include "services/chassis/storage/status_macros.h"
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

// What makes two scores ones of the same episode and comparable. Tools by their value's name.
struct Episode {
  std::string episode_key;
  std::string tool;
  std::string other_tool;

  // No field may hold the separator, a control character.
  std::string Id() const { return absl::StrCat(tool, "\x1f", other_tool, "\x1f", episode_key); }
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

// What the scores of an episode say, added in the order of their days.
class Course {
 public:
  // Columns of a score that Add reads, in this order.
  static std::vector<std::string> Columns() {
    return {"date", "phase", "service_line", "illustrative"};
  }

  void Add(const Cells& score) {
    const std::optional<Day> day = score.Date(0);
    if (!first_) {
      first_ = day;
      service_line_ = score.Text(2);
    }
    illustrative_ = illustrative_ || score.Flag(3);
    if (score.Text(1) == OutcomeStandard::Phase_Name(OutcomeStandard::BASELINE)) {
      if (!baseline_) baseline_ = day;
    } else if (baseline_ && !paired_ && day > baseline_) {
      paired_ = day;
    }
  }

  bool empty() const { return !first_; }

  // The row of the episode, in the order of the columns of its table.
  Row ToRow(const Episode& episode) const {
    return {.id = episode.Id(),
            .values = {episode.tool, service_line_, MonthCell(first_), MonthCell(baseline_),
                       MonthCell(paired_), int64_t{illustrative_}}};
  }

 private:
  static Value MonthCell(const std::optional<Day>& day) {
    if (!day) return {};
    return MonthNumber(measures::MonthOf(*day));
  }

  std::optional<Day> first_;
  std::optional<Day> baseline_;
  std::optional<Day> paired_;
  std::string service_line_;
  bool illustrative_ = false;
};

absl::StatusOr<Course> CourseOf(const Episode& episode, Transaction& transaction) {
  storage::Query query{.where = Predicate::All({Predicate::Eq("episode_key", episode.episode_key),
                                                Predicate::Eq("tool", episode.tool),
                                                Predicate::Eq("other_tool", episode.other_tool)}),
                       .order = {{.column = "date"}},
                       .after = {},
                       .limit = kPage,
                       .projection = Course::Columns()};
  Course course;
  while (true) {
    ASSIGN_OR_RETURN(
        const std::vector<Row> rows,
        transaction.tables().Select(ScoresTable(transaction), transaction.organisation(), query));
    for (const Row& row : rows) course.Add(Cells(row.values));
    if (rows.size() < static_cast<size_t>(kPage)) return course;
    query.after = Row{.id = rows.back().id, .values = {rows.back().values[0]}};
  }
}

absl::Status Settle(const Episode& episode, Transaction& transaction) {
  storage::TableWriter& tables = transaction.tables();
  const std::string& organisation = transaction.organisation();
  ASSIGN_OR_RETURN(const Course course, CourseOf(episode, transaction));
  if (course.empty()) {
    RETURN_IF_ERROR(tables.Erase(OutcomeEpisodes(), organisation, episode.Id()));
  } else {
    RETURN_IF_ERROR(
        tables.Upsert(OutcomeEpisodes(), organisation, {course.ToRow(episode)}).status());
  }
  return tables.Erase(UnsettledEpisodes(), organisation, episode.Id());
}

}  // namespace

storage::Table OutcomeEpisodes() {
  return {.name = "outcome_episodes",
          .columns = {{"tool", ColumnType::kText},
                      {"service_line", ColumnType::kText},
                      {kFirstMonth, ColumnType::kInteger},
                      {kBaselineMonth, ColumnType::kInteger},
                      {kPairedMonth, ColumnType::kInteger},
                      {"illustrative", ColumnType::kInteger}},
          .rollups = {{.name = kEpisodesByMonth,
                       .group_by = {kFirstMonth, kBaselineMonth, kPairedMonth, "service_line",
                                    "tool", "illustrative"},
                       .sums = {}}}};
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
      RETURN_IF_ERROR(Settle(ReadEpisode(row.values), transaction));
    }
  }
}

}  // namespace potential::evidence
