// Files as bodies: handed on piece by piece, at the pace of whoever takes them.

#include <memory>
#include <string>
#include <thread>

#include "absl/strings/str_cat.h"
#include "gateway/http/test_client.h"
#include "gateway/http/test_server.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace potential::gateway {
namespace {

using occupation::v1::ImportInterventionsRequest;
using occupation::v1::ImportInterventionsResponse;
using ::testing::HasSubstr;

constexpr size_t kLarge = 1 << 20;

class FilesTest : public HttpTest {
 protected:
  static ImportInterventionsRequest Parsed(const std::string& message) {
    ImportInterventionsRequest request;
    EXPECT_TRUE(request.ParseFromString(message));
    return request;
  }

  static std::string Head(const std::string& target, const std::string& headers) {
    return absl::StrCat("POST ", target, " HTTP/1.1\r\nHost: localhost\r\n", headers, "\r\n");
  }

  // Takes all messages of a file that is sent whole, and returns its bytes.
  static std::string TakeAll(FakeUpload& upload) {
    std::string bytes;
    upload.AwaitMessage(0);
    upload.Take();
    for (size_t i = 1;; ++i) {
      const ImportInterventionsRequest piece = Parsed(upload.AwaitMessage(i));
      bytes += piece.data();
      EXPECT_EQ(piece.parent(), "");
      upload.Take();
      if (piece.last()) return bytes;
    }
  }
};

TEST_F(FilesTest, MakesTheFirstMessageOfPathAndQuery) {
  Start();
  TestClient client(port());
  client.Send(Head(absl::StrCat(kImport, "?mode=ALL_OR_NOTHING&validateOnly=true"
                                         "&replace.first_month=2026-01&partialMonths=2026-02"),
                   "Content-Type: text/csv; charset=utf-8\r\nContent-Length: 3\r\n") +
              "a,b");
  const auto upload = dispatcher_.AwaitUpload();
  const ImportInterventionsRequest first = Parsed(upload->AwaitMessage(0));
  EXPECT_EQ(first.parent(), "organisations/a");
  EXPECT_EQ(first.mode(), ImportInterventionsRequest::ALL_OR_NOTHING);
  EXPECT_TRUE(first.validate_only());
  EXPECT_EQ(first.replace().first_month(), "2026-01");
  EXPECT_EQ(first.partial_months(0), "2026-02");
  EXPECT_EQ(TakeAll(*upload), "a,b");
  upload->AwaitEnd();
  ImportInterventionsResponse answer;
  answer.set_inserted(7);
  upload->End({absl::OkStatus(), answer.SerializeAsString(), {{"revision", "12"}}});
  const ClientResponse response = client.Read();
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.body, "{\"inserted\":\"7\"}");
  EXPECT_EQ(response.Header("revision"), "12");
  EXPECT_EQ(response.Header("connection"), "close");
  EXPECT_TRUE(client.AtEnd());
}

TEST_F(FilesTest, HandsOnWhatComesInChunks) {
  Start();
  TestClient client(port());
  client.Send(Head(kImport, "Content-Type: text/csv\r\nTransfer-Encoding: chunked\r\n") +
              "3\r\na,b\r\n");
  const auto upload = dispatcher_.AwaitUpload();
  client.Send("4\r\n\r\n1,\r\n0\r\n\r\n");
  EXPECT_EQ(TakeAll(*upload), "a,b\r\n1,");
  upload->End({absl::OkStatus(), "", {}});
  EXPECT_EQ(client.Read().status, 200);
}

TEST_F(FilesTest, TakesGzipAsItIsAndFilesOfAnyLength) {
  Start();
  const std::string file(kLarge * 8, 'x');  // twice what another body may have
  TestClient client(port());
  client.Send(Head(kImport, absl::StrCat("Content-Type: text/csv\r\nContent-Encoding: gzip\r\n"
                                         "Content-Length: ", file.size(), "\r\n")));
  const auto upload = dispatcher_.AwaitUpload();
  std::thread sender([&] { client.Send(file); });
  EXPECT_EQ(TakeAll(*upload), file);
  sender.join();
  upload->End({absl::OkStatus(), "", {}});
  EXPECT_EQ(client.Read().status, 200);
}

