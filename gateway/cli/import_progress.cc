#include "gateway/cli/import_progress.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace potential::cli {
namespace {

constexpr absl::Duration kBarInterval = absl::Milliseconds(200);
constexpr absl::Duration kLineInterval = absl::Seconds(10);
constexpr int kBarCells = 20;
constexpr absl::string_view kGzipMagic("\x1f\x8b", 2);

std::string MinutesAndSeconds(double seconds) {
  const auto whole = static_cast<int64_t>(seconds + 0.5);
  return absl::StrFormat("%d:%02d", whole / 60, whole % 60);
}

std::string Bar(double share) {
  const int full = static_cast<int>(share * kBarCells);
  return absl::StrCat("[", std::string(static_cast<size_t>(full), '#'),
                      std::string(static_cast<size_t>(kBarCells - full), ' '), "]");
}

}  // namespace

std::string WithSeparators(int64_t number) {
  std::string text = absl::StrCat(number);
  const size_t first = number < 0 ? 1 : 0;
  for (size_t i = text.size(); i > first + 3;) text.insert(i -= 3, ",");
  return text;
}

ImportProgress::ImportProgress(std::ostream& out, bool on_terminal, std::optional<uint64_t> bytes,
                               absl::Time start)
    : out_(out),
      on_terminal_(on_terminal),
      total_(bytes),
      start_(start),
      next_(start + (on_terminal ? kBarInterval : kLineInterval)) {}

void ImportProgress::Sent(absl::string_view piece, absl::Time now) {
  if (bytes_ == 0) compressed_ = absl::StartsWith(piece, kGzipMagic);
  bytes_ += piece.size();
  rows_ += static_cast<uint64_t>(std::count(piece.begin(), piece.end(), '\n'));
  if (now < next_) return;
  next_ = now + (on_terminal_ ? kBarInterval : kLineInterval);
  Show(Line(now));
}

std::string ImportProgress::Line(absl::Time now) const {
  const double seconds = std::max(1e-3, absl::ToDoubleSeconds(now - start_));
  const bool sized = total_ && *total_ > 0;
  const double share =
      sized ? std::min(1.0, static_cast<double>(bytes_) / static_cast<double>(*total_)) : 0;
  std::string line;
  if (sized && on_terminal_) absl::StrAppend(&line, Bar(share), " ");
  if (sized) absl::StrAppendFormat(&line, "%d %%  ", static_cast<int>(share * 100));
  if (compressed_) {
    absl::StrAppendFormat(&line, "%.1f MB, %.1f MB/s", static_cast<double>(bytes_) / 1e6,
                          static_cast<double>(bytes_) / 1e6 / seconds);
  } else {
    const double rate = static_cast<double>(rows_) / seconds;
    absl::StrAppend(&line, WithSeparators(static_cast<int64_t>(rows_)), " rows, ",
                    WithSeparators(static_cast<int64_t>(rate)), " rows/s");
  }
  if (share > 0) {
    absl::StrAppend(&line, ", ", MinutesAndSeconds(seconds / share * (1 - share)), " left");
  }
  return line;
}

void ImportProgress::Show(const std::string& line) {
  if (!on_terminal_) {
    out_ << line << std::endl;
    return;
  }
  const size_t padding = width_ > line.size() ? width_ - line.size() : 0;
  out_ << '\r' << line << std::string(padding, ' ') << std::flush;
  width_ = line.size();
}

void ImportProgress::Waiting() {
  if (on_terminal_) Show("all sent; waiting for the server");
}

void ImportProgress::Done() {
  if (!on_terminal_ || width_ == 0) return;
  Show("");
  out_ << '\r' << std::flush;
}

}  // namespace potential::cli
