// Shared resources and practice days as the organisations receive them that they are shared with.

#include <string>
#include <vector>

#include "potential/partnerships/v1/practice_day.pb.h"
#include "potential/partnerships/v1/received_practice_day.pb.h"
#include "potential/partnerships/v1/received_resource.pb.h"
#include "potential/partnerships/v1/shared_resource.pb.h"
#include "services/chassis/resource/names.h"
#include "services/chassis/testing/change_entries.h"
#include "services/chassis/testing/earlier_file.h"
#include "services/chassis/testing/temporary_folder.h"
#include "services/partnerships/partnerships_testing.h"

namespace potential::partnerships {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::IsOk;
using ::testing::SizeIs;
using testing::StatusIs;
using v1::PracticeDay;
using v1::ReceivedPracticeDay;
using v1::ReceivedResource;
using v1::SharedResource;

const char* const kListResources = "ListReceivedResources";
const char* const kListDays = "ListReceivedPracticeDays";

// `swlstg`, `slam` and `tower-hamlets` are served; `oxleas` is a partner elsewhere.
class SharingTest : public ::testing::Test {
 protected:
  // What `slam` has received by a List method.
  std::vector<std::string> Received(const char* method, const std::string& filter = "") {
    const auto names = slam_.ListNames(method, filter);
    EXPECT_THAT(names, IsOk());
    return names.ok() ? *names : std::vector<std::string>();
  }

  absl::StatusOr<ReceivedResource> ReceivedKit() {
    return slam_.Get<ReceivedResource>(resource::DerivedId(swlstg_.Name<SharedResource>("kit")));
  }
  absl::StatusOr<ReceivedPracticeDay> ReceivedDay() {
    return slam_.Get<ReceivedPracticeDay>(resource::DerivedId(swlstg_.Name<PracticeDay>("day")));
  }

  size_t Changes(const std::string& organisation) {
    return testing::ChangesOf(fixture_.store(), organisation).size();
  }

  void ShareKit(const std::string& more = "") {
    ASSERT_THAT(swlstg_.Create<SharedResource>(
                    "kit", absl::StrCat(kResource, "shared_with: 'slam' shared_with: 'oxleas' ",
                                        "notes: 'ours' tags: 'ours' ", more)),
                IsOk());
    ASSERT_THAT(swlstg_.Do<SharedResource>("ShareSharedResource", "kit"), IsOk());
  }

  void PlanDay(const std::string& more = "organisations_attending: 'slam' ") {
    ASSERT_THAT(swlstg_.Create<PracticeDay>(
                    "day", absl::StrCat(kPracticeDay,
                                        "date: '2026-06-10' organisations_attending: 'swlstg' ",
                                        "notes: 'ours' attendance: 12 learning: 'Much' ", more)),
                IsOk());
  }

