// Logs: one JSON object a line on standard error, for machines to collect. No request body, no name of
// a person and no text of a caller other than checked ids stands in a log.

#ifndef POTENTIAL_SERVICES_CHASSIS_SERVER_LOG_H_
#define POTENTIAL_SERVICES_CHASSIS_SERVER_LOG_H_

#include <initializer_list>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "services/chassis/rpc/dispatcher.h"

namespace potential::server {

enum class LogLevel { kDebug, kInfo, kWarning, kError };

// A field of a line; the value is text and is escaped.
using LogField = std::pair<absl::string_view, std::string>;

// Sets the process's name in all lines, and the least level that is written: `debug`, `info`,
// `warning` or `error`. INVALID_ARGUMENT for another word. Once, at start.
absl::Status StartLog(const std::string& process, absl::string_view least_level);

// Writes a line. Thread-safe.
void Log(LogLevel level, absl::string_view event, std::initializer_list<LogField> fields = {});

// Writes what became of a call: failures of the service as errors, writes as info, the rest as debug.
void LogCall(const rpc::CallRecord& record);

// `text` as a JSON string, quotes included.
std::string JsonString(absl::string_view text);

}  // namespace potential::server

#endif  // POTENTIAL_SERVICES_CHASSIS_SERVER_LOG_H_
