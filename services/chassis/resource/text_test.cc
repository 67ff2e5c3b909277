#include "services/chassis/resource/text.h"

#include <gtest/gtest.h>

#include <string>

namespace potential::resource {
namespace {

TEST(TextTest, CountsCodePointsNotBytes) {
  EXPECT_EQ(ScanText("").code_points, 0u);
  EXPECT_EQ(ScanText("abc").code_points, 3u);
  EXPECT_EQ(ScanText("caf\u00e9 \u20ac \U0001F600").code_points, 8u);
}

TEST(TextTest, AcceptsTheEdgesOfEveryUtf8Length) {
  for (const char* text :
       {"\x7E", "\xC2\xA0", "\xDF\xBF", "\xE0\xA0\x80", "\xED\x9F\xBF", "\xEE\x80\x80",
        "\xEF\xBF\xBD", "\xF0\x90\x80\x80", "\xF4\x8F\xBF\xBF"}) {
    EXPECT_TRUE(ScanText(text).valid) << Escaped(text);
    EXPECT_EQ(ScanText(text).code_points, 1u) << Escaped(text);
  }
}

TEST(TextTest, RefusesWhatIsNotUtf8) {
  for (const char* text :
       {"\x80", "\xBF", "\xC0\xAF", "\xC1\xBF", "\xC2", "\xC2\x41", "\xE0\x9F\xBF", "\xED\xA0\x80",
        "\xED\xBF\xBF", "\xE2\x82", "\xF0\x8F\xBF\xBF", "\xF4\x90\x80\x80", "\xF5\x80\x80\x80",
        "\xFF", "ok\xFE"}) {
    EXPECT_FALSE(ScanText(text).valid) << Escaped(text);
  }
}

TEST(TextTest, FindsControlCharactersButNotLineFeedAndTab) {
  EXPECT_FALSE(ScanText("one\ttwo\nthree").control.has_value());
  EXPECT_EQ(ScanText(std::string("a\0b", 3)).control, U'\0');
  EXPECT_EQ(ScanText("a\rb").control, U'\r');
  EXPECT_EQ(ScanText("a\x1F").control, char32_t{0x1F});
  EXPECT_EQ(ScanText("\x7F").control, char32_t{0x7F});
  EXPECT_EQ(ScanText("\u0085").control, char32_t{0x85});
  EXPECT_EQ(ScanText("\u009F").control, char32_t{0x9F});
  EXPECT_FALSE(ScanText("\u00A0").control.has_value());
}

TEST(TextTest, SeesNothingInWhiteSpace) {
  for (const char* text :
       {"", " ", "   ", " \n\t ", "\u00A0", "\u1680", "\u2000", "\u2009", "\u200A", "\u200B",
        "\u2028", "\u2029", "\u202F", "\u205F", "\u2060", "\u3000", "\uFEFF", " \u00A0\u3000\n"}) {
    EXPECT_FALSE(ScanText(text).visible) << Escaped(text);
  }
}

TEST(TextTest, SeesOneCharacterAmongWhiteSpace) {
  for (const char* text : {"x", "  x  ", "\u00A0.\u00A0", "\n-", "\u00e9", "\u2010", "\u2027",
                           "\u2030", "\u205E", "\u3001", " \U0001F600 ", "\x01"}) {
    EXPECT_TRUE(ScanText(text).visible) << Escaped(text);
  }
}

TEST(TextTest, EscapesWhatAMessageMayNotHold) {
  EXPECT_EQ(Escaped("a\x1F\xFF\n\u00e9"), "a\\x1F\\xFF\\x0A\u00e9");
  EXPECT_EQ(Escaped("\u0085"), "\\xC2\\x85");
  EXPECT_EQ(Shown("it"), "`it`");
  EXPECT_EQ(Escaped(std::string(61, 'x')), std::string(60, 'x') + "...");
  EXPECT_EQ(Escaped(std::string(60, 'x')), std::string(60, 'x'));
}

TEST(TextTest, CountsPositionsInCharacters) {
  EXPECT_EQ(CharacterPosition("abc", 0), 1u);
  EXPECT_EQ(CharacterPosition("abc", 2), 3u);
  EXPECT_EQ(CharacterPosition("abc", 3), 4u);
  EXPECT_EQ(CharacterPosition("\u00e9\u20acx", 5), 3u);
  EXPECT_EQ(CharacterPosition("\u20acx", 1), 1u);  // inside the first character
  EXPECT_EQ(CharacterPosition("", 0), 1u);
}

}  // namespace
}  // namespace potential::resource
