// Calls through the gateway's own gRPC server to a service behind it, both real: what goes there, what
// comes back, and what becomes of a call when either side fails.

#include "gateway/passthrough.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

#include "absl/synchronization/notification.h"
#include "gateway/test_contract.pb.h"
#include "gateway/testing/fake_service.h"
#include "potential/workforce/v1/opportunity_service.pb.h"
#include "services/chassis/resource/violation.h"
#include "services/chassis/rpc/byte_buffer.h"
#include "services/chassis/rpc/client_stream.h"
#include "services/chassis/rpc/open_calls.h"
#include "services/chassis/rpc/request_id.h"
#include "services/chassis/testing/matchers.h"

namespace potential::gateway {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::IsOk;
using testing::ReasonOf;
using testing::StatusIs;
using testing::Violates;
using workforce::test::v1::Line;
using workforce::v1::GetOpportunityRequest;
using workforce::v1::Opportunity;

constexpr char kGet[] = "potential.workforce.v1.OpportunityService.GetOpportunity";
constexpr char kShapes[] = "/potential.workforce.test.v1.ShapeService/";
constexpr char kTraceparent[] = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

// A stream's messages and end, one after the other. For the test's thread.
class Conversation {
 public:
  Conversation(const std::shared_ptr<grpc::Channel>& channel, const std::string& path) {
    stream_ = rpc::ClientStream::Start(channel, path,
                                       {.metadata = {}, .timeout = absl::InfiniteDuration()},
                                       [this](const absl::Status& status) {
                                         status_ = status;
                                         ended_.Notify();
                                       });
  }

  bool Say(const std::string& text) {
    Line line;
    line.set_text(text);
    bool written = false;
    absl::Notification done;
    stream_->Write(rpc::Serialize(line), [&](bool ok) {
      written = ok;
      done.Notify();
    });
    done.WaitForNotification();
    return written;
  }
  void NoMore() { stream_->WritesDone(); }
  void Cancel() { stream_->Cancel(); }

  // The next message; nullopt at the end.
  std::optional<std::string> Hear() {
    std::optional<std::string> text;
    absl::Notification done;
    stream_->Read([&](bool ok, const grpc::ByteBuffer& message) {
      Line line;
      if (ok && rpc::Parse(message, line)) text = line.text();
      done.Notify();
    });
    done.WaitForNotification();
    return text;
  }
  // The status, once everything was heard.
  absl::Status End() {
    while (Hear()) {
    }
    ended_.WaitForNotification();
    return status_;
  }

 private:
  std::shared_ptr<rpc::ClientStream> stream_;
  absl::Notification ended_;
  absl::Status status_;
};

class PassthroughTest : public ::testing::Test {
 protected:
  PassthroughTest() {
    workforce_.BindAlso([this](rpc::Routes& routes) { BindTo(routes); });
    workforce_.Start();
    backends_ = suite_.MakeBackends();
    gateway_routes_.SetFallback(Passthrough(*backends_, clock_));
    gateway_ = std::make_unique<testing::RouteServer>(gateway_routes_, "127.0.0.1:0");
    channel_ = rpc::MakeChannel(gateway_->address());
  }
  ~PassthroughTest() override {
    gateway_.reset();
    suite_.StopAll();
    rpc::AwaitCallsOver();
  }

  void BindTo(rpc::Routes& routes) {
    routes.BindUnary(kGet, [this](const rpc::ContextPtr& call, const rpc::RequestPtr& request,
                                  const rpc::Reply& reply) { on_get_(call, *request, reply); });
    for (const char* method : {"Listen", "Collect", "Talk"}) {
      routes.BindPath(std::string(kShapes) + method,
                      [this](const std::shared_ptr<rpc::ServerCall>& call) { on_stream_(call); });
    }
  }

  absl::StatusOr<Opportunity> Get() {
    GetOpportunityRequest request;
    request.set_name("organisations/swlstg/opportunities/a1");
    absl::Notification done;
    cancel_ = rpc::StartUnaryCall(channel_, rpc::PathOfName(kGet), options_,
                                  rpc::Serialize(request), [&](rpc::CallResult result) {
                                    result_ = std::move(result);
                                    done.Notify();
                                  });
    if (on_started_) on_started_();
    done.WaitForNotification();
    if (!result_.status.ok()) return result_.status;
    Opportunity opportunity;
    EXPECT_TRUE(rpc::Parse(result_.message, opportunity));
    return opportunity;
  }

  // The service keeps its caller waiting until the call is cancelled at its side.
  void NeverAnswer() {
    on_get_ = [this](const rpc::ContextPtr& call, const google::protobuf::Message&,
                     const rpc::Reply& reply) {
      begun_.Notify();
      call->server_call.lock()->SetCancelListener([this, reply] {
        reply(absl::CancelledError("gone"));
        cancelled_.Notify();
      });
    };
  }

  // Sends back each line, then a last one.
  static void Echo(const std::shared_ptr<rpc::ServerCall>& call) {
    call->Read([call](bool ok, const grpc::ByteBuffer& message) {
      if (!ok) return call->Finish(absl::OkStatus());
      call->Write(message, [call](bool written) {
        if (written) Echo(call);
      });
    });
  }

