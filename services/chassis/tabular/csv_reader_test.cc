#include "services/chassis/tabular/csv_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "services/chassis/tabular/tabular_testing.h"

namespace potential::tabular {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using Rows = std::vector<std::string>;

// What is told must not depend on how the file was cut.
Rows Read(absl::string_view text, CsvLimits limits = {}) {
  const Rows whole = ReadCsv(text, text.size() + 1, limits);
  for (const size_t piece : {1, 2, 3, 5, 7, 64}) {
    EXPECT_EQ(ReadCsv(text, piece, limits), whole) << "in pieces of " << piece;
  }
  return whole;
}

TEST(CsvReaderTest, ReadsRowsHoweverTheyEnd) {
  for (const std::string end : {"\n", "\r\n", "\r"}) {
    EXPECT_THAT(Read("a,b" + end + "1,2" + end + "3,4"), ElementsAre("1:a|b", "2:1|2", "3:3|4"));
    EXPECT_THAT(Read("a,b" + end + "1,2" + end), ElementsAre("1:a|b", "2:1|2"));
  }
}

TEST(CsvReaderTest, FindsTheDelimiterInTheFirstRow) {
  EXPECT_THAT(Read("a;b,c;d\n1;2,5;3\n"), ElementsAre("1:a|b,c|d", "2:1|2,5|3"));
  EXPECT_THAT(Read("a\tb\n1,5\t2\n"), ElementsAre("1:a|b", "2:1,5|2"));
  EXPECT_THAT(Read("\"a;;;\",b\n1,2\n"), ElementsAre("1:a;;;|b", "2:1|2"));
  EXPECT_THAT(Read("alone\n1;2\n"), ElementsAre("1:alone", "2:1;2"));
}

TEST(CsvReaderTest, ObeysASeparatorLine) {
  EXPECT_THAT(Read("sep=;\r\na,b;c\r\n1;2\r\n"), ElementsAre("2:a,b|c", "3:1|2"));
}

TEST(CsvReaderTest, ReadsQuotedFields) {
  EXPECT_THAT(Read("a,b\n\"x,\"\"y\"\"\",\"\"\n"), ElementsAre("1:a|b", "2:x,\"y\"|"));
  EXPECT_THAT(Read("a,b\r\n\"one\r\ntwo\",2\r\n3,4\r\n"),
              ElementsAre("1:a|b", "2:one\r\ntwo|2", "4:3|4"));
  EXPECT_THAT(Read("a,b\r\"one\rtwo\",2\r3,4\r"), ElementsAre("1:a|b", "2:one\rtwo|2", "4:3|4"));
  EXPECT_THAT(Read("a,b\n\"x\" ,\"y\"  \n\"last\",\"\"\"\""),
              ElementsAre("1:a|b", "2:x|y", "3:last|\""));
}

TEST(CsvReaderTest, TakesAQuoteInsideAFieldAsItIs) {
  EXPECT_THAT(Read("a,b\n5\" wide,x\"y\"\n"), ElementsAre("1:a|b", "2:5\" wide|x\"y\""));
}

TEST(CsvReaderTest, SkipsEmptyLinesAndCountsThem) {
  EXPECT_THAT(Read("\n \r\na,b\n\n,\n  \n1,2\n\n"), ElementsAre("3:a|b", "7:1|2"));
  EXPECT_THAT(Read(""), IsEmpty());
  EXPECT_THAT(Read("\r\n\r\n"), IsEmpty());
}

TEST(CsvReaderTest, LosesOneRowToAStrayQuote) {
  EXPECT_THAT(Read("a,b\n\"1,2\n3,4\n5,6\n"),
              ElementsAre("1:a|b", "2!has a quote that is not closed", "3:3|4", "4:5|6"));
  EXPECT_THAT(Read("a,b\n\"1,2\n\"3\",4\n"),
              ElementsAre("1:a|b", "2!has text after a closing quote", "3:3|4"));
  EXPECT_THAT(Read("a,b\n\"1\"x,2\n3,4\n"),
              ElementsAre("1:a|b", "2!has text after a closing quote", "3:3|4"));
}

TEST(CsvReaderTest, TellsALastRowThatIsCutInsideAQuote) {
  EXPECT_THAT(Read("a,b\n1,2\n3,\"fo"),
              ElementsAre("1:a|b", "2:1|2", "3!has a quote that is not closed"));
}

TEST(CsvReaderTest, TellsWhetherARowHasItsEnd) {
  const auto ends = [](const std::string& text) {
    CsvReader reader({});
    const absl::Span<char> space = reader.Space();
    std::copy(text.begin(), text.end(), space.data());
    reader.Filled(text.size());
    reader.End();
    std::vector<bool> told;
    while (reader.Next() == CsvReader::Event::kRow) told.push_back(reader.row().has_end);
    return told;
  };
  for (const std::string end : {"\n", "\r\n", "\r"}) {
    EXPECT_THAT(ends("a,b" + end + "1,2" + end), ElementsAre(true, true));
    EXPECT_THAT(ends("a,b" + end + "1,2"), ElementsAre(true, false));
    EXPECT_THAT(ends("a,b" + end + "1,\"2\"" + end), ElementsAre(true, true));
    EXPECT_THAT(ends("a,b" + end + "1,\"2\""), ElementsAre(true, false));
  }
}

TEST(CsvReaderTest, BoundsQuotedFields) {
  const CsvLimits limits = {.max_field_bytes = 8, .max_row_bytes = 100, .max_columns = 10};
  EXPECT_THAT(Read("a,b\n\"1234567\",2\n\"123456789\",2\n3,4\n", limits),
              ElementsAre("1:a|b", "2:1234567|2",
                          "3!has a quote that is not closed within 8 bytes", "4:3|4"));
}

TEST(CsvReaderTest, BoundsRows) {
  const CsvLimits limits = {.max_field_bytes = 100, .max_row_bytes = 12, .max_columns = 10};
  EXPECT_THAT(ReadCsv("a,b\n1234567890123456,2\n3,4\n", 4, limits),
              ElementsAre("1:a|b", "2!is longer than 12 bytes", "3:3|4"));
  EXPECT_THAT(ReadCsv("a,b\n1234567890123456,2\n3,4\n", 100, limits),
              ElementsAre("1:a|b", "2!is longer than 12 bytes", "3:3|4"));
  EXPECT_THAT(Read("a,b\n1,\"2\n\n\n\n\n\n\n\n\n\n\n\n\"\n", limits),
              ElementsAre("1:a|b", "2!is longer than 12 bytes", "14!has a quote that is not closed"));
}

TEST(CsvReaderTest, BoundsColumns) {
  const CsvLimits limits = {.max_field_bytes = 100, .max_row_bytes = 100, .max_columns = 3};
  EXPECT_THAT(Read("a,b,c\n1,2,3,4\n5,6,7\n", limits),
              ElementsAre("1:a|b|c", "2!has more than 3 columns", "3:5|6|7"));
}

TEST(CsvReaderTest, ReadsThousandsOfColumns) {
  std::string header = "c0";
  std::string row = "0";
  for (int i = 1; i < 5000; ++i) {
    absl::StrAppend(&header, ",c", i);
    absl::StrAppend(&row, ",", i);
  }
  CsvReader reader({});
  const std::string text = header + "\n" + row + "\n";
  const absl::Span<char> space = reader.Space();
  ASSERT_GE(space.size(), text.size());
  std::copy(text.begin(), text.end(), space.data());
  reader.Filled(text.size());
  ASSERT_EQ(reader.Next(), CsvReader::Event::kRow);
  ASSERT_EQ(reader.Next(), CsvReader::Event::kRow);
  ASSERT_EQ(reader.row().fields.size(), 5000);
  EXPECT_EQ(reader.row().fields[4321], "4321");
}

TEST(CsvReaderTest, RefusesNulBytes) {
  EXPECT_THAT(Read(std::string("a,b\n1\0,2\n3,4\n", 13)),
              ElementsAre("1:a|b", "2!holds a NUL byte", "3:3|4"));
}

// Garbage is told in the same way however it was cut, and comes to an end.
TEST(CsvReaderTest, ComesToTheSameEndWithGarbage) {
  std::mt19937 random(7);
  constexpr char kAlphabet[] = {'a', ',', ';', '"', '"', '\n', '\r', ' ', '\t', '\0'};
  const CsvLimits limits = {.max_field_bytes = 10, .max_row_bytes = 1 << 20, .max_columns = 6};
  for (int round = 0; round < 3000; ++round) {
    std::string text;
    for (size_t i = random() % 40; i > 0; --i) text += kAlphabet[random() % sizeof(kAlphabet)];
    Read(text, limits);
  }
}

}  // namespace
}  // namespace potential::tabular
