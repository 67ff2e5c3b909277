// What organisations share, as both sides meet it: the same mechanism for every kind whose contract
// has a projection. `swlstg` and `slam` are partners here; `oxleas` is one that the suite does not
// serve; `tower-hamlets` is served and no partner.

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "google/protobuf/empty.pb.h"
#include "google/protobuf/text_format.h"
#include "services/chassis/service/opportunity_service_for_test.h"
#include "services/chassis/storage/change_log.h"
#include "services/chassis/storage/history.h"
#include "services/chassis/testing/change_entries.h"
#include "services/chassis/testing/matchers.h"
#include "services/chassis/testing/service_fixture.h"
#include "services/chassis/testing/temporary_folder.h"

namespace potential::service {
namespace {

using testing::ChangesOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::IsOk;
using testing::ServiceFixture;
using testing::SmallStrategies;
using testing::StatusIs;
using workforce::v1::Opportunity;
using workforce::v1::ReceivedOpportunity;

constexpr char kRequestId[] = "7d3e3f0a-7c1a-4d0e-9c3b-0a3f5f6f0b11";
constexpr char kWide[] = "partnership_wide: true ";

std::string Method(const std::string& name) {
  return "potential.workforce.v1.OpportunityService." + name;
}

std::string NameOf(const std::string& id, const std::string& organisation = "swlstg") {
  return resource::FormatName(organisation, "opportunities", id);
}

std::string CopyName(const std::string& recipient, const std::string& source) {
  return resource::FormatName(recipient, "receivedOpportunities", resource::DerivedId(source));
}

// Stores a change and then fails, or breaks the rule that what is received is read-only.
absl::StatusOr<Opportunity> SaveAndFail(records::Transaction& transaction,
                                        const workforce::v1::CloseOpportunityRequest& request) {
  absl::StatusOr<Opportunity> opportunity = transaction.Get<Opportunity>(request.name());
  if (!opportunity.ok()) return opportunity.status();
  opportunity->set_title("Changed and undone");
  absl::Status saved = transaction.Save(*opportunity);
  return saved.ok() ? records::Refuse("TEST", "fails after it has written") : saved;
}

absl::StatusOr<Opportunity> WriteReceived(records::Transaction& transaction,
                                          const workforce::v1::FillOpportunityRequest&) {
  ReceivedOpportunity forged;
  forged.set_title("Forged");
  absl::Status status = transaction.Insert(forged);
  if (!status.ok()) return status;
  return Opportunity();
}

DomainService Definition() {
  DomainService definition = OpportunityServiceForTest();
  definition.bind = [bind = definition.bind](rpc::Routes& routes, ServiceContext& context) {
    bind(routes, context);
    context.records.Write<workforce::v1::CloseOpportunityRequest, Opportunity>(
        routes, Method("CloseOpportunity"), SaveAndFail);
    context.records.Write<workforce::v1::FillOpportunityRequest, Opportunity>(
        routes, Method("FillOpportunity"), WriteReceived);
  };
  return definition;
}

// Calls of both sides.
class Partners {
 public:
  explicit Partners(const std::string& sqlite_path = "",
                    const std::vector<std::string>& served = {"swlstg", "slam", "tower-hamlets"})
      : fixture_(Definition(),
                 {.strategies = SmallStrategies(served), .sqlite_path = sqlite_path}) {}

  ServiceFixture& fixture() { return fixture_; }

  template <typename Response, typename Request>
  absl::StatusOr<Response> Call(const std::string& method, const std::string& text) {
    Request request;
    EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &request)) << text;
    return fixture_.Call<Response>(Method(method), request);
  }

  absl::StatusOr<Opportunity> Create(const std::string& id, const std::string& fields,
                                     const std::string& more = "",
                                     const std::string& organisation = "swlstg") {
    return Call<Opportunity, workforce::v1::CreateOpportunityRequest>(
        "CreateOpportunity",
        absl::StrCat("parent: 'organisations/", organisation, "' opportunity_id: '", id,
                     "' opportunity { kind: SHADOWING title: 'A day on the ward' places: 1 "
                     "service_line: 'community' ",
                     fields, " } ", more));
  }

