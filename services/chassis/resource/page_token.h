// Opaque tokens of pages: where the page before ended, and for which request.
//
//   PageTokens tokens(store->Secret());
//   std::string next = tokens.Encode(scope, last_row);             // to the caller
//   ASSIGN_OR_RETURN(Row after, tokens.Decode(scope, token, plan, order));
//
// A token is bound to its request and organisation and signed: one that was changed, made by
// another service or sent with another request is refused. It gives no authority and never expires.
//
// Form, version 1, in URL-safe base64 without padding:
//   token:    byte 1 | 16 bytes digest of the scope | byte n | n keys | id | 32 bytes HMAC-SHA256
//             of all before it
//   key:      byte 0 null | byte 1, 8 bytes integer | byte 2, 8 bytes IEEE double | byte 3, text
//   text, id: 4 bytes length, bytes. Numbers are little-endian.

#ifndef POTENTIAL_SERVICES_CHASSIS_RESOURCE_PAGE_TOKEN_H_
#define POTENTIAL_SERVICES_CHASSIS_RESOURCE_PAGE_TOKEN_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/chassis/resource/columns.h"
#include "services/chassis/storage/table.h"

namespace potential::resource {

// What must be the same from page to page. The page size may change.
struct PageScope {
  std::string method;        // full name, such as `potential.workforce.v1.X.ListOpportunities`
  std::string organisation;  // the caller's
  std::string parent;
  std::string filter;
  std::string order_by;
  bool show_deleted = false;
};

// Signs and reads tokens under one secret. Immutable: any thread may call.
class PageTokens {
 public:
  explicit PageTokens(std::string secret) : secret_(std::move(secret)) {}

  // The token of the page after `last`, whose values are those of the order's columns.
  std::string Encode(const PageScope& scope, const storage::Row& last) const;

  // The row to resume after. INVALID_ARGUMENT on the field `page_token` if the token is not one
  // that Encode made for this scope, or its keys do not fit the columns of `order` any more.
  absl::StatusOr<storage::Row> Decode(const PageScope& scope, absl::string_view token,
                                      const ColumnPlan& plan,
                                      const std::vector<storage::Order>& order) const;

 private:
  std::string Sign(absl::string_view body) const;

  std::string secret_;
};

}  // namespace potential::resource

#endif  // POTENTIAL_SERVICES_CHASSIS_RESOURCE_PAGE_TOKEN_H_
