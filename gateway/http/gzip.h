// gzip compression of answers.

#ifndef POTENTIAL_GATEWAY_HTTP_GZIP_H_
#define POTENTIAL_GATEWAY_HTTP_GZIP_H_

#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace potential::gateway {

// How hard to try: answers are compressed while the client waits, files once at start.
enum class GzipEffort { kFast, kBest };

// The bytes in gzip form (RFC 1952); nullopt if zlib has no memory.
std::optional<std::string> Gzip(absl::string_view bytes, GzipEffort effort);

// The bytes that a gzip form stands for; nullopt if it is damaged or longer than `max_bytes`.
std::optional<std::string> Gunzip(absl::string_view bytes, size_t max_bytes);

}  // namespace potential::gateway

#endif  // POTENTIAL_GATEWAY_HTTP_GZIP_H_
