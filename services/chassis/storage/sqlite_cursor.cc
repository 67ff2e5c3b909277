#include "services/chassis/storage/sqlite_cursor.h"

#include <sqlite3.h>

#include <cstring>

#include "SQLiteCpp/Column.h"
#include "SQLiteCpp/Exception.h"
#include "services/chassis/storage/sqlite_connection.h"

namespace potential::storage {

template <typename BindFunction>
SqliteCursor& SqliteCursor::BindNext(BindFunction bind) {
  try {
    bind(++bound_);
  } catch (const SQLite::Exception& error) {
    bind_error_ = error.getErrorCode();
  }
  return *this;
}

SqliteCursor& SqliteCursor::Bind(const std::string& text) {
  return BindNext([&](int position) { statement_->bindNoCopy(position, text); });
}

SqliteCursor& SqliteCursor::BindInteger(int64_t value) {
  return BindNext([&](int position) { statement_->bind(position, value); });
}

SqliteCursor& SqliteCursor::BindReal(double value) {
  return BindNext([&](int position) { statement_->bind(position, value); });
}

SqliteCursor& SqliteCursor::Bind(const Value& value) { return Bind(value, ColumnType::kText); }

SqliteCursor& SqliteCursor::Bind(const Value& value, ColumnType type) {
  if (const auto* integer = std::get_if<int64_t>(&value)) return BindInteger(*integer);
  if (const auto* real = std::get_if<double>(&value)) return BindReal(*real);
  const auto* text = std::get_if<std::string>(&value);
  if (text == nullptr) return BindNext([&](int position) { statement_->bind(position); });
  if (type != ColumnType::kBlob) return Bind(*text);
  return BindNext([&](int position) {
    statement_->bindNoCopy(position, text->data(), static_cast<int>(text->size()));
  });
}

absl::StatusOr<bool> SqliteCursor::Next() {
  if (bind_error_ != 0) return connection_->Failure(bind_error_, "bind");
  const int code = statement_->tryExecuteStep();
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  return connection_->Failure(code, statement_->getQuery());
}

absl::Status SqliteCursor::Run() {
  const absl::StatusOr<bool> row = Next();
  bound_ = 0;
  statement_->tryReset();
  return row.status();
}

Value SqliteCursor::Cell(int position, ColumnType type) const {
  const SQLite::Column cell = statement_->getColumn(position);
  if (cell.isNull()) return {};
  switch (type) {
    case ColumnType::kInteger:
      return cell.getInt64();
    case ColumnType::kReal:
      return cell.getDouble();
    default:
      return cell.getString();
  }
}

bool SqliteCursor::Holds(int position, const Value& value, ColumnType type) const {
  const SQLite::Column cell = statement_->getColumn(position);
  if (cell.isNull()) return std::holds_alternative<std::monostate>(value);
  if (type == ColumnType::kInteger) {
    const auto* integer = std::get_if<int64_t>(&value);
    return integer != nullptr && cell.getInt64() == *integer;
  }
  if (type == ColumnType::kReal) {
    const auto* real = std::get_if<double>(&value);
    return real != nullptr && cell.getDouble() == *real;
  }
  const auto* text = std::get_if<std::string>(&value);
  if (text == nullptr) return false;
  const void* bytes = cell.getBlob();  // null if there are none
  const auto size = static_cast<size_t>(cell.getBytes());
  return size == text->size() && (size == 0 || std::memcmp(bytes, text->data(), size) == 0);
}

}  // namespace potential::storage
