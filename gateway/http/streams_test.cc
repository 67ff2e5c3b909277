// Server streams as event streams and as lines.

#include <stdexcept>
#include <string>

#include "absl/strings/str_cat.h"
#include "gateway/http/test_client.h"
#include "gateway/http/test_server.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace potential::gateway {
namespace {

using dashboard::v1::WatchDashboardResponse;
using std::chrono::milliseconds;
using ::testing::HasSubstr;

constexpr char kEvents[] = "Accept: text/event-stream\r\n";

class StreamsTest : public HttpTest {
 protected:
  static WatchDashboardResponse Message(const std::string& name) {
    WatchDashboardResponse message;
    message.mutable_dashboard()->set_name(name);
    return message;
  }
};

TEST_F(StreamsTest, SendsEventsToThoseWhoAskForThem) {
  Start();
  TestClient client(port());
  client.Request("GET", kWatch, kEvents);
  std::shared_ptr<FakeStream> stream = dispatcher_.AwaitStream();
  stream->AwaitAsked(1);
  stream->Send(Message("one"));
  ClientResponse head = client.ReadHead();
  EXPECT_EQ(head.status, 200);
  EXPECT_EQ(head.Header("content-type"), "text/event-stream");
  EXPECT_EQ(head.Header("cache-control"), "no-store");
  EXPECT_EQ(client.ReadChunk(), "data: {\"dashboard\":{\"name\":\"one\"}}\n\n");
  stream->AwaitAsked(2);
  stream->Send(Message("two"));
  EXPECT_EQ(client.ReadChunk(), "data: {\"dashboard\":{\"name\":\"two\"}}\n\n");
  stream->AwaitAsked(3);
  stream->End(absl::OkStatus());
  EXPECT_EQ(client.ReadChunk(), "");
  EXPECT_TRUE(client.AtEnd());
}

TEST_F(StreamsTest, SendsLinesToAllOthers) {
  Start();
  TestClient client(port());
  client.Request("GET", kWatch);
  std::shared_ptr<FakeStream> stream = dispatcher_.AwaitStream();
  stream->Send(Message("one"));
  ClientResponse head = client.ReadHead();
  EXPECT_EQ(head.Header("content-type"), "application/x-ndjson");
  EXPECT_EQ(client.ReadChunk(), "{\"result\":{\"dashboard\":{\"name\":\"one\"}}}\n");
}

TEST_F(StreamsTest, HasNoDeadlineUnlessOneIsGiven) {
  Start();
  TestClient first(port());
  first.Request("GET", kWatch);
  dispatcher_.AwaitCalls(1);
  EXPECT_EQ(dispatcher_.last().deadline, std::chrono::system_clock::time_point::max());
  TestClient second(port());
  second.Request("GET", kWatch, "Grpc-Timeout: 5S\r\n");
  dispatcher_.AwaitCalls(2);
  EXPECT_LE(dispatcher_.last().deadline,
            std::chrono::system_clock::now() + std::chrono::seconds(5));
}

TEST_F(StreamsTest, AnswersAnErrorBeforeTheFirstMessageAsSuch) {
  Start();
  TestClient client(port());
  client.Request("GET", kWatch, kEvents);
  dispatcher_.AwaitStream()->End(absl::NotFoundError("no such organisation"));
  ClientResponse response = client.Read();
  EXPECT_EQ(response.status, 404);
  EXPECT_EQ(response.Header("content-type"), "application/json");
  EXPECT_THAT(response.body, HasSubstr("no such organisation"));
  EXPECT_TRUE(client.AtEnd());
}

TEST_F(StreamsTest, SendsALaterErrorAsTheLastFrame) {
  Start();
  for (bool events : {true, false}) {
    TestClient client(port());
    client.Request("GET", kWatch, events ? kEvents : "");
    std::shared_ptr<FakeStream> stream = dispatcher_.AwaitStream(events ? 0 : 1);
    stream->Send(Message("one"));
    stream->End(absl::AbortedError("cut off"));
    EXPECT_EQ(client.ReadHead().status, 200);
    client.ReadChunk();
    EXPECT_EQ(client.ReadChunk(), absl::StrCat(events ? "event: error\ndata: " : "{\"error\":",
                                               R"({"code":10,"message":"cut off","details":[]})",
                                               events ? "\n\n" : "}\n"));
    EXPECT_EQ(client.ReadChunk(), "");
    EXPECT_TRUE(client.AtEnd());
  }
}

TEST_F(StreamsTest, EndsWithAnErrorIfAMessageCannotBeRead) {
  Start();
  TestClient client(port());
  client.Request("GET", kWatch);
  std::shared_ptr<FakeStream> stream = dispatcher_.AwaitStream();
  stream->SendBytes("\xFF\xFF");
  EXPECT_EQ(client.Read().status, 500);
  stream->AwaitCancelled();
}

TEST_F(StreamsTest, EndsAnEmptyStreamProperly) {
  Start();
  TestClient client(port());
  client.Request("GET", kWatch);
  dispatcher_.AwaitStream()->End(absl::OkStatus());
  ClientResponse response = client.Read();
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.body, "");
  EXPECT_TRUE(client.AtEnd());
}

