// A look at text that came from a caller: is it UTF-8, how long is it, what in it may not be kept.
//
//   TextScan scan = ScanText(title);
//   if (!scan.valid) ...           // not UTF-8
//   if (scan.code_points > 160) ...
//
// Pure functions: any thread may call them. They never fail; they say what they found.

#ifndef POTENTIAL_SERVICES_CHASSIS_RESOURCE_TEXT_H_
#define POTENTIAL_SERVICES_CHASSIS_RESOURCE_TEXT_H_

#include <cstddef>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace potential::resource {

// What ScanText found.
struct TextScan {
  // UTF-8 by RFC 3629: no overlong form, no surrogate, nothing above U+10FFFF.
  bool valid = true;
  // Number of code points; meaningless if not valid.
  size_t code_points = 0;
  // First control character (Unicode category Cc) other than line feed and tab, if there is one.
  std::optional<char32_t> control = {};
  // Whether anything in it can be seen: it is neither empty nor only white space (Unicode's
  // White_Space and the characters without width or glyph, such as U+200B). A refused control
  // character counts as something, because it is told apart.
  bool visible = false;
};

TextScan ScanText(absl::string_view text);

// Position of the character that starts at or holds byte `offset`, counted from 1 in code points.
// An invalid byte counts as one character.
size_t CharacterPosition(absl::string_view text, size_t offset);

// The text as a message to a caller may show it: at most `limit` code points ("..." stands for the
// rest), control characters and invalid bytes as `\x1F`.
std::string Escaped(absl::string_view text, size_t limit = 60);

// Escaped between backquotes.
std::string Shown(absl::string_view text);

}  // namespace potential::resource

#endif  // POTENTIAL_SERVICES_CHASSIS_RESOURCE_TEXT_H_
