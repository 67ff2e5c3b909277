#include "services/chassis/tabular/csv_reader.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "absl/strings/str_cat.h"

namespace potential::tabular {
namespace {

constexpr size_t kFirstBuffer = 256 << 10;
constexpr size_t kMinSpace = 64 << 10;
constexpr char kDelimiters[] = {',', ';', '\t'};

bool IsDelimiter(char c) { return std::count(kDelimiters, std::end(kDelimiters), c) > 0; }

}  // namespace

CsvReader::CsvReader(CsvLimits limits) : limits_(limits), buffer_(kFirstBuffer) {}

absl::Span<char> CsvReader::Space() {
  if (begin_ > 0) {
    std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
    scanned_ -= std::min(scanned_, begin_);
    end_ -= begin_;
    begin_ = 0;
  }
  if (buffer_.size() - end_ < kMinSpace) buffer_.resize(buffer_.size() + kFirstBuffer);
  return absl::MakeSpan(buffer_.data() + end_, buffer_.size() - end_);
}

size_t CsvReader::Find(char c, size_t from, size_t to) const {
  if (from >= to) return kNone;
  const void* found = std::memchr(buffer_.data() + from, c, to - from);
  if (found == nullptr) return kNone;
  return static_cast<size_t>(static_cast<const char*>(found) - buffer_.data());
}

// Looks at the first line that is not blank. False if it has not come whole.
bool CsvReader::FindDialect() {
  size_t at = begin_;
  while (at < end_ && (buffer_[at] == '\r' || buffer_[at] == '\n' || buffer_[at] == ' ')) ++at;
  const size_t first = at;
  int64_t counts[std::size(kDelimiters)] = {};
  bool quoted = false;
  for (; at < end_ && (quoted || (buffer_[at] != '\r' && buffer_[at] != '\n')); ++at) {
    if (buffer_[at] == '"') quoted = !quoted;
    if (quoted) continue;
    for (size_t i = 0; i < std::size(kDelimiters); ++i) counts[i] += buffer_[at] == kDelimiters[i];
  }
  const bool cut = at == end_ || (buffer_[at] == '\r' && at + 1 == end_);
  if (cut && !ended_ && end_ - begin_ <= limits_.max_row_bytes) return false;
  if (at + 1 < end_ && buffer_[at] == '\r' && buffer_[at + 1] != '\n') terminator_ = '\r';
  delimiter_ = kDelimiters[std::max_element(counts, std::end(counts)) - counts];
  has_dialect_ = true;
  TakeSeparatorLine(first, at);
  return true;
}

// `sep=;`, which spreadsheets write and read.
void CsvReader::TakeSeparatorLine(size_t first, size_t line_end) {
  const absl::string_view line(buffer_.data() + first, line_end - first);
  if (line.size() != 5 || line.substr(0, 4) != "sep=" || !IsDelimiter(line[4])) return;
  delimiter_ = line[4];
  const size_t terminator = Find(terminator_, line_end, end_);
  Advance(terminator == kNone ? end_ : terminator + 1);
}

void CsvReader::Advance(size_t next) {
  line_ += std::count(buffer_.data() + begin_, buffer_.data() + next, terminator_);
  begin_ = next;
  scanned_ = next;
}

CsvReader::Event CsvReader::Next() {
  if (!has_dialect_ && !FindDialect()) return Event::kNeedsMore;
  if (skipping_ && !SkipRest()) return ended_ ? Event::kEnd : Event::kNeedsMore;
  while (begin_ < end_) {
    // A row that ended with CR may have had LF after it all the same.
    if (terminator_ == '\r' && buffer_[begin_] == '\n') {
      ++begin_;
      continue;
    }
    const size_t terminator = Find(terminator_, std::max(scanned_, begin_), end_);
    if (terminator == kNone && !ended_) return AwaitMore();
    const size_t row_end = terminator == kNone ? end_ : terminator;
    const size_t next = terminator == kNone ? end_ : terminator + 1;
    if (!IsBlank(row_end)) return RowTo(row_end, next);
    begin_ = scanned_ = next;
    line_ += terminator != kNone;
  }
  return ended_ ? Event::kEnd : Event::kNeedsMore;
}

CsvReader::Event CsvReader::AwaitMore() {
  scanned_ = end_;
  if (end_ - begin_ <= limits_.max_row_bytes) return Event::kNeedsMore;
  skipping_ = true;
  return TellProblem(TooLong(), end_);
}

// Drops the rest of a line whose beginning was too long. False if it has not come whole.
bool CsvReader::SkipRest() {
  const size_t terminator = Find(terminator_, begin_, end_);
  skipping_ = terminator == kNone;
  Advance(skipping_ ? end_ : terminator + 1);
  return !skipping_;
}

bool CsvReader::IsBlank(size_t row_end) const {
  for (size_t i = begin_; i < row_end; ++i) {
    const char c = buffer_[i];
    if (c != delimiter_ && c != ' ' && c != '\r') return false;
  }
  return true;
}

// The row that begins here and, unless a quoted field goes over it, ends at `row_end`.
CsvReader::Event CsvReader::RowTo(size_t row_end, size_t next) {
  fields_.clear();
  if (Find('"', begin_, row_end) == kNone) {
    SplitPlain(row_end);
    return TellRow(row_end, next, next > row_end ? 1 : 0);
  }
  std::string what;
  const Parsed parsed = SplitQuoted(row_end, what);
  const size_t length = (parsed == Parsed::kWhole ? row_end : end_) - begin_;
  if (parsed != Parsed::kDamaged && length > limits_.max_row_bytes) {
    return TellProblem(TooLong(), next);
  }
  switch (parsed) {
    case Parsed::kWhole:
      next = std::min(end_, row_end + 1);
      return TellRow(row_end, next,
                     std::count(&buffer_[begin_], buffer_.data() + next, terminator_));
    case Parsed::kCut:
      scanned_ = begin_;  // its first line is found again when there is more
      return Event::kNeedsMore;
    case Parsed::kDamaged:
      break;
  }
  return TellProblem(std::move(what), next);
}

// The field between two positions, without the CR of a CRLF that ends it.
CsvReader::Field CsvReader::LastField(size_t begin, size_t row_end) const {
  const bool has_return = terminator_ == '\n' && row_end > begin && buffer_[row_end - 1] == '\r';
  return {begin, has_return ? row_end - 1 : row_end, false};
}

void CsvReader::SplitPlain(size_t row_end) {
  const char* const text = buffer_.data();
  const char delimiter = delimiter_;
  size_t begin = begin_;
  for (size_t at = begin_; at < row_end; ++at) {
    if (text[at] != delimiter) continue;
    fields_.push_back({begin, at, false});
    begin = at + 1;
  }
  fields_.push_back(LastField(begin, row_end));
}

// Splits a row with quotes; sets where it ends.
CsvReader::Parsed CsvReader::SplitQuoted(size_t& row_end, std::string& what) {
  for (size_t at = begin_;; ++at) {
    if (at < end_ && buffer_[at] == '"') {
      const Parsed parsed = QuotedField(at, what);
      if (parsed != Parsed::kWhole) return parsed;
    } else {
      const size_t begin = at;
      while (at < end_ && buffer_[at] != delimiter_ && buffer_[at] != terminator_) ++at;
      if (at == end_ && !ended_) return Parsed::kCut;
      const bool last = at == end_ || buffer_[at] == terminator_;
      fields_.push_back(last ? LastField(begin, at) : Field{begin, at, false});
    }
    if (at == end_ || buffer_[at] == terminator_) {
      row_end = at;
      return Parsed::kWhole;
    }
  }
}

// The field whose first quote stands at `at`, which is moved to the delimiter or terminator after it.
CsvReader::Parsed CsvReader::QuotedField(size_t& at, std::string& what) {
  Field field = {at + 1, at + 1, false};
  while (true) {
    const size_t quote = Find('"', field.end, end_);
    if ((quote == kNone ? end_ : quote) - at > limits_.max_field_bytes) {
      what = absl::StrCat("has a quote that is not closed within ", limits_.max_field_bytes, " bytes");
      return Parsed::kDamaged;
    }
    if (quote == kNone && ended_) what = "has a quote that is not closed";
    if (quote == kNone) return ended_ ? Parsed::kDamaged : Parsed::kCut;
    if (quote + 1 == end_ && !ended_) return Parsed::kCut;
    field.end = quote;
    if (quote + 1 == end_ || buffer_[quote + 1] != '"') break;
    field.has_escapes = true;
    field.end = quote + 2;
  }
  fields_.push_back(field);
  return AfterQuote(field.end + 1, at, what);
}

// Spaces may stand between a closing quote and the field's end.
CsvReader::Parsed CsvReader::AfterQuote(size_t from, size_t& at, std::string& what) {
  at = from;
  while (at < end_ && buffer_[at] == ' ') ++at;
  if (at < end_ && terminator_ == '\n' && buffer_[at] == '\r') ++at;
  if (at == end_) return ended_ ? Parsed::kWhole : Parsed::kCut;
  if (buffer_[at] == terminator_) return Parsed::kWhole;
  if (buffer_[at] == delimiter_ && buffer_[at - 1] != '\r') return Parsed::kWhole;
  what = "has text after a closing quote";
  return Parsed::kDamaged;
}

// Makes views of the fields, taking out the second of quotes that are written twice.
void CsvReader::Materialise() {
  views_.clear();
  for (const Field& field : fields_) {
    size_t end = field.end;
    if (field.has_escapes) {
      end = field.begin;
      for (size_t at = field.begin; at < field.end; ++at) {
        buffer_[end++] = buffer_[at];
        if (buffer_[at] == '"') ++at;
      }
    }
    views_.emplace_back(buffer_.data() + field.begin, end - field.begin);
  }
}

CsvReader::Event CsvReader::TellRow(size_t row_end, size_t next, int64_t lines) {
  if (row_end - begin_ > limits_.max_row_bytes) return TellProblem(TooLong(), next);
  if (fields_.size() > limits_.max_columns) {
    return TellProblem(absl::StrCat("has more than ", limits_.max_columns, " columns"), next);
  }
  if (Find('\0', begin_, row_end) != kNone) return TellProblem("holds a NUL byte", next);
  Materialise();
  row_ = {line_, views_, row_end < end_};
  line_ += lines;
  begin_ = scanned_ = next;
  return Event::kRow;
}

std::string CsvReader::TooLong() const {
  return absl::StrCat("is longer than ", limits_.max_row_bytes, " bytes");
}

CsvReader::Event CsvReader::TellProblem(std::string text, size_t next) {
  problem_ = {line_, std::move(text)};
  Advance(next);
  return Event::kBadRow;
}

}  // namespace potential::tabular
