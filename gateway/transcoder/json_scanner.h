// Reads JSON (RFC 8259, strictly) from a text that is known to be UTF-8, value by value, without
// building a tree. For one thread; it does not own the text.

#ifndef POTENTIAL_GATEWAY_TRANSCODER_JSON_SCANNER_H_
#define POTENTIAL_GATEWAY_TRANSCODER_JSON_SCANNER_H_

#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"

namespace potential::gateway {

// Every Read and Take first skips white space. A function that returns false has met something else
// than asked for, and the scanner stands where it was met: the text is malformed there, unless the
// caller goes on to ask for something else (as with Take).
class JsonScanner {
 public:
  enum class Kind { kObject, kArray, kString, kNumber, kTrue, kFalse, kNull, kNothing };

  explicit JsonScanner(absl::string_view text) : text_(text) {}

  // What the next value is, judged by its first character.
  Kind Peek();

  // Takes one of `{}[],:` if it is next.
  bool Take(char c);

  bool ReadString(std::string* out);
  // The number as written.
  bool ReadNumber(absl::string_view* out);
  // `true`, `false` or `null`.
  bool ReadWord(absl::string_view word);

  // Skips a value of any kind, checking its grammar, with at most `max_depth` levels of objects and
  // arrays in it; *too_deep says whether that was what stopped it. `out`, if not null, is set to
  // the value as written.
  bool SkipValue(int max_depth, bool* too_deep, absl::string_view* out);

  // Whether nothing but white space is left.
  bool AtEnd();

  // Where the scanner stands: line and column, both from 1, the column in bytes.
  std::string Location() const;

 private:
  void SkipSpace();
  bool SkipContainer(char close, int max_depth, bool* too_deep);
  bool ReadEscape(std::string* out);
  bool ReadHex4(uint32_t* out);
  size_t Digits();

  absl::string_view text_;
  size_t at_ = 0;
};

}  // namespace potential::gateway

#endif  // POTENTIAL_GATEWAY_TRANSCODER_JSON_SCANNER_H_
