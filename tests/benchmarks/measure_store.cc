#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "services/chassis/storage/change_log.h"
#include "services/chassis/storage/sqlite_store.h"
#include "services/chassis/storage/status_macros.h"
#include "tests/benchmarks/benchmarks.h"
#include "tests/benchmarks/figures.h"

namespace potential::benchmarks {
namespace {

using storage::ColumnType;
using storage::Store;
using storage::TableWriter;

constexpr int kCallers = 64;
constexpr int kRounds = 3;
constexpr absl::Duration kRound = absl::Seconds(2);

const storage::Table& Rows() {
  static const storage::Table& table = *new storage::Table{
      .name = "rows",
      .columns = {{"state", ColumnType::kText}, {"body", ColumnType::kBlob}},
      .indexes = {{"state"}}};
  return table;
}

std::unique_ptr<Store> Open(const std::string& path, size_t max_batch) {
  std::vector<storage::Table> tables = storage::SystemTables();
  tables.push_back(Rows());
  storage::SqliteOptions options;
  options.path = path;
  options.max_batch = max_batch;
  auto store = storage::OpenSqliteStore(options, {{.version = 1, .title = "all", .create = tables}});
  if (!store.ok()) {
    std::fprintf(stderr, "%s\n", store.status().ToString().c_str());
    std::abort();
  }
  return *std::move(store);
}

absl::Status WriteOne(TableWriter& writer, const std::string& id, const std::string& body) {
  RETURN_IF_ERROR(writer.Put(Rows(), "swlstg", {.id = id, .values = {std::string("OPEN"), body}}));
  ASSIGN_OR_RETURN(const int64_t revision, storage::NextRevision(writer, "swlstg"));
  return storage::AppendChanges(writer, "swlstg", revision, absl::Now(),
                                {{"rows", "organisations/swlstg/rows/" + id,
                                  storage::Change::kCreated}});
}

// Commits per second of callers that each wait for their own.
double Rate(Store& store, int round) {
  const std::string body(300, 'x');
  std::atomic<int64_t> committed = 0;
  const absl::Time start = absl::Now();
  std::vector<std::thread> callers;
  for (int caller = 0; caller < kCallers; ++caller) {
    callers.emplace_back([&, caller] {
      for (int i = 0; absl::Now() - start < kRound; ++i) {
        const std::string id = absl::StrCat("r", round, "-", caller, "-", i);
        const absl::Status status = storage::WriteAndWait(
            store, [&](TableWriter& writer) { return WriteOne(writer, id, body); });
        if (!status.ok()) std::abort();
        ++committed;
      }
    });
  }
  for (std::thread& caller : callers) caller.join();
  return static_cast<double>(committed) / absl::ToDoubleSeconds(absl::Now() - start);
}

}  // namespace

void StoreCommits(const std::string& folder) {
  const std::unique_ptr<Store> grouped = Open(folder + "/grouped.sqlite", 256);
  const std::unique_ptr<Store> single = Open(folder + "/single.sqlite", 1);
  std::vector<double> grouped_rates;
  std::vector<double> single_rates;
  for (int round = 0; round < kRounds; ++round) {
    grouped_rates.push_back(Rate(*grouped, round));
    single_rates.push_back(Rate(*single, round));
  }
  Print("store_commits", Median(grouped_rates), "commits/s");
  Print("store_commits_baseline", Median(single_rates), "commits/s");
  Print("store_commits_ratio", Median(grouped_rates) / Median(single_rates), "x");
}

}  // namespace potential::benchmarks
