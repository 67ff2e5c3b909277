#include "gateway/changes/service_positions.h"

#include <algorithm>
#include <iterator>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gateway/backends/backends.h"
#include "services/chassis/resource/violation.h"

namespace potential::gateway {
namespace {

// Told apart from a service's own position, which has no dot.
constexpr char kVersion[] = "g1";
constexpr char kSeparator = '.';

bool IsPosition(absl::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '-' || c == '_' || c == '=';
  });
}

absl::Status Forged() {
  return resource::InvalidArgument("position",
                                   "is not one that the gateway sent; leave it out to start anew");
}

}  // namespace

// Form: `g1.{workforce}.{evidence}.{partnerships}.{occupation}`, each part as its service sent it.
std::string EncodePositions(const ServicePositions& positions) {
  std::string text = kVersion;
  for (const char* service : kServiceNames) {
    absl::StrAppend(&text, std::string(1, kSeparator), positions.at(service));
  }
  return text;
}

absl::StatusOr<ServicePositions> DecodePositions(absl::string_view text) {
  ServicePositions positions;
  for (const char* service : kServiceNames) positions[service] = "";
  if (text.empty()) return positions;
  const std::vector<absl::string_view> parts = absl::StrSplit(text, kSeparator);
  if (parts.size() != std::size(kServiceNames) + 1 || parts[0] != kVersion) return Forged();
  for (size_t i = 0; i < std::size(kServiceNames); ++i) {
    if (!IsPosition(parts[i + 1])) return Forged();
    positions[kServiceNames[i]] = std::string(parts[i + 1]);
  }
  return positions;
}

}  // namespace potential::gateway
