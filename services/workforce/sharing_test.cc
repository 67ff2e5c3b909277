// Partnership-wide opportunities as the other organisations receive them, announce them and link to
// them.

#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "potential/workforce/v1/apprenticeship.pb.h"
#include "potential/workforce/v1/bulletin.pb.h"
#include "potential/workforce/v1/opportunity.pb.h"
#include "potential/workforce/v1/received_opportunity.pb.h"
#include "services/chassis/resource/names.h"
#include "services/chassis/testing/change_entries.h"
#include "services/chassis/testing/earlier_file.h"
#include "services/chassis/testing/matchers.h"
#include "services/chassis/testing/record_calls.h"
#include "services/chassis/testing/service_fixture.h"
#include "services/chassis/testing/temporary_folder.h"
#include "services/workforce/definition.h"

namespace potential::workforce {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::IsOk;
using ::testing::Not;
using ::testing::SizeIs;
using testing::StatusIs;
using testing::Violates;
using v1::Apprenticeship;
using v1::Bulletin;
using v1::Opportunity;
using v1::ReceivedOpportunity;

const char* const kList = "ListReceivedOpportunities";
constexpr char kApprentice[] =
    "service_line: 'community' title: 'Apprentice' level: NVQ_3 provider: 'College' "
    "ward_or_team: 'Rose ward' ";

// `swlstg` and `slam` are partners of each other, `tower-hamlets` of nobody.
class SharingTest : public ::testing::Test {
 protected:
  // An opportunity of `slam` that opened on 2026-06-01.
  void Open(const std::string& id, const std::string& fields,
            const std::string& opened = "2026-06-01") {
    ASSERT_THAT(
        slam_.Create<Opportunity>(id, absl::StrCat("service_line: 'community' places: 2 ", fields)),
        IsOk());
    ASSERT_THAT(
        slam_.Do<Opportunity>("OpenOpportunity", id, absl::StrCat("opened_date: '", opened, "'")),
        IsOk());
  }

  // What `swlstg` has received of it.
  absl::StatusOr<ReceivedOpportunity> Received(const std::string& id) {
    return swlstg_.Get<ReceivedOpportunity>(resource::DerivedId(slam_.Name<Opportunity>(id)));
  }

  size_t Changes(const std::string& organisation) {
    return testing::ChangesOf(fixture_.store(), organisation).size();
  }

  Bulletin Publish(const std::string& audience = "ALL_STAFF",
                   const std::string& day = "2026-06-15") {
    EXPECT_THAT(swlstg_.Create<Bulletin>("issue", absl::StrCat("title: 'Opportunities' audience: ",
                                                               audience, " month: '2026-06'")),
                IsOk());
    const auto published = swlstg_.Do<Bulletin>("PublishBulletin", "issue",
                                                absl::StrCat("published_date: '", day, "'"));
    EXPECT_THAT(published, IsOk());
    return published.ok() ? *published : Bulletin();
  }

