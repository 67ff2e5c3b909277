// Text as it stands in requests: UTF-8, percent-encoding, and the two spellings of a field name.
// Pure functions; any thread may call them.

#ifndef POTENTIAL_GATEWAY_TRANSCODER_TEXT_H_
#define POTENTIAL_GATEWAY_TRANSCODER_TEXT_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace potential::gateway {

// Whether the bytes are UTF-8 by RFC 3629: no overlong forms, no surrogates, nothing above
// U+10FFFF.
bool IsValidUtf8(absl::string_view text);

// Whether the text holds a control character (U+0000 to U+001F, U+007F).
bool HasControlCharacter(absl::string_view text);

// Appends the code point, which must be a Unicode scalar value, as UTF-8.
void AppendUtf8(uint32_t code_point, std::string* out);

// Whether an encoded slash becomes a slash. A variable over several segments keeps `%2F`, so that
// its value still tells a separator from a character of a segment.
enum class EncodedSlash { kDecode, kKeep };

// The text without its percent-encoding; nullopt if a `%` is not followed by two hexadecimal
// digits.
std::optional<std::string> PercentDecode(absl::string_view text, EncodedSlash slash);

// `closingDate` -> `closing_date`; a name that is already in snake case stays as it is.
std::string ToSnakeCase(absl::string_view name);

// `closing_date` -> `closingDate`.
std::string ToLowerCamel(absl::string_view name);

// A caller's text as a message may repeat it: at most 80 bytes, cut between characters, with `?`
// for each control character.
std::string Shown(absl::string_view text);

}  // namespace potential::gateway

#endif  // POTENTIAL_GATEWAY_TRANSCODER_TEXT_H_
