#include "services/chassis/server/settings.h"

#include <algorithm>
#include <cstdlib>
#include <iterator>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"

namespace potential::server {
namespace {

constexpr absl::string_view kVariablePrefix = "POTENTIAL_";

// What programs of the suite read besides the settings of every process. Programs may share one
// environment, so none refuses a variable that is meant for another.
constexpr absl::string_view kSettingsOfPrograms[] = {
    // services
    "data", "readers", "max-queued-writes", "max-commit-batch", "keep-revisions",
    "keep-history-days",
    // gateway
    "backends", "backend-timeout", "stale-limit", "redis", "http-listen", "http-hosts",
    "http-port-file", "http-threads", "web", "descriptors", "tls-upstream",
    // potentialctl
    "address", "identity",
    // tests
    "golden-real"};

std::string VariableOf(absl::string_view name) {
  return absl::StrCat(kVariablePrefix,
                      absl::AsciiStrToUpper(absl::StrReplaceAll(name, {{"-", "_"}})));
}

// The setting of a variable that is written as VariableOf writes it; else a text that is none.
std::string NameOf(absl::string_view variable) {
  const std::string name = absl::AsciiStrToLower(
      absl::StrReplaceAll(absl::StripPrefix(variable, kVariablePrefix), {{"_", "-"}}));
  return VariableOf(name) == variable ? name : "";
}

bool IsOfAnotherProgram(absl::string_view variable) {
  return std::any_of(std::begin(kSettingsOfPrograms), std::end(kSettingsOfPrograms),
                     [&](absl::string_view name) { return VariableOf(name) == variable; });
}

bool ParseBoolean(absl::string_view text, bool* value) { return absl::SimpleAtob(text, value); }

bool InBounds(const Setting& setting, int64_t value) {
  return value >= setting.minimum && value <= setting.maximum;
}

bool Fits(const Setting& setting, const std::string& text) {
  switch (setting.type) {
    case SettingType::kText:
      return true;
    case SettingType::kBoolean: {
      bool value;
      return ParseBoolean(text, &value);
    }
    case SettingType::kInteger: {
      int64_t value;
      return absl::SimpleAtoi(text, &value) && InBounds(setting, value);
    }
    case SettingType::kDuration: {
      absl::Duration value;
      return absl::ParseDuration(text, &value) &&
             InBounds(setting, absl::ToInt64Milliseconds(value));
    }
  }
  return false;
}

std::string Bounds(const Setting& setting) {
  if (setting.minimum == INT64_MIN && setting.maximum == INT64_MAX) return "";
  const char* unit = setting.type == SettingType::kDuration ? " ms" : "";
  return absl::StrCat(" from ", setting.minimum, unit, " to ", setting.maximum, unit);
}

std::string Expected(const Setting& setting) {
  switch (setting.type) {
    case SettingType::kText:
      return "text";
    case SettingType::kBoolean:
      return "true or false";
    case SettingType::kInteger:
      return absl::StrCat("a whole number", Bounds(setting));
    case SettingType::kDuration:
      return absl::StrCat("a duration such as 500ms, 10s or 2m", Bounds(setting));
  }
  return "";
}

absl::Status Misfit(absl::string_view where, const Setting& setting, absl::string_view text) {
  return absl::InvalidArgumentError(
      absl::StrCat(where, ": '", text, "' is not ", Expected(setting), "; see --help"));
}

}  // namespace

absl::StatusOr<Settings> Settings::Parse(const std::vector<Setting>& schema,
                                         const std::vector<std::string>& arguments,
                                         const std::vector<std::string>& environment) {
  Settings settings;
  for (const Setting& setting : schema) {
    settings.values_.emplace(setting.name, Value{setting, setting.default_value});
  }
  for (absl::string_view entry : environment) {
    if (!absl::StartsWith(entry, kVariablePrefix)) continue;
    const size_t equals = entry.find('=');
    const absl::string_view variable = entry.substr(0, equals);
    const std::string text(entry.substr(std::min(entry.size(), variable.size() + 1)));
    const auto it = settings.values_.find(NameOf(variable));
    if (it == settings.values_.end()) {
      if (IsOfAnotherProgram(variable)) continue;
      return absl::InvalidArgumentError(
          absl::StrCat("unknown setting ", variable, " in the environment; see --help"));
    }
    if (!Fits(it->second.setting, text)) return Misfit(variable, it->second.setting, text);
    it->second.text = text;
  }
  for (size_t i = 0; i < arguments.size(); ++i) {
    absl::string_view argument = arguments[i];
    if (argument == "--help" || argument == "-h") {
      settings.help_wanted_ = true;
      return settings;
    }
    const auto unknown = [&] {
      return absl::InvalidArgumentError(
          absl::StrCat("unknown setting '", arguments[i], "'; see --help"));
    };
    if (!absl::ConsumePrefix(&argument, "--")) return unknown();
    const size_t equals = argument.find('=');
    absl::string_view name = argument.substr(0, equals);
    auto it = settings.values_.find(name);
    bool negated = false;
    if (it == settings.values_.end() && absl::ConsumePrefix(&name, "no-")) {
      it = settings.values_.find(name);
      negated = true;
    }
    if (it == settings.values_.end()) return unknown();
    Value& value = it->second;
    const bool boolean = value.setting.type == SettingType::kBoolean;
    std::string text;
    if (negated) {
      if (!boolean || equals != absl::string_view::npos) return unknown();
      text = "false";
    } else if (equals != absl::string_view::npos) {
      text = std::string(argument.substr(equals + 1));
    } else if (boolean) {
      text = "true";
    } else if (i + 1 < arguments.size()) {
      text = arguments[++i];
    } else {
      return absl::InvalidArgumentError(absl::StrCat("--", name, ": needs a value; see --help"));
    }
    if (!Fits(value.setting, text)) return Misfit(absl::StrCat("--", name), value.setting, text);
    value.text = std::move(text);
  }
  return settings;
}

const Settings::Value& Settings::Find(absl::string_view name, SettingType type) const {
  const auto it = values_.find(name);
  if (it == values_.end() || it->second.setting.type != type) std::abort();
  return it->second;
}

const std::string& Settings::Text(absl::string_view name) const {
  return Find(name, SettingType::kText).text;
}

int64_t Settings::Integer(absl::string_view name) const {
  int64_t value = 0;
  if (!absl::SimpleAtoi(Find(name, SettingType::kInteger).text, &value)) std::abort();
  return value;
}

bool Settings::Boolean(absl::string_view name) const {
  bool value = false;
  if (!ParseBoolean(Find(name, SettingType::kBoolean).text, &value)) std::abort();
  return value;
}

absl::Duration Settings::Duration(absl::string_view name) const {
  absl::Duration value;
  if (!absl::ParseDuration(Find(name, SettingType::kDuration).text, &value)) std::abort();
  return value;
}

std::string SettingsHelp(const std::string& program, const std::string& purpose,
                         const std::vector<Setting>& schema) {
  std::string page = absl::StrCat("usage: ", program, " [--setting=value ...]\n\n", purpose,
                                  "\n\nA setting is given as a flag or in the environment.\n");
  for (const Setting& setting : schema) {
    absl::StrAppend(&page, "\n  --", setting.name, "  (", VariableOf(setting.name), ")\n      ",
                    setting.meaning, "\n      ", Expected(setting), "; default ",
                    setting.default_value.empty() ? "none" : setting.default_value, "\n");
  }
  return page;
}

}  // namespace potential::server
