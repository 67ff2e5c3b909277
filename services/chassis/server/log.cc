#include "services/chassis/server/log.h"

#include <memory>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "spdlog/formatter.h"
#include "spdlog/sinks/stdout_sinks.h"
#include "spdlog/spdlog.h"

namespace potential::server {
namespace {

std::string& ProcessName() {
  static std::string& name = *new std::string("potential");
  return name;
}

spdlog::logger& Logger() {
  static spdlog::logger& logger = []() -> spdlog::logger& {
    auto made = spdlog::stderr_logger_mt("potential");
    made->set_pattern("%v");
    return *made;
  }();
  return logger;
}

spdlog::level::level_enum Map(LogLevel level) {
  switch (level) {
    case LogLevel::kDebug:
      return spdlog::level::debug;
    case LogLevel::kInfo:
      return spdlog::level::info;
    case LogLevel::kWarning:
      return spdlog::level::warn;
    case LogLevel::kError:
      return spdlog::level::err;
  }
  return spdlog::level::err;
}

absl::string_view NameOf(LogLevel level) {
  switch (level) {
    case LogLevel::kDebug:
      return "debug";
    case LogLevel::kInfo:
      return "info";
    case LogLevel::kWarning:
      return "warning";
    case LogLevel::kError:
      return "error";
  }
  return "error";
}

std::string Line(LogLevel level, absl::string_view event,
                 absl::Span<const LogField> fields) {
  std::string line = absl::StrCat(
      "{\"time\":\"",
      absl::FormatTime("%Y-%m-%dT%H:%M:%E3SZ", absl::Now(), absl::UTCTimeZone()),
      "\",\"level\":\"", NameOf(level), "\",\"process\":", JsonString(ProcessName()),
      ",\"event\":", JsonString(event));
  for (const auto& [key, value] : fields) {
    if (!value.empty()) absl::StrAppend(&line, ",", JsonString(key), ":", JsonString(value));
  }
  return line + "}";
}

// Makes lines of what modules below this one write through spdlog itself.
class TextAsJson final : public spdlog::formatter {
 public:
  void format(const spdlog::details::log_msg& message, spdlog::memory_buf_t& out) override {
    const LogLevel level = message.level >= spdlog::level::err    ? LogLevel::kError
                           : message.level == spdlog::level::warn ? LogLevel::kWarning
                           : message.level == spdlog::level::info ? LogLevel::kInfo
                                                                  : LogLevel::kDebug;
    const absl::string_view text(message.payload.data(), message.payload.size());
    const std::string line = Line(level, "message", {LogField("text", text)}) + "\n";
    out.append(line.data(), line.data() + line.size());
  }
  std::unique_ptr<spdlog::formatter> clone() const override {
    return std::make_unique<TextAsJson>();
  }
};

// spdlog's own logger, for everyone who writes without this file.
void SetDefaultLogger(spdlog::level::level_enum least) {
  auto logger = std::make_shared<spdlog::logger>(
      "", std::make_shared<spdlog::sinks::stderr_sink_mt>());
  logger->set_formatter(std::make_unique<TextAsJson>());
  logger->set_level(least);
  logger->flush_on(spdlog::level::info);
  spdlog::set_default_logger(std::move(logger));
}

}  // namespace

absl::Status StartLog(const std::string& process, absl::string_view least_level) {
  ProcessName() = process;
  for (LogLevel level :
       {LogLevel::kDebug, LogLevel::kInfo, LogLevel::kWarning, LogLevel::kError}) {
    if (NameOf(level) == least_level) {
      Logger().set_level(Map(level));
      Logger().flush_on(spdlog::level::info);
      SetDefaultLogger(Map(level));
      return absl::OkStatus();
    }
  }
  return absl::InvalidArgumentError("--log-level: use debug, info, warning or error");
}

std::string JsonString(absl::string_view text) {
  std::string json = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      json += '\\';
      json += c;
    } else if (static_cast<unsigned char>(c) < 0x20) {
      absl::StrAppendFormat(&json, "\\u%04x", c);
    } else {
      json += c;
    }
  }
  return json + "\"";
}

bool IsLogged(LogLevel level) { return Logger().should_log(Map(level)); }

void Log(LogLevel level, absl::string_view event, std::initializer_list<LogField> fields) {
  if (IsLogged(level)) Logger().log(Map(level), "{}", Line(level, event, fields));
}

void Log(LogLevel level, absl::string_view event, const std::vector<LogField>& fields) {
  if (IsLogged(level)) Logger().log(Map(level), "{}", Line(level, event, fields));
}

}  // namespace potential::server