TEST_F(StreamsTest, CancelsTheCallWhenTheClientGoesAway) {
  Start();
  TestClient client(port());
  client.Request("GET", kWatch, kEvents);
  std::shared_ptr<FakeStream> stream = dispatcher_.AwaitStream();
  stream->Send(Message("one"));
  client.ReadHead();
  client.ReadChunk();
  client.Reset();
  stream->AwaitCancelled();
  stream->Send(Message("two"));  // nobody is there, and nothing happens
  stream->End(absl::OkStatus());
}

TEST_F(StreamsTest, CancelsTheCallOfAClientThatGoesAwayBeforeAnything) {
  Start();
  TestClient client(port());
  client.Request("GET", kWatch, kEvents);
  std::shared_ptr<FakeStream> stream = dispatcher_.AwaitStream();
  client.Reset();
  stream->AwaitCancelled();
}

TEST_F(StreamsTest, AsksForTheNextMessageOnlyWhenTheLastIsWritten) {
  parts_.settings.write_timeout = milliseconds(100);
  Start();
  TestClient client(port(), /*receive_buffer=*/4096);
  client.Request("GET", kWatch);
  std::shared_ptr<FakeStream> stream = dispatcher_.AwaitStream();
  stream->AwaitAsked(1);
  stream->Send(Message(std::string(32 << 20, 'a')));
  // The reader takes nothing: no second message is asked for, and it is cut off.
  stream->AwaitCancelled();
  EXPECT_EQ(stream->asked(), 1);
}

TEST_F(StreamsTest, BeginsAndShowsThatItIsAliveWhenThereIsNothingToSay) {
  parts_.settings.stream_open_delay = milliseconds(1);
  parts_.settings.heartbeat_interval = milliseconds(1);
  Start();
  TestClient client(port());
  client.Request("GET", kWatch, kEvents);
  EXPECT_EQ(client.ReadHead().status, 200);
  EXPECT_EQ(client.ReadChunk(), ":\n\n");
  EXPECT_EQ(client.ReadChunk(), ":\n\n");
  dispatcher_.AwaitStream()->Send(Message("one"));
  std::string chunk = client.ReadChunk();
  while (chunk == ":\n\n") chunk = client.ReadChunk();
  EXPECT_EQ(chunk, "data: {\"dashboard\":{\"name\":\"one\"}}\n\n");
}

TEST_F(StreamsTest, SendsNoCommentsBetweenLines) {
  parts_.settings.stream_open_delay = milliseconds(1);
  parts_.settings.heartbeat_interval = milliseconds(1);
  Start();
  TestClient client(port());
  client.Request("GET", kWatch);
  EXPECT_EQ(client.ReadHead().status, 200);
  dispatcher_.AwaitStream()->Send(Message("one"));
  EXPECT_EQ(client.ReadChunk(), "{\"result\":{\"dashboard\":{\"name\":\"one\"}}}\n");
}

TEST_F(StreamsTest, SendsOldClientsNoChunks) {
  Start();
  TestClient client(port());
  client.Send(absl::StrCat("GET ", kWatch, " HTTP/1.0\r\n\r\n"));
  std::shared_ptr<FakeStream> stream = dispatcher_.AwaitStream();
  stream->Send(Message("one"));
  stream->End(absl::OkStatus());
  ClientResponse head = client.ReadHead();
  EXPECT_EQ(head.Header("transfer-encoding"), "");
  EXPECT_EQ(client.ReadToEnd(), "{\"result\":{\"dashboard\":{\"name\":\"one\"}}}\n");
}

TEST_F(StreamsTest, AnswersHeadWithoutACall) {
  Start();
  TestClient client(port());
  ClientResponse response = client.Ask("HEAD", kWatch, kEvents);
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.Header("content-type"), "text/event-stream");
  EXPECT_TRUE(client.AtEnd());
  EXPECT_TRUE(dispatcher_.calls().empty());
}

TEST_F(StreamsTest, SurvivesADefectBehindIt) {
  dispatcher_.on_stream = [] { throw std::runtime_error("a defect with /secret/path"); };
  Start();
  TestClient client(port());
  ClientResponse response = client.Ask("GET", kWatch);
  EXPECT_EQ(response.status, 500);
  EXPECT_EQ(response.body.find("secret"), std::string::npos);
  EXPECT_TRUE(client.AtEnd());
}

TEST_F(StreamsTest, IgnoresWhatAClientSendsDuringAStream) {
  Start();
  TestClient client(port());
  client.Request("GET", kWatch);
  std::shared_ptr<FakeStream> stream = dispatcher_.AwaitStream();
  client.Request("GET", kPost);
  stream->Send(Message("one"));
  stream->End(absl::OkStatus());
  EXPECT_EQ(client.Read().body, "{\"result\":{\"dashboard\":{\"name\":\"one\"}}}\n");
  EXPECT_TRUE(client.AtEnd());
  EXPECT_EQ(dispatcher_.calls().size(), 1u);
}

}  // namespace
}  // namespace potential::gateway
