#include "services/chassis/storage/file_lock.h"

#include <gtest/gtest.h>

#include "services/chassis/storage/sqlite_testing.h"

namespace potential::storage {
namespace {

TEST(FileLockTest, HasOneOwnerAtATime) {
  const TestFolder folder;
  const std::string path = folder.File("store.db");
  for (int i = 0; i < 2; ++i) {  // the second round finds the first one's lock released
    const auto lock = FileLock::Take(path);
    ASSERT_TRUE(lock.ok()) << lock.status();
    EXPECT_EQ(FileLock::Take(path).status().code(), absl::StatusCode::kFailedPrecondition);
    EXPECT_TRUE(FileLock::Take(folder.File("other.db")).ok());
    EXPECT_EQ(FileLock::Take(path).status().code(), absl::StatusCode::kFailedPrecondition);
  }
  EXPECT_FALSE(std::filesystem::exists(path + ".lock"));
}

TEST(FileLockTest, SaysWhyThereIsNone) {
  const auto lock = FileLock::Take("/no/such/folder/store.db");
  EXPECT_EQ(lock.status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(lock.status().message(),
            "cannot make the lock file beside it: No such file or directory");
}

}  // namespace
}  // namespace potential::storage
