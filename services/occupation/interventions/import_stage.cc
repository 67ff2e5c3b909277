#include "services/occupation/interventions/import_stage.h"

#include <memory>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/chassis/resource/violation.h"
#include "services/chassis/storage/status_macros.h"
#include "services/measures/calendar.h"
#include "services/occupation/interventions/import_writes.h"

namespace potential::occupation {
namespace {

using records::Transaction;
using storage::Predicate;
using storage::Row;
using storage::TableWriter;

// The character after '/', with which no staged row's id of the import goes on.
constexpr char kAfterPrefix = '0';

absl::Status Interrupted() {
  return resource::Unavailable(
      resource::kStorageUnavailable,
      "the service is ending; what was accepted is applied when it is back");
}

// Stored interventions of the period that is replaced, by date.
storage::Query PeriodQuery(const v1::ImportInterventionsRequest::Replacement& replace) {
  using Op = Predicate::Op;
  const measures::Month first = measures::ParseMonth(replace.first_month()).value();
  const measures::Month last = measures::ParseMonth(replace.last_month()).value();
  std::vector<Predicate> conditions = {
      Predicate::Compare(Op::kGe, "date", measures::FormatDay(measures::FirstOfMonth(first))),
      Predicate::Compare(Op::kLe, "date", measures::FormatDay(measures::LastOfMonth(last)))};
  std::vector<Predicate> teams;
  for (const std::string& team : replace.teams()) teams.push_back(Predicate::Eq("team_code", team));
  if (!teams.empty()) conditions.push_back(Predicate::Any(std::move(teams)));
  return {.where = Predicate::All(std::move(conditions)),
          .order = {{.column = "date"}},
          .projection = {"date"}};
}

}  // namespace

ImportStage::ImportStage(const ImportEnvironment& environment, rpc::CallContext call,
                         StagedImport import)
    : environment_(environment),
      call_(std::move(call)),
      stage_(StageTable(environment.interventions)),
      import_(std::move(import)) {}

absl::Status ImportStage::Save(TableWriter& tables, const StagedImport& import) const {
  return tables.Put(StagedImportsTable(), import_.organisation, RowOf(import));
}

absl::StatusOr<size_t> ImportStage::Step(
    const std::function<absl::StatusOr<size_t>(TableWriter&, StagedImport&)>& step) {
  StagedImport next;
  size_t rows = 0;
  absl::Time begun;
  RETURN_IF_ERROR(storage::WriteAndWait(environment_.store, [&](TableWriter& tables) -> absl::Status {
    next = import_;
    begun = environment_.clock().Now();
    ASSIGN_OR_RETURN(rows, step(tables, next));
    return absl::OkStatus();
  }));
  import_ = std::move(next);
  step_size_.Took(rows, environment_.clock().Now() - begun);
  return rows;
}

absl::Status ImportStage::Open() {
  return Step([this](TableWriter& tables, StagedImport& next) -> absl::StatusOr<size_t> {
           next.state = kStaging;
           RETURN_IF_ERROR(Save(tables, next));
           return 0;
         })
      .status();
}

absl::Status ImportStage::Stage(TableWriter& tables, const ImportChunk& chunk,
                                ChunkOutcome& outcome) const {
  outcome.begun = environment_.clock().Now();
  Transaction transaction(tables, call_, environment_.records);
  ASSIGN_OR_RETURN(outcome.refused, RefusedRows(transaction, environment_.interventions,
                                                chunk.rows(), import_.Prefix().size()));
  ASSIGN_OR_RETURN(outcome.counts, UpsertAllowed(tables, stage_, import_.organisation,
                                                 chunk.rows(), outcome.refused));
  return absl::OkStatus();
}

absl::Status ImportStage::Compare(const Ending& ending, const Take& take, int64_t& replaced) const {
  const Period period = PeriodOf(import_.request);
  std::string after = import_.Prefix();
  while (true) {
    if (ending()) return Interrupted();
    ASSIGN_OR_RETURN(const std::unique_ptr<storage::TableReader> stored,
                     environment_.store.Read());
    ASSIGN_OR_RETURN(std::vector<Row> rows, StagedRows(*stored, after, step_size_.rows()));
    if (rows.empty()) return absl::OkStatus();
    after = rows.back().id;
    ImportChunk chunk;
    for (Row& row : rows) {
      row.id.erase(0, import_.Prefix().size());
      chunk.Add(0) = std::move(row);
    }
    ChunkOutcome outcome;
    RETURN_IF_ERROR(CompareChunk(environment_, call_, period, chunk, outcome, replaced));
    take(chunk, outcome);
  }
}

absl::Status ImportStage::Accept(const v1::ImportInterventionsResponse& answer) {
  return Step([&](TableWriter& tables, StagedImport& next) -> absl::StatusOr<size_t> {
           next.answer = answer;
           next.state = next.request.has_replace() ? kRemoving : kApplying;
           RETURN_IF_ERROR(Save(tables, next));
           return 0;
         })
      .status();
}

absl::StatusOr<size_t> ImportStage::RemoveStep(TableWriter& tables, const storage::Query& query,
                                               StagedImport& next, Row& last) const {
  const records::FactKind& kind = environment_.interventions;
  const rpc::CallContext now = environment_.Now(call_);
  ASSIGN_OR_RETURN(const std::vector<Row> rows,
                   tables.Select(kind.table, import_.organisation, query));
  int64_t removed = 0;
  for (const Row& row : rows) {
    ASSIGN_OR_RETURN(const std::optional<Row> staged,
                     tables.Get(stage_, import_.organisation, import_.Prefix() + row.id));
    if (staged) continue;
    RETURN_IF_ERROR(tables.Erase(kind.table, import_.organisation, row.id));
    ++removed;
  }
  if (!rows.empty()) last = rows.back();
  if (static_cast<int64_t>(rows.size()) < query.limit) next.state = kApplying;
  next.answer.set_removed(next.answer.removed() + removed);
  RETURN_IF_ERROR(Save(tables, next));
  if (removed == 0) return rows.size();
  Transaction transaction(tables, now, environment_.records);
  RETURN_IF_ERROR(transaction.NoteFacts(kind.rules.collection(), storage::Change::kFactsPart));
  return rows.size();
}

absl::Status ImportStage::RemoveOthers(const Ending& ending) {
  if (import_.state != kRemoving) return absl::OkStatus();
  storage::Query query = PeriodQuery(import_.request.replace());
  while (import_.state == kRemoving) {
    if (ending()) return Interrupted();
    query.limit = static_cast<int64_t>(step_size_.rows());
    Row last;
    ASSIGN_OR_RETURN(const size_t rows, Step([&](TableWriter& tables, StagedImport& next) {
                       return RemoveStep(tables, query, next, last);
                     }));
    if (rows > 0) query.after = std::move(last);
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<Row>> ImportStage::StagedRows(storage::TableReader& tables,
                                                         const std::string& after,
                                                         size_t most) const {
  using Op = Predicate::Op;
  return tables.Select(
      stage_, import_.organisation,
      {.where = Predicate::All({Predicate::Compare(Op::kGt, "id", after),
                                Predicate::Compare(Op::kLt, "id", import_.id + kAfterPrefix)}),
       .limit = static_cast<int64_t>(most)});
}

absl::StatusOr<storage::UpsertCounts> ImportStage::ApplyRows(
    TableWriter& tables, absl::Span<const Row> rows,
    v1::ImportInterventionsResponse& answer) const {
  const records::FactKind& kind = environment_.interventions;
  Transaction transaction(tables, call_, environment_.records);
  // What a row replaces may have come to another service line since the row was staged.
  ASSIGN_OR_RETURN(const std::vector<size_t> refused, RefusedRows(transaction, kind, rows, 0));
  ASSIGN_OR_RETURN(const storage::UpsertCounts counts,
                   UpsertAllowed(tables, kind.table, import_.organisation, rows, refused));
  answer.set_inserted(answer.inserted() + counts.inserted);
  answer.set_updated(answer.updated() + counts.updated);
  answer.set_unchanged(answer.unchanged() + counts.unchanged);
  answer.set_rejected(answer.rejected() + static_cast<int64_t>(refused.size()));
  return counts;
}

absl::StatusOr<size_t> ImportStage::ApplyStep(TableWriter& tables, size_t most,
                                              StagedImport& next) const {
  const records::FactKind& kind = environment_.interventions;
  ASSIGN_OR_RETURN(std::vector<Row> rows, StagedRows(tables, import_.Prefix(), most));
  for (Row& row : rows) {
    RETURN_IF_ERROR(tables.Erase(stage_, import_.organisation, row.id));
    row.id.erase(0, import_.Prefix().size());
  }
  ASSIGN_OR_RETURN(const storage::UpsertCounts counts, ApplyRows(tables, rows, next.answer));
  if (rows.size() < most) {
    next.answer.set_applied(true);
    if (const int64_t left_out = next.answer.rejected(); left_out > 0) {
      next.answer.add_warnings(absl::StrCat(
          left_out, left_out == 1 ? " row was" : " rows were",
          " left out: what was to be replaced has meanwhile come to a service line to which the "
          "caller may not write"));
    }
    RETURN_IF_ERROR(tables.Erase(StagedImportsTable(), import_.organisation, import_.id));
    RETURN_IF_ERROR(CloseImport(environment_, call_, tables, next.request, next.answer));
    next.state.clear();
    return rows.size();
  }
  RETURN_IF_ERROR(Save(tables, next));
  if (counts.inserted + counts.updated == 0) return rows.size();
  const rpc::CallContext now = environment_.Now(call_);
  Transaction transaction(tables, now, environment_.records);
  RETURN_IF_ERROR(transaction.NoteFacts(kind.rules.collection(), storage::Change::kFactsPart));
  return rows.size();
}

absl::Status ImportStage::Apply(const Ending& ending) {
  RETURN_IF_ERROR(RemoveOthers(ending));
  while (import_.state == kApplying) {
    if (ending()) return Interrupted();
    RETURN_IF_ERROR(Step([&](TableWriter& tables, StagedImport& next) {
                      return ApplyStep(tables, step_size_.rows(), next);
                    }).status());
  }
  return absl::OkStatus();
}

absl::Status ImportStage::Drop(const Ending& ending) {
  bool gone = false;
  while (!gone && !ending()) {
    RETURN_IF_ERROR(Step([&](TableWriter& tables, StagedImport&) -> absl::StatusOr<size_t> {
                      ASSIGN_OR_RETURN(const std::vector<Row> rows,
                                       StagedRows(tables, import_.Prefix(), step_size_.rows()));
                      for (const Row& row : rows) {
                        RETURN_IF_ERROR(tables.Erase(stage_, import_.organisation, row.id));
                      }
                      gone = rows.size() < step_size_.rows();
                      if (!gone) return rows.size();
                      RETURN_IF_ERROR(tables.Erase(StagedImportsTable(), import_.organisation,
                                                   import_.id));
                      return rows.size();
                    }).status());
  }
  return gone ? absl::OkStatus() : Interrupted();
}

}  // namespace potential::occupation