TEST_F(FilesTest, HoldsOnePieceWhileNobodyTakesIt) {
  Start();
  TestClient client(port());
  const std::string file(kLarge * 32, 'x');
  client.Send(Head(kImport, absl::StrCat("Content-Type: text/csv\r\nContent-Length: ", file.size(),
                                         "\r\n")));
  const auto upload = dispatcher_.AwaitUpload();
  upload->AwaitMessage(0);
  upload->Take();
  std::thread sender([&] { client.Send(file); });
  const size_t piece = Parsed(upload->AwaitMessage(1)).data().size();
  EXPECT_LE(piece, size_t{128} << 10);
  EXPECT_EQ(upload->messages(), 2);
  server_.reset();  // the rest stays with the client, whose connection ends
  sender.join();
}

TEST_F(FilesTest, AnswersBeforeTheFileHasCome) {
  Start();
  TestClient client(port());
  client.Send(Head(kImport, "Content-Type: text/csv\r\nContent-Length: 100\r\n") + "a,b");
  const auto upload = dispatcher_.AwaitUpload();
  upload->AwaitMessage(0);
  upload->End({absl::InvalidArgumentError("no"), "", {}});
  EXPECT_EQ(client.Read().status, 400);
}

TEST_F(FilesTest, CancelsWhenTheClientGoesAwayBeforeTheEnd) {
  Start();
  {
    TestClient client(port());
    client.Send(Head(kImport, "Content-Type: text/csv\r\nContent-Length: 100\r\n") + "a,b");
    const auto upload = dispatcher_.AwaitUpload();
    upload->AwaitMessage(0);
    upload->Take();
  }
  const auto upload = dispatcher_.AwaitUpload();
  upload->AwaitCancelled();
  EXPECT_EQ(upload->messages(), 1);
}

TEST_F(FilesTest, CancelsWhenTheClientGoesAwayBeforeTheAnswer) {
  Start();
  std::shared_ptr<FakeUpload> upload;
  {
    TestClient client(port());
    client.Send(Head(kImport, "Content-Type: text/csv\r\nContent-Length: 3\r\n") + "a,b");
    upload = dispatcher_.AwaitUpload();
    EXPECT_EQ(TakeAll(*upload), "a,b");
    upload->AwaitEnd();
  }
  upload->AwaitCancelled();
}

TEST_F(FilesTest, GoesOnAfterAnExpectationIsMet) {
  Start();
  TestClient client(port());
  client.Send(Head(kImport, "Content-Type: text/csv\r\nContent-Length: 3\r\n"
                            "Expect: 100-continue\r\n"));
  const auto upload = dispatcher_.AwaitUpload();
  upload->AwaitMessage(0);
  upload->Take();
  EXPECT_EQ(client.ReadHead().status, 100);
  client.Send("a,b");
  EXPECT_EQ(Parsed(upload->AwaitMessage(1)).data(), "a,b");
}

TEST_F(FilesTest, RefusesOtherMediaTypes) {
  Start();
  for (const char* headers :
       {"", "Content-Type: application/json\r\n", "Content-Type: text/csvx\r\n",
        "Content-Type: text/csv\r\nContent-Encoding: br\r\n"}) {
    TestClient client(port());
    client.Send(Head(kImport, absl::StrCat(headers, "Content-Length: 3\r\n")) + "a,b");
    const ClientResponse response = client.Read();
    EXPECT_EQ(response.status, 415) << headers;
    EXPECT_THAT(response.body, HasSubstr("text/csv or application/gzip"));
  }
}

TEST_F(FilesTest, RefusesParametersThatTheBodyGives) {
  Start();
  for (const char* query : {"?data=YQ", "?last=true", "?nothing=1", "?parent=organisations/b"}) {
    TestClient client(port());
    client.Send(Head(absl::StrCat(kImport, query),
                     "Content-Type: text/csv\r\nContent-Length: 3\r\n") +
                "a,b");
    EXPECT_EQ(client.Read().status, 400) << query;
  }
}

}  // namespace
}  // namespace potential::gateway
