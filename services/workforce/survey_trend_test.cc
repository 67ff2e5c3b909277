// Trends of questions over waves: numbers, thresholds, and the chart.

#include "services/workforce/survey_trend.h"

#include <cmath>

#include "services/measures/wilson.h"
#include "services/workforce/survey_fixture.h"

namespace potential::workforce {
namespace {

using testing::IsOk;
using testing::StatusIs;
using testing::Violates;
using v1::SurveyTrend;

class SurveyTrendTest : public ::testing::Test {
 protected:
  // A wave of `n` respondents, closed days after the one before, of whom `agree` tick 4 for
  // `support`, none for `stress` the best answer, and all say yes.
  void HoldWave(int number, int n, int agree, int days = 1) {
    const std::string wave = absl::StrCat("wave-", number);
    fixture_.OpenWave(wave);
    std::vector<std::string> respondents;
    for (int i = 0; i < n; ++i) {
      respondents.push_back(Likert("support", i < agree ? 4 : 2) + Likert("stress", 3) +
                            YesNo("informed", true));
    }
    fixture_.Respond(wave, respondents);
    fixture_.chassis().clock().Advance(absl::Hours(24 * days));
    ASSERT_THAT(fixture_.Close(wave), IsOk());
  }
  absl::StatusOr<SurveyTrend> Trend(const std::string& question, const std::string& more = "") {
    return fixture_.Call<SurveyTrend>(
        "GetSurveyTrend", absl::StrCat("name: '", SurveyFixture::NameOf<v1::Survey>("careers"),
                                       "' question_id: '", question, "' ", more));
  }

