#include "tests/benchmarks/extract.h"

#include <cstdio>
#include <cstdlib>
#include <random>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "services/measures/calendar.h"

namespace potential::benchmarks {
namespace {

struct Team {
  const char* code;
  const char* ot_service;
  const char* service_line;
};

constexpr Team kTeams[] = {{"AUC-W1", "acute-wards", "acute-urgent-care"},
                           {"AUC-W2", "acute-wards", "acute-urgent-care"},
                           {"AUC-HT", "home-treatment", "acute-urgent-care"},
                           {"COM-R1", "community-recovery", "community"},
                           {"COM-R2", "community-recovery", "community"},
                           {"CAM-C1", "camhs-community", "camhs"},
                           {"OPS-C1", "older-people-community", "older-people"},
                           {"OPS-W1", "older-people-wards", "older-people"},
                           {"FOR-W1", "forensic-wards", "forensic-specialist"},
                           {"SPE-C1", "specialist-services", "forensic-specialist"}};
constexpr const char* kActivities[] = {"Assessment", "Group", "Individual session", "Home visit",
                                       "Review"};
constexpr const char* kProcedures[] = {"84478008", "410155007", "311401005", ""};
constexpr const char* kAttendances[] = {"5", "5", "5", "5", "5", "6", "3", "2"};
constexpr const char* kModes[] = {"01", "01", "02", "11"};
constexpr int kDays = 3 * 365;

template <size_t n, typename T>
const T& OneOf(const T (&items)[n], std::mt19937_64& random) {
  return items[random() % n];
}

std::string RowText(int64_t number, measures::Day day, std::mt19937_64& random) {
  const Team& team = OneOf(kTeams, random);
  const char* attendance = OneOf(kAttendances, random);
  const measures::CivilDate date = measures::ToCivil(day);
  return absl::StrCat("swlstg,", 1'000'000'000 + number, ",", measures::FormatDay(day), ",",
                      team.service_line, ",", team.ot_service, ",", team.code, ",",
                      OneOf(kActivities, random), ",", OneOf(kProcedures, random), ",",
                      15 * (1 + random() % 6), ",", attendance, ",", OneOf(kModes, random), ",0,",
                      date.year * 100 + date.month, ",", attendance[0] == '5' || attendance[0] == '6',
                      "\r\n");
}

}  // namespace

void WriteExtract(const std::string& path, int64_t rows) {
  std::FILE* file = std::fopen(path.c_str(), "wb");
  if (file == nullptr) std::abort();
  std::mt19937_64 random(2026);
  const measures::Day first = *measures::ParseDay("2023-06-01");
  std::string text =
      "organisation,CareActID,CareContDate,service_line,ot_service,CareProfTeamLocalID,ActivityType,"
      "Procedure,ClinContactDurOfCareAct,AttendStatus,ConsMechanismMH,illustrative,month,took_place\r\n";
  for (int64_t i = 0; i < rows; ++i) {
    text += RowText(i, measures::AddDays(first, static_cast<int>(i * kDays / rows)), random);
    if (text.size() < (1 << 20) && i + 1 < rows) continue;
    if (std::fwrite(text.data(), 1, text.size(), file) != text.size()) std::abort();
    text.clear();
  }
  std::fclose(file);
}

}  // namespace potential::benchmarks
