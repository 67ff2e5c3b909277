#include "services/chassis/rpc/request_id.h"

#include <algorithm>
#include <cstdint>

#include "absl/random/random.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_format.h"

namespace potential::rpc {
namespace {

constexpr size_t kMaxLength = 128;
constexpr absl::string_view kTraceparentForm =
    "00-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx-xxxxxxxxxxxxxxxx-xx";

bool IsIdCharacter(char c) {
  return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '-' || c == '_' || c == '.' ||
         c == ':';
}

bool IsLowerHex(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); }

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

std::string AcceptTraceparent(absl::string_view received) {
  if (received.size() != kTraceparentForm.size()) return "";
  for (size_t i = 0; i < received.size(); ++i) {
    const bool fits =
        kTraceparentForm[i] == 'x' ? IsLowerHex(received[i]) : received[i] == kTraceparentForm[i];
    if (!fits) return "";
  }
  return std::string(received);
}

}  // namespace potential::rpc
