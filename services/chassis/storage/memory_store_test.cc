#include "services/chassis/storage/memory_store.h"

#include <gtest/gtest.h>

#include "services/chassis/storage/store_conformance.h"

namespace potential::storage {
namespace {

class MemoryStoreConformanceTest : public testing::TestWithParam<ConformanceCase> {};

TEST_P(MemoryStoreConformanceTest, Holds) {
  GetParam().run({.name = "Memory", .open = NewMemoryStore});
}

INSTANTIATE_TEST_SUITE_P(Cases, MemoryStoreConformanceTest, testing::ValuesIn(ConformanceCases()),
                         CaseName);

TEST(MemoryStoreTest, RunsFillsInTheirTurn) {
  using conformance::kLines;
  using conformance::Line;
  const auto fill = [](const char* id) {
    return [id](TableWriter& writer) { return writer.Put(kLines, "org", Line(id, 1)); };
  };
  const auto store =
      NewMemoryStore({{.version = 1, .title = "lines", .create = {kLines}, .fill = fill("a")},
                      {.version = 2, .title = "more", .fill = fill("b")}});
  EXPECT_EQ(conformance::Ids(conformance::Select(*store, kLines, {}, "org")),
            (std::vector<std::string>{"a", "b"}));
}

TEST(MemoryStoreTest, DropsTheRowsOfADroppedTable) {
  using conformance::kLines;
  const auto store = NewMemoryStore(
      {{.version = 1,
        .title = "lines",
        .create = {kLines},
        .fill =
            [](TableWriter& writer) {
              return writer.Put(kLines, "org", conformance::Line("a", 1));
            }},
       {.version = 2, .title = "lines anew", .drop = {kLines.name}, .create = {kLines}}});
  EXPECT_TRUE(conformance::Select(*store, kLines, {}, "org").empty());
}

TEST(MemoryStoreTest, IsNoneWhenMigrationsAreWrong) {
  EXPECT_EQ(NewMemoryStore({{.version = 2, .title = "gap"}}), nullptr);
  EXPECT_EQ(NewMemoryStore({{.version = 1,
                             .title = "fails",
                             .fill = [](TableWriter&) { return absl::AbortedError("no"); }}}),
            nullptr);
}

}  // namespace
}  // namespace potential::storage
