// What a client cannot get: too much, too slow, malformed, or something that is not there.

#include <string>

#include "absl/strings/str_cat.h"
#include "gateway/http/test_client.h"
#include "gateway/http/test_server.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace potential::gateway {
namespace {

using std::chrono::milliseconds;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class LimitsTest : public HttpTest {
 protected:
  // What the server answers to these bytes on a new connection.
  ClientResponse Answer(absl::string_view bytes) {
    TestClient client(port());
    client.Send(bytes);
    return client.Read();
  }

  // The same, and the connection must be closed after it.
  ClientResponse LastAnswer(absl::string_view bytes) {
    TestClient client(port());
    client.Send(bytes);
    ClientResponse response = client.Read();
    EXPECT_EQ(response.Header("connection"), "close");
    EXPECT_TRUE(client.AtEnd());
    return response;
  }

  ClientResponse Post(absl::string_view body) {
    return TestClient(port()).Ask("POST", kPosts, "", body);
  }
};

TEST_F(LimitsTest, RefusesWhatIsNoHttp) {
  Start();
  for (const char* bytes :
       {"\r\n\r\n", "GET\r\n\r\n", "GET /\r\n\r\n", "GET / HTTP/1.1 x\r\n\r\n",
        "GET  / HTTP/1.1\r\n\r\n", "G\x01T / HTTP/1.1\r\n\r\n", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        "GET / HTTP/9.9\r\n\r\n", "GET / HTTP/1.1\r\nHost localhost\r\n\r\n",
        "GET / HTTP/1.1\r\nHost : localhost\r\n\r\n", "GET / HTTP/1.1\r\nHost: a\x01\r\n\r\n",
        "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03 hello\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999999999999\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1, 2\r\n\r\nx"}) {
    ClientResponse response = LastAnswer(bytes);
    EXPECT_EQ(response.status, 400) << bytes;
    EXPECT_EQ(ReasonInJson(response.body), "MALFORMED_REQUEST") << bytes;
  }
  EXPECT_THAT(dispatcher_.calls(), IsEmpty());
}

// A body whose end two readers could see at different places is the way of request smuggling.
TEST_F(LimitsTest, RefusesABodyOfDoubtfulLength) {
  Start();
  const std::string head = absl::StrCat("POST ", kPosts, " HTTP/1.1\r\nHost: localhost\r\n",
                                        "Content-Type: application/json\r\n");
  const std::string smuggled =
      "GET /v1/organisations/a/opportunities/x HTTP/1.1\r\nHost: h\r\n\r\n";
  for (const char* length :
       {"Content-Length: 2\r\nTransfer-Encoding: chunked\r\n",
        "Transfer-Encoding: chunked\r\nContent-Length: 2\r\n",
        "Content-Length: 2\r\nContent-Length: 2\r\n", "Content-Length: 2\r\nContent-Length: 3\r\n",
        "Transfer-Encoding: xchunked\r\n", "Transfer-Encoding: gzip, chunked\r\n",
        "Transfer-Encoding: chunked, chunked\r\n",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
        "Transfer-Encoding: identity\r\n", "Content-Length: 0x2\r\n", "Content-Length: 2, 2\r\n",
        "Content-Length: +2\r\n"}) {
    ClientResponse response = LastAnswer(absl::StrCat(head, length, "\r\n0\r\n\r\n", smuggled));
    EXPECT_EQ(response.status, 400) << length;
  }
  EXPECT_THAT(dispatcher_.calls(), IsEmpty());
}

TEST_F(LimitsTest, RefusesChunksInAnOldRequest) {
  Start();
  EXPECT_EQ(LastAnswer(absl::StrCat("POST ", kPosts, " HTTP/1.0\r\nTransfer-Encoding: chunked\r\n",
                                    "Content-Type: application/json\r\n\r\n0\r\n\r\n"))
                .status,
            400);
}

TEST_F(LimitsTest, AsksForOneHost) {
  Start();
  EXPECT_EQ(LastAnswer("GET /healthz HTTP/1.1\r\n\r\n").status, 400);
  EXPECT_EQ(LastAnswer("GET /healthz HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n").status, 400);
  EXPECT_EQ(LastAnswer("GET /healthz HTTP/1.1\r\nHost: a/b\r\n\r\n").status, 400);
  EXPECT_EQ(Answer("GET /healthz HTTP/1.1\r\nHost: [::1]:80\r\n\r\n").status, 200);
}

TEST_F(LimitsTest, AnswersOnlyForItsHostsIfTheyAreNamed) {
  parts_.settings.allowed_hosts = {"localhost", "127.0.0.1", "[::1]"};
  Start();
  for (const char* host : {"localhost", "LOCALHOST:8080", "127.0.0.1:80", "[::1]:8080", "[::1]"}) {
    EXPECT_EQ(Answer(absl::StrCat("GET /healthz HTTP/1.1\r\nHost: ", host, "\r\n\r\n")).status,
              200);
  }
  for (const char* host : {"evil.example", "localhost.evil.example", "127.0.0.2:80"}) {
    EXPECT_EQ(Answer(absl::StrCat("GET /healthz HTTP/1.1\r\nHost: ", host, "\r\n\r\n")).status,
              421);
  }
}

TEST_F(LimitsTest, AnswersInDevelopmentForTheLoopbackOnly) {
  parts_.settings.development = true;
  Start();
  EXPECT_EQ(Answer("GET /healthz HTTP/1.1\r\nHost: 127.0.0.1:8080\r\n\r\n").status, 200);
  EXPECT_EQ(Answer("GET /healthz HTTP/1.1\r\nHost: evil.example\r\n\r\n").status, 421);
}

TEST_F(LimitsTest, KnowsItsMethodsOnly) {
  Start();
  for (const char* method : {"TRACE", "CONNECT", "get", "FETCH", "PROPFIND"}) {
    ClientResponse response =
        LastAnswer(absl::StrCat(method, " /healthz HTTP/1.1\r\nHost: a\r\n\r\n"));
    EXPECT_EQ(response.status, 501) << method;
  }
}

TEST_F(LimitsTest, TakesTargetsThatArePathsOnly) {
  Start();
  for (const char* target : {"http://localhost/healthz", "healthz", "*", "/a#b", "localhost:80"}) {
    EXPECT_EQ(Answer(absl::StrCat("GET ", target, " HTTP/1.1\r\nHost: a\r\n\r\n")).status, 400)
        << target;
  }
  EXPECT_EQ(Answer("GET /healthz?x=1 HTTP/1.1\r\nHost: a\r\n\r\n").status, 200);
}

TEST_F(LimitsTest, RefusesALongTarget) {
  Start();
  EXPECT_EQ(TestClient(port()).Ask("GET", absl::StrCat("/", std::string(8 << 10, 'a'))).status,
            414);
}

TEST_F(LimitsTest, RefusesALongHead) {
  Start();
  ClientResponse one = LastAnswer(absl::StrCat(
      "GET /healthz HTTP/1.1\r\nHost: a\r\nX: ", std::string(17 << 10, 'a'), "\r\n\r\n"));
  EXPECT_EQ(one.status, 431);
  EXPECT_EQ(ReasonInJson(one.body), "HEADER_TOO_LARGE");
  std::string many;
  while (many.size() < (2 << 20)) many += "X: y\r\n";
  EXPECT_EQ(LastAnswer(absl::StrCat("GET /healthz HTTP/1.1\r\nHost: a\r\n", many, "\r\n")).status,
            431);
}

TEST_F(LimitsTest, RefusesALongBodyBeforeReadingIt) {
  Start();
  TestClient client(port());
  client.Send(absl::StrCat("POST ", kPosts, " HTTP/1.1\r\nHost: a\r\n",
                           "Content-Type: application/json\r\nContent-Length: 5242880\r\n\r\n"));
  ClientResponse response = client.Read();  // not one byte of the body has been sent
  EXPECT_EQ(response.status, 413);
  EXPECT_EQ(ReasonInJson(response.body), "BODY_TOO_LARGE");
  EXPECT_THAT(dispatcher_.calls(), IsEmpty());
}

TEST_F(LimitsTest, AnswersAClientThatSendsALongBodyAllTheSame) {
  Start();
  EXPECT_EQ(Post(absl::StrCat("{\"title\": \"", std::string(5 << 20, 'a'), "\"}")).status, 413);
}

TEST_F(LimitsTest, RefusesALongBodyInChunks) {
  Start();
  TestClient client(port());
  client.Send(absl::StrCat("POST ", kPosts, " HTTP/1.1\r\nHost: a\r\n",
                           "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"));
  const std::string chunk = absl::StrCat("100000\r\n", std::string(1 << 20, ' '), "\r\n");
  for (int i = 0; i < 5; ++i) client.Send(chunk);
  EXPECT_EQ(client.Read().status, 413);
  EXPECT_THAT(dispatcher_.calls(), IsEmpty());
}

TEST_F(LimitsTest, TakesABodyOfTheGreatestLength) {
  Start();
  const std::string frame = "{\"title\": \"\"}";
  const std::string title(parts_.settings.max_body_bytes - frame.size(), 'a');
  EXPECT_EQ(Post(absl::StrCat("{\"title\": \"", title, "\"}")).status, 200);
}

TEST_F(LimitsTest, BoundsAllBodiesTogether) {
  parts_.settings.max_body_bytes_in_flight = 1000;
  dispatcher_.on_unary = [](const Call&, FakeDispatcher::Done) {};
  Start();
  TestClient first(port());
  first.Request("POST", kPosts, "", absl::StrCat("{\"title\": \"", std::string(800, 'a'), "\"}"));
  dispatcher_.AwaitCalls(1);
  ClientResponse response = Post(absl::StrCat("{\"title\": \"", std::string(800, 'a'), "\"}"));
  EXPECT_EQ(response.status, 503);
  EXPECT_EQ(ReasonInJson(response.body), "OVERLOADED");
  EXPECT_EQ(response.Header("retry-after"), "1");
}

TEST_F(LimitsTest, GivesBackWhatABodyHadReserved) {
  parts_.settings.max_body_bytes_in_flight = 1000;
  Start();
  TestClient client(port());
  for (int i = 0; i < 5; ++i) {
    EXPECT_EQ(
        client.Ask("POST", kPosts, "", absl::StrCat("{\"title\": \"", std::string(800, 'a'), "\"}"))
            .status,
        200);
  }
}

TEST_F(LimitsTest, RefusesBodiesThatAreNotJson) {
  Start();
  TestClient client(port());
  for (const char* type :
       {"", "Content-Type: text/plain\r\n", "Content-Type: application/x-www-form-urlencoded\r\n",
        "Content-Type: application/json; charset=latin1\r\n",
        "Content-Type: application/json\r\nContent-Type: text/plain\r\n",
        "Content-Type: application/json\r\nContent-Encoding: gzip\r\n"}) {
    ClientResponse response = LastAnswer(absl::StrCat("POST ", kPosts, " HTTP/1.1\r\nHost: a\r\n",
                                                      type, "Content-Length: 2\r\n\r\n{}"));
    EXPECT_EQ(response.status, 415) << type;
  }
}

TEST_F(LimitsTest, RefusesBadJsonWithTheFieldAtFault) {
  Start();
  EXPECT_EQ(ReasonInJson(Post("{").body), "MALFORMED_JSON");
  EXPECT_EQ(ReasonInJson(Post("{\"title\": \"\xC3\x28\"}").body), "MALFORMED_JSON");
  EXPECT_THAT(Post("{\"nothing\": 1}").body, HasSubstr(R"("field":"opportunity.nothing")"));
  EXPECT_THAT(Post("{\"places\": \"many\"}").body, HasSubstr(R"("field":"opportunity.places")"));
  const std::string deep = std::string(100'000, '[') + std::string(100'000, ']');
  EXPECT_EQ(Post(absl::StrCat("{\"tags\": ", deep, "}")).status, 400);
  EXPECT_EQ(Post(std::string(1'000'000, '[')).status, 400);
  EXPECT_THAT(dispatcher_.calls(), IsEmpty());
}

TEST_F(LimitsTest, KeepsTheConnectionAfterAnErrorInABodyThatWasRead) {
  Start();
  TestClient client(port());
  EXPECT_EQ(client.Ask("POST", kPosts, "", "{").status, 400);
  EXPECT_EQ(client.Ask("POST", kPosts, "", "{}").status, 200);
}

TEST_F(LimitsTest, RefusesPathsParametersAndTypesThatItDoesNotHave) {
  Start();
  TestClient client(port());
  EXPECT_EQ(client.Ask("GET", "/v1/nothing").status, 404);
  EXPECT_EQ(client.Ask("GET", "/").status, 404);
  EXPECT_EQ(ReasonInJson(client.Ask("GET", absl::StrCat(kPosts, "?sort=x")).body),
            "UNKNOWN_PARAMETER");
  EXPECT_EQ(client.Ask("GET", kPost, "Accept: application/xml\r\n").status, 406);
  EXPECT_EQ(client.Ask("GET", kPost, "Accept: text/html, */*;q=0.1\r\n").status, 200);
  EXPECT_EQ(client.Ask("GET", "/v1/organisations/%FF/opportunities").status, 400);
}

TEST_F(LimitsTest, KnowsOneExpectation) {
  Start();
  EXPECT_EQ(LastAnswer("GET /healthz HTTP/1.1\r\nHost: a\r\nExpect: magic\r\n\r\n").status, 417);
}

TEST_F(LimitsTest, ClosesAfterAnAnswerWhoseBodyItDidNotRead) {
  Start();
  TestClient client(port());
  client.Request("POST", "/v1/nothing", "",
                 "GET /v1/organisations/a/opportunities/x HTTP/1.1\r\nHost: h\r\n\r\n");
  EXPECT_EQ(client.Read().status, 404);
  EXPECT_TRUE(client.AtEnd());
  EXPECT_THAT(dispatcher_.calls(), IsEmpty());
}

TEST_F(LimitsTest, ClosesOnAHeadThatDoesNotCome) {
  parts_.settings.header_timeout = milliseconds(20);
  Start();
  TestClient client(port());
  client.Send("GET /healthz HTTP/1.1\r\nHost: a\r\nX-Slow: ");
  EXPECT_TRUE(client.AtEnd());
}

TEST_F(LimitsTest, ClosesOnAHeadThatComesByteByByte) {
  parts_.settings.header_timeout = milliseconds(20);
  parts_.settings.max_header_bytes = 64 << 20;  // out of the way
  Start();
  TestClient client(port());
  // Each byte alone is in time; the head as a whole is not. It ends when the server has closed.
  client.Send("GET /healthz HTTP/1.1\r\nX: ");
  while (client.Send("a")) {
  }
  EXPECT_TRUE(client.AtEnd());
}

TEST_F(LimitsTest, ClosesOnABodyThatDoesNotCome) {
  parts_.settings.body_timeout = milliseconds(20);
  Start();
  TestClient client(port());
  client.Send(absl::StrCat("POST ", kPosts, " HTTP/1.1\r\nHost: a\r\n",
                           "Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{"));
  EXPECT_TRUE(client.AtEnd());
  EXPECT_THAT(dispatcher_.calls(), IsEmpty());
}

TEST_F(LimitsTest, ClosesASilentConnection) {
  parts_.settings.idle_timeout = milliseconds(20);
  Start();
  TestClient client(port());
  EXPECT_TRUE(client.AtEnd());
  TestClient once(port());
  EXPECT_EQ(once.Ask("GET", "/healthz").status, 200);
  EXPECT_TRUE(once.AtEnd());
}

TEST_F(LimitsTest, CutsOffAReaderWhoTakesNothing) {
  parts_.settings.write_timeout = milliseconds(50);
  workforce::v1::Opportunity answer;
  answer.set_notes(std::string(32 << 20, 'n'));
  AnswerWith(answer);
  Start();
  TestClient client(port(), /*receive_buffer=*/4096);
  client.Request("GET", kPost);
  dispatcher_.AwaitCalls(1);
  server_->Stop(std::chrono::hours(1));  // returns only because the connection is cut off
  EXPECT_EQ(server_->connections(), 0u);
}

TEST_F(LimitsTest, RefusesConnectionsBeyondTheLimit) {
  parts_.settings.max_connections = 1;
  Start();
  TestClient first(port());
  EXPECT_EQ(first.Ask("GET", "/healthz").status, 200);
  TestClient second(port());
  ClientResponse response = second.Read();
  EXPECT_EQ(response.status, 503);
  EXPECT_EQ(response.Header("retry-after"), "1");
  EXPECT_TRUE(second.AtEnd());
  EXPECT_EQ(first.Ask("GET", "/healthz").status, 200);
}

TEST_F(LimitsTest, SurvivesClientsThatGoAwayAtAnyPoint) {
  Start();
  const std::string request =
      absl::StrCat("POST ", kPosts, " HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n",
                   "Content-Length: 2\r\n\r\n{}");
  for (size_t bytes = 0; bytes <= request.size(); bytes += 7) {
    TestClient client(port());
    client.Send(request.substr(0, bytes));
    client.Reset();
  }
  EXPECT_EQ(TestClient(port()).Ask("GET", "/healthz").status, 200);
}

TEST_F(LimitsTest, SaysWhyItCannotListen) {
  Start();
  ListenOptions taken;
  taken.port = port();
  absl::Status status = HttpServer::Start(taken, parts_).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable);
  EXPECT_THAT(std::string(status.message()), HasSubstr("cannot listen on 127.0.0.1 port"));
  ListenOptions nonsense;
  nonsense.address = "nowhere";
  EXPECT_EQ(HttpServer::Start(nonsense, parts_).status().code(),
            absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace potential::gateway
