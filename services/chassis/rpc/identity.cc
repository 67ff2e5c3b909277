#include "services/chassis/rpc/identity.h"

#include <algorithm>
#include <array>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"

namespace potential::rpc {
namespace {

using options::v1::MethodRules;

constexpr size_t kMaxHeaderLength = 4096;

constexpr std::array<std::pair<absl::string_view, Role>, 4> kRoles = {{
    {"viewer", Role::kViewer},
    {"editor", Role::kEditor},
    {"lead", Role::kLead},
    {"administrator", Role::kAdministrator},
}};

bool IsWord(absl::string_view word) {
  return !word.empty() && word.size() <= 63 && std::all_of(word.begin(), word.end(), [](char c) {
    return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '-' || c == '_' || c == '.';
  });
}

absl::StatusOr<std::vector<std::string>> ParseWords(absl::string_view key, absl::string_view text) {
  std::vector<std::string> words = absl::StrSplit(text, ',', absl::SkipWhitespace());
  for (std::string& word : words) {
    absl::StripAsciiWhitespace(&word);
    if (!IsWord(word)) {
      return absl::InvalidArgumentError(
          absl::StrCat(kIdentityHeader, ": '", key, "' must list identifiers separated by commas"));
    }
  }
  return words;
}

absl::Status Apply(absl::string_view key, absl::string_view value, Identity& identity) {
  if (key == "subject") {
    if (!IsWord(value)) {
      return absl::InvalidArgumentError(
          absl::StrCat(kIdentityHeader, ": 'subject' must be letters, digits, '-', '_' or '.'"));
    }
    identity.subject = std::string(value);
    return absl::OkStatus();
  }
  if (key == "role") {
    for (const auto& [name, role] : kRoles) {
      if (value == name) {
        identity.role = role;
        return absl::OkStatus();
      }
    }
    return absl::InvalidArgumentError(absl::StrCat(
        kIdentityHeader, ": 'role' must be viewer, editor, lead or administrator"));
  }
  if (key == "audience" && (value == "internal" || value == "published")) {
    identity.audience = value == "internal" ? Audience::kInternal : Audience::kPublished;
    return absl::OkStatus();
  }
  if (key == "organisations" || key == "lines") {
    absl::StatusOr<std::vector<std::string>> words = ParseWords(key, value);
    if (!words.ok()) return words.status();
    if (words->empty()) {
      return absl::InvalidArgumentError(
          absl::StrCat(kIdentityHeader, ": '", key, "' lists nothing; leave it out for all"));
    }
    (key == "lines" ? identity.service_lines : identity.organisations) = *std::move(words);
    return absl::OkStatus();
  }
  return absl::InvalidArgumentError(absl::StrCat(
      kIdentityHeader, ": use subject, organisations, role, lines, audience=internal|published"));
}

}  // namespace

bool Identity::MaySee(absl::string_view organisation) const {
  return organisations.empty() ||
         std::find(organisations.begin(), organisations.end(), organisation) != organisations.end();
}

bool Identity::MayWriteTo(absl::string_view service_line) const {
  return service_lines.empty() ||
         std::find(service_lines.begin(), service_lines.end(), service_line) != service_lines.end();
}

bool Identity::MayDo(MethodRules::Permission permission) const {
  switch (permission) {
    case MethodRules::PUBLIC:
    case MethodRules::MEASURE:
      return true;
    case MethodRules::READ:
      return audience == Audience::kInternal;
    case MethodRules::WRITE:
      return audience == Audience::kInternal && role >= Role::kEditor;
    case MethodRules::APPROVE:
      return audience == Audience::kInternal && role >= Role::kLead;
    case MethodRules::ADMINISTER:
      return audience == Audience::kInternal && role >= Role::kAdministrator;
    default:
      return false;
  }
}

std::string Identity::Scope() const {
  return absl::StrCat(RoleName(role), "/", audience == Audience::kInternal ? "internal" : "published",
                      "/", absl::StrJoin(service_lines, ","));
}

Identity LocalAdministrator() {
  return {.subject = "local-administrator",
          .organisations = {},
          .role = Role::kAdministrator,
          .service_lines = {},
          .audience = Audience::kInternal};
}

absl::StatusOr<Identity> ParseDevelopmentIdentity(absl::string_view header) {
  if (header.size() > kMaxHeaderLength) {
    return absl::InvalidArgumentError(absl::StrCat(kIdentityHeader, ": longer than 4096 bytes"));
  }
  Identity identity = LocalAdministrator();
  for (absl::string_view part : absl::StrSplit(header, ';', absl::SkipWhitespace())) {
    const std::pair<absl::string_view, absl::string_view> pair =
        absl::StrSplit(part, absl::MaxSplits('=', 1));
    absl::Status applied = Apply(absl::StripAsciiWhitespace(pair.first),
                                 absl::StripAsciiWhitespace(pair.second), identity);
    if (!applied.ok()) return applied;
  }
  return identity;
}

std::string DevelopmentHeader(const Identity& identity) {
  std::string header =
      absl::StrCat("subject=", identity.subject, ";role=", RoleName(identity.role), ";audience=",
                   identity.audience == Audience::kInternal ? "internal" : "published");
  if (!identity.organisations.empty()) {
    absl::StrAppend(&header, ";organisations=", absl::StrJoin(identity.organisations, ","));
  }
  if (!identity.service_lines.empty()) {
    absl::StrAppend(&header, ";lines=", absl::StrJoin(identity.service_lines, ","));
  }
  return header;
}

absl::string_view RoleName(Role role) { return kRoles[static_cast<size_t>(role)].first; }

}  // namespace potential::rpc
