// The chassis as a caller meets it: standard methods, steps, identity and bad input, through real gRPC.

#include "services/chassis/service/service_core.h"

#include <gtest/gtest.h>

#include <set>

#include "absl/synchronization/notification.h"
#include "google/protobuf/empty.pb.h"
#include "potential/indicators/v1/initiative_service.pb.h"
#include "services/chassis/rpc/byte_buffer.h"
#include "services/chassis/rpc/client.h"
#include "services/chassis/service/opportunity_service_for_test.h"
#include "services/chassis/testing/matchers.h"
#include "services/chassis/testing/service_fixture.h"

namespace potential::service {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::IsOk;
using testing::Refuses;
using testing::StatusIs;
using testing::ViolatedFields;
using testing::Violates;
using workforce::v1::CreateOpportunityRequest;
using workforce::v1::DeleteOpportunityRequest;
using workforce::v1::GetOpportunityRequest;
using workforce::v1::ListOpportunitiesRequest;
using workforce::v1::ListOpportunitiesResponse;
using workforce::v1::OpenOpportunityRequest;
using workforce::v1::Opportunity;
using workforce::v1::UpdateOpportunityRequest;

constexpr char kRequestId[] = "7d3e3f0a-7c1a-4d0e-9c3b-0a3f5f6f0b11";

class ServiceCoreTest : public ::testing::Test {
 protected:
  static std::string Method(const std::string& name) {
    return "potential.workforce.v1.OpportunityService." + name;
  }

  static CreateOpportunityRequest Good(const std::string& id = "") {
    CreateOpportunityRequest request;
    request.set_parent("organisations/swlstg");
    request.set_opportunity_id(id);
    Opportunity& opportunity = *request.mutable_opportunity();
    opportunity.set_kind(Opportunity::SHADOWING);
    opportunity.set_title("A day on the ward");
    opportunity.set_service_line("community");
    opportunity.set_places(1);
    return request;
  }

  absl::StatusOr<Opportunity> Create(const CreateOpportunityRequest& request) {
    return fixture_.Call<Opportunity>(Method("CreateOpportunity"), request);
  }

  absl::StatusOr<Opportunity> Get(const std::string& name) {
    GetOpportunityRequest request;
    request.set_name(name);
    return fixture_.Call<Opportunity>(Method("GetOpportunity"), request);
  }

  absl::StatusOr<ListOpportunitiesResponse> List(const std::string& filter,
                                                 const std::string& order_by = "",
                                                 int page_size = 0, const std::string& token = "") {
    ListOpportunitiesRequest request;
    request.set_parent("organisations/swlstg");
    request.set_filter(filter);
    request.set_order_by(order_by);
    request.set_page_size(page_size);
    request.set_page_token(token);
    return fixture_.Call<ListOpportunitiesResponse>(Method("ListOpportunities"), request);
  }

  absl::StatusOr<Opportunity> Retitle(const std::string& name, const std::string& title,
                                      const std::string& etag = "") {
    UpdateOpportunityRequest request;
    request.mutable_opportunity()->set_name(name);
    request.mutable_opportunity()->set_title(title);
    request.mutable_opportunity()->set_etag(etag);
    request.mutable_update_mask()->add_paths("title");
    return fixture_.Call<Opportunity>(Method("UpdateOpportunity"), request);
  }

  absl::Status Delete(const std::string& name, const std::string& etag = "") {
    DeleteOpportunityRequest request;
    request.set_name(name);
    request.set_etag(etag);
    google::protobuf::Empty nothing;
    return fixture_.CallUntyped(Method("DeleteOpportunity"), request, nothing);
  }

  void ActAs(rpc::Role role, std::vector<std::string> lines = {}) {
    rpc::Identity identity = rpc::LocalAdministrator();
    identity.role = role;
    identity.service_lines = std::move(lines);
    fixture_.set_identity(identity);
  }

