// How an import takes its file from a call, message by message.

#include "services/occupation/interventions/import_source.h"

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/chassis/rpc/byte_buffer.h"
#include "services/chassis/testing/fake_clock.h"
#include "services/chassis/testing/matchers.h"

namespace potential::occupation {
namespace {

using tabular::CsvReader;
using testing::IsOk;
using testing::StatusIs;
using v1::ImportInterventionsRequest;

// A call whose caller has sent these pieces, each of which came some time after the one before.
class SentCall final : public rpc::ServerCall {
 public:
  SentCall(std::vector<std::string> pieces, testing::FakeClock& clock, absl::Duration pause)
      : pieces_(std::move(pieces)), clock_(clock), pause_(pause) {}

  size_t taken() const { return taken_; }

  const std::string& path() const override { return path_; }
  const std::shared_ptr<const rpc::CallContext>& context() const override { return context_; }
  void Read(std::function<void(bool, const grpc::ByteBuffer&)> done) override {
    if (taken_ == pieces_.size()) return done(false, {});
    clock_.Advance(pause_);
    ImportInterventionsRequest message;
    message.set_data(pieces_[taken_++]);
    message.set_last(taken_ == pieces_.size());
    done(true, rpc::Serialize(message));
  }
  void Write(grpc::ByteBuffer, std::function<void(bool)> done) override { done(false); }
  void Finish(const absl::Status&) override {}
  void FinishWith(grpc::ByteBuffer, int64_t) override {}
  void Abort(const absl::Status&) override {}
  void SetCancelListener(std::function<void()>) override {}
  bool cancelled() const override { return false; }

 private:
  const std::vector<std::string> pieces_;
  testing::FakeClock& clock_;
  const absl::Duration pause_;
  size_t taken_ = 0;
  const std::string path_;
  const std::shared_ptr<const rpc::CallContext> context_;
};

class ImportSourceTest : public ::testing::Test {
 protected:
  // Reads the file to its end, or to what ends it before.
  absl::Status ReadAll(const std::shared_ptr<SentCall>& call) {
    ImportSource source(call, {}, tabular::Encoding::kUtf8, clock_);
    while (true) {
      const absl::StatusOr<CsvReader::Event> event = source.Next();
      if (!event.ok()) return event.status();
      if (*event == CsvReader::Event::kEnd) return absl::OkStatus();
      ++rows_;
    }
  }
  std::shared_ptr<SentCall> Sent(std::vector<std::string> pieces,
                                 absl::Duration pause = absl::ZeroDuration()) {
    return std::make_shared<SentCall>(std::move(pieces), clock_, pause);
  }

  testing::FakeClock clock_{absl::UnixEpoch()};
  int rows_ = 0;
};

// A row that comes byte by byte would otherwise be gone over for each of them.
TEST_F(ImportSourceTest, PutsSmallPiecesTogetherBeforeItReadsARow) {
  const auto call = Sent(std::vector<std::string>(100, "a,b\n"));
  ImportSource source(call, {}, tabular::Encoding::kUtf8, clock_);
  const absl::StatusOr<CsvReader::Event> event = source.Next();
  ASSERT_THAT(event, IsOk());
  EXPECT_EQ(*event, CsvReader::Event::kRow);
  EXPECT_EQ(call->taken(), 100);
}

TEST_F(ImportSourceTest, ReadsEachRowHoweverTheFileIsCut) {
  std::string file;
  for (int i = 0; i < 20'000; ++i) file += "1234567,\"a\nb\"\n";
  for (const size_t piece : {1000, 70'000, 1'000'000}) {
    std::vector<std::string> pieces;
    for (size_t at = 0; at < file.size(); at += piece) pieces.push_back(file.substr(at, piece));
    rows_ = 0;
    EXPECT_THAT(ReadAll(Sent(pieces)), IsOk());
    EXPECT_EQ(rows_, 20'000);
  }
}

TEST_F(ImportSourceTest, RefusesAFileThatComesInDrops) {
  const auto call = Sent(std::vector<std::string>(1000, "a"), absl::Seconds(1));
  EXPECT_THAT(ReadAll(call), StatusIs(absl::StatusCode::kAborted, ::testing::HasSubstr("too slowly")));
  EXPECT_GT(call->taken(), 30);
  EXPECT_LT(call->taken(), 90);
}

TEST_F(ImportSourceTest, TakesAFileThatComesSlowly) {
  const std::string piece(1 << 10, '\n');
  EXPECT_THAT(ReadAll(Sent(std::vector<std::string>(1000, piece + piece), absl::Seconds(1))), IsOk());
}

}  // namespace
}  // namespace potential::occupation
