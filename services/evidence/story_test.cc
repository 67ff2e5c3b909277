// Impact stories: rules, steps, versions and the count of those that are published.

#include "potential/evidence/v1/impact_story.pb.h"
#include "services/evidence/evidence_testing.h"

namespace potential::evidence {
namespace {

using ::testing::HasSubstr;
using testing::IsOk;
using testing::Refuses;
using testing::StatusIs;
using testing::Violates;
using v1::ImpactStory;

class StoryTest : public EvidenceTest {
 protected:
  absl::StatusOr<ImpactStory> Create(const std::string& id, const std::string& more = "") {
    return calls_.Create<ImpactStory>(id, std::string(kStory) + kHeadings + more);
  }
  absl::StatusOr<ImpactStory> Confirm(const std::string& id, const std::string& more = "") {
    return calls_.Do<ImpactStory>("ConfirmImpactStoryConsent", id, "role: 'OT lead' " + more);
  }
  absl::StatusOr<ImpactStory> Publish(const std::string& id, const std::string& more = "") {
    return calls_.Do<ImpactStory>("PublishImpactStory", id, more);
  }
  absl::StatusOr<ImpactStory> Withdraw(const std::string& id, const std::string& more = "") {
    return calls_.Do<ImpactStory>("WithdrawImpactStory", id, "reason: 'Asked to' " + more);
  }
  absl::StatusOr<ImpactStory> Revise(const std::string& id, const std::string& next) {
    return calls_.Do<ImpactStory>("ReviseImpactStory", id, "impact_story_id: '" + next + "'");
  }
  void MakeConfirmed(const std::string& id, const std::string& date = "2026-02-01") {
    ASSERT_THAT(Create(id), IsOk());
    ASSERT_THAT(Confirm(id, "date: '" + date + "'"), IsOk());
  }
  void MakePublished(const std::string& id) {
    MakeConfirmed(id);
    ASSERT_THAT(Publish(id, "date: '2026-03-01'"), IsOk());
  }
  ImpactStory::State StateOf(const std::string& id) { return calls_.Get<ImpactStory>(id)->state(); }
};

constexpr char kLive[] = "live_indicators { indicator: 'workforce.a' label: 'Sessions' ";

TEST_F(StoryTest, StartsAsTheFirstVersion) {
  const auto made = Create("s1", "version: 9");
  ASSERT_THAT(made, IsOk());
  EXPECT_EQ(made->version(), 1);
  EXPECT_EQ(made->state(), ImpactStory::DRAFT);
}

TEST_F(StoryTest, HasLiveIndicatorsWithSoundWindowsAndFilters) {
  EXPECT_THAT(
      Create("s1", std::string(kLive) + "window_start: '2026-02-01' window_end: '2026-01-31' }"),
      Violates("impact_story.live_indicators[0].window_end"));
  EXPECT_THAT(Create("s1", std::string(kLive) + "filters { dimension: 'kind' value: 'A' } "
                                                "filters { dimension: 'kind' value: 'B' } }"),
              Violates("impact_story.live_indicators[0].filters[1].dimension"));
  EXPECT_THAT(
      Create("s1", std::string(kLive) + "window_start: '2026-02-01' window_end: '2026-02-01' "
                                        "filters { dimension: 'kind' value: 'A' } "
                                        "filters { dimension: 'level' value: 'A' } }"),
      IsOk());
}

TEST_F(StoryTest, HasConsentConfirmedWhenEveryHeadingIsWritten) {
  ASSERT_THAT(calls_.Create<ImpactStory>("s1", std::string(kStory) + "data: 'Text'"), IsOk());
  const auto refused = Confirm("s1");
  EXPECT_THAT(refused, Refuses("HEADING_EMPTY"));
  const std::string text(refused.status().message());
  for (const char* heading : {"Strategic theme", "Aims", "What did you do?", "How did this work",
                              "Learning and what next?"}) {
    EXPECT_THAT(text, HasSubstr(heading));
  }
  EXPECT_THAT(text, ::testing::Not(HasSubstr("Data")));
}

TEST_F(StoryTest, IsClosedOnceConsentIsConfirmed) {
  ASSERT_THAT(Create("s1"), IsOk());
  EXPECT_THAT(Publish("s1"), Refuses("ILLEGAL_TRANSITION"));
  EXPECT_THAT(Withdraw("s1"), Refuses("ILLEGAL_TRANSITION"));
  EXPECT_THAT(Confirm("s1", "date: '2026-06-16'"), Violates("date"));
  const auto confirmed = Confirm("s1", "date: '2026-06-01' note: 'On paper'");
  ASSERT_THAT(confirmed, IsOk());
  EXPECT_EQ(confirmed->state(), ImpactStory::CONSENT_CONFIRMED);
  EXPECT_EQ(confirmed->consent_confirmed_date(), "2026-06-01");
  EXPECT_EQ(confirmed->consent_confirmed_role(), "OT lead");
  EXPECT_EQ(confirmed->consent_note(), "On paper");
  EXPECT_THAT(Confirm("s1"), Refuses("ILLEGAL_TRANSITION"));
  EXPECT_THAT(calls_.Update<ImpactStory>("s1", "data: 'Other'", {"data"}),
              Refuses("RECORD_LOCKED"));
}

TEST_F(StoryTest, IsPublishedAfterConsentAndKeepsItsLinkUnlessAnotherIsGiven) {
  ASSERT_THAT(Create("s1", "published_link: 'https://example.org/a'"), IsOk());
  ASSERT_THAT(Confirm("s1", "date: '2026-06-01'"), IsOk());
  EXPECT_THAT(Publish("s1", "date: '2026-05-31'"), Violates("date"));
  const auto published = Publish("s1", "date: '2026-06-02'");
  ASSERT_THAT(published, IsOk());
  EXPECT_EQ(published->state(), ImpactStory::PUBLISHED);
  EXPECT_EQ(published->published_date(), "2026-06-02");
  EXPECT_EQ(published->published_link(), "https://example.org/a");
  EXPECT_THAT(Publish("s1"), Refuses("ILLEGAL_TRANSITION"));
  MakeConfirmed("s2");
  EXPECT_EQ(Publish("s2", "published_link: 'https://example.org/b'")->published_link(),
            "https://example.org/b");
}

TEST_F(StoryTest, FreezesTheFiguresOfItsLiveIndicators) {
  constexpr char kCited[] =
      "citations { indicator: 'workforce.a' label: 'Sessions' text: '8' as_of: '2026-06-15' ";
  ASSERT_THAT(Create("s1", std::string(kLive) + "split_by: 'kind' }"), IsOk());
  ASSERT_THAT(Confirm("s1"), IsOk());
  EXPECT_THAT(Publish("s1"), Violates("citations"));
  const std::string other =
      "citations { indicator: 'workforce.a' label: 'Other' text: '8' as_of: '2026-06-15' } ";
  EXPECT_THAT(Publish("s1", kCited + std::string("} ") + other), Violates("citations[1]"));
  const auto published = Publish(
      "s1", kCited + std::string("value: 8 split_value: 'A' } ") + kCited + "split_value: 'B' }");
  ASSERT_THAT(published, IsOk());
  ASSERT_EQ(published->citations_size(), 2);
  EXPECT_EQ(published->citations(0).value(), 8);
  EXPECT_FALSE(published->citations(1).has_value());
  EXPECT_EQ(published->citations(1).split_value(), "B");
}

TEST_F(StoryTest, IsWithdrawnFromConsentOrPublication) {
  MakeConfirmed("s1");
  EXPECT_THAT(Withdraw("s1", "date: '2026-01-31'"), Violates("date"));
  EXPECT_EQ(Withdraw("s1", "date: '2026-02-01'")->state(), ImpactStory::WITHDRAWN);
  EXPECT_THAT(Withdraw("s1"), Refuses("ILLEGAL_TRANSITION"));
  EXPECT_THAT(Publish("s1"), Refuses("ILLEGAL_TRANSITION"));
  MakePublished("s2");
  EXPECT_THAT(Withdraw("s2", "date: '2026-02-28'"), Violates("date"));
  const auto withdrawn = Withdraw("s2", "date: '2026-04-01'");
  ASSERT_THAT(withdrawn, IsOk());
  EXPECT_EQ(withdrawn->withdrawn_date(), "2026-04-01");
  EXPECT_EQ(withdrawn->withdrawal_reason(), "Asked to");
}

TEST_F(StoryTest, IsRevisedWithoutConsentCitationsAndDatesUnlessItIsADraft) {
  ASSERT_THAT(Create("s1", std::string(kLive) + "}"), IsOk());
  EXPECT_THAT(Revise("s1", "s2"), Refuses("ILLEGAL_TRANSITION"));
  ASSERT_THAT(Confirm("s1", "note: 'On paper'"), IsOk());
  ASSERT_THAT(Publish("s1",
                      "citations { indicator: 'workforce.a' label: 'Sessions' text: '8' "
                      "as_of: '2026-06-15' }"),
              IsOk());
  ASSERT_THAT(Withdraw("s1"), IsOk());
  const auto next = Revise("s1", "s2");
  ASSERT_THAT(next, IsOk());
  EXPECT_EQ(next->state(), ImpactStory::DRAFT);
  EXPECT_EQ(next->version(), 2);
  EXPECT_EQ(next->supersedes(), calls_.Name<ImpactStory>("s1"));
  EXPECT_EQ(next->data(), "Seven days");
  EXPECT_EQ(next->live_indicators_size(), 1);
  EXPECT_EQ(next->citations_size(), 0);
  for (const std::string& cleared :
       {next->consent_confirmed_date(), next->consent_confirmed_role(), next->consent_note(),
        next->published_date(), next->withdrawn_date(), next->withdrawal_reason()}) {
    EXPECT_EQ(cleared, "");
  }
}

TEST_F(StoryTest, PublishingANewVersionWithdrawsTheOneThatItRevises) {
  MakePublished("s1");
  ASSERT_THAT(Revise("s1", "s2"), IsOk());
  ASSERT_THAT(Confirm("s2", "date: '2026-02-10'"), IsOk());
  EXPECT_EQ(StateOf("s1"), ImpactStory::PUBLISHED);
  EXPECT_THAT(Publish("s2", "date: '2026-02-28'"), Violates("date"));
  ASSERT_THAT(Publish("s2", "date: '2026-05-01'"), IsOk());
  const auto before = calls_.Get<ImpactStory>("s1");
  EXPECT_EQ(before->state(), ImpactStory::WITHDRAWN);
  EXPECT_EQ(before->withdrawn_date(), "2026-05-01");
  EXPECT_EQ(before->withdrawal_reason(), "");
}

TEST_F(StoryTest, PublishingWithdrawsVersionsFurtherBackToo) {
  MakePublished("s1");
  ASSERT_THAT(Revise("s1", "s2"), IsOk());
  ASSERT_THAT(Confirm("s2"), IsOk());
  ASSERT_THAT(Revise("s2", "s3"), IsOk());
  ASSERT_THAT(Confirm("s3"), IsOk());
  ASSERT_THAT(Publish("s3"), IsOk());
  EXPECT_EQ(StateOf("s1"), ImpactStory::WITHDRAWN);
  EXPECT_EQ(StateOf("s2"), ImpactStory::WITHDRAWN);
  EXPECT_EQ(StateOf("s3"), ImpactStory::PUBLISHED);
}

TEST_F(StoryTest, IsNotPublishedIfAnotherVersionWasInItsPlace) {
  MakePublished("s1");
  ASSERT_THAT(Revise("s1", "s2"), IsOk());
  ASSERT_THAT(Revise("s1", "s3"), IsOk());
  ASSERT_THAT(Confirm("s2"), IsOk());
  ASSERT_THAT(Revise("s2", "s4"), IsOk());
  for (const char* id : {"s3", "s4"}) ASSERT_THAT(Confirm(id), IsOk());
  ASSERT_THAT(Publish("s4"), IsOk());
  EXPECT_THAT(Publish("s3"), Refuses("REPLACED_ALREADY"));
  EXPECT_EQ(StateOf("s3"), ImpactStory::CONSENT_CONFIRMED);
  EXPECT_EQ(StateOf("s4"), ImpactStory::PUBLISHED);
}

TEST_F(StoryTest, AVersionWhosePredecessorWasWithdrawnByItselfIsPublished) {
  MakePublished("s1");
  ASSERT_THAT(Withdraw("s1"), IsOk());
  ASSERT_THAT(Revise("s1", "s2"), IsOk());
  ASSERT_THAT(Confirm("s2"), IsOk());
  ASSERT_THAT(Publish("s2"), IsOk());
  EXPECT_EQ(calls_.Get<ImpactStory>("s1")->withdrawal_reason(), "Asked to");
}

TEST_F(StoryTest, CountsWhileItIsPublishedByTheDayOfPublication) {
  constexpr char kId[] = "evidence.stories_published";
  MakeConfirmed("confirmed");
  MakePublished("published");
  MakePublished("withdrawn");
  ASSERT_THAT(Withdraw("withdrawn"), IsOk());
  EXPECT_EQ(calls_.Flow(kId, "2026-02-01", "2026-02-28").value(), 0);
  EXPECT_EQ(calls_.Flow(kId, "2026-03-01", "2026-03-31").value(), 1);
  EXPECT_EQ(calls_.Flow(kId, "2026-03-02", "2026-03-31").value(), 0);
  EXPECT_EQ(*calls_.ListNames("ListImpactStories",
                              "state = PUBLISHED AND published_date >= \"2026-03-01\""),
            std::vector<std::string>{calls_.Name<ImpactStory>("published")});
}

TEST_F(StoryTest, NeedsTheRightToApproveForConsentAndPublication) {
  ASSERT_THAT(Create("s1"), IsOk());
  rpc::Identity identity = rpc::LocalAdministrator();
  identity.role = rpc::Role::kEditor;
  fixture_.set_identity(identity);
  EXPECT_THAT(Confirm("s1"), StatusIs(absl::StatusCode::kPermissionDenied));
}

}  // namespace
}  // namespace potential::evidence