  testing::ServiceFixture fixture_{
      Definition(), {.strategies = testing::SmallStrategies({"swlstg", "slam", "tower-hamlets"})}};
  testing::RecordCalls swlstg_{fixture_};
  testing::RecordCalls slam_{fixture_, "slam"};
};

constexpr char kWide[] = "kind: VACANCY title: 'Senior therapist' partnership_wide: true ";

TEST_F(SharingTest, IsReceivedWhileItIsOpenAndPartnershipWide) {
  ASSERT_THAT(slam_.Create<Opportunity>("post", absl::StrCat("service_line: 'community' places: 2 ",
                                                             kWide, "band: 6 wte: 0.8")),
              IsOk());
  EXPECT_THAT(Received("post"), StatusIs(absl::StatusCode::kNotFound));
  ASSERT_THAT(slam_.Do<Opportunity>("OpenOpportunity", "post"), IsOk());
  const absl::StatusOr<ReceivedOpportunity> copy = Received("post");
  ASSERT_THAT(copy, IsOk());
  EXPECT_EQ(copy->source_organisation(), "slam");
  EXPECT_EQ(copy->title(), "Senior therapist");
  EXPECT_EQ(copy->band(), 6);
  EXPECT_EQ(copy->wte(), 0.8);
  EXPECT_EQ(copy->places(), 2);
  EXPECT_EQ(copy->opened_date(), "2026-06-15");
  ASSERT_THAT(slam_.Update<Opportunity>("post", "title: 'Lead'", {"title"}), IsOk());
  EXPECT_EQ(Received("post")->title(), "Lead");
  ASSERT_THAT(slam_.Update<Opportunity>("post", "", {"partnership_wide"}), IsOk());
  EXPECT_THAT(Received("post"), StatusIs(absl::StatusCode::kNotFound));
  testing::RecordCalls elsewhere(fixture_, "tower-hamlets");
  EXPECT_THAT(*elsewhere.ListNames(kList, ""), IsEmpty());
}

TEST_F(SharingTest, IsGoneWhenItIsFilledClosedWithdrawnOrDeleted) {
  for (const char* step : {"FillOpportunity", "CloseOpportunity", "WithdrawOpportunity"}) {
    Open(absl::AsciiStrToLower(step), kWide);
    EXPECT_THAT(*swlstg_.ListNames(kList, "kind = VACANCY"), SizeIs(1)) << step;
    ASSERT_THAT(slam_.Do<Opportunity>(step, absl::AsciiStrToLower(step)), IsOk());
    EXPECT_THAT(*swlstg_.ListNames(kList, ""), IsEmpty()) << step;
  }
  Open("deleted", kWide);
  ASSERT_THAT(slam_.Delete<Opportunity>("deleted"), IsOk());
  EXPECT_THAT(Received("deleted"), StatusIs(absl::StatusCode::kNotFound));
  EXPECT_EQ(Changes("swlstg"), 8u);
}

TEST_F(SharingTest, RefusedOrValidatedStepsAndRepeatsChangeNothing) {
  Open("post", kWide);
  const std::string repeat = "request_id: '7d3e3f0a-7c1a-4d0e-9c3b-0a3f5f6f0b11'";
  EXPECT_THAT(slam_.Do<Opportunity>("FillOpportunity", "post", "ended_date: '2026-05-01'"),
              Violates("ended_date"));
  EXPECT_THAT(slam_.Do<Opportunity>("FillOpportunity", "post", "validate_only: true"), IsOk());
  EXPECT_THAT(Received("post"), IsOk());
  EXPECT_EQ(Changes("swlstg"), 1u);
  ASSERT_THAT(slam_.Do<Opportunity>("FillOpportunity", "post", repeat), IsOk());
  ASSERT_THAT(slam_.Do<Opportunity>("FillOpportunity", "post", repeat), IsOk());
  EXPECT_EQ(Changes("swlstg"), 2u);
  EXPECT_EQ(Changes("slam"), 3u);
}

TEST_F(SharingTest, DoesNotCountAmongTheRecipientsOpportunities) {
  Open("post", kWide);
  EXPECT_EQ(slam_.Stock("workforce.opportunities_open", "2026-06-15").value(), 1);
  EXPECT_EQ(swlstg_.Stock("workforce.opportunities_open", "2026-06-15").value(), 0);
}

TEST_F(SharingTest, IsAnnouncedInTheRecipientsBulletinUnderItsOrganisation) {
  ASSERT_THAT(swlstg_.Create<Opportunity>(
                  "own", "service_line: 'community' kind: SECONDMENT title: 'Own' places: 1"),
              IsOk());
  ASSERT_THAT(swlstg_.Do<Opportunity>("OpenOpportunity", "own"), IsOk());
  Open("post", absl::StrCat(kWide, "contact_role: 'Team lead' illustrative: true"));
  Open("inside", "kind: VACANCY title: 'In house'");
  Open("later", "kind: VACANCY title: 'Later' partnership_wide: true", "2026-06-15");
  Open("passed", "kind: VACANCY title: 'Passed' partnership_wide: true closing_date: '2026-06-13'");
  const Bulletin issue = Publish("ALL_STAFF", "2026-06-14");
  ASSERT_EQ(issue.entry_count(), 1);
  EXPECT_EQ(issue.entries(0).source_organisation(), "slam");
  EXPECT_EQ(issue.entries(0).service_line(), "");
  EXPECT_EQ(issue.entries(0).opportunity(), Received("post")->name());
  EXPECT_THAT(issue.text(),
              HasSubstr("\nSouth London and Maudsley\n* Vacancy: Senior therapist, 2 places. "
                        "No closing date. Ask: Team lead. (Illustrative.)\n"));
  EXPECT_THAT(issue.text(), Not(HasSubstr("In house")));
}

TEST_F(SharingTest, FollowsTheOwnOpportunitiesInABulletinForThePartnership) {
  ASSERT_THAT(swlstg_.Create<Opportunity>(
                  "own", absl::StrCat("service_line: 'community' places: 1 ", kWide)),
              IsOk());
  ASSERT_THAT(swlstg_.Do<Opportunity>("OpenOpportunity", "own"), IsOk());
  Open("post", kWide);
  const Bulletin issue = Publish("PARTNERSHIP");
  ASSERT_EQ(issue.entry_count(), 2);
  EXPECT_EQ(issue.entries(0).source_organisation(), "");
  EXPECT_EQ(issue.entries(0).service_line(), "community");
  EXPECT_EQ(issue.entries(1).source_organisation(), "slam");
}

TEST_F(SharingTest, StaysInAPublishedBulletinWhateverBecomesOfIt) {
  Open("post", kWide);
  const Bulletin issue = Publish();
  ASSERT_THAT(slam_.Do<Opportunity>("WithdrawOpportunity", "post"), IsOk());
  EXPECT_EQ(swlstg_.Get<Bulletin>("issue")->DebugString(), issue.DebugString());
  EXPECT_EQ(issue.entry_count(), 1);
}

TEST_F(SharingTest, MayBeWhereAnApprenticeshipWasAdvertised) {
  Open("post", kWide);
  const std::string received = Received("post")->name();
  const std::string link = absl::StrCat("opportunity: '", received, "' ");
  ASSERT_THAT(swlstg_.Create<Apprenticeship>("apprentice", absl::StrCat(kApprentice, link)),
              IsOk());
  // The sender's own name, and one that was never received, lead nowhere.
  EXPECT_THAT(
      swlstg_.Create<Apprenticeship>("foreign", absl::StrCat(kApprentice, "opportunity: '",
                                                             slam_.Name<Opportunity>("post"), "'")),
      Violates("apprenticeship.opportunity"));
  EXPECT_THAT(swlstg_.Create<Apprenticeship>(
                  "unknown", absl::StrCat(kApprentice, "opportunity: '",
                                          swlstg_.Name<ReceivedOpportunity>("no-such-one"), "'")),
              Violates("apprenticeship.opportunity"));
  // Taken back by its sender, it does not lock the record that named it, and takes no new link.
  ASSERT_THAT(slam_.Do<Opportunity>("FillOpportunity", "post"), IsOk());
  EXPECT_THAT(swlstg_.Update<Apprenticeship>("apprentice", "provider: 'Other'", {"provider"}),
              IsOk());
  EXPECT_EQ(swlstg_.Get<Apprenticeship>("apprentice")->opportunity(), received);
  EXPECT_THAT(swlstg_.Create<Apprenticeship>("late", absl::StrCat(kApprentice, link)),
              Violates("apprenticeship.opportunity"));
}

// A file from before anything was shared: nothing of it is lost, and what it offers goes out.
TEST(EarlierVersionTest, SharesWhatWasOpenPartnershipWide) {
  const testing::TemporaryFolder folder;
  Opportunity post;
  post.set_name("organisations/slam/opportunities/post");
  post.set_state(Opportunity::OPEN);
  post.set_title("Senior therapist");
  post.set_partnership_wide(true);
  Opportunity inside = post;
  inside.set_name("organisations/slam/opportunities/inside");
  inside.set_partnership_wide(false);
  testing::MakeEarlierFile(Definition(), folder.File("w.sqlite"), 1, {&post, &inside});
  testing::ServiceFixture fixture(Definition(),
                                  {.strategies = testing::SmallStrategies({"swlstg", "slam"}),
                                   .sqlite_path = folder.File("w.sqlite")});
  ASSERT_THAT(fixture.core().FollowStrategies(), IsOk());
  testing::RecordCalls swlstg(fixture);
  testing::RecordCalls slam(fixture, "slam");
  EXPECT_THAT(*slam.ListNames("ListOpportunities", "state = OPEN"), SizeIs(2));
  EXPECT_THAT(*swlstg.ListNames(kList, ""),
              ElementsAre(swlstg.Name<ReceivedOpportunity>(resource::DerivedId(post.name()))));
}

}  // namespace
}  // namespace potential::workforce
