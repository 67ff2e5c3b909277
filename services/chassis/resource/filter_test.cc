#include "services/chassis/resource/filter.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "services/chassis/resource/filter_testing.h"
#include "services/chassis/resource/test_schema.h"
#include "services/chassis/resource/violation_testing.h"

namespace potential::resource {
namespace {

using ::testing::HasSubstr;

class FilterTest : public ::testing::Test {
 protected:
  FilterTest() : schema_(kFilterThing), plan_(ColumnPlan::For(schema_.Type("Thing")).value()) {}

  // The condition written out; or the error.
  std::string Parse(const std::string& filter) {
    const auto predicate = ParseFilter(plan_, filter);
    return predicate.ok() ? Show(*predicate) : FirstViolation(predicate.status());
  }

  TestSchema schema_;
  ColumnPlan plan_;
};

TEST_F(FilterTest, TakesABlankFilterAsEveryRow) {
  EXPECT_EQ(Parse(""), "(true)");
  EXPECT_EQ(Parse(" \n\t "), "(true)");
}

TEST_F(FilterTest, ReadsEveryOperator) {
  EXPECT_EQ(Parse("count = 1"), "(eq count 1)");
  EXPECT_EQ(Parse("count != 1"), "(ne count 1)");
  EXPECT_EQ(Parse("count < 1"), "(lt count 1)");
  EXPECT_EQ(Parse("count <= 1"), "(le count 1)");
  EXPECT_EQ(Parse("count > 1"), "(gt count 1)");
  EXPECT_EQ(Parse("count >= 1"), "(ge count 1)");
  EXPECT_EQ(Parse("count : 1"), "(eq count 1)");
  EXPECT_EQ(Parse("count>=-1"), "(ge count -1)");
}

TEST_F(FilterTest, JoinsTermsWithAndOrNotAndParentheses) {
  EXPECT_EQ(Parse("count=1 AND band=2 AND flag=true"),
            "(and (eq count 1) (eq band 2) (eq flag 1))");
  EXPECT_EQ(Parse("count=1 OR band=2"), "(or (eq count 1) (eq band 2))");
  EXPECT_EQ(Parse("NOT count=1 AND band=2"), "(and (not (eq count 1)) (eq band 2))");
  EXPECT_EQ(Parse("NOT NOT count=1"), "(not (not (eq count 1)))");
  EXPECT_EQ(Parse("NOT(count=1)"), "(not (eq count 1))");
  EXPECT_EQ(Parse("((count=1))"), "(eq count 1)");
  EXPECT_EQ(Parse("(count=1 OR band=2)AND(flag=true OR flag=false)"),
            "(and (or (eq count 1) (eq band 2)) (or (eq flag 1) (eq flag 0)))");
}

TEST_F(FilterTest, RefusesAndBesideOr) {
  EXPECT_EQ(
      Parse("count=1 AND band=2 OR flag=true"),
      "filter: at character 20: AND and OR stand side by side; put parentheses around one of them");
  EXPECT_THAT(Parse("(count=1 OR band=2 AND flag=true)"), HasSubstr("at character 20"));
}

TEST_F(FilterTest, ReadsText) {
  EXPECT_EQ(Parse("title = plain"), "(eq title 'plain')");
  EXPECT_EQ(Parse("title = \"two words\""), "(eq title 'two words')");
  EXPECT_EQ(Parse("title = 'it is \"so\"'"), "(eq title 'it is \"so\"')");
  EXPECT_EQ(Parse(R"(title = "a\"b\\c\'d\ne\tf")"), "(eq title 'a\"b\\c'd\ne\tf')");
  EXPECT_EQ(Parse("title = \"\""), "(eq title '')");
  EXPECT_EQ(Parse("title = caf\u00e9/2026-01,x:y+z*"), "(eq title 'caf\u00e9/2026-01,x:y+z*')");
  EXPECT_EQ(Parse("title : winter"), "(has title 'winter')");
  EXPECT_EQ(Parse("title:\"*\""), "(has title '*')");
  EXPECT_EQ(Parse("title = *"), "(eq title '*')");
  EXPECT_EQ(Parse("title = \"AND\" AND note < b"), "(and (eq title 'AND') (lt note 'b'))");
}

TEST_F(FilterTest, ReadsDatesAndTakesAnEmptyOneAsAbsent) {
  EXPECT_EQ(Parse("day = 2026-01-31"), "(eq day '2026-01-31')");
  EXPECT_EQ(Parse("day >= \"2026-01-31\""), "(ge day '2026-01-31')");
  EXPECT_EQ(Parse("day < 2026-01-31"), "(and (lt day '2026-01-31') (ne day ''))");
  EXPECT_EQ(Parse("day <= 2026-01-31"), "(and (le day '2026-01-31') (ne day ''))");
  EXPECT_EQ(Parse("day != 2026-01-31"), "(and (ne day '2026-01-31') (ne day ''))");
  EXPECT_EQ(Parse("day = ''"), "(eq day '')");
  EXPECT_EQ(Parse("day != ''"), "(ne day '')");
  EXPECT_EQ(Parse("month > 2026-01"), "(gt month '2026-01')");
  EXPECT_EQ(Parse("day = 2026-02-30"),
            "filter: at character 1: `day` expects a date of the calendar as YYYY-MM-DD, found "
            "`2026-02-30`");
  EXPECT_THAT(Parse("day < ''"), HasSubstr("expects a date"));
  EXPECT_THAT(Parse("month = 2026-01-01"), HasSubstr("expects a month as YYYY-MM"));
}

TEST_F(FilterTest, ReadsNumbers) {
  EXPECT_EQ(Parse("count = 9223372036854775807"), "(eq count 9223372036854775807)");
  EXPECT_EQ(Parse("count = -9223372036854775808"), "(eq count -9223372036854775808)");
  EXPECT_EQ(Parse("count = \"7\""), "(eq count 7)");
  EXPECT_EQ(Parse("ratio < 2"), "(lt ratio 2.000000)");
  EXPECT_EQ(Parse("ratio < -2.5e-1"), "(lt ratio -0.250000)");
  for (const char* bad :
       {"9223372036854775808", "1.5", "x", "+1", "0x10", "1e3", "''", "-", "' 1'"}) {
    EXPECT_THAT(Parse(std::string("count = ") + bad), HasSubstr("`count` expects a whole number"))
        << bad;
  }
  for (const char* bad : {"nan", "inf", "-inf", "0x1", "1.2.3", "1e999", "''", "e", "."}) {
    EXPECT_THAT(Parse(std::string("ratio = ") + bad), HasSubstr("`ratio` expects a number")) << bad;
  }
}

TEST_F(FilterTest, ReadsInstants) {
  EXPECT_EQ(Parse("at >= 1970-01-02"), "(ge at 86400000000)");
  EXPECT_EQ(Parse("at < 1970-01-01T00:00:01.5Z"), "(lt at 1500000)");
  EXPECT_EQ(Parse("at = 1969-12-31T23:59:59.9999999Z"), "(eq at -1)");
  EXPECT_EQ(Parse("at = \"1970-01-01T01:00:00+01:00\""), "(eq at 0)");
  EXPECT_EQ(Parse("at=1969-12-31T23:30:00-00:30"), "(eq at 0)");
  for (const char* bad :
       {"1970-01-01T00:00:00", "1970-01-01 00:00:00Z", "infinite-future", "1970-02-30",
        "1970-01-01T", "1970-01-01T24:00:00Z", "1970-01-01T00:60:00Z", "1970-01-01T00:00:60Z",
        "1970-01-01T00:00:00.Z", "1970-01-01T00:00Z", "1970-01-01T00:00:00+1:00",
        "1970-01-01T00:00:00+24:00", "1970-1-1", "0", "", "1970-01-01T00:00:00Zx",
        "1970-01-01T00:00:00z", "99999-01-01"}) {
    EXPECT_THAT(Parse(std::string("at = '") + bad + "'"), HasSubstr("`at` expects an instant"))
        << bad;
  }
}

TEST_F(FilterTest, ReadsEnumsByNameOnly) {
  EXPECT_EQ(Parse("colour = RED"), "(eq colour 'RED')");
  EXPECT_EQ(Parse("colour != \"BLUE\""), "(ne colour 'BLUE')");
  EXPECT_EQ(Parse("colour:RED"), "(eq colour 'RED')");
  EXPECT_EQ(Parse("colour = COLOUR_UNSPECIFIED"), "(eq colour 'COLOUR_UNSPECIFIED')");
  EXPECT_EQ(Parse("colour = GREEN"),
            "filter: at character 1: `colour` expects one of RED, BLUE, found `GREEN`");
  EXPECT_THAT(Parse("colour = red"), HasSubstr("expects one of RED, BLUE"));
  EXPECT_THAT(Parse("colour = 1"), HasSubstr("expects one of RED, BLUE"));
  EXPECT_THAT(Parse("colour < RED"),
              HasSubstr("`colour` is compared with =, != or : only, found `<`"));
}

TEST_F(FilterTest, ReadsBooleans) {
  EXPECT_EQ(Parse("flag = true"), "(eq flag 1)");
  EXPECT_EQ(Parse("flag != false"), "(ne flag 0)");
  EXPECT_EQ(Parse("flag:true"), "(eq flag 1)");
  EXPECT_THAT(Parse("flag = 1"), HasSubstr("`flag` expects true or false, found `1`"));
  EXPECT_THAT(Parse("flag >= true"), HasSubstr("=, != or : only"));
}

TEST_F(FilterTest, LooksIntoLists) {
  EXPECT_EQ(Parse("tags:winter"), "(has tags 'winter')");
  EXPECT_EQ(Parse("NOT tags:\"winter fair\""), "(not (has tags 'winter fair'))");
  EXPECT_EQ(Parse("colours:RED"), "(has colours 'RED')");
  EXPECT_THAT(Parse("colours:GREEN"), HasSubstr("expects one of RED, BLUE"));
  EXPECT_THAT(Parse("tags = winter"),
              HasSubstr("`tags` is a list; ask for an item with `:`, found `=`"));
  EXPECT_THAT(Parse("tags:''"), HasSubstr("expects a text that is not empty"));
  EXPECT_THAT(Parse("title:''"), HasSubstr("expects a text that is not empty"));
}

TEST_F(FilterTest, AsksForPresence) {
  EXPECT_EQ(Parse("title:*"), "(ne title '')");
  EXPECT_EQ(Parse("note:*"), "(not (null note))");
  EXPECT_EQ(Parse("day : *"), "(ne day '')");
  EXPECT_EQ(Parse("colour:*"), "(ne colour 'COLOUR_UNSPECIFIED')");
  EXPECT_EQ(Parse("flag:*"), "(ne flag 0)");
  EXPECT_EQ(Parse("maybe:*"), "(not (null maybe))");
  EXPECT_EQ(Parse("count:*"), "(ne count 0)");
  EXPECT_EQ(Parse("band:*"), "(not (null band))");
  EXPECT_EQ(Parse("ratio:*"), "(ne ratio 0.000000)");
  EXPECT_EQ(Parse("at:*"), "(not (null at))");
  EXPECT_EQ(Parse("tags:*"), "(not (null tags))");
  EXPECT_EQ(Parse("NOT band:*"), "(not (not (null band)))");
  EXPECT_THAT(Parse("band = *"), HasSubstr("expects a whole number"));
}

TEST_F(FilterTest, ListsTheDeclaredFieldsWhenOneIsUnknown) {
  EXPECT_EQ(
      Parse("hidden = x"),
      "filter: at character 1: expected one of the fields title, note, day, month, colour, flag, "
      "maybe, count, band, ratio, at, tags, colours, found `hidden`");
  EXPECT_THAT(Parse("title=a AND (Title = x)"),
              HasSubstr("at character 14: expected one of the fields"));
  EXPECT_THAT(Parse("tags.x = 1"), HasSubstr("found `tags.x`"));
}

TEST_F(FilterTest, SaysWhereAndWhatWasExpected) {
  EXPECT_THAT(Parse("title"),
              HasSubstr("at character 6: expected =, !=, <, <=, >, >= or :, found the end"));
  EXPECT_THAT(Parse("title ="), HasSubstr("at character 8: expected a value"));
  EXPECT_THAT(Parse("title = AND"),
              HasSubstr("at character 9: expected a value, quoted if it is a keyword"));
  EXPECT_THAT(Parse("title = (x)"), HasSubstr("expected a value"));
  EXPECT_THAT(Parse("title == x"), HasSubstr("at character 8: expected a value"));
  EXPECT_THAT(Parse("title ! x"), HasSubstr("expected =, !=, <, <=, >, >= or :, found `!`"));
  EXPECT_THAT(Parse("title = a b"),
              HasSubstr("at character 11: expected AND, OR or the end, found `b`"));
  EXPECT_THAT(Parse("title = a and note = b"),
              HasSubstr("expected AND, OR or the end, found `and`"));
  EXPECT_THAT(Parse("(title = a"),
              HasSubstr("at character 11: expected AND, OR or `)`, found the end"));
  EXPECT_THAT(Parse("title = a)"), HasSubstr("expected AND, OR or the end, found `)`"));
  EXPECT_THAT(Parse("()"), HasSubstr("at character 2: expected a field, NOT or `(`, found `)`"));
  EXPECT_THAT(Parse("AND"), HasSubstr("expected a field, NOT or `(`, found `AND`"));
  EXPECT_THAT(Parse("title = a AND"), HasSubstr("expected a field, NOT or `(`, found the end"));
  EXPECT_THAT(Parse("NOT"), HasSubstr("expected a field, NOT or `(`, found the end"));
  EXPECT_THAT(Parse("title = \"a"), HasSubstr("at character 9: expected a closing \""));
  EXPECT_THAT(Parse("title = 'a\\'"), HasSubstr("expected a closing '"));
  EXPECT_THAT(Parse("title = 'a\\x'"), HasSubstr("at character 11: expected one of the escapes"));
  EXPECT_THAT(Parse("title = 'a\\"), HasSubstr("expected one of the escapes"));
  EXPECT_THAT(Parse("title='\u00e9\u00e9' OR ?"), HasSubstr("at character 15: expected a field"));
  EXPECT_THAT(Parse("title = 'a' \u20ac"), HasSubstr("found `\u20ac`"));
}

TEST_F(FilterTest, LimitsLengthTermsAndDepth) {
  const std::string fill(kMaxFilterLength - 9, 'x');
  EXPECT_EQ(Parse("title = " + fill), "(eq title '" + fill + "')");
  EXPECT_EQ(Parse("title = " + fill + "xx"),
            "filter: has 2001 characters; at most 2000 are allowed");
  std::string terms = "count=1";
  for (int i = 1; i < kMaxFilterTerms; ++i) terms += " OR count=1";
  EXPECT_THAT(Parse(terms), HasSubstr("(or "));
  EXPECT_THAT(Parse(terms + " OR count=1"), HasSubstr("more than 20 comparisons"));
  const std::string open(kMaxFilterDepth, '('), close(kMaxFilterDepth, ')');
  EXPECT_EQ(Parse(open + "count=1" + close), "(eq count 1)");
  EXPECT_THAT(Parse("(" + open + "count=1" + close + ")"), HasSubstr("nested deeper than 20"));
  std::string nots;
  for (int i = 0; i < kMaxFilterDepth; ++i) nots += "NOT ";
  EXPECT_THAT(Parse(nots + "count=1"), HasSubstr("(not "));
  EXPECT_THAT(Parse("NOT " + nots + "count=1"), HasSubstr("nested deeper than 20"));
  EXPECT_THAT(Parse(std::string(2000, '(')), HasSubstr("nested deeper than 20"));
}

TEST_F(FilterTest, RefusesTextThatIsNotClean) {
  EXPECT_THAT(Parse("title = a\xFF"), HasSubstr("filter: is not valid UTF-8"));
  EXPECT_THAT(Parse("tags:'a\x1F'"), HasSubstr("control character"));
  EXPECT_THAT(Parse(std::string("title=\0", 7)), HasSubstr("control character"));
}

}  // namespace
}  // namespace potential::resource