  rpc::SystemClock clock_;
  absl::Notification begun_;
  absl::Notification cancelled_;
  FakeSuite suite_;
  FakeService& workforce_ = suite_["workforce"];
  std::function<void(const rpc::ContextPtr&, const google::protobuf::Message&, const rpc::Reply&)>
      on_get_;
  std::function<void(const std::shared_ptr<rpc::ServerCall>&)> on_stream_;
  std::unique_ptr<Backends> backends_;
  rpc::Routes gateway_routes_;
  std::unique_ptr<testing::RouteServer> gateway_;
  std::shared_ptr<grpc::Channel> channel_;
  rpc::CallOptions options_{.metadata = {}, .timeout = absl::Seconds(60)};
  std::function<void()> on_started_;
  rpc::CancelCall cancel_;
  rpc::CallResult result_;
};

TEST_F(PassthroughTest, HandsOnRequestAnswerAndRevision) {
  on_get_ = [](const rpc::ContextPtr& call, const google::protobuf::Message& request,
               const rpc::Reply& reply) {
    EXPECT_EQ(call->organisation, "swlstg");
    Opportunity opportunity;
    opportunity.set_name(static_cast<const GetOpportunityRequest&>(request).name());
    reply(rpc::Answer{rpc::Serialize(opportunity), 17});
  };
  const absl::StatusOr<Opportunity> opportunity = Get();
  ASSERT_THAT(opportunity, IsOk());
  EXPECT_EQ(opportunity->name(), "organisations/swlstg/opportunities/a1");
  EXPECT_EQ(result_.trailers.at(rpc::kRevisionTrailer), "17");
}

TEST_F(PassthroughTest, HandsOnIdentityIdsAndRevisionWanted) {
  options_.metadata = {
      {rpc::kIdentityHeader,
       "subject=lead-1;organisations=swlstg,slam;role=lead;lines=community;audience=internal"},
      {rpc::kRequestIdHeader, "request-7"},
      {rpc::kTraceparentHeader, kTraceparent},
      {rpc::kMinRevisionHeader, "41"},
      {"x-other", "stays here"}};
  std::optional<rpc::CallContext> seen;
  on_get_ = [&seen](const rpc::ContextPtr& call, const google::protobuf::Message&,
                    const rpc::Reply& reply) {
    seen = *call;
    reply(rpc::Answer{rpc::Serialize(Opportunity())});
  };
  ASSERT_THAT(Get(), IsOk());
  ASSERT_TRUE(seen);
  EXPECT_EQ(seen->identity.subject, "lead-1");
  EXPECT_THAT(seen->identity.organisations, ElementsAre("swlstg", "slam"));
  EXPECT_EQ(seen->identity.role, rpc::Role::kLead);
  EXPECT_THAT(seen->identity.service_lines, ElementsAre("community"));
  EXPECT_EQ(seen->identity.audience, rpc::Audience::kInternal);
  EXPECT_EQ(seen->request_id, "request-7");
  // The same trace, in the service's own span.
  EXPECT_EQ(rpc::TraceIdOf(seen->traceparent), rpc::TraceIdOf(kTraceparent));
  EXPECT_NE(rpc::SpanIdOf(seen->traceparent), rpc::SpanIdOf(kTraceparent));
  EXPECT_EQ(seen->min_revision, 41);
}

TEST_F(PassthroughTest, BadMetadataIsRefusedBeforeTheService) {
  on_get_ = [](const rpc::ContextPtr&, const google::protobuf::Message&, const rpc::Reply&) {
    ADD_FAILURE() << "the service was asked";
  };
  for (const char* revision : {"x", "0", "-1", "1.5"}) {
    options_.metadata = {{rpc::kMinRevisionHeader, revision}};
    EXPECT_THAT(Get(), Violates(rpc::kMinRevisionHeader)) << revision;
  }
  options_.metadata = {{rpc::kIdentityHeader, "role=king"}};
  EXPECT_THAT(Get(), StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST_F(PassthroughTest, ErrorComesBackWithItsDetails) {
  on_get_ = [](const rpc::ContextPtr&, const google::protobuf::Message&, const rpc::Reply& reply) {
    reply(resource::InvalidArgument("name", "is odd"));
  };
  EXPECT_THAT(Get(), Violates("name"));
}

TEST_F(PassthroughTest, DeadServiceIsUnavailableAndItsAddressIsNotTold) {
  workforce_.Stop();
  const absl::Status status = Get().status();
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kUnavailable, Not(HasSubstr(".sock"))));
  EXPECT_THAT(std::string(status.message()), Not(HasSubstr("unix")));
}

TEST_F(PassthroughTest, ServiceThatIsBackIsFoundAgain) {
  on_get_ = [](const rpc::ContextPtr&, const google::protobuf::Message&, const rpc::Reply& reply) {
    reply(rpc::Answer{rpc::Serialize(Opportunity())});
  };
  workforce_.Stop();
  EXPECT_THAT(Get(), StatusIs(absl::StatusCode::kUnavailable));
  workforce_.Start();
  ASSERT_TRUE(backends_->Find("workforce")->channel->WaitForConnected(
      std::chrono::system_clock::now() + std::chrono::seconds(60)));
  EXPECT_THAT(Get(), IsOk());
}

TEST_F(PassthroughTest, SlowServiceEndsWithTheCallersDeadline) {
  NeverAnswer();
  options_.timeout = absl::Milliseconds(300);
  EXPECT_THAT(Get(), StatusIs(absl::StatusCode::kDeadlineExceeded));
  // On a machine so busy that the service had not begun, it never does.
  if (begun_.HasBeenNotified()) cancelled_.WaitForNotification();
}

TEST_F(PassthroughTest, CallThatIsGivenUpEndsAtTheService) {
  NeverAnswer();
  on_started_ = [&] {
    begun_.WaitForNotification();
    cancel_();
  };
  EXPECT_THAT(Get(), StatusIs(absl::StatusCode::kCancelled));
  cancelled_.WaitForNotification();
}

TEST_F(PassthroughTest, CallWithoutAMessageIsRefused) {
  Conversation silent(channel_, rpc::PathOfName(kGet));
  silent.NoMore();
  EXPECT_THAT(silent.End(), StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST_F(PassthroughTest, MethodThatIsNotThereIsUnimplemented) {
  for (const char* method : {"potential.workforce.v1.OpportunityService.NoSuchMethod",
                             "potential.nothing.v1.SomeService.Get"}) {
    Opportunity answer;
    EXPECT_THAT(rpc::UnaryCall(channel_, rpc::PathOfName(method), options_,
                               GetOpportunityRequest(), answer),
                StatusIs(absl::StatusCode::kUnimplemented));
  }
}

TEST_F(PassthroughTest, MessagesGoBothWaysInOrder) {
  on_stream_ = Echo;
  Conversation talk(channel_, std::string(kShapes) + "Talk");
  for (const char* text : {"one", "two", "three"}) {
    EXPECT_TRUE(talk.Say(text));
    EXPECT_EQ(talk.Hear(), text);
  }
  talk.NoMore();
  EXPECT_THAT(talk.End(), IsOk());
}

TEST_F(PassthroughTest, OneMessageBackForMany) {
  std::vector<std::string> heard;
  std::function<void(const std::shared_ptr<rpc::ServerCall>&)> collect =
      [&](const std::shared_ptr<rpc::ServerCall>& call) {
        call->Read([&, call](bool ok, const grpc::ByteBuffer& message) {
          Line line;
          if (!ok) {
            line.set_text(std::to_string(heard.size()));
            return call->FinishWith(rpc::Serialize(line), 0);
          }
          EXPECT_TRUE(rpc::Parse(message, line));
          heard.push_back(line.text());
          collect(call);
        });
      };
  on_stream_ = collect;
  Conversation lines(channel_, std::string(kShapes) + "Collect");
  EXPECT_TRUE(lines.Say("one"));
  EXPECT_TRUE(lines.Say("two"));
  lines.NoMore();
  EXPECT_EQ(lines.Hear(), "2");
  EXPECT_THAT(lines.End(), IsOk());
  EXPECT_THAT(heard, ElementsAre("one", "two"));
}

TEST_F(PassthroughTest, StreamEndsWithTheServicesStatus) {
  on_stream_ = [](const std::shared_ptr<rpc::ServerCall>& call) {
    Line line;
    line.set_text("only");
    call->Write(rpc::Serialize(line), [call](bool) {
      call->Finish(resource::FailedPrecondition("ENOUGH", "that was all"));
    });
  };
  Conversation lines(channel_, std::string(kShapes) + "Listen");
  EXPECT_TRUE(lines.Say("begin"));
  lines.NoMore();
  EXPECT_EQ(lines.Hear(), "only");
  const absl::Status status = lines.End();
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_EQ(ReasonOf(status), "ENOUGH");
}

TEST_F(PassthroughTest, StreamThatIsGivenUpEndsAtTheService) {
  on_stream_ = [this](const std::shared_ptr<rpc::ServerCall>& call) {
    begun_.Notify();
    call->SetCancelListener([this, call] {
      call->Finish(absl::CancelledError("gone"));
      cancelled_.Notify();
    });
  };
  Conversation lines(channel_, std::string(kShapes) + "Listen");
  EXPECT_TRUE(lines.Say("begin"));
  begun_.WaitForNotification();
  lines.Cancel();
  EXPECT_THAT(lines.End(), StatusIs(absl::StatusCode::kCancelled));
  cancelled_.WaitForNotification();
}

TEST_F(PassthroughTest, StreamOfADeadServiceIsUnavailableAndItsAddressIsNotTold) {
  workforce_.Stop();
  Conversation lines(channel_, std::string(kShapes) + "Talk");
  const absl::Status status = lines.End();
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kUnavailable, Not(HasSubstr(".sock"))));
}

}  // namespace
}  // namespace potential::gateway
