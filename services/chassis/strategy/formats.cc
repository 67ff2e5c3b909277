#include "services/chassis/strategy/formats.h"

#include <algorithm>
#include <cstdint>
#include <string_view>

#include "absl/strings/ascii.h"
#include "services/measures/calendar.h"

namespace potential::strategy {
namespace {

using ::potential::options::v1::FieldRules;

constexpr size_t kMostSnakeCaseCharacters = 60;

bool IsLowerOrDigit(char c) {
  return absl::ascii_isdigit(static_cast<unsigned char>(c)) ||
         absl::ascii_islower(static_cast<unsigned char>(c));
}

bool IsOdsCode(absl::string_view text) {
  return text.size() >= 3 && text.size() <= 6 && std::all_of(text.begin(), text.end(), [](char c) {
           return absl::ascii_isdigit(static_cast<unsigned char>(c)) ||
                  absl::ascii_isupper(static_cast<unsigned char>(c));
         });
}

// Bytes of the code point that starts `text`, which is not empty; 0 if it is not well formed
// (truncated, overlong, a surrogate, or above U+10FFFF).
size_t CodePointBytes(absl::string_view text) {
  const auto byte = [&text](size_t i) { return static_cast<uint8_t>(text[i]); };
  const uint8_t lead = byte(0);
  if (lead < 0x80) return 1;
  const size_t size = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || text.size() < size) return 0;
  for (size_t i = 1; i < size; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return 0;
  }
  const bool overlong = (lead == 0xE0 && byte(1) < 0xA0) || (lead == 0xF0 && byte(1) < 0x90);
  const bool surrogate = lead == 0xED && byte(1) >= 0xA0;
  const bool too_large = lead == 0xF4 && byte(1) >= 0x90;
  return overlong || surrogate || too_large ? 0 : size;
}

}  // namespace

bool IsIdentifier(absl::string_view text) {
  if (text.size() < 2 || text.size() > 63) return false;
  if (text.front() == '-' || text.back() == '-') return false;
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return c == '-' || IsLowerOrDigit(c); });
}

bool IsLowerSnakeCase(absl::string_view text) {
  if (text.empty() || text.size() > kMostSnakeCaseCharacters) return false;
  if (!absl::ascii_islower(static_cast<unsigned char>(text.front()))) return false;
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return c == '_' || IsLowerOrDigit(c); });
}

bool IsKnownFormat(Format format) {
  return format == FieldRules::DATE || format == FieldRules::IDENTIFIER ||
         format == FieldRules::ODS_CODE;
}

bool HasFormat(Format format, absl::string_view text) {
  switch (format) {
    case FieldRules::DATE:
      return measures::ParseDay(std::string_view(text.data(), text.size())).has_value();
    case FieldRules::IDENTIFIER:
      return IsIdentifier(text);
    case FieldRules::ODS_CODE:
      return IsOdsCode(text);
    default:
      return false;
  }
}

std::string DescribeFormat(Format format) {
  switch (format) {
    case FieldRules::DATE:
      return "a day that exists, written YYYY-MM-DD, from 1900 to 2199";
    case FieldRules::IDENTIFIER:
      return "an identifier: 2 to 63 of a-z, 0-9 and -, with a letter or digit at both ends";
    case FieldRules::ODS_CODE:
      return "an ODS code: 3 to 6 upper-case letters and digits";
    default:
      return "of a form that is not known here";
  }
}

int CodePoints(absl::string_view text) {
  int count = 0;
  while (!text.empty()) {
    const size_t bytes = CodePointBytes(text);
    if (bytes == 0) return -1;
    text.remove_prefix(bytes);
    ++count;
  }
  return count;
}

}  // namespace potential::strategy
