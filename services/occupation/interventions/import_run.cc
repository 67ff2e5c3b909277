#include "services/occupation/interventions/import_run.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/chassis/resource/violation.h"
#include "services/chassis/rpc/byte_buffer.h"
#include "services/chassis/storage/change_log.h"
#include "services/chassis/storage/status_macros.h"
#include "services/occupation/interventions/import_request.h"

namespace potential::occupation {
namespace {

using strategy::v1::ImportProfile;
using tabular::CsvReader;
using v1::ImportInterventionsRequest;
using v1::ImportInterventionsResponse;

tabular::Encoding EncodingOf(const ImportProfile& profile) {
  return profile.encoding() == ImportProfile::WINDOWS_1252 ? tabular::Encoding::kWindows1252
                                                           : tabular::Encoding::kUtf8;
}

}  // namespace

ImportRun::ImportRun(const ImportEnvironment& environment, rpc::ContextPtr call,
                     ImportInterventionsRequest first, std::shared_ptr<rpc::ServerCall> stream,
                     service::Jobs::Ending ending)
    : environment_(environment),
      call_(std::move(call)),
      strategies_(environment.strategies.Get()),
      request_(std::move(first)),
      first_data_(std::move(*request_.mutable_data())),
      stream_(std::move(stream)),
      ending_(std::move(ending)),
      replaced_months_(request_, environment.interventions.table) {
  request_.clear_data();
}

void ImportRun::Run() {
  const absl::StatusOr<ImportInterventionsResponse> answer = Import();
  chunks_.reset();
  if (!answer.ok()) {
    stream_->Finish(resource::FromStorage(answer.status()));
  } else {
    stream_->FinishWith(rpc::Serialize(*answer), answer->applied() ? answer->revision() : 0);
  }
  // What is left of a stage is of no use; if it cannot be dropped now, it is before the next import.
  if (stage_ && stage_->import().state == kStaging) (void)stage_->Drop(ending_);
}

absl::StatusOr<ImportInterventionsResponse> ImportRun::Import() {
  ASSIGN_OR_RETURN(ImportProfile profile, ProfileFor(*strategies_, call_->organisation, request_));
  ImportInterventionsRequest first;
  first.set_data(std::move(first_data_));
  first.set_last(request_.last());
  ImportSource source(stream_, std::move(first), EncodingOf(profile),
                      environment_.clock());
  const bool staged =
      request_.mode() == ImportInterventionsRequest::ALL_OR_NOTHING && !request_.validate_only();
  if (staged) {
    stage_.emplace(environment_, *call_,
                   StagedImport{.organisation = call_->organisation,
                                .id = resource::NewId(environment_.records.random),
                                .state = "",
                                .subject = call_->identity.subject,
                                .role = std::string(rpc::RoleName(call_->identity.role)),
                                .service_lines = call_->identity.service_lines,
                                .request = request_,
                                .answer = {}});
    RETURN_IF_ERROR(stage_->Open());
  }
  chunks_.emplace(
      [this](const ImportChunk& chunk, ChunkOutcome& outcome, storage::DoneFunction done) {
        WriteTo(chunk, outcome, std::move(done));
      },
      [this](const ImportChunk& chunk, const ChunkOutcome& outcome) { Written(chunk, outcome); },
      environment_.clock());
  ASSIGN_OR_RETURN(InterventionMapper mapper, ReadHeader(source, std::move(profile)));
  RETURN_IF_ERROR(ReadRows(source, mapper));
  RETURN_IF_ERROR(CheckKeys());
  RETURN_IF_ERROR(chunks_->Settle());
  if (request_.validate_only()) return Foretell();
  return staged ? CloseStage() : Close();
}

absl::StatusOr<InterventionMapper> ImportRun::ReadHeader(ImportSource& source,
                                                         ImportProfile profile) {
  ASSIGN_OR_RETURN(const CsvReader::Event event, source.Next());
  if (event == CsvReader::Event::kEnd) {
    return resource::InvalidArgument("data", "is empty: the file needs a line with the columns");
  }
  if (event == CsvReader::Event::kBadRow) {
    return resource::InvalidArgument(
        "data", absl::StrCat("has no readable line with the columns: line ", source.problem().line,
                             " ", source.problem().text));
  }
  columns_ = source.row().fields.size();
  return InterventionMapper::Make({.kind = &environment_.interventions,
                                   .strategies = strategies_,
                                   .organisation = call_->organisation,
                                   .identity = call_->identity,
                                   .profile = std::move(profile),
                                   .today = call_->today,
                                   .illustrative = request_.illustrative(),
                                   .id_prefix = stage_ ? stage_->import().Prefix() : ""},
                                  source.row().fields);
}

absl::Status ImportRun::ReadRows(ImportSource& source, InterventionMapper& mapper) {
  while (true) {
    ASSIGN_OR_RETURN(const CsvReader::Event event, source.Next());
    if (event == CsvReader::Event::kEnd) return absl::OkStatus();
    report_.CountRow();
    if (event == CsvReader::Event::kRow) {
      RETURN_IF_ERROR(TakeRow(source.row(), mapper));
    } else {
      report_.Reject(source.problem().line, "", source.problem().text);
    }
    if (ending_()) {
      return resource::Unavailable(resource::kStorageUnavailable,
                                   "the service is ending; repeat the file when it is back");
    }
  }
}

// Fields beyond the header's are accepted as long as they are empty, as some programs end every row
// with a delimiter.
bool ImportRun::HasColumns(const CsvReader::Row& row) {
  const size_t fields = row.fields.size();
  const bool fits = fields >= columns_ &&
                    std::all_of(row.fields.begin() + static_cast<std::ptrdiff_t>(columns_),
                                row.fields.end(), [](absl::string_view f) { return f.empty(); });
  if (!fits) {
    report_.Reject(row.line, "",
                   absl::StrCat("has ", fields, " columns and not the ", columns_,
                                " of the first line", fields < columns_ ? "; is it cut off?" : ""));
  }
  return fits;
}

// Many programs leave out the last line end, so such a row alone is no damage. What is replaced is lost,
// so a file that may have been cut off does not replace anything.
bool ImportRun::MayBeWhole(const CsvReader::Row& row) {
  if (row.has_end) return true;
  if (request_.has_replace()) {
    report_.Reject(row.line, "", "is the last and has no line end; is the file cut off?");
    return false;
  }
  report_.answer().add_warnings(
      absl::StrCat("line ", row.line, ", the last, has no line end: if the file was cut off there, a "
                   "part of the row and all after it are missing"));
  return true;
}

absl::Status ImportRun::TakeRow(const CsvReader::Row& row, InterventionMapper& mapper) {
  if (!HasColumns(row) || !MayBeWhole(row)) return absl::OkStatus();
  ASSIGN_OR_RETURN(ImportChunk * chunk, chunks_->Filling());
  storage::Row& mapped = chunk->Add(row.line);
  const InterventionMapper::Outcome outcome = mapper.Map(row.fields, mapped);
  if (outcome == InterventionMapper::Outcome::kIntervention) {
    replaced_months_.Count(mapped);
    report_.CountGood(mapper.month(), mapper.took_place());
    if (keys_.MayBe()) keys_.See(RecordIdOf(mapped));
    if (!chunks_->IsFull()) return absl::OkStatus();
    RETURN_IF_ERROR(CheckKeys());
    chunks_->Submit();
    return absl::OkStatus();
  }
  chunk->DropLast();
  if (outcome == InterventionMapper::Outcome::kBad) {
    report_.Reject(row.line, mapper.problem_column(), mapper.problem());
  } else if (outcome == InterventionMapper::Outcome::kUnmapped) {
    report_.CountUnmapped(mapper.team());
  } else {
    report_.CountOtherStaff();
  }
  return absl::OkStatus();
}

absl::string_view ImportRun::RecordIdOf(const storage::Row& row) const {
  return absl::string_view(row.id).substr(stage_ ? stage_->import().Prefix().size() : 0);
}

// Before anything of the extract is stored: ids that are not all NHS numbers in its first chunk are none.
absl::Status ImportRun::CheckKeys() const {
  if (!keys_.Found()) return absl::OkStatus();
  return resource::InvalidArgument(
      "data",
      "has NHS numbers as record ids, and nothing here may identify a patient: export the record "
      "system's own key of each contact, or a keyed hash of it");
}

void ImportRun::WriteTo(const ImportChunk& chunk, ChunkOutcome& outcome,
                        storage::DoneFunction done) {
  if (request_.validate_only()) {
    return done(CompareChunk(environment_, *call_, PeriodOf(request_), chunk, outcome, replaced_));
  }
  environment_.store.Write(
      [this, &chunk, &outcome](storage::TableWriter& tables) {
        return stage_ ? stage_->Stage(tables, chunk, outcome)
                      : WriteChunk(environment_, *call_, tables, chunk, outcome);
      },
      std::move(done));
}

void ImportRun::Written(const ImportChunk& chunk, const ChunkOutcome& outcome) {
  if (!stage_) return Compared(chunk, outcome);
  RejectRefused(chunk, outcome);
  // Of the stage only what fell together counts; the rest is counted when it is applied.
  const auto staged = static_cast<int64_t>(chunk.size() - outcome.refused.size());
  report_.CountWritten(staged - outcome.counts.inserted, {});
}

void ImportRun::Compared(const ImportChunk& chunk, const ChunkOutcome& outcome) {
  RejectRefused(chunk, outcome);
  report_.CountWritten(static_cast<int64_t>(chunk.size() - outcome.refused.size()),
                       outcome.counts);
}

void ImportRun::RejectRefused(const ImportChunk& chunk, const ChunkOutcome& outcome) {
  for (const size_t row : outcome.refused) {
    report_.Reject(chunk.line(row), "",
                   "would replace an intervention of a service line to which the caller may not write");
  }
}

absl::Status ImportRun::SetCurrentRevision() {
  ASSIGN_OR_RETURN(const std::unique_ptr<storage::TableReader> stored, environment_.store.Read());
  ASSIGN_OR_RETURN(const int64_t revision,
                   storage::CurrentRevision(*stored, call_->organisation));
  report_.answer().set_revision(revision);
  return absl::OkStatus();
}

std::string ImportRun::Refusal() {
  if (request_.mode() != ImportInterventionsRequest::ALL_OR_NOTHING) return "";
  const int64_t bad = report_.rejected();
  if (bad > 0) return absl::StrCat(bad, bad == 1 ? " row is bad" : " rows are bad");
  return replaced_months_.Refusal(report_.answer().unmapped());
}

absl::StatusOr<ImportInterventionsResponse> ImportRun::Foretell() {
  report_.answer().set_refusal(Refusal());
  if (request_.has_replace()) {
    ASSIGN_OR_RETURN(const int64_t stored,
                     CountOf(environment_, call_->organisation, PeriodOf(request_)));
    report_.answer().set_removed(std::max<int64_t>(0, stored - replaced_));
  }
  RETURN_IF_ERROR(SetCurrentRevision());
  return report_.Finished();
}

absl::StatusOr<ImportInterventionsResponse> ImportRun::Close() {
  report_.answer().set_applied(true);
  ImportInterventionsResponse answer = report_.Finished();
  if (report_.changed() == 0 && request_.partial_months().empty() &&
      request_.complete_months().empty()) {
    RETURN_IF_ERROR(SetCurrentRevision());
    return report_.Finished();
  }
  RETURN_IF_ERROR(storage::WriteAndWait(environment_.store, [&](storage::TableWriter& tables) {
    return CloseImport(environment_, *call_, tables, request_, answer);
  }));
  return answer;
}

absl::StatusOr<ImportInterventionsResponse> ImportRun::CloseStage() {
  if (!Refusal().empty()) {
    RETURN_IF_ERROR(stage_->Compare(
        ending_,
        [this](const ImportChunk& chunk, const ChunkOutcome& outcome) { Compared(chunk, outcome); },
        replaced_));
    return Foretell();
  }
  RETURN_IF_ERROR(stage_->Accept(report_.Finished()));
  RETURN_IF_ERROR(stage_->Apply(ending_));
  return stage_->import().answer;
}

}  // namespace potential::occupation
