#include "services/chassis/storage/sqlite_store.h"

#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/chassis/storage/file_lock.h"
#include "services/chassis/storage/reader_pool.h"
#include "services/chassis/storage/sqlite_committer.h"
#include "services/chassis/storage/sqlite_file.h"
#include "services/chassis/storage/sqlite_reader.h"
#include "services/chassis/storage/status_macros.h"
#include "services/chassis/storage/write_queue.h"

namespace potential::storage {
namespace {

class SqliteStore : public Store {
 public:
  // What makes up an open store, in the order in which it can go: readers before the writer (whose
  // end folds the log into the file), and the lock last.
  struct Parts {
    std::unique_ptr<FileLock> lock;
    Schema schema;
    StoreIdentity identity;
    std::unique_ptr<SqliteConnection> writer;
    std::shared_ptr<ReaderPool> readers;
  };

  SqliteStore(Parts parts, const SqliteOptions& options)
      : parts_(std::move(parts)), committer_(*parts_.writer, *parts_.readers, options.random) {
    parts_.writer->UseSchema(&parts_.schema);
    queue_.emplace(
        WriteQueue::Limits{.max_queued = options.max_queued_writes, .max_batch = options.max_batch},
        [this](const std::vector<QueuedWrite>& batch) { return committer_.Commit(batch); });
  }

  void Write(WriteFunction write, DoneFunction done) override {
    queue_->Push(std::move(write), std::move(done));
  }

  absl::StatusOr<std::unique_ptr<TableReader>> Read() override {
    return SqliteSnapshot::Take(parts_.readers);
  }

  void SetCommitListener(std::function<void()> listener) override {
    committer_.SetListener(std::move(listener));
  }

  const std::string& Incarnation() const override { return parts_.identity.incarnation; }
  const std::string& Secret() const override { return parts_.identity.secret; }

 private:
  Parts parts_;
  SqliteCommitter committer_;
  std::optional<WriteQueue> queue_;  // goes first: its end commits what was accepted
};

absl::Status CheckOptions(const SqliteOptions& options) {
  if (!options.path.empty() && options.readers > 0 && options.max_queued_writes > 0 &&
      options.max_batch > 0 && options.max_pages >= 0 && options.random) {
    return absl::OkStatus();
  }
  return absl::InvalidArgumentError("a store needs a path, readers, and room for writes");
}

absl::StatusOr<SqliteStore::Parts> OpenParts(const SqliteOptions& options,
                                             const std::vector<Migration>& migrations) {
  RETURN_IF_ERROR(CheckOptions(options));
  SqliteStore::Parts parts;
  ASSIGN_OR_RETURN(parts.schema, Schema::Of(migrations));
  ASSIGN_OR_RETURN(parts.lock, FileLock::Take(options.path));
  ASSIGN_OR_RETURN(parts.writer, OpenForWriting(options.path, options.max_pages));
  ASSIGN_OR_RETURN(parts.identity, Identify(*parts.writer, options.random));
  RETURN_IF_ERROR(Migrate(*parts.writer, migrations, options.random));
  // What a process left in the log that ended before it could cut it off.
  RETURN_IF_ERROR(CutOffLog(*parts.writer).status());
  std::vector<std::unique_ptr<SqliteConnection>> readers;
  for (size_t i = 0; i < options.readers; ++i) {
    ASSIGN_OR_RETURN(std::unique_ptr<SqliteConnection> reader, OpenForReading(options.path));
    readers.push_back(std::move(reader));
  }
  parts.readers = std::make_shared<ReaderPool>(parts.schema, std::move(readers));
  return parts;
}

}  // namespace

absl::StatusOr<std::unique_ptr<Store>> OpenSqliteStore(const SqliteOptions& options,
                                                       const std::vector<Migration>& migrations) {
  absl::StatusOr<SqliteStore::Parts> parts = OpenParts(options, migrations);
  if (parts.ok()) return std::make_unique<SqliteStore>(*std::move(parts), options);
  const absl::Status& status = parts.status();
  if (status.code() == absl::StatusCode::kInvalidArgument) return status;
  return absl::Status(status.code(), absl::StrCat(options.path, ": ", status.message()));
}

}  // namespace potential::storage
