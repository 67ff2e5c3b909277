// Rows of delimited text (RFC 4180) that comes in pieces, with the dirt of real exports: rows that end
// with CRLF, LF or CR, commas, semicolons or tabs, quoted fields over several lines, empty lines,
// thousands of columns, damage.
//
//   CsvReader reader({});
//   absl::Span<char> space = reader.Space();
//   reader.Filled(n);                     // n bytes were written there
//   while (reader.Next() == CsvReader::Event::kRow) Use(reader.row());
//
// The delimiter is found in the first row: whichever of the three stands in it most often outside of
// quotes; a first line such as `sep=;` says it instead and is no row. The end of rows is found there
// too. A quote inside an unquoted field is a character like others.
//
// A damaged row is told with its line and skipped. After a quote that is never closed, or closed in
// the wrong place, reading goes on with the line after the one on which the row began, so that one
// stray quote costs one row.

#ifndef POTENTIAL_SERVICES_CHASSIS_TABULAR_CSV_READER_H_
#define POTENTIAL_SERVICES_CHASSIS_TABULAR_CSV_READER_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace potential::tabular {

struct CsvLimits {
  size_t max_field_bytes = 64 << 10;  // of a quoted field; the others are bounded by their row
  size_t max_row_bytes = 1 << 20;
  size_t max_columns = 16'384;
};

// For one file and one thread.
class CsvReader {
 public:
  enum class Event {
    kRow,        // row() is the next row
    kBadRow,     // problem() says what is wrong with the next row, which is skipped
    kNeedsMore,  // fill Space(), or End()
    kEnd,        // all rows were told
  };

  // Fields are views into the reader, valid until the next call of Next.
  struct Row {
    int64_t line = 0;  // of its first character; counted from 1
    absl::Span<const absl::string_view> fields;
    // False for a last row without a line end, of which a part may be missing.
    bool has_end = true;
  };

  struct Problem {
    int64_t line = 0;
    std::string text;  // goes on after "the row"
  };

  explicit CsvReader(CsvLimits limits);

  // Room for more text, never empty after kNeedsMore. Takes back what row() was.
  absl::Span<char> Space();
  void Filled(size_t bytes) { end_ += bytes; }
  // No more text will come.
  void End() { ended_ = true; }

  Event Next();
  const Row& row() const { return row_; }
  const Problem& problem() const { return problem_; }

  // `,`, `;` or a tab; known once the first row was told.
  char delimiter() const { return delimiter_; }

 private:
  // Where a field stands in the buffer, without its quotes.
  struct Field {
    size_t begin;
    size_t end;
    bool has_escapes;  // holds quotes written twice
  };
  // How far a row was understood.
  enum class Parsed { kWhole, kCut, kDamaged };

  static constexpr size_t kNone = static_cast<size_t>(-1);

  // Position of the character in the text between two positions, or kNone.
  size_t Find(char c, size_t from, size_t to) const;
  bool FindDialect();
  void TakeSeparatorLine(size_t first, size_t line_end);
  Event AwaitMore();
  bool SkipRest();
  bool IsBlank(size_t row_end) const;
  Event RowTo(size_t row_end, size_t next);
  Field LastField(size_t begin, size_t row_end) const;
  void SplitPlain(size_t row_end);
  Parsed SplitQuoted(size_t& row_end, std::string& what);
  Parsed QuotedField(size_t& at, std::string& what);
  Parsed AfterQuote(size_t from, size_t& at, std::string& what);
  void Materialise();
  Event TellRow(size_t row_end, size_t next, int64_t lines);
  std::string TooLong() const;
  Event TellProblem(std::string text, size_t next);
  // Goes on with the text at `next`.
  void Advance(size_t next);

  const CsvLimits limits_;
  std::vector<char> buffer_;
  size_t begin_ = 0;    // of the next row
  size_t scanned_ = 0;  // no row ends before it
  size_t end_ = 0;      // of the text
  bool ended_ = false;
  bool skipping_ = false;  // the rest of a row that is too long
  bool has_dialect_ = false;
  char delimiter_ = ',';
  char terminator_ = '\n';
  int64_t line_ = 1;
  std::vector<Field> fields_;
  std::vector<absl::string_view> views_;
  Row row_;
  Problem problem_;
};

}  // namespace potential::tabular

#endif  // POTENTIAL_SERVICES_CHASSIS_TABULAR_CSV_READER_H_
