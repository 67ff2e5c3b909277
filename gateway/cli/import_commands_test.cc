// `import` and `verify` against a server in this process that takes a file and answers as a test says.

#include "gateway/cli/import_commands.h"

#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <thread>

#include "absl/strings/str_cat.h"
#include "gateway/cli/command_line.h"
#include "gateway/cli/import_progress.h"
#include "gateway/cli/outcome.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "potential/occupation/v1/intervention_service.pb.h"
#include "services/chassis/resource/violation.h"
#include "services/chassis/rpc/byte_buffer.h"
#include "services/chassis/rpc/clock.h"
#include "services/chassis/rpc/dispatcher.h"
#include "services/chassis/rpc/message_reader.h"
#include "services/chassis/server/grpc_server.h"

namespace potential::cli {
namespace {

using occupation::v1::ImportInterventionsRequest;
using occupation::v1::ImportInterventionsResponse;
using occupation::v1::VerifyInterventionsRequest;
using occupation::v1::VerifyInterventionsResponse;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr char kService[] = "potential.occupation.v1.InterventionService.";

// What it was sent may be looked at when the call is over.
class ImportServer {
 public:
  ImportServer() {
    routes_.BindClientStream(absl::StrCat(kService, "ImportInterventions"),
                             [this](rpc::ContextPtr, rpc::RequestPtr message,
                                    std::shared_ptr<rpc::ServerCall> call) {
                               if (thread_.joinable()) thread_.join();
                               thread_ = std::thread([this, message, call] { Take(*message, call); });
                             });
    routes_.Unary<VerifyInterventionsRequest, VerifyInterventionsResponse>(
        absl::StrCat(kService, "VerifyInterventions"),
        [this](const rpc::CallContext&, const VerifyInterventionsRequest& request) {
          tokens.push_back(request.page_token());
          return verifications[tokens.size() - 1];
        });
    dispatcher_ = std::make_unique<rpc::Dispatcher>(
        routes_, rpc::DispatcherOptions{
                     .clock = &clock_,
                     .submit =
                         [](std::function<void()> task) {
                           task();
                           return true;
                         },
                     .identify = [](absl::string_view) { return rpc::LocalAdministrator(); },
                     .organisation_exists = [](absl::string_view) { return true; },
                     .observe = {}});
    server_ = *server::GrpcServer::Listen("127.0.0.1:0", *dispatcher_);
  }
  ~ImportServer() {
    server_->Stop(absl::ZeroDuration());
    if (thread_.joinable()) thread_.join();
  }

  const std::string& address() const { return server_->address(); }

  absl::Status refusal;
  ImportInterventionsResponse answer;
  ImportInterventionsRequest first;  // without data
  std::string file;
  std::vector<VerifyInterventionsResponse> verifications;
  std::vector<std::string> tokens;

 private:
  void Take(const google::protobuf::Message& message, const std::shared_ptr<rpc::ServerCall>& call) {
    rpc::MessageReader reader(call);
    ImportInterventionsRequest request;
    request.CopyFrom(message);
    first = request;
    first.clear_data();
    file = request.data();
    if (!refusal.ok()) return call->Finish(refusal);
    grpc::ByteBuffer bytes;
    while (!request.last() && reader.Next(absl::Seconds(30), bytes).value_or(false)) {
      rpc::Parse(bytes, request);
      file += request.data();
    }
    call->FinishWith(rpc::Serialize(answer), 0);
  }

  rpc::SystemClock clock_;
  rpc::Routes routes_;
  std::unique_ptr<rpc::Dispatcher> dispatcher_;
  std::unique_ptr<server::GrpcServer> server_;
  std::thread thread_;
};

class ImportCommandsTest : public ::testing::Test {
 protected:
  ImportCommandsTest() {
    unsetenv("POTENTIAL_ADDRESS");
    unsetenv("POTENTIAL_IDENTITY");
  }
  ~ImportCommandsTest() override { std::remove(path_.c_str()); }

  int Run(const std::vector<std::string>& words, const std::string& input = "") {
    std::istringstream in(input);
    out_.str("");
    err_.str("");
    return RunCommandLine(words, {.in = in,
                                  .out = out_,
                                  .err = err_,
                                  .today = *measures::ParseDay("2026-03-31"),
                                  .connect = [this](const std::string&) {
                                    return ConnectTo(server_.address());
                                  }});
  }

