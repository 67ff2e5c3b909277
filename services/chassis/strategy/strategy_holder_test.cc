#include "services/chassis/strategy/strategy_holder.h"

#include <gtest/gtest.h>

#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"

namespace potential::strategy {
namespace {

using Set = std::shared_ptr<const StrategySet>;

std::string Small(const std::string& title) {
  return absl::StrCat("organisation: \"one\" organisation_title: \"T\" title: \"", title, "\" ",
                      "plan_window { start_date: \"2024-01-01\" end_date: \"2025-12-31\" } ",
                      "pillars { id: \"workforce\" title: \"P\" }");
}

// A loader whose text the test changes.
struct Source {
  std::string text = Small("first");
  StrategyHolder::Loader Loader() {
    return [this] { return StrategySet::FromFiles({{"one.textproto", text}}); };
  }
};

std::string TitleOf(const Set& set) { return set->Find("one")->title(); }

TEST(StrategyHolderTest, OpensWithTheFirstSetOrSaysWhyNot) {
  Source source;
  const auto holder = StrategyHolder::Open(source.Loader());
  ASSERT_TRUE(holder.ok());
  EXPECT_EQ(TitleOf((*holder)->Get()), "first");
  source.text = "title: 7";
  const absl::Status broken = StrategyHolder::Open(source.Loader()).status();
  EXPECT_EQ(broken.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(broken.message(), "one.textproto:1:8: Expected string, got: 7");
}

TEST(StrategyHolderTest, OpensADirectory) {
  EXPECT_TRUE(StrategyHolder::Open(std::string(POTENTIAL_STRATEGY_DIRECTORY)).ok());
  EXPECT_EQ(StrategyHolder::Open(std::string("/missing/strategy")).status().code(),
            absl::StatusCode::kFailedPrecondition);
}

TEST(StrategyHolderTest, AReloadReplacesTheSetAndTellsTheListenersInOrder) {
  Source source;
  const auto holder = StrategyHolder::Open(source.Loader()).value();
  std::vector<std::string> told;
  holder->AddListener([&](const Set& set) { told.push_back("a " + TitleOf(set)); });
  holder->AddListener([&](const Set&) { told.push_back("b " + TitleOf(holder->Get())); });
  const Set before = holder->Get();
  source.text = Small("second");
  ASSERT_TRUE(holder->Reload().ok());
  EXPECT_EQ(TitleOf(holder->Get()), "second");
  EXPECT_EQ(TitleOf(before), "first");
  EXPECT_EQ(told, (std::vector<std::string>{"a second", "b second"}));
}

TEST(StrategyHolderTest, ABrokenFileKeepsTheRunningSet) {
  Source source;
  const auto holder = StrategyHolder::Open(source.Loader()).value();
  int told = 0;
  holder->AddListener([&](const Set&) { ++told; });
  const Set before = holder->Get();
  source.text = Small("second") + "\nboroughs { id: \"b\" }";
  const absl::Status status = holder->Reload();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(std::string(status.message()).rfind("one.textproto:2:", 0), 0U) << status;
  EXPECT_EQ(holder->Get(), before);
  EXPECT_EQ(told, 0);
  source.text = Small("third");
  EXPECT_TRUE(holder->Reload().ok());
  EXPECT_EQ(TitleOf(holder->Get()), "third");
  EXPECT_EQ(told, 1);
}

TEST(StrategyHolderTest, AReloadOfTheSameBytesChangesNothing) {
  Source source;
  const auto holder = StrategyHolder::Open(source.Loader()).value();
  int told = 0;
  holder->AddListener([&](const Set&) { ++told; });
  const Set before = holder->Get();
  ASSERT_TRUE(holder->Reload().ok());
  EXPECT_EQ(holder->Get(), before);
  EXPECT_EQ(told, 0);
}

TEST(StrategyHolderTest, ReadersSeeWholeSetsWhileManyThreadsReload) {
  constexpr int kReloads = 50;
  int loads = 0;  // the holder never calls the loader from two threads at once
  const auto holder = StrategyHolder::Open([&loads] {
                        return StrategySet::FromFiles(
                            {{"one.textproto", Small(absl::StrCat("version ", loads++))}});
                      }).value();
  std::atomic<int> told = 0;
  holder->AddListener([&](const Set&) { ++told; });
  std::atomic<bool> whole = true;
  std::vector<std::thread> threads;
  for (int i = 0; i < 2; ++i) {
    threads.emplace_back([&] {
      for (int n = 0; n < kReloads; ++n) whole = whole && holder->Reload().ok();
    });
    threads.emplace_back([&] {
      for (int n = 0; n < kReloads * 20; ++n) {
        const Set set = holder->Get();
        whole = whole && TitleOf(set).rfind("version ", 0) == 0 && set->hash().size() == 64;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_TRUE(whole);
  EXPECT_EQ(told, 2 * kReloads);
  EXPECT_EQ(TitleOf(holder->Get()), absl::StrCat("version ", 2 * kReloads));
}

}  // namespace
}  // namespace potential::strategy
