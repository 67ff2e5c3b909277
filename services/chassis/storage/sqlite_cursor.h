// One run of a prepared statement: parameters in, rows out. The statement is ready for another run
// when the cursor is gone.
//
//   cursor.Bind(organisation).Bind(id);
//   ASSIGN_OR_RETURN(const bool found, cursor.Next());
//   if (found) value = cursor.Cell(0, ColumnType::kText);
//
// What is bound is not copied: it must live as long as the cursor. For one thread.

#ifndef POTENTIAL_SERVICES_CHASSIS_STORAGE_SQLITE_CURSOR_H_
#define POTENTIAL_SERVICES_CHASSIS_STORAGE_SQLITE_CURSOR_H_

#include <cstdint>
#include <memory>
#include <string>

#include "SQLiteCpp/Statement.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/chassis/storage/table.h"

namespace potential::storage {

class SqliteConnection;

class SqliteCursor {
 public:
  SqliteCursor(SqliteConnection* connection, std::shared_ptr<SQLite::Statement> statement)
      : connection_(connection), statement_(std::move(statement)) {}
  SqliteCursor(SqliteCursor&&) = default;
  SqliteCursor& operator=(SqliteCursor&&) = delete;
  ~SqliteCursor() {
    if (statement_ != nullptr) statement_->tryReset();
  }

  // Each binds the next parameter. A failure shows in the next call of Next or Run.
  SqliteCursor& Bind(const std::string& text);
  SqliteCursor& BindInteger(int64_t value);
  SqliteCursor& BindReal(double value);
  // Strings are text.
  SqliteCursor& Bind(const Value& value);
  // Strings are what the type says.
  SqliteCursor& Bind(const Value& value, ColumnType type);

  // Moves on to the next row; false if there is none.
  absl::StatusOr<bool> Next();

  // Runs a statement that returns no row, and makes it ready for the next parameters.
  absl::Status Run();

  // A cell of the row that Next moved to.
  Value Cell(int position, ColumnType type) const;
  // Whether that cell is this value, without a copy.
  bool Holds(int position, const Value& value, ColumnType type) const;

 private:
  // Calls `bind` with the next position, keeping what the engine throws for Next to report.
  template <typename BindFunction>
  SqliteCursor& BindNext(BindFunction bind);

  SqliteConnection* connection_;
  std::shared_ptr<SQLite::Statement> statement_;
  int bound_ = 0;
  int bind_error_ = 0;
};

}  // namespace potential::storage

#endif  // POTENTIAL_SERVICES_CHASSIS_STORAGE_SQLITE_CURSOR_H_
