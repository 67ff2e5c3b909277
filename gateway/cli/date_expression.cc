#include "gateway/cli/date_expression.h"

#include <optional>
#include <variant>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace potential::cli {
namespace {

using measures::Day;
using measures::Month;

// Offsets beyond three hundred years cannot end in the years that dates may have.
constexpr int kMaxOffset = 120000;

struct Quarter {
  Month first;
};
using Moment = std::variant<Day, Month, Quarter>;

Day NextWorkday(Day day) {
  // 1970-01-01 was a Thursday; 0 stands for Monday.
  const int weekday = (((day.number + 3) % 7) + 7) % 7;
  return weekday < 5 ? day : AddDays(day, 7 - weekday);
}

// Takes `+12` or `-3` off the front; nullopt if there is none.
std::optional<int> ConsumeOffset(absl::string_view* text) {
  if (text->empty() || (text->front() != '+' && text->front() != '-')) return std::nullopt;
  const bool negative = text->front() == '-';
  size_t digits = 1;
  while (digits < text->size() && absl::ascii_isdigit((*text)[digits])) ++digits;
  int count = 0;
  if (!absl::SimpleAtoi(text->substr(1, digits - 1), &count) || count > kMaxOffset) {
    return std::nullopt;
  }
  text->remove_prefix(digits);
  return negative ? -count : count;
}

std::optional<Moment> ConsumeBase(absl::string_view* text, Day today) {
  if (absl::ConsumePrefix(text, "today")) return today;
  const bool quarter = absl::ConsumePrefix(text, "quarter");
  if (!quarter && !absl::ConsumePrefix(text, "month")) return std::nullopt;
  int offset = 0;
  if (absl::StartsWith(*text, "+") || absl::StartsWith(*text, "-")) {
    const std::optional<int> given = ConsumeOffset(text);
    if (!given) return std::nullopt;
    offset = *given;
  }
  if (!quarter) return AddMonths(MonthOf(today), offset);
  return Quarter{AddMonths(MonthOf(FirstOfQuarter(today)), 3 * offset)};
}

std::optional<Moment> Shifted(Day day, int count, char unit) {
  switch (unit) {
    case 'd':
      return AddDays(day, count);
    case 'w':
      return AddDays(day, 7 * count);
    case 'm':
      return AddMonths(day, count);
    case 'y':
      return AddMonths(day, 12 * count);
    default:
      return std::nullopt;
  }
}

std::optional<Moment> StepFromDay(absl::string_view* text, Day day) {
  if (absl::ConsumePrefix(text, ".workday")) return NextWorkday(day);
  if (absl::ConsumePrefix(text, ".month")) return MonthOf(day);
  const std::optional<int> count = ConsumeOffset(text);
  if (!count || text->empty()) return std::nullopt;
  const char unit = text->front();
  text->remove_prefix(1);
  return Shifted(day, *count, unit);
}

std::optional<Moment> Step(absl::string_view* text, const Moment& moment) {
  if (const Day* day = std::get_if<Day>(&moment)) return StepFromDay(text, *day);
  const Quarter* quarter = std::get_if<Quarter>(&moment);
  const Month first = quarter != nullptr ? quarter->first : std::get<Month>(moment);
  const Month last = quarter != nullptr ? AddMonths(first, 2) : first;
  if (absl::ConsumePrefix(text, ".first")) return FirstOfMonth(first);
  if (absl::ConsumePrefix(text, ".last")) return LastOfMonth(last);
  return std::nullopt;
}

// Nullopt if it is no expression.
std::optional<std::string> Evaluate(absl::string_view text, Day today) {
  std::optional<Moment> moment = ConsumeBase(&text, today);
  while (moment && !text.empty()) moment = Step(&text, *moment);
  if (!moment || std::holds_alternative<Quarter>(*moment)) return std::nullopt;
  const Day* day = std::get_if<Day>(&*moment);
  const int year = day != nullptr ? ToCivil(*day).year : std::get<Month>(*moment).Year();
  if (year < measures::kFirstYear || year > measures::kLastYear) return std::nullopt;
  return day != nullptr ? FormatDay(*day) : FormatMonth(std::get<Month>(*moment));
}

}  // namespace

absl::StatusOr<std::string> ExpandDates(absl::string_view text, Day today) {
  std::string expanded;
  while (true) {
    const size_t open = text.find('{');
    absl::StrAppend(&expanded, text.substr(0, open));
    if (open == absl::string_view::npos) return expanded;
    text.remove_prefix(open + 1);
    if (absl::ConsumePrefix(&text, "{")) {
      expanded.push_back('{');
      continue;
    }
    const size_t close = text.find('}');
    const absl::string_view expression = text.substr(0, close);
    const std::optional<std::string> date =
        close == absl::string_view::npos ? std::nullopt : Evaluate(expression, today);
    if (!date) {
      return absl::InvalidArgumentError(
          absl::StrCat("\"{", expression,
                       "}\" is no date expression such as {today-45d} or {month-3.first}; write {{ "
                       "for a brace"));
    }
    absl::StrAppend(&expanded, *date);
    text.remove_prefix(close + 1);
  }
}

}  // namespace potential::cli
