#include "gateway/transcoder/json_scanner.h"

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gateway/transcoder/text.h"

namespace potential::gateway {
namespace {

constexpr uint32_t kHighSurrogate = 0xD800;
constexpr uint32_t kLowSurrogate = 0xDC00;
constexpr uint32_t kSurrogatesEnd = 0xE000;

// Stands for itself within a string.
bool IsPlain(char c) { return static_cast<unsigned char>(c) >= 0x20 && c != '"' && c != '\\'; }

}  // namespace

void JsonScanner::SkipSpace() {
  while (at_ < text_.size() &&
         (text_[at_] == ' ' || text_[at_] == '\n' || text_[at_] == '\r' || text_[at_] == '\t')) {
    ++at_;
  }
}

JsonScanner::Kind JsonScanner::Peek() {
  SkipSpace();
  if (at_ == text_.size()) return Kind::kNothing;
  switch (text_[at_]) {
    case '{':
      return Kind::kObject;
    case '[':
      return Kind::kArray;
    case '"':
      return Kind::kString;
    case 't':
      return Kind::kTrue;
    case 'f':
      return Kind::kFalse;
    case 'n':
      return Kind::kNull;
    default:
      return text_[at_] == '-' || absl::ascii_isdigit(static_cast<unsigned char>(text_[at_]))
                 ? Kind::kNumber
                 : Kind::kNothing;
  }
}

bool JsonScanner::Take(char c) {
  SkipSpace();
  if (at_ == text_.size() || text_[at_] != c) return false;
  ++at_;
  return true;
}

bool JsonScanner::ReadWord(absl::string_view word) {
  SkipSpace();
  if (!absl::StartsWith(text_.substr(at_), word)) return false;
  at_ += word.size();
  return true;
}

bool JsonScanner::ReadString(std::string* out) {
  out->clear();
  if (!Take('"')) return false;
  while (true) {
    const size_t begin = at_;
    while (at_ < text_.size() && IsPlain(text_[at_])) ++at_;
    out->append(text_.data() + begin, at_ - begin);
    if (at_ == text_.size()) return false;
    if (text_[at_] == '"') {
      ++at_;
      return true;
    }
    if (text_[at_] != '\\' || !ReadEscape(out)) return false;
  }
}

bool JsonScanner::ReadEscape(std::string* out) {
  if (text_.size() - at_ < 2) return false;
  constexpr absl::string_view kLetters = "\"\\/bfnrt";
  constexpr absl::string_view kMeanings = "\"\\/\b\f\n\r\t";
  const char letter = text_[at_ + 1];
  if (size_t i = kLetters.find(letter); i != absl::string_view::npos) {
    out->push_back(kMeanings[i]);
    at_ += 2;
    return true;
  }
  if (letter != 'u') return false;
  uint32_t code = 0;
  if (!ReadHex4(&code)) return false;
  if (code >= kLowSurrogate && code < kSurrogatesEnd) return false;
  if (code >= kHighSurrogate && code < kLowSurrogate) {
    uint32_t low = 0;
    if (!ReadHex4(&low) || low < kLowSurrogate || low >= kSurrogatesEnd) return false;
    code = 0x10000 + ((code - kHighSurrogate) << 10) + (low - kLowSurrogate);
  }
  AppendUtf8(code, out);
  return true;
}

// Reads `\uXXXX`.
bool JsonScanner::ReadHex4(uint32_t* out) {
  if (!absl::StartsWith(text_.substr(at_), "\\u") || text_.size() - at_ < 6) return false;
  *out = 0;
  for (size_t i = at_ + 2; i < at_ + 6; ++i) {
    const auto c = static_cast<unsigned char>(text_[i]);
    if (!absl::ascii_isxdigit(c)) return false;
    const int digit = absl::ascii_isdigit(c) ? c - '0' : absl::ascii_tolower(c) - 'a' + 10;
    *out = *out << 4 | static_cast<uint32_t>(digit);
  }
  at_ += 6;
  return true;
}

size_t JsonScanner::Digits() {
  const size_t begin = at_;
  while (at_ < text_.size() && absl::ascii_isdigit(static_cast<unsigned char>(text_[at_]))) ++at_;
  return at_ - begin;
}

bool JsonScanner::ReadNumber(absl::string_view* out) {
  SkipSpace();
  const size_t begin = at_;
  auto take = [this](char c) {
    if (at_ == text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  };
  take('-');
  if (!take('0') && Digits() == 0) return false;
  if (take('.') && Digits() == 0) return false;
  if (take('e') || take('E')) {
    if (!take('+')) take('-');
    if (Digits() == 0) return false;
  }
  *out = text_.substr(begin, at_ - begin);
  return true;
}

bool JsonScanner::SkipValue(int max_depth, bool* too_deep, absl::string_view* out) {
  *too_deep = false;
  const Kind kind = Peek();
  const size_t begin = at_;
  std::string text;
  absl::string_view number;
  bool good = false;
  switch (kind) {
    case Kind::kObject:
      good = SkipContainer('}', max_depth, too_deep);
      break;
    case Kind::kArray:
      good = SkipContainer(']', max_depth, too_deep);
      break;
    case Kind::kString:
      good = ReadString(&text);
      break;
    case Kind::kNumber:
      good = ReadNumber(&number);
      break;
    case Kind::kTrue:
      good = ReadWord("true");
      break;
    case Kind::kFalse:
      good = ReadWord("false");
      break;
    case Kind::kNull:
      good = ReadWord("null");
      break;
    case Kind::kNothing:
      break;
  }
  if (good && out != nullptr) *out = text_.substr(begin, at_ - begin);
  return good;
}

bool JsonScanner::SkipContainer(char close, int max_depth, bool* too_deep) {
  if (max_depth == 0) {
    *too_deep = true;
    return false;
  }
  ++at_;  // the bracket that Peek saw
  if (Take(close)) return true;
  std::string key;
  do {
    if (close == '}' && (!ReadString(&key) || !Take(':'))) return false;
    if (!SkipValue(max_depth - 1, too_deep, nullptr)) return false;
  } while (Take(','));
  return Take(close);
}

bool JsonScanner::AtEnd() {
  SkipSpace();
  return at_ == text_.size();
}

std::string JsonScanner::Location() const {
  size_t line = 1;
  size_t line_begin = 0;
  for (size_t i = 0; i < at_; ++i) {
    if (text_[i] != '\n') continue;
    ++line;
    line_begin = i + 1;
  }
  return absl::StrCat("line ", line, ", column ", at_ - line_begin + 1);
}

}  // namespace potential::gateway