  testing::ServiceFixture fixture_{
      Definition(), {.strategies = testing::SmallStrategies({"swlstg", "slam", "tower-hamlets"})}};
  testing::RecordCalls swlstg_{fixture_};
  testing::RecordCalls slam_{fixture_, "slam"};
};

TEST_F(SharingTest, ResourceIsReceivedWhenItIsSharedAndGoneWhenItIsWithdrawn) {
  ASSERT_THAT(swlstg_.Create<SharedResource>(
                  "kit", absl::StrCat(kResource,
                                      "shared_with: 'slam' service_line: 'community' "
                                      "summary: 'For wards' version_label: '2' "
                                      "terms: 'CC BY' owner_role: 'Lead'")),
              IsOk());
  EXPECT_THAT(ReceivedKit(), StatusIs(absl::StatusCode::kNotFound));
  const auto shared = swlstg_.Do<SharedResource>("ShareSharedResource", "kit");
  ASSERT_THAT(shared, IsOk());
  const absl::StatusOr<ReceivedResource> copy = ReceivedKit();
  ASSERT_THAT(copy, IsOk());
  EXPECT_EQ(copy->source_organisation(), "swlstg");
  EXPECT_EQ(copy->source_update_time().seconds(), shared->update_time().seconds());
  EXPECT_EQ(copy->title() + copy->link() + copy->summary() + copy->version_label() + copy->terms() +
                copy->owner_role() + copy->shared_date(),
            "Sensory kithttps://www.example.org/kitFor wards2CC BYLead2026-06-15");
  EXPECT_EQ(copy->kind(), SharedResource::GUIDELINE);
  EXPECT_THAT(Received(kListResources, "source_organisation = \"swlstg\" AND kind = GUIDELINE"),
              ElementsAre(copy->name()));
  ASSERT_THAT(swlstg_.Do<SharedResource>("WithdrawSharedResource", "kit", "reason: 'Out of date'"),
              IsOk());
  EXPECT_THAT(ReceivedKit(), StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(Received(kListResources), IsEmpty());
}

TEST_F(SharingTest, ResourceFollowsItsChangesAndItsListOfRecipients) {
  ShareKit();
  EXPECT_EQ(ReceivedKit()->title(), "Sensory kit");
  ASSERT_THAT(swlstg_.Update<SharedResource>("kit", "title: 'Kit 2'", {"title"}), IsOk());
  EXPECT_EQ(ReceivedKit()->title(), "Kit 2");
  EXPECT_EQ(Changes("slam"), 2u);
  ASSERT_THAT(swlstg_.Update<SharedResource>("kit", "notes: 'x' tags: 'y'", {"notes", "tags"}),
              IsOk());
  EXPECT_EQ(Changes("slam"), 2u);
  ASSERT_THAT(swlstg_.Update<SharedResource>("kit", "shared_with: 'oxleas'", {"shared_with"}),
              IsOk());
  EXPECT_THAT(ReceivedKit(), StatusIs(absl::StatusCode::kNotFound));
  ASSERT_THAT(swlstg_.Update<SharedResource>("kit", "shared_with: 'slam'", {"shared_with"}),
              IsOk());
  ASSERT_THAT(swlstg_.Delete<SharedResource>("kit"), IsOk());
  EXPECT_THAT(ReceivedKit(), StatusIs(absl::StatusCode::kNotFound));
  EXPECT_EQ(Changes("slam"), 5u);
}

TEST_F(SharingTest, RecipientThatIsNotServedStaysOnTheRecordAndReceivesWhenItJoins) {
  ShareKit();
  EXPECT_THAT(swlstg_.Get<SharedResource>("kit")->shared_with(), ElementsAre("slam", "oxleas"));
  ASSERT_THAT(fixture_.ReplaceStrategies(testing::SmallStrategies({"swlstg", "oxleas"})), IsOk());
  testing::RecordCalls oxleas(fixture_, "oxleas");
  EXPECT_THAT(*oxleas.ListNames(kListResources, ""), SizeIs(1));
}

TEST_F(SharingTest, ValidationOfAStepReachesNobody) {
  ASSERT_THAT(swlstg_.Create<SharedResource>("kit", absl::StrCat(kResource, "shared_with: 'slam'")),
              IsOk());
  ASSERT_THAT(swlstg_.Do<SharedResource>("ShareSharedResource", "kit", "validate_only: true"),
              IsOk());
  EXPECT_EQ(Changes("slam"), 0u);
  EXPECT_EQ(Changes("swlstg"), 1u);
}

TEST_F(SharingTest, RepeatedStepReachesNobodyTwice) {
  ASSERT_THAT(swlstg_.Create<SharedResource>("kit", absl::StrCat(kResource, "shared_with: 'slam'")),
              IsOk());
  for (int i = 0; i < 2; ++i) {
    ASSERT_THAT(swlstg_.Do<SharedResource>("ShareSharedResource", "kit",
                                           "request_id: '7d3e3f0a-7c1a-4d0e-9c3b-0a3f5f6f0b11'"),
                IsOk());
  }
  EXPECT_EQ(Changes("slam"), 1u);
}

TEST_F(SharingTest, RefusedStepChangesNeitherSide) {
  ShareKit();
  const ReceivedResource before = *ReceivedKit();
  EXPECT_THAT(swlstg_.Do<SharedResource>("WithdrawSharedResource", "kit",
                                         "reason: 'Early' date: '2026-06-01'"),
              StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_EQ(ReceivedKit()->DebugString(), before.DebugString());
  EXPECT_EQ(Changes("slam"), 1u);
  EXPECT_EQ(Changes("swlstg"), 2u);
}

TEST_F(SharingTest, CallersOfTheRecipientSeeNothingElseOfTheSender) {
  ShareKit();
  ASSERT_THAT(swlstg_.Create<SharedResource>("draft", kResource), IsOk());
  PlanDay("");
  rpc::Identity identity = rpc::LocalAdministrator();
  identity.organisations = {"slam"};
  fixture_.set_identity(identity);
  EXPECT_THAT(ReceivedKit(), IsOk());
  EXPECT_THAT(Received(kListResources), SizeIs(1));
  EXPECT_THAT(Received(kListDays), IsEmpty());
  EXPECT_THAT(Received("ListSharedResources"), IsEmpty());
  EXPECT_THAT(swlstg_.Get<SharedResource>("kit"), StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(swlstg_.ListNames(kListResources, ""), StatusIs(absl::StatusCode::kNotFound));
}

TEST_F(SharingTest, PracticeDayIsReceivedByThoseWhoAttendOrHost) {
  PlanDay("organisations_attending: 'slam' host_organisation: 'swlstg' ");
  const absl::StatusOr<ReceivedPracticeDay> planned = ReceivedDay();
  ASSERT_THAT(planned, IsOk());
  EXPECT_EQ(planned->state(), PracticeDay::PLANNED);
  EXPECT_THAT(planned->organisations_attending(), ElementsAre("swlstg", "slam"));
  EXPECT_TRUE(planned->joint());
  EXPECT_EQ(planned->topic(), "Sensory approaches");
  ASSERT_THAT(swlstg_.Do<PracticeDay>("HoldPracticeDay", "day"), IsOk());
  EXPECT_EQ(ReceivedDay()->state(), PracticeDay::HELD);
  ASSERT_THAT(swlstg_.Update<PracticeDay>("day", "organisations_attending: 'swlstg'",
                                          {"organisations_attending"}),
              IsOk());
  EXPECT_THAT(ReceivedDay(), StatusIs(absl::StatusCode::kNotFound));
  ASSERT_THAT(
      swlstg_.Update<PracticeDay>("day", "host_organisation: 'slam'", {"host_organisation"}),
      IsOk());
  EXPECT_EQ(ReceivedDay()->host_organisation(), "slam");
}

TEST_F(SharingTest, LearningAndNumbersOfADayStayAtHome) {
  PlanDay();
  const size_t before = Changes("slam");
  ASSERT_THAT(swlstg_.Update<PracticeDay>("day", "attendance: 9 learning: 'More'",
                                          {"attendance", "learning"}),
              IsOk());
  EXPECT_EQ(Changes("slam"), before);
  for (const char* field : {"attendance", "learning", "actions", "evaluation_mean", "notes"}) {
    EXPECT_EQ(ReceivedPracticeDay::descriptor()->FindFieldByName(field), nullptr) << field;
  }
}

TEST_F(SharingTest, CancelledDayIsSeenAsCancelledAndADeletedOneIsGone) {
  PlanDay();
  ASSERT_THAT(swlstg_.Do<PracticeDay>("CancelPracticeDay", "day", "reason: 'Snow'"), IsOk());
  EXPECT_EQ(ReceivedDay()->state(), PracticeDay::CANCELLED);
  EXPECT_EQ(ReceivedDay()->cancelled_date(), "2026-06-15");
  ASSERT_THAT(swlstg_.Create<PracticeDay>(
                  "other",
                  absl::StrCat(kPracticeDay, "date: '2026-07-01' organisations_attending: 'slam'")),
              IsOk());
  EXPECT_THAT(Received(kListDays), SizeIs(2));
  ASSERT_THAT(swlstg_.Delete<PracticeDay>("other"), IsOk());
  EXPECT_THAT(Received(kListDays), ElementsAre(ReceivedDay()->name()));
}

TEST_F(SharingTest, ReceivedDaysDoNotCountAsOwn) {
  PlanDay();
  ASSERT_THAT(swlstg_.Do<PracticeDay>("HoldPracticeDay", "day"), IsOk());
  ASSERT_THAT(ReceivedDay(), IsOk());
  const std::string held = "partnerships.practice_days_held";
  EXPECT_EQ(swlstg_.Flow(held, "2026-01-01", "2026-12-31").value(), 1);
  EXPECT_EQ(slam_.Flow(held, "2026-01-01", "2026-12-31").value(), 0);
  EXPECT_EQ(slam_.Stock("partnerships.resources_shared", "2026-06-15").value(), 0);
}

// A file from before anything was shared: nothing of it is lost, and what it shares goes out.
TEST(EarlierVersionTest, SharesWhatWasRecordedAsShared) {
  const testing::TemporaryFolder folder;
  SharedResource kit;
  kit.set_name("organisations/swlstg/sharedResources/kit");
  kit.set_title("Sensory kit");
  kit.set_state(SharedResource::SHARED);
  kit.add_shared_with("slam");
  PracticeDay day;
  day.set_name("organisations/swlstg/practiceDays/day");
  day.set_state(PracticeDay::HELD);
  day.add_organisations_attending("slam");
  testing::MakeEarlierFile(Definition(), folder.File("p.sqlite"), 1, {&kit, &day});
  testing::ServiceFixture fixture(Definition(),
                                  {.strategies = testing::SmallStrategies({"swlstg", "slam"}),
                                   .sqlite_path = folder.File("p.sqlite")});
  ASSERT_THAT(fixture.core().FollowStrategies(), IsOk());
  testing::RecordCalls swlstg(fixture);
  testing::RecordCalls slam(fixture, "slam");
  EXPECT_EQ(swlstg.Get<SharedResource>("kit")->title(), "Sensory kit");
  EXPECT_THAT(*slam.ListNames(kListResources, "title = \"Sensory kit\""), SizeIs(1));
  EXPECT_THAT(*slam.ListNames(kListDays, "state = HELD"), SizeIs(1));
}

}  // namespace
}  // namespace potential::partnerships
