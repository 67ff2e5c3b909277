#include "services/chassis/tabular/text_stream.h"

#include <gtest/gtest.h>

#include <random>

#include "services/chassis/tabular/tabular_testing.h"

namespace potential::tabular {
namespace {

// The whole text of a file that comes in pieces, or the error.
absl::StatusOr<std::string> ReadAll(absl::string_view file, size_t piece,
                                    Encoding encoding = Encoding::kUtf8) {
  TextStream stream(encoding);
  std::string text;
  char buffer[TextStream::kMinRead];
  while (!file.empty()) {
    stream.Feed(file.substr(0, piece));
    file.remove_prefix(std::min(piece, file.size()));
    while (true) {
      const absl::StatusOr<size_t> read = stream.Read(buffer, sizeof(buffer));
      if (!read.ok()) return read.status();
      if (*read == 0) break;
      text.append(buffer, *read);
    }
  }
  const absl::Status end = stream.End();
  if (!end.ok()) return end;
  return text;
}

std::string Sample() {
  std::mt19937 random(3);
  std::string text;
  while (text.size() < 20'000) text += static_cast<char>(' ' + random() % 90);
  return text;
}

TEST(TextStreamTest, HandsPlainFilesOn) {
  const std::string text = Sample();
  for (const size_t piece : {1, 2, 3, 1000, 100'000}) EXPECT_EQ(*ReadAll(text, piece), text);
}

TEST(TextStreamTest, InflatesGzip) {
  const std::string text = Sample();
  const std::string file = Gzip(text);
  for (const size_t piece : {1, 2, 3, 1000, 100'000}) EXPECT_EQ(*ReadAll(file, piece), text);
}

TEST(TextStreamTest, InflatesSeveralMembersAsOneFile) {
  const std::string text = Sample();
  const std::string file = Gzip(text) + Gzip("") + Gzip("end");
  for (const size_t piece : {1, 7, 100'000}) EXPECT_EQ(*ReadAll(file, piece), text + "end");
}

TEST(TextStreamTest, RefusesGzipThatIsCutOrDamaged) {
  std::string file = Gzip(Sample());
  const auto cut = ReadAll(file.substr(0, file.size() - 5), 100);
  EXPECT_EQ(cut.status().message(), "the file is cut off: its gzip data has no end");
  file[file.size() / 2] ^= 0x55;
  EXPECT_EQ(ReadAll(file, 100).status().message(),
            "the file is damaged: its gzip data cannot be read");
  EXPECT_EQ(ReadAll(Gzip("text") + "tail", 100).status().message(),
            "the file is damaged: its gzip data cannot be read");
}

TEST(TextStreamTest, RefusesAFileThatInflatesTooFar) {
  const std::string bomb = Gzip(std::string(64 << 20, '0'));
  EXPECT_EQ(ReadAll(bomb, 4096).status().message(),
            "the file is refused: it inflates to more than 250 times its size");
  const std::string dense = std::string(kFreeInflatedBytes - 1, '0');
  EXPECT_EQ(ReadAll(Gzip(dense), 4096)->size(), dense.size());
}

TEST(TextStreamTest, TakesTheByteOrderMarkOff) {
  for (const size_t piece : {1, 2, 3, 100}) {
    EXPECT_EQ(*ReadAll("\xef\xbb\xbfname", piece), "name");
    EXPECT_EQ(*ReadAll(Gzip("\xef\xbb\xbfname"), piece), "name");
  }
  EXPECT_EQ(*ReadAll("na\xef\xbb\xbfme", 100), "na\xef\xbb\xbfme");
}

TEST(TextStreamTest, RefusesUtf16) {
  EXPECT_EQ(ReadAll(std::string("\xff\xfe" "a\0b\0", 6), 100).status().message(),
            "the file is in UTF-16, which is not read: save it as CSV in UTF-8");
}

TEST(TextStreamTest, DecodesWindows1252) {
  const std::string file = "caf\xe9 \x80 \x93quoted\x94 \x9f";
  const std::string text = "caf\u00e9 \u20ac \u201cquoted\u201d \u0178";
  for (const size_t piece : {1, 2, 3, 100}) {
    EXPECT_EQ(*ReadAll(file, piece, Encoding::kWindows1252), text);
  }
  EXPECT_EQ(*ReadAll("a\x81z", 100, Encoding::kWindows1252), "a\u0081z");
  EXPECT_EQ(*ReadAll("\xef\xbb\xbfname", 100, Encoding::kWindows1252), "name");
}

}  // namespace
}  // namespace potential::tabular
