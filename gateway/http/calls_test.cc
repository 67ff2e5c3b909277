// What a client gets: answers, errors, and the headers that go with them.

#include <condition_variable>
#include <mutex>
#include <stdexcept>
#include <string>
#include <vector>

#include "absl/strings/cord.h"
#include "absl/strings/match.h"
#include "gateway/http/gzip.h"
#include "gateway/http/test_client.h"
#include "gateway/http/test_server.h"
#include "gateway/transcoder/request_error.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace potential::gateway {
namespace {

using ::testing::_;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Pair;
using workforce::v1::CreateOpportunityRequest;
using workforce::v1::ListOpportunitiesRequest;
using workforce::v1::Opportunity;

class CallsTest : public HttpTest {
 protected:
  // Starts a server that fails every call with this status, and asks it.
  ClientResponse AskFailing(absl::Status status) {
    dispatcher_.on_unary = [status](const Call&, FakeDispatcher::Done done) {
      done({status, "", {}});
    };
    Start();
    return TestClient(port()).Ask("GET", kPost);
  }
};

TEST_F(CallsTest, AnswersACallInJson) {
  Opportunity answer;
  answer.set_name("organisations/a/opportunities/b1");
  answer.set_places(2);
  answer.set_state(Opportunity::OPEN);
  AnswerWith(answer);
  Start();
  ClientResponse response = TestClient(port()).Ask("GET", kPost);
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.Header("content-type"), "application/json");
  EXPECT_EQ(response.body,
            R"({"name":"organisations/a/opportunities/b1","state":"OPEN","places":2})");
  Call call = dispatcher_.last();
  EXPECT_EQ(call.method->full_name(), "potential.workforce.v1.OpportunityService.GetOpportunity");
  workforce::v1::GetOpportunityRequest request;
  ASSERT_TRUE(request.ParseFromString(call.request));
  EXPECT_EQ(request.name(), "organisations/a/opportunities/b1");
}

TEST_F(CallsTest, BuildsTheRequestFromPathQueryAndBody) {
  Start();
  TestClient client(port());
  client.Ask("GET", std::string(kPosts) + "?pageSize=5&filter=state%20%3D%20OPEN");
  ListOpportunitiesRequest list;
  ASSERT_TRUE(list.ParseFromString(dispatcher_.last().request));
  EXPECT_EQ(list.ShortDebugString(),
            R"(parent: "organisations/a" page_size: 5 filter: "state = OPEN")");
  client.Ask("POST", std::string(kPosts) + "?opportunityId=b2", "", R"({"title": "Shadowing"})");
  CreateOpportunityRequest create;
  ASSERT_TRUE(create.ParseFromString(dispatcher_.last().request));
  EXPECT_EQ(create.ShortDebugString(),
            R"(parent: "organisations/a" opportunity { title: "Shadowing" } opportunity_id: "b2")");
}

TEST_F(CallsTest, ReadsABodyInChunks) {
  Start();
  TestClient client(port());
  client.Send(
      "POST /v1/organisations/a/opportunities HTTP/1.1\r\nHost: localhost\r\n"
      "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
      "5\r\n{\"tit\r\nA\r\nle\": \"Tea\"\r\n1;note=x\r\n}\r\n0\r\nTrailer: x\r\n\r\n");
  EXPECT_EQ(client.Read().status, 200);
  CreateOpportunityRequest create;
  ASSERT_TRUE(create.ParseFromString(dispatcher_.last().request));
  EXPECT_EQ(create.opportunity().title(), "Tea");
}

TEST_F(CallsTest, SendsContinueBeforeABodyThatWaitsForIt) {
  Start();
  TestClient client(port());
  client.Send(
      "POST /v1/organisations/a/opportunities HTTP/1.1\r\nHost: localhost\r\n"
      "Expect: 100-continue\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n");
  EXPECT_EQ(client.ReadHead().status, 100);
  client.Send("{}");
  EXPECT_EQ(client.Read().status, 200);
}

