#include "services/chassis/storage/store.h"

#include <utility>

#include "absl/synchronization/notification.h"

namespace potential::storage {

absl::Status WriteAndWait(Store& store, WriteFunction write) {
  absl::Status result;
  absl::Notification done;
  store.Write(std::move(write), [&result, &done](absl::Status status) {
    result = std::move(status);
    done.Notify();
  });
  done.WaitForNotification();
  return result;
}

}  // namespace potential::storage
