// Names of organisations and records.
//
//   std::optional<ResourceName> name = ParseName("organisations/swlstg/opportunities/a1b2");
//   FormatName("swlstg", "opportunities", NewId(random));
//
// A segment of an organisation or record is an identifier: 2 to 63 of `a-z`, `0-9` and `-`, with a
// letter or digit at both ends. A collection starts with a lower-case letter and holds 2 to 63
// ASCII letters and digits. Pure functions: any thread may call them.

#ifndef POTENTIAL_SERVICES_CHASSIS_RESOURCE_NAMES_H_
#define POTENTIAL_SERVICES_CHASSIS_RESOURCE_NAMES_H_

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace potential::resource {

// The parts of `organisations/{organisation}/{collection}/{id}`.
struct ResourceName {
  std::string organisation;
  std::string collection;
  std::string id;
  bool operator==(const ResourceName&) const = default;
};

bool IsIdentifier(absl::string_view text);
bool IsCollection(absl::string_view text);

// The identifier in `organisations/{organisation}`, or nullopt.
std::optional<std::string> ParseOrganisation(absl::string_view name);
// The parts of the name of a record, or nullopt.
std::optional<ResourceName> ParseName(absl::string_view name);

std::string FormatOrganisation(absl::string_view organisation);
std::string FormatName(absl::string_view organisation, absl::string_view collection,
                       absl::string_view id);
std::string FormatName(const ResourceName& name);

// 64 random bits a call. Owned by the caller; safe to share only if the source itself is.
using RandomBits = std::function<uint64_t()>;

// A new identifier: 20 characters of `a-z2-7`, 100 random bits.
std::string NewId(const RandomBits& random);

// The identifier that stands for a text, always the same one: 26 characters of `a-z2-7`, the first
// 130 bits of the text's SHA-256.
std::string DerivedId(absl::string_view text);

}  // namespace potential::resource

#endif  // POTENTIAL_SERVICES_CHASSIS_RESOURCE_NAMES_H_
