#include "services/chassis/storage/memory_store.h"

#include <algorithm>
#include <functional>
#include <optional>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/strings/escaping.h"
#include "absl/synchronization/mutex.h"
#include "services/chassis/storage/memory_tables.h"
#include "services/chassis/storage/random.h"
#include "services/chassis/storage/status_macros.h"
#include "services/chassis/storage/write_queue.h"

namespace potential::storage {
namespace {

class MemoryStore : public Store {
 public:
  MemoryStore(Schema schema, MemoryState state)
      : schema_(std::make_shared<const Schema>(std::move(schema))), state_(std::move(state)) {
    queue_.emplace(WriteQueue::Limits{},
                   [this](const std::vector<QueuedWrite>& batch) { return Commit(batch); });
  }

  void Write(WriteFunction write, DoneFunction done) override {
    queue_->Push(std::move(write), std::move(done));
  }

  absl::StatusOr<std::unique_ptr<TableReader>> Read() override {
    return std::make_unique<MemoryTransaction>(schema_, State());
  }

  void SetCommitListener(std::function<void()> listener) override {
    listener_ = std::move(listener);
  }

  const std::string& Incarnation() const override { return incarnation_; }
  const std::string& Secret() const override { return secret_; }

 private:
  MemoryState State() {
    absl::MutexLock lock(&mutex_);
    return state_;
  }

  std::vector<absl::Status> Commit(const std::vector<QueuedWrite>& batch) {
    std::vector<absl::Status> outcomes;
    for (const QueuedWrite& member : batch) outcomes.push_back(CommitOne(member.write));
    return outcomes;
  }

  absl::Status CommitOne(const WriteFunction& write) {
    MemoryTransaction transaction(schema_, State());
    RETURN_IF_ERROR(RunWrite(write, transaction));
    if (!transaction.changed()) return absl::OkStatus();
    {
      absl::MutexLock lock(&mutex_);
      state_ = transaction.state();
    }
    if (listener_) listener_();
    return absl::OkStatus();
  }

  const std::shared_ptr<const Schema> schema_;
  const std::string incarnation_ = absl::BytesToHexString(RandomBytes(SystemRandom(), 16));
  const std::string secret_ = RandomBytes(SystemRandom(), 32);
  std::function<void()> listener_;
  absl::Mutex mutex_;
  MemoryState state_ ABSL_GUARDED_BY(mutex_);
  std::optional<WriteQueue> queue_;  // goes first: its end commits what was accepted
};

absl::StatusOr<std::unique_ptr<Store>> Build(const std::vector<Migration>& migrations) {
  Schema schema;
  MemoryState state;
  for (const Migration& migration : migrations) {
    RETURN_IF_ERROR(schema.Apply(migration));
    std::erase_if(state.rows, [&](const auto& rows) {
      const auto& drop = migration.drop;
      return std::find(drop.begin(), drop.end(), rows.first.first) != drop.end();
    });
    if (!migration.fill) continue;
    MemoryTransaction transaction(std::make_shared<const Schema>(schema), std::move(state));
    RETURN_IF_ERROR(migration.fill(transaction));
    state = transaction.state();
  }
  return std::make_unique<MemoryStore>(std::move(schema), std::move(state));
}

}  // namespace

std::unique_ptr<Store> NewMemoryStore(const std::vector<Migration>& migrations) {
  absl::StatusOr<std::unique_ptr<Store>> store = Build(migrations);
  return store.ok() ? *std::move(store) : nullptr;
}

}  // namespace potential::storage
