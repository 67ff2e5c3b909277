// The whole program against a server in this process: words in, text and exit code out.

#include "gateway/cli/command_line.h"

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <memory>
#include <sstream>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gateway/cli/connection.h"
#include "gateway/cli/outcome.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "potential/changes/v1/change_service.pb.h"
#include "potential/dashboard/v1/dashboard_service.pb.h"
#include "potential/workforce/v1/opportunity_service.pb.h"
#include "services/chassis/resource/violation.h"
#include "services/chassis/rpc/clock.h"
#include "services/chassis/rpc/dispatcher.h"
#include "services/chassis/rpc/identity.h"
#include "services/chassis/rpc/routes.h"
#include "services/chassis/server/grpc_server.h"
#include "services/chassis/server/reflection.h"

namespace potential::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::StartsWith;
using workforce::v1::ListOpportunitiesRequest;
using workforce::v1::ListOpportunitiesResponse;
using workforce::v1::Opportunity;

constexpr char kOpportunities[] = "potential.workforce.v1.OpportunityService";
constexpr char kDashboards[] = "potential.dashboard.v1.DashboardService";

// A server that knows three opportunities and one dashboard.
class TestServer {
 public:
  explicit TestServer(const char* reflection_path = server::kReflectionV1) {
    const std::string service = absl::StrCat(kOpportunities, ".");
    routes_.Unary<workforce::v1::GetOpportunityRequest, Opportunity>(
        service + "GetOpportunity", [this](const rpc::CallContext& call, const auto& request) {
          subject_ = call.identity.subject;
          return GetOpportunity(request.name());
        });
    routes_.Unary<ListOpportunitiesRequest, ListOpportunitiesResponse>(
        service + "ListOpportunities",
        [this](const rpc::CallContext&, const auto& request) { return ListPage(request); });
    routes_.Unary<workforce::v1::CreateOpportunityRequest, Opportunity>(
        service + "CreateOpportunity",
        [](const rpc::CallContext&, const auto&) -> absl::StatusOr<Opportunity> {
          return resource::InvalidArgument(
              {{"opportunity.title", "is required"}, {"opportunity.places", "must be at least 1"}});
        });
    routes_.BindServerStream(
        absl::StrCat(kDashboards, ".WatchDashboard"),
        [](rpc::ContextPtr, rpc::RequestPtr request, std::shared_ptr<rpc::ServerCall> call) {
          const auto& watch = static_cast<const dashboard::v1::WatchDashboardRequest&>(*request);
          dashboard::v1::WatchDashboardResponse answer;
          answer.mutable_dashboard()->set_name(watch.name());
          call->Write(rpc::Serialize(answer), [call](bool) { call->Finish(absl::OkStatus()); });
        });
    if (*reflection_path != '\0') {
      routes_.BindPath(reflection_path, server::ReflectionHandler({kOpportunities, kDashboards}));
    }
    rpc::DispatcherOptions options;
    options.clock = &clock_;
    options.submit = [](std::function<void()> task) {
      task();
      return true;
    };
    options.identify = [](absl::string_view header) {
      return rpc::ParseDevelopmentIdentity(header);
    };
    options.organisation_exists = [](absl::string_view name) { return name == "swlstg"; };
    dispatcher_ = std::make_unique<rpc::Dispatcher>(routes_, std::move(options));
    server_ = *server::GrpcServer::Listen("127.0.0.1:0", *dispatcher_);
    server_->ReportServing({kOpportunities, kDashboards});
  }
  ~TestServer() { server_->Stop(absl::ZeroDuration()); }

  server::GrpcServer& grpc() { return *server_; }
  const std::string& subject() const { return subject_; }
  const std::vector<std::string>& pages() const { return pages_; }

 private:
  static Opportunity Named(int number) {
    Opportunity opportunity;
    opportunity.set_name(absl::StrCat("organisations/swlstg/opportunities/o", number));
    opportunity.set_title(absl::StrCat("Opportunity ", number));
    return opportunity;
  }

