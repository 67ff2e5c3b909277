#include "services/chassis/tabular/text_stream.h"

#include <algorithm>
#include <cstdint>
#include <cstring>

#include "absl/strings/match.h"
#include "services/chassis/storage/status_macros.h"

namespace potential::tabular {
namespace {

constexpr absl::string_view kUtf8Mark = "\xef\xbb\xbf";
// A byte of the code page is at most three of UTF-8.
constexpr size_t kMaxGrowth = 3;

// Code points of the bytes 0x80 to 0x9F of Windows code page 1252.
constexpr uint16_t kHighControls[] = {
    0x20AC, 0x0081, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0x008D, 0x017D, 0x008F, 0x0090, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x009D, 0x017E, 0x0178};

char* AppendUtf8(uint16_t point, char* out) {
  if (point < 0x80) {
    *out++ = static_cast<char>(point);
  } else if (point < 0x800) {
    *out++ = static_cast<char>(0xC0 | (point >> 6));
    *out++ = static_cast<char>(0x80 | (point & 0x3F));
  } else {
    *out++ = static_cast<char>(0xE0 | (point >> 12));
    *out++ = static_cast<char>(0x80 | ((point >> 6) & 0x3F));
    *out++ = static_cast<char>(0x80 | (point & 0x3F));
  }
  return out;
}

size_t DecodeWindows1252(absl::string_view bytes, char* out) {
  char* end = out;
  for (const char c : bytes) {
    const auto byte = static_cast<uint8_t>(c);
    const bool is_high_control = byte >= 0x80 && byte < 0xA0;
    end = AppendUtf8(is_high_control ? kHighControls[byte - 0x80] : byte, end);
  }
  return static_cast<size_t>(end - out);
}

}  // namespace

absl::StatusOr<size_t> TextStream::ReadDecoded(char* out, size_t size) {
  if (encoding_ == Encoding::kUtf8) return inflater_.Read(out, size);
  ASSIGN_OR_RETURN(const size_t read,
                   inflater_.Read(raw_.data(), std::min(raw_.size(), size / kMaxGrowth)));
  return DecodeWindows1252({raw_.data(), read}, out);
}

absl::StatusOr<size_t> TextStream::Read(char* out, size_t size) {
  return begun_ ? ReadDecoded(out, size) : ReadFirst(out, size);
}

// A mark is looked for in the first three bytes together, wherever the pieces were cut.
absl::StatusOr<size_t> TextStream::ReadFirst(char* out, size_t size) {
  while (first_.size() < kUtf8Mark.size()) {
    char next = 0;
    ASSIGN_OR_RETURN(const size_t read, inflater_.Read(&next, 1));
    if (read == 0) return 0;
    first_ += next;
  }
  if (absl::StartsWith(first_, "\xff\xfe") || absl::StartsWith(first_, "\xfe\xff")) {
    return absl::InvalidArgumentError(
        "the file is in UTF-16, which is not read: save it as CSV in UTF-8");
  }
  begun_ = true;
  if (first_ == kUtf8Mark) return ReadDecoded(out, size);
  if (encoding_ == Encoding::kWindows1252) return DecodeWindows1252(first_, out);
  std::memcpy(out, first_.data(), first_.size());
  return first_.size();
}

}  // namespace potential::tabular
