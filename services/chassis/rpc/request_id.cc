#include "services/chassis/rpc/request_id.h"

#include <algorithm>
#include <cstdint>

#include "absl/random/random.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_format.h"

namespace potential::rpc {
namespace {

constexpr size_t kMaxLength = 128;

bool IsIdCharacter(char c) {
  return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '-' || c == '_' || c == '.' ||
         c == ':';
}

}  // namespace

std::string AcceptOrMakeRequestId(absl::string_view received) {
  if (!received.empty() && received.size() <= kMaxLength &&
      std::all_of(received.begin(), received.end(), IsIdCharacter)) {
    return std::string(received);
  }
  thread_local absl::InsecureBitGen generator;
  return absl::StrFormat("%016x%016x", absl::Uniform<uint64_t>(generator),
                         absl::Uniform<uint64_t>(generator));
}

}  // namespace potential::rpc