TEST_F(CallsTest, HandsOnListedHeadersOnly) {
  Start();
  TestClient(port()).Ask("GET", kPost,
                         "Authorization: Bearer t\r\nX-Potential-Identity: admin\r\n"
                         "X-Forwarded-For: 1.2.3.4\r\nX-Request-Id: mine-1\r\n");
  EXPECT_THAT(dispatcher_.last().metadata,
              ElementsAre(Pair("x-request-id", "mine-1"), Pair("traceparent", _),
                          Pair("authorization", "Bearer t")));
}

TEST_F(CallsTest, HandsTheIdentityOnInDevelopment) {
  parts_.settings.development = true;
  Start();
  TestClient(port()).Ask("GET", kPost, "X-Potential-Identity: reader\r\nX-Request-Id: mine-1\r\n");
  EXPECT_THAT(dispatcher_.last().metadata,
              ElementsAre(Pair("x-request-id", "mine-1"), Pair("traceparent", _),
                          Pair("x-potential-identity", "reader")));
}

TEST_F(CallsTest, ReturnsTheRequestId) {
  Start();
  TestClient client(port());
  EXPECT_EQ(client.Ask("GET", kPost, "X-Request-Id: mine-1\r\n").Header("x-request-id"), "mine-1");
  const std::string made = client.Ask("GET", kPost, "X-Request-Id: a b\r\n").Header("x-request-id");
  EXPECT_FALSE(made.empty());
  EXPECT_NE(made, "a b");
  EXPECT_FALSE(client.Ask("GET", "/nothing").Header("x-request-id").empty());
}

TEST_F(CallsTest, GivesEveryCallADeadline) {
  Start();
  TestClient client(port());
  const auto before = std::chrono::system_clock::now();
  client.Ask("GET", kPost);
  client.Ask("GET", kPost, "Grpc-Timeout: 200S\r\n");
  const auto after = std::chrono::system_clock::now();
  const std::vector<Call> calls = dispatcher_.calls();
  EXPECT_GE(calls[0].deadline, before + std::chrono::seconds(30));
  EXPECT_LE(calls[0].deadline, after + std::chrono::seconds(30));
  EXPECT_GE(calls[1].deadline, before + std::chrono::seconds(200));
  ClientResponse bad = client.Ask("GET", kPost, "Grpc-Timeout: soon\r\n");
  EXPECT_EQ(bad.status, 400);
  EXPECT_EQ(ReasonInJson(bad.body), "MALFORMED_HEADER");
  EXPECT_EQ(dispatcher_.calls().size(), 2u);
}

TEST_F(CallsTest, AnswersItselfWhenACallPassesItsDeadline) {
  dispatcher_.on_unary = [](const Call&, FakeDispatcher::Done) {};  // never
  parts_.settings.deadline_slack = std::chrono::milliseconds(1);
  Start();
  TestClient client(port());
  ClientResponse response = client.Ask("GET", kPost, "Grpc-Timeout: 1m\r\n");
  EXPECT_EQ(response.status, 504);
  EXPECT_EQ(ReasonInJson(response.body), "DEADLINE_PASSED");
}

TEST_F(CallsTest, IgnoresAnAnswerThatComesTooLate) {
  FakeDispatcher::Done late;
  dispatcher_.on_unary = [&late](const Call&, FakeDispatcher::Done done) {
    if (late) return done({absl::OkStatus(), "", {}});
    late = std::move(done);
  };
  parts_.settings.deadline_slack = std::chrono::milliseconds(1);
  Start();
  TestClient client(port());
  EXPECT_EQ(client.Ask("GET", kPost, "Grpc-Timeout: 1m\r\n").status, 504);
  late({absl::NotFoundError("late"), "", {}});
  EXPECT_EQ(client.Ask("GET", kPost).status, 200);
}

