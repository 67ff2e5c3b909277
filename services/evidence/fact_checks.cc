#include "services/evidence/fact_checks.h"

#include "absl/strings/ascii.h"

namespace potential::evidence {
namespace {

bool IsWordAt(absl::string_view text, size_t i) {
  return i < text.size() && absl::ascii_isalnum(static_cast<unsigned char>(text[i]));
}

// Moves `i` over `count` digits; false if they are not there.
bool SkipDigits(absl::string_view text, size_t count, size_t& i) {
  for (size_t end = i + count; i < end; ++i) {
    if (i >= text.size() || !absl::ascii_isdigit(static_cast<unsigned char>(text[i]))) return false;
  }
  return true;
}

// Moves `i` over spaces and hyphens; false if there are none.
bool SkipSeparators(absl::string_view text, size_t& i) {
  const size_t start = i;
  while (i < text.size() && (text[i] == ' ' || text[i] == '-')) ++i;
  return i > start;
}

bool HasTogetherAt(absl::string_view text, size_t i) {
  return SkipDigits(text, 10, i) && !IsWordAt(text, i);
}

bool HasGroupsAt(absl::string_view text, size_t i) {
  return SkipDigits(text, 3, i) && SkipSeparators(text, i) && SkipDigits(text, 3, i) &&
         SkipSeparators(text, i) && SkipDigits(text, 4, i) && !IsWordAt(text, i);
}

}  // namespace

bool HoldsNhsNumberForm(absl::string_view key) {
  for (size_t i = 0; i < key.size(); ++i) {
    if (i > 0 && IsWordAt(key, i - 1)) continue;
    if (HasTogetherAt(key, i) || HasGroupsAt(key, i)) return true;
  }
  return false;
}

void RequirePseudonym(absl::string_view key, absl::string_view path,
                      records::Violations& violations) {
  violations.Require(!HoldsNhsNumberForm(key), path,
                     "holds ten digits like an NHS number; send a keyed hash instead");
}

}  // namespace potential::evidence
