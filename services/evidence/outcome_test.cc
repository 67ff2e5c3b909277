// Outcome standards: rules, steps, and those that are in force.

#include "potential/evidence/v1/outcome_standard.pb.h"
#include "services/evidence/evidence_testing.h"

namespace potential::evidence {
namespace {

using testing::IsOk;
using testing::Refuses;
using testing::Violates;
using v1::OutcomeStandard;

class OutcomeTest : public EvidenceTest {
 protected:
  absl::StatusOr<OutcomeStandard> Create(const std::string& id, const std::string& more = "") {
    return calls_.Create<OutcomeStandard>(id, kStandard + more);
  }
  absl::StatusOr<OutcomeStandard> Agree(const std::string& id, const std::string& more = "") {
    return calls_.Do<OutcomeStandard>("AgreeOutcomeStandard", id, more);
  }
  absl::StatusOr<OutcomeStandard> Revise(const std::string& id, const std::string& next) {
    return calls_.Do<OutcomeStandard>("ReviseOutcomeStandard", id,
                                      "outcome_standard_id: '" + next + "'");
  }
  absl::Status Set(const std::string& id, const std::string& field, const std::string& text) {
    return calls_.Update<OutcomeStandard>(id, text, {field}).status();
  }
  double InForce(const std::string& day) {
    return calls_.Stock("evidence.standards_agreed", day).value();
  }
};

constexpr char kOther[] =
    "service_line: 'community' title: 'Other' tool: OTHER_TOOL measure_points: BASELINE ";

TEST_F(OutcomeTest, NamesAnotherToolAndItsDirection) {
  EXPECT_THAT(
      calls_.Create<OutcomeStandard>("s1", std::string(kOther) + "other_tool: 'House scale' "
                                                                 "direction: LOWER_IS_BETTER"),
      IsOk());
  EXPECT_THAT(
      calls_.Create<OutcomeStandard>("s2", std::string(kOther) + "direction: LOWER_IS_BETTER"),
      Violates("outcome_standard.other_tool"));
  EXPECT_THAT(calls_.Create<OutcomeStandard>("s2", std::string(kOther) + "other_tool: 'House'"),
              Violates("outcome_standard.direction"));
  EXPECT_THAT(Create("s2", "other_tool: 'House'"), Violates("outcome_standard.other_tool"));
  EXPECT_THAT(Create("s2", "direction: HIGHER_IS_BETTER"), Violates("outcome_standard.direction"));
}

TEST_F(OutcomeTest, NamesEachPointOnce) {
  EXPECT_THAT(Create("s1", "measure_points: BASELINE"),
              Violates("outcome_standard.measure_points[2]"));
  EXPECT_THAT(Create("s1", "measure_points: PHASE_UNSPECIFIED"),
              Violates("outcome_standard.measure_points[2]"));
}

TEST_F(OutcomeTest, HasAnIntervalOnlyWhereThereAreReviews) {
  EXPECT_THAT(Create("s1", "review_interval_weeks: 12"),
              Violates("outcome_standard.review_interval_weeks"));
  EXPECT_THAT(Create("s1", "review_interval_weeks: 12 measure_points: REVIEW"), IsOk());
}

TEST_F(OutcomeTest, IsAgreedByRolesOnADay) {
  ASSERT_THAT(Create("s1", kAgreeable), IsOk());
  EXPECT_THAT(Agree("s1", "date: '2026-06-16'"), Violates("date"));
  const auto agreed = Agree("s1", "date: '2026-04-01' agreed_by_roles: 'Line lead'");
  ASSERT_THAT(agreed, IsOk());
  EXPECT_EQ(agreed->state(), OutcomeStandard::AGREED);
  EXPECT_EQ(agreed->agreed_date(), "2026-04-01");
  EXPECT_EQ(agreed->agreed_by_roles(), "Line lead");
  EXPECT_THAT(Agree("s1"), Refuses("ILLEGAL_TRANSITION"));
  EXPECT_THAT(Set("s1", "title", "title: 'Other'"), Refuses("RECORD_LOCKED"));
}

TEST_F(OutcomeTest, IsAgreedOnlyWithTargetPointsAndALaterReviewDate) {
  ASSERT_THAT(Create("s1"), IsOk());
  EXPECT_THAT(Agree("s1"), Refuses("PAIRED_TARGET_MISSING"));
  ASSERT_THAT(Set("s1", "target_paired_percent", "target_paired_percent: 0"), IsOk());
  ASSERT_THAT(Set("s1", "measure_points", "measure_points: BASELINE"), IsOk());
  EXPECT_THAT(Agree("s1"), Refuses("MEASURE_POINTS_MISSING"));
  ASSERT_THAT(Set("s1", "measure_points", "measure_points: REVIEW measure_points: DISCHARGE"),
              IsOk());
  EXPECT_THAT(Agree("s1"), Refuses("MEASURE_POINTS_MISSING"));
  ASSERT_THAT(Set("s1", "measure_points", "measure_points: REVIEW measure_points: BASELINE"),
              IsOk());
  EXPECT_THAT(Agree("s1"), Refuses("REVIEW_DATE_MISSING"));
  ASSERT_THAT(Set("s1", "review_date", "review_date: '2026-06-15'"), IsOk());
  EXPECT_THAT(Agree("s1"), Refuses("REVIEW_DATE_PASSED"));
  EXPECT_THAT(Agree("s1", "date: '2026-06-14'"), IsOk());
}

TEST_F(OutcomeTest, IsRevisedAndReplacedByTheVersionThatIsAgreedFirst) {
  ASSERT_THAT(Create("s1", kAgreeable), IsOk());
  EXPECT_THAT(Revise("s1", "s2"), Refuses("ILLEGAL_TRANSITION"));
  ASSERT_THAT(Agree("s1", "date: '2026-02-01' agreed_by_roles: 'Line lead'"), IsOk());
  const auto next = Revise("s1", "s2");
  ASSERT_THAT(next, IsOk());
  EXPECT_EQ(next->state(), OutcomeStandard::DRAFT);
  EXPECT_EQ(next->version(), 2);
  EXPECT_EQ(next->supersedes(), calls_.Name<OutcomeStandard>("s1"));
  EXPECT_EQ(next->target_paired_percent(), 60);
  EXPECT_EQ(next->review_date(), "");
  EXPECT_EQ(next->agreed_date(), "");
  EXPECT_EQ(next->agreed_by_roles(), "");
  ASSERT_THAT(Revise("s1", "s3"), IsOk());
  for (const char* id : {"s2", "s3"}) {
    ASSERT_THAT(Set(id, "review_date", "review_date: '2027-06-30'"), IsOk());
  }
  EXPECT_THAT(Agree("s2", "date: '2026-01-31'"), Violates("date"));
  ASSERT_THAT(Agree("s2", "date: '2026-05-01'"), IsOk());
  EXPECT_EQ(calls_.Get<OutcomeStandard>("s1")->state(), OutcomeStandard::SUPERSEDED);
  EXPECT_EQ(calls_.Get<OutcomeStandard>("s1")->superseded_date(), "2026-05-01");
  EXPECT_THAT(Agree("s3"), Refuses("REPLACED_ALREADY"));
}

TEST_F(OutcomeTest, CountsFromAgreementToTheReviewDate) {
  ASSERT_THAT(Create("s1", "target_paired_percent: 60 review_date: '2026-05-31'"), IsOk());
  ASSERT_THAT(Agree("s1", "date: '2026-02-01'"), IsOk());
  ASSERT_THAT(Create("draft", kAgreeable), IsOk());
  EXPECT_EQ(InForce("2026-01-31"), 0);
  EXPECT_EQ(InForce("2026-02-01"), 1);
  EXPECT_EQ(InForce("2026-05-31"), 1);
  EXPECT_EQ(InForce("2026-06-01"), 0);
  EXPECT_EQ(*calls_.ListNames("ListOutcomeStandards", "state = AGREED"),
            std::vector<std::string>{calls_.Name<OutcomeStandard>("s1")});
}

TEST_F(OutcomeTest, CountsOnceWhenAVersionReplacesAnother) {
  ASSERT_THAT(Create("s1", std::string(kAgreeable) + "illustrative: true"), IsOk());
  ASSERT_THAT(Agree("s1", "date: '2026-02-01'"), IsOk());
  ASSERT_THAT(Revise("s1", "s2"), IsOk());
  ASSERT_THAT(Set("s2", "review_date", "review_date: '2027-06-30'"), IsOk());
  ASSERT_THAT(Agree("s2", "date: '2026-05-01'"), IsOk());
  EXPECT_EQ(InForce("2026-04-30"), 1);
  EXPECT_EQ(InForce("2026-05-01"), 1);
  EXPECT_TRUE(calls_.Stock("evidence.standards_agreed", "2026-05-01").illustrative());
  EXPECT_EQ(Members("evidence.standards_agreed", "service_line", ""),
            (std::map<std::string, double>{{"community", 1}}));
  EXPECT_EQ(Members("evidence.standards_agreed", "tool", ""),
            (std::map<std::string, double>{{"COPM_PERFORMANCE", 1}}));
}

}  // namespace
}  // namespace potential::evidence
