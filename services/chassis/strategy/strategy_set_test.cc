#include "services/chassis/strategy/strategy_set.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "absl/strings/str_cat.h"

namespace potential::strategy {
namespace {

using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::StartsWith;
using File = StrategySet::File;

std::string Small(const std::string& organisation) {
  return absl::StrCat("organisation: \"", organisation,
                      "\" organisation_title: \"T\" title: \"S\" ",
                      "plan_window { start_date: \"2024-01-01\" end_date: \"2025-12-31\" } ",
                      "pillars { id: \"workforce\" title: \"P\" }");
}

// A folder of its own that is removed with the test.
class Folder {
 public:
  Folder() {
    path_ = testing::TempDir() + "strategy_set_test." +
            testing::UnitTest::GetInstance()->current_test_info()->name();
    std::filesystem::remove_all(path_);
    std::filesystem::create_directories(path_);
  }
  ~Folder() { std::filesystem::remove_all(path_); }

  void Write(const std::string& name, const std::string& bytes) {
    std::ofstream(std::filesystem::path(path_) / name, std::ios::binary) << bytes;
  }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

TEST(StrategySetTest, LoadsEveryStrategyOfADirectory) {
  Folder folder;
  folder.Write("b.textproto", Small("two"));
  folder.Write("a.textproto", Small("one"));
  folder.Write(".#a.textproto", "an editor's lock");
  folder.Write("README.md", "not a strategy");
  const auto set = StrategySet::Load(folder.path());
  ASSERT_TRUE(set.ok()) << set.status();
  EXPECT_THAT((*set)->organisations(), ElementsAre("one", "two"));
  ASSERT_NE((*set)->Find("two"), nullptr);
  EXPECT_EQ((*set)->Find("two")->organisation(), "two");
  EXPECT_EQ((*set)->Find("three"), nullptr);
}

TEST(StrategySetTest, RefusesADirectoryWithoutStrategies) {
  Folder folder;
  const auto empty = StrategySet::Load(folder.path());
  EXPECT_EQ(empty.status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(empty.status().message()), EndsWith("holds no *.textproto file"));
  const auto missing = StrategySet::Load(folder.path() + "/missing");
  EXPECT_EQ(missing.status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(missing.status().message()),
              StartsWith("cannot read the strategy directory"));
}

TEST(StrategySetTest, RefusesAFileThatCannotBeRead) {
  Folder folder;
  folder.Write("a.textproto", Small("one"));
  std::filesystem::create_directory(folder.path() + "/folder.textproto");
  const auto set = StrategySet::Load(folder.path());
  EXPECT_EQ(set.status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(set.status().message()), HasSubstr("folder.textproto"));
}

TEST(StrategySetTest, ReportsTheProblemsOfAllFiles) {
  const auto set = StrategySet::FromFiles({{"b.textproto", "nonsense"},
                                           {"a.textproto", ""},
                                           {"c.textproto", Small("one")},
                                           {"d.textproto", Small("one")}});
  EXPECT_EQ(set.status().code(), absl::StatusCode::kInvalidArgument);
  const std::string message(set.status().message());
  EXPECT_THAT(message, StartsWith("a.textproto:1:1: organisation is required\n"));
  EXPECT_THAT(message, HasSubstr("\nb.textproto:1:"));
  EXPECT_THAT(message,
              EndsWith("\nd.textproto:1:1: organisation \"one\" has a strategy in another file "
                       "already"));
}

TEST(StrategySetTest, PartnersAreThoseListedThatHaveAStrategyHere) {
  const auto listing = [](const std::string& organisation, const std::vector<std::string>& others) {
    std::string text = Small(organisation);
    for (const std::string& other : others) {
      absl::StrAppend(&text, " organisations { id: \"", other, "\" title: \"T\" }");
    }
    return File{organisation + ".textproto", text};
  };
  const auto set =
      StrategySet::FromFiles({listing("one", {"two", "one", "three", "elsewhere"}),
                              listing("two", {"two"}), listing("three", {"one", "three"})});
  ASSERT_TRUE(set.ok()) << set.status();
  EXPECT_THAT((*set)->Partners("one"), ElementsAre("three", "two"));
  EXPECT_THAT((*set)->Partners("two"), ElementsAre());
  EXPECT_THAT((*set)->Partners("three"), ElementsAre("one"));
  EXPECT_THAT((*set)->Partners("elsewhere"), ElementsAre());
}

TEST(StrategySetTest, TheHashIsOfNamesAndBytesWhateverTheOrder) {
  const auto hash = [](std::vector<File> files) {
    return StrategySet::FromFiles(std::move(files)).value()->hash();
  };
  const std::string one = Small("one");
  const std::string two = Small("two");
  const std::string reference = hash({{"a", one}, {"b", two}});
  EXPECT_THAT(reference, testing::MatchesRegex("[0-9a-f]{64}"));
  EXPECT_EQ(hash({{"b", two}, {"a", one}}), reference);
  EXPECT_NE(hash({{"a", two}, {"b", one}}), reference);
  EXPECT_NE(hash({{"a", one}, {"c", two}}), reference);
  EXPECT_NE(hash({{"a", one + " "}, {"b", two}}), reference);
  EXPECT_NE(hash({{"a", one}}), reference);
}

TEST(StrategySetTest, TheHashIsSha256OfFramedNamesAndBytes) {
  // 8-byte length and bytes of the name "a", then of the file. Computed by another program.
  const std::string bytes = Small("one");
  ASSERT_EQ(bytes.size(), 157U);
  EXPECT_EQ(StrategySet::FromFiles({{"a", bytes}}).value()->hash(),
            "29d8ca072023d2850035880afd19186c7c3b3ea50db396df6853d4733826ce85");
}

}  // namespace
}  // namespace potential::strategy