  absl::StatusOr<Opportunity> Open(const std::string& id, const std::string& more = "",
                                   const std::string& organisation = "swlstg") {
    return Call<Opportunity, workforce::v1::OpenOpportunityRequest>(
        "OpenOpportunity", absl::StrCat("name: '", NameOf(id, organisation), "' ", more));
  }

  // Creates and opens.
  void Offer(const std::string& id, const std::string& fields = kWide,
             const std::string& organisation = "swlstg") {
    ASSERT_THAT(Create(id, fields, "", organisation), IsOk());
    ASSERT_THAT(Open(id, "", organisation), IsOk());
  }

  absl::StatusOr<Opportunity> Update(const std::string& id, const std::string& fields,
                                     const std::string& path, const std::string& more = "") {
    return Call<Opportunity, workforce::v1::UpdateOpportunityRequest>(
        "UpdateOpportunity", absl::StrCat("opportunity { name: '", NameOf(id), "' ", fields,
                                          " } update_mask { paths: '", path, "' } ", more));
  }

  absl::Status Delete(const std::string& id, const std::string& more = "") {
    return Call<google::protobuf::Empty, workforce::v1::DeleteOpportunityRequest>(
               "DeleteOpportunity", absl::StrCat("name: '", NameOf(id), "' ", more))
        .status();
  }

  // The copy that a recipient has of a record of `swlstg`.
  absl::StatusOr<ReceivedOpportunity> Received(const std::string& id,
                                               const std::string& recipient = "slam") {
    return Call<ReceivedOpportunity, workforce::v1::GetReceivedOpportunityRequest>(
        "GetReceivedOpportunity", absl::StrCat("name: '", CopyName(recipient, NameOf(id)), "'"));
  }

  absl::StatusOr<std::vector<std::string>> List(const std::string& recipient,
                                                const std::string& filter = "") {
    const auto page = Call<workforce::v1::ListReceivedOpportunitiesResponse,
                           workforce::v1::ListReceivedOpportunitiesRequest>(
        "ListReceivedOpportunities", absl::StrCat("parent: 'organisations/", recipient,
                                                  "' order_by: 'title' filter: '", filter, "'"));
    if (!page.ok()) return page.status();
    std::vector<std::string> titles;
    for (const ReceivedOpportunity& item : page->received_opportunities()) {
      titles.push_back(absl::StrCat(item.source_organisation(), ": ", item.title()));
    }
    return titles;
  }

  std::vector<std::string> Changes(const std::string& organisation) {
    return ChangesOf(fixture_.store(), organisation);
  }

  storage::HistoryEntry LastHistory(const std::string& organisation, const std::string& name) {
    const auto tables = fixture_.store().Read();
    const auto entries = storage::ListHistory(**tables, organisation, name, 0, 100);
    EXPECT_THAT(entries, IsOk());
    return entries.ok() && !entries->empty() ? entries->back() : storage::HistoryEntry();
  }

 private:
  ServiceFixture fixture_;
};

class SharingTest : public ::testing::Test {
 protected:
  void ActAs(const std::string& organisation, rpc::Role role) {
    rpc::Identity identity = rpc::LocalAdministrator();
    identity.organisations = {organisation};
    identity.role = role;
    partners_.fixture().set_identity(identity);
  }

  Partners partners_;
};

