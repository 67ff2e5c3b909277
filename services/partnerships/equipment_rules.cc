#include "services/partnerships/equipment_rules.h"

#include "services/chassis/records/versions.h"
#include "services/partnerships/partner_rules.h"

namespace potential::partnerships {

using v1::EquipmentProtocol;

absl::Status DeriveEquipmentProtocol(EquipmentProtocol& next, const EquipmentProtocol*,
                                     records::Transaction&) {
  records::NumberFirstVersion(next);
  return absl::OkStatus();
}

absl::Status CheckEquipmentProtocol(const EquipmentProtocol& next, const EquipmentProtocol*,
                                    records::Transaction& transaction,
                                    records::Violations& violations) {
  if (next.partner().empty()) return absl::OkStatus();
  return RequireKind(next.partner(), v1::Partner::SOCIAL_CARE, "partner", transaction, violations);
}

}  // namespace potential::partnerships
