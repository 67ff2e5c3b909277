// What the cases of the store conformance suite share: a schema, and short ways to write and read.
// For tests only.

#ifndef POTENTIAL_SERVICES_CHASSIS_STORAGE_CONFORMANCE_SUPPORT_H_
#define POTENTIAL_SERVICES_CHASSIS_STORAGE_CONFORMANCE_SUPPORT_H_

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/synchronization/notification.h"
#include "services/chassis/storage/store.h"
#include "services/chassis/storage/table.h"

namespace potential::storage::conformance {

// Opens a new, empty store of one engine.
struct StoreFactory {
  std::string name;
  std::function<std::unique_ptr<Store>(const std::vector<Migration>&)> open;
};

inline constexpr char kOrg[] = "swlstg";
inline constexpr char kOther[] = "tower-hamlets";

// One column of each type, a blob among them.
inline const Table kItems = {
    .name = "items",
    .columns = {{"state", ColumnType::kText},
                {"amount", ColumnType::kInteger},
                {"weight", ColumnType::kReal},
                {"tags", ColumnType::kList},
                {"body", ColumnType::kBlob}},
    .indexes = {{"state"}, {"amount", "state"}, {"weight"}},
    .rollups = {{.name = "by_state", .group_by = {"state", "amount"}, .sums = {"amount", "weight"}},
                {.name = "total", .group_by = {}, .sums = {"weight"}}}};

// Narrow rows, without a blob or a rollup.
inline const Table kLines = {
    .name = "lines", .columns = {{"number", ColumnType::kInteger}, {"text", ColumnType::kText}}};

inline const Table kAnswers = {
    .name = "answers", .columns = {{"text", ColumnType::kText}}, .anonymous = true};

inline std::vector<Migration> Migrations() {
  return {{.version = 1, .title = "tables", .create = {kItems, kLines, kAnswers}}};
}

inline Row Item(std::string id, Value state = {}, Value amount = {}, Value weight = {},
                Value tags = {}, Value body = {}) {
  return {.id = std::move(id),
          .values = {std::move(state), std::move(amount), std::move(weight), std::move(tags),
                     std::move(body)}};
}

inline Row Line(std::string id, int64_t number, std::string text = "") {
  return {.id = std::move(id), .values = {number, std::move(text)}};
}

inline Row Answer(std::string id, std::string text) {
  return {.id = std::move(id), .values = {std::move(text)}};
}

inline void MustWrite(Store& store, WriteFunction write) {
  const absl::Status status = WriteAndWait(store, std::move(write));
  ASSERT_TRUE(status.ok()) << status;
}

inline void MustPut(Store& store, const Table& table, const std::vector<Row>& rows,
                    const std::string& organisation = kOrg) {
  MustWrite(store, [&](TableWriter& writer) {
    for (const Row& row : rows) {
      absl::Status status = writer.Put(table, organisation, row);
      if (!status.ok()) return status;
    }
    return absl::OkStatus();
  });
}

// The accessors below throw on a status that is not OK, which fails the test with its text.
inline std::optional<Row> Get(Store& store, const Table& table, const std::string& id,
                              const std::string& organisation = kOrg) {
  return store.Read().value()->Get(table, organisation, id).value();
}

inline std::vector<Row> Select(Store& store, const Table& table, const Query& query = {},
                               const std::string& organisation = kOrg) {
  return store.Read().value()->Select(table, organisation, query).value();
}

inline std::vector<RollupRow> SelectRollup(Store& store, const Table& table,
                                           const std::string& rollup, const RollupQuery& query = {},
                                           const std::string& organisation = kOrg) {
  return store.Read().value()->SelectRollup(table, rollup, organisation, query).value();
}

inline std::vector<std::string> Ids(const std::vector<Row>& rows) {
  std::vector<std::string> ids;
  for (const Row& row : rows) ids.push_back(row.id);
  return ids;
}

// Keeps the store's writer busy from its construction until Release, so that what is written in
// between waits and is committed together.
class BusyWriter {
 public:
  explicit BusyWriter(Store& store) {
    store.Write(
        [this](TableWriter&) {
          if (!started_.HasBeenNotified()) started_.Notify();
          release_.WaitForNotification();
          return absl::OkStatus();
        },
        [this](absl::Status) { done_.Notify(); });
    started_.WaitForNotification();
  }
  ~BusyWriter() { Release(); }

  void Release() {
    if (!release_.HasBeenNotified()) release_.Notify();
    done_.WaitForNotification();
  }

 private:
  absl::Notification started_, release_, done_;
};

// Writes that wait together, and their outcomes.
class Batch {
 public:
  explicit Batch(Store& store) : store_(store) {}

  void Add(WriteFunction write) {
    outcomes_.push_back(std::make_unique<Outcome>());
    Outcome& outcome = *outcomes_.back();
    store_.Write(std::move(write), [&outcome](absl::Status status) {
      outcome.status = std::move(status);
      outcome.done.Notify();
    });
  }

  std::vector<absl::StatusCode> Wait() {
    std::vector<absl::StatusCode> codes;
    for (const auto& outcome : outcomes_) {
      outcome->done.WaitForNotification();
      codes.push_back(outcome->status.code());
    }
    return codes;
  }

 private:
  struct Outcome {
    absl::Status status;
    absl::Notification done;
  };
  Store& store_;
  std::vector<std::unique_ptr<Outcome>> outcomes_;
};

// Deterministic traffic: the same calls give the same values on every machine.
class Random {
 public:
  explicit Random(uint64_t seed) : engine_(seed) {}

  int Below(int bound) { return static_cast<int>(engine_() % static_cast<uint64_t>(bound)); }
  bool OneIn(int chances) { return Below(chances) == 0; }

  // Few distinct values, and nulls among them, so that conditions and groups meet.
  Value Cell(ColumnType type) {
    if (OneIn(4)) return {};
    switch (type) {
      case ColumnType::kInteger:
        return int64_t{Below(5)} - 2;
      case ColumnType::kReal:
        return 0.25 * (Below(9) - 4);
      case ColumnType::kList:
        return EncodeList(std::vector<std::string>(static_cast<size_t>(Below(3)), Word()));
      default:
        return Word();
    }
  }

  Row ItemRow() {
    Row row = {.id = "id" + std::to_string(Below(60)), .values = {}};
    for (const Column& column : kItems.columns) row.values.push_back(Cell(column.type));
    return row;
  }

 private:
  std::string Word() { return std::vector<std::string>{"", "a", "ab", "b", "é"}[Index()]; }
  size_t Index() { return static_cast<size_t>(Below(5)); }

  std::mt19937_64 engine_;
};

}  // namespace potential::storage::conformance

#endif  // POTENTIAL_SERVICES_CHASSIS_STORAGE_CONFORMANCE_SUPPORT_H_