TEST_F(CallsTest, AnswersAfterTheServerIsGoneHarmNobody) {
  FakeDispatcher::Done late;
  dispatcher_.on_unary = [&late](const Call&, FakeDispatcher::Done done) {
    late = std::move(done);
  };
  Start();
  TestClient client(port());
  client.Request("GET", kPost);
  dispatcher_.AwaitCalls(1);
  server_.reset();
  late({absl::OkStatus(), "", {}});
  EXPECT_TRUE(client.AtEnd());
}

TEST_F(CallsTest, ShowsErrorsAsStatusJson) {
  ClientResponse response = AskFailing(FieldError("opportunity.title", "is required"));
  EXPECT_EQ(response.status, 400);
  EXPECT_EQ(response.Header("content-type"), "application/json");
  EXPECT_THAT(response.body, HasSubstr(R"("code":3)"));
  EXPECT_THAT(response.body, HasSubstr(R"("field":"opportunity.title")"));
  EXPECT_EQ(ReasonInJson(response.body), "FIELD_VIOLATION");
}

TEST_F(CallsTest, HidesTextsOfLibraries) {
  ClientResponse response = AskFailing(absl::UnavailableError("ipv4:10.0.0.7:50051 refused"));
  EXPECT_EQ(response.status, 503);
  EXPECT_EQ(response.Header("retry-after"), "1");
  EXPECT_FALSE(absl::StrContains(response.body, "10.0.0.7"));
}

TEST_F(CallsTest, AsksForCredentials) {
  ClientResponse response = AskFailing(absl::UnauthenticatedError("who are you?"));
  EXPECT_EQ(response.status, 401);
  EXPECT_EQ(response.Header("www-authenticate"), "Bearer realm=\"potential\"");
}

TEST_F(CallsTest, SurvivesADefectBehindIt) {
  dispatcher_.on_unary = [](const Call&, FakeDispatcher::Done) {
    throw std::runtime_error("a defect with /secret/path");
  };
  Start();
  ClientResponse response = TestClient(port()).Ask("GET", kPost);
  EXPECT_EQ(response.status, 500);
  EXPECT_FALSE(absl::StrContains(response.body, "secret"));
  EXPECT_EQ(TestClient(port()).Ask("GET", "/healthz").status, 200);
}

TEST_F(CallsTest, SaysWhenAnAnswerCannotBeRead) {
  dispatcher_.on_unary = [](const Call&, FakeDispatcher::Done done) {
    done({absl::OkStatus(), "\xFF\xFF", {}});
  };
  Start();
  EXPECT_EQ(TestClient(port()).Ask("GET", kPost).status, 500);
}

TEST_F(CallsTest, ReturnsListedMetadataOnly) {
  dispatcher_.on_unary = [](const Call&, FakeDispatcher::Done done) {
    done({absl::OkStatus(), "", {{"revision", "7"}, {"x-internal", "y"}, {"set-cookie", "z"}}});
  };
  Start();
  ClientResponse response = TestClient(port()).Ask("GET", kPost);
  EXPECT_EQ(response.Header("revision"), "7");
  EXPECT_EQ(response.Header("x-internal"), "");
  EXPECT_EQ(response.Header("set-cookie"), "");
}

TEST_F(CallsTest, CannotBeMadeToSendAHeaderOfTheCallers) {
  dispatcher_.on_unary = [](const Call&, FakeDispatcher::Done done) {
    done({absl::OkStatus(), "", {{"revision", "7\r\nSet-Cookie: a=b"}}});
  };
  Start();
  ClientResponse response = TestClient(port()).Ask("GET", kPost);
  EXPECT_EQ(response.Header("set-cookie"), "");
  EXPECT_EQ(response.Header("revision"), "7  Set-Cookie: a=b");
}

