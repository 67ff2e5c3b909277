#include "services/chassis/storage/write_queue.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <utility>

#include "absl/synchronization/notification.h"

namespace potential::storage {
namespace {

// Lets commits begin one by one, and keeps the size of each.
class WriteQueueTest : public testing::Test {
 protected:
  WriteQueue::CommitFunction Commit() {
    return [this](const std::vector<QueuedWrite>& batch) {
      sizes_.push_back(batch.size());
      if (sizes_.size() == 1) {
        started_.Notify();
        go_on_.WaitForNotification();
      }
      return std::vector<absl::Status>(batch.size());
    };
  }

  void Push(WriteQueue& queue) {
    queue.Push([](TableWriter&) { return absl::OkStatus(); },
               [this](absl::Status status) { outcomes_.push_back(std::move(status)); });
  }

  std::vector<size_t> sizes_;
  std::vector<absl::Status> outcomes_;
  absl::Notification started_, go_on_;
};

TEST_F(WriteQueueTest, CommitsTogetherWhatWaitsTogether) {
  {
    WriteQueue queue({.max_queued = 100, .max_batch = 4}, Commit());
    Push(queue);
    started_.WaitForNotification();
    for (int i = 0; i < 10; ++i) Push(queue);
    go_on_.Notify();
  }
  EXPECT_EQ(sizes_, (std::vector<size_t>{1, 4, 4, 2}));
  EXPECT_EQ(outcomes_.size(), 11u);
}

TEST_F(WriteQueueTest, RefusesWhatIsTooMuch) {
  {
    WriteQueue queue({.max_queued = 2, .max_batch = 4}, Commit());
    Push(queue);
    started_.WaitForNotification();
    for (int i = 0; i < 2; ++i) Push(queue);
    EXPECT_TRUE(outcomes_.empty());
    Push(queue);
    ASSERT_EQ(outcomes_.size(), 1u);
    EXPECT_EQ(outcomes_[0].code(), absl::StatusCode::kResourceExhausted);
    go_on_.Notify();
  }
  EXPECT_EQ(outcomes_.size(), 4u);
  EXPECT_EQ(sizes_, (std::vector<size_t>{1, 2}));
}

TEST_F(WriteQueueTest, RefusesWhatComesWhileItCloses) {
  bool refused = false;
  // Writes accepted before the queue closes are committed, and answered, all the same.
  const DoneFunction note = [&refused](absl::Status status) {
    refused = refused || status.code() == absl::StatusCode::kUnavailable;
  };
  {
    WriteQueue queue({.max_queued = 1, .max_batch = 1}, Commit());
    Push(queue);
    started_.WaitForNotification();
    // Runs on the queue's thread, which the end of this block waits for. It asks again until the
    // answer is that of a closing queue.
    queue.Push([](TableWriter&) { return absl::OkStatus(); },
               [&](absl::Status) {
                 while (!refused) queue.Push([](TableWriter&) { return absl::OkStatus(); }, note);
               });
    go_on_.Notify();
  }
  EXPECT_TRUE(refused);
}

}  // namespace
}  // namespace potential::storage
