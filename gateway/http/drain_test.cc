// How the server stops.

#include <chrono>
#include <string>
#include <thread>

#include "gateway/http/test_client.h"
#include "gateway/http/test_server.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace potential::gateway {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using ::testing::HasSubstr;

class DrainTest : public HttpTest {};

TEST_F(DrainTest, ClosesConnectionsThatWaitForARequest) {
  Start();
  TestClient fresh(port());
  TestClient used(port());
  EXPECT_EQ(fresh.Ask("GET", "/healthz").status, 200);
  EXPECT_EQ(used.Ask("GET", "/healthz").status, 200);
  server_->Stop(hours(1));
  EXPECT_TRUE(fresh.AtEnd());
  EXPECT_TRUE(used.AtEnd());
  EXPECT_EQ(server_->connections(), 0u);
}

TEST_F(DrainTest, TakesNoNewConnections) {
  Start();
  const uint16_t was = port();
  server_->Stop(hours(1));
  TestClient client(was);
  EXPECT_FALSE(client.Send("GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n"));
}

TEST_F(DrainTest, LetsACallFinishAndThenCloses) {
  FakeDispatcher::Done done;
  dispatcher_.on_unary = [&done](const Call&, FakeDispatcher::Done given) {
    done = std::move(given);
  };
  Start();
  TestClient client(port());
  TestClient idle(port());
  EXPECT_EQ(idle.Ask("GET", "/healthz").status, 200);
  client.Request("GET", kPost);
  dispatcher_.AwaitCalls(1);
  std::thread stopping([this] { server_->Stop(hours(1)); });
  EXPECT_TRUE(idle.AtEnd());  // so the drain has begun
  done({absl::OkStatus(), "", {}});
  ClientResponse response = client.Read();
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.Header("connection"), "close");
  EXPECT_TRUE(client.AtEnd());
  client.Reset();
  stopping.join();
}

TEST_F(DrainTest, ClosesWhatIsLeftAfterTheGrace) {
  dispatcher_.on_unary = [](const Call&, FakeDispatcher::Done) {};  // never
  Start();
  TestClient client(port());
  client.Request("GET", kPost);
  dispatcher_.AwaitCalls(1);
  server_->Stop(milliseconds(1));
  EXPECT_TRUE(client.AtEnd());
}

TEST_F(DrainTest, EndsStreamsWithAnErrorThatSaysSo) {
  Start();
  TestClient client(port());
  client.Request("GET", kWatch, "Accept: text/event-stream\r\n");
  std::shared_ptr<FakeStream> stream = dispatcher_.AwaitStream();
  dashboard::v1::WatchDashboardResponse message;
  stream->Send(message);
  EXPECT_EQ(client.ReadHead().status, 200);
  client.ReadChunk();
  std::thread stopping([this] { server_->Stop(hours(1)); });
  const std::string last = client.ReadChunk();
  EXPECT_THAT(last, HasSubstr("event: error"));
  EXPECT_THAT(last, HasSubstr("SERVER_STOPPING"));
  EXPECT_TRUE(client.ReadChunk().empty());
  stream->AwaitCancelled();
  client.Reset();
  stopping.join();
}

TEST_F(DrainTest, AnswersAStreamThatHasNotBegunWithAnError) {
  Start();
  TestClient client(port());
  client.Request("GET", kWatch);
  dispatcher_.AwaitStream()->AwaitAsked(1);
  std::thread stopping([this] { server_->Stop(hours(1)); });
  ClientResponse response = client.Read();
  EXPECT_EQ(response.status, 503);
  EXPECT_EQ(ReasonInJson(response.body), "SERVER_STOPPING");
  client.Reset();
  stopping.join();
}

TEST_F(DrainTest, MayBeStoppedTwice) {
  Start();
  server_->Stop(milliseconds(0));
  server_->Stop(milliseconds(0));
}

TEST_F(DrainTest, EndsWhileManyClientsAreAtWork) {
  Start();
  std::vector<std::thread> clients;
  const uint16_t at = port();
  for (int i = 0; i < 8; ++i) {
    clients.emplace_back([at] {
      TestClient client(at);
      while (client.Ask("GET", kPost).status == 200) {
      }
    });
  }
  dispatcher_.AwaitCalls(200);
  server_->Stop(hours(1));
  EXPECT_EQ(server_->connections(), 0u);
  for (std::thread& client : clients) client.join();
}

}  // namespace
}  // namespace potential::gateway