TEST_F(SharingTest, PartnerReceivesTheDeclaredFieldsUnderItsOwnNameAndRevision) {
  ASSERT_THAT(partners_.Create("ward-day",
                               "partnership_wide: true band: 5 closing_date: '2026-07-01' "
                               "location: 'Ward 3' contact_role: 'Team lead' illustrative: true "
                               "notes: 'not for others' tags: 'private' owner_role: 'Lead' "
                               "evidence_links: 'https://intranet.example.org/a'"),
              IsOk());
  partners_.fixture().clock().Advance(absl::Hours(1));
  const Opportunity source = *partners_.Open("ward-day");
  const absl::StatusOr<ReceivedOpportunity> copy = partners_.Received("ward-day");
  ASSERT_THAT(copy, IsOk());
  ReceivedOpportunity expected;
  ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(
      absl::StrCat("name: '", CopyName("slam", source.name()), "' etag: '1' illustrative: true ",
                   "source_organisation: 'swlstg' kind: SHADOWING title: 'A day on the ward' ",
                   "band: 5 location: 'Ward 3' closing_date: '2026-07-01' places: 1 ",
                   "contact_role: 'Team lead'"),
      &expected));
  *expected.mutable_create_time() = source.update_time();
  *expected.mutable_update_time() = source.update_time();
  *expected.mutable_source_update_time() = source.update_time();
  EXPECT_EQ(copy->DebugString(), expected.DebugString());
  EXPECT_EQ(source.etag(), "2");
  EXPECT_EQ(*partners_.List("slam", "source_organisation = \"swlstg\" AND kind = SHADOWING"),
            std::vector<std::string>{"swlstg: A day on the ward"});
  EXPECT_THAT(*partners_.List("slam", "kind = VACANCY"), IsEmpty());
}

TEST_F(SharingTest, OnlyWhatIsSharedReachesAnybody) {
  ASSERT_THAT(partners_.Create("draft", kWide), IsOk());
  partners_.Offer("in-house", "");
  EXPECT_THAT(*partners_.List("slam"), IsEmpty());
  partners_.Offer("wide");
  EXPECT_EQ(partners_.List("slam")->size(), 1u);
  // Neither the sender itself, nor who is no partner, nor who is not served.
  EXPECT_THAT(*partners_.List("swlstg"), IsEmpty());
  EXPECT_THAT(*partners_.List("tower-hamlets"), IsEmpty());
  EXPECT_THAT(partners_.Changes("tower-hamlets"), IsEmpty());
  EXPECT_THAT(partners_.Changes("oxleas"), IsEmpty());
}

TEST_F(SharingTest, ChangesFollowAndWhatIsNotSeenDoesNot) {
  partners_.Offer("ward-day");
  const ReceivedOpportunity first = *partners_.Received("ward-day");
  partners_.fixture().clock().Advance(absl::Hours(1));
  ASSERT_THAT(partners_.Update("ward-day", "notes: 'inner matter'", "notes"), IsOk());
  EXPECT_EQ(partners_.Received("ward-day")->DebugString(), first.DebugString());
  EXPECT_EQ(partners_.Changes("slam").size(), 1u);
  partners_.fixture().clock().Advance(absl::Hours(1));
  const Opportunity changed = *partners_.Update("ward-day", "title: 'Two days'", "title");
  const ReceivedOpportunity second = *partners_.Received("ward-day");
  EXPECT_EQ(second.title(), "Two days");
  EXPECT_EQ(second.etag(), "2");
  EXPECT_EQ(second.create_time().seconds(), first.create_time().seconds());
  EXPECT_EQ(second.update_time().seconds(), first.update_time().seconds() + 7200);
  EXPECT_EQ(second.source_update_time().seconds(), changed.update_time().seconds());
}

