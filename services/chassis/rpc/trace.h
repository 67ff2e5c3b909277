// The trace that a call belongs to, as W3C Trace Context has it: `00-{trace id}-{span id}-{flags}`.
// Each process that a call passes is a span of its own; logs carry both ids, and calls that are made
// for it carry them on. What a caller sends is only ever read as hexadecimal digits.

#ifndef POTENTIAL_SERVICES_CHASSIS_RPC_TRACE_H_
#define POTENTIAL_SERVICES_CHASSIS_RPC_TRACE_H_

#include <cstdint>
#include <functional>
#include <string>

#include "absl/strings/string_view.h"

namespace potential::rpc {

// Metadata key and HTTP header.
inline constexpr char kTraceparentHeader[] = "traceparent";

// 64 bits of this process's own generator; good for ids, not for secrets. Thread-safe.
uint64_t TraceBits();

// The traceparent of a new span: in the trace of `received` if that is a valid traceparent, else in a
// new trace. Thread-safe if `bits` is.
std::string BeginSpan(absl::string_view received, const std::function<uint64_t()>& bits);

// The 32 and the 16 hexadecimal digits of what BeginSpan returned; empty of an empty text.
absl::string_view TraceIdOf(absl::string_view traceparent);
absl::string_view SpanIdOf(absl::string_view traceparent);

}  // namespace potential::rpc

#endif  // POTENTIAL_SERVICES_CHASSIS_RPC_TRACE_H_