  testing::ServiceFixture fixture_{OpportunityServiceForTest()};
};

TEST_F(ServiceCoreTest, CreatedRecordIsReadBackAsItWasAnswered) {
  const absl::StatusOr<Opportunity> made = Create(Good("ward-day"));
  ASSERT_THAT(made, IsOk());
  EXPECT_EQ(made->name(), "organisations/swlstg/opportunities/ward-day");
  EXPECT_EQ(made->state(), Opportunity::DRAFT);
  EXPECT_EQ(made->etag(), "1");
  EXPECT_EQ(made->create_time().seconds(), 1'781'524'800);
  EXPECT_EQ(Get(made->name())->SerializeAsString(), made->SerializeAsString());
}

TEST_F(ServiceCoreTest, OutputOnlyFieldsOfACallerAreIgnored) {
  CreateOpportunityRequest request = Good();
  request.mutable_opportunity()->set_state(Opportunity::FILLED);
  request.mutable_opportunity()->set_name("organisations/slam/opportunities/forged");
  const absl::StatusOr<Opportunity> made = Create(request);
  ASSERT_THAT(made, IsOk());
  EXPECT_EQ(made->state(), Opportunity::DRAFT);
  EXPECT_THAT(made->name(), HasSubstr("organisations/swlstg/opportunities/"));
}

TEST_F(ServiceCoreTest, SameIdTwiceIsAlreadyExists) {
  ASSERT_THAT(Create(Good("ward-day")), IsOk());
  EXPECT_THAT(Create(Good("ward-day")), StatusIs(absl::StatusCode::kAlreadyExists));
}

TEST_F(ServiceCoreTest, AllBadFieldsAreNamedAtOnce) {
  CreateOpportunityRequest request = Good();
  request.mutable_opportunity()->clear_title();
  request.mutable_opportunity()->set_closing_date("2026-02-30");
  request.mutable_opportunity()->set_service_line("no-such-line");
  request.mutable_opportunity()->set_band(12);
  EXPECT_THAT(ViolatedFields(Create(request).status()),
              ::testing::UnorderedElementsAre("opportunity.title", "opportunity.closing_date",
                                              "opportunity.service_line", "opportunity.band"));
  EXPECT_EQ(List("")->opportunities_size(), 0);
}

TEST_F(ServiceCoreTest, OtherOrganisationIsNotFoundLikeOneThatDoesNotExist) {
  ASSERT_THAT(Create(Good("ward-day")), IsOk());
  rpc::Identity stranger = rpc::LocalAdministrator();
  stranger.organisations = {"tower-hamlets"};
  fixture_.set_identity(stranger);
  const absl::Status foreign = Get("organisations/swlstg/opportunities/ward-day").status();
  EXPECT_THAT(foreign, StatusIs(absl::StatusCode::kNotFound));
  const absl::Status missing = Get("organisations/nowhere/opportunities/ward-day").status();
  EXPECT_THAT(missing, StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(Create(Good()), StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(Retitle("organisations/swlstg/opportunities/ward-day", "Mine"),
              StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(Delete("organisations/swlstg/opportunities/ward-day"),
              StatusIs(absl::StatusCode::kNotFound));
}

TEST_F(ServiceCoreTest, WrongNamesAreRefusedWithTheirField) {
  EXPECT_THAT(Get(""), Violates("name"));
  EXPECT_THAT(Get("ward-day"), Violates("name"));
  EXPECT_THAT(Get("organisations/swlstg/posts/ward-day"), StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(Get("organisations/swlstg/opportunities/no-such"),
              StatusIs(absl::StatusCode::kNotFound));
}

TEST_F(ServiceCoreTest, UpdateChangesOnlyWhatTheMaskNames) {
  const Opportunity made = *Create(Good("ward-day"));
  fixture_.clock().Advance(absl::Hours(1));
  const absl::StatusOr<Opportunity> changed = Retitle(made.name(), "Two days");
  ASSERT_THAT(changed, IsOk());
  EXPECT_EQ(changed->title(), "Two days");
  EXPECT_EQ(changed->places(), 1);
  EXPECT_EQ(changed->etag(), "2");
  EXPECT_EQ(changed->update_time().seconds(), made.update_time().seconds() + 3600);
}

TEST_F(ServiceCoreTest, UpdateThatChangesNothingTakesNoRevision) {
  const Opportunity made = *Create(Good("ward-day"));
  EXPECT_EQ(Retitle(made.name(), made.title())->etag(), made.etag());
  EXPECT_EQ(Retitle(made.name(), "Two days")->etag(), "2");
}

TEST_F(ServiceCoreTest, StaleEtagIsAbortedAndChangesNothing) {
  const Opportunity made = *Create(Good("ward-day"));
  ASSERT_THAT(Retitle(made.name(), "Two days"), IsOk());
  EXPECT_THAT(Retitle(made.name(), "Three days", made.etag()),
              StatusIs(absl::StatusCode::kAborted));
  EXPECT_THAT(Delete(made.name(), made.etag()), StatusIs(absl::StatusCode::kAborted));
  EXPECT_EQ(Get(made.name())->title(), "Two days");
}

TEST_F(ServiceCoreTest, ImmutableFieldKeepsItsValue) {
  const Opportunity made = *Create(Good("ward-day"));
  UpdateOpportunityRequest request;
  request.mutable_opportunity()->set_name(made.name());
  request.mutable_opportunity()->set_kind(Opportunity::VACANCY);
  request.mutable_update_mask()->add_paths("kind");
  EXPECT_THAT(fixture_.Call<Opportunity>(Method("UpdateOpportunity"), request),
              Violates("opportunity.kind"));
}

TEST_F(ServiceCoreTest, RepeatedRequestIdReturnsTheFirstAnswer) {
  CreateOpportunityRequest request = Good();
  request.set_request_id(kRequestId);
  const Opportunity first = *Create(request);
  ASSERT_THAT(Retitle(first.name(), "Changed meanwhile"), IsOk());
  const absl::StatusOr<Opportunity> again = Create(request);
  ASSERT_THAT(again, IsOk());
  EXPECT_EQ(again->SerializeAsString(), first.SerializeAsString());
  EXPECT_EQ(List("")->opportunities_size(), 1);
}

TEST_F(ServiceCoreTest, RequestIdOfAnotherPayloadIsRefused) {
  CreateOpportunityRequest request = Good();
  request.set_request_id(kRequestId);
  ASSERT_THAT(Create(request), IsOk());
  request.mutable_opportunity()->set_title("Another");
  EXPECT_THAT(Create(request), Violates("request_id"));
  request.set_request_id("not-a-uuid");
  EXPECT_THAT(Create(request), Violates("request_id"));
}

TEST_F(ServiceCoreTest, RequestIdIsForgottenAfterADay) {
  CreateOpportunityRequest request = Good();
  request.set_request_id(kRequestId);
  const Opportunity first = *Create(request);
  fixture_.clock().Advance(absl::Hours(25));
  EXPECT_NE(Create(request)->name(), first.name());
}

TEST_F(ServiceCoreTest, FailedRequestIsNotRemembered) {
  CreateOpportunityRequest request = Good("ward-day");
  request.set_request_id(kRequestId);
  request.mutable_opportunity()->clear_title();
  EXPECT_THAT(Create(request), Violates("opportunity.title"));
  request.mutable_opportunity()->set_title("A day");
  EXPECT_THAT(Create(request), IsOk());
}

TEST_F(ServiceCoreTest, ValidateOnlyChecksAllAndKeepsNothing) {
  CreateOpportunityRequest request = Good("ward-day");
  request.set_validate_only(true);
  EXPECT_THAT(Create(request), IsOk());
  EXPECT_THAT(Get("organisations/swlstg/opportunities/ward-day"),
              StatusIs(absl::StatusCode::kNotFound));
  request.mutable_opportunity()->set_service_line("no-such-line");
  EXPECT_THAT(Create(request), Violates("opportunity.service_line"));
  EXPECT_EQ(Create(Good("other"))->etag(), "1");
}

TEST_F(ServiceCoreTest, DeletedRecordIsHiddenFromListsAndKept) {
  const Opportunity made = *Create(Good("ward-day"));
  ASSERT_THAT(Delete(made.name()), IsOk());
  EXPECT_EQ(List("")->opportunities_size(), 0);
  EXPECT_TRUE(Get(made.name())->has_delete_time());
  EXPECT_THAT(Delete(made.name()), StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(Create(Good("ward-day")), StatusIs(absl::StatusCode::kAlreadyExists));
}

TEST_F(ServiceCoreTest, StepFollowsTheArrowsOnly) {
  const Opportunity made = *Create(Good("ward-day"));
  OpenOpportunityRequest open;
  open.set_name(made.name());
  open.set_etag("99");
  EXPECT_THAT(fixture_.Call<Opportunity>(Method("OpenOpportunity"), open),
              StatusIs(absl::StatusCode::kAborted));
  open.clear_etag();
  EXPECT_EQ(fixture_.Call<Opportunity>(Method("OpenOpportunity"), open)->state(),
            Opportunity::OPEN);
  EXPECT_THAT(fixture_.Call<Opportunity>(Method("OpenOpportunity"), open),
              Refuses("ILLEGAL_TRANSITION"));
}

TEST_F(ServiceCoreTest, RolesMayDoWhatTheContractSays) {
  ActAs(rpc::Role::kViewer);
  EXPECT_THAT(List(""), IsOk());
  EXPECT_THAT(Create(Good("ward-day")), StatusIs(absl::StatusCode::kPermissionDenied));
  ActAs(rpc::Role::kEditor);
  ASSERT_THAT(Create(Good("ward-day")), IsOk());
  OpenOpportunityRequest open;
  open.set_name("organisations/swlstg/opportunities/ward-day");
  EXPECT_THAT(fixture_.Call<Opportunity>(Method("OpenOpportunity"), open),
              StatusIs(absl::StatusCode::kPermissionDenied));
  ActAs(rpc::Role::kLead);
  EXPECT_THAT(fixture_.Call<Opportunity>(Method("OpenOpportunity"), open), IsOk());
}

TEST_F(ServiceCoreTest, PublishedAudienceSeesNumbersAndNoRecords) {
  ASSERT_THAT(Create(Good("ward-day")), IsOk());
  rpc::Identity outside = rpc::LocalAdministrator();
  outside.audience = rpc::Audience::kPublished;
  fixture_.set_identity(outside);
  EXPECT_THAT(List(""), StatusIs(absl::StatusCode::kPermissionDenied));
  EXPECT_THAT(Get("organisations/swlstg/opportunities/ward-day"),
              StatusIs(absl::StatusCode::kPermissionDenied));
  EXPECT_THAT(Create(Good()), StatusIs(absl::StatusCode::kPermissionDenied));
  indicators::v1::QueryIndicatorsRequest query;
  query.set_parent("organisations/swlstg");
  EXPECT_THAT(fixture_.Call<indicators::v1::QueryIndicatorsResponse>(
                  "potential.indicators.v1.IndicatorService.QueryIndicators", query),
              ::testing::Not(StatusIs(absl::StatusCode::kPermissionDenied)));
}

TEST_F(ServiceCoreTest, LineEditorWritesToItsOwnLineOnly) {
  ASSERT_THAT(Create(Good("ward-day")), IsOk());
  ActAs(rpc::Role::kEditor, {"acute-urgent-care"});
  EXPECT_THAT(Create(Good()), StatusIs(absl::StatusCode::kPermissionDenied));
  EXPECT_THAT(Retitle("organisations/swlstg/opportunities/ward-day", "Mine"),
              StatusIs(absl::StatusCode::kPermissionDenied));
  EXPECT_THAT(Delete("organisations/swlstg/opportunities/ward-day"),
              StatusIs(absl::StatusCode::kPermissionDenied));
  CreateOpportunityRequest own = Good();
  own.mutable_opportunity()->set_service_line("acute-urgent-care");
  EXPECT_THAT(Create(own), IsOk());
}

TEST_F(ServiceCoreTest, PagesCoverEveryRecordOnce) {
  for (int i = 0; i < 7; ++i) ASSERT_THAT(Create(Good("op-" + std::to_string(i))), IsOk());
  std::vector<std::string> names;
  std::string token;
  do {
    const absl::StatusOr<ListOpportunitiesResponse> page = List("", "title desc", 3, token);
    ASSERT_THAT(page, IsOk());
    for (const Opportunity& item : page->opportunities()) names.push_back(item.name());
    token = page->next_page_token();
  } while (!token.empty());
  EXPECT_EQ(names.size(), 7u);
  EXPECT_EQ(std::set<std::string>(names.begin(), names.end()).size(), 7u);
}

TEST_F(ServiceCoreTest, ForgedOrForeignPageTokenIsRefused) {
  for (int i = 0; i < 3; ++i) ASSERT_THAT(Create(Good("op-" + std::to_string(i))), IsOk());
  const std::string token = List("", "", 1)->next_page_token();
  EXPECT_THAT(List("", "", 1, token + "A"), Violates("page_token"));
  EXPECT_THAT(List("", "", 1, "AAAA"), Violates("page_token"));
  EXPECT_THAT(List("kind = SHADOWING", "", 1, token), Violates("page_token"));
  EXPECT_THAT(List("", "", -1), Violates("page_size"));
}

TEST_F(ServiceCoreTest, FilterAndOrderTakeDeclaredFieldsOnly) {
  ASSERT_THAT(Create(Good("ward-day")), IsOk());
  EXPECT_EQ(List("kind = SHADOWING AND service_line = \"community\"")->opportunities_size(), 1);
  EXPECT_EQ(List("kind = VACANCY")->opportunities_size(), 0);
  EXPECT_THAT(List("notes = \"x\""), Violates("filter"));
  EXPECT_THAT(List("kind = NO_SUCH"), Violates("filter"));
  EXPECT_THAT(List("kind ="), Violates("filter"));
  EXPECT_THAT(List("", "notes"), Violates("order_by"));
}

TEST_F(ServiceCoreTest, UndecodableRequestIsInvalidArgument) {
  for (const std::string& bytes : {std::string("\x0a\x05") + "abc", std::string("\x0a\x02\xff\xfe")}) {
    rpc::CallResult result;
    absl::Notification finished;
    rpc::StartUnaryCall(fixture_.channel(), rpc::PathOfName(Method("GetOpportunity")), {},
                        rpc::ToByteBuffer(bytes), [&](rpc::CallResult got) {
                          result = std::move(got);
                          finished.Notify();
                        });
    finished.WaitForNotification();
    EXPECT_THAT(result.status, StatusIs(absl::StatusCode::kInvalidArgument));
  }
}

TEST_F(ServiceCoreTest, UnknownMethodIsUnimplementedWithItsName) {
  GetOpportunityRequest request;
  google::protobuf::Empty nothing;
  EXPECT_THAT(fixture_.CallUntyped(Method("NoSuchMethod"), request, nothing),
              StatusIs(absl::StatusCode::kUnimplemented, HasSubstr("NoSuchMethod")));
}

TEST_F(ServiceCoreTest, InitiativesOfTheStrategyAreCreatedOnce) {
  ASSERT_THAT(fixture_.core().FollowStrategies(), IsOk());
  ASSERT_THAT(fixture_.core().FollowStrategies(), IsOk());
  auto tables = fixture_.store().Read();
  ASSERT_THAT(tables, IsOk());
  const auto* kind = fixture_.core().kinds().FindCollection("initiatives");
  const auto rows = (*tables)->Select(kind->table, "swlstg", {.limit = 10});
  ASSERT_THAT(rows, IsOk());
  ASSERT_EQ(rows->size(), 1u);
  EXPECT_EQ(rows->front().id, "workforce-recruit");
}

TEST_F(ServiceCoreTest, MilestonesOfInitiativesAreReachedByToday) {
  ASSERT_THAT(fixture_.core().FollowStrategies(), IsOk());
  const auto reached = [this](const std::string& day) {
    indicators::v1::UpdateInitiativeRequest request;
    request.mutable_update_mask()->add_paths("milestones");
    indicators::v1::Initiative& initiative = *request.mutable_initiative();
    initiative.set_name("organisations/swlstg/initiatives/workforce-recruit");
    initiative.add_milestones()->set_title("Begun");
    indicators::v1::Initiative::Milestone& milestone = *initiative.add_milestones();
    milestone.set_title("First post filled");
    milestone.set_due_date("2036-01-01");
    milestone.set_done_date(day);
    return fixture_.Call<indicators::v1::Initiative>(
        "potential.indicators.v1.InitiativeService.UpdateInitiative", request);
  };
  EXPECT_THAT(reached("2026-06-16"), Violates("initiative.milestones[1].done_date"));
  EXPECT_THAT(reached("2026-06-15"), IsOk());
}

}  // namespace
}  // namespace potential::service
