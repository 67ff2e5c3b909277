// A new folder that goes with the test.

#ifndef POTENTIAL_SERVICES_CHASSIS_TESTING_TEMPORARY_FOLDER_H_
#define POTENTIAL_SERVICES_CHASSIS_TESTING_TEMPORARY_FOLDER_H_

#include <stdlib.h>

#include <cstdio>
#include <filesystem>
#include <string>
#include <system_error>

#include "gtest/gtest.h"

namespace potential::testing {

// Aborts if no folder can be made.
class TemporaryFolder {
 public:
  TemporaryFolder() : path_(::testing::TempDir() + "/potential_XXXXXX") {
    if (mkdtemp(path_.data()) != nullptr) return;
    std::perror("temporary folder");
    std::abort();
  }
  ~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  // Path of a file in it.
  std::string File(const std::string& name) const { return path_ + "/" + name; }

 private:
  std::string path_;
};

}  // namespace potential::testing

#endif  // POTENTIAL_SERVICES_CHASSIS_TESTING_TEMPORARY_FOLDER_H_
