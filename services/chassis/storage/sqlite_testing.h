// Files for tests of the SQLite engine: folders that go with the test, and looks inside a file.
// For tests only.

#ifndef POTENTIAL_SERVICES_CHASSIS_STORAGE_SQLITE_TESTING_H_
#define POTENTIAL_SERVICES_CHASSIS_STORAGE_SQLITE_TESTING_H_

#include <gtest/gtest.h>
#include <stdlib.h>

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

#include "SQLiteCpp/Database.h"
#include "SQLiteCpp/Statement.h"
#include "services/chassis/storage/sqlite_store.h"

namespace potential::storage {

// A folder of its own, removed at the end with all that is in it.
class TestFolder {
 public:
  TestFolder() {
    std::string path = testing::TempDir() + "/potential_storage_XXXXXX";
    path_ = mkdtemp(path.data()) == nullptr ? "" : path;
  }
  TestFolder(const TestFolder&) = delete;
  TestFolder& operator=(const TestFolder&) = delete;
  ~TestFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }

  std::string File(const std::string& name) const { return path_ + "/" + name; }

 private:
  std::string path_;
};

inline std::string ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(file), {});
}

inline void WriteFile(const std::string& path, const std::string& bytes) {
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
}

// The first cell of what a statement returns, from a file that no store has open.
inline std::string AskFile(const std::string& path, const std::string& sql) {
  SQLite::Database database(path, SQLite::OPEN_READWRITE);
  return database.execAndGet(sql).getString();
}

}  // namespace potential::storage

#endif  // POTENTIAL_SERVICES_CHASSIS_STORAGE_SQLITE_TESTING_H_
