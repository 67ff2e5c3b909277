#include "services/chassis/resource/columns.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <string>
#include <vector>

#include "google/protobuf/util/message_differencer.h"
#include "potential/evidence/v1/outcome_score.pb.h"
#include "potential/workforce/v1/opportunity.pb.h"
#include "services/chassis/resource/test_schema.h"

namespace potential::resource {
namespace {

using storage::Column;
using storage::ColumnType;
using storage::Row;
using storage::Value;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr char kThing[] = R"(
  enum Colour { COLOUR_UNSPECIFIED = 0; RED = 1; BLUE = 2; }
  message Thing {
    string hidden = 1;
    string title = 2 [(field) = {query: true}];
    Colour colour = 3 [(field) = {query: true}];
    bool flag = 4 [(field) = {query: true}];
    int32 count = 5 [(field) = {query: true}];
    optional int64 total = 6 [(field) = {query: true}];
    double ratio = 7 [(field) = {query: true}];
    google.protobuf.Timestamp at = 8 [(field) = {query: true}];
    repeated string tags = 9 [(field) = {query: true}];
    repeated Colour colours = 10 [(field) = {query: true}];
    optional string note = 11 [(field) = {query: true}];
    uint32 size = 12 [(field) = {query: true}];
    float part = 13 [(field) = {query: true}];
    string day = 14 [(field) = {query: true format: DATE}];
  }
  message Fact {
    option (fact) = { collection: "facts" key: "fact_key" };
    string fact_key = 1 [(field) = {required: true query: true}];
    string text = 2;
    optional double score = 3 [(field) = {query: true}];
    Colour colour = 4;
    bool flag = 5;
    int32 count = 6;
    google.protobuf.Timestamp at = 7;
    repeated string tags = 8;
    repeated Colour colours = 9;
    optional string note = 10;
    int64 big = 11;
    uint32 size = 12;
    float part = 13;
  }
)";

class ColumnsTest : public ::testing::Test {
 protected:
  ColumnsTest() : schema_(kThing) {}

  ColumnPlan Plan(const std::string& type) {
    return std::move(ColumnPlan::For(schema_.Type(type))).value();
  }

  std::vector<Value> Extract(const std::string& content) {
    return Plan("Thing").Extract(*schema_.Message("Thing", content));
  }

