// Logs: one JSON object a line on standard error, for machines to collect. No request body, no name of
// a person and no text of a caller other than checked ids stands in a log.

#ifndef POTENTIAL_SERVICES_CHASSIS_SERVER_LOG_H_
#define POTENTIAL_SERVICES_CHASSIS_SERVER_LOG_H_

#include <initializer_list>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace potential::server {

enum class LogLevel { kDebug, kInfo, kWarning, kError };

// A field of a line; the value is text and is escaped.
using LogField = std::pair<absl::string_view, std::string>;

// Sets the process's name in all lines, and the least level that is written: `debug`, `info`,
// `warning` or `error`. INVALID_ARGUMENT for another word. Once, at start.
absl::Status StartLog(const std::string& process, absl::string_view least_level);

// Whether lines of this level are written. Thread-safe.
bool IsLogged(LogLevel level);

// Writes a line; fields without a value are left out. Thread-safe.
void Log(LogLevel level, absl::string_view event, std::initializer_list<LogField> fields = {});
void Log(LogLevel level, absl::string_view event, const std::vector<LogField>& fields);

// `text` as a JSON string, quotes included.
std::string JsonString(absl::string_view text);

}  // namespace potential::server

#endif  // POTENTIAL_SERVICES_CHASSIS_SERVER_LOG_H_