TEST_F(SharingTest, UnsharedAndDeletedRecordsAreGone) {
  partners_.Offer("unshared");
  partners_.Offer("deleted");
  ASSERT_EQ(partners_.List("slam")->size(), 2u);
  ASSERT_THAT(partners_.Update("unshared", "", "partnership_wide"), IsOk());
  EXPECT_THAT(partners_.Received("unshared"), StatusIs(absl::StatusCode::kNotFound));
  ASSERT_THAT(partners_.Delete("deleted"), IsOk());
  EXPECT_THAT(partners_.Received("deleted"), StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(*partners_.List("slam"), IsEmpty());
  const std::string unshared = CopyName("slam", NameOf("unshared"));
  const std::string deleted = CopyName("slam", NameOf("deleted"));
  EXPECT_THAT(partners_.Changes("slam"),
              ElementsAre("1 CREATED " + unshared, "2 CREATED " + deleted, "3 DELETED " + unshared,
                          "4 DELETED " + deleted));
  // Shared again it has the same name as before.
  ASSERT_THAT(partners_.Update("unshared", kWide, "partnership_wide"), IsOk());
  EXPECT_EQ(partners_.Changes("slam").back(), "5 CREATED " + unshared);
}

TEST_F(SharingTest, EachOrganisationCountsItsOwnRevisionsWithoutGap) {
  partners_.Offer("one");
  partners_.Offer("two", "");
  partners_.Offer("three", kWide, "slam");
  ASSERT_THAT(partners_.Update("one", "title: 'B'", "title"), IsOk());
  EXPECT_THAT(partners_.Changes("swlstg"),
              ElementsAre("1 CREATED " + NameOf("one"), "2 UPDATED " + NameOf("one"),
                          "3 CREATED " + NameOf("two"), "4 UPDATED " + NameOf("two"),
                          "5 CREATED " + CopyName("swlstg", NameOf("three", "slam")),
                          "6 UPDATED " + NameOf("one")));
  EXPECT_THAT(
      partners_.Changes("slam"),
      ElementsAre("1 CREATED " + CopyName("slam", NameOf("one")),
                  "2 CREATED " + NameOf("three", "slam"), "3 UPDATED " + NameOf("three", "slam"),
                  "4 UPDATED " + CopyName("slam", NameOf("one"))));
}

TEST_F(SharingTest, ValidationWritesNothingOnEitherSide) {
  ASSERT_THAT(partners_.Create("ward-day", kWide), IsOk());
  EXPECT_EQ(partners_.Open("ward-day", "validate_only: true")->state(), Opportunity::OPEN);
  EXPECT_THAT(partners_.Changes("slam"), IsEmpty());
  ASSERT_THAT(partners_.Open("ward-day"), IsOk());
  ASSERT_THAT(partners_.Update("ward-day", "title: 'B'", "title", "validate_only: true"), IsOk());
  ASSERT_THAT(partners_.Delete("ward-day", "validate_only: true"), IsOk());
  EXPECT_EQ(partners_.Received("ward-day")->title(), "A day on the ward");
  EXPECT_EQ(partners_.Changes("slam").size(), 1u);
  EXPECT_EQ(partners_.Changes("swlstg").size(), 2u);
}

TEST_F(SharingTest, RepeatedRequestWritesNothingAgain) {
  ASSERT_THAT(partners_.Create("ward-day", kWide), IsOk());
  const std::string id = absl::StrCat("request_id: '", kRequestId, "'");
  const Opportunity first = *partners_.Open("ward-day", id);
  ASSERT_THAT(partners_.Update("ward-day", "title: 'B'", "title"), IsOk());
  EXPECT_EQ(partners_.Open("ward-day", id)->DebugString(), first.DebugString());
  EXPECT_EQ(partners_.Received("ward-day")->title(), "B");
  EXPECT_EQ(partners_.Changes("slam").size(), 2u);
}

TEST_F(SharingTest, FailedWriteIsUndoneOnBothSides) {
  partners_.Offer("ward-day");
  const auto failed = partners_.Call<Opportunity, workforce::v1::CloseOpportunityRequest>(
      "CloseOpportunity", absl::StrCat("name: '", NameOf("ward-day"), "'"));
  EXPECT_THAT(failed, testing::Refuses("TEST"));
  EXPECT_EQ(partners_.Received("ward-day")->title(), "A day on the ward");
  EXPECT_EQ(partners_.Received("ward-day")->etag(), "1");
  EXPECT_EQ(partners_.Changes("slam").size(), 1u);
  EXPECT_EQ(partners_.Changes("swlstg").size(), 2u);
}

TEST_F(SharingTest, HistoryOfTheRecipientNamesTheSendingOrganisationOnly) {
  partners_.Offer("ward-day");
  const std::string name = CopyName("slam", NameOf("ward-day"));
  const storage::HistoryEntry made = partners_.LastHistory("slam", name);
  EXPECT_EQ(made.subject, "organisations/swlstg");
  EXPECT_EQ(made.role + made.method, "");
  EXPECT_FALSE(made.before.has_value());
  ASSERT_TRUE(made.after.has_value());
  EXPECT_EQ(*made.after, partners_.Received("ward-day")->SerializeAsString());
  ASSERT_THAT(partners_.Delete("ward-day"), IsOk());
  const storage::HistoryEntry removed = partners_.LastHistory("slam", name);
  EXPECT_EQ(removed.revision, 2);
  EXPECT_EQ(removed.subject, "organisations/swlstg");
  EXPECT_EQ(removed.before, made.after);
  EXPECT_FALSE(removed.after.has_value());
}

TEST_F(SharingTest, CallersReadTheirOwnSideOnly) {
  partners_.Offer("ward-day");
  partners_.Offer("secret", "");
  ActAs("slam", rpc::Role::kViewer);
  EXPECT_THAT(partners_.Received("ward-day"), IsOk());
  const auto get = [&](const std::string& name) {
    return partners_
        .Call<Opportunity, workforce::v1::GetOpportunityRequest>("GetOpportunity",
                                                                 absl::StrCat("name: '", name, "'"))
        .status();
  };
  EXPECT_THAT(get(NameOf("ward-day")), StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(get(NameOf("no-such")), StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(partners_.Received("secret"), StatusIs(absl::StatusCode::kNotFound));
  ActAs("slam", rpc::Role::kAdministrator);
  EXPECT_THAT(partners_.Update("ward-day", "title: 'Mine'", "title"),
              StatusIs(absl::StatusCode::kNotFound));
  ActAs("swlstg", rpc::Role::kAdministrator);
  EXPECT_THAT(partners_.Received("ward-day"), StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(partners_.List("slam"), StatusIs(absl::StatusCode::kNotFound));
}

TEST_F(SharingTest, AudiencePublishedReadsNoReceivedRecords) {
  partners_.Offer("ward-day");
  rpc::Identity identity = rpc::LocalAdministrator();
  identity.organisations = {"slam"};
  identity.audience = rpc::Audience::kPublished;
  partners_.fixture().set_identity(identity);
  EXPECT_THAT(partners_.Received("ward-day"), StatusIs(absl::StatusCode::kPermissionDenied));
  EXPECT_THAT(partners_.List("slam"), StatusIs(absl::StatusCode::kPermissionDenied));
}

TEST_F(SharingTest, WhatIsReceivedIsReadOnly) {
  partners_.Offer("ward-day");
  const auto forged = partners_.Call<Opportunity, workforce::v1::FillOpportunityRequest>(
      "FillOpportunity", absl::StrCat("name: '", NameOf("ward-day"), "'"));
  EXPECT_THAT(forged, StatusIs(absl::StatusCode::kInternal));
  EXPECT_EQ(partners_.Changes("swlstg").size(), 2u);
}

TEST_F(SharingTest, OrganisationThatJoinsReceivesWhatIsSharedAlready) {
  partners_.Offer("ward-day");
  partners_.Offer("in-house", "");
  ASSERT_THAT(partners_.fixture().ReplaceStrategies(
                  SmallStrategies({"swlstg", "slam", "oxleas", "tower-hamlets"})),
              IsOk());
  const absl::StatusOr<ReceivedOpportunity> copy = partners_.Received("ward-day", "oxleas");
  ASSERT_THAT(copy, IsOk());
  EXPECT_EQ(copy->source_organisation(), "swlstg");
  EXPECT_EQ(partners_.List("oxleas")->size(), 1u);
  EXPECT_EQ(partners_.Changes("oxleas").back(),
            absl::StrCat(copy->etag(), " CREATED ", copy->name()));
}

TEST_F(SharingTest, FollowingTheStrategiesAgainWritesNothing) {
  partners_.Offer("ward-day");
  partners_.Offer("back", kWide, "slam");
  ASSERT_THAT(partners_.fixture().core().FollowStrategies(), IsOk());
  const std::vector<std::string> swlstg = partners_.Changes("swlstg");
  const std::vector<std::string> slam = partners_.Changes("slam");
  partners_.fixture().clock().Advance(absl::Hours(1));
  ASSERT_THAT(partners_.fixture().core().FollowStrategies(), IsOk());
  EXPECT_EQ(partners_.Changes("swlstg"), swlstg);
  EXPECT_EQ(partners_.Changes("slam"), slam);
}

TEST_F(SharingTest, OrganisationThatLeavesHasNothingLeftAndGetsItBackWhenItReturns) {
  partners_.Offer("ward-day");
  partners_.Offer("back", kWide, "slam");
  ASSERT_EQ(partners_.List("swlstg")->size(), 1u);
  ASSERT_THAT(partners_.fixture().ReplaceStrategies(SmallStrategies({"swlstg"})), IsOk());
  // Neither what it had received nor what it had shared.
  EXPECT_THAT(partners_.Changes("slam").back(),
              HasSubstr(" DELETED " + CopyName("slam", NameOf("ward-day"))));
  EXPECT_THAT(*partners_.List("swlstg"), IsEmpty());
  ASSERT_THAT(partners_.Update("ward-day", "title: 'Meanwhile'", "title"), IsOk());
  ASSERT_THAT(partners_.fixture().ReplaceStrategies(SmallStrategies({"swlstg", "slam"})), IsOk());
  EXPECT_EQ(partners_.Received("ward-day")->title(), "Meanwhile");
  EXPECT_EQ(partners_.List("swlstg")->size(), 1u);
}

TEST_F(SharingTest, OrganisationThatIsNoPartnerAnyMoreLosesWhatItReceived) {
  partners_.Offer("ward-day");
  std::vector<strategy::StrategySet::File> files = SmallStrategies({"swlstg", "slam"});
  const std::string line =
      "organisations { id: \"slam\" title: \"South London and Maudsley\" ods_code: \"RV5\" }\n";
  files[0].bytes.erase(files[0].bytes.find(line), line.size());
  ASSERT_THAT(partners_.fixture().ReplaceStrategies(files), IsOk());
  EXPECT_THAT(partners_.Received("ward-day"), StatusIs(absl::StatusCode::kNotFound));
  ASSERT_THAT(partners_.Update("ward-day", "title: 'B'", "title"), IsOk());
  EXPECT_THAT(*partners_.List("slam"), IsEmpty());
}

TEST(SharingFileTest, CopiesAreKeptAndRepairedWhenAServiceStarts) {
  const testing::TemporaryFolder folder;
  const std::string file = folder.File("workforce.sqlite");
  {
    Partners partners(file, {"swlstg"});
    partners.Offer("ward-day");
    partners.Offer("in-house", "");
  }
  {
    Partners partners(file);
    ASSERT_THAT(partners.fixture().core().FollowStrategies(), IsOk());
    EXPECT_EQ(partners.Received("ward-day")->title(), "A day on the ward");
    ASSERT_THAT(partners.Update("ward-day", "title: 'Two days'", "title"), IsOk());
  }
  Partners partners(file);
  const std::vector<std::string> before = partners.Changes("slam");
  ASSERT_THAT(partners.fixture().core().FollowStrategies(), IsOk());
  EXPECT_EQ(partners.Changes("slam"), before);
  EXPECT_EQ(partners.Received("ward-day")->title(), "Two days");
  ASSERT_THAT(partners.Delete("ward-day"), IsOk());
  EXPECT_THAT(*partners.List("slam"), IsEmpty());
}

}  // namespace
}  // namespace potential::service
