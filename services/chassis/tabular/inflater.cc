#include "services/chassis/tabular/inflater.h"

#include <algorithm>
#include <cstring>
#include <limits>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/chassis/storage/status_macros.h"

namespace potential::tabular {
namespace {

constexpr absl::string_view kGzipMagic("\x1f\x8b", 2);
// Window bits that make zlib read gzip and nothing else.
constexpr int kGzipWindowBits = 15 + 16;

absl::Status Damaged() {
  return absl::InvalidArgumentError("the file is damaged: its gzip data cannot be read");
}

}  // namespace

Inflater::~Inflater() {
  if (stream_made_) inflateEnd(&stream_);
}

void Inflater::Feed(absl::string_view piece) {
  rest_ = piece;
  taken_ += piece.size();
  if (kind_ == Kind::kUnknown) FindKind();
}

// The magic may be cut by the end of a piece, so the first bytes are kept until they decide.
void Inflater::FindKind() {
  while (head_.size() < kGzipMagic.size() && !rest_.empty()) {
    head_ += rest_.front();
    rest_.remove_prefix(1);
  }
  if (head_ == kGzipMagic) {
    kind_ = Kind::kGzip;
  } else if (!absl::StartsWith(kGzipMagic, head_)) {
    kind_ = Kind::kPlain;
  }
}

absl::StatusOr<size_t> Inflater::Read(char* out, size_t size) {
  switch (kind_) {
    case Kind::kUnknown:
      return 0;
    case Kind::kPlain:
      return ReadPlain(out, size);
    case Kind::kGzip:
      return ReadGzip(out, size);
  }
  return 0;
}

absl::StatusOr<size_t> Inflater::ReadPlain(char* out, size_t size) {
  absl::string_view source = head_.empty() ? rest_ : absl::string_view(head_);
  const size_t taken = std::min(source.size(), size);
  std::memcpy(out, source.data(), taken);
  if (head_.empty()) {
    rest_.remove_prefix(taken);
  } else {
    head_.erase(0, taken);
  }
  RETURN_IF_ERROR(Count(taken));
  return taken;
}

absl::Status Inflater::BeginMember() {
  if (stream_made_) {
    if (inflateReset(&stream_) != Z_OK) return Damaged();
  } else if (inflateInit2(&stream_, kGzipWindowBits) != Z_OK) {
    return absl::ResourceExhaustedError("no memory to inflate the file");
  }
  stream_made_ = true;
  in_member_ = true;
  return absl::OkStatus();
}

// Inflates some of the input and takes it off.
absl::Status Inflater::Inflate(absl::string_view& input) {
  if (!in_member_) RETURN_IF_ERROR(BeginMember());
  const uInt room = stream_.avail_out;
  stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(input.data()));
  stream_.avail_in = static_cast<uInt>(input.size());
  const int code = inflate(&stream_, Z_NO_FLUSH);
  const size_t taken = input.size() - stream_.avail_in;
  const bool stuck = taken == 0 && stream_.avail_out == room;
  if ((code != Z_OK && code != Z_STREAM_END) || stuck) return Damaged();
  input.remove_prefix(taken);
  if (code == Z_STREAM_END) in_member_ = false;
  return absl::OkStatus();
}

absl::StatusOr<size_t> Inflater::ReadGzip(char* out, size_t size) {
  stream_.next_out = reinterpret_cast<Bytef*>(out);
  stream_.avail_out = static_cast<uInt>(std::min<size_t>(size, std::numeric_limits<uInt>::max()));
  const uInt room = stream_.avail_out;
  for (absl::string_view head = head_; !head.empty();) RETURN_IF_ERROR(Inflate(head));
  head_.clear();
  // A member's end may be read without giving a byte, so the piece is gone through all the same.
  while (!rest_.empty() && stream_.avail_out > 0) RETURN_IF_ERROR(Inflate(rest_));
  const size_t given = room - stream_.avail_out;
  RETURN_IF_ERROR(Count(given));
  return given;
}

absl::Status Inflater::Count(size_t bytes) {
  given_ += bytes;
  if (given_ > kMaxFileBytes) {
    return absl::InvalidArgumentError(
        absl::StrCat("the file is too large: at most ", kMaxFileBytes >> 30, " GiB are read"));
  }
  if (given_ > kFreeInflatedBytes && given_ / kMaxInflateRatio > taken_) {
    return absl::InvalidArgumentError(absl::StrCat(
        "the file is refused: it inflates to more than ", kMaxInflateRatio, " times its size"));
  }
  return absl::OkStatus();
}

absl::Status Inflater::End() const {
  if (!in_member_) return absl::OkStatus();
  return absl::InvalidArgumentError("the file is cut off: its gzip data has no end");
}

}  // namespace potential::tabular
