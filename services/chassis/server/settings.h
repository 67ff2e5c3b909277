// Settings of a process: declared once, read from flags and environment, refused when they do not fit.
//
//   const std::vector<Setting> kSchema = {
//       {"listen", SettingType::kText, "127.0.0.1:0", "address to serve on"}};
//   absl::StatusOr<Settings> settings = Settings::Parse(kSchema, arguments, environment);
//   settings->Text("listen");

#ifndef POTENTIAL_SERVICES_CHASSIS_SERVER_SETTINGS_H_
#define POTENTIAL_SERVICES_CHASSIS_SERVER_SETTINGS_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace potential::server {

enum class SettingType { kText, kInteger, kBoolean, kDuration };

struct Setting {
  std::string name;  // flag `--name=value`; environment variable POTENTIAL_NAME, `-` as `_`
  SettingType type;
  std::string default_value;
  std::string meaning;
  // Bounds of an integer, or of a duration in milliseconds.
  int64_t minimum = INT64_MIN;
  int64_t maximum = INT64_MAX;
};

// Immutable values of a schema. Asking for a setting that the schema does not have, or as another
// type, is a defect and aborts.
class Settings {
 public:
  // Flags win over the environment (`NAME=value` each), which wins over defaults. `--name value`,
  // `--name=value`, and for booleans `--name` and `--no-name`. INVALID_ARGUMENT names the flag or
  // variable that is ill-typed or unknown: of variables, each POTENTIAL_ one that no program of the
  // suite reads. `--help` sets help_wanted() and stops reading.
  static absl::StatusOr<Settings> Parse(const std::vector<Setting>& schema,
                                        const std::vector<std::string>& arguments,
                                        const std::vector<std::string>& environment);

  const std::string& Text(absl::string_view name) const;
  int64_t Integer(absl::string_view name) const;
  bool Boolean(absl::string_view name) const;
  absl::Duration Duration(absl::string_view name) const;

  bool help_wanted() const { return help_wanted_; }

 private:
  struct Value {
    Setting setting;
    std::string text;
  };
  const Value& Find(absl::string_view name, SettingType type) const;

  std::map<std::string, Value, std::less<>> values_;
  bool help_wanted_ = false;
};

// The schema as a page of text for `--help`.
std::string SettingsHelp(const std::string& program, const std::string& purpose,
                         const std::vector<Setting>& schema);

}  // namespace potential::server

#endif  // POTENTIAL_SERVICES_CHASSIS_SERVER_SETTINGS_H_
