#include "services/chassis/resource/page_token.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>
#include <string>
#include <vector>

#include "services/chassis/resource/order_by.h"
#include "services/chassis/resource/test_schema.h"
#include "services/chassis/resource/violation_testing.h"

namespace potential::resource {
namespace {

using storage::Order;
using storage::Row;
using storage::Value;
using ::testing::HasSubstr;

constexpr char kThing[] = R"(
  message Thing {
    string title = 1 [(field) = {query: true}];
    string subject = 2 [(field) = {query: true}];
    string text = 3 [(field) = {query: true}];
    int32 a = 4 [(field) = {query: true}];
    double b = 5 [(field) = {query: true}];
  }
)";

class PageTokenTest : public ::testing::Test {
 protected:
  PageTokenTest() : schema_(kThing), plan_(ColumnPlan::For(schema_.Type("Thing")).value()) {}

  const PageScope scope_{.method = "potential.v1.Things.ListThings",
                         .organisation = "swlstg",
                         .parent = "organisations/swlstg",
                         .filter = "a > 1",
                         .order_by = "title, a desc, b"};
  const std::vector<Order> order_ = {{"title"}, {"a", true}, {"b"}};
  const Row row_{"id1", {Value("caf\u00e9"), Value(int64_t{-5}), Value(0.25)}};
  const PageTokens tokens_{std::string(32, 's')};
  TestSchema schema_;
  ColumnPlan plan_;
};

TEST_F(PageTokenTest, BringsTheRowBack) {
  const std::vector<Row> rows = {
      row_,
      {"id2", {Value(), Value(), Value()}},
      {"", {Value(""), Value(std::numeric_limits<int64_t>::min()), Value(-0.0)}},
      {"id3",
       {Value(std::string("a\0b", 3)), Value(std::numeric_limits<int64_t>::max()),
        Value(std::numeric_limits<double>::denorm_min())}}};
  for (const Row& row : rows) {
    const auto decoded = tokens_.Decode(scope_, tokens_.Encode(scope_, row), plan_, order_);
    ASSERT_TRUE(decoded.ok()) << decoded.status();
    EXPECT_EQ(*decoded, row);
  }
}

TEST_F(PageTokenTest, StandsInAnAddressAsItIs) {
  const std::string token = tokens_.Encode(scope_, row_);
  EXPECT_EQ(
      token.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"),
      std::string::npos);
}

TEST_F(PageTokenTest, BelongsToOneRequest) {
  const std::string token = tokens_.Encode(scope_, row_);
  std::vector<PageScope> others(6, scope_);
  others[0].method = "potential.v1.Things.ListOthers";
  others[1].organisation = "other";
  others[2].parent = "organisations/other";
  others[3].filter = "a > 2";
  others[4].order_by = "title, a desc , b";
  others[5].show_deleted = true;
  for (const PageScope& other : others) {
    EXPECT_THAT(FirstViolation(tokens_.Decode(other, token, plan_, order_).status()),
                HasSubstr("page_token: was made for another request"));
  }
  // Parts do not run into each other.
  PageScope shifted = scope_;
  shifted.filter = scope_.filter + scope_.order_by.substr(0, 1);
  shifted.order_by = scope_.order_by.substr(1);
  EXPECT_FALSE(tokens_.Decode(shifted, token, plan_, order_).ok());
}

TEST_F(PageTokenTest, RefusesATokenUnderAnotherSecret) {
  const PageTokens others(std::string(32, 't'));
  EXPECT_THAT(
      FirstViolation(others.Decode(scope_, tokens_.Encode(scope_, row_), plan_, order_).status()),
      HasSubstr("page_token: is not a token of this service"));
}

TEST_F(PageTokenTest, RefusesEveryChangeOfOneCharacter) {
  const std::string token = tokens_.Encode(scope_, row_);
  for (size_t i = 0; i < token.size(); ++i) {
    std::string changed = token;
    changed[i] = changed[i] == 'A' ? 'B' : 'A';
    const auto decoded = tokens_.Decode(scope_, changed, plan_, order_);
    // The last character may hold bits beyond the last byte; those alone may differ.
    if (decoded.ok()) {
      EXPECT_EQ(i, token.size() - 1);
      EXPECT_EQ(*decoded, row_);
    } else {
      EXPECT_EQ(decoded.status().code(), absl::StatusCode::kInvalidArgument);
    }
  }
}

TEST_F(PageTokenTest, RefusesWhatIsNoToken) {
  std::mt19937 random(5);
  for (int round = 0; round < 2000; ++round) {
    std::string text;
    for (size_t i = random() % 200; i > 0; --i) text += static_cast<char>(random());
    EXPECT_FALSE(tokens_.Decode(scope_, text, plan_, order_).ok());
  }
  const std::string token = tokens_.Encode(scope_, row_);
  for (size_t length = 0; length + 1 < token.size(); ++length) {
    EXPECT_FALSE(tokens_.Decode(scope_, token.substr(0, length), plan_, order_).ok()) << length;
  }
  EXPECT_FALSE(tokens_.Decode(scope_, token + "AAAA", plan_, order_).ok());
}

TEST_F(PageTokenTest, RefusesKeysThatFitTheColumnsNoMore) {
  const std::string token = tokens_.Encode(scope_, row_);
  for (const std::vector<Order>& order : std::vector<std::vector<Order>>{
           {{"title"}, {"a"}}, {{"a"}, {"title"}, {"b"}}, {{"title"}, {"a"}, {"gone"}}, {}}) {
    EXPECT_THAT(FirstViolation(tokens_.Decode(scope_, token, plan_, order).status()),
                HasSubstr("begin again with the first page"));
  }
}

TEST_F(PageTokenTest, FitsTheContractsLimitWithTheLongestKeys) {
  const auto order = ParseOrderBy(plan_, "title, subject, text, a, b");
  ASSERT_TRUE(order.ok()) << order.status();
  std::string longest;
  for (int i = 0; i < 200; ++i) longest += "\U0001F600";
  std::string longest_id;
  for (int i = 0; i < 100; ++i) longest_id += "\U0001F600";
  const Row row{longest_id, {longest, longest, longest, Value(int64_t{1}), Value(1.0)}};
  const std::string token = tokens_.Encode(scope_, row);
  EXPECT_LE(token.size(), 4000u);
  EXPECT_EQ(tokens_.Decode(scope_, token, plan_, *order).value(), row);
}

}  // namespace
}  // namespace potential::resource
