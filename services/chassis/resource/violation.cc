#include "services/chassis/resource/violation.h"

#include <map>

#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"
#include "google/rpc/error_details.pb.h"
#include "services/chassis/resource/text.h"

namespace potential::resource {
namespace {

using Metadata = std::map<std::string, std::string>;

void Attach(absl::Status& status, absl::string_view url, const google::protobuf::Message& detail) {
  status.SetPayload(url, absl::Cord(detail.SerializeAsString()));
}

absl::Status Explained(absl::StatusCode code, absl::string_view reason, absl::string_view text,
                       const Metadata& metadata = {}) {
  google::rpc::ErrorInfo info;
  info.set_reason(std::string(reason));
  info.set_domain(std::string(kErrorDomain));
  for (const auto& [key, value] : metadata) (*info.mutable_metadata())[key] = value;
  absl::Status status(code, text);
  Attach(status, kErrorInfoUrl, info);
  return status;
}

// An error about the record of this name; `text` goes on from the name.
absl::Status ExplainedFor(absl::StatusCode code, absl::string_view reason, absl::string_view name,
                          absl::string_view text) {
  constexpr size_t kMaxName = 250;
  const std::string shown = Escaped(name, kMaxName);
  return Explained(code, reason, absl::StrCat(shown, text), {{"name", shown}});
}

// Adds violations until the budget is spent; returns how many were left out.
size_t FillBadRequest(const std::vector<FieldViolation>& violations,
                      google::rpc::BadRequest& details) {
  constexpr size_t kFraming = 6;  // tags and lengths of one violation on the wire
  constexpr size_t kMaxPath = 300;
  constexpr size_t kMaxDescription = 1500;
  size_t spent = 0;
  for (const FieldViolation& violation : violations) {
    const std::string field = Escaped(violation.field, kMaxPath);
    const std::string description = Escaped(violation.description, kMaxDescription);
    spent += field.size() + description.size() + kFraming;
    if (spent > kMaxViolationBytes) break;
    google::rpc::BadRequest::FieldViolation* added = details.add_field_violations();
    added->set_field(field);
    added->set_description(description);
  }
  return violations.size() - static_cast<size_t>(details.field_violations_size());
}

std::string Summary(const std::vector<FieldViolation>& violations) {
  if (violations.empty()) return "the request is not valid";
  constexpr size_t kMaxFirst = 300;
  std::string text =
      Escaped(absl::StrCat(violations[0].field, ": ", violations[0].description), kMaxFirst);
  const size_t more = violations.size() - 1;
  if (more > 0) absl::StrAppend(&text, "; and ", more, more == 1 ? " more field" : " more fields");
  return text;
}

}  // namespace

absl::Status InvalidArgument(const std::vector<FieldViolation>& violations) {
  google::rpc::BadRequest details;
  Metadata metadata;
  const size_t omitted = FillBadRequest(violations, details);
  if (omitted > 0) metadata["omitted"] = absl::StrCat(omitted);
  absl::Status status =
      Explained(absl::StatusCode::kInvalidArgument, kFieldViolation, Summary(violations), metadata);
  Attach(status, kBadRequestUrl, details);
  return status;
}

absl::Status InvalidArgument(absl::string_view field, absl::string_view description) {
  return InvalidArgument({{std::string(field), std::string(description)}});
}

absl::Status NotFound(absl::string_view name) {
  return ExplainedFor(absl::StatusCode::kNotFound, kRecordNotFound, name,
                      " does not exist, or not in your organisation");
}

absl::Status AlreadyExists(absl::string_view name) {
  return ExplainedFor(absl::StatusCode::kAlreadyExists, kRecordExists, name,
                      " exists already; choose another identifier or leave it out");
}

absl::Status EtagMismatch(absl::string_view name) {
  return ExplainedFor(
      absl::StatusCode::kAborted, kEtagMismatch, name,
      " has changed since it was read; read it again and repeat the change with its "
      "new etag");
}

absl::Status Aborted(absl::string_view reason, absl::string_view text) {
  return Explained(absl::StatusCode::kAborted, reason, text);
}

absl::Status FailedPrecondition(absl::string_view reason, absl::string_view text) {
  return Explained(absl::StatusCode::kFailedPrecondition, reason, text);
}

absl::Status ResourceExhausted(absl::string_view reason, absl::string_view text) {
  return Explained(absl::StatusCode::kResourceExhausted, reason, text);
}

absl::Status OutOfRange(absl::string_view reason, absl::string_view text) {
  return Explained(absl::StatusCode::kOutOfRange, reason, text);
}

absl::Status Unavailable(absl::string_view reason, absl::string_view text) {
  return Explained(absl::StatusCode::kUnavailable, reason, text);
}

absl::Status PermissionDenied(absl::string_view text) {
  return Explained(absl::StatusCode::kPermissionDenied, kPermissionMissing, text);
}

absl::Status Unauthenticated(absl::string_view text) {
  return Explained(absl::StatusCode::kUnauthenticated, kIdentityMissing, text);
}

absl::Status DeadlineExceeded() {
  return Explained(absl::StatusCode::kDeadlineExceeded, kDeadlinePassed,
                   "the deadline passed before an answer was ready; nothing is known about the "
                   "outcome of a write: repeat it with the same request_id");
}

absl::Status Unimplemented(absl::string_view method) {
  return Explained(absl::StatusCode::kUnimplemented, kMethodUnknown,
                   absl::StrCat("this server has no method ", Escaped(method, 250)));
}

absl::Status Internal() {
  return Explained(
      absl::StatusCode::kInternal, kInternalError,
      "the server met a defect of its own; its log tells more under this request's id");
}

absl::Status FromStorage(const absl::Status& status) {
  if (status.ok() || status.GetPayload(kErrorInfoUrl).has_value()) return status;
  switch (status.code()) {
    case absl::StatusCode::kResourceExhausted:
      return ResourceExhausted(kStorageFull,
                               "the service cannot take this write now: its storage or its write "
                               "queue is full; nothing was changed, try again later");
    case absl::StatusCode::kUnavailable:
      return Unavailable(kStorageUnavailable,
                         "the service cannot reach its storage now; try again later");
    case absl::StatusCode::kDataLoss:
      return Explained(absl::StatusCode::kDataLoss, kStorageDamaged,
                       "the service's storage is damaged and must be restored from a backup");
    default:
      return Internal();
  }
}

}  // namespace potential::resource
