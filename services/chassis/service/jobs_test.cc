#include "services/chassis/service/jobs.h"

#include <gtest/gtest.h>

#include <thread>

#include "absl/synchronization/notification.h"

namespace potential::service {
namespace {

TEST(JobsTest, RunsNoMoreThanItMay) {
  absl::Notification release;
  absl::Notification ended;
  Jobs jobs(1);
  EXPECT_TRUE(jobs.Start([&](const Jobs::Ending&) {
    release.WaitForNotification();
    ended.Notify();
  }));
  EXPECT_FALSE(jobs.Start([](const Jobs::Ending&) {}));
  release.Notify();
  ended.WaitForNotification();
  // The thread may need a moment to say that it is over.
  while (!jobs.Start([](const Jobs::Ending&) {})) std::this_thread::yield();
}

TEST(JobsTest, TellsJobsThatItEndsAndWaitsForThem) {
  bool told = false;
  {
    absl::Notification begun;
    Jobs jobs(2);
    jobs.Start([&](const Jobs::Ending& ending) {
      begun.Notify();
      while (!ending()) std::this_thread::yield();
      told = true;
    });
    begun.WaitForNotification();
  }
  EXPECT_TRUE(told);
}

}  // namespace
}  // namespace potential::service
