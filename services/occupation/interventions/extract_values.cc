#include "services/occupation/interventions/extract_values.h"

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "services/chassis/resource/violation.h"
#include "services/chassis/storage/status_macros.h"

namespace potential::occupation {
namespace {

using strategy::v1::ImportProfile;
using v1::Intervention;

// Codes of earlier versions of the data set.
constexpr std::pair<const char*, Intervention::ContactMode> kEarlierModes[] = {
    {"03", Intervention::VIDEO}, {"06", Intervention::TEXT_MESSAGE}};

bool AreDigits(absl::string_view text, size_t least, size_t most) {
  return text.size() >= least && text.size() <= most &&
         std::all_of(text.begin(), text.end(),
                     [](char c) { return absl::ascii_isdigit(static_cast<unsigned char>(c)); });
}

int NumberOf(absl::string_view digits) {
  int number = 0;
  for (const char c : digits) number = number * 10 + (c - '0');
  return number;
}

// `09:30`, `09:30:00`, `09:30:00.000` and the like.
bool IsTimeOfDay(absl::string_view text) {
  return !text.empty() && text.size() <= 16 && absl::ascii_isdigit(static_cast<unsigned char>(text[0])) &&
         std::all_of(text.begin(), text.end(), [](char c) {
           return absl::ascii_isdigit(static_cast<unsigned char>(c)) || c == ':' || c == '.' || c == 'Z';
         });
}

std::optional<measures::Day> ParseDayMonthYear(absl::string_view text) {
  const std::vector<absl::string_view> parts = absl::StrSplit(text, '/');
  if (parts.size() != 3 || !AreDigits(parts[0], 1, 2) || !AreDigits(parts[1], 1, 2) ||
      !AreDigits(parts[2], 4, 4)) {
    return std::nullopt;
  }
  const int year = NumberOf(parts[2]);
  if (year < measures::kFirstYear || year > measures::kLastYear) return std::nullopt;
  return measures::FromCivil(
      {.year = year, .month = NumberOf(parts[1]), .day = NumberOf(parts[0])});
}

}  // namespace

std::optional<measures::Day> ParseExtractDay(absl::string_view text,
                                             ImportProfile::DateFormat format) {
  const size_t end = text.find_first_of(" T");
  if (end != absl::string_view::npos) {
    if (!IsTimeOfDay(text.substr(end + 1))) return std::nullopt;
    text = text.substr(0, end);
  }
  if (format == ImportProfile::DAY_MONTH_YEAR) return ParseDayMonthYear(text);
  return measures::ParseDay({text.data(), text.size()});
}

absl::string_view DayExpectation(ImportProfile::DateFormat format) {
  if (format == ImportProfile::DAY_MONTH_YEAR) {
    return "a day of the calendar as DD/MM/YYYY, which the import profile declares";
  }
  return "a day of the calendar as YYYY-MM-DD, which the import profile declares; for DD/MM/YYYY declare "
         "DAY_MONTH_YEAR";
}

absl::string_view ConceptOf(absl::string_view expression) {
  const size_t end = expression.find_first_of(":|");
  return absl::StripAsciiWhitespace(expression.substr(0, end));
}

void CodeBook::AddEnum(const google::protobuf::EnumDescriptor& type) {
  for (int i = 0; i < type.value_count(); ++i) {
    const int number = type.value(i)->number();
    numbers_[absl::AsciiStrToLower(type.value(i)->name())] = number;
    if (number == 0) continue;
    numbers_[absl::StrCat(number)] = number;
    numbers_[absl::StrFormat("%02d", number)] = number;
  }
}

absl::Status CodeBook::AddLocal(const ImportProfile& profile, ImportProfile::Field field) {
  for (const ImportProfile::LocalCode& local : profile.local_codes()) {
    if (local.field() != field) continue;
    const std::optional<int> number = Find(local.code());
    if (!number) {
      return resource::InvalidArgument(
          "profile", absl::StrCat("has a local code for ", ImportProfile::Field_Name(field), " ",
                                  local.code(), ", which is no national code"));
    }
    numbers_[absl::AsciiStrToLower(absl::StripAsciiWhitespace(local.text()))] = *number;
  }
  return absl::OkStatus();
}

absl::StatusOr<CodeBook> CodeBook::OfAttendance(const ImportProfile& profile) {
  CodeBook book;
  book.AddEnum(*Intervention::Attendance_descriptor());
  RETURN_IF_ERROR(book.AddLocal(profile, ImportProfile::ATTENDANCE));
  return book;
}

absl::StatusOr<CodeBook> CodeBook::OfContactMode(const ImportProfile& profile) {
  CodeBook book;
  for (const auto& [code, mode] : kEarlierModes) {
    book.numbers_[code] = mode;
    book.numbers_[code + 1] = mode;
  }
  book.AddEnum(*Intervention::ContactMode_descriptor());
  RETURN_IF_ERROR(book.AddLocal(profile, ImportProfile::CONTACT_MODE));
  return book;
}

std::optional<int> CodeBook::Find(absl::string_view word) const {
  const auto found = numbers_.find(absl::AsciiStrToLower(word));
  if (found == numbers_.end()) return std::nullopt;
  return found->second;
}

}  // namespace potential::occupation
