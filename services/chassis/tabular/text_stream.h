// A file as UTF-8 text: inflated, decoded, without its byte order mark.
//
// See Inflater, which it stands on, for how pieces go in and text comes out.

#ifndef POTENTIAL_SERVICES_CHASSIS_TABULAR_TEXT_STREAM_H_
#define POTENTIAL_SERVICES_CHASSIS_TABULAR_TEXT_STREAM_H_

#include <array>
#include <string>

#include "services/chassis/tabular/inflater.h"

namespace potential::tabular {

enum class Encoding {
  kUtf8,         // handed on as it is: whether it is valid shows where it is used
  kWindows1252,  // the five bytes without a character become control characters, as browsers have it
};

// For one file and one thread. Errors are INVALID_ARGUMENT for the caller's eyes, and final.
class TextStream {
 public:
  // Least size of a Read.
  static constexpr size_t kMinRead = 64;

  explicit TextStream(Encoding encoding) : encoding_(encoding) {}

  // The next piece, which must live until Read has returned 0 for it.
  void Feed(absl::string_view piece) { inflater_.Feed(piece); }

  // Writes at most `size` bytes (at least kMinRead) of text and says how many; 0 when the piece is
  // used up. A file of less than three bytes has no text.
  absl::StatusOr<size_t> Read(char* out, size_t size);

  // All pieces were fed and read: an error if the file is not whole.
  absl::Status End() const { return inflater_.End(); }

 private:
  absl::StatusOr<size_t> ReadDecoded(char* out, size_t size);
  absl::StatusOr<size_t> ReadFirst(char* out, size_t size);

  const Encoding encoding_;
  Inflater inflater_;
  std::string first_;
  bool begun_ = false;
  std::array<char, 16 << 10> raw_ = {};
};

}  // namespace potential::tabular

#endif  // POTENTIAL_SERVICES_CHASSIS_TABULAR_TEXT_STREAM_H_
