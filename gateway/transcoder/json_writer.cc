#include "gateway/transcoder/json_writer.h"

#include <charconv>
#include <cmath>
#include <cstddef>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace potential::gateway {
namespace {

// The escape of a character that may not stand as it is; empty if it may.
absl::string_view EscapeOf(char c) {
  switch (c) {
    case '"':
      return "\\\"";
    case '\\':
      return "\\\\";
    case '\b':
      return "\\b";
    case '\f':
      return "\\f";
    case '\n':
      return "\\n";
    case '\r':
      return "\\r";
    case '\t':
      return "\\t";
    case '<':
      return "\\u003c";
    case '>':
      return "\\u003e";
    case '&':
      return "\\u0026";
    default:
      return "";
  }
}

template <typename Real>
std::string ShortestText(Real value) {
  if (std::isnan(value)) return "\"NaN\"";
  if (std::isinf(value)) return value > 0 ? "\"Infinity\"" : "\"-Infinity\"";
  char buffer[64];
  // Whole numbers that are exact are written out: 100000 rather than 1e+05.
  constexpr double kExactBelow = 9007199254740992.0;  // 2^53
  const bool whole = std::trunc(value) == value && std::abs(value) < static_cast<Real>(kExactBelow);
  auto result =
      whole ? std::to_chars(buffer, buffer + sizeof(buffer), value, std::chars_format::fixed)
            : std::to_chars(buffer, buffer + sizeof(buffer), value);
  return std::string(buffer, result.ptr);
}

}  // namespace

void AppendJsonString(absl::string_view text, std::string* out) {
  out->push_back('"');
  size_t begin = 0;
  auto replace = [&](size_t at, size_t length, absl::string_view by) {
    out->append(text.data() + begin, at - begin);
    out->append(by.data(), by.size());
    begin = at + length;
  };
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (absl::string_view escape = EscapeOf(c); !escape.empty()) {
      replace(i, 1, escape);
    } else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) {
      replace(i, 1, absl::StrCat("\\u", absl::Hex(c, absl::kZeroPad4)));
    } else if (c == '\xE2') {
      if (absl::StartsWith(text.substr(i), "\u2028")) replace(i, 3, "\\u2028");
      if (absl::StartsWith(text.substr(i), "\u2029")) replace(i, 3, "\\u2029");
    }
  }
  replace(text.size(), 0, "");
  out->push_back('"');
}

void JsonWriter::Separate() {
  if (comma_) out_.push_back(',');
  comma_ = true;
}

JsonWriter& JsonWriter::Open(char bracket) {
  Separate();
  out_.push_back(bracket);
  comma_ = false;
  return *this;
}

JsonWriter& JsonWriter::Close(char bracket) {
  out_.push_back(bracket);
  comma_ = true;
  return *this;
}

JsonWriter& JsonWriter::Name(absl::string_view name) {
  Separate();
  AppendJsonString(name, &out_);
  out_.push_back(':');
  comma_ = false;
  return *this;
}

JsonWriter& JsonWriter::Text(absl::string_view text) {
  Separate();
  AppendJsonString(text, &out_);
  return *this;
}

JsonWriter& JsonWriter::Bool(bool value) { return Raw(value ? "true" : "false"); }

JsonWriter& JsonWriter::Int(int64_t value) { return Raw(absl::StrCat(value)); }

JsonWriter& JsonWriter::Double(double value) { return Raw(ShortestText(value)); }

JsonWriter& JsonWriter::Float(float value) { return Raw(ShortestText(value)); }

JsonWriter& JsonWriter::Raw(absl::string_view json) {
  Separate();
  out_.append(json.data(), json.size());
  return *this;
}

}  // namespace potential::gateway