  absl::StatusOr<Opportunity> GetOpportunity(const std::string& name) {
    for (int i = 1; i <= 3; ++i) {
      if (Named(i).name() == name) return Named(i);
    }
    return resource::NotFound(name);
  }

  // Pages of two at most.
  absl::StatusOr<ListOpportunitiesResponse> ListPage(const ListOpportunitiesRequest& request) {
    pages_.push_back(absl::StrCat(request.page_size(), "|", request.filter(), "|",
                                  request.order_by(), "|", request.page_token()));
    ListOpportunitiesResponse page;
    const int first = request.page_token().empty() ? 1 : 3;
    for (int i = first; i <= 3 && i < first + 2; ++i) *page.add_opportunities() = Named(i);
    if (first == 1) page.set_next_page_token("next");
    return page;
  }

  rpc::SystemClock clock_;
  rpc::Routes routes_;
  std::unique_ptr<rpc::Dispatcher> dispatcher_;
  std::unique_ptr<server::GrpcServer> server_;
  std::string subject_;
  std::vector<std::string> pages_;
};

int64_t LinesIn(const std::string& text) { return std::count(text.begin(), text.end(), '\n'); }

class CommandLineTest : public ::testing::Test {
 protected:
  CommandLineTest() {
    // What the caller's shell is set to must not reach the tests.
    unsetenv("POTENTIAL_ADDRESS");
    unsetenv("POTENTIAL_IDENTITY");
  }

  int Run(const std::vector<std::string>& words, const std::string& input = "") {
    std::istringstream in(input);
    out_.str("");
    err_.str("");
    const std::string address = server_->grpc().address();
    return RunCommandLine(words, {.in = in,
                                  .out = out_,
                                  .err = err_,
                                  .today = *measures::ParseDay("2026-03-31"),
                                  .connect = [address](const std::string& asked) {
                                    return ConnectTo(asked == "127.0.0.1:8081" ? address : asked);
                                  }});
  }

  std::unique_ptr<TestServer> server_ = std::make_unique<TestServer>();
  std::ostringstream out_;
  std::ostringstream err_;
};

constexpr char kFirst[] = "organisations/swlstg/opportunities/o1";

TEST_F(CommandLineTest, CallsAMethodByReflection) {
  const std::string request = absl::StrCat(R"({"name":")", kFirst, R"("})");
  const std::string answer =
      absl::StrCat(R"({"name":")", kFirst, R"(","title":"Opportunity 1"})", "\n");
  for (const char* name : {"potential.workforce.v1.OpportunityService/GetOpportunity",
                           "/potential.workforce.v1.OpportunityService/GetOpportunity",
                           "OpportunityService/GetOpportunity", "OpportunityService.GetOpportunity",
                           "GetOpportunity"}) {
    EXPECT_EQ(Run({"call", name, request, "--json", "compact"}), kExitOk) << err_.str();
    EXPECT_EQ(out_.str(), answer);
  }
}

TEST_F(CommandLineTest, ReadsARequestFromInputAndFile) {
  const std::string request = absl::StrCat(R"({"name":")", kFirst, R"("})");
  EXPECT_EQ(Run({"call", "GetOpportunity", "-"}, request), kExitOk) << err_.str();
  EXPECT_THAT(out_.str(), HasSubstr("\"title\": \"Opportunity 1\""));
  const std::string path = absl::StrCat(::testing::TempDir(), "/request-", getpid(), ".json");
  std::ofstream(path) << request;
  EXPECT_EQ(Run({"call", "GetOpportunity", "@" + path}), kExitOk) << err_.str();
  EXPECT_THAT(out_.str(), HasSubstr("Opportunity 1"));
  EXPECT_EQ(Run({"call", "GetOpportunity", "@" + path + ".absent"}), kExitUsage);
  std::remove(path.c_str());
}

