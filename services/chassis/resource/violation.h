// Errors as callers see them: one factory per code, each with google.rpc.ErrorInfo (reason, domain)
// and, for bad input, google.rpc.BadRequest with the path of every field.
//
//   return InvalidArgument("opportunity.title", "is required");
//   return NotFound("organisations/swlstg/opportunities/a1b2");
//
// The details travel as payloads of the absl::Status under `type.googleapis.com/google.rpc.*`, and
// one mapper at the edge hands them on. Texts say where something is wrong and what to do; they
// never hold a text of a driver or parser. Any thread may call.

#ifndef POTENTIAL_SERVICES_CHASSIS_RESOURCE_VIOLATION_H_
#define POTENTIAL_SERVICES_CHASSIS_RESOURCE_VIOLATION_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace potential::resource {

// Domain of every ErrorInfo.
inline constexpr absl::string_view kErrorDomain = "potential";
// Keys of the payloads.
inline constexpr absl::string_view kErrorInfoUrl = "type.googleapis.com/google.rpc.ErrorInfo";
inline constexpr absl::string_view kBadRequestUrl = "type.googleapis.com/google.rpc.BadRequest";

// Reasons of ErrorInfo. Part of the contract: a caller's program may branch on them.
inline constexpr absl::string_view kFieldViolation = "FIELD_VIOLATION";
inline constexpr absl::string_view kRecordNotFound = "RECORD_NOT_FOUND";
inline constexpr absl::string_view kRecordExists = "RECORD_EXISTS";
inline constexpr absl::string_view kRecordLocked = "RECORD_LOCKED";
inline constexpr absl::string_view kRecordDeleted = "RECORD_DELETED";
inline constexpr absl::string_view kEtagMismatch = "ETAG_MISMATCH";
inline constexpr absl::string_view kIllegalTransition = "ILLEGAL_TRANSITION";
inline constexpr absl::string_view kPermissionMissing = "PERMISSION_MISSING";
inline constexpr absl::string_view kIdentityMissing = "IDENTITY_MISSING";
inline constexpr absl::string_view kMethodUnknown = "METHOD_UNKNOWN";
inline constexpr absl::string_view kDeadlinePassed = "DEADLINE_PASSED";
inline constexpr absl::string_view kQueueFull = "QUEUE_FULL";
inline constexpr absl::string_view kPositionCompacted = "POSITION_COMPACTED";
inline constexpr absl::string_view kStorageFull = "STORAGE_FULL";
inline constexpr absl::string_view kStorageUnavailable = "STORAGE_UNAVAILABLE";
inline constexpr absl::string_view kStorageDamaged = "STORAGE_DAMAGED";
inline constexpr absl::string_view kStreamBrokenOff = "STREAM_BROKEN_OFF";
inline constexpr absl::string_view kTooManyJobs = "TOO_MANY_JOBS";
inline constexpr absl::string_view kInternalError = "INTERNAL_ERROR";

// What is wrong with one field. The path is that of the request in snake_case with indexes, such as
// `opportunity.tags[2]`; the description goes on from it, such as `is required`.
struct FieldViolation {
  std::string field;
  std::string description;
  bool operator==(const FieldViolation&) const = default;
};

// INVALID_ARGUMENT with all violations that fit: details travel in trailers, which the other side
// bounds, so violations beyond kMaxViolationBytes are counted in the metadata `omitted`.
inline constexpr size_t kMaxViolationBytes = 3500;
absl::Status InvalidArgument(const std::vector<FieldViolation>& violations);
absl::Status InvalidArgument(absl::string_view field, absl::string_view description);

// No record of this name that the caller may see; also for a parent of another organisation.
absl::Status NotFound(absl::string_view name);
absl::Status AlreadyExists(absl::string_view name);
// ABORTED: the record has changed since the caller read it.
absl::Status EtagMismatch(absl::string_view name);
absl::Status Aborted(absl::string_view reason, absl::string_view text);
absl::Status FailedPrecondition(absl::string_view reason, absl::string_view text);
absl::Status ResourceExhausted(absl::string_view reason, absl::string_view text);
absl::Status OutOfRange(absl::string_view reason, absl::string_view text);
absl::Status Unavailable(absl::string_view reason, absl::string_view text);
absl::Status PermissionDenied(absl::string_view text);
absl::Status Unauthenticated(absl::string_view text);
absl::Status DeadlineExceeded();
absl::Status Unimplemented(absl::string_view method);
// A defect of the server. The text is fixed: what went wrong belongs into the log.
absl::Status Internal();

// A status of the storage seam as a caller may see it. One that carries an ErrorInfo already was
// made by the body of the transaction and is handed on as it is.
absl::Status FromStorage(const absl::Status& status);

}  // namespace potential::resource

#endif  // POTENTIAL_SERVICES_CHASSIS_RESOURCE_VIOLATION_H_
