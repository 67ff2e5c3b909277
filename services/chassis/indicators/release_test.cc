#include "services/chassis/indicators/release.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <random>

#include "google/protobuf/text_format.h"
#include "services/chassis/testing/matchers.h"

namespace potential::indicators {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using measures::DisclosureProfile;
using testing::IsOk;
using testing::Violates;
using v1::Figure;
using v1::Indicator;

constexpr char kYear[] = "indicator: 'test.people' start_date: '2025-01-01' end_date: '2025-12-31' ";
const measures::Day kAsOf = *measures::ParseDay("2026-06-15");

Indicator People(Indicator::Kind kind, Indicator::Form form) {
  return MakeIndicator(kind, form,
                       {.id = "test.people",
                        .title = "People",
                        .definition = "People.",
                        .unit = "people",
                        .dimensions = {"line", "level"},
                        .topics = {"people"},
                        .counts_people = true});
}

Observation Seen(const std::string& day, const std::string& line, const std::string& level,
                 double numerator, double denominator = 0) {
  Observation seen;
  seen.first = *measures::ParseDay(day);
  seen.numerator = numerator;
  seen.denominator = denominator;
  seen.dimensions = {line, level};
  return seen;
}

class ReleaseTest : public ::testing::Test {
 protected:
  absl::StatusOr<v1::IndicatorResult> Ask(const std::string& query) {
    v1::IndicatorQuery parsed;
    EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(query, &parsed));
    return Releaser(indicator_, observations_, rules_).Answer(parsed, kAsOf, "queries[0]");
  }

  Indicator indicator_ = People(Indicator::FLOW, Indicator::COUNT);
  Observations observations_;
  ReleaseRules rules_{.profile = DisclosureProfile::kStrict, .today = kAsOf};
};

TEST_F(ReleaseTest, PeriodWithoutAReadingHasNoFigure) {
  indicator_ = People(Indicator::STOCK, Indicator::MEAN);
  indicator_.set_of_readings(true);
  observations_.all.push_back(Seen("2025-06-10", "a", "x", 80, 20));
  observations_.all.back().last = kAsOf;
  const auto result = Ask(absl::StrCat(kYear, "bucket: MONTH"));
  ASSERT_THAT(result, IsOk());
  const auto& points = result->overall().points();
  ASSERT_EQ(points.size(), 12);
  EXPECT_EQ(points[5].figure().value(), 4);
  for (const int month : {0, 4, 6, 11}) EXPECT_FALSE(points[month].has_figure()) << month;
  EXPECT_EQ(result->overall().total().value(), 4);
}

TEST_F(ReleaseTest, RoundsCountsAndHidesSmallOnes) {
  observations_.all = {Seen("2025-05-01", "community", "3", 23), Seen("2025-05-02", "camhs", "3", 3),
                       Seen("2025-09-01", "acute", "2", 12)};
  const auto result = Ask(absl::StrCat(kYear, "split_by: 'line'"));
  ASSERT_THAT(result, IsOk());
  EXPECT_EQ(result->overall().total().value(), 40);
  EXPECT_TRUE(result->overall().total().released());
  std::map<std::string, double> members;
  for (const v1::Series& series : result->members()) {
    members[series.member()] = series.total().value();
  }
  // Of camhs nothing is shown, and so not that it has people at all.
  EXPECT_EQ(members, (std::map<std::string, double>{{"acute", 10}, {"community", 25}}));
}

TEST_F(ReleaseTest, HidesATotalThatWouldTellOfItsParts) {
  observations_.all = {Seen("2025-05-01", "community", "3", 4), Seen("2025-05-02", "camhs", "3", 4)};
  // Also where the parts are not asked for: they are in another answer.
  for (const char* split : {"", "split_by: 'line'", "split_by: 'level'"}) {
    const auto result = Ask(absl::StrCat(kYear, split));
    ASSERT_THAT(result, IsOk());
    EXPECT_FALSE(result->overall().total().has_value()) << split;
    EXPECT_FALSE(result->overall().total().has_numerator()) << split;
    EXPECT_EQ(result->overall().total().suppression(), Figure::PROTECTS_OTHERS) << split;
    EXPECT_THAT(result->members(), IsEmpty()) << split;
  }
}

