#include "gateway/http/negotiation.h"

#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace potential::gateway {
namespace {

// An item of a list header: its value in lower case and whether its q is above 0.
struct Item {
  std::string value;
  bool wanted = true;
};

bool IsZeroQuality(absl::string_view q) {
  for (char c : q) {
    if (c != '0' && c != '.') return false;
  }
  return !q.empty() && q[0] == '0';
}

std::vector<Item> ItemsOf(absl::string_view header) {
  std::vector<Item> items;
  for (absl::string_view part : absl::StrSplit(header, ',', absl::SkipWhitespace())) {
    const std::vector<absl::string_view> pieces = absl::StrSplit(part, ';');
    Item item{absl::AsciiStrToLower(absl::StripAsciiWhitespace(pieces[0])), true};
    for (size_t i = 1; i < pieces.size(); ++i) {
      absl::string_view parameter = absl::StripAsciiWhitespace(pieces[i]);
      if (absl::StartsWithIgnoreCase(parameter, "q=")) {
        item.wanted = !IsZeroQuality(parameter.substr(2));
      }
    }
    items.push_back(item);
  }
  return items;
}

}  // namespace

bool AcceptsType(absl::string_view accept, absl::string_view media_type) {
  const std::vector<Item> items = ItemsOf(accept);
  if (items.empty()) return true;
  const std::string family = absl::StrCat(media_type.substr(0, media_type.find('/')), "/*");
  for (absl::string_view range :
       {media_type, absl::string_view(family), absl::string_view("*/*")}) {
    for (const Item& item : items) {
      if (item.value == range) return item.wanted;
    }
  }
  return false;
}

bool NamesType(absl::string_view accept, absl::string_view media_type) {
  for (const Item& item : ItemsOf(accept)) {
    if (item.value == media_type) return item.wanted;
  }
  return false;
}

bool AcceptsGzip(absl::string_view accept_encoding) {
  const std::vector<Item> items = ItemsOf(accept_encoding);
  for (absl::string_view coding : {"gzip", "*"}) {
    for (const Item& item : items) {
      if (item.value == coding) return item.wanted;
    }
  }
  return false;
}

bool IsJsonType(absl::string_view content_type) {
  const std::vector<absl::string_view> pieces = absl::StrSplit(content_type, ';');
  if (!absl::EqualsIgnoreCase(absl::StripAsciiWhitespace(pieces[0]), "application/json")) {
    return false;
  }
  for (size_t i = 1; i < pieces.size(); ++i) {
    absl::string_view parameter = absl::StripAsciiWhitespace(pieces[i]);
    if (absl::StartsWithIgnoreCase(parameter, "charset=") &&
        !absl::EqualsIgnoreCase(parameter, "charset=utf-8") &&
        !absl::EqualsIgnoreCase(parameter, "charset=\"utf-8\"")) {
      return false;
    }
  }
  return true;
}

}  // namespace potential::gateway
