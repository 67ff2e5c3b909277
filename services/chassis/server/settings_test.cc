#include "services/chassis/server/settings.h"

#include <gtest/gtest.h>

#include <string>

#include "services/chassis/testing/matchers.h"

namespace potential::server {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using testing::IsOk;
using testing::StatusIs;

using Texts = std::vector<std::string>;

absl::StatusOr<Settings> Parse(const Texts& arguments, const Texts& environment) {
  return Settings::Parse({{"listen", SettingType::kText, "127.0.0.1:0", "address"},
                          {"max-queued-calls", SettingType::kInteger, "8", "calls", 1, 64}},
                         arguments, environment);
}

TEST(SettingsTest, FlagsWinOverTheEnvironmentWhichWinsOverDefaults) {
  const Texts environment = {"POTENTIAL_MAX_QUEUED_CALLS=9", "POTENTIAL_LISTEN=", "HOME=/"};
  const absl::StatusOr<Settings> read = Parse({}, environment);
  ASSERT_THAT(read, IsOk());
  EXPECT_EQ(read->Integer("max-queued-calls"), 9);
  EXPECT_EQ(read->Text("listen"), "");
  EXPECT_EQ(Parse({"--max-queued-calls=10"}, environment)->Integer("max-queued-calls"), 10);
  EXPECT_EQ(Parse({}, {})->Integer("max-queued-calls"), 8);
}

TEST(SettingsTest, RefusesVariablesThatNoProgramReads) {
  for (const std::string name : {"POTENTIAL_BOGUS", "POTENTIAL_WORKRES", "POTENTIAL_",
                                 "POTENTIAL_MAX-QUEUED-CALLS", "POTENTIAL_listen"}) {
    EXPECT_THAT(Parse({}, {name + "=1"}),
                StatusIs(absl::StatusCode::kInvalidArgument,
                         HasSubstr("unknown setting " + name + " in the environment")));
  }
}

TEST(SettingsTest, LeavesVariablesToTheProgramThatReadsThem) {
  EXPECT_THAT(Parse({}, {"POTENTIAL_HTTP_LISTEN=127.0.0.1:80", "POTENTIAL_ADDRESS=x",
                         "POTENTIAL_GOLDEN_REAL=/golden"}),
              IsOk());
  EXPECT_THAT(Parse({"--http-listen=127.0.0.1:80"}, {}),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("--http-listen")));
}

TEST(SettingsTest, NamesWhatDoesNotFit) {
  EXPECT_THAT(Parse({}, {"POTENTIAL_MAX_QUEUED_CALLS=65"}),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       AllOf(HasSubstr("POTENTIAL_MAX_QUEUED_CALLS"), HasSubstr("from 1 to 64"))));
  EXPECT_THAT(Parse({"--bogus"}, {}),
              StatusIs(absl::StatusCode::kInvalidArgument, "unknown setting '--bogus'; see --help"));
}

}  // namespace
}  // namespace potential::server
