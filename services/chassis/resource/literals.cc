#include "services/chassis/resource/literals.h"

#include <algorithm>
#include <cmath>
#include <string_view>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "services/chassis/resource/ascii.h"
#include "services/chassis/resource/text.h"
#include "services/measures/calendar.h"

namespace potential::resource::internal {
namespace {

using google::protobuf::EnumDescriptor;
using storage::Value;

constexpr size_t kDateLength = 10;
constexpr int64_t kMicrosecondsPerDay = int64_t{86'400} * 1'000'000;

std::string_view Standard(absl::string_view text) { return {text.data(), text.size()}; }

absl::Status Expected(const FieldColumn& field, absl::string_view what, absl::string_view found) {
  return absl::InvalidArgumentError(
      absl::StrCat("`", field.field->name(), "` expects ", what, ", found ", Shown(found)));
}

// hh:mm with numbers in range.
bool IsClock(absl::string_view text) {
  return text.size() == 5 && IsDigits(text.substr(0, 2)) && text[2] == ':' &&
         IsDigits(text.substr(3)) && text.substr(0, 2) <= "23" && text.substr(3) <= "59";
}

// hh:mm:ss[.f...] followed by Z or an offset. The library that reads it is laxer than the standard.
bool IsTimeOfDay(absl::string_view text) {
  if (text.size() < 9 || !IsClock(text.substr(0, 5)) || text[5] != ':' ||
      !IsDigits(text.substr(6, 2)) || text.substr(6, 2) > "59") {
    return false;
  }
  text.remove_prefix(8);
  if (text[0] == '.') {
    size_t end = 1;
    while (end < text.size() && IsDigit(text[end])) ++end;
    if (end == 1) return false;
    text.remove_prefix(end);
  }
  if (text == "Z") return true;
  return text.size() == 6 && (text[0] == '+' || text[0] == '-') && IsClock(text.substr(1));
}

std::string ValueNames(const EnumDescriptor& type) {
  std::string names;
  for (int i = 0; i < type.value_count(); ++i) {
    if (type.value(i)->number() == 0) continue;
    absl::StrAppend(&names, names.empty() ? "" : ", ", type.value(i)->name());
  }
  return names;
}

absl::StatusOr<Value> ParseEnum(const FieldColumn& field, absl::string_view literal) {
  const EnumDescriptor& type = *field.field->enum_type();
  if (type.FindValueByName(std::string(literal)) != nullptr) return Value(std::string(literal));
  return Expected(field, absl::StrCat("one of ", ValueNames(type)), literal);
}

absl::StatusOr<Value> ParseBool(const FieldColumn& field, absl::string_view literal) {
  if (literal == "true") return Value(int64_t{1});
  if (literal == "false") return Value(int64_t{0});
  return Expected(field, "true or false", literal);
}

absl::StatusOr<Value> ParseInteger(const FieldColumn& field, absl::string_view literal) {
  int64_t number = 0;
  const absl::string_view digits = absl::StartsWith(literal, "-") ? literal.substr(1) : literal;
  if (IsDigits(digits) && absl::SimpleAtoi(literal, &number)) return Value(number);
  return Expected(field, "a whole number", literal);
}

absl::StatusOr<Value> ParseReal(const FieldColumn& field, absl::string_view literal) {
  double number = 0;
  const bool decimal = std::all_of(literal.begin(), literal.end(), [](char c) {
    return IsDigit(c) || absl::StrContains("+-.eE", c);
  });
  if (decimal && absl::SimpleAtod(literal, &number) && std::isfinite(number)) return Value(number);
  return Expected(field, "a number", literal);
}

}  // namespace

std::optional<int64_t> ParseInstant(absl::string_view text) {
  const std::optional<measures::Day> day =
      measures::ParseDay(Standard(text.substr(0, kDateLength)));
  if (!day) return std::nullopt;
  if (text.size() == kDateLength) return day->number * kMicrosecondsPerDay;
  if (text[kDateLength] != 'T' || !IsTimeOfDay(text.substr(kDateLength + 1))) return std::nullopt;
  absl::Time time;
  std::string error;
  if (!absl::ParseTime(absl::RFC3339_full, text, &time, &error)) return std::nullopt;
  return absl::ToUnixMicros(time);
}

absl::StatusOr<Value> ParseLiteral(const FieldColumn& field, absl::string_view literal) {
  switch (field.kind) {
    case FieldKind::kText:
    case FieldKind::kTextList:
      return Value(std::string(literal));
    case FieldKind::kDate:
      if (measures::ParseDay(Standard(literal))) return Value(std::string(literal));
      return Expected(field, "a date of the calendar as YYYY-MM-DD", literal);
    case FieldKind::kMonth:
      if (measures::ParseMonth(Standard(literal))) return Value(std::string(literal));
      return Expected(field, "a month as YYYY-MM", literal);
    case FieldKind::kEnum:
    case FieldKind::kEnumList:
      return ParseEnum(field, literal);
    case FieldKind::kBool:
      return ParseBool(field, literal);
    case FieldKind::kInteger:
      return ParseInteger(field, literal);
    case FieldKind::kReal:
      return ParseReal(field, literal);
    case FieldKind::kInstant:
      break;
  }
  const std::optional<int64_t> instant = ParseInstant(literal);
  if (instant) return Value(*instant);
  return Expected(field, "an instant such as 2026-03-01T09:30:00Z, or a date for midnight UTC",
                  literal);
}

}  // namespace potential::resource::internal
