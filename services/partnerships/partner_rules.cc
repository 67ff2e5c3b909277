#include "services/partnerships/partner_rules.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "services/chassis/records/dated_step.h"
#include "services/chassis/records/uniqueness.h"
#include "services/chassis/storage/status_macros.h"

namespace potential::partnerships {
namespace {

using records::Transaction;
using records::Violations;
using storage::Predicate;
using v1::AmbassadorCount;
using v1::Partner;
using v1::PartnerScoping;

}  // namespace

absl::Status CheckPartner(const Partner& next, const Partner*, Transaction&,
                          Violations& violations) {
  const std::string& start = next.agreement_start_date();
  records::CheckOrder(start, next.agreement_end_date(), "agreement_end_date",
                      "agreement_start_date", violations);
  records::CheckOrder(start, next.agreement_review_date(), "agreement_review_date",
                      "agreement_start_date", violations);
  return absl::OkStatus();
}

absl::Status CheckPartnerScoping(const PartnerScoping& next, const PartnerScoping*,
                                 Transaction& transaction, Violations& violations) {
  records::RequireNotAfterToday(next.scoped_date(), "scoped_date", transaction, violations);
  records::CheckNotAfter(next.scoped_date(), next.contacted_date(), "scoped_date", "contacted_date",
                         violations);
  records::CheckOrder(next.scoped_date(), next.next_step_date(), "next_step_date", "scoped_date",
                      violations);
  return absl::OkStatus();
}

absl::Status CheckAmbassadorCount(const AmbassadorCount& next, const AmbassadorCount*,
                                  Transaction& transaction, Violations& violations) {
  records::RequireNotAfterThisMonth(next.month(), "month", transaction, violations);
  violations.Require(next.trained_count() <= next.count(), "trained_count",
                     "must not be above count");
  return records::RequireUnique(
      next,
      Predicate::All({Predicate::Eq("month", next.month()),
                      Predicate::Eq("service_line", next.service_line())}),
      transaction);
}

absl::Status RequireKind(const std::string& name, Partner::Kind kind, absl::string_view path,
                         Transaction& transaction, Violations& violations) {
  ASSIGN_OR_RETURN(const Partner partner, transaction.Get<Partner>(name));
  violations.Require(partner.kind() == kind, path,
                     absl::StrCat("must be a partner of kind ", Partner::Kind_Name(kind)));
  return absl::OkStatus();
}

}  // namespace potential::partnerships
