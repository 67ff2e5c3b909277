// Lists in which a key may stand once.

#ifndef POTENTIAL_SERVICES_EVIDENCE_DISTINCT_H_
#define POTENTIAL_SERVICES_EVIDENCE_DISTINCT_H_

#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "services/chassis/records/violations.h"

namespace potential::evidence {

// Adds a violation for each item of `list` whose key an item before it has. `key` takes an item;
// `field` is the key's field in the item, empty if the item is the key itself.
template <typename List, typename Key>
void RequireDistinct(const List& list, absl::string_view path, absl::string_view field,
                     const Key& key, records::Violations& violations) {
  absl::flat_hash_map<std::string, int> first;
  for (int i = 0; i < list.size(); ++i) {
    const auto [it, is_new] = first.try_emplace(std::string(key(list[i])), i);
    if (is_new) continue;
    violations.Add(absl::StrCat(path, "[", i, "]", field.empty() ? "" : ".", field),
                   absl::StrCat("stands in ", path, "[", it->second, "] already"));
  }
}

}  // namespace potential::evidence

#endif  // POTENTIAL_SERVICES_EVIDENCE_DISTINCT_H_
