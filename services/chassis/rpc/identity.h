// Who calls, for whom, and what they may do. Every call has an identity; only its source differs:
// development mode supplies a local administrator that a header can narrow.

#ifndef POTENTIAL_SERVICES_CHASSIS_RPC_IDENTITY_H_
#define POTENTIAL_SERVICES_CHASSIS_RPC_IDENTITY_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "potential/options/v1/options.pb.h"

namespace potential::rpc {

// Roles in order: each may do what those before it may.
enum class Role { kViewer, kEditor, kLead, kAdministrator };

// Who sees the answer. INTERNAL: members of the organisation, exact numbers. PUBLISHED: everyone else,
// released numbers only and no records.
enum class Audience { kInternal, kPublished };

struct Identity {
  std::string subject;                     // stable, pseudonymous; never a person's name
  std::vector<std::string> organisations;  // identifiers; empty: all of this suite
  Role role = Role::kViewer;
  std::vector<std::string> service_lines;  // may write to these only; empty: all
  Audience audience = Audience::kInternal;

  bool MaySee(absl::string_view organisation) const;
  bool MayWriteTo(absl::string_view service_line) const;
  bool MayDo(options::v1::MethodRules::Permission permission) const;
  // Text that is equal exactly if two identities get the same answers; part of cache keys.
  std::string Scope() const;
};

// The identity of a caller of a development server without a header.
Identity LocalAdministrator();

// Parses the development header, `key=value` pairs separated by `;`:
//   subject=community-lead; organisations=swlstg,slam; role=editor; lines=community; audience=published
// Keys that are left out keep the local administrator's value. INVALID_ARGUMENT names a bad part.
absl::StatusOr<Identity> ParseDevelopmentIdentity(absl::string_view header);

// The header that ParseDevelopmentIdentity reads back as `identity`.
std::string DevelopmentHeader(const Identity& identity);

// Metadata key of the development header.
inline constexpr char kIdentityHeader[] = "x-potential-identity";

absl::string_view RoleName(Role role);

}  // namespace potential::rpc

#endif  // POTENTIAL_SERVICES_CHASSIS_RPC_IDENTITY_H_
