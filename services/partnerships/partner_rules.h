// Rules of partners, scopings of them and counts of co-production ambassadors that their contracts
// cannot state.

#ifndef POTENTIAL_SERVICES_PARTNERSHIPS_PARTNER_RULES_H_
#define POTENTIAL_SERVICES_PARTNERSHIPS_PARTNER_RULES_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "potential/partnerships/v1/ambassador_count.pb.h"
#include "potential/partnerships/v1/partner.pb.h"
#include "potential/partnerships/v1/partner_scoping.pb.h"
#include "services/chassis/records/transaction.h"
#include "services/chassis/records/violations.h"

namespace potential::partnerships {

// Order of the agreement's dates.
absl::Status CheckPartner(const v1::Partner& next, const v1::Partner* previous,
                          records::Transaction& transaction, records::Violations& violations);

// The fit was judged by today and not after what followed; the next step follows it.
absl::Status CheckPartnerScoping(const v1::PartnerScoping& next, const v1::PartnerScoping* previous,
                                 records::Transaction& transaction,
                                 records::Violations& violations);

// One record for each month and service line: ALREADY_EXISTS. No month in the future, and not more
// trained than there are.
absl::Status CheckAmbassadorCount(const v1::AmbassadorCount& next,
                                  const v1::AmbassadorCount* previous,
                                  records::Transaction& transaction,
                                  records::Violations& violations);

// Adds a violation for `path` unless the partner `name`, which exists, is of the kind.
absl::Status RequireKind(const std::string& name, v1::Partner::Kind kind, absl::string_view path,
                         records::Transaction& transaction, records::Violations& violations);

}  // namespace potential::partnerships

#endif  // POTENTIAL_SERVICES_PARTNERSHIPS_PARTNER_RULES_H_