TEST_F(CommandLineTest, AsksTheOlderReflectionWhereTheNewIsUnknown) {
  server_ = std::make_unique<TestServer>(server::kReflectionV1Alpha);
  EXPECT_EQ(Run({"get", kFirst}), kExitOk) << err_.str();
}

TEST_F(CommandLineTest, SaysThatReflectionIsOff) {
  server_ = std::make_unique<TestServer>("");
  EXPECT_EQ(Run({"get", kFirst}), kExitFailed);
  EXPECT_THAT(err_.str(), HasSubstr("UNIMPLEMENTED"));
}

TEST_F(CommandLineTest, PrintsEachMessageOfAStreamOnALine) {
  const std::string line = R"({"dashboard":{"name":"organisations/swlstg/dashboard"}})"
                           "\n";
  EXPECT_EQ(Run({"watch", "organisations/swlstg"}), kExitOk) << err_.str();
  EXPECT_EQ(out_.str(), line);
  EXPECT_EQ(Run({"call", "WatchDashboard", R"({"name":"organisations/swlstg/dashboard"})"}),
            kExitOk)
      << err_.str();
  EXPECT_EQ(out_.str(), line);
}

TEST_F(CommandLineTest, GetsARecordByItsName) {
  EXPECT_EQ(Run({"get", kFirst, "--json", "compact"}), kExitOk) << err_.str();
  EXPECT_EQ(out_.str(),
            absl::StrCat(R"({"name":")", kFirst, R"(","title":"Opportunity 1"})", "\n"));
}

TEST_F(CommandLineTest, ListsOverAllPages) {
  EXPECT_EQ(Run({"list", "organisations/swlstg/opportunities", "--json", "compact", "--filter",
                 "state = OPEN", "--order-by", "title desc"}),
            kExitOk)
      << err_.str();
  EXPECT_EQ(LinesIn(out_.str()), 3);
  EXPECT_THAT(server_->pages(),
              ElementsAre("500|state = OPEN|title desc|", "500|state = OPEN|title desc|next"));
}

TEST_F(CommandLineTest, ListsNoMoreThanTheLimit) {
  EXPECT_EQ(Run({"list", "organisations/swlstg/opportunities", "--limit", "1"}), kExitOk);
  EXPECT_THAT(out_.str(), HasSubstr("o1"));
  EXPECT_THAT(out_.str(), Not(HasSubstr("o2")));
  EXPECT_THAT(server_->pages(), ElementsAre("1|||"));
}

TEST_F(CommandLineTest, RefusesNamesThatNothingReads) {
  EXPECT_EQ(Run({"get", "organisations/swlstg/unicorns/u1"}), kExitUsage);
  EXPECT_THAT(err_.str(), HasSubstr("organisations/swlstg/unicorns/u1"));
  EXPECT_EQ(Run({"list", kFirst}), kExitUsage);
  EXPECT_THAT(err_.str(), HasSubstr("no collection"));
}

TEST_F(CommandLineTest, SaysCodeMessageAndEveryField) {
  EXPECT_EQ(Run({"call", "CreateOpportunity", R"({"parent":"organisations/swlstg"})"}),
            kExitFailed);
  EXPECT_EQ(err_.str(),
            "potentialctl: INVALID_ARGUMENT: opportunity.title: is required; opportunity.places: "
            "must be at least 1\n");
  EXPECT_EQ(Run({"get", "organisations/swlstg/opportunities/o9"}), kExitFailed);
  EXPECT_THAT(err_.str(), HasSubstr("NOT_FOUND"));
}

TEST_F(CommandLineTest, SuggestsMethodsOfLikeNames) {
  EXPECT_EQ(Run({"call", "OpportunityService/Opportunity"}), kExitUsage);
  EXPECT_THAT(err_.str(), HasSubstr("did you mean"));
  EXPECT_THAT(err_.str(), HasSubstr("GetOpportunity"));
  EXPECT_EQ(Run({"call", "Frobnicate"}), kExitUsage);
  EXPECT_THAT(err_.str(), HasSubstr("potentialctl services"));
}

