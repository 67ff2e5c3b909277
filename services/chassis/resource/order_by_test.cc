#include "services/chassis/resource/order_by.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <string>

#include "services/chassis/resource/test_schema.h"
#include "services/chassis/resource/violation_testing.h"

namespace potential::resource {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

constexpr char kThing[] = R"(
  message Thing {
    option (fact) = { collection: "things" key: "thing_key" };
    string thing_key = 1 [(field) = {query: true}];
    string title = 2 [(field) = {query: true}];
    string subject = 3 [(field) = {query: true}];
    string text = 4 [(field) = {query: true}];
    string topic = 5 [(field) = {query: true}];
    int32 a = 6 [(field) = {query: true}];
    int32 b = 7 [(field) = {query: true}];
    int32 c = 8 [(field) = {query: true}];
    int32 d = 9 [(field) = {query: true}];
    int32 e = 10 [(field) = {query: true}];
    int32 f = 11 [(field) = {query: true}];
    repeated string tags = 12 [(field) = {query: true}];
    string hidden = 13;
  }
)";

class OrderByTest : public ::testing::Test {
 protected:
  OrderByTest() : schema_(kThing), plan_(ColumnPlan::For(schema_.Type("Thing")).value()) {}

  // The order as `column` or `-column` if descending; or the error.
  std::string Parse(const std::string& text) {
    const auto order = ParseOrderBy(plan_, text);
    if (!order.ok()) return FirstViolation(order.status());
    std::string shown;
    for (const storage::Order& key : *order) {
      shown += (shown.empty() ? "" : " ") + std::string(key.descending ? "-" : "") + key.column;
    }
    return shown;
  }

  TestSchema schema_;
  ColumnPlan plan_;
};

TEST_F(OrderByTest, ReadsKeysWithTheirDirections) {
  EXPECT_EQ(Parse(""), "");
  EXPECT_EQ(Parse(" \t\n "), "");
  EXPECT_EQ(Parse("title"), "title");
  EXPECT_EQ(Parse("title desc"), "-title");
  EXPECT_EQ(Parse(" a desc ,title asc,b\t,\nc desc"), "-a title b -c");
}

TEST_F(OrderByTest, SaysWhereItWentWrong) {
  EXPECT_THAT(Parse("hidden"), StartsWith("order_by: at character 1: expected one of the fields "
                                          "thing_key, title, subject"));
  EXPECT_THAT(Parse("title, nope"),
              StartsWith("order_by: at character 8: expected one of the fields"));
  EXPECT_THAT(Parse("title,"), HasSubstr("at character 7: expected one of the fields"));
  EXPECT_THAT(Parse("title,,a"), HasSubstr("found `,`"));
  EXPECT_THAT(Parse("title down"),
              HasSubstr("at character 7: expected asc, desc or a comma, found `down`"));
  EXPECT_THAT(Parse("title DESC"), HasSubstr("expected asc, desc or a comma"));
  EXPECT_THAT(Parse("title desc a"), HasSubstr("at character 12: expected a comma or the end"));
  EXPECT_THAT(Parse("title;drop"), HasSubstr("expected a comma or the end, found `;`"));
}

TEST_F(OrderByTest, RefusesWhatIsNoSortKey) {
  EXPECT_THAT(Parse("tags"), HasSubstr("`tags` is a list"));
  EXPECT_THAT(Parse("thing_key"), HasSubstr("is the last sort key already"));
  EXPECT_THAT(Parse("title, a, title desc"), HasSubstr("at character 11: `title` stands twice"));
}

TEST_F(OrderByTest, LimitsKeysAndTheirLength) {
  EXPECT_EQ(Parse("a,b,c,d,e"), "a b c d e");
  EXPECT_THAT(Parse("a,b,c,d,e,f"), HasSubstr("`f` is one too many: at most 5 fields"));
  EXPECT_EQ(Parse("title,subject,text"), "title subject text");
  EXPECT_THAT(Parse("title,subject,text,topic"), HasSubstr("`topic` makes the sort keys too long"));
  EXPECT_THAT(Parse("a" + std::string(200, ' ')), HasSubstr("at most 200 are allowed"));
}

TEST_F(OrderByTest, RefusesTextThatIsNotClean) {
  EXPECT_THAT(Parse("title\xFF"), HasSubstr("is not valid UTF-8"));
  EXPECT_THAT(Parse(std::string("title\0", 6)), HasSubstr("control character"));
}

TEST_F(OrderByTest, SurvivesWhateverIsSent) {
  std::mt19937 random(11);
  const std::string pieces[] = {"title", "a",    "desc",     "asc", ",", " ",
                                "(",     "tags", "\xC3\xA9", "'",   "=", ""};
  for (int round = 0; round < 5000; ++round) {
    std::string text;
    for (size_t i = random() % 8; i > 0; --i) text += pieces[random() % std::size(pieces)];
    if (round % 3 == 0) text += static_cast<char>(random());
    const auto order = ParseOrderBy(plan_, text);
    if (order.ok()) continue;
    EXPECT_EQ(order.status().code(), absl::StatusCode::kInvalidArgument) << text;
  }
}

}  // namespace
}  // namespace potential::resource
