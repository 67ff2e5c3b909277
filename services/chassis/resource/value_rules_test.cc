#include "services/chassis/resource/value_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "potential/occupation/v1/intervention.pb.h"

namespace potential::resource {
namespace {

using occupation::v1::Intervention;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

ValueRules Rules(absl::string_view field) {
  return *ValueRules::For(*Intervention::descriptor(), field);
}

TEST(ValueRulesTest, ChecksTextsByTheContract) {
  const RuleContext context = {.organisation = "swlstg",
                               .in_vocabulary = [](const std::string& organisation,
                                                   const std::string& word,
                                                   const std::string& value) {
                                 return organisation == "swlstg" && word == "teams" && value == "T1";
                               }};
  EXPECT_EQ(Rules("record_id").CheckText("", context), "is required");
  EXPECT_THAT(Rules("record_id").CheckText("a", context), IsEmpty());
  EXPECT_THAT(Rules("record_id").CheckText(std::string(65, 'a'), context),
              HasSubstr("has 65 characters; at most 64"));
  EXPECT_EQ(Rules("record_id").CheckText("\xff", context), "is not valid UTF-8");
  EXPECT_EQ(Rules("record_id").CheckText("\u00A0", context), "holds nothing but white space");
  EXPECT_THAT(Rules("activity_type").CheckText("", context), IsEmpty());
  EXPECT_THAT(Rules("activity_type").CheckText("a\x01", context), HasSubstr("U+0001"));
  EXPECT_THAT(Rules("date").CheckText("2026-02-30", context), HasSubstr("is not a date"));
  EXPECT_THAT(Rules("team_code").CheckText("T1", context), IsEmpty());
  EXPECT_THAT(Rules("team_code").CheckText("T2", context), HasSubstr("not one of the teams"));
}

TEST(ValueRulesTest, ChecksNumbersByTheContract) {
  EXPECT_THAT(Rules("duration_minutes").CheckNumber(0), IsEmpty());
  EXPECT_THAT(Rules("duration_minutes").CheckNumber(1440), IsEmpty());
  EXPECT_THAT(Rules("duration_minutes").CheckNumber(-1), HasSubstr("is below 0"));
  EXPECT_THAT(Rules("duration_minutes").CheckNumber(1441), HasSubstr("is above 1440"));
}

TEST(ValueRulesTest, AreThoseOfFieldsThatACallerSets) {
  EXPECT_TRUE(absl::IsInvalidArgument(
      ValueRules::For(*Intervention::descriptor(), "service_line").status()));
  EXPECT_TRUE(
      absl::IsInvalidArgument(ValueRules::For(*Intervention::descriptor(), "none").status()));
}

}  // namespace
}  // namespace potential::resource