TEST_F(CommandLineTest, RefusesARequestThatDoesNotFit) {
  EXPECT_EQ(Run({"call", "GetOpportunity", R"({"nme":"x"})"}), kExitUsage);
  EXPECT_THAT(err_.str(), HasSubstr("nme"));
  EXPECT_EQ(Run({"call", "GetOpportunity", "{"}), kExitUsage);
}

TEST_F(CommandLineTest, SendsTheIdentity) {
  EXPECT_EQ(Run({"--identity", "subject=community-lead; role=editor", "get", kFirst}), kExitOk);
  EXPECT_EQ(server_->subject(), "community-lead");
}

TEST_F(CommandLineTest, ListsServicesAndShowsContracts) {
  EXPECT_EQ(Run({"services"}), kExitOk);
  EXPECT_EQ(out_.str(), absl::StrCat(kDashboards, "\n", kOpportunities, "\n"));
  for (const char* symbol :
       {"potential.workforce.v1.Opportunity", "Opportunity", "OpportunityService/GetOpportunity"}) {
    EXPECT_EQ(Run({"describe", symbol}), kExitOk) << err_.str();
    EXPECT_THAT(out_.str(), HasSubstr("string closing_date = 25")) << symbol;
  }
  EXPECT_EQ(Run({"describe", "OpportunityService"}), kExitOk);
  EXPECT_THAT(out_.str(), HasSubstr("rpc OpenOpportunity"));
  EXPECT_EQ(Run({"describe", "Unicorn"}), kExitUsage);
}

TEST_F(CommandLineTest, DoctorFindsAHealthyServerWell) {
  EXPECT_EQ(Run({"doctor"}), kExitOk) << out_.str() << err_.str();
  EXPECT_THAT(out_.str(), HasSubstr("SERVING"));
  EXPECT_THAT(out_.str(), HasSubstr(kOpportunities));
  EXPECT_THAT(out_.str(), HasSubstr("latency"));
}

TEST_F(CommandLineTest, DoctorFindsAnEndingServerUnfit) {
  server_->grpc().ReportEnding();
  EXPECT_EQ(Run({"doctor"}), kExitFailed);
  EXPECT_THAT(out_.str(), HasSubstr("FAIL"));
  EXPECT_THAT(out_.str(), HasSubstr("NOT_SERVING"));
}

TEST_F(CommandLineTest, SaysThatNobodyAnswersThere) {
  EXPECT_EQ(Run({"--address", "127.0.0.1:1", "--timeout", "0.05", "services"}), kExitUnreachable);
  EXPECT_THAT(err_.str(), HasSubstr("127.0.0.1:1"));
  EXPECT_THAT(err_.str(), HasSubstr("--address"));
}

TEST_F(CommandLineTest, RefusesWrongCommandLines) {
  for (const std::vector<std::string>& words :
       std::vector<std::vector<std::string>>{{},
                                             {"frobnicate"},
                                             {"get"},
                                             {"get", "a", "b"},
                                             {"list", "x", "--limit", "-1"},
                                             {"services", "--json", "yaml"},
                                             {"services", "--timeout", "soon"},
                                             {"load", ".", "--today", "2026-02-30"},
                                             {"load", "/nowhere/at/all"}}) {
    EXPECT_EQ(Run(words), kExitUsage) << absl::StrJoin(words, " ");
    EXPECT_THAT(err_.str(), StartsWith("potentialctl: "));
    EXPECT_EQ(out_.str(), "");
  }
  EXPECT_EQ(Run({"--help"}), kExitOk);
  EXPECT_THAT(out_.str(), HasSubstr("doctor"));
}

}  // namespace
}  // namespace potential::cli
