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

std::string Entry(const v1::Bulletin::Item& item) {
  std::string text = absl::StrCat("* ", KindInWords(item.kind()), ": ", item.title());
  if (item.has_band()) absl::StrAppend(&text, ", band ", item.band());
  if (item.has_wte()) absl::StrAppend(&text, ", ", item.wte(), " WTE");
  if (!item.location().empty()) absl::StrAppend(&text, ", ", item.location());
  absl::StrAppend(&text, ", ", item.places(), item.places() == 1 ? " place." : " places.");
  absl::StrAppend(&text, item.closing_date().empty()
                             ? " No closing date."
                             : absl::StrCat(" Closes ", DayInWords(item.closing_date()), "."));
  if (!item.contact_role().empty()) {
    absl::StrAppend(&text, " Ask: ", item.contact_role(), ".");
  }
  return absl::StrCat(text, item.illustrative() ? " (Illustrative.)\n" : "\n");
}

}  // namespace

std::string BulletinText(const v1::Bulletin& bulletin, const BulletinTitles& titles) {
  std::string text = absl::StrCat(bulletin.title(), "\nIssue ", bulletin.issue_number(), ", ",
                                  MonthInWords(bulletin.month()), ", published ",
                                  DayInWords(bulletin.published_date()), "\n");
  if (bulletin.illustrative()) absl::StrAppend(&text, "Illustrative: sample data.\n");
  if (!bulletin.introduction().empty()) absl::StrAppend(&text, "\n", bulletin.introduction(), "\n");
  if (bulletin.entries().empty()) {
    return absl::StrCat(text, "\nThere are no open opportunities to announce.\n");
  }
  std::string heading;
  for (const v1::Bulletin::Item& item : bulletin.entries()) {
    const std::string of_item = item.source_organisation().empty()
                                    ? titles.line(item.service_line())
                                    : titles.organisation(item.source_organisation());
    if (of_item != heading) absl::StrAppend(&text, "\n", of_item, "\n");
    heading = of_item;
    absl::StrAppend(&text, Entry(item));
  }
  return text;
}

}  // namespace potential::workforce
