#include "gateway/cli/import_commands.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <memory>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "absl/time/clock.h"
#include "gateway/cli/import_progress.h"
#include "gateway/cli/outcome.h"
#include "potential/occupation/v1/intervention_service.pb.h"
#include "services/chassis/rpc/byte_buffer.h"
#include "services/chassis/storage/status_macros.h"

namespace potential::cli {
namespace {

using occupation::v1::ImportInterventionsRequest;
using occupation::v1::ImportInterventionsResponse;
using occupation::v1::VerifyInterventionsRequest;
using occupation::v1::VerifyInterventionsResponse;

constexpr char kImport[] = "/potential.occupation.v1.InterventionService/ImportInterventions";
constexpr char kVerify[] = "potential.occupation.v1.InterventionService/VerifyInterventions";
// Large enough that messages cost nothing, small enough that the bar moves.
constexpr size_t kPieceBytes = 64 << 10;

std::string ParentOf(const std::string& organisation) {
  return absl::StrCat("organisations/", absl::StripPrefix(organisation, "organisations/"));
}

absl::StatusOr<ImportInterventionsRequest> FirstMessage(const ImportOptions& options) {
  ImportInterventionsRequest request;
  request.set_parent(ParentOf(options.organisation));
  request.set_profile(options.profile);
  request.set_mode(options.all_or_nothing ? ImportInterventionsRequest::ALL_OR_NOTHING
                                          : ImportInterventionsRequest::SKIP_BAD);
  request.set_validate_only(options.dry_run);
  request.set_illustrative(options.illustrative);
  for (const std::string& month : options.partial_months) request.add_partial_months(month);
  for (const std::string& month : options.complete_months) request.add_complete_months(month);
  if (options.replace.empty()) return request;
  const std::vector<std::string> months = absl::StrSplit(options.replace, absl::MaxSplits("..", 1));
  if (months.size() != 2) {
    return UsageError("--replace takes two months, such as 2026-01..2026-03");
  }
  request.mutable_replace()->set_first_month(months[0]);
  request.mutable_replace()->set_last_month(months[1]);
  for (const std::string& team : options.replace_teams) request.mutable_replace()->add_teams(team);
  request.mutable_replace()->set_allow_empty(options.allow_empty);
  request.mutable_replace()->set_allow_unmapped(options.allow_unmapped);
  return request;
}

std::optional<uint64_t> SizeOf(const std::string& file) {
  std::error_code error;
  if (!std::filesystem::is_regular_file(file, error)) return std::nullopt;
  const uintmax_t size = std::filesystem::file_size(file, error);
  if (error) return std::nullopt;
  return size;
}

// Sends the file; the call's answer says how it ended, so a refused message only ends the sending.
void SendFile(std::istream& in, ImportInterventionsRequest message, Stream& stream,
              ImportProgress& progress) {
  std::string piece(kPieceBytes, '\0');
  bool more = true;
  while (more) {
    in.read(piece.data(), static_cast<std::streamsize>(piece.size()));
    const auto size = static_cast<size_t>(in.gcount());
    message.set_data(piece.data(), size);
    // A file that cannot be read on must not look as if it had ended.
    if (in.bad()) return;
    more = !in.eof();
    message.set_last(!more);
    if (!stream.Write(rpc::Serialize(message))) return;
    progress.Sent({piece.data(), size}, absl::Now());
    message.Clear();
  }
  progress.Waiting();
}

absl::StatusOr<ImportInterventionsResponse> Import(Session& session, const ImportOptions& options,
                                                   Terminal& terminal) {
  ASSIGN_OR_RETURN(ImportInterventionsRequest first, FirstMessage(options));
  const bool from_input = options.file == "-";
  std::ifstream file;
  if (!from_input) {
    file.open(options.file, std::ios::binary);
    if (!file || std::filesystem::is_directory(options.file)) {
      return UsageError(absl::StrCat("cannot read ", options.file));
    }
  }
  std::istream& in = from_input ? terminal.in : file;
  ImportProgress progress(terminal.err, terminal.is_terminal,
                          from_input ? std::nullopt : SizeOf(options.file), absl::Now());
  const std::unique_ptr<Stream> stream = session.connection().Open(kImport);
  SendFile(in, std::move(first), *stream, progress);
  stream->CloseWrites();
  grpc::ByteBuffer bytes;
  const bool answered = stream->Read(&bytes);
  progress.Done();
  RETURN_IF_ERROR(stream->Finish());
  ImportInterventionsResponse answer;
  if (!answered || !rpc::Parse(bytes, answer)) {
    return absl::InternalError("the server's answer is no ImportInterventionsResponse");
  }
  return answer;
}

void PrintCount(std::ostream& out, const char* what, int64_t count, bool always) {
  if (count == 0 && !always) return;
  out << absl::StreamFormat("  %-24s %14s\n", what, WithSeparators(count));
}

void PrintCounts(const ImportInterventionsResponse& answer, std::ostream& out) {
  PrintCount(out, "inserted", answer.inserted(), true);
  PrintCount(out, "updated", answer.updated(), true);
  PrintCount(out, "unchanged", answer.unchanged(), true);
  PrintCount(out, "removed", answer.removed(), false);
  PrintCount(out, "superseded in the file", answer.superseded(), false);
  PrintCount(out, "rejected", answer.rejected(), true);
  PrintCount(out, "of unmapped teams", answer.unmapped(), false);
  PrintCount(out, "of other staff", answer.other_staff(), false);
}

void PrintLists(const ImportInterventionsResponse& answer, size_t most_rejections,
                std::ostream& out) {
  if (answer.months_size() > 0) out << "months\n";
  for (const auto& month : answer.months()) {
    out << absl::StreamFormat("  %s %14s rows, %s attended\n", month.month(),
                              WithSeparators(month.rows()), WithSeparators(month.attended()));
  }
  if (answer.unmapped_teams_size() > 0) out << "teams that the strategy does not list\n";
  for (const auto& team : answer.unmapped_teams()) {
    out << absl::StreamFormat("  %-24s %14s rows\n", team.team_code(), WithSeparators(team.rows()));
  }
  if (answer.rejections_size() > 0) out << "rejected\n";
  const auto shown =
      std::min<int64_t>(answer.rejections_size(), static_cast<int64_t>(most_rejections));
  for (int i = 0; i < shown; ++i) {
    const auto& rejection = answer.rejections(i);
    out << "  line " << rejection.line() << ": "
        << (rejection.column().empty() ? "the row" : rejection.column()) << " "
        << rejection.reason() << "\n";
  }
  if (answer.rejected() > shown) {
    out << "  and " << WithSeparators(answer.rejected() - shown) << " more\n";
  }
}

}  // namespace

absl::Status ImportFile(Session& session, const ImportOptions& options, Terminal& terminal) {
  const absl::Time start = absl::Now();
  ASSIGN_OR_RETURN(const ImportInterventionsResponse answer, Import(session, options, terminal));
  const char* what = answer.applied()  ? "imported"
                     : options.dry_run ? "checked, nothing written"
                                       : "nothing imported";
  terminal.out << absl::StreamFormat("%s: %s rows in %.1f s\n", what, WithSeparators(answer.rows()),
                                     absl::ToDoubleSeconds(absl::Now() - start));
  PrintCounts(answer, terminal.out);
  PrintLists(answer, options.rejections, terminal.out);
  terminal.out << "revision " << answer.revision() << "\n";
  for (const std::string& warning : answer.warnings()) terminal.err << "warning: " << warning << "\n";
  if (answer.refusal().empty()) return absl::OkStatus();
  return absl::FailedPreconditionError(
      absl::StrCat("nothing is imported: ", answer.refusal()));
}

absl::Status VerifySums(Session& session, const std::string& organisation, Terminal& terminal) {
  VerifyInterventionsRequest request;
  request.set_parent(ParentOf(organisation));
  int64_t interventions = 0;
  int64_t groups = 0;
  int64_t differing = 0;
  do {
    VerifyInterventionsResponse answer;
    RETURN_IF_ERROR(session.CallTyped(kVerify, request, &answer));
    interventions += answer.interventions();
    groups += answer.groups();
    differing += answer.differing();
    for (const auto& difference : answer.differences()) {
      terminal.out << difference.group() << ": kept " << difference.kept_count() << " with "
                   << difference.kept_minutes() << " minutes, are " << difference.true_count()
                   << " with " << difference.true_minutes() << " minutes\n";
    }
    request.set_page_token(answer.next_page_token());
  } while (!request.page_token().empty());
  terminal.out << WithSeparators(interventions) << " interventions, " << WithSeparators(groups)
               << " sums compared, " << WithSeparators(differing) << " differ\n";
  if (differing == 0) return absl::OkStatus();
  return absl::DataLossError(absl::StrCat(differing, " sums are not those of their interventions"));
}

}  // namespace potential::cli
