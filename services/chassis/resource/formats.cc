#include "services/chassis/resource/formats.h"

#include <algorithm>
#include <cstdint>
#include <string_view>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "services/chassis/resource/ascii.h"
#include "services/chassis/resource/https_url.h"
#include "services/chassis/resource/names.h"
#include "services/measures/calendar.h"

namespace potential::resource {
namespace {

using options::v1::FieldRules;

std::string_view Standard(absl::string_view text) { return {text.data(), text.size()}; }

bool IsSpace(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

// Prefix `10.`, a registrant of 4 to 9 digits with subdivisions of digits, `/`, and any suffix
// without spaces. Suffixes are opaque: old ones hold `<`, `>` and brackets.
bool IsDoi(absl::string_view text) {
  const size_t slash = text.find('/');
  if (!absl::StartsWith(text, "10.") || slash == absl::string_view::npos) return false;
  const std::vector<absl::string_view> registrant = absl::StrSplit(text.substr(3, slash - 3), '.');
  const absl::string_view suffix = text.substr(slash + 1);
  return registrant[0].size() >= 4 && registrant[0].size() <= 9 &&
         std::all_of(registrant.begin(), registrant.end(), internal::IsDigits) && !suffix.empty() &&
         std::none_of(suffix.begin(), suffix.end(), IsSpace);
}

bool IsOdsCode(absl::string_view text) {
  return text.size() >= 3 && text.size() <= 6 && std::all_of(text.begin(), text.end(), [](char c) {
           return internal::IsUpper(c) || internal::IsDigit(c);
         });
}

bool IsSnomedIdentifier(absl::string_view text) {
  return text.size() >= 6 && text.size() <= 18 && text.front() != '0' && internal::IsDigits(text) &&
         HasVerhoeffCheckDigit(text);
}

bool IsUuid(absl::string_view text) {
  constexpr size_t kLength = 36;
  if (text.size() != kLength) return false;
  for (size_t i = 0; i < kLength; ++i) {
    const bool hyphen = i == 8 || i == 13 || i == 18 || i == 23;
    if (hyphen ? text[i] != '-' : !internal::IsHexDigit(text[i])) return false;
  }
  return true;
}

}  // namespace

bool MatchesFormat(FieldRules::Format format, absl::string_view text) {
  switch (format) {
    case FieldRules::DATE:
      return measures::ParseDay(Standard(text)).has_value();
    case FieldRules::MONTH:
      return measures::ParseMonth(Standard(text)).has_value();
    case FieldRules::IDENTIFIER:
      return IsIdentifier(text);
    case FieldRules::URL:
      return IsHttpsUrl(text);
    case FieldRules::DOI:
      return IsDoi(text);
    case FieldRules::ODS_CODE:
      return IsOdsCode(text);
    case FieldRules::SNOMED_CT:
      return IsSnomedIdentifier(text);
    case FieldRules::UUID:
      return IsUuid(text);
    case FieldRules::NAME:
      return ParseName(text).has_value();
    default:
      return true;
  }
}

absl::string_view FormatExpectation(FieldRules::Format format) {
  switch (format) {
    case FieldRules::DATE:
      return "a date of the calendar as YYYY-MM-DD, 1900 to 2199";
    case FieldRules::MONTH:
      return "a month as YYYY-MM, 1900 to 2199";
    case FieldRules::IDENTIFIER:
      return "an identifier: 2 to 63 of a-z, 0-9 and -, with a letter or digit at both ends";
    case FieldRules::URL:
      return "an absolute https address without user information";
    case FieldRules::DOI:
      return "a digital object identifier such as 10.1177/0308022619879361";
    case FieldRules::ODS_CODE:
      return "an ODS code: 3 to 6 upper-case letters and digits";
    case FieldRules::SNOMED_CT:
      return "a SNOMED CT identifier: 6 to 18 digits with a valid check digit";
    case FieldRules::UUID:
      return "a UUID such as 3f2b8c1e-7d4a-4c59-9a0e-6b1f2d3c4e5f";
    case FieldRules::NAME:
      return "a name as organisations/{organisation}/{collection}/{id}";
    default:
      return "text";
  }
}

bool IsAsciiFormat(FieldRules::Format format) {
  return format != FieldRules::FORMAT_UNSPECIFIED && format != FieldRules::DOI;
}

bool HasVerhoeffCheckDigit(absl::string_view digits) {
  // Multiplication of the dihedral group of order 10, and powers of the permutation (1 5 8 9 4 2 7
  // 0) (3 6): J. Verhoeff, Error Detecting Decimal Codes, 1969.
  static constexpr uint8_t kProduct[10][10] = {
      {0, 1, 2, 3, 4, 5, 6, 7, 8, 9}, {1, 2, 3, 4, 0, 6, 7, 8, 9, 5},
      {2, 3, 4, 0, 1, 7, 8, 9, 5, 6}, {3, 4, 0, 1, 2, 8, 9, 5, 6, 7},
      {4, 0, 1, 2, 3, 9, 5, 6, 7, 8}, {5, 9, 8, 7, 6, 0, 4, 3, 2, 1},
      {6, 5, 9, 8, 7, 1, 0, 4, 3, 2}, {7, 6, 5, 9, 8, 2, 1, 0, 4, 3},
      {8, 7, 6, 5, 9, 3, 2, 1, 0, 4}, {9, 8, 7, 6, 5, 4, 3, 2, 1, 0}};
  static constexpr uint8_t kPermutation[8][10] = {
      {0, 1, 2, 3, 4, 5, 6, 7, 8, 9}, {1, 5, 7, 6, 2, 8, 3, 0, 9, 4},
      {5, 8, 0, 3, 7, 9, 6, 1, 4, 2}, {8, 9, 1, 6, 0, 4, 3, 5, 2, 7},
      {9, 4, 5, 3, 1, 2, 6, 8, 7, 0}, {4, 2, 8, 6, 5, 7, 3, 9, 0, 1},
      {2, 7, 9, 3, 8, 0, 6, 4, 1, 5}, {7, 0, 4, 6, 9, 1, 3, 2, 5, 8}};
  if (!internal::IsDigits(digits)) return false;
  uint8_t check = 0;
  for (size_t i = 0; i < digits.size(); ++i) {
    const int digit = digits[digits.size() - 1 - i] - '0';
    check = kProduct[check][kPermutation[i % 8][digit]];
  }
  return check == 0;
}

}  // namespace potential::resource
