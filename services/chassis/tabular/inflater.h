// The bytes of a file that comes in pieces and may be compressed by gzip, as they are without it.
//
//   inflater.Feed(piece);
//   while (true) {
//     ASSIGN_OR_RETURN(const size_t size, inflater.Read(buffer, sizeof(buffer)));
//     if (size == 0) break;  // feed the next piece
//   }
//   RETURN_IF_ERROR(inflater.End());
//
// gzip is told by its first two bytes. Several gzip members one after the other are one file.

#ifndef POTENTIAL_SERVICES_CHASSIS_TABULAR_INFLATER_H_
#define POTENTIAL_SERVICES_CHASSIS_TABULAR_INFLATER_H_

#include <zlib.h>

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace potential::tabular {

// A file that inflates to more than this many times its size is refused, once it is beyond
// kFreeInflatedBytes: tables compress by ten or twenty, bombs by a thousand.
inline constexpr uint64_t kMaxInflateRatio = 250;
inline constexpr uint64_t kFreeInflatedBytes = 16 << 20;
// Most bytes of a file, inflated.
inline constexpr uint64_t kMaxFileBytes = uint64_t{32} << 30;

// For one file and one thread. Errors are INVALID_ARGUMENT for the caller's eyes, and final.
class Inflater {
 public:
  Inflater() = default;
  ~Inflater();
  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;

  // The next piece, which must live until Read has returned 0 for it.
  void Feed(absl::string_view piece);

  // Writes at most `size` (above 0) bytes and says how many; 0 when the piece is used up.
  absl::StatusOr<size_t> Read(char* out, size_t size);

  // All pieces were fed and read: an error if the file is not whole.
  absl::Status End() const;

 private:
  enum class Kind { kUnknown, kPlain, kGzip };

  void FindKind();
  absl::StatusOr<size_t> ReadPlain(char* out, size_t size);
  absl::StatusOr<size_t> ReadGzip(char* out, size_t size);
  absl::Status BeginMember();
  absl::Status Inflate(absl::string_view& input);
  absl::Status Count(size_t bytes);

  Kind kind_ = Kind::kUnknown;
  std::string head_;  // the first bytes, until they say what the file is
  absl::string_view rest_;
  z_stream stream_ = {};
  bool in_member_ = false;
  bool stream_made_ = false;
  uint64_t taken_ = 0;
  uint64_t given_ = 0;
};

}  // namespace potential::tabular

#endif  // POTENTIAL_SERVICES_CHASSIS_TABULAR_INFLATER_H_
