#include "gateway/cache/sealed_value.h"

#include <openssl/sha.h>

#include "absl/strings/str_cat.h"

namespace potential::gateway {
namespace {

constexpr absl::string_view kVersion = "P1";
constexpr size_t kHeaderBytes = 2 + SHA256_DIGEST_LENGTH;

std::string Digest(absl::string_view key, absl::string_view value) {
  // The length keeps apart keys and values that share a border.
  const std::string text = absl::StrCat(key.size(), ":", key, value);
  std::string digest(SHA256_DIGEST_LENGTH, '\0');
  SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(),
         reinterpret_cast<unsigned char*>(digest.data()));
  return digest;
}

}  // namespace

std::string Seal(absl::string_view key, absl::string_view value) {
  return absl::StrCat(kVersion, Digest(key, value), value);
}

std::optional<std::string> Unseal(absl::string_view key, absl::string_view sealed) {
  if (sealed.size() < kHeaderBytes || sealed.substr(0, kVersion.size()) != kVersion) {
    return std::nullopt;
  }
  const absl::string_view value = sealed.substr(kHeaderBytes);
  if (sealed.substr(0, kHeaderBytes) != absl::StrCat(kVersion, Digest(key, value))) {
    return std::nullopt;
  }
  return std::string(value);
}

}  // namespace potential::gateway
