#include "gateway/transcoder/text.h"

#include "absl/strings/ascii.h"

namespace potential::gateway {
namespace {

uint8_t Byte(char c) { return static_cast<uint8_t>(c); }

// What may follow a lead byte: how many bytes, and the range of the first of them, which is where
// overlong forms, surrogates and too great values show.
struct Lead {
  size_t following;
  uint8_t first_min;
  uint8_t first_max;
};

std::optional<Lead> LeadOf(uint8_t byte) {
  if (byte < 0x80) return Lead{0, 0, 0};
  if (byte >= 0xC2 && byte <= 0xDF) return Lead{1, 0x80, 0xBF};
  if (byte == 0xE0) return Lead{2, 0xA0, 0xBF};
  if (byte == 0xED) return Lead{2, 0x80, 0x9F};
  if (byte >= 0xE1 && byte <= 0xEF) return Lead{2, 0x80, 0xBF};
  if (byte == 0xF0) return Lead{3, 0x90, 0xBF};
  if (byte >= 0xF1 && byte <= 0xF3) return Lead{3, 0x80, 0xBF};
  if (byte == 0xF4) return Lead{3, 0x80, 0x8F};
  return std::nullopt;
}

std::optional<uint8_t> HexDigit(char c) {
  if (c >= '0' && c <= '9') return static_cast<uint8_t>(c - '0');
  if (c >= 'a' && c <= 'f') return static_cast<uint8_t>(c - 'a' + 10);
  if (c >= 'A' && c <= 'F') return static_cast<uint8_t>(c - 'A' + 10);
  return std::nullopt;
}

}  // namespace

bool IsValidUtf8(absl::string_view text) {
  size_t at = 0;
  while (at < text.size()) {
    std::optional<Lead> lead = LeadOf(Byte(text[at]));
    if (!lead.has_value() || text.size() - at <= lead->following) return false;
    for (size_t i = 1; i <= lead->following; ++i) {
      uint8_t byte = Byte(text[at + i]);
      uint8_t min = i == 1 ? lead->first_min : uint8_t{0x80};
      uint8_t max = i == 1 ? lead->first_max : uint8_t{0xBF};
      if (byte < min || byte > max) return false;
    }
    at += 1 + lead->following;
  }
  return true;
}

bool HasControlCharacter(absl::string_view text) {
  for (char c : text) {
    if (Byte(c) < 0x20 || Byte(c) == 0x7F) return true;
  }
  return false;
}

void AppendUtf8(uint32_t code_point, std::string* out) {
  auto put = [out](uint32_t byte) { out->push_back(static_cast<char>(byte)); };
  if (code_point < 0x80) {
    put(code_point);
  } else if (code_point < 0x800) {
    put(0xC0 | (code_point >> 6));
    put(0x80 | (code_point & 0x3F));
  } else if (code_point < 0x10000) {
    put(0xE0 | (code_point >> 12));
    put(0x80 | ((code_point >> 6) & 0x3F));
    put(0x80 | (code_point & 0x3F));
  } else {
    put(0xF0 | (code_point >> 18));
    put(0x80 | ((code_point >> 12) & 0x3F));
    put(0x80 | ((code_point >> 6) & 0x3F));
    put(0x80 | (code_point & 0x3F));
  }
}

std::optional<std::string> PercentDecode(absl::string_view text, EncodedSlash slash) {
  std::string out;
  out.reserve(text.size());
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      out.push_back(text[i]);
      continue;
    }
    if (text.size() - i < 3) return std::nullopt;
    std::optional<uint8_t> high = HexDigit(text[i + 1]);
    std::optional<uint8_t> low = HexDigit(text[i + 2]);
    if (!high.has_value() || !low.has_value()) return std::nullopt;
    char decoded = static_cast<char>(*high << 4 | *low);
    if (decoded == '/' && slash == EncodedSlash::kKeep) {
      out.append("%2F");
    } else {
      out.push_back(decoded);
    }
    i += 2;
  }
  return out;
}

std::string ToSnakeCase(absl::string_view name) {
  std::string out;
  for (char c : name) {
    if (absl::ascii_isupper(Byte(c))) out.push_back('_');
    out.push_back(absl::ascii_tolower(Byte(c)));
  }
  return out;
}

std::string ToLowerCamel(absl::string_view name) {
  std::string out;
  bool raise = false;
  for (char c : name) {
    if (c == '_') {
      raise = true;
      continue;
    }
    out.push_back(raise ? absl::ascii_toupper(Byte(c)) : c);
    raise = false;
  }
  return out;
}

std::string Shown(absl::string_view text) {
  constexpr size_t kMaxBytes = 80;
  size_t end = text.size();
  if (end > kMaxBytes) {
    end = kMaxBytes;
    while (end > 0 && (Byte(text[end]) & 0xC0) == 0x80) --end;
  }
  std::string out(text.substr(0, end));
  for (char& c : out) {
    if (Byte(c) < 0x20 || Byte(c) == 0x7F) c = '?';
  }
  if (end < text.size()) out.append("...");
  return out;
}

}  // namespace potential::gateway
