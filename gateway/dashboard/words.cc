#include "gateway/dashboard/words.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "services/measures/london.h"

namespace potential::gateway {
namespace {

constexpr std::array<absl::string_view, 12> kMonths = {
    "January", "February", "March",     "April",   "May",      "June",
    "July",    "August",   "September", "October", "November", "December"};

std::string Grouped(std::string digits) {
  for (std::ptrdiff_t i = static_cast<std::ptrdiff_t>(digits.size()) - 3; i > 0; i -= 3) {
    digits.insert(static_cast<size_t>(i), ",");
  }
  return digits;
}

}  // namespace

std::string NumberText(double value, int decimals) {
  const double factor = std::pow(10, decimals);
  const double rounded = std::round(std::abs(value) * factor) / factor;
  std::string text = absl::StrFormat("%.*f", decimals, rounded);
  const size_t point = text.find('.');
  std::string whole = Grouped(text.substr(0, point));
  std::string fraction = point == std::string::npos ? "" : text.substr(point + 1);
  while (!fraction.empty() && fraction.back() == '0') fraction.pop_back();
  return absl::StrCat(value < 0 && rounded != 0 ? "-" : "", whole, fraction.empty() ? "" : ".",
                      fraction);
}

std::string DayText(measures::Day day) {
  const measures::CivilDate date = measures::ToCivil(day);
  return absl::StrCat(date.day, " ", kMonths[static_cast<size_t>(date.month - 1)], " ", date.year);
}

std::string MonthText(measures::Month month) {
  return absl::StrCat(kMonths[static_cast<size_t>(month.MonthOfYear() - 1)], " ", month.Year());
}

std::string ClockText(absl::Time time) {
  const int64_t seconds = absl::ToUnixSeconds(time);
  const absl::TimeZone london = absl::FixedTimeZone(measures::LondonOffsetSeconds(seconds));
  const absl::CivilSecond clock = absl::ToCivilSecond(time, london);
  const int hour = clock.hour() % 12 == 0 ? 12 : clock.hour() % 12;
  return absl::StrFormat("%d:%02d%s", hour, clock.minute(), clock.hour() < 12 ? "am" : "pm");
}

std::string ListText(const std::vector<std::string>& items, size_t most) {
  std::vector<std::string> shown(
      items.begin(), items.begin() + static_cast<std::ptrdiff_t>(std::min(items.size(), most)));
  if (items.size() > most) {
    shown.push_back(absl::StrCat(items.size() - most, " more"));
  }
  if (shown.size() < 2) return absl::StrJoin(shown, "");
  const std::string last = shown.back();
  shown.pop_back();
  return absl::StrCat(absl::StrJoin(shown, ", "), " and ", last);
}

std::string CountText(double value, absl::string_view unit) {
  if (unit == "%") return absl::StrCat(NumberText(value), " %");
  if (unit.substr(0, 6) == "score ") return absl::StrCat(NumberText(value), " (", unit, ")");
  std::string word(unit);
  if (value == 1 && word.size() > 1 && word.back() == 's') word.pop_back();
  return absl::StrCat(NumberText(value), word.empty() ? "" : " ", word);
}

std::string DimensionPlural(absl::string_view dimension) {
  if (dimension == "ot_service") return "OT services";
  return absl::StrCat(absl::StrReplaceAll(dimension, {{"_", " "}}), "s");
}

}  // namespace potential::gateway
