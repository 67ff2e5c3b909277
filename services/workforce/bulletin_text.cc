#include "services/workforce/bulletin_text.h"

#include <array>

#include "absl/strings/str_cat.h"
#include "services/measures/calendar.h"

namespace potential::workforce {
namespace {

constexpr std::array<const char*, 12> kMonths = {"January",   "February", "March",    "April",
                                                 "May",       "June",     "July",     "August",
                                                 "September", "October",  "November", "December"};

std::string MonthInWords(const std::string& text) {
  const std::optional<measures::Month> month = measures::ParseMonth(text);
  if (!month) return text;
  return absl::StrCat(kMonths[static_cast<size_t>(month->MonthOfYear() - 1)], " ", month->Year());
}

std::string DayInWords(const std::string& text) {
  const std::optional<measures::Day> day = measures::ParseDay(text);
  if (!day) return text;
  return absl::StrCat(measures::ToCivil(*day).day, " ",
                      MonthInWords(measures::FormatMonth(measures::MonthOf(*day))));
}

const char* KindInWords(v1::Opportunity::Kind kind) {
  switch (kind) {
    case v1::Opportunity::VACANCY:
      return "Vacancy";
    case v1::Opportunity::SECONDMENT:
      return "Secondment";
    case v1::Opportunity::SHADOWING:
      return "Shadowing";
    case v1::Opportunity::JOB_EXPERIENCE:
      return "Job experience";
    case v1::Opportunity::APPRENTICESHIP_POST:
      return "Apprenticeship post";
    default:
      return "Opportunity";
  }
}

std::string Entry(const v1::Opportunity& opportunity) {
  std::string text = absl::StrCat("* ", KindInWords(opportunity.kind()), ": ", opportunity.title());
  if (opportunity.has_band()) absl::StrAppend(&text, ", band ", opportunity.band());
  if (opportunity.has_wte()) absl::StrAppend(&text, ", ", opportunity.wte(), " WTE");
  if (!opportunity.location().empty()) absl::StrAppend(&text, ", ", opportunity.location());
  absl::StrAppend(&text, ", ", opportunity.places(),
                  opportunity.places() == 1 ? " place." : " places.");
  absl::StrAppend(&text,
                  opportunity.closing_date().empty()
                      ? " No closing date."
                      : absl::StrCat(" Closes ", DayInWords(opportunity.closing_date()), "."));
  if (!opportunity.contact_role().empty()) {
    absl::StrAppend(&text, " Ask: ", opportunity.contact_role(), ".");
  }
  return absl::StrCat(text, opportunity.illustrative() ? " (Illustrative.)\n" : "\n");
}

}  // namespace

std::string BulletinText(const v1::Bulletin& bulletin,
                         const std::vector<v1::Opportunity>& opportunities,
                         const LineTitle& line_title) {
  std::string text = absl::StrCat(bulletin.title(), "\nIssue ", bulletin.issue_number(), ", ",
                                  MonthInWords(bulletin.month()), ", published ",
                                  DayInWords(bulletin.published_date()), "\n");
  if (bulletin.illustrative()) absl::StrAppend(&text, "Illustrative: sample data.\n");
  if (!bulletin.introduction().empty()) absl::StrAppend(&text, "\n", bulletin.introduction(), "\n");
  if (opportunities.empty()) {
    return absl::StrCat(text, "\nThere are no open opportunities to announce.\n");
  }
  std::string line;
  for (const v1::Opportunity& opportunity : opportunities) {
    if (opportunity.service_line() != line) {
      line = opportunity.service_line();
      absl::StrAppend(&text, "\n", line_title(line), "\n");
    }
    absl::StrAppend(&text, Entry(opportunity));
  }
  return text;
}

}  // namespace potential::workforce
