// The store on damaged files, full disks, and after its process was killed.

#include <gtest/gtest.h>
#include <sqlite3.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <thread>

#include "services/chassis/storage/change_log.h"
#include "services/chassis/storage/conformance_support.h"
#include "services/chassis/storage/sqlite_status.h"
#include "services/chassis/storage/sqlite_store.h"
#include "services/chassis/storage/sqlite_testing.h"

namespace potential::storage {
namespace {

using absl::StatusCode;
using conformance::Batch;
using conformance::BusyWriter;
using conformance::Get;
using conformance::Ids;
using conformance::kLines;
using conformance::kOrg;
using conformance::Line;
using conformance::MustPut;
using conformance::MustWrite;
using conformance::Select;

std::vector<Migration> Migrations() {
  std::vector<Migration> migrations = conformance::Migrations();
  for (const Table& table : SystemTables()) migrations[0].create.push_back(table);
  return migrations;
}

class SqliteFaultTest : public testing::Test {
 protected:
  absl::StatusOr<std::unique_ptr<Store>> Open(int64_t max_pages = 0) {
    return OpenSqliteStore({.path = path_, .max_pages = max_pages}, Migrations());
  }

  TestFolder folder_;
  const std::string path_ = folder_.File("store.db");
};

const std::string kLong(20'000, 'x');

TEST_F(SqliteFaultTest, GoesOnWhenTheFileMayNotGrow) {
  const auto store = Open(200).value();
  int64_t kept = 0;
  absl::Status status;
  while (status.ok()) {
    ASSERT_LT(kept, 100);
    status = WriteAndWait(*store, [&](TableWriter& writer) {
      return writer.Put(kLines, kOrg, Line(std::to_string(kept), kept, kLong));
    });
    if (status.ok()) ++kept;
  }
  EXPECT_EQ(status.code(), StatusCode::kResourceExhausted);
  EXPECT_EQ(static_cast<int64_t>(Select(*store, kLines).size()), kept);
  MustWrite(*store, [](TableWriter& writer) { return writer.Erase(kLines, kOrg, "0"); });
  MustPut(*store, kLines, {Line("again", 1, kLong)});
}

TEST_F(SqliteFaultTest, OnlyTheMemberThatFillsTheFileFails) {
  const auto store = Open(200).value();
  BusyWriter busy(*store);
  Batch batch(*store);
  for (int i = 0; i < 3; ++i) {
    batch.Add([i](TableWriter& writer) {
      const std::string text = i == 1 ? std::string(10'000'000, 'x') : "small";
      const absl::Status status = writer.Put(kLines, kOrg, Line(std::to_string(i), i, text));
      // A member that hides the engine's failure fails all the same.
      return i == 1 ? absl::OkStatus() : status;
    });
  }
  busy.Release();
  EXPECT_THAT(batch.Wait(), testing::ElementsAre(StatusCode::kOk, StatusCode::kResourceExhausted,
                                                 StatusCode::kOk));
  EXPECT_EQ(Ids(Select(*store, kLines)), (std::vector<std::string>{"0", "2"}));
}

// Makes the system refuse to let files grow, as a full disk does, until its end.
class FullDisk {
 public:
  explicit FullDisk(rlim_t bytes) {
    getrlimit(RLIMIT_FSIZE, &before_);
    handler_ = std::signal(SIGXFSZ, SIG_IGN);
    rlimit limit = before_;
    limit.rlim_cur = bytes;
    setrlimit(RLIMIT_FSIZE, &limit);
  }
  ~FullDisk() {
    setrlimit(RLIMIT_FSIZE, &before_);
    std::signal(SIGXFSZ, handler_);
  }

 private:
  rlimit before_ = {};
  void (*handler_)(int) = nullptr;
};

TEST_F(SqliteFaultTest, GoesOnWhenTheDiskHasSpaceAgain) {
  auto store = Open().value();
  MustPut(*store, kLines, {Line("before", 1)});
  {
    const FullDisk full(2 << 20);
    const absl::Status status = WriteAndWait(*store, [](TableWriter& writer) {
      return writer.Put(kLines, kOrg, Line("lost", 1, std::string(8 << 20, 'x')));
    });
    EXPECT_EQ(status.code(), StatusCode::kResourceExhausted) << status;
    EXPECT_EQ(Ids(Select(*store, kLines)), std::vector<std::string>{"before"});
  }
  MustPut(*store, kLines, {Line("after", 1)});
  store.reset();
  EXPECT_EQ(Ids(Select(*Open().value(), kLines)), (std::vector<std::string>{"after", "before"}));
}

TEST_F(SqliteFaultTest, TellsDamageWhenItOpens) {
  WriteFile(path_, std::string(8192, 'x'));
  EXPECT_EQ(Open().status().code(), StatusCode::kDataLoss);
}

TEST_F(SqliteFaultTest, TellsDamageWhenItReads) {
  auto store = Open().value();
  std::vector<Row> rows;
  for (int i = 0; i < 200; ++i) rows.push_back(Line(std::to_string(i), i, std::string(500, 'x')));
  MustPut(*store, kLines, rows);
  store.reset();
  std::string bytes = ReadFile(path_);
  // All but the pages that say which tables there are, which are written first.
  for (size_t i = bytes.size() / 2; i < bytes.size(); ++i) bytes[i] = '\x7f';
  WriteFile(path_, bytes);
  store = Open().value();
  const auto read = store->Read().value()->Select(kLines, kOrg, {});
  EXPECT_EQ(read.status().code(), StatusCode::kDataLoss) << read.status();
  const absl::Status write = WriteAndWait(
      *store, [](TableWriter& writer) { return writer.Select(kLines, kOrg, {}).status(); });
  EXPECT_EQ(write.code(), StatusCode::kDataLoss) << write;
}

// A revision, its change, and a row: what one call writes.
absl::Status WriteRevision(TableWriter& writer) {
  const auto revision = NextRevision(writer, kOrg);
  if (!revision.ok()) return revision.status();
  const absl::Status put = writer.Put(kLines, kOrg, Line(std::to_string(*revision), *revision));
  if (!put.ok()) return put;
  return AppendChanges(writer, kOrg, *revision, absl::UnixEpoch(), {{.topic = "t", .name = "n"}});
}

// The number of revisions in the store, after checking that each of them is whole.
int64_t WholeRevisions(Store& store) {
  const auto reader = store.Read().value();
  const int64_t current = CurrentRevision(*reader, kOrg).value();
  const std::vector<Revision> revisions = ReadChanges(*reader, kOrg, 0, 100'000).value();
  EXPECT_EQ(static_cast<int64_t>(revisions.size()), current);
  for (int64_t i = 0; i < static_cast<int64_t>(revisions.size()); ++i) {
    EXPECT_EQ(revisions[static_cast<size_t>(i)].revision, i + 1);
    EXPECT_TRUE(reader->Get(kLines, kOrg, std::to_string(i + 1)).value().has_value());
  }
  EXPECT_EQ(static_cast<int64_t>(reader->Select(kLines, kOrg, {.limit = 100'000}).value().size()),
            current);
  return current;
}

TEST_F(SqliteFaultTest, FindsEveryCommitInALogThatWasNotFolded) {
  const auto store = Open().value();
  for (int i = 0; i < 10; ++i) MustWrite(*store, WriteRevision);
  // The files as a dead process leaves them.
  const std::string copy = folder_.File("copy.db");
  WriteFile(copy, ReadFile(path_));
  WriteFile(copy + "-wal", ReadFile(path_ + "-wal"));
  EXPECT_EQ(WholeRevisions(*OpenSqliteStore({.path = copy}, Migrations()).value()), 10);
}

TEST_F(SqliteFaultTest, FindsWholeCommitsInALogThatWasCutShort) {
  Open().value().reset();  // folds the log, so that the next one begins with the first revision
  const auto store = Open().value();
  const std::string folded = ReadFile(path_);
  for (int i = 0; i < 10; ++i) MustWrite(*store, WriteRevision);
  const std::string log = ReadFile(path_ + "-wal");
  int64_t last = 0;
  std::vector<int64_t> seen;
  for (size_t cut = 0; cut <= log.size(); cut += log.size() / 37) {
    const std::string copy = folder_.File("cut" + std::to_string(cut) + ".db");
    WriteFile(copy, folded);
    WriteFile(copy + "-wal", log.substr(0, cut));
    const int64_t found = WholeRevisions(*OpenSqliteStore({.path = copy}, Migrations()).value());
    EXPECT_GE(found, last) << cut;
    last = found;
    seen.push_back(found);
  }
  EXPECT_EQ(seen.front(), 0);
  EXPECT_GT(seen.back(), 5);
}

// Writes until it is killed, and says into the pipe after each commit.
[[noreturn]] void WriteForever(const std::string& path, int pipe) {
  const auto store = OpenSqliteStore({.path = path}, Migrations()).value();
  std::vector<std::thread> writers;
  for (int i = 0; i < 4; ++i) {
    writers.emplace_back([&] {
      while (WriteAndWait(*store, WriteRevision).ok()) {
        if (write(pipe, "+", 1) != 1) return;
      }
    });
  }
  for (std::thread& writer : writers) writer.join();
  _exit(1);
}

TEST_F(SqliteFaultTest, KeepsWhatItAcknowledgedWhenItIsKilled) {
  int64_t acknowledged = 0;
  for (int round = 0; round < 4; ++round) {
    int ends[2];
    ASSERT_EQ(pipe(ends), 0);
    const pid_t child = fork();
    ASSERT_GE(child, 0);
    if (child == 0) WriteForever(path_, ends[1]);
    close(ends[1]);
    char byte = 0;
    for (int i = 0; i < 20 + 13 * round; ++i) {
      ASSERT_EQ(read(ends[0], &byte, 1), 1);
      ++acknowledged;
    }
    kill(child, SIGKILL);
    while (read(ends[0], &byte, 1) == 1) ++acknowledged;  // said before the end
    close(ends[0]);
    int how = 0;
    ASSERT_EQ(waitpid(child, &how, 0), child);
    ASSERT_TRUE(WIFSIGNALED(how));
    const auto store = Open().value();
    EXPECT_GE(WholeRevisions(*store), acknowledged);
    MustWrite(*store, WriteRevision);
    ++acknowledged;
  }
}

TEST(SqliteStatusTest, SaysWhatAFailureMeansAndNoMore) {
  const auto code = [](int result, int error = 0) { return SqliteStatus(result, error).code(); };
  EXPECT_EQ(code(SQLITE_OK), StatusCode::kOk);
  EXPECT_EQ(code(SQLITE_FULL), StatusCode::kResourceExhausted);
  EXPECT_EQ(code(SQLITE_IOERR_WRITE, ENOSPC), StatusCode::kResourceExhausted);
  EXPECT_EQ(code(SQLITE_IOERR_SHMSIZE, EDQUOT), StatusCode::kResourceExhausted);
  EXPECT_EQ(code(SQLITE_IOERR_WRITE, EIO), StatusCode::kInternal);
  EXPECT_EQ(code(SQLITE_CORRUPT_INDEX), StatusCode::kDataLoss);
  EXPECT_EQ(code(SQLITE_NOTADB), StatusCode::kDataLoss);
  EXPECT_EQ(code(SQLITE_BUSY_SNAPSHOT), StatusCode::kUnavailable);
  EXPECT_EQ(code(SQLITE_CONSTRAINT), StatusCode::kInternal);
  EXPECT_EQ(SqliteStatus(SQLITE_CONSTRAINT, 0).message(), "the storage engine failed");
}

}  // namespace
}  // namespace potential::storage
