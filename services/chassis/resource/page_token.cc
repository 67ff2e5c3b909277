#include "services/chassis/resource/page_token.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/sha.h>

#include <algorithm>
#include <bit>
#include <cstdint>
#include <optional>
#include <variant>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/chassis/resource/violation.h"

namespace potential::resource {
namespace {

using storage::ColumnType;
using storage::Row;
using storage::Value;

constexpr char kVersion = 1;
constexpr size_t kDigestBytes = 16;
constexpr size_t kSignatureBytes = SHA256_DIGEST_LENGTH;
// Keeps a signature of this form from meaning anything to another use of the secret.
constexpr absl::string_view kPurpose = "page token:";

enum Tag : char { kNull = 0, kInteger = 1, kReal = 2, kText = 3 };

void PutNumber(uint64_t number, size_t bytes, std::string& out) {
  for (size_t i = 0; i < bytes; ++i) out += static_cast<char>((number >> (8 * i)) & 0xFF);
}

void PutText(absl::string_view text, std::string& out) {
  PutNumber(text.size(), 4, out);
  absl::StrAppend(&out, text);
}

void PutValue(const Value& value, std::string& out) {
  if (const int64_t* integer = std::get_if<int64_t>(&value)) {
    out += kInteger;
    PutNumber(static_cast<uint64_t>(*integer), 8, out);
  } else if (const double* real = std::get_if<double>(&value)) {
    out += kReal;
    PutNumber(std::bit_cast<uint64_t>(*real), 8, out);
  } else if (const std::string* text = std::get_if<std::string>(&value)) {
    out += kText;
    PutText(*text, out);
  } else {
    out += kNull;
  }
}

// Reads what the functions above wrote; every step fails at the end of the bytes.
class TokenReader {
 public:
  explicit TokenReader(absl::string_view bytes) : bytes_(bytes) {}

  std::optional<absl::string_view> Take(size_t count) {
    if (bytes_.size() < count) return std::nullopt;
    const absl::string_view taken = bytes_.substr(0, count);
    bytes_.remove_prefix(count);
    return taken;
  }

  std::optional<uint64_t> TakeNumber(size_t count) {
    const std::optional<absl::string_view> taken = Take(count);
    if (!taken) return std::nullopt;
    uint64_t number = 0;
    for (size_t i = 0; i < count; ++i) {
      number |= uint64_t{static_cast<uint8_t>((*taken)[i])} << (8 * i);
    }
    return number;
  }

  std::optional<std::string> TakeText() {
    const std::optional<uint64_t> length = TakeNumber(4);
    const std::optional<absl::string_view> text = length ? Take(*length) : std::nullopt;
    return text ? std::optional<std::string>(*text) : std::nullopt;
  }

  bool TakeValue(Value& value) {
    const std::optional<uint64_t> tag = TakeNumber(1);
    if (tag == kNull) return true;
    if (tag == kText) {
      const std::optional<std::string> text = TakeText();
      if (text) value = *text;
      return text.has_value();
    }
    const std::optional<uint64_t> number = TakeNumber(8);
    if (!number || (tag != kInteger && tag != kReal)) return false;
    if (tag == kInteger) {
      value = static_cast<int64_t>(*number);
    } else {
      value = std::bit_cast<double>(*number);
    }
    return true;
  }

  bool AtEnd() const { return bytes_.empty(); }

 private:
  absl::string_view bytes_;
};

std::string DigestOf(const PageScope& scope) {
  std::string text;
  for (const std::string* part :
       {&scope.method, &scope.organisation, &scope.parent, &scope.filter, &scope.order_by}) {
    PutText(*part, text);
  }
  text += scope.show_deleted ? '\1' : '\0';
  unsigned char digest[SHA256_DIGEST_LENGTH];
  SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest);
  return std::string(reinterpret_cast<const char*>(digest), kDigestBytes);
}

bool Fits(const Value& value, ColumnType type) {
  if (std::holds_alternative<std::monostate>(value)) return true;
  switch (type) {
    case ColumnType::kInteger:
      return std::holds_alternative<int64_t>(value);
    case ColumnType::kReal:
      return std::holds_alternative<double>(value);
    default:
      return std::holds_alternative<std::string>(value);
  }
}

bool FitsOrder(const std::vector<Value>& keys, const ColumnPlan& plan,
               const std::vector<storage::Order>& order) {
  if (keys.size() != order.size()) return false;
  for (size_t i = 0; i < keys.size(); ++i) {
    const auto column =
        std::find_if(plan.columns().begin(), plan.columns().end(),
                     [&](const storage::Column& c) { return c.name == order[i].column; });
    if (column == plan.columns().end() || !Fits(keys[i], column->type)) return false;
  }
  return true;
}

std::optional<Row> ReadRow(TokenReader& reader) {
  const std::optional<uint64_t> count = reader.TakeNumber(1);
  if (!count) return std::nullopt;
  Row row;
  for (uint64_t i = 0; i < *count; ++i) {
    Value value;
    if (!reader.TakeValue(value)) return std::nullopt;
    row.values.push_back(std::move(value));
  }
  std::optional<std::string> id = reader.TakeText();
  if (!id || !reader.AtEnd()) return std::nullopt;
  row.id = *std::move(id);
  return row;
}

absl::Status Refused(absl::string_view why) { return InvalidArgument("page_token", why); }

}  // namespace

std::string PageTokens::Sign(absl::string_view body) const {
  const std::string text = absl::StrCat(kPurpose, body);
  unsigned char signature[EVP_MAX_MD_SIZE];
  unsigned int length = 0;
  HMAC(EVP_sha256(), secret_.data(), static_cast<int>(secret_.size()),
       reinterpret_cast<const unsigned char*>(text.data()), text.size(), signature, &length);
  return std::string(reinterpret_cast<const char*>(signature), length);
}

std::string PageTokens::Encode(const PageScope& scope, const Row& last) const {
  std::string body(1, kVersion);
  body += DigestOf(scope);
  PutNumber(last.values.size(), 1, body);
  for (const Value& value : last.values) PutValue(value, body);
  PutText(last.id, body);
  return absl::WebSafeBase64Escape(body + Sign(body));
}

absl::StatusOr<Row> PageTokens::Decode(const PageScope& scope, absl::string_view token,
                                       const ColumnPlan& plan,
                                       const std::vector<storage::Order>& order) const {
  constexpr absl::string_view kForged =
      "is not a token of this service; send the next_page_token of the page before, or leave it "
      "out "
      "for the first page";
  std::string bytes;
  if (!absl::WebSafeBase64Unescape(token, &bytes) ||
      bytes.size() < 1 + kDigestBytes + kSignatureBytes) {
    return Refused(kForged);
  }
  const absl::string_view body = absl::string_view(bytes).substr(0, bytes.size() - kSignatureBytes);
  const std::string signature = Sign(body);
  if (signature.size() != kSignatureBytes || body[0] != kVersion ||
      CRYPTO_memcmp(signature.data(), body.data() + body.size(), kSignatureBytes) != 0) {
    return Refused(kForged);
  }
  if (body.substr(1, kDigestBytes) != DigestOf(scope)) {
    return Refused("was made for another request; the other fields must be as they were then");
  }
  TokenReader reader(body.substr(1 + kDigestBytes));
  std::optional<Row> row = ReadRow(reader);
  if (!row || !FitsOrder(row->values, plan, order)) {
    return Refused("is older than this version of the service; begin again with the first page");
  }
  return *std::move(row);
}

}  // namespace potential::resource
