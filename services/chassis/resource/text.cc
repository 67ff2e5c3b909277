#include "services/chassis/resource/text.h"

#include <algorithm>
#include <cstdint>
#include <iterator>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace potential::resource {
namespace {

struct CodePoint {
  char32_t value = 0;
  size_t bytes = 0;  // 0 if there is no valid code point here
};

uint8_t Byte(absl::string_view text, size_t index) { return static_cast<uint8_t>(text[index]); }

// Number of bytes that a lead byte promises; 0 if it is none.
size_t PromisedBytes(uint8_t lead) {
  if (lead < 0x80) return 1;
  if (lead >= 0xC2 && lead <= 0xDF) return 2;
  if (lead >= 0xE0 && lead <= 0xEF) return 3;
  if (lead >= 0xF0 && lead <= 0xF4) return 4;
  return 0;
}

CodePoint DecodeAt(absl::string_view text, size_t offset) {
  const uint8_t lead = Byte(text, offset);
  const size_t bytes = PromisedBytes(lead);
  if (bytes == 1) return {lead, 1};
  if (bytes == 0 || text.size() - offset < bytes) return {};
  char32_t value = lead & (0xFFu >> (bytes + 1));
  for (size_t i = 1; i < bytes; ++i) {
    const uint8_t next = Byte(text, offset + i);
    if ((next & 0xC0) != 0x80) return {};
    value = (value << 6) | (next & 0x3Fu);
  }
  const bool overlong = (bytes == 3 && value < 0x800) || (bytes == 4 && value < 0x10000);
  const bool surrogate = value >= 0xD800 && value <= 0xDFFF;
  if (overlong || surrogate || value > 0x10FFFF) return {};
  return {value, bytes};
}

// What most text is made of, told apart without decoding.
bool IsPlainAscii(char c) { return c >= 0x20 && c < 0x7F; }

bool IsRefusedControl(char32_t value) {
  if (value == '\n' || value == '\t') return false;
  return value < 0x20 || (value >= 0x7F && value <= 0x9F);
}

struct CodePointRange {
  char32_t first;
  char32_t last;
};

// Unicode's White_Space, and of its Default_Ignorable_Code_Point the hyphen, joiners, fillers,
// marks of direction and invisible operators.
constexpr CodePointRange kBlank[] = {
    {0x09, 0x0D},     {0x20, 0x20},     {0x85, 0x85},     {0xA0, 0xA0},     {0xAD, 0xAD},
    {0x034F, 0x034F}, {0x061C, 0x061C}, {0x115F, 0x1160}, {0x1680, 0x1680}, {0x17B4, 0x17B5},
    {0x180B, 0x180F}, {0x2000, 0x200F}, {0x2028, 0x202F}, {0x205F, 0x206F}, {0x3000, 0x3000},
    {0x3164, 0x3164}, {0xFE00, 0xFE0F}, {0xFEFF, 0xFEFF}, {0xFFA0, 0xFFA0}};

bool IsBlank(char32_t value) {
  return std::any_of(std::begin(kBlank), std::end(kBlank), [value](const CodePointRange& range) {
    return range.first <= value && value <= range.last;
  });
}

}  // namespace

TextScan ScanText(absl::string_view text) {
  TextScan scan;
  for (size_t offset = 0; offset < text.size();) {
    if (IsPlainAscii(text[offset])) {
      scan.visible = scan.visible || text[offset] != ' ';
      ++scan.code_points;
      ++offset;
      continue;
    }
    const CodePoint point = DecodeAt(text, offset);
    if (point.bytes == 0) {
      scan.valid = false;
      return scan;
    }
    const bool refused = IsRefusedControl(point.value);
    if (!scan.control && refused) scan.control = point.value;
    scan.visible = scan.visible || refused || !IsBlank(point.value);
    ++scan.code_points;
    offset += point.bytes;
  }
  return scan;
}

size_t CharacterPosition(absl::string_view text, size_t offset) {
  size_t position = 1;
  for (size_t at = 0; at < offset && at < text.size(); ++position) {
    const size_t bytes = DecodeAt(text, at).bytes;
    at += bytes == 0 ? 1 : bytes;
    if (at > offset) break;
  }
  return position;
}

std::string Escaped(absl::string_view text, size_t limit) {
  std::string shown;
  size_t count = 0;
  for (size_t offset = 0; offset < text.size(); ++count) {
    if (count == limit) {
      shown += "...";
      break;
    }
    const CodePoint point = DecodeAt(text, offset);
    const bool plain = point.bytes != 0 && point.value >= 0x20 && !IsRefusedControl(point.value);
    const size_t bytes = point.bytes == 0 ? 1 : point.bytes;
    if (plain) {
      absl::StrAppend(&shown, text.substr(offset, bytes));
    } else {
      for (size_t i = 0; i < bytes; ++i)
        absl::StrAppendFormat(&shown, "\\x%02X", Byte(text, offset + i));
    }
    offset += bytes;
  }
  return shown;
}

std::string Shown(absl::string_view text) { return absl::StrCat("`", Escaped(text), "`"); }

}  // namespace potential::resource
