#include "gateway/cli/outcome.h"

#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "google/rpc/error_details.pb.h"
#include "services/chassis/resource/violation.h"

namespace potential::cli {
namespace {

constexpr absl::string_view kUsageMark = "potential.cli/usage";
constexpr absl::string_view kUnreachableMark = "potential.cli/unreachable";

// A payload's message, empty if the status has none.
template <typename Detail>
Detail DetailOf(const absl::Status& status, absl::string_view url) {
  Detail detail;
  const absl::optional<absl::Cord> payload = status.GetPayload(url);
  if (payload && !detail.ParseFromString(std::string(*payload))) detail.Clear();
  return detail;
}

std::string TextOf(const google::rpc::BadRequest::FieldViolation& violation) {
  return violation.field().empty() ? violation.description()
                                   : absl::StrCat(violation.field(), ": ", violation.description());
}

// The message; where it names the first violation and counts the others, all of them instead.
std::string WithAllViolations(const absl::Status& status) {
  const std::string message(status.message());
  const auto bad = DetailOf<google::rpc::BadRequest>(status, resource::kBadRequestUrl);
  if (bad.field_violations().empty()) return message;
  const size_t first = message.find(TextOf(bad.field_violations(0)));
  std::string text = first == std::string::npos ? message : message.substr(0, first);
  const char* separator = first == std::string::npos ? "; " : "";
  for (const auto& violation : bad.field_violations()) {
    absl::StrAppend(&text, separator, TextOf(violation));
    separator = "; ";
  }
  const auto info = DetailOf<google::rpc::ErrorInfo>(status, resource::kErrorInfoUrl);
  const auto omitted = info.metadata().find("omitted");
  if (omitted != info.metadata().end()) absl::StrAppend(&text, "; and ", omitted->second, " more");
  return text;
}

}  // namespace

absl::Status AsUsageError(absl::Status status) {
  status.SetPayload(kUsageMark, absl::Cord());
  return status;
}

absl::Status UsageError(absl::string_view text) {
  return AsUsageError(absl::InvalidArgumentError(text));
}

absl::Status UnreachableError(absl::string_view text) {
  absl::Status status = absl::UnavailableError(text);
  status.SetPayload(kUnreachableMark, absl::Cord());
  return status;
}

int ExitCode(const absl::Status& status) {
  if (status.ok()) return kExitOk;
  if (status.GetPayload(kUsageMark)) return kExitUsage;
  return status.GetPayload(kUnreachableMark) ? kExitUnreachable : kExitFailed;
}

std::string ErrorLine(const absl::Status& status) {
  // The code of a refused command line says nothing that its text does not.
  std::string line = ExitCode(status) == kExitFailed
                         ? absl::StrCat(absl::StatusCodeToString(status.code()), ": ")
                         : std::string();
  absl::StrAppend(&line, WithAllViolations(status));
  return absl::StrReplaceAll(line, {{"\n", " "}, {"\r", " "}});
}

}  // namespace potential::cli
