#include "services/chassis/storage/table.h"

namespace potential::storage {
namespace {
constexpr char kItemSeparator = '\x1f';
}  // namespace

std::optional<size_t> Table::Find(std::string_view column) const {
  for (size_t i = 0; i < columns.size(); ++i) {
    if (columns[i].name == column) return i;
  }
  return std::nullopt;
}

std::string EncodeList(const std::vector<std::string>& items) {
  std::string encoded;
  if (items.empty()) return encoded;
  encoded += kItemSeparator;
  for (const std::string& item : items) {
    encoded += item;
    encoded += kItemSeparator;
  }
  return encoded;
}

std::vector<std::string> DecodeList(std::string_view encoded) {
  std::vector<std::string> items;
  if (!encoded.empty() && encoded.front() == kItemSeparator) encoded.remove_prefix(1);
  while (!encoded.empty()) {
    const size_t end = encoded.find(kItemSeparator);
    items.emplace_back(encoded.substr(0, end));
    if (end == std::string_view::npos) break;
    encoded.remove_prefix(end + 1);
  }
  return items;
}

}  // namespace potential::storage
