#include "services/chassis/storage/table.h"

#include <gtest/gtest.h>

namespace potential::storage {
namespace {

TEST(TableTest, FindsColumnsByName) {
  const Table table = {.name = "t",
                       .columns = {{"a", ColumnType::kText}, {"b", ColumnType::kReal}}};
  EXPECT_EQ(table.Find("b"), 1u);
  EXPECT_EQ(table.Find("c"), std::nullopt);
}

TEST(TableTest, DecodesTheListsItEncodes) {
  using List = std::vector<std::string>;
  for (const List& items : {List{}, List{""}, List{"a"}, List{"", "", ""}, List{"a b", "", "c"}}) {
    EXPECT_EQ(DecodeList(EncodeList(items)), items);
  }
}

TEST(TableTest, EncodesItemsBetweenSeparators) {
  EXPECT_EQ(EncodeList({"a", "bc"}),
            "\x1f"
            "a\x1f"
            "bc\x1f");
  EXPECT_EQ(EncodeList({}), "");
}

}  // namespace
}  // namespace potential::storage
