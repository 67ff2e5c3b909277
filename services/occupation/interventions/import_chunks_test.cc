#include "services/occupation/interventions/import_chunks.h"

#include "gmock/gmock.h"
#include "services/chassis/testing/fake_clock.h"
#include "services/chassis/testing/matchers.h"

namespace potential::occupation {
namespace {

using ::testing::ElementsAre;
using testing::IsOk;
using testing::StatusIs;

class ImportChunksTest : public ::testing::Test {
 protected:
  // Fills a chunk with rows of these lines and sends it.
  void Send(const std::vector<int64_t>& lines) {
    for (const int64_t line : lines) {
      (*chunks_.Filling())->Add(line).id = std::to_string(line);
    }
    chunks_.Submit();
  }

  testing::FakeClock clock_{absl::UnixEpoch()};
  std::vector<std::string> written_;
  std::vector<int64_t> taken_;
  std::vector<absl::Status> outcomes_;  // of the next writes; OK beyond
  ImportChunks chunks_{
      [this](const ImportChunk& chunk, ChunkOutcome& outcome, storage::DoneFunction done) {
        outcome.begun = clock_.Now();
        for (const storage::Row& row : chunk.rows()) written_.push_back(row.id);
        const size_t number = sent_++;
        done(number < outcomes_.size() ? outcomes_[number] : absl::OkStatus());
      },
      [this](const ImportChunk& chunk, const ChunkOutcome&) {
        for (size_t i = 0; i < chunk.size(); ++i) taken_.push_back(chunk.line(i));
      },
      clock_};
  size_t sent_ = 0;
};

TEST_F(ImportChunksTest, HandsChunksOnInTheirOrder) {
  Send({1, 2});
  Send({});
  Send({3});
  (*chunks_.Filling())->Add(4).id = "4";
  (*chunks_.Filling())->Add(5).id = "5";
  (*chunks_.Filling())->DropLast();
  EXPECT_THAT(chunks_.Settle(), IsOk());
  EXPECT_THAT(written_, ElementsAre("1", "2", "3", "4"));
  EXPECT_THAT(taken_, ElementsAre(1, 2, 3, 4));
}

TEST_F(ImportChunksTest, FailsForGoodWithTheFirstFailure) {
  outcomes_ = {absl::OkStatus(), absl::ResourceExhaustedError("full"), absl::OkStatus()};
  Send({1});
  Send({2});
  Send({3});
  EXPECT_THAT(chunks_.Settle(), StatusIs(absl::StatusCode::kResourceExhausted));
  EXPECT_THAT(chunks_.Filling(), StatusIs(absl::StatusCode::kResourceExhausted));
  EXPECT_THAT(taken_, ElementsAre(1));
}

TEST(StepSizeTest, FollowsTheTimeThatStepsTake) {
  StepSize size;
  const size_t first = size.rows();
  for (int i = 0; i < 20; ++i) size.Took(size.rows(), absl::Milliseconds(1));
  const size_t largest = size.rows();
  EXPECT_GT(largest, first);
  for (int i = 0; i < 20; ++i) size.Took(size.rows(), absl::Seconds(10));
  EXPECT_LT(size.rows(), first);
  EXPECT_GT(size.rows(), 0);
  const size_t smallest = size.rows();
  size.Took(0, absl::Seconds(1));
  size.Took(1000, absl::ZeroDuration());
  EXPECT_EQ(size.rows(), smallest);
}

}  // namespace
}  // namespace potential::occupation
