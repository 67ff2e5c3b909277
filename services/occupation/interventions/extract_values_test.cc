#include "services/occupation/interventions/extract_values.h"

#include "gmock/gmock.h"
#include "services/chassis/testing/matchers.h"

namespace potential::occupation {
namespace {

using strategy::v1::ImportProfile;
using v1::Intervention;

std::string Day(absl::string_view text, ImportProfile::DateFormat format) {
  const auto day = ParseExtractDay(text, format);
  return day ? measures::FormatDay(*day) : "none";
}

TEST(ExtractDayTest, ReadsTheFormThatIsDeclared) {
  for (const char* text : {"2026-02-03", "2026-02-03 09:30", "2026-02-03T00:00:00.000Z"}) {
    EXPECT_EQ(Day(text, ImportProfile::ISO), "2026-02-03") << text;
    EXPECT_EQ(Day(text, ImportProfile::DATE_FORMAT_UNSPECIFIED), "2026-02-03") << text;
    EXPECT_EQ(Day(text, ImportProfile::DAY_MONTH_YEAR), "none") << text;
  }
  for (const char* text : {"03/02/2026", "3/2/2026", "03/02/2026 09:30:00"}) {
    EXPECT_EQ(Day(text, ImportProfile::DAY_MONTH_YEAR), "2026-02-03") << text;
    EXPECT_EQ(Day(text, ImportProfile::ISO), "none") << text;
  }
}

TEST(ExtractDayTest, RefusesDaysThatAreNone) {
  for (const char* text : {"", "2026-02-30", "2026-13-01", "2026-2-3", "2026-02-03x",
                           "2026-02-03 noon", "2026-02-03 ", "1899-12-31"}) {
    EXPECT_EQ(Day(text, ImportProfile::ISO), "none") << text;
  }
  for (const char* text : {"", "30/02/2026", "02/13/2026", "3/2/26", "3-2-2026", "003/2/2026",
                           "3/2/2026/1", "+3/2/2026", "3/2/2200"}) {
    EXPECT_EQ(Day(text, ImportProfile::DAY_MONTH_YEAR), "none") << text;
  }
}

TEST(ConceptTest, IsWhatStandsBeforeQualifiersAndTerms) {
  EXPECT_EQ(ConceptOf("84478008"), "84478008");
  EXPECT_EQ(ConceptOf("84478008:363589002=410155007"), "84478008");
  EXPECT_EQ(ConceptOf("84478008 |Occupational therapy| : 1=2"), "84478008");
  EXPECT_EQ(ConceptOf(""), "");
}

TEST(CodeBookTest, KnowsNationalCodesAndNames) {
  const CodeBook attendance = *CodeBook::OfAttendance({});
  EXPECT_EQ(attendance.Find("5"), Intervention::ATTENDED);
  EXPECT_EQ(attendance.Find("05"), Intervention::ATTENDED);
  EXPECT_EQ(attendance.Find("attended_late"), Intervention::ATTENDED_LATE);
  EXPECT_EQ(attendance.Find("0"), std::nullopt);
  EXPECT_EQ(attendance.Find("8"), std::nullopt);
  const CodeBook mode = *CodeBook::OfContactMode({});
  EXPECT_EQ(mode.Find("01"), Intervention::FACE_TO_FACE);
  EXPECT_EQ(mode.Find("1"), Intervention::FACE_TO_FACE);
  EXPECT_EQ(mode.Find("98"), Intervention::OTHER_MODE);
  EXPECT_EQ(mode.Find("03"), Intervention::VIDEO);
  EXPECT_EQ(mode.Find("6"), Intervention::TEXT_MESSAGE);
  EXPECT_EQ(mode.Find("07"), std::nullopt);
}

TEST(CodeBookTest, LearnsLocalWords) {
  ImportProfile profile;
  ImportProfile::LocalCode& local = *profile.add_local_codes();
  local.set_field(ImportProfile::ATTENDANCE);
  local.set_text(" DNA'd ");
  local.set_code("3");
  EXPECT_EQ(CodeBook::OfAttendance(profile)->Find("dna'D"), Intervention::DID_NOT_ATTEND);
  EXPECT_EQ(CodeBook::OfContactMode(profile)->Find("dna'd"), std::nullopt);
  local.set_code("99");
  EXPECT_THAT(CodeBook::OfAttendance(profile), testing::Violates("profile"));
}

}  // namespace
}  // namespace potential::occupation
