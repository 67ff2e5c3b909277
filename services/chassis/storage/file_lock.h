// Exclusive ownership of a file, by a lock on `<path>.lock` beside it.
//
// SQLite's own locks cannot carry this: they are lost as soon as anything in the process closes the
// file. The lock file goes with its owner; one that a killed process left behind locks nobody out.

#ifndef POTENTIAL_SERVICES_CHASSIS_STORAGE_FILE_LOCK_H_
#define POTENTIAL_SERVICES_CHASSIS_STORAGE_FILE_LOCK_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"

namespace potential::storage {

class FileLock {
 public:
  // FAILED_PRECONDITION if the file has an owner, in whatever process, or its folder cannot be
  // written. The text says why, for a reader who knows the path.
  static absl::StatusOr<std::unique_ptr<FileLock>> Take(const std::string& path);

  FileLock(const FileLock&) = delete;
  FileLock& operator=(const FileLock&) = delete;
  ~FileLock();

 private:
  FileLock(std::string lock_path, int descriptor)
      : lock_path_(std::move(lock_path)), descriptor_(descriptor) {}

  const std::string lock_path_;
  const int descriptor_;
};

}  // namespace potential::storage

#endif  // POTENTIAL_SERVICES_CHASSIS_STORAGE_FILE_LOCK_H_
