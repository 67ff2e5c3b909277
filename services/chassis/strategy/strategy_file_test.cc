#include "services/chassis/strategy/strategy_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "services/chassis/strategy/small_strategy.h"

namespace potential::strategy {
namespace {

using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::SizeIs;

TEST(StrategyFileTest, ReadsAStrategyWithEveryKindOfRule) {
  const auto strategy = ParseStrategy(kFile, kSmall);
  ASSERT_TRUE(strategy.ok()) << strategy.status();
  EXPECT_EQ(strategy->organisation(), "small");
  EXPECT_EQ(strategy->pillars(0).outcomes_size(), 6);
  EXPECT_EQ(strategy->pillars(0).outcomes(4).percent_change().target_percent(), 20);
}

TEST(StrategyFileTest, RefusesAPillarThatNoServiceKeeps) {
  const std::string text = absl::StrReplaceAll(
      kSmall, {{"id: \"workforce\"", "id: \"estates\""}, {"id: \"workforce.", "id: \"estates."}});
  EXPECT_THAT(ProblemsOf(text),
              ElementsAre("small.textproto:16:3: pillar \"estates\" must be one of workforce, "
                          "evidence, partnerships, occupation"));
}

TEST(StrategyFileTest, ReportsEveryProblemInTheOrderOfTheFile) {
  const std::string text = absl::StrReplaceAll(kSmall, {{"\"ABC\"\ntitle", "\"a\"\ntitle"},
                                                        {"service_line: \"two\"", ""},
                                                        {"kind: HOW", ""},
                                                        {"target: 3 ", "target: 0 "}});
  EXPECT_THAT(
      ProblemsOf(text),
      ElementsAre(HasSubstr(":3:1: ods_code"), HasSubstr(":11:1: service_line is required"),
                  HasSubstr(":19:3: kind is required"),
                  HasSubstr(absl::StrCat(":", PlaceOf(text, "target: 0 "), ": target is 0"))));
}

TEST(StrategyFileTest, ListsTwentyProblemsAndCountsTheOthers) {
  std::string text = kSmall;
  for (int i = 0; i < 23; ++i) absl::StrAppend(&text, "boroughs { id: \"-\" title: \"B\" }\n");
  const std::vector<std::string> problems = ProblemsOf(text);
  ASSERT_THAT(problems, SizeIs(21));
  // 23 forms and 22 repeats.
  EXPECT_EQ(problems.back(), "small.textproto: and 25 more");
}

TEST(StrategyFileTest, RefusesBytesThatAreNotUtf8) {
  const std::vector<std::string> bad = {"\xC3(",    "\xC0\x80", "\xED\xA0\x80", "\xF5\x80\x80\x80",
                                        "\xE2\x82", "\x80"};
  for (const std::string& bytes : bad) {
    const std::string text = absl::StrReplaceAll(kSmall, {{"A strategy", bytes}});
    EXPECT_THAT(ProblemsOf(text), ElementsAre("small.textproto:4:1: this line is not valid UTF-8"));
  }
  const std::string escaped = absl::StrReplaceAll(kSmall, {{"A strategy", "\\377"}});
  EXPECT_THAT(ProblemsOf(escaped), SizeIs(1));
}

TEST(StrategyFileTest, CountsCodePointsRatherThanBytes) {
  std::string title;
  for (int i = 0; i < 200; ++i) title += "—";
  EXPECT_TRUE(ParseStrategy(kFile, absl::StrReplaceAll(kSmall, {{"A strategy", title}})).ok());
  EXPECT_THAT(ProblemsOf(absl::StrReplaceAll(kSmall, {{"A strategy", title + "x"}})),
              ElementsAre("small.textproto:4:1: title has 201 characters; at most 200 fit"));
}

TEST(StrategyFileTest, AcceptsAByteOrderMarkAndWindowsLineEnds) {
  EXPECT_TRUE(ParseStrategy(kFile, absl::StrCat("\xEF\xBB\xBF", kSmall)).ok());
  const auto strategy = ParseStrategy(kFile, absl::StrReplaceAll(kSmall, {{"\n", "\r\n"}}));
  EXPECT_TRUE(strategy.ok()) << strategy.status();
}

TEST(StrategyFileTest, RefusesAnEmptyTextAndATextThatIsTooLong) {
  EXPECT_THAT(ProblemsOf(""), testing::Contains("small.textproto:1:1: pillars needs at least 1"));
  const std::string longest = std::string(kMostStrategyBytes + 1, '#');
  EXPECT_THAT(ProblemsOf(longest), ElementsAre(EndsWith("at most 1048576 are read")));
}

TEST(StrategyFileTest, SurvivesEveryTruncationAndEveryFlippedByte) {
  const std::string text = kSmall;
  // Up to there it is whole: what follows may be left out.
  const size_t whole = text.find("\nimport_profiles");
  for (size_t i = 0; i < text.size(); ++i) {
    const bool broken = i < whole || (i > whole + 1 && i < text.rfind('}'));
    EXPECT_FALSE(ParseStrategy(kFile, text.substr(0, i)).ok() && broken) << i;
    std::string flipped = text;
    flipped[i] = static_cast<char>(flipped[i] ^ 0x95);
    for (const std::string& problem : ProblemsOf(flipped)) {
      EXPECT_EQ(problem.rfind(kFile, 0), 0U) << problem;
    }
  }
}

}  // namespace
}  // namespace potential::strategy
