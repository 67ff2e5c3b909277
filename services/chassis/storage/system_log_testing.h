// A fixture for tests over the system tables, run on each engine. For tests only.

#ifndef POTENTIAL_SERVICES_CHASSIS_STORAGE_SYSTEM_LOG_TESTING_H_
#define POTENTIAL_SERVICES_CHASSIS_STORAGE_SYSTEM_LOG_TESTING_H_

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>

#include "services/chassis/storage/change_log.h"
#include "services/chassis/storage/memory_store.h"
#include "services/chassis/storage/sqlite_store.h"
#include "services/chassis/storage/sqlite_testing.h"

namespace potential::storage {

// The parameter is the engine's name.
class SystemLogTest : public testing::TestWithParam<std::string> {
 protected:
  void SetUp() override {
    const std::vector<Migration> migrations = {
        {.version = 1, .title = "system", .create = SystemTables()}};
    store_ = GetParam() == "Memory"
                 ? NewMemoryStore(migrations)
                 : OpenSqliteStore({.path = folder_.File("store.db")}, migrations).value();
    ASSERT_NE(store_, nullptr);
  }

  void Write(WriteFunction write) {
    const absl::Status status = WriteAndWait(*store_, std::move(write));
    ASSERT_TRUE(status.ok()) << status;
  }

  std::unique_ptr<TableReader> Reader() { return store_->Read().value(); }

  // A moment that is different for each number.
  static absl::Time TimeAt(int64_t number) { return absl::FromUnixSeconds(1'700'000'000 + number); }

  TestFolder folder_;
  std::unique_ptr<Store> store_;
};

inline std::string EngineName(const testing::TestParamInfo<std::string>& info) {
  return info.param;
}

#define INSTANTIATE_SYSTEM_LOG_TEST(suite) \
  INSTANTIATE_TEST_SUITE_P(Engines, suite, testing::Values("Memory", "Sqlite"), EngineName)

}  // namespace potential::storage

#endif  // POTENTIAL_SERVICES_CHASSIS_STORAGE_SYSTEM_LOG_TESTING_H_