TEST_F(ReleaseTest, ReleasesAPartAsInTheSplit) {
  observations_.all = {Seen("2025-05-01", "community", "3", 23), Seen("2025-05-02", "camhs", "3", 3)};
  const std::map<std::string, double> shown = {{"community", 25}, {"camhs", 0}, {"none", 0}};
  for (const auto& [line, value] : shown) {
    const auto result =
        Ask(absl::StrCat(kYear, "where { key: 'line' value: '", line, "' } "));
    ASSERT_THAT(result, IsOk());
    EXPECT_EQ(result->overall().total().value(), value) << line;
    EXPECT_EQ(result->overall().total().has_value(), value > 0) << line;
    EXPECT_EQ(result->overall().total().suppression(),
              value > 0 ? Figure::SUPPRESSION_UNSPECIFIED : Figure::SMALL_NUMBERS)
        << line;
  }
}

TEST_F(ReleaseTest, HidesSharesOfFewAndSharesThatLeaveFew) {
  indicator_ = People(Indicator::FLOW, Indicator::SHARE);
  observations_.all = {Seen("2025-05-01", "community", "3", 60, 61)};
  auto result = Ask(kYear);
  ASSERT_THAT(result, IsOk());
  EXPECT_FALSE(result->overall().total().has_value());
  EXPECT_EQ(result->overall().total().suppression(), Figure::SMALL_NUMBERS);
  observations_.all = {Seen("2025-05-01", "community", "3", 17, 23)};
  result = Ask(kYear);
  EXPECT_EQ(result->overall().total().value(), 74);
  EXPECT_EQ(result->overall().total().numerator(), 15);
  EXPECT_EQ(result->overall().total().denominator(), 25);
}

TEST_F(ReleaseTest, ShowsAMeanWithoutItsSum) {
  indicator_ = People(Indicator::FLOW, Indicator::MEAN);
  observations_.all = {Seen("2025-05-01", "community", "3", 41, 12),
                       Seen("2025-05-01", "camhs", "3", 20, 4)};
  const auto result = Ask(absl::StrCat(kYear, "split_by: 'line'"));
  ASSERT_THAT(result, IsOk());
  EXPECT_EQ(result->overall().total().value(), 3.8);
  EXPECT_EQ(result->overall().total().denominator(), 15);
  EXPECT_FALSE(result->overall().total().has_numerator());
  ASSERT_EQ(result->members_size(), 1);
  EXPECT_EQ(result->members(0).member(), "community");
}

TEST_F(ReleaseTest, ReleasesPeriodsWithTheirTotal) {
  observations_.all = {Seen("2025-05-01", "community", "3", 4), Seen("2025-08-01", "community", "3", 4)};
  const auto result = Ask(absl::StrCat(kYear, "bucket: QUARTER"));
  ASSERT_THAT(result, IsOk());
  ASSERT_EQ(result->overall().points_size(), 4);
  for (const v1::Point& point : result->overall().points()) {
    EXPECT_FALSE(point.figure().has_value()) << point.start_date();
  }
  EXPECT_EQ(result->overall().points(0).figure().suppression(), Figure::SMALL_NUMBERS);
}

TEST_F(ReleaseTest, ReleasesAFigureAlikeWhateverPeriodsAreAskedFor) {
  // A total of 10 would tell that 4 and 4 are behind it, in whichever answer it stands.
  observations_.all = {Seen("2025-05-01", "community", "3", 4), Seen("2025-06-01", "community", "3", 4)};
  for (const char* bucket : {"", "bucket: MONTH"}) {
    const auto result = Ask(absl::StrCat(
        "indicator: 'test.people' start_date: '2025-05-01' end_date: '2025-06-30' ", bucket));
    ASSERT_THAT(result, IsOk());
    EXPECT_FALSE(result->overall().total().has_value()) << bucket;
    EXPECT_EQ(result->overall().total().suppression(), Figure::PROTECTS_OTHERS) << bucket;
  }
}

