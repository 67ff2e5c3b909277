#include "services/chassis/resource/query_scanner.h"

#include <algorithm>
#include <optional>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/chassis/resource/ascii.h"
#include "services/chassis/resource/text.h"
#include "services/chassis/resource/violation.h"

namespace potential::resource::internal {
namespace {

bool IsSpace(char c) { return c == ' ' || c == '\t' || c == '\n'; }

bool IsWordCharacter(char c) { return IsLetterOrDigit(c) || c == '_' || c == '.'; }

bool EndsBareLiteral(char c) {
  constexpr absl::string_view kEnds = "()=<>!\"'";
  return IsSpace(c) || absl::StrContains(kEnds, c);
}

// Length of the operator that `text` starts with; 0 if there is none.
size_t OperatorLength(absl::string_view text) {
  if (absl::StartsWith(text, "!=") || absl::StartsWith(text, "<=") ||
      absl::StartsWith(text, ">=")) {
    return 2;
  }
  return absl::StrContains("=<>:", text[0]) ? 1 : 0;
}

std::optional<char> Unescape(char c) {
  switch (c) {
    case 'n':
      return '\n';
    case 't':
      return '\t';
    case '\\':
    case '"':
    case '\'':
      return c;
    default:
      return std::nullopt;
  }
}

Token::Kind KindOfMark(char c) {
  switch (c) {
    case '(':
      return Token::Kind::kOpen;
    case ')':
      return Token::Kind::kClose;
    case ',':
      return Token::Kind::kComma;
    default:
      return Token::Kind::kOther;
  }
}

// Bytes of the character at the start of `text`, which is valid UTF-8.
size_t CharacterLength(absl::string_view text) {
  size_t length = 1;
  while (length < text.size() && (static_cast<unsigned char>(text[length]) & 0xC0) == 0x80)
    ++length;
  return length;
}

}  // namespace

std::string Token::Display() const { return kind == Kind::kEnd ? "the end" : Shown(text); }

absl::Status QueryScanner::CheckText(size_t max_length) const {
  const TextScan scan = ScanText(text_);
  if (!scan.valid) return InvalidArgument(field_, "is not valid UTF-8");
  if (scan.control) return InvalidArgument(field_, "holds a control character");
  if (scan.code_points <= max_length) return absl::OkStatus();
  return InvalidArgument(field_, absl::StrCat("has ", scan.code_points, " characters; at most ",
                                              max_length, " are allowed"));
}

void QueryScanner::SkipSpace() {
  while (offset_ < text_.size() && IsSpace(text_[offset_])) ++offset_;
}

Token QueryScanner::Next() {
  SkipSpace();
  const absl::string_view rest = text_.substr(offset_);
  if (rest.empty()) return {.offset = offset_};
  Token token{.offset = offset_};
  size_t length = 0;
  if (IsWordCharacter(rest[0])) {
    token.kind = Token::Kind::kWord;
    length = static_cast<size_t>(std::find_if_not(rest.begin(), rest.end(), IsWordCharacter) -
                                 rest.begin());
  } else if ((length = OperatorLength(rest)) > 0) {
    token.kind = Token::Kind::kOperator;
  } else {
    token.kind = KindOfMark(rest[0]);
    length = CharacterLength(rest);
  }
  token.text = std::string(rest.substr(0, length));
  offset_ += length;
  return token;
}

Token QueryScanner::Peek() {
  const size_t before = offset_;
  Token token = Next();
  offset_ = before;
  return token;
}

absl::StatusOr<Token> QueryScanner::NextLiteral() {
  SkipSpace();
  const absl::string_view rest = text_.substr(offset_);
  if (rest.empty()) return Token{.offset = offset_};
  if (rest[0] == '"' || rest[0] == '\'') return TakeQuoted();
  if (EndsBareLiteral(rest[0])) {
    return Token{.kind = Token::Kind::kOther, .text = std::string(1, rest[0]), .offset = offset_};
  }
  const size_t length =
      static_cast<size_t>(std::find_if(rest.begin(), rest.end(), EndsBareLiteral) - rest.begin());
  Token token{
      .kind = Token::Kind::kWord, .text = std::string(rest.substr(0, length)), .offset = offset_};
  offset_ += length;
  return token;
}

absl::StatusOr<Token> QueryScanner::TakeQuoted() {
  Token token{.kind = Token::Kind::kQuoted, .offset = offset_};
  const char quote = text_[offset_++];
  while (offset_ < text_.size() && text_[offset_] != quote) {
    char c = text_[offset_++];
    if (c == '\\') {
      const std::optional<char> plain =
          offset_ < text_.size() ? Unescape(text_[offset_]) : std::nullopt;
      if (!plain) return ErrorAt(offset_ - 1, "expected one of the escapes \\\\ \\\" \\' \\n \\t");
      c = *plain;
      ++offset_;
    }
    token.text += c;
  }
  if (offset_ >= text_.size()) {
    return ErrorAt(token.offset, absl::StrCat("expected a closing ", std::string(1, quote)));
  }
  ++offset_;
  return token;
}

absl::Status QueryScanner::ErrorAt(size_t offset, absl::string_view description) const {
  return InvalidArgument(
      field_, absl::StrCat("at character ", CharacterPosition(text_, offset), ": ", description));
}

}  // namespace potential::resource::internal
