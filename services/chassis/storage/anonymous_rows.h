// Rows of anonymous tables that a transaction has still to write. They wait for its end and are
// then written in an order that has nothing to do with the order in which they came. Within a page
// the engine keeps rows where there was room when they came, which would tell their order to a
// reader of the file; so the tables that were written are laid out anew, by id, before the commit.
//
// A value: one write keeps its own, which joins the transaction's when the write succeeds.

#ifndef POTENTIAL_SERVICES_CHASSIS_STORAGE_ANONYMOUS_ROWS_H_
#define POTENTIAL_SERVICES_CHASSIS_STORAGE_ANONYMOUS_ROWS_H_

#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>

#include "absl/status/status.h"
#include "services/chassis/storage/random.h"
#include "services/chassis/storage/sqlite_connection.h"
#include "services/chassis/storage/table.h"

namespace potential::storage {

class AnonymousRows {
 public:
  void Put(SqliteTable& table, const std::string& organisation, const Row& row);
  void Erase(SqliteTable& table, const std::string& organisation, const std::string& id);

  // What the row will be: nothing if it does not change here; otherwise the row, or null if it
  // goes.
  std::optional<std::optional<Row>> Find(const SqliteTable& table, const std::string& organisation,
                                         const std::string& id) const;

  bool empty() const { return changes_.empty(); }

  // Takes over all changes of a later write.
  void Join(AnonymousRows&& later);

  // Writes all changes, shuffled, and has none any more.
  absl::Status Flush(SqliteConnection& connection, const RandomFunction& random);

  // Flushes, and lays out the tables that were written. The last step before a commit; its cost
  // grows with the rows of these tables.
  absl::Status Settle(SqliteConnection& connection, const RandomFunction& random);

  // Whether rows have been written.
  bool written() const { return !written_.empty(); }

 private:
  using Key = std::tuple<std::string, std::string, std::string>;  // table, organisation, id
  struct Change {
    SqliteTable* table;      // whose column order the row has
    std::optional<Row> row;  // null: erase
  };

  static absl::Status Write(SqliteConnection& connection, const Key& key, const Change& change);

  std::map<Key, Change> changes_;
  std::set<std::string> written_;  // names of tables
};

}  // namespace potential::storage

#endif  // POTENTIAL_SERVICES_CHASSIS_STORAGE_ANONYMOUS_ROWS_H_
