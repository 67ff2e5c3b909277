#include "services/chassis/rpc/trace.h"

#include <algorithm>

#include "absl/random/random.h"
#include "absl/strings/str_cat.h"

namespace potential::rpc {
namespace {

constexpr absl::string_view kForm = "xx-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx-xxxxxxxxxxxxxxxx-xx";
constexpr size_t kTraceIdAt = 3, kTraceIdSize = 32;
constexpr size_t kSpanIdAt = 36, kSpanIdSize = 16;
constexpr size_t kFlagsAt = 53;

bool IsLowerHex(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); }

bool IsZero(absl::string_view digits) {
  return std::all_of(digits.begin(), digits.end(), [](char c) { return c == '0'; });
}

// Later versions may go on after a further hyphen; version ff is none.
bool IsValid(absl::string_view text) {
  if (text.size() < kForm.size()) return false;
  for (size_t i = 0; i < kForm.size(); ++i) {
    if (kForm[i] == 'x' ? !IsLowerHex(text[i]) : text[i] != kForm[i]) return false;
  }
  const absl::string_view version = text.substr(0, 2);
  const bool ends = text.size() == kForm.size();
  if (version == "ff" || (version == "00" && !ends) || (!ends && text[kForm.size()] != '-')) {
    return false;
  }
  return !IsZero(TraceIdOf(text)) && !IsZero(SpanIdOf(text));
}

// 16 digits that are not all zero, as those mean that there is no id.
std::string NewId(const std::function<uint64_t()>& bits) {
  return absl::StrCat(absl::Hex(std::max<uint64_t>(bits(), 1), absl::kZeroPad16));
}

bool IsSampled(char last_flag) {
  return absl::string_view("13579bdf").find(last_flag) != absl::string_view::npos;
}

}  // namespace

uint64_t TraceBits() {
  thread_local absl::InsecureBitGen generator;
  return absl::Uniform<uint64_t>(generator);
}

std::string BeginSpan(absl::string_view received, const std::function<uint64_t()>& bits) {
  if (!IsValid(received)) {
    const std::string upper = NewId(bits), lower = NewId(bits), span = NewId(bits);
    return absl::StrCat("00-", upper, lower, "-", span, "-00");
  }
  // Of the flags, version 00 knows the last: whether the caller records the trace.
  return absl::StrCat("00-", TraceIdOf(received), "-", NewId(bits),
                      IsSampled(received[kFlagsAt + 1]) ? "-01" : "-00");
}

absl::string_view TraceIdOf(absl::string_view traceparent) {
  return traceparent.empty() ? traceparent : traceparent.substr(kTraceIdAt, kTraceIdSize);
}

absl::string_view SpanIdOf(absl::string_view traceparent) {
  return traceparent.empty() ? traceparent : traceparent.substr(kSpanIdAt, kSpanIdSize);
}

}  // namespace potential::rpc
