#include "services/chassis/testing/change_entries.h"

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <memory>

#include "absl/strings/str_cat.h"
#include "services/chassis/storage/change_log.h"
#include "services/chassis/testing/or_abort.h"

namespace potential::testing {
namespace {

constexpr int64_t kMost = 10'000;

const char* Word(storage::Change::Operation operation) {
  switch (operation) {
    case storage::Change::kCreated:
      return "CREATED";
    case storage::Change::kUpdated:
      return "UPDATED";
    case storage::Change::kDeleted:
      return "DELETED";
    case storage::Change::kFacts:
      return "FACTS";
    case storage::Change::kFactsPart:
      return "FACTS_PART";
  }
  return "?";
}

}  // namespace

std::vector<std::string> ChangesOf(storage::Store& store, const std::string& organisation) {
  const std::unique_ptr<storage::TableReader> tables = OrAbort(store.Read());
  const int64_t current = OrAbort(storage::CurrentRevision(*tables, organisation));
  std::vector<std::string> lines;
  int64_t expected = 0;
  for (const storage::Revision& revision :
       OrAbort(storage::ReadChanges(*tables, organisation, 0, kMost))) {
    if (revision.revision != ++expected) break;
    for (const storage::Change& change : revision.changes) {
      lines.push_back(
          absl::StrCat(revision.revision, " ", Word(change.operation), " ", change.name));
    }
  }
  if (expected == current) return lines;
  std::fprintf(stderr, "change entries: %s is at %lld, but its changes end or break at %lld\n",
               organisation.c_str(), static_cast<long long>(current),
               static_cast<long long>(expected));
  std::abort();
}

}  // namespace potential::testing