  ImportServer server_;
  const std::string path_ = absl::StrCat(::testing::TempDir(), "/extract_", ::getpid(), ".csv");
  std::ostringstream out_;
  std::ostringstream err_;
};

TEST_F(ImportCommandsTest, StreamsTheFileAndTellsWhatBecameOfIt) {
  const std::string file(900'000, 'x');
  std::ofstream(path_, std::ios::binary) << file;
  server_.answer.set_applied(true);
  server_.answer.set_rows(1'234'567);
  server_.answer.set_inserted(1'234'000);
  server_.answer.set_rejected(2);
  server_.answer.set_revision(41);
  auto* rejection = server_.answer.add_rejections();
  rejection->set_line(7);
  rejection->set_column("CareContDate");
  rejection->set_reason("is required");
  auto* month = server_.answer.add_months();
  month->set_month("2026-02");
  month->set_rows(1000);
  auto* team = server_.answer.add_unmapped_teams();
  team->set_team_code("XX-1");
  team->set_rows(3);
  EXPECT_EQ(Run({"import", path_, "--organisation", "swlstg"}), kExitOk);
  EXPECT_EQ(server_.file, file);
  EXPECT_EQ(server_.first.parent(), "organisations/swlstg");
  EXPECT_EQ(server_.first.mode(), ImportInterventionsRequest::SKIP_BAD);
  EXPECT_THAT(out_.str(), HasSubstr("imported: 1,234,567 rows in "));
  EXPECT_THAT(out_.str(), HasSubstr("1,234,000"));
  EXPECT_THAT(out_.str(), HasSubstr("2026-02          1,000 rows"));
  EXPECT_THAT(out_.str(), HasSubstr("XX-1"));
  EXPECT_THAT(out_.str(), HasSubstr("  line 7: CareContDate is required\n  and 1 more\n"));
  EXPECT_THAT(out_.str(), HasSubstr("revision 41\n"));
  EXPECT_THAT(err_.str(), IsEmpty());
}

TEST_F(ImportCommandsTest, ReadsStandardInputAndHandsOptionsOn) {
  EXPECT_EQ(Run({"import", "-", "--organisation", "organisations/swlstg", "--profile", "rio",
                 "--all-or-nothing", "--dry-run", "--illustrative", "--replace", "2026-01..2026-03",
                 "--replace-team", "A", "--replace-team", "B", "--allow-empty", "--allow-unmapped",
                 "--partial", "2026-03", "--complete", "2026-02"},
                "a,b\n"),
            kExitOk);
  EXPECT_EQ(server_.file, "a,b\n");
  const ImportInterventionsRequest& first = server_.first;
  EXPECT_EQ(first.parent(), "organisations/swlstg");
  EXPECT_EQ(first.profile(), "rio");
  EXPECT_EQ(first.mode(), ImportInterventionsRequest::ALL_OR_NOTHING);
  EXPECT_TRUE(first.validate_only());
  EXPECT_TRUE(first.illustrative());
  EXPECT_EQ(first.replace().first_month(), "2026-01");
  EXPECT_EQ(first.replace().last_month(), "2026-03");
  EXPECT_THAT(first.replace().teams(), ElementsAre("A", "B"));
  EXPECT_TRUE(first.replace().allow_empty());
  EXPECT_TRUE(first.replace().allow_unmapped());
  EXPECT_THAT(first.partial_months(), ElementsAre("2026-03"));
  EXPECT_THAT(first.complete_months(), ElementsAre("2026-02"));
  EXPECT_THAT(out_.str(), HasSubstr("checked, nothing written: 0 rows"));
}

TEST_F(ImportCommandsTest, FailsIfTheFileWasRefusedAsAWhole) {
  server_.answer.set_rejected(3);
  server_.answer.set_refusal("3 rows are bad");
  for (const char* option : {"--all-or-nothing", "--dry-run"}) {
    EXPECT_EQ(Run({"import", "-", "--organisation", "swlstg", option}, "a\n"), kExitFailed);
    EXPECT_THAT(err_.str(), HasSubstr("nothing is imported: 3 rows are bad"));
  }
  server_.answer.clear_refusal();
  server_.answer.set_applied(true);
  EXPECT_EQ(Run({"import", "-", "--organisation", "swlstg"}, "a\n"), kExitOk);
}

TEST_F(ImportCommandsTest, TellsWarnings) {
  server_.answer.set_applied(true);
  server_.answer.add_warnings("line 3 has no line end");
  EXPECT_EQ(Run({"import", "-", "--organisation", "swlstg"}, "a\n"), kExitOk);
  EXPECT_EQ(err_.str(), "warning: line 3 has no line end\n");
}

TEST_F(ImportCommandsTest, TellsWhyTheServerRefused) {
  server_.refusal = resource::InvalidArgument("data", "is empty");
  EXPECT_EQ(Run({"import", "-", "--organisation", "swlstg"}, std::string(2'000'000, 'x')),
            kExitFailed);
  EXPECT_THAT(err_.str(), HasSubstr("INVALID_ARGUMENT: "));
  EXPECT_THAT(err_.str(), HasSubstr("data: is empty"));
}

TEST_F(ImportCommandsTest, RefusesWordsThatMakeNoSense) {
  EXPECT_EQ(Run({"import", "/nowhere/at/all.csv", "--organisation", "swlstg"}), kExitUsage);
  EXPECT_EQ(Run({"import", ::testing::TempDir(), "--organisation", "swlstg"}), kExitUsage);
  EXPECT_EQ(Run({"import", "-"}), kExitUsage);
  EXPECT_EQ(Run({"import", "-", "--organisation", "swlstg", "--replace", "2026-01"}), kExitUsage);
}

TEST_F(ImportCommandsTest, VerifiesMonthAfterMonth) {
  server_.verifications.resize(2);
  server_.verifications[0].set_interventions(1000);
  server_.verifications[0].set_groups(10);
  server_.verifications[0].set_next_page_token("2026-01");
  server_.verifications[1].set_interventions(234);
  server_.verifications[1].set_groups(5);
  EXPECT_EQ(Run({"verify", "--organisation", "swlstg"}), kExitOk);
  EXPECT_THAT(server_.tokens, ElementsAre("", "2026-01"));
  EXPECT_EQ(out_.str(), "1,234 interventions, 15 sums compared, 0 differ\n");
}

TEST_F(ImportCommandsTest, TellsSumsThatDiffer) {
  server_.verifications.resize(1);
  server_.verifications[0].set_differing(1);
  auto* difference = server_.verifications[0].add_differences();
  difference->set_group("month=202601");
  difference->set_kept_count(3);
  difference->set_true_count(2);
  EXPECT_EQ(Run({"verify", "--organisation", "swlstg"}), kExitFailed);
  EXPECT_THAT(out_.str(), HasSubstr("month=202601: kept 3 with 0 minutes, are 2 with 0 minutes"));
}

TEST(ImportProgressTest, RewritesOneLineOnATerminal) {
  std::ostringstream out;
  const absl::Time start = absl::UnixEpoch();
  ImportProgress progress(out, /*on_terminal=*/true, 40, start);
  progress.Sent("a\nb\nc\nd\n12", start + absl::Milliseconds(100));  // too early to show
  EXPECT_EQ(out.str(), "");
  progress.Sent("a\nb\nc\nd\n12", start + absl::Seconds(2));
  EXPECT_EQ(out.str(), "\r[##########          ] 50 %  8 rows, 4 rows/s, 0:02 left");
  progress.Done();
  EXPECT_THAT(out.str(), HasSubstr("\r   "));
}

TEST(ImportProgressTest, SaysAPlainLineNowAndThenElsewhere) {
  std::ostringstream out;
  const absl::Time start = absl::UnixEpoch();
  ImportProgress progress(out, /*on_terminal=*/false, std::nullopt, start);
  progress.Sent("a\n", start + absl::Seconds(9));
  progress.Sent("b\n", start + absl::Seconds(10));
  progress.Sent("c\n", start + absl::Seconds(11));
  progress.Done();
  EXPECT_EQ(out.str(), "2 rows, 0 rows/s\n");
}

TEST(ImportProgressTest, CountsBytesOfWhatIsCompressed) {
  std::ostringstream out;
  const absl::Time start = absl::UnixEpoch();
  ImportProgress progress(out, /*on_terminal=*/false, 2'000'000, start);
  progress.Sent("\x1f\x8b" + std::string(999'998, '\n'), start + absl::Seconds(10));
  EXPECT_EQ(out.str(), "50 %  1.0 MB, 0.1 MB/s, 0:10 left\n");
}

TEST(SeparatorsTest, StandEveryThreeDigits) {
  EXPECT_EQ(WithSeparators(0), "0");
  EXPECT_EQ(WithSeparators(999), "999");
  EXPECT_EQ(WithSeparators(1000), "1,000");
  EXPECT_EQ(WithSeparators(1'234'567), "1,234,567");
  EXPECT_EQ(WithSeparators(-1'000), "-1,000");
}

}  // namespace
}  // namespace potential::cli
