#include "services/chassis/storage/file_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "absl/strings/str_cat.h"

namespace potential::storage {
namespace {

// Whether the path still leads to the open file. An owner that left in between took it away.
bool IsStillThere(const std::string& path, int descriptor) {
  struct stat named = {};
  struct stat opened = {};
  return stat(path.c_str(), &named) == 0 && fstat(descriptor, &opened) == 0 &&
         named.st_dev == opened.st_dev && named.st_ino == opened.st_ino;
}

}  // namespace

absl::StatusOr<std::unique_ptr<FileLock>> FileLock::Take(const std::string& path) {
  std::string lock_path = path + ".lock";
  while (true) {
    const int descriptor = open(lock_path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (descriptor < 0) {
      return absl::FailedPreconditionError(
          absl::StrCat("cannot make the lock file beside it: ", std::strerror(errno)));
    }
    if (flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
      const int error = errno;
      close(descriptor);
      if (error == EINTR) continue;
      return absl::FailedPreconditionError(
          "in use by another process; stop it first, or choose another path");
    }
    if (IsStillThere(lock_path, descriptor)) {
      return std::unique_ptr<FileLock>(new FileLock(std::move(lock_path), descriptor));
    }
    close(descriptor);
  }
}

FileLock::~FileLock() {
  unlink(lock_path_.c_str());  // while it is locked, so that it cannot be another's
  close(descriptor_);
}

}  // namespace potential::storage
