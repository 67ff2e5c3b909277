#include "services/chassis/strategy/import_profile.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

namespace potential::strategy {
namespace {

using v1::ImportProfile;

const std::string& NameOf(ImportProfile::Field field) { return ImportProfile::Field_Name(field); }

void CheckColumns(const ImportProfile& profile, const ProfileProblem& report) {
  std::set<ImportProfile::Field> fields;
  std::map<std::string, std::string> meanings;
  for (const ImportProfile::Column& column : profile.columns()) {
    if (!fields.insert(column.field()).second) {
      report(column, "field", absl::StrCat("field ", NameOf(column.field()), " is mapped twice"));
    }
    for (const std::string& header : column.headers()) {
      const auto [first, is_new] =
          meanings.emplace(ComparableHeader(header), NameOf(column.field()));
      if (is_new) continue;
      report(column, "headers",
             absl::StrCat("column \"", header, "\" is named twice, first for ", first->second));
    }
  }
  for (const std::string& header : profile.ignored_columns()) {
    const auto meaning = meanings.find(ComparableHeader(header));
    if (meaning == meanings.end()) continue;
    report(profile, "ignored_columns",
           absl::StrCat("column \"", header, "\" is ignored and read for ", meaning->second));
  }
}

void CheckLocalCodes(const ImportProfile& profile, const ProfileProblem& report) {
  std::set<std::pair<ImportProfile::Field, std::string>> seen;
  for (const ImportProfile::LocalCode& local : profile.local_codes()) {
    if (local.field() != ImportProfile::ATTENDANCE && local.field() != ImportProfile::CONTACT_MODE) {
      report(local, "field", "only ATTENDANCE and CONTACT_MODE have codes");
    }
    const bool digits = std::all_of(local.code().begin(), local.code().end(), [](char c) {
      return absl::ascii_isdigit(static_cast<unsigned char>(c));
    });
    if (!digits) report(local, "code", absl::StrCat("\"", local.code(), "\" is no number"));
    if (!seen.emplace(local.field(), absl::AsciiStrToLower(local.text())).second) {
      report(local, "text", absl::StrCat("\"", local.text(), "\" stands for two codes"));
    }
  }
}

}  // namespace

std::string ComparableHeader(absl::string_view header) {
  std::string comparable;
  for (const char c : header) {
    if (c == ' ' || c == '-' || c == '_' || c == '.') continue;
    comparable += absl::ascii_tolower(static_cast<unsigned char>(c));
  }
  return comparable;
}

void CheckImportProfile(const ImportProfile& profile, const ProfileProblem& report) {
  CheckColumns(profile, report);
  CheckLocalCodes(profile, report);
}

}  // namespace potential::strategy