TEST_F(ReleaseTest, ReleasesADayOfAStockAlikeWhateverDaysAreAskedFor) {
  indicator_ = People(Indicator::STOCK, Indicator::COUNT);
  observations_.all = {Seen("2025-05-01", "community", "3", 3), Seen("2025-06-30", "camhs", "3", 23)};
  observations_.all[0].last = *measures::ParseDay("2026-03-30");
  const auto whole = Ask("indicator: 'test.people' end_date: '2026-03-31' split_by: 'line'");
  const auto monthly = Ask(absl::StrCat(kYear, "split_by: 'line' bucket: MONTH"));
  ASSERT_THAT(whole, IsOk());
  ASSERT_THAT(monthly, IsOk());
  ASSERT_EQ(monthly->members_size(), 1);
  ASSERT_EQ(whole->members_size(), 1);
  EXPECT_EQ(whole->overall().total().value(), 25);
  for (const v1::Series& series : {monthly->overall(), monthly->members(0)}) {
    EXPECT_EQ(series.total().value(), 25);
    EXPECT_EQ(series.points(11).figure().value(), 25);
    EXPECT_TRUE(series.points(0).figure().released());
  }
  EXPECT_EQ(monthly->overall().points(1).figure().suppression(), Figure::SMALL_NUMBERS);
}

TEST_F(ReleaseTest, ShowsNothingOfMembersOfOtherDays) {
  observations_.all = {Seen("2025-05-01", "community", "3", 23), Seen("2026-05-01", "camhs", "3", 3)};
  const auto result = Ask(absl::StrCat(kYear, "split_by: 'line'"));
  ASSERT_THAT(result, IsOk());
  EXPECT_EQ(result->members_size(), 1);
}

TEST_F(ReleaseTest, RefusesQuestionsWhoseDifferencesTellOfPeople) {
  EXPECT_THAT(Ask(absl::StrCat(kYear, "where { key: 'line' value: 'camhs' } split_by: 'level'")),
              Violates("queries[0].where"));
  EXPECT_THAT(Ask(absl::StrCat(kYear, "where { key: 'line' value: 'camhs' } "
                                      "where { key: 'level' value: '3' }")),
              Violates("queries[0].where"));
  EXPECT_THAT(Ask("indicator: 'test.people' start_date: '2025-04-02' end_date: '2026-03-31'"),
              Violates("queries[0].start_date"));
  EXPECT_THAT(Ask("indicator: 'test.people' start_date: '2025-04-01' end_date: '2026-03-30'"),
              Violates("queries[0].end_date"));
}

// 1,500 episodes of 7 lines and 6 tools, so that hardly a month of a line has five.
TEST_F(ReleaseTest, KeepsTheYearWhereItsMonthsAreTooSmall) {
  indicator_ = People(Indicator::FLOW, Indicator::SHARE);
  std::minstd_rand random(7);
  for (int i = 0; i < 1500; ++i) {
    const auto month = static_cast<int>(random() % 24);
    const measures::Month of = measures::AddMonths(measures::MonthOf(2024, 1), month);
    observations_.all.push_back(Seen(measures::FormatDay(measures::FirstOfMonth(of)),
                                     absl::StrCat("line", random() % 7),
                                     absl::StrCat("tool", random() % 6), random() % 10 < 6, 1));
  }
  const auto result =
      Ask("indicator: 'test.people' start_date: '2024-01-01' end_date: '2024-12-31' bucket: MONTH "
          "split_by: 'line'");
  ASSERT_THAT(result, IsOk());
  EXPECT_NEAR(result->overall().total().value(), 60, 3);
  EXPECT_EQ(result->members_size(), 7);
}

TEST_F(ReleaseTest, PutsOtherWindowsTogetherFromWhatIsReleased) {
  // Quarters of 23, 3, 12 and 0; the first half of the next year has 31.
  observations_.all = {Seen("2025-02-01", "community", "3", 23), Seen("2025-05-02", "camhs", "3", 3),
                       Seen("2025-08-01", "acute", "2", 12), Seen("2026-02-01", "camhs", "3", 31)};
  const auto total_of = [this](const std::string& start, const std::string& end) {
    const auto result = Ask(absl::StrCat("indicator: 'test.people' start_date: '", start,
                                         "' end_date: '", end, "'"));
    EXPECT_THAT(result, IsOk());
    return result->overall().total().value();
  };
  EXPECT_EQ(total_of("2025-01-01", "2025-03-31"), 25);
  EXPECT_EQ(total_of("2025-01-01", "2025-12-31"), 40);
  EXPECT_EQ(total_of("2026-01-01", "2026-03-31"), 30);
  EXPECT_EQ(total_of("2025-01-01", "2026-03-31"), 70);
  // Two people stand for each quarter of few.
  EXPECT_EQ(total_of("2025-04-01", "2026-03-31"), 45);
  // But not for more periods than are shown.
  EXPECT_EQ(total_of("2025-04-01", "2025-06-30"), 0);
  EXPECT_EQ(total_of("2025-07-01", "2025-12-31"), 10);
  EXPECT_EQ(total_of("2025-04-01", "2025-12-31"), 0);
}

