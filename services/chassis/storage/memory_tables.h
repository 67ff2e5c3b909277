// A state of a memory store, and transactions on it. States share the tables in which they do not
// differ, so that a snapshot is a pointer and a write copies only what it touches.

#ifndef POTENTIAL_SERVICES_CHASSIS_STORAGE_MEMORY_TABLES_H_
#define POTENTIAL_SERVICES_CHASSIS_STORAGE_MEMORY_TABLES_H_

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "services/chassis/storage/schema.h"
#include "services/chassis/storage/store.h"

namespace potential::storage {

struct MemoryState {
  using Cells = std::map<std::string, Value>;       // by column; a column that is not there is null
  using Rows = std::map<std::string, Cells>;        // by id
  using Key = std::pair<std::string, std::string>;  // table, organisation
  std::map<Key, std::shared_ptr<const Rows>> rows;
};

// One transaction on a state, or, if it never writes, a snapshot.
class MemoryTransaction : public TableWriter {
 public:
  MemoryTransaction(std::shared_ptr<const Schema> schema, MemoryState state)
      : schema_(std::move(schema)), state_(std::move(state)) {}

  absl::StatusOr<std::optional<Row>> Get(const Table& table, const std::string& organisation,
                                         const std::string& id) override;
  absl::StatusOr<std::vector<Row>> Select(const Table& table, const std::string& organisation,
                                          const Query& query) override;
  absl::StatusOr<std::vector<RollupRow>> SelectRollup(const Table& table, const std::string& rollup,
                                                      const std::string& organisation,
                                                      const RollupQuery& query) override;
  absl::StatusOr<std::vector<std::string>> Organisations(const Table& table) override;
  absl::Status Put(const Table& table, const std::string& organisation, const Row& row) override;
  absl::Status Erase(const Table& table, const std::string& organisation,
                     const std::string& id) override;
  absl::StatusOr<UpsertCounts> Upsert(const Table& table, const std::string& organisation,
                                      absl::Span<const Row> rows) override;

  const MemoryState& state() const { return state_; }
  bool changed() const { return !copies_.empty(); }

 private:
  std::vector<Row> AllRows(const Table& table, const std::string& organisation) const;
  std::optional<Row> Find(const Table& table, const std::string& organisation,
                          const std::string& id) const;
  // The rows to change: a copy, made at the first change, of those in the state, and in their
  // place.
  MemoryState::Rows& Change(const Table& table, const std::string& organisation);

  const std::shared_ptr<const Schema> schema_;
  MemoryState state_;
  std::map<MemoryState::Key, std::shared_ptr<MemoryState::Rows>> copies_;
};

}  // namespace potential::storage

#endif  // POTENTIAL_SERVICES_CHASSIS_STORAGE_MEMORY_TABLES_H_
