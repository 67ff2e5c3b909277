// What a log says of calls. Texts of statuses quote what callers sent, which may name a person; so of
// an error that is the caller's, the code, the reason and the paths of the fields are logged, and none
// of its text.

#ifndef POTENTIAL_SERVICES_CHASSIS_SERVER_CALL_LOG_H_
#define POTENTIAL_SERVICES_CHASSIS_SERVER_CALL_LOG_H_

#include <vector>

#include "absl/status/status.h"
#include "google/protobuf/descriptor.h"
#include "services/chassis/rpc/dispatcher.h"
#include "services/chassis/server/log.h"

namespace potential::server {

// What may be logged of a status: `code`; `reason` of its ErrorInfo; `fields`, the paths of its
// violations that lead to fields of `request`, which may be null; and `text` if the failure is one of
// the suite itself. Fields that do not apply are absent. Thread-safe.
std::vector<LogField> ErrorFields(const absl::Status& status,
                                  const google::protobuf::Descriptor* request);

// The fields of a call's line. The method is named only if the contracts have it. Thread-safe.
std::vector<LogField> CallFields(const rpc::CallRecord& record);

// Writes what became of a call: failures of the suite as errors or warnings, writes as info, the rest
// at the level `reads`. Thread-safe.
void LogCall(const rpc::CallRecord& record, LogLevel reads);

}  // namespace potential::server

#endif  // POTENTIAL_SERVICES_CHASSIS_SERVER_CALL_LOG_H_