TEST_F(ReleaseTest, WindowsThatOverlapTellNoMoreThanTheirYear) {
  // Two tables of which the same is released: whatever windows are asked for, so are the answers.
  const auto answers = [this](double may, double june) {
    observations_.all = {Seen("2025-03-01", "community", "3", 22), Seen("2025-05-01", "camhs", "3", may),
                         Seen("2025-06-01", "camhs", "3", june),
                         Seen("2025-10-01", "community", "3", 23)};
    std::string all;
    for (int first = 1; first <= 12; ++first) {
      for (int last = first; last <= 12; ++last) {
        const auto day = [](int month) { return measures::FirstOfMonth(measures::MonthOf(2025, month)); };
        const auto result = Ask(absl::StrCat(
            "indicator: 'test.people' start_date: '", measures::FormatDay(day(first)),
            "' end_date: '", measures::FormatDay(measures::LastOfMonth(day(last))),
            "' split_by: 'line'"));
        EXPECT_THAT(result, IsOk());
        all += result->SerializeAsString();
      }
    }
    return all;
  };
  EXPECT_TRUE(answers(2, 1) == answers(1, 2));
}

TEST_F(ReleaseTest, RefusesMoreThanItCanControl) {
  observations_.all = {Seen("2025-05-01", "community", "3", 23)};
  EXPECT_THAT(Ask("indicator: 'test.people' start_date: '1977-01-01' end_date: '2026-05-31'"), IsOk());
  EXPECT_THAT(Ask("indicator: 'test.people' start_date: '0001-01-01' end_date: '2026-05-31'"),
              Violates("queries[0].start_date"));
  for (size_t i = 0; i <= kMaxReleasedCells / 12; ++i) {
    observations_.all.push_back(Seen("2025-05-01", absl::StrCat("line", i), "3", 1));
  }
  EXPECT_THAT(Ask(kYear), Violates("queries[0].start_date"));
}

TEST_F(ReleaseTest, TellsOfKnownMembersThatTheyAreHidden) {
  rules_.known_members["line"] = {"acute", "camhs", "community"};
  observations_.all = {Seen("2025-05-01", "community", "3", 23), Seen("2025-05-02", "camhs", "3", 3),
                       Seen("2025-05-02", "old", "3", 3)};
  const auto result = Ask(absl::StrCat(kYear, "split_by: 'line' bucket: QUARTER"));
  ASSERT_THAT(result, IsOk());
  std::map<std::string, Figure::Suppression> members;
  for (const v1::Series& series : result->members()) {
    members[series.member()] = series.total().suppression();
    EXPECT_EQ(series.points_size(), 4);
  }
  // Nobody and few look alike.
  EXPECT_EQ(members, (std::map<std::string, Figure::Suppression>{
                         {"acute", Figure::SMALL_NUMBERS},
                         {"camhs", Figure::SMALL_NUMBERS},
                         {"community", Figure::SUPPRESSION_UNSPECIFIED}}));
}

TEST_F(ReleaseTest, LeavesThingsAsTheyAre) {
  indicator_.set_counts_people(false);
  observations_.all = {Seen("2025-05-03", "community", "3", 3)};
  const auto result = Ask("indicator: 'test.people' start_date: '2025-05-02' end_date: '2025-05-20'");
  ASSERT_THAT(result, IsOk());
  EXPECT_EQ(result->overall().total().value(), 3);
  EXPECT_FALSE(result->overall().total().released());
}

TEST_F(ReleaseTest, MarksSampleDataOnAllFiguresAlike) {
  observations_.all = {Seen("2025-05-01", "community", "3", 23), Seen("2025-08-01", "camhs", "3", 30)};
  observations_.all[0].illustrative = true;
  const auto result = Ask(absl::StrCat(kYear, "split_by: 'line' bucket: QUARTER"));
  ASSERT_THAT(result, IsOk());
  for (const v1::Series& series : result->members()) {
    EXPECT_TRUE(series.total().illustrative());
    for (const v1::Point& point : series.points()) EXPECT_TRUE(point.figure().illustrative());
  }
}

}  // namespace
}  // namespace potential::indicators