  SurveyFixture fixture_;
};

TEST_F(SurveyTrendTest, GivesNShareAndIntervalByWave) {
  HoldWave(1, 12, 6);
  HoldWave(2, 20, 15);
  const auto trend = Trend("support");
  ASSERT_THAT(trend, IsOk());
  EXPECT_THAT(trend->answers(), ::testing::ElementsAre("4", "5"));
  EXPECT_EQ(trend->threshold(), 10);
  ASSERT_EQ(trend->waves_size(), 2);
  const SurveyTrend::Wave& second = trend->waves(1);
  EXPECT_EQ(second.wave_number(), 2);
  EXPECT_EQ(second.closed_date(), "2026-06-17");
  EXPECT_EQ(second.n(), 20);
  EXPECT_EQ(second.count(), 15);
  EXPECT_EQ(second.percent(), 75);
  EXPECT_NEAR(second.percent_lower(), 100 * measures::WilsonInterval(15, 20).lower, 1e-9);
  EXPECT_NEAR(second.percent_upper(), 100 * measures::WilsonInterval(15, 20).upper, 1e-9);
  EXPECT_EQ(second.mean(), 3.5);
  EXPECT_FALSE(trend->has_chart());
  EXPECT_EQ(trend->chart_absent_reason(), "A chart needs 12 waves with results; there are 2.");
}

TEST_F(SurveyTrendTest, CountsTheAnswersAskedFor) {
  HoldWave(1, 12, 6);
  EXPECT_EQ(Trend("support", "answers: '2' answers: '1'")->waves(0).count(), 6);
  EXPECT_THAT(Trend("support", "answers: '2' answers: '1'")->answers(),
              ::testing::ElementsAre("1", "2"));
  EXPECT_THAT(Trend("stress")->answers(), ::testing::ElementsAre("1", "2"));
  EXPECT_EQ(Trend("stress")->waves(0).percent(), 0);
  EXPECT_EQ(Trend("informed")->waves(0).percent(), 100);
  EXPECT_FALSE(Trend("informed")->waves(0).has_mean());
  EXPECT_THAT(Trend("support", "answers: 'yes'"), Violates("answers[0]"));
  EXPECT_THAT(Trend("words"), Violates("question_id"));
  EXPECT_THAT(Trend("other"), Violates("question_id"));
}

TEST_F(SurveyTrendTest, ShowsNoNumbersBelowTheThreshold) {
  HoldWave(1, 9, 5);  // its result is not publishable
  HoldWave(2, 12, 6);
  fixture_.OpenWave("wave-3");  // enough respondents, too few of whom answered the question
  std::vector<std::string> respondents(12, YesNo("informed", true));
  respondents[0] += Likert("support", 5);
  fixture_.Respond("wave-3", respondents);
  ASSERT_THAT(fixture_.Close("wave-3"), IsOk());
  fixture_.OpenWave("wave-4");  // not closed
  const auto trend = Trend("support");
  ASSERT_EQ(trend->waves_size(), 2);
  EXPECT_EQ(trend->waves(0).wave_number(), 2);
  EXPECT_TRUE(trend->waves(1).below_threshold());
  EXPECT_FALSE(trend->waves(1).has_n());
  EXPECT_FALSE(trend->waves(1).has_count());
  EXPECT_FALSE(trend->waves(1).has_percent());
  EXPECT_FALSE(trend->waves(1).has_mean());
}

TEST_F(SurveyTrendTest, ChartsTwelveWaves) {
  for (int wave = 1; wave <= 11; ++wave) HoldWave(wave, 10, 5);
  EXPECT_FALSE(Trend("support")->has_chart());
  HoldWave(12, 10, 6);
  const auto trend = Trend("support");
  ASSERT_TRUE(trend->has_chart());
  EXPECT_EQ(trend->chart_absent_reason(), "");
  EXPECT_EQ(trend->chart().chart(), charts::v1::Chart::P);
  ASSERT_EQ(trend->chart().points_size(), 12);
  const auto& last = trend->chart().points(11);
  EXPECT_EQ(last.value(), 60);
  EXPECT_EQ(last.annotation(), "Wave 12");
  // Of 120 answers 61 count; the limits are three standard deviations of the share of 10.
  const double share = 61.0 / 120;
  EXPECT_NEAR(last.mean(), 100 * share, 1e-9);
  EXPECT_NEAR(last.upper_limit(), 100 * (share + 3 * std::sqrt(share * (1 - share) / 10)), 1e-9);
}

TEST_F(SurveyTrendTest, ChartsWavesThatWereClosedOnOneDayAsOnePoint) {
  for (int wave = 1; wave <= 11; ++wave) HoldWave(wave, 10, 5);
  HoldWave(12, 20, 6, 0);
  const auto trend = Trend("support");
  ASSERT_TRUE(trend->has_chart());
  EXPECT_EQ(trend->chart_absent_reason(), "");
  ASSERT_EQ(trend->waves_size(), 12);
  ASSERT_EQ(trend->chart().points_size(), 11);
  EXPECT_EQ(trend->chart().points(9).annotation(), "Wave 10");
  const auto& last = trend->chart().points(10);
  EXPECT_DOUBLE_EQ(last.value(), 100.0 * 11 / 30);
  EXPECT_EQ(last.denominator(), 30);
  EXPECT_EQ(last.annotation(), "Waves 11, 12, closed on the same day, as one point");
}

TEST_F(SurveyTrendTest, IsReleasedForTheAudiencePublished) {
  HoldWave(1, 12, 6);
  HoldWave(2, 23, 12);
  HoldWave(3, 12, 4);   // too few
  HoldWave(4, 12, 10);  // all but too few
  const auto trend = Trend("support", "audience: PUBLISHED");
  ASSERT_THAT(trend, IsOk());
  EXPECT_EQ(trend->threshold(), 10);
  ASSERT_EQ(trend->waves_size(), 4);
  const SurveyTrend::Wave& second = trend->waves(1);
  EXPECT_EQ(second.n(), 25);
  EXPECT_EQ(second.count(), 10);
  EXPECT_EQ(second.percent(), 52);
  EXPECT_EQ(second.percent_lower(), std::round(100 * measures::WilsonInterval(12, 23).lower));
  EXPECT_EQ(second.percent_upper(), std::round(100 * measures::WilsonInterval(12, 23).upper));
  EXPECT_DOUBLE_EQ(second.mean(), 3);
  for (int i : {2, 3}) {
    const SurveyTrend::Wave& wave = trend->waves(i);
    EXPECT_EQ(wave.n(), 10);
    EXPECT_FALSE(wave.has_percent());
    EXPECT_FALSE(wave.has_percent_lower());
    EXPECT_FALSE(wave.has_percent_upper());
    EXPECT_FALSE(wave.has_mean());
  }
  EXPECT_FALSE(trend->waves(2).has_count());
  EXPECT_EQ(trend->waves(3).count(), 10);
  EXPECT_THAT(Trend("support", "answers: '4' audience: PUBLISHED"), Violates("answers"));
}

TEST_F(SurveyTrendTest, ReleasesItsChart) {
  for (int wave = 1; wave <= 12; ++wave) HoldWave(wave, 20, 10 + wave % 3);
  const auto exact = Trend("support");
  const auto released = Trend("support", "audience: PUBLISHED");
  ASSERT_TRUE(released->has_chart());
  for (int i = 0; i < 12; ++i) {
    const auto& point = released->chart().points(i);
    EXPECT_DOUBLE_EQ(point.value(), exact->chart().points(i).value());  // of 20: whole already
    EXPECT_EQ(point.upper_limit(), std::round(exact->chart().points(i).upper_limit()));
    EXPECT_FALSE(point.has_denominator());
    EXPECT_EQ(point.annotation(), exact->chart().points(i).annotation());
  }
  EXPECT_EQ(released->chart().warnings().rbegin()->kind(), charts::v1::Chart::Warning::RELEASED);
}

TEST_F(SurveyTrendTest, HidesAPointOfWavesOfWhichOneIsHidden) {
  for (int wave = 1; wave <= 11; ++wave) HoldWave(wave, 20, 10);
  HoldWave(12, 20, 3, 0);  // 13 of 40 less 10 of 20 would tell
  const auto released = Trend("support", "audience: PUBLISHED");
  ASSERT_TRUE(released->has_chart());
  const auto& last = released->chart().points(10);
  EXPECT_TRUE(last.withheld());
  EXPECT_FALSE(last.has_value());
  EXPECT_FALSE(released->chart().points(0).has_mean());
  EXPECT_EQ(released->chart().points(0).value(), 50);
}

TEST_F(SurveyTrendTest, AnswersTheAudiencePublishedAndNothingMore) {
  HoldWave(1, 12, 6);
  rpc::Identity outside = rpc::LocalAdministrator();
  outside.audience = rpc::Audience::kPublished;
  fixture_.chassis().set_identity(outside);
  ASSERT_THAT(Trend("support"), IsOk());
  EXPECT_EQ(Trend("support")->waves(0).count(), 5);
  EXPECT_THAT(Trend("support", "audience: INTERNAL"),
              StatusIs(absl::StatusCode::kPermissionDenied));
  EXPECT_THAT(fixture_.Results("wave-1"), StatusIs(absl::StatusCode::kPermissionDenied));
}

}  // namespace
}  // namespace potential::workforce
