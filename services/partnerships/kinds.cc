#include "services/partnerships/kinds.h"

#include "potential/partnerships/v1/received_practice_day.pb.h"
#include "potential/partnerships/v1/received_resource.pb.h"
#include "services/partnerships/equipment_rules.h"
#include "services/partnerships/gathering_rules.h"
#include "services/partnerships/joint_work_rules.h"
#include "services/partnerships/partner_rules.h"

namespace potential::partnerships {

void AddKinds(records::KindTable& kinds) {
  kinds.AddRecord<v1::Partner>({.check = CheckPartner});
  kinds.AddRecord<v1::PartnerScoping>({.check = CheckPartnerScoping});
  kinds.AddRecord<v1::AmbassadorCount>({.check = CheckAmbassadorCount});
  kinds.AddRecord<v1::PracticeDay>({.derive = DerivePracticeDay, .check = CheckPracticeDay});
  kinds.AddRecord<v1::SkillsWorkshop>(
      {.derive = DeriveSkillsWorkshop, .check = CheckSkillsWorkshop});
  kinds.AddRecord<v1::CoProductionProject>({.check = CheckCoProductionProject});
  kinds.AddRecord<v1::TeachingOpportunity>({.check = CheckTeachingOpportunity});
  kinds.AddRecord<v1::SharedResource>({.check = CheckSharedResource});
  kinds.AddRecord<v1::EquipmentProtocol>(
      {.derive = DeriveEquipmentProtocol, .check = CheckEquipmentProtocol});
  kinds.AddRecord<v1::ReceivedResource>();
  kinds.AddRecord<v1::ReceivedPracticeDay>();
}

}  // namespace potential::partnerships