TEST_F(CallsTest, CompressesLongAnswersForThoseWhoTakeIt) {
  Opportunity answer;
  answer.set_notes(std::string(4000, 'n'));
  AnswerWith(answer);
  Start();
  TestClient client(port());
  ClientResponse plain = client.Ask("GET", kPost);
  EXPECT_EQ(plain.Header("content-encoding"), "");
  EXPECT_EQ(plain.Header("vary"), "Accept-Encoding");
  ClientResponse gzip = client.Ask("GET", kPost, "Accept-Encoding: br, gzip\r\n");
  EXPECT_EQ(gzip.Header("content-encoding"), "gzip");
  EXPECT_LT(gzip.body.size(), plain.body.size());
  EXPECT_EQ(Gunzip(gzip.body, 10'000), plain.body);
}

TEST_F(CallsTest, LeavesShortAnswersUncompressed) {
  Start();
  EXPECT_EQ(
      TestClient(port()).Ask("GET", kPost, "Accept-Encoding: gzip\r\n").Header("content-encoding"),
      "");
}

TEST_F(CallsTest, AnswersHeadWithoutBody) {
  Opportunity answer;
  answer.set_title("Shadowing");
  AnswerWith(answer);
  Start();
  TestClient client(port());
  ClientResponse head = client.Ask("HEAD", kPost);
  EXPECT_EQ(head.status, 200);
  ClientResponse get = client.Ask("GET", kPost);  // would fail if a body had been sent before
  EXPECT_EQ(head.Header("content-length"), std::to_string(get.body.size()));
}

TEST_F(CallsTest, TellsTheMethodsOfAPath) {
  Start();
  TestClient client(port());
  ClientResponse options = client.Ask("OPTIONS", kPost);
  EXPECT_EQ(options.status, 204);
  EXPECT_EQ(options.Header("allow"), "DELETE, GET, HEAD, OPTIONS, PATCH");
  EXPECT_EQ(client.Ask("OPTIONS", "*").Header("allow"),
            "DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT");
  EXPECT_EQ(client.Ask("OPTIONS", "/nothing").status, 404);
  ClientResponse wrong = client.Ask("PUT", kPosts);
  EXPECT_EQ(wrong.status, 405);
  EXPECT_EQ(wrong.Header("allow"), "GET, HEAD, OPTIONS, POST");
  EXPECT_THAT(wrong.body, HasSubstr(R"("code":12)"));
}

TEST_F(CallsTest, GivesNoOtherSiteAccess) {
  Start();
  TestClient client(port());
  ClientResponse response = client.Ask("OPTIONS", kPosts,
                                       "Origin: https://evil.example\r\n"
                                       "Access-Control-Request-Method: POST\r\n");
  EXPECT_EQ(response.Header("access-control-allow-origin"), "");
  EXPECT_EQ(
      client.Ask("POST", std::string(kPost) + ":open", "Origin: https://evil.example\r\n").status,
      403);
  EXPECT_EQ(client.Ask("DELETE", kPost, "Sec-Fetch-Site: cross-site\r\n").status, 403);
  EXPECT_THAT(dispatcher_.calls(), IsEmpty());
  EXPECT_EQ(client.Ask("DELETE", kPost, "Sec-Fetch-Site: same-origin\r\n").status, 200);
  EXPECT_EQ(client.Ask("DELETE", kPost, "Origin: http://localhost\r\n").status, 200);
  EXPECT_EQ(client.Ask("GET", kPost, "Origin: https://evil.example\r\n").status, 200);
}

TEST_F(CallsTest, SendsSecurityHeadersWithEverything) {
  Start();
  TestClient client(port());
  for (const char* path : {kPost, "/nothing", "/healthz"}) {
    ClientResponse response = client.Ask("GET", path);
    EXPECT_THAT(response.Header("content-security-policy"), HasSubstr("default-src 'self'"));
    EXPECT_THAT(response.Header("content-security-policy"), HasSubstr("frame-ancestors 'none'"));
    EXPECT_EQ(response.Header("x-content-type-options"), "nosniff");
    EXPECT_EQ(response.Header("referrer-policy"), "no-referrer");
    EXPECT_EQ(response.Header("cross-origin-opener-policy"), "same-origin");
    EXPECT_EQ(response.Header("cache-control"), "no-store");
    EXPECT_EQ(response.Header("strict-transport-security"), "");
    EXPECT_FALSE(response.Header("date").empty());
  }
}

TEST_F(CallsTest, TellsBrowsersToStayWithTlsIfThereIsAny) {
  parts_.settings.tls_terminated_upstream = true;
  Start();
  EXPECT_THAT(TestClient(port()).Ask("GET", "/healthz").Header("strict-transport-security"),
              HasSubstr("max-age=31536000"));
}

TEST_F(CallsTest, KeepsTheConnectionUnlessAskedNotTo) {
  Start();
  TestClient client(port());
  EXPECT_EQ(client.Ask("GET", kPost).Header("connection"), "keep-alive");
  EXPECT_EQ(client.Ask("GET", kPost, "Connection: close\r\n").Header("connection"), "close");
  EXPECT_TRUE(client.AtEnd());
}

TEST_F(CallsTest, AnswersOldClients) {
  Start();
  TestClient client(port());
  client.Send("GET /v1/organisations/a/opportunities/b1 HTTP/1.0\r\n\r\n");
  ClientResponse response = client.Read();
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.Header("connection"), "close");
  EXPECT_TRUE(client.AtEnd());
}

TEST_F(CallsTest, AnswersRequestsSentAheadInTheirOrder) {
  dispatcher_.on_unary = [](const Call& call, FakeDispatcher::Done done) {
    workforce::v1::GetOpportunityRequest request;
    request.ParseFromString(call.request);
    Opportunity answer;
    answer.set_name(request.name());
    done({absl::OkStatus(), answer.SerializeAsString(), {}});
  };
  Start();
  TestClient client(port());
  std::string requests;
  for (int i = 0; i < 200; ++i) {
    requests += "GET /v1/organisations/a/opportunities/n" + std::to_string(i) +
                " HTTP/1.1\r\nHost: localhost\r\n\r\n";
  }
  client.Send(requests);
  for (int i = 0; i < 200; ++i) {
    EXPECT_EQ(client.Read().body,
              "{\"name\":\"organisations/a/opportunities/n" + std::to_string(i) + "\"}");
  }
}

TEST_F(CallsTest, SaysHealthyAndReady) {
  Readiness readiness{.ready = false, .services = {{"evidence", false}, {"workforce", false}}};
  std::mutex mutex;
  parts_.readiness = [&] {
    std::lock_guard<std::mutex> lock(mutex);
    return readiness;
  };
  Start();
  TestClient client(port());
  EXPECT_EQ(client.Ask("GET", "/healthz").body, R"({"status":"SERVING"})");
  ClientResponse not_ready = client.Ask("GET", "/readyz");
  EXPECT_EQ(not_ready.status, 503);
  EXPECT_EQ(ReasonInJson(not_ready.body), "NOT_READY");
  EXPECT_THAT(not_ready.body, HasSubstr(R"("evidence":"NOT_SERVING")"));
  {
    std::lock_guard<std::mutex> lock(mutex);
    readiness = {.ready = true, .services = {{"evidence", false}, {"workforce", true}}};
  }
  ClientResponse ready = client.Ask("GET", "/readyz");
  EXPECT_EQ(ready.status, 200);
  EXPECT_EQ(
      ready.body,
      R"({"status":"SERVING","services":{"evidence":"NOT_SERVING","workforce":"SERVING"}})");
  EXPECT_EQ(client.Ask("DELETE", "/healthz").status, 405);
}

// A server whose calls wait until the test answers them.
class WaitingCallsTest : public CallsTest {
 protected:
  WaitingCallsTest() {
    dispatcher_.on_unary = [this](const Call&, FakeDispatcher::Done done) {
      std::lock_guard<std::mutex> lock(mutex_);
      waiting_.push_back(std::move(done));
      changed_.notify_all();
    };
    parts_.on_request = [this](const RequestRecord& record) {
      std::lock_guard<std::mutex> lock(mutex_);
      records_.push_back(record);
      changed_.notify_all();
    };
  }

  void Answer(size_t index, absl::Status status) {
    FakeDispatcher::Done done;
    {
      std::unique_lock<std::mutex> lock(mutex_);
      changed_.wait(lock, [&] { return waiting_.size() > index; });
      done = waiting_[index];
    }
    done({std::move(status), "", {}});
  }

  RequestRecord AwaitRecord() {
    std::unique_lock<std::mutex> lock(mutex_);
    changed_.wait(lock, [&] { return !records_.empty(); });
    return records_.front();
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<FakeDispatcher::Done> waiting_;
  std::vector<RequestRecord> records_;
};

TEST_F(WaitingCallsTest, GivesUpTheCallOfAClientThatWentAway) {
  Start();
  {
    TestClient client(port());
    client.Request("GET", kPost);
    dispatcher_.AwaitCalls(1);
  }
  dispatcher_.AwaitCancelled();
  // The record says when the call is over, not when it was given up.
  Answer(0, absl::CancelledError(""));
  const RequestRecord record = AwaitRecord();
  EXPECT_EQ(record.status, 499);
  EXPECT_EQ(record.bytes, 0u);
  EXPECT_EQ(record.method, "potential.workforce.v1.OpportunityService.GetOpportunity");
}

TEST_F(WaitingCallsTest, GivesUpTheCallOfAClientThatWasReset) {
  Start();
  TestClient client(port());
  client.Request("GET", kPost);
  dispatcher_.AwaitCalls(1);
  client.Reset();
  dispatcher_.AwaitCancelled();
  Answer(0, absl::CancelledError(""));
  EXPECT_EQ(AwaitRecord().status, 499);
}

TEST_F(WaitingCallsTest, RequestSentAheadIsNotTakenForTheEnd) {
  Start();
  TestClient client(port());
  client.Request("GET", kPost);
  dispatcher_.AwaitCalls(1);
  client.Request("GET", kPosts);
  Answer(0, absl::OkStatus());
  EXPECT_EQ(client.Read().status, 200);
  dispatcher_.AwaitCalls(2);
  Answer(1, absl::OkStatus());
  EXPECT_EQ(client.Read().status, 200);
  EXPECT_FALSE(dispatcher_.cancelled());
}

TEST_F(CallsTest, ServesTheOpenApiDocument) {
  parts_.openapi = R"({"openapi":"3.1.0"})";
  Start();
  ClientResponse response = TestClient(port()).Ask("GET", "/openapi.json");
  EXPECT_EQ(response.body, parts_.openapi);
  EXPECT_EQ(response.Header("content-type"), "application/json");
}

TEST_F(CallsTest, RecordsEveryAnswerWithoutItsPath) {
  std::mutex mutex;
  std::vector<RequestRecord> records;
  parts_.on_request = [&](const RequestRecord& record) {
    std::lock_guard<std::mutex> lock(mutex);
    records.push_back(record);
  };
  parts_.trace_bits = [] { return uint64_t{7}; };
  Start();
  TestClient client(port());
  client.Ask("GET", kPost,
             "X-Request-Id: one\r\n"
             "Traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\r\n");
  client.Ask("GET", "/nothing");
  client.Ask("GET", "/healthz", "Connection: close\r\n");
  client.ReadToEnd();
  server_.reset();
  ASSERT_EQ(records.size(), 3u);
  EXPECT_EQ(records[0].request_id, "one");
  EXPECT_EQ(records[0].traceparent, "00-0af7651916cd43dd8448eb211c80319c-0000000000000007-01");
  EXPECT_EQ(records[1].traceparent, "00-00000000000000070000000000000007-0000000000000007-00");
  EXPECT_EQ(records[0].method, "potential.workforce.v1.OpportunityService.GetOpportunity");
  EXPECT_EQ(records[0].status, 200);
  EXPECT_EQ(records[0].bytes, 2u);
  EXPECT_EQ(records[1].method, "");
  EXPECT_EQ(records[1].status, 404);
  EXPECT_EQ(records[2].method, "static");
}

}  // namespace
}  // namespace potential::gateway
