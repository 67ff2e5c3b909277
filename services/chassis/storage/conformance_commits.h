// Conformance cases: transactions, snapshots, the queue, and who hears of a commit when.

#ifndef POTENTIAL_SERVICES_CHASSIS_STORAGE_CONFORMANCE_COMMITS_H_
#define POTENTIAL_SERVICES_CHASSIS_STORAGE_CONFORMANCE_COMMITS_H_

#include <atomic>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "services/chassis/storage/conformance_support.h"

namespace potential::storage::conformance {

using absl::StatusCode;

// Adds one to a row; what a lost update would show in.
inline absl::Status Increment(TableWriter& writer, const std::string& id) {
  const auto row = writer.Get(kLines, kOrg, id);
  if (!row.ok()) return row.status();
  const int64_t number = *row ? std::get<int64_t>((*row)->values[0]) : 0;
  return writer.Put(kLines, kOrg, Line(id, number + 1));
}

inline void SnapshotsSeeOneState(const StoreFactory& factory) {
  const auto store = factory.open(Migrations());
  MustPut(*store, kItems, {Item("a", "old")});
  const auto before = store->Read().value();
  MustPut(*store, kItems, {Item("a", "new"), Item("b", "new")});
  const auto after = store->Read().value();
  for (int i = 0; i < 2; ++i) {
    EXPECT_EQ(before->Get(kItems, kOrg, "a").value(), Item("a", "old"));
    EXPECT_EQ(before->Select(kItems, kOrg, {}).value().size(), 1u);
    EXPECT_EQ(before->SelectRollup(kItems, "total", kOrg, {}).value()[0].count, 1);
    EXPECT_EQ(after->Get(kItems, kOrg, "a").value(), Item("a", "new"));
    EXPECT_EQ(after->SelectRollup(kItems, "total", kOrg, {}).value()[0].count, 2);
    MustPut(*store, kItems, {Item("c", "newer")});
  }
}

inline void SnapshotsNeverSeeHalfAWrite(const StoreFactory& factory) {
  const auto store = factory.open(Migrations());
  std::atomic<bool> stop = false;
  std::thread writer([&] {
    for (int64_t i = 1; i <= 300; ++i) {
      MustPut(*store, kLines, {Line("left", i), Line("right", i)});
    }
    stop = true;
  });
  while (!stop) {
    const auto snapshot = store->Read().value();
    const auto left = snapshot->Get(kLines, kOrg, "left").value();
    const auto right = snapshot->Get(kLines, kOrg, "right").value();
    ASSERT_EQ(left.has_value(), right.has_value());
    if (left) {
      ASSERT_EQ(left->values, right->values);
    }
  }
  writer.join();
}

inline void FailedWritesLeaveNothing(const StoreFactory& factory) {
  const auto store = factory.open(Migrations());
  MustPut(*store, kItems, {Item("a", "open", int64_t{1})});
  const absl::Status status = WriteAndWait(*store, [](TableWriter& writer) {
    (void)writer.Put(kItems, kOrg, Item("a", "closed"));
    (void)writer.Put(kItems, kOrg, Item("b", "closed"));
    (void)writer.Put(kAnswers, kOrg, Answer("x", "lost"));
    EXPECT_EQ(writer.SelectRollup(kItems, "total", kOrg, {}).value()[0].count, 2);
    return absl::AbortedError("changed our mind");
  });
  EXPECT_EQ(status, absl::AbortedError("changed our mind"));
  EXPECT_EQ(Select(*store, kItems), std::vector<Row>{Item("a", "open", int64_t{1})});
  EXPECT_TRUE(Select(*store, kAnswers).empty());
  EXPECT_EQ(SelectRollup(*store, kItems, "by_state", {.group_by = {"state"}}),
            (std::vector<RollupRow>{{.group = {"open"}, .count = 1, .sums = {1, 0}}}));
}

inline void ThrowingWritesFailAlone(const StoreFactory& factory) {
  const auto store = factory.open(Migrations());
  const absl::Status status = WriteAndWait(*store, [](TableWriter& writer) -> absl::Status {
    (void)writer.Put(kLines, kOrg, Line("a", 1));
    throw std::runtime_error("a defect");
  });
  EXPECT_EQ(status.code(), StatusCode::kInternal);
  EXPECT_TRUE(Select(*store, kLines).empty());
  MustPut(*store, kLines, {Line("a", 2)});
}

inline void MembersOfABatchFailAlone(const StoreFactory& factory) {
  const auto store = factory.open(Migrations());
  BusyWriter busy(*store);
  Batch batch(*store);
  for (int i = 0; i < 6; ++i) {
    batch.Add([i](TableWriter& writer) {
      (void)writer.Put(kItems, kOrg, Item("id" + std::to_string(i), "open"));
      (void)writer.Put(kAnswers, kOrg, Answer("id" + std::to_string(i), "open"));
      const absl::Status status = Increment(writer, "count");
      return i % 2 == 0 ? status : absl::AbortedError("no");
    });
  }
  busy.Release();
  EXPECT_THAT(batch.Wait(),
              testing::ElementsAre(StatusCode::kOk, StatusCode::kAborted, StatusCode::kOk,
                                   StatusCode::kAborted, StatusCode::kOk, StatusCode::kAborted));
  const std::vector<std::string> left = {"id0", "id2", "id4"};
  EXPECT_EQ(Ids(Select(*store, kItems)), left);
  EXPECT_EQ(Ids(Select(*store, kAnswers)), left);
  EXPECT_EQ(Get(*store, kLines, "count"), Line("count", 3));
  EXPECT_EQ(SelectRollup(*store, kItems, "total")[0].count, 3);
}

// Reading a whole anonymous table writes what earlier members of the batch left waiting; undoing
// the reader must not undo them.
inline void FailedReaderOfAnonymousRowsHarmsNobody(const StoreFactory& factory) {
  const auto store = factory.open(Migrations());
  BusyWriter busy(*store);
  Batch batch(*store);
  batch.Add([](TableWriter& writer) { return writer.Put(kAnswers, kOrg, Answer("a", "kept")); });
  batch.Add([](TableWriter& writer) {
    EXPECT_EQ(Ids(writer.Select(kAnswers, kOrg, {}).value()), std::vector<std::string>{"a"});
    return absl::AbortedError("no");
  });
  batch.Add([](TableWriter& writer) { return Increment(writer, "count"); });
  busy.Release();
  EXPECT_THAT(batch.Wait(),
              testing::ElementsAre(StatusCode::kOk, StatusCode::kAborted, StatusCode::kOk));
  EXPECT_EQ(Select(*store, kAnswers), std::vector<Row>{Answer("a", "kept")});
  EXPECT_EQ(Get(*store, kLines, "count"), Line("count", 1));
}

inline void MembersOfABatchSeeEarlierOnes(const StoreFactory& factory) {
  const auto store = factory.open(Migrations());
  BusyWriter busy(*store);
  Batch batch(*store);
  batch.Add([](TableWriter& writer) {
    (void)writer.Put(kItems, kOrg, Item("a", "open"));
    return writer.Put(kAnswers, kOrg, Answer("token", "unspent"));
  });
  for (int i = 0; i < 2; ++i) {  // of two who spend a token one must fail
    batch.Add([](TableWriter& writer) {
      EXPECT_EQ(writer.SelectRollup(kItems, "total", kOrg, {}).value()[0].count, 1);
      const auto token = writer.Get(kAnswers, kOrg, "token").value();
      if (token != Answer("token", "unspent")) return absl::FailedPreconditionError("spent");
      return writer.Put(kAnswers, kOrg, Answer("token", "spent"));
    });
  }
  busy.Release();
  EXPECT_THAT(batch.Wait(), testing::ElementsAre(StatusCode::kOk, StatusCode::kOk,
                                                 StatusCode::kFailedPrecondition));
}

inline void AppliesWritesInOrder(const StoreFactory& factory) {
  const auto store = factory.open(Migrations());
  std::vector<int> order;
  {
    BusyWriter busy(*store);
    for (int i = 0; i < 700; ++i) {  // more than one batch
      store->Write([i](TableWriter& writer) { return writer.Put(kLines, kOrg, Line("a", i)); },
                   [&order, i](absl::Status status) {
                     EXPECT_TRUE(status.ok()) << status;
                     order.push_back(i);
                   });
    }
  }
  MustWrite(*store, [](TableWriter&) { return absl::OkStatus(); });
  ASSERT_EQ(order.size(), 700u);
  EXPECT_TRUE(std::is_sorted(order.begin(), order.end()));
  EXPECT_EQ(Get(*store, kLines, "a"), Line("a", 699));
}

inline void LosesNoUpdateOfManyWriters(const StoreFactory& factory) {
  const auto store = factory.open(Migrations());
  std::vector<std::thread> writers;
  for (int i = 0; i < 8; ++i) {
    writers.emplace_back([&store] {
      for (int j = 0; j < 50; ++j) {
        MustWrite(*store, [](TableWriter& writer) { return Increment(writer, "count"); });
      }
    });
  }
  for (std::thread& writer : writers) writer.join();
  EXPECT_EQ(Get(*store, kLines, "count"), Line("count", 400));
}

inline void RefusesWritesBeyondTheQueue(const StoreFactory& factory) {
  const auto store = factory.open(Migrations());
  BusyWriter busy(*store);
  Batch batch(*store);
  for (int i = 0; i < 1024; ++i) {
    batch.Add([](TableWriter& writer) { return Increment(writer, "count"); });
  }
  absl::Status refused;
  std::thread::id thread;
  store->Write([](TableWriter& writer) { return Increment(writer, "count"); },
               [&](absl::Status status) {
                 refused = status;
                 thread = std::this_thread::get_id();
               });
  EXPECT_EQ(refused.code(), StatusCode::kResourceExhausted);
  EXPECT_EQ(thread, std::this_thread::get_id());
  busy.Release();
  EXPECT_THAT(batch.Wait(), testing::Each(StatusCode::kOk));
  MustWrite(*store, [](TableWriter& writer) { return Increment(writer, "count"); });
  EXPECT_EQ(Get(*store, kLines, "count"), Line("count", 1025));
}

inline void TellsTheListenerOfChanges(const StoreFactory& factory) {
  const auto store = factory.open(Migrations());
  std::atomic<int> commits = 0;
  store->SetCommitListener([&] { ++commits; });
  const auto commits_of = [&](WriteFunction write) {
    commits = 0;
    (void)WriteAndWait(*store, std::move(write));
    return commits.load();
  };
  EXPECT_EQ(commits_of([](TableWriter& w) { return w.Put(kLines, kOrg, Line("a", 1)); }), 1);
  EXPECT_EQ(commits_of([](TableWriter& w) { return w.Put(kAnswers, kOrg, Answer("a", "")); }), 1);
  EXPECT_EQ(commits_of([](TableWriter& w) { return w.Erase(kLines, kOrg, "none"); }), 0);
  EXPECT_EQ(commits_of([](TableWriter& w) { return w.Erase(kAnswers, kOrg, "none"); }), 0);
  EXPECT_EQ(commits_of([](TableWriter& w) { return w.Get(kLines, kOrg, "a").status(); }), 0);
  EXPECT_EQ(
      commits_of([](TableWriter& w) { return w.Upsert(kLines, kOrg, {Line("a", 1)}).status(); }),
      0);
  EXPECT_EQ(commits_of([](TableWriter& w) {
              (void)w.Put(kLines, kOrg, Line("a", 2));
              return absl::AbortedError("no");
            }),
            0);
  EXPECT_EQ(commits_of([](TableWriter& w) { return w.Erase(kLines, kOrg, "a"); }), 1);
}

inline void AnswersWhenTheWriteCanBeRead(const StoreFactory& factory) {
  const auto store = factory.open(Migrations());
  absl::Notification done;
  std::optional<Row> seen;
  store->Write([](TableWriter& writer) { return writer.Put(kLines, kOrg, Line("a", 1)); },
               [&](absl::Status) {
                 seen = Get(*store, kLines, "a");
                 done.Notify();
               });
  done.WaitForNotification();
  EXPECT_EQ(seen, Line("a", 1));
}

inline void CommitsWhatWasAcceptedBeforeItCloses(const StoreFactory& factory) {
  auto store = factory.open(Migrations());
  int committed = 0;
  absl::Status late;
  for (int i = 0; i < 20; ++i) {
    store->Write([](TableWriter& writer) { return Increment(writer, "count"); },
                 [&committed](absl::Status status) { committed += status.ok() ? 1 : 0; });
  }
  store.reset();
  EXPECT_EQ(committed, 20);
}

inline void StoresDifferInIdentity(const StoreFactory& factory) {
  const auto one = factory.open(Migrations());
  const auto two = factory.open(Migrations());
  EXPECT_THAT(one->Incarnation(), testing::MatchesRegex("[0-9a-f]{32}"));
  EXPECT_EQ(one->Secret().size(), 32u);
  EXPECT_NE(one->Incarnation(), two->Incarnation());
  EXPECT_NE(one->Secret(), two->Secret());
}

}  // namespace potential::storage::conformance

#endif  // POTENTIAL_SERVICES_CHASSIS_STORAGE_CONFORMANCE_COMMITS_H_
