#include "services/chassis/resource/names.h"

#include <openssl/sha.h>

#include <algorithm>
#include <array>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/chassis/resource/ascii.h"

namespace potential::resource {
namespace {

constexpr absl::string_view kOrganisations = "organisations/";
constexpr size_t kMinSegment = 2;
constexpr size_t kMaxSegment = 63;
// The digits of identifiers that are made here, five bits each.
constexpr absl::string_view kDigits = "abcdefghijklmnopqrstuvwxyz234567";
constexpr int kBitsPerDigit = 5;

bool IsLowerOrDigit(char c) { return internal::IsLower(c) || internal::IsDigit(c); }

bool HasSegmentLength(absl::string_view text) {
  return text.size() >= kMinSegment && text.size() <= kMaxSegment;
}

// Takes the text before the next '/' off `rest`; all of it if there is none.
absl::string_view TakeSegment(absl::string_view& rest) {
  const size_t end = rest.find('/');
  const absl::string_view segment = rest.substr(0, end);
  rest = end == absl::string_view::npos ? absl::string_view() : rest.substr(end + 1);
  return segment;
}

}  // namespace

bool IsIdentifier(absl::string_view text) {
  return HasSegmentLength(text) && IsLowerOrDigit(text.front()) && IsLowerOrDigit(text.back()) &&
         std::all_of(text.begin(), text.end(),
                     [](char c) { return IsLowerOrDigit(c) || c == '-'; });
}

bool IsCollection(absl::string_view text) {
  return HasSegmentLength(text) && internal::IsLower(text.front()) &&
         std::all_of(text.begin(), text.end(), [](char c) { return internal::IsLetterOrDigit(c); });
}

std::optional<std::string> ParseOrganisation(absl::string_view name) {
  if (!absl::ConsumePrefix(&name, kOrganisations) || !IsIdentifier(name)) return std::nullopt;
  return std::string(name);
}

std::optional<ResourceName> ParseName(absl::string_view name) {
  if (!absl::ConsumePrefix(&name, kOrganisations)) return std::nullopt;
  const absl::string_view organisation = TakeSegment(name);
  const absl::string_view collection = TakeSegment(name);
  if (!IsIdentifier(organisation) || !IsCollection(collection) || !IsIdentifier(name)) {
    return std::nullopt;
  }
  return ResourceName{std::string(organisation), std::string(collection), std::string(name)};
}

std::string FormatOrganisation(absl::string_view organisation) {
  return absl::StrCat(kOrganisations, organisation);
}

std::string FormatName(absl::string_view organisation, absl::string_view collection,
                       absl::string_view id) {
  return absl::StrCat(kOrganisations, organisation, "/", collection, "/", id);
}

std::string FormatName(const ResourceName& name) {
  return FormatName(name.organisation, name.collection, name.id);
}

std::string NewId(const RandomBits& random) {
  constexpr int kDraws = 2;
  constexpr int kDigitsPerDraw = 10;
  std::string id;
  for (int draw = 0; draw < kDraws; ++draw) {
    uint64_t bits = random();
    for (int i = 0; i < kDigitsPerDraw; ++i, bits >>= kBitsPerDigit) {
      id += kDigits[bits & (kDigits.size() - 1)];
    }
  }
  return id;
}

std::string DerivedId(absl::string_view text) {
  constexpr size_t kLength = 26;
  constexpr int kBitsPerByte = 8;
  std::array<unsigned char, SHA256_DIGEST_LENGTH> digest;
  SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest.data());
  std::string id;
  uint32_t bits = 0;
  int count = 0;
  for (size_t next = 0; id.size() < kLength; count -= kBitsPerDigit) {
    if (count < kBitsPerDigit) {
      bits = bits << kBitsPerByte | digest[next++];
      count += kBitsPerByte;
    }
    id += kDigits[bits >> (count - kBitsPerDigit) & (kDigits.size() - 1)];
  }
  return id;
}

}  // namespace potential::resource
