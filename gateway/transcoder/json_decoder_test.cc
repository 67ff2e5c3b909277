#include <cmath>
#include <string>

#include "absl/strings/str_cat.h"
#include "gateway/transcoder/json.h"
#include "gateway/transcoder/request_error.h"
#include "gateway/transcoder/test_contract.h"
#include "gateway/transcoder/test_status.h"
#include "google/protobuf/util/json_util.h"
#include "google/protobuf/util/message_differencer.h"
#include "gtest/gtest.h"

namespace potential::gateway {
namespace {

using google::protobuf::Message;
using google::protobuf::util::MessageDifferencer;

class JsonDecoderTest : public ::testing::Test {
 protected:
  absl::Status Decode(absl::string_view json) {
    message_ = contract_.New("Everything");
    return DecodeJson(json, options_, message_.get());
  }

  // The message as text, one line.
  std::string Decoded(absl::string_view json) {
    absl::Status status = Decode(json);
    return status.ok() ? message_->ShortDebugString() : std::string(status.message());
  }

  TestContract contract_;
  DecodeOptions options_;
  std::unique_ptr<Message> message_;
};

TEST_F(JsonDecoderTest, ReadsWhatTheOracleReads) {
  const char* kTexts[] = {
      "{}",
      R"({"fInt32": -5, "fInt64": "-9223372036854775808", "fUint32": 4294967295})",
      R"({"fUint64": "18446744073709551615", "fDouble": 0.1, "fFloat": 1.5, "fBool": true})",
      R"({"f_int32": 1.0, "fInt64": 9007199254740993, "fUint64": 1e3})",
      R"({"fString": "Zo\u00eb \ud83d\ude00\n", "fBytes": "AQID+/8="})",
      R"({"fBytes": "AQID-_8"})",
      R"({"fEnum": "FICTION", "rEnum": ["FACT", 2, 77]})",
      R"({"fMessage": {"room": "a", "row": 3}, "fOptional": 0})",
      R"({"rInt32": [1, "2", 3.0], "rMessage": [{}, {"row": 1}]})",
      R"({"mString": {"a": "1", "b": 2}, "mInt32": {"-1": {"row": 2}}, "mBool": {"true": "x"}})",
      R"({"cInt32": 0})",
      R"({"cMessage": {}})",
      R"({"wTimestamp": "2026-03-01T09:30:00.5Z", "wDuration": "-3.000000001s"})",
      R"({"wTimestamp": "2026-03-01T09:30:00+01:00", "wMask": "title,placeName.row"})",
      R"({"wStruct": {"a": [1, null, {"b": "x"}]}, "wValue": null, "wList": [1, "b"]})",
      R"({"wInt64": "5", "wString": "", "wBool": false})",
      R"({"wAny": {"@type": "type.googleapis.com/google.protobuf.Duration", "value": "1s"}})",
      R"({"otherName": "x"})",
      R"({"fInt32": null, "fMessage": null, "rInt32": null, "mString": null})",
      R"({"fDouble": "NaN", "fFloat": "-Infinity"})",
      R"({"deeper": {"deeper": {"fSint64": "-1", "fFixed64": "1"}}, "rTimestamp": ["1970-01-01T00:00:00Z"]})",
  };
  for (const char* text : kTexts) {
    std::unique_ptr<Message> expected = contract_.New("Everything");
    ASSERT_TRUE(google::protobuf::util::JsonStringToMessage(text, expected.get()).ok()) << text;
    ASSERT_EQ(Decode(text), absl::OkStatus()) << text;
    MessageDifferencer differencer;
    google::protobuf::util::DefaultFieldComparator comparator;
    comparator.set_treat_nan_as_equal(true);
    differencer.set_field_comparator(&comparator);
    EXPECT_TRUE(differencer.Compare(*expected, *message_)) << text << "\n"
                                                           << expected->ShortDebugString() << "\n"
                                                           << message_->ShortDebugString();
  }
}

TEST_F(JsonDecoderTest, NamesTheFieldThatIsWrong) {
  struct Case {
    const char* json;
    const char* field;
  };
  const Case kCases[] = {
      {R"({"nothing": 1})", "nothing"},
      {R"({"fMessage": {"nothing": 1}})", "f_message.nothing"},
      {R"({"rMessage": [{}, {"nothing": 1}]})", "r_message[1].nothing"},
      {R"({"fInt32": "x"})", "f_int32"},
      {R"({"fInt32": 1.5})", "f_int32"},
      {R"({"fInt32": 2147483648})", "f_int32"},
      {R"({"fInt32": -2147483649})", "f_int32"},
      {R"({"fInt32": true})", "f_int32"},
      {R"({"fInt32": {}})", "f_int32"},
      {R"({"fInt32": [1]})", "f_int32"},
      {R"({"fInt32": ""})", "f_int32"},
      {R"({"fInt64": "9223372036854775808"})", "f_int64"},
      {R"({"fUint32": -1})", "f_uint32"},
      {R"({"fUint64": "18446744073709551616"})", "f_uint64"},
      {R"({"fUint64": 1e20})", "f_uint64"},
      {R"({"fDouble": "1,5"})", "f_double"},
      {R"({"fDouble": 1e400})", "f_double"},
      {R"({"fDouble": "inf"})", "f_double"},
      {R"({"fFloat": 1e39})", "f_float"},
      {R"({"fBool": "true"})", "f_bool"},
      {R"({"fBool": 1})", "f_bool"},
      {R"({"fString": 1})", "f_string"},
      {R"({"fString": {}})", "f_string"},
      {R"({"fBytes": "***"})", "f_bytes"},
      {R"({"fEnum": "NOVEL"})", "f_enum"},
      {R"({"fEnum": "fiction"})", "f_enum"},
      {R"({"fEnum": true})", "f_enum"},
      {R"({"rEnum": ["FACT", "NOVEL"]})", "r_enum[1]"},
      {R"({"fMessage": []})", "f_message"},
      {R"({"fMessage": "x"})", "f_message"},
      {R"({"fMessage": {"row": "x"}})", "f_message.row"},
      {R"({"rInt32": 1})", "r_int32"},
      {R"({"rInt32": [1, null]})", "r_int32[1]"},
      {R"({"rInt32": [[1]]})", "r_int32[0]"},
      {R"({"rMessage": [null]})", "r_message[0]"},
      {R"({"mString": []})", "m_string"},
      {R"({"mString": {"a": 1, "a": 2}})", "m_string.a"},
      {R"({"mInt32": {"x": {}}})", "m_int32.x"},
      {R"({"mBool": {"1": "x"}})", "m_bool.1"},
      {R"({"cInt32": 1, "cMessage": {}})", "c_message"},
      {R"({"wTimestamp": "2026-02-30T00:00:00Z"})", "w_timestamp"},
      {R"({"wTimestamp": "yesterday"})", "w_timestamp"},
      {R"({"wTimestamp": 5})", "w_timestamp"},
      {R"({"rTimestamp": ["1970-01-01T00:00:00Z", "x"]})", "r_timestamp[1]"},
      {R"({"wDuration": "5"})", "w_duration"},
      {R"({"wMask": "a b"})", "w_mask"},
      {R"({"wMask": ["a"]})", "w_mask"},
      {R"({"wStruct": 5})", "w_struct"},
      {R"({"wInt64": "x"})", "w_int64"},
      {R"({"wAny": {"@type": "type.googleapis.com/no.Such", "value": 1}})", "w_any"},
      {R"({"fInt32": 1, "f_int32": 2})", "f_int32"},
      {R"({"fInt32": 1, "fInt32": 1})", "f_int32"},
      {R"({"fInt32": null, "fInt32": 1})", "f_int32"},
      {R"({"other_name": "x"})", "other_name"},
      {R"({"": 1})", "the body"},
      {"[]", "the body"},
      {"5", "the body"},
      {"null", "the body"},
  };
  for (const auto& [json, field] : kCases) {
    absl::Status status = Decode(json);
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << json;
    EXPECT_EQ(ReasonOf(status), kReasonInvalidField) << json << status;
    EXPECT_EQ(FieldOf(status), field) << json;
  }
}

TEST_F(JsonDecoderTest, SaysWhatWouldBeRight) {
  EXPECT_EQ(Decoded(R"({"fEnum": "NOVEL"})"),
            "f_enum: must be one of KIND_UNSPECIFIED, FACT, FICTION");
  EXPECT_EQ(Decoded(R"({"fInt32": "1x"})"),
            "f_int32: must be a whole number from -2147483648 to 2147483647");
  EXPECT_EQ(Decoded(R"({"wTimestamp": "x"})"),
            "w_timestamp: must be an instant such as 2026-03-01T09:30:00Z");
  EXPECT_EQ(Decoded(R"({"nothing": 1})"), "nothing: is not a field here");
}

TEST_F(JsonDecoderTest, LocatesBadGrammar) {
  for (const char* json :
       {"", "{", "{\"fInt32\": }", "{\"fInt32\": 1,}", "{\"fInt32\": 01}", "{} x",
        "{\"fString\": \"\\ud800\"}", "{\"fString\": \"\n\"}", "{'fInt32': 1}", "{\"rInt32\": [1}",
        "{\"wStruct\": {\"a\": }}", "{\"fInt32\": tru}"}) {
    absl::Status status = Decode(json);
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << json;
    EXPECT_EQ(ReasonOf(status), kReasonMalformedJson) << json << status;
  }
  EXPECT_EQ(Decode("{\n\"fInt32\": x}").message(), "the body is not JSON at line 2, column 11");
}

TEST_F(JsonDecoderTest, RefusesBytesThatAreNotUtf8) {
  absl::Status status = Decode("{\"fString\": \"\xC3\x28\"}");
  EXPECT_EQ(status.message(), "the body is not UTF-8");
  EXPECT_EQ(ReasonOf(status), kReasonMalformedJson);
}

TEST_F(JsonDecoderTest, AcceptsDepthUpToTheLimitAndNoMore) {
  auto nested = [](int levels) {
    std::string text;
    for (int i = 1; i < levels; ++i) text += "{\"deeper\":";
    return text + "{}" + std::string(static_cast<size_t>(levels - 1), '}');
  };
  EXPECT_EQ(Decode(nested(64)), absl::OkStatus());
  EXPECT_EQ(ReasonOf(Decode(nested(65))), kReasonLimitExceeded);
  EXPECT_EQ(ReasonOf(Decode(nested(100'000))), kReasonLimitExceeded);
  const std::string brackets(1'000'000, '[');
  EXPECT_FALSE(Decode(brackets).ok());
  EXPECT_FALSE(Decode("{\"rInt32\":" + brackets).ok());
  EXPECT_EQ(ReasonOf(Decode("{\"wStruct\":{\"a\":" + brackets)), kReasonLimitExceeded);
}

TEST_F(JsonDecoderTest, HoldsTheOtherLimits) {
  options_.limits.max_bytes = 10;
  EXPECT_EQ(Decode("{        }"), absl::OkStatus());
  EXPECT_EQ(ReasonOf(Decode("{         }")), kReasonLimitExceeded);
  options_.limits = {.max_values = 4};
  EXPECT_EQ(Decode(R"({"rInt32": [1, 2]})"), absl::OkStatus());
  EXPECT_EQ(ReasonOf(Decode(R"({"rInt32": [1, 2, 3]})")), kReasonLimitExceeded);
  options_.limits = {.max_messages = 2};
  EXPECT_EQ(Decode(R"({"rMessage": [{}]})"), absl::OkStatus());
  EXPECT_EQ(ReasonOf(Decode(R"({"rMessage": [{}, {}]})")), kReasonLimitExceeded);
  options_.limits = {.max_dynamic_bytes = 4};
  EXPECT_EQ(Decode(R"({"wList": [10]})"), absl::OkStatus());
  EXPECT_EQ(FieldOf(Decode(R"({"wList": [100]})")), "w_list");
}

TEST_F(JsonDecoderTest, CutsLongNamesInErrors) {
  const std::string name(100'000, 'n');
  absl::Status status = Decode(absl::StrCat("{\"", name, "\": 1}"));
  EXPECT_LT(status.message().size(), 200u);
}

TEST_F(JsonDecoderTest, PutsThePathOfTheMessageBeforeErrors) {
  options_.path = "book";
  EXPECT_EQ(FieldOf(Decode(R"({"fMessage": {"row": "x"}})")), "book.f_message.row");
  EXPECT_EQ(FieldOf(Decode("[]")), "book");
}

TEST_F(JsonDecoderTest, ListsWhatIsMentioned) {
  std::vector<std::string> mentioned;
  options_.mentioned = &mentioned;
  options_.path = "book";
  ASSERT_EQ(Decode(R"({"fInt32": 0, "fString": null, "fMessage": {"row": 1},
                       "deeper": {"fMessage": {}, "fBool": false}, "rMessage": [{"row": 1}],
                       "mString": {"a": 1}, "wTimestamp": "1970-01-01T00:00:00Z",
                       "wStruct": {"a": 1}})"),
            absl::OkStatus());
  EXPECT_EQ(mentioned, (std::vector<std::string>{"f_int32", "f_string", "f_message.row",
                                                 "deeper.f_message", "deeper.f_bool", "r_message",
                                                 "m_string", "w_timestamp", "w_struct"}));
}

}  // namespace
}  // namespace potential::gateway
