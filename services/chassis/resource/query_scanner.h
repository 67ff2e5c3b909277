// Cuts the text of a filter or an order into tokens. Not for other modules: see filter.h,
// order_by.h.

#ifndef POTENTIAL_SERVICES_CHASSIS_RESOURCE_QUERY_SCANNER_H_
#define POTENTIAL_SERVICES_CHASSIS_RESOURCE_QUERY_SCANNER_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace potential::resource::internal {

struct Token {
  enum class Kind {
    kEnd,
    kWord,      // letters, digits, `_` and `.`; in a literal's place, any bare literal
    kQuoted,    // text without its quotes and escapes; in a literal's place only
    kOperator,  // = != < <= > >= :
    kOpen,
    kClose,
    kComma,
    kOther,  // a character that starts nothing
  };
  Kind kind = Kind::kEnd;
  std::string text = {};
  size_t offset = 0;  // byte at which it starts

  // As a message shows it.
  std::string Display() const;
};

// Walks over a text that it does not own. For one thread. Errors are INVALID_ARGUMENT on the
// request field `field`, with the position counted from 1 in characters.
class QueryScanner {
 public:
  QueryScanner(absl::string_view field, absl::string_view text) : field_(field), text_(text) {}

  // The text may be scanned: valid UTF-8, no control character but line feed and tab, not too long.
  absl::Status CheckText(size_t max_length) const;

  // Next token where a literal may not stand, and the same without moving on.
  Token Next();
  Token Peek();

  // Next token where a literal must stand: kWord, kQuoted, or kEnd or kOther if there is none.
  absl::StatusOr<Token> NextLiteral();

  // The error `description` about what stands at byte `offset`.
  absl::Status ErrorAt(size_t offset, absl::string_view description) const;

 private:
  void SkipSpace();
  absl::StatusOr<Token> TakeQuoted();

  absl::string_view field_;
  absl::string_view text_;
  size_t offset_ = 0;
};

}  // namespace potential::resource::internal

#endif  // POTENTIAL_SERVICES_CHASSIS_RESOURCE_QUERY_SCANNER_H_
