#include "services/occupation/interventions/import_writes.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "potential/occupation/v1/import_month.pb.h"
#include "services/chassis/resource/names.h"
#include "services/chassis/storage/change_log.h"
#include "services/chassis/storage/status_macros.h"
#include "services/occupation/interventions/intervention_rules.h"

namespace potential::occupation {
namespace {

using records::Transaction;
using storage::Predicate;
using storage::Row;
using v1::ImportInterventionsRequest;
using v1::ImportInterventionsResponse;
using v1::ImportMonth;

// States the completeness of a month; true if that was not so before.
absl::StatusOr<bool> StateMonth(Transaction& transaction, const std::string& month,
                                ImportMonth::Completeness completeness, bool illustrative) {
  ASSIGN_OR_RETURN(std::vector<ImportMonth> known,
                   transaction.Select<ImportMonth>(Predicate::Eq("month", month)));
  if (known.empty()) {
    ImportMonth stated;
    stated.set_month(month);
    stated.set_completeness(completeness);
    stated.set_illustrative(illustrative);
    RETURN_IF_ERROR(transaction.Insert(stated));
    return true;
  }
  if (known[0].completeness() == completeness) return false;
  known[0].set_completeness(completeness);
  if (completeness == ImportMonth::COMPLETE) known[0].clear_teams_missing();
  RETURN_IF_ERROR(transaction.Save(known[0]));
  return true;
}

absl::StatusOr<bool> StateMonths(Transaction& transaction,
                                 const ImportInterventionsRequest& request) {
  bool changed = false;
  for (const std::string& month : request.partial_months()) {
    ASSIGN_OR_RETURN(const bool stated, StateMonth(transaction, month, ImportMonth::PARTIAL,
                                                   request.illustrative()));
    changed = changed || stated;
  }
  for (const std::string& month : request.complete_months()) {
    ASSIGN_OR_RETURN(const bool stated, StateMonth(transaction, month, ImportMonth::COMPLETE,
                                                   request.illustrative()));
    changed = changed || stated;
  }
  return changed;
}

// The numbers of an answer, without what comes from the file.
ImportInterventionsResponse NumbersOf(const ImportInterventionsResponse& answer) {
  ImportInterventionsResponse numbers = answer;
  numbers.clear_rejections();
  numbers.clear_unmapped_teams();
  return numbers;
}

}  // namespace

absl::StatusOr<std::vector<size_t>> RefusedRows(Transaction& transaction,
                                                const records::FactKind& kind,
                                                absl::Span<const Row> rows, size_t prefix) {
  std::vector<size_t> refused;
  if (transaction.call().identity.service_lines.empty()) return refused;
  for (size_t i = 0; i < rows.size(); ++i) {
    const absl::Status allowed = transaction.CheckReplacedLine(kind, rows[i].id.substr(prefix));
    if (absl::IsPermissionDenied(allowed)) {
      refused.push_back(i);
    } else if (!allowed.ok()) {
      return allowed;
    }
  }
  return refused;
}

absl::StatusOr<storage::UpsertCounts> UpsertAllowed(storage::TableWriter& tables,
                                                    const storage::Table& table,
                                                    const std::string& organisation,
                                                    absl::Span<const Row> rows,
                                                    const std::vector<size_t>& refused) {
  if (refused.empty()) return tables.Upsert(table, organisation, rows);
  std::vector<Row> allowed;
  for (size_t i = 0; i < rows.size(); ++i) {
    if (!std::binary_search(refused.begin(), refused.end(), i)) allowed.push_back(rows[i]);
  }
  return tables.Upsert(table, organisation, allowed);
}

absl::Status WriteChunk(const ImportEnvironment& environment, const rpc::CallContext& call,
                        storage::TableWriter& tables, const ImportChunk& chunk,
                        ChunkOutcome& outcome) {
  const records::FactKind& kind = environment.interventions;
  const rpc::CallContext now = environment.Now(call);
  outcome.begun = now.now;
  Transaction transaction(tables, now, environment.records);
  ASSIGN_OR_RETURN(outcome.refused, RefusedRows(transaction, kind, chunk.rows(), 0));
  ASSIGN_OR_RETURN(outcome.counts, UpsertAllowed(tables, kind.table, call.organisation,
                                                 chunk.rows(), outcome.refused));
  if (outcome.counts.inserted + outcome.counts.updated == 0) return absl::OkStatus();
  return transaction.NoteFacts(kind.rules.collection(), storage::Change::kFactsPart);
}

absl::Status CompareChunk(const ImportEnvironment& environment, const rpc::CallContext& call,
                          const Period& period, const ImportChunk& chunk, ChunkOutcome& outcome,
                          int64_t& replaced) {
  const storage::Table& table = environment.interventions.table;
  const size_t line = *table.Find("service_line");
  outcome.begun = environment.clock().Now();
  ASSIGN_OR_RETURN(const std::unique_ptr<storage::TableReader> stored, environment.store.Read());
  absl::flat_hash_map<std::string, size_t> latest;
  for (size_t i = 0; i < chunk.size(); ++i) latest[chunk.rows()[i].id] = i;
  for (size_t i = 0; i < chunk.size(); ++i) {
    const Row& row = chunk.rows()[i];
    if (latest[row.id] != i) continue;
    ASSIGN_OR_RETURN(const std::optional<Row> old, stored->Get(table, call.organisation, row.id));
    if (!old) {
      ++outcome.counts.inserted;
      continue;
    }
    if (!call.identity.MayWriteTo(std::get<std::string>(old->values[line]))) {
      outcome.refused.push_back(i);
      continue;
    }
    ++(*old == row ? outcome.counts.unchanged : outcome.counts.updated);
    replaced += IsIn(period, table, *old);
  }
  return absl::OkStatus();
}

absl::Status CloseImport(const ImportEnvironment& environment, const rpc::CallContext& call,
                         storage::TableWriter& tables, const ImportInterventionsRequest& request,
                         ImportInterventionsResponse& answer) {
  const rpc::CallContext now = environment.Now(call);
  Transaction transaction(tables, now, environment.records);
  ASSIGN_OR_RETURN(const bool stated, StateMonths(transaction, request));
  const bool changed = answer.inserted() + answer.updated() + answer.removed() > 0;
  if (changed) {
    RETURN_IF_ERROR(transaction.NoteFacts(environment.interventions.rules.collection()));
  }
  if (!changed && !stated) {
    ASSIGN_OR_RETURN(const int64_t current, storage::CurrentRevision(tables, call.organisation));
    answer.set_revision(current);
    return absl::OkStatus();
  }
  answer.set_revision(transaction.revision());
  const std::string name =
      resource::FormatName(call.organisation, "imports", resource::NewId(environment.records.random));
  return transaction.Remember(name, NumbersOf(answer));
}

absl::StatusOr<int64_t> CountOf(const ImportEnvironment& environment,
                                const std::string& organisation, const Period& period) {
  using Op = Predicate::Op;
  std::vector<Predicate> of_period = {Predicate::Compare(Op::kGe, "month", period.first_month),
                                      Predicate::Compare(Op::kLe, "month", period.last_month)};
  std::vector<Predicate> of_teams;
  for (const std::string& team : period.teams) of_teams.push_back(Predicate::Eq("team_code", team));
  if (!of_teams.empty()) of_period.push_back(Predicate::Any(std::move(of_teams)));
  ASSIGN_OR_RETURN(const std::unique_ptr<storage::TableReader> stored, environment.store.Read());
  ASSIGN_OR_RETURN(const std::vector<storage::RollupRow> groups,
                   stored->SelectRollup(environment.interventions.table, kInterventionsByMonth,
                                        organisation, {.where = Predicate::All(of_period)}));
  return groups.empty() ? 0 : groups[0].count;
}

}  // namespace potential::occupation
