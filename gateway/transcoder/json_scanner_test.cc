#include "gateway/transcoder/json_scanner.h"

#include "gtest/gtest.h"

namespace potential::gateway {
namespace {

// Whether the text is one whole value of JSON.
bool IsJson(absl::string_view text) {
  JsonScanner scanner(text);
  bool too_deep = false;
  return scanner.SkipValue(64, &too_deep, nullptr) && scanner.AtEnd();
}

TEST(JsonScannerTest, AcceptsTheGrammar) {
  for (const char* text :
       {"{}", "[]", " { } ", "[1,2 , 3]", R"({"a":{"b":[null,true,false,"x",-1.5e+3]}})", "0", "-0",
        "0.5", "1e9", "1E-9", "123456789012345678901234567890", R"("\"\\\/\b\f\n\r\t\u00e9")",
        R"("\ud83d\ude00")", "\"é😀\"", "\t\r\n1\n"}) {
    EXPECT_TRUE(IsJson(text)) << text;
  }
}

TEST(JsonScannerTest, RefusesEverythingElse) {
  for (const char* text : {"",
                           " ",
                           "{",
                           "}",
                           "[",
                           "[1",
                           "[1,]",
                           "[,1]",
                           "{\"a\"}",
                           "{\"a\":}",
                           "{\"a\":1,}",
                           "{a:1}",
                           "{'a':1}",
                           "{\"a\" 1}",
                           "01",
                           "+1",
                           ".5",
                           "5.",
                           "1e",
                           "1e+",
                           "-",
                           "--1",
                           "0x1",
                           "NaN",
                           "Infinity",
                           "nul",
                           "True",
                           "truefalse",
                           "\"",
                           "\"\\\"",
                           "\"\\x\"",
                           "\"\\u12\"",
                           "\"\\u12g4\"",
                           "\"\n\"",
                           "\"\t\"",
                           R"("\ud83d")",
                           R"("\ud83dx")",
                           R"("\ud83d\u0041")",
                           R"("\ude00")",
                           "1 2",
                           "[1]]",
                           "// c\n1",
                           "1 // c",
                           "/* */1",
                           "[1 2]",
                           "\x01"}) {
    EXPECT_FALSE(IsJson(text)) << text;
  }
}

TEST(JsonScannerTest, UnescapesText) {
  JsonScanner scanner(R"("a\u00e9\ud83d\ude00\n\/\u0041")");
  std::string text;
  ASSERT_TRUE(scanner.ReadString(&text));
  EXPECT_EQ(text, "aé😀\n/A");
}

TEST(JsonScannerTest, StopsAtTheDepthThatIsGiven) {
  auto nested = [](int levels) {
    return std::string(static_cast<size_t>(levels), '[') +
           std::string(static_cast<size_t>(levels), ']');
  };
  bool too_deep = false;
  std::string good = nested(64);
  EXPECT_TRUE(JsonScanner(good).SkipValue(64, &too_deep, nullptr));
  EXPECT_FALSE(too_deep);
  std::string bad = nested(65);
  EXPECT_FALSE(JsonScanner(bad).SkipValue(64, &too_deep, nullptr));
  EXPECT_TRUE(too_deep);
  std::string absurd(4 << 20, '[');
  EXPECT_FALSE(JsonScanner(absurd).SkipValue(64, &too_deep, nullptr));
  EXPECT_TRUE(too_deep);
}

TEST(JsonScannerTest, ReturnsTheValueAsWritten) {
  JsonScanner scanner(" {\"a\": [1]} , 2");
  bool too_deep = false;
  absl::string_view raw;
  ASSERT_TRUE(scanner.SkipValue(8, &too_deep, &raw));
  EXPECT_EQ(raw, "{\"a\": [1]}");
  EXPECT_TRUE(scanner.Take(','));
}

TEST(JsonScannerTest, SaysWhereItStands) {
  JsonScanner scanner("{\n  \"a\": x}");
  bool too_deep = false;
  EXPECT_FALSE(scanner.SkipValue(8, &too_deep, nullptr));
  EXPECT_EQ(scanner.Location(), "line 2, column 8");
}

}  // namespace
}  // namespace potential::gateway
