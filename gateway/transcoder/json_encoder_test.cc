#include <limits>
#include <random>
#include <string>

#include "gateway/transcoder/json.h"
#include "gateway/transcoder/json_writer.h"
#include "gateway/transcoder/test_contract.h"
#include "google/protobuf/any.pb.h"
#include "google/protobuf/struct.pb.h"
#include "google/protobuf/util/json_util.h"
#include "google/protobuf/util/message_differencer.h"
#include "gtest/gtest.h"

namespace potential::gateway {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;
using google::protobuf::util::MessageDifferencer;

class JsonEncoderTest : public ::testing::Test {
 protected:
  // What the encoder makes of the message that this JSON stands for.
  std::string RoundTrip(absl::string_view json) {
    std::unique_ptr<Message> message = contract_.New("Everything");
    absl::Status status = DecodeJson(json, {}, message.get());
    if (!status.ok()) return std::string(status.message());
    absl::StatusOr<std::string> text = EncodeJson(*message);
    return text.ok() ? *text : std::string(text.status().message());
  }

  TestContract contract_;
};

TEST_F(JsonEncoderTest, WritesTheCanonicalForm) {
  for (
      const char* text : {
          R"({})",
          R"({"fInt32":-5,"fInt64":"-9223372036854775808","fUint32":4294967295})",
          R"({"fUint64":"18446744073709551615","fDouble":0.1,"fFloat":1.5,"fBool":true})",
          R"({"fString":"Zoë 😀\n\u003cb\u003e\"\\\u0001","fBytes":"AQID+/8="})",
          R"({"fEnum":"FICTION","fMessage":{"room":"a","row":3},"fOptional":0})",
          R"({"rInt32":[1,2],"rMessage":[{},{"row":1}],"rEnum":["FACT",77]})",
          R"({"mString":{"a":"1","b":"2"},"mInt32":{"-1":{"row":2}},"mBool":{"true":"x"}})",
          R"({"cInt32":0})",
          R"({"wTimestamp":"2026-03-01T09:30:00.500Z","wDuration":"-3.500s"})",
          R"({"wMask":"title,placeName.row","wStruct":{"a":[1,null]},"wInt64":"5","wString":""})",
          R"({"wAny":{"@type":"type.googleapis.com/google.protobuf.Duration","value":"1s"}})",
          R"({"otherName":"x","rTimestamp":["1970-01-01T00:00:00Z"],"wList":[1,"b"],"wBool":false})",
          R"({"fDouble":"NaN","fFloat":"-Infinity"})",
      }) {
    EXPECT_EQ(RoundTrip(text), text);
  }
}

TEST_F(JsonEncoderTest, LeavesOutFieldsWithoutValue) {
  EXPECT_EQ(RoundTrip(R"({"fInt32":0,"fString":"","fBool":false,"rInt32":[],"mString":{}})"), "{}");
}

TEST_F(JsonEncoderTest, WritesNumbersThatReadBackTheSame) {
  for (const char* text : {"0.1", "100000", "-123456789", "1e+300", "5e-324", "0.30000000000000004",
                           "1234567.125", "9007199254740991"}) {
    EXPECT_EQ(RoundTrip(std::string("{\"fDouble\":") + text + "}"),
              std::string("{\"fDouble\":") + text + "}");
  }
}

TEST_F(JsonEncoderTest, RefusesTextThatIsNotUtf8) {
  std::unique_ptr<Message> message = contract_.New("Everything");
  message->GetReflection()->SetString(
      message.get(), message->GetDescriptor()->FindFieldByName("f_string"), "\xFF");
  EXPECT_EQ(EncodeJson(*message).status().code(), absl::StatusCode::kInternal);
}

TEST_F(JsonEncoderTest, RefusesAnAnyOfUnknownType) {
  google::protobuf::Any any;
  any.set_type_url("type.googleapis.com/no.Such");
  any.set_value("x");
  EXPECT_EQ(EncodeJson(any).status().code(), absl::StatusCode::kInternal);
}

// Fills fields at random; well-known types are filled as their fields, within their ranges.
class RandomMessages {
 public:
  explicit RandomMessages(uint32_t seed) : random_(seed) {}

  void Fill(Message* message, int depth) {
    const google::protobuf::Descriptor* type = message->GetDescriptor();
    for (int i = 0; i < type->field_count(); ++i) {
      const FieldDescriptor* field = type->field(i);
      if (Below(3) != 0 || field->name() == "w_any" || field->name() == "w_value")
        continue;  // see below
      const int times = field->is_repeated() ? Below(4) : 1;
      for (int n = 0; n < times; ++n) Put(message, field, depth);
    }
  }

 private:
  int Below(int n) { return static_cast<int>(random_() % static_cast<uint32_t>(n)); }

  std::string Text() {
    const char* kPieces[] = {"a", "Zoë", "😀", "\n", "\"", "\\", "<", "\x01", "\u2028", " "};
    std::string text;
    for (int n = Below(6); n > 0; --n) text += kPieces[Below(10)];
    return text;
  }

