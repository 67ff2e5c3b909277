#include "gateway/transcoder/text.h"

#include "gtest/gtest.h"

namespace potential::gateway {
namespace {

TEST(TextTest, AcceptsEveryLengthOfUtf8) {
  for (const char* text : {"", "a", "é", "€", "😀", "Zoë – 😀"}) {
    EXPECT_TRUE(IsValidUtf8(text)) << text;
  }
  EXPECT_TRUE(IsValidUtf8("\xF4\x8F\xBF\xBF"));  // U+10FFFF
}

TEST(TextTest, RefusesBytesThatAreNotUtf8) {
  for (absl::string_view text :
       {"\x80", "\xC0\xAF", "\xC1\xBF", "\xC3", "\xE0\x80\xAF", "\xED\xA0\x80", "\xE2\x82",
        "\xF0\x80\x80\xAF", "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xFF", "a\xC3\x28"}) {
    EXPECT_FALSE(IsValidUtf8(text));
  }
}

TEST(TextTest, AppendsEveryLengthOfUtf8) {
  std::string out;
  for (uint32_t code_point : {0x41u, 0xE9u, 0x20ACu, 0x1F600u}) AppendUtf8(code_point, &out);
  EXPECT_EQ(out, "Aé€😀");
}

TEST(TextTest, DecodesPercentEncoding) {
  EXPECT_EQ(PercentDecode("a%20b%C3%A9%2f", EncodedSlash::kDecode), "a bé/");
  EXPECT_EQ(PercentDecode("a%2fb%2Fc%25", EncodedSlash::kKeep), "a%2Fb%2Fc%");
  EXPECT_EQ(PercentDecode("a+b", EncodedSlash::kDecode), "a+b");
}

TEST(TextTest, RefusesPercentWithoutTwoDigits) {
  for (const char* text : {"%", "a%2", "%zz", "%2g", "%%20"}) {
    EXPECT_EQ(PercentDecode(text, EncodedSlash::kDecode), std::nullopt) << text;
  }
}

TEST(TextTest, ChangesBetweenSpellings) {
  EXPECT_EQ(ToSnakeCase("closingDate"), "closing_date");
  EXPECT_EQ(ToSnakeCase("closing_date"), "closing_date");
  EXPECT_EQ(ToSnakeCase("place.rowNumber"), "place.row_number");
  EXPECT_EQ(ToLowerCamel("place.row_number"), "place.rowNumber");
}

TEST(TextTest, ShowsLongTextCutBetweenCharacters) {
  std::string text(79, 'x');
  EXPECT_EQ(Shown(text + "é"), text + "...");
  EXPECT_EQ(Shown("a\nb\x7F"), "a?b?");
}

TEST(TextTest, FindsControlCharacters) {
  EXPECT_TRUE(HasControlCharacter(absl::string_view("a\0b", 3)));
  EXPECT_TRUE(HasControlCharacter("\x7F"));
  EXPECT_FALSE(HasControlCharacter("é "));
}

}  // namespace
}  // namespace potential::gateway