  TestSchema schema_;
};

TEST_F(ColumnsTest, MakesATypedColumnOfEveryDeclaredField) {
  EXPECT_THAT(
      Plan("Thing").columns(),
      ElementsAre(Column{"title", ColumnType::kText}, Column{"colour", ColumnType::kText},
                  Column{"flag", ColumnType::kInteger}, Column{"count", ColumnType::kInteger},
                  Column{"total", ColumnType::kInteger}, Column{"ratio", ColumnType::kReal},
                  Column{"at", ColumnType::kInteger}, Column{"tags", ColumnType::kList},
                  Column{"colours", ColumnType::kList}, Column{"note", ColumnType::kText},
                  Column{"size", ColumnType::kInteger}, Column{"part", ColumnType::kReal},
                  Column{"day", ColumnType::kText}));
}

TEST_F(ColumnsTest, ExtractsTheValuesOfAFullMessage) {
  EXPECT_THAT(
      Extract("hidden: 'h' title: 'T' colour: BLUE flag: true count: -3 total: 0 ratio: 0.5 "
              "at { seconds: 2 nanos: 3999 } tags: 'a' tags: 'b' colours: [RED, BLUE] "
              "note: '' size: 4294967295 part: 0.25 day: '2026-01-01'"),
      ElementsAre(Value("T"), Value("BLUE"), Value(int64_t{1}), Value(int64_t{-3}),
                  Value(int64_t{0}), Value(0.5), Value(int64_t{2000003}),
                  Value(storage::EncodeList({"a", "b"})),
                  Value(storage::EncodeList({"RED", "BLUE"})), Value(""),
                  Value(int64_t{4294967295}), Value(0.25), Value("2026-01-01")));
}

TEST_F(ColumnsTest, LeavesNullWhatIsAbsent) {
  EXPECT_THAT(Extract(""), ElementsAre(Value(""), Value("COLOUR_UNSPECIFIED"), Value(int64_t{0}),
                                       Value(int64_t{0}), Value(), Value(0.0), Value(), Value(),
                                       Value(), Value(), Value(int64_t{0}), Value(0.0), Value("")));
}

TEST_F(ColumnsTest, RoundsInstantsDownAndNeverOverflows) {
  EXPECT_EQ(Extract("at { seconds: -1 nanos: 999999999 }")[6], Value(int64_t{-1}));
  EXPECT_EQ(Extract("at { seconds: 9223372036854775807 }")[6],
            Value(std::numeric_limits<int64_t>::max()));
}

TEST_F(ColumnsTest, KeepsNoNan) { EXPECT_EQ(Extract("ratio: nan")[5], Value()); }

TEST_F(ColumnsTest, KeepsAllOfAFactButItsKey) {
  const ColumnPlan plan = Plan("Fact");
  EXPECT_EQ(plan.columns().size(), 12u);
  EXPECT_EQ(plan.columns().front().name, "text");
  EXPECT_EQ(plan.Key(*schema_.Message("Fact", "fact_key: 'k1'")), "k1");
  EXPECT_EQ(plan.declared_fields(), "fact_key, score");
  EXPECT_EQ(plan.Find("fact_key")->column.name, "id");
  EXPECT_EQ(plan.Find("text"), nullptr);
}

TEST_F(ColumnsTest, BringsAFactBackAsItWas) {
  const ColumnPlan plan = Plan("Fact");
  for (const char* content :
       {"fact_key: 'k'",
        "fact_key: 'k' text: 't' score: 0 colour: RED flag: true count: -2147483648 "
        "at { seconds: -7 nanos: 123456000 } tags: 'x' tags: '' colours: BLUE "
        "note: '' big: -9223372036854775808 size: 4294967295 part: 0.1",
        "fact_key: 'k' score: -1.5 note: 'n'"}) {
    const auto fact = schema_.Message("Fact", content);
    const auto back = schema_.Message("Fact", "text: 'stale' score: 9 colours: RED note: 'stale'");
    ASSERT_TRUE(plan.Fill(back.get(), Row{plan.Key(*fact), plan.Extract(*fact)}).ok()) << content;
    EXPECT_TRUE(google::protobuf::util::MessageDifferencer::Equals(*fact, *back))
        << back->ShortDebugString();
  }
}

TEST_F(ColumnsTest, TakesNullsOfColumnsThatWereAddedLaterAsDefaults) {
  const ColumnPlan plan = Plan("Fact");
  const auto back = schema_.Message("Fact", "text: 'stale'");
  ASSERT_TRUE(plan.Fill(back.get(), Row{"k", std::vector<Value>(12)}).ok());
  EXPECT_EQ(back->ShortDebugString(), "fact_key: \"k\"");
}

TEST_F(ColumnsTest, ReportsStoredValuesThatDoNotFit) {
  const ColumnPlan plan = Plan("Fact");
  const std::vector<std::pair<size_t, Value>> cases = {{0, Value(int64_t{1})},
                                                       {1, Value("x")},
                                                       {2, Value("GREEN")},
                                                       {3, Value(int64_t{2})},
                                                       {4, Value(int64_t{1} << 40)},
                                                       {6, Value(1.0)},
                                                       {7, Value(storage::EncodeList({"GREEN"}))},
                                                       {10, Value(int64_t{-1})}};
  for (const auto& [index, value] : cases) {
    Row row{"k", std::vector<Value>(12)};
    row.values[index] = value;
    const absl::Status status = plan.Fill(schema_.Message("Fact").get(), row);
    // Columns 6 and 7 are lists; both refuse a value of another kind.
    EXPECT_EQ(status.code(), absl::StatusCode::kDataLoss) << index;
  }
  EXPECT_EQ(plan.Fill(schema_.Message("Fact").get(), Row{"k", {}}).code(),
            absl::StatusCode::kDataLoss);
}

TEST_F(ColumnsTest, KnowsOnlyDeclaredFields) {
  const ColumnPlan plan = Plan("Thing");
  EXPECT_EQ(plan.Find("hidden"), nullptr);
  EXPECT_EQ(plan.Find(""), nullptr);
  EXPECT_EQ(plan.Find("at")->kind, FieldKind::kInstant);
  EXPECT_EQ(plan.Find("day")->kind, FieldKind::kDate);
  EXPECT_TRUE(plan.Find("note")->nullable);
  EXPECT_FALSE(plan.Find("title")->nullable);
}

TEST_F(ColumnsTest, RefusesContractsThatCannotBeColumns) {
  for (const char* type :
       {"message Bad { bytes f = 1 [(field) = {query: true}]; }",
        "message Bad { uint64 f = 1 [(field) = {query: true}]; }",
        "message Bad { google.protobuf.Duration f = 1 [(field) = {query: true}]; }",
        "message Bad { repeated int32 f = 1 [(field) = {query: true}]; }",
        "message Bad { map<string, string> f = 1 [(field) = {query: true}]; }",
        "message Bad { string id = 1 [(field) = {query: true}]; }",
        "message Bad { string organisation = 1 [(field) = {query: true}]; }",
        "message Bad { option (fact) = { collection: 'bads' key: 'nokey' }; string f = 1; }",
        "message Bad { option (fact) = { collection: 'bads' key: 'f' }; int32 f = 1; }",
        "message Bad { option (fact) = { collection: 'bads' key: 'f' }; string f = 1; bytes b = 2; "
        "}"}) {
    const TestSchema schema(type);
    const auto plan = ColumnPlan::For(schema.Type("Bad"));
    EXPECT_EQ(plan.status().code(), absl::StatusCode::kInvalidArgument) << type;
    EXPECT_THAT(std::string(plan.status().message()), HasSubstr("Bad")) << type;
  }
}

TEST_F(ColumnsTest, ReadsRealContracts) {
  const auto record = ColumnPlan::For(*workforce::v1::Opportunity::descriptor());
  ASSERT_TRUE(record.ok()) << record.status();
  EXPECT_NE(record->Find("closing_date"), nullptr);
  EXPECT_EQ(record->Find("notes"), nullptr);
  const auto fact = ColumnPlan::For(*evidence::v1::OutcomeScore::descriptor());
  ASSERT_TRUE(fact.ok()) << fact.status();
  evidence::v1::OutcomeScore score;
  score.set_score_key("k");
  score.set_score(0);
  evidence::v1::OutcomeScore back;
  ASSERT_TRUE(fact->Fill(&back, {fact->Key(score), fact->Extract(score)}).ok());
  EXPECT_TRUE(google::protobuf::util::MessageDifferencer::Equals(score, back));
}

}  // namespace
}  // namespace potential::resource