  template <typename T>
  T Number() {
    const T kSpecial[] = {0, 1, std::numeric_limits<T>::max(), std::numeric_limits<T>::lowest()};
    return Below(2) == 0 ? kSpecial[Below(4)] : static_cast<T>(random_());
  }

  void Put(Message* message, const FieldDescriptor* field, int depth) {
    const Reflection* r = message->GetReflection();
    const bool add = field->is_repeated();
    switch (field->cpp_type()) {
#define PUT(CPPTYPE, Name, value)                                                    \
  case FieldDescriptor::CPPTYPE_##CPPTYPE:                                           \
    add ? r->Add##Name(message, field, value) : r->Set##Name(message, field, value); \
    return
      PUT(INT32, Int32, Number<int32_t>());
      PUT(INT64, Int64, Number<int64_t>());
      PUT(UINT32, UInt32, Number<uint32_t>());
      PUT(UINT64, UInt64, Number<uint64_t>());
      PUT(DOUBLE, Double, Number<double>() / 7);
      PUT(FLOAT, Float, Number<float>() / 7);
      PUT(BOOL, Bool, Below(2) == 0);
      PUT(ENUM, EnumValue, Below(4));
      PUT(STRING, String, Text());
#undef PUT
      case FieldDescriptor::CPPTYPE_MESSAGE:
        if (field->is_map()) return;
        PutMessage(add ? r->AddMessage(message, field) : r->MutableMessage(message, field), depth);
    }
  }

  void PutMessage(Message* message, int depth) {
    const std::string& type = message->GetDescriptor()->full_name();
    if (type == "google.protobuf.Timestamp" || type == "google.protobuf.Duration") {
      const Reflection* r = message->GetReflection();
      r->SetInt64(message, message->GetDescriptor()->FindFieldByNumber(1), Below(1'000'000'000));
      r->SetInt32(message, message->GetDescriptor()->FindFieldByNumber(2), Below(1'000'000'000));
    } else if (type.rfind("google.protobuf.", 0) != 0 && depth < 4) {
      Fill(message, depth + 1);
    }
  }

  std::mt19937 random_;
};

// json_util writes no text at all for a Value without a kind, so random messages have none.
TEST_F(JsonEncoderTest, WritesAValueWithoutKindAsNull) {
  google::protobuf::Value value;
  EXPECT_EQ(*EncodeJson(value), "null");
}

TEST_F(JsonEncoderTest, SaysWhatTheOracleSaysOfRandomMessages) {
  for (uint32_t seed = 0; seed < 300; ++seed) {
    std::unique_ptr<Message> message = contract_.New("Everything");
    RandomMessages(seed).Fill(message.get(), 0);
    absl::StatusOr<std::string> ours = EncodeJson(*message);
    ASSERT_TRUE(ours.ok()) << seed << ours.status();

    std::unique_ptr<Message> by_oracle = contract_.New("Everything");
    ASSERT_TRUE(google::protobuf::util::JsonStringToMessage(*ours, by_oracle.get()).ok()) << *ours;
    EXPECT_TRUE(MessageDifferencer::Equals(*message, *by_oracle)) << seed << *ours;

    std::string theirs;
    ASSERT_TRUE(google::protobuf::util::MessageToJsonString(*message, &theirs).ok()) << seed;
    std::unique_ptr<Message> by_us = contract_.New("Everything");
    ASSERT_EQ(DecodeJson(theirs, {}, by_us.get()), absl::OkStatus()) << theirs;
    EXPECT_TRUE(MessageDifferencer::Equals(*message, *by_us)) << seed << theirs;
  }
}

// Texts near to JSON must never crash the decoder nor pass where the oracle's grammar is stricter.
TEST_F(JsonEncoderTest, SurvivesDamagedTexts) {
  std::mt19937 random(1);
  for (uint32_t seed = 0; seed < 300; ++seed) {
    std::unique_ptr<Message> message = contract_.New("Everything");
    RandomMessages(seed).Fill(message.get(), 0);
    absl::StatusOr<std::string> text = EncodeJson(*message);
    if (!text.ok()) continue;
    for (int n = 0; n < 20; ++n) {
      std::string damaged = *text;
      damaged[random() % damaged.size()] = static_cast<char>(random() % 128);
      if (random() % 2 == 0) damaged.resize(random() % damaged.size());
      std::unique_ptr<Message> out = contract_.New("Everything");
      absl::Status status = DecodeJson(damaged, {}, out.get());
      EXPECT_TRUE(status.ok() || status.code() == absl::StatusCode::kInvalidArgument);
    }
  }
}

TEST(JsonWriterTest, PutsCommasWhereTheyBelong) {
  JsonWriter json;
  json.Open('{').Name("a").Open('[').Int(1).Text("x").Open('{').Close('}').Close(']');
  json.Name("b").Bool(false).Name("c").Raw("null").Close('}');
  EXPECT_EQ(std::move(json).Take(), R"({"a":[1,"x",{}],"b":false,"c":null})");
}

}  // namespace
}  // namespace potential::gateway
