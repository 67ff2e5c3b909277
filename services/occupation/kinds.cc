#include "services/occupation/kinds.h"

#include "services/occupation/interventions/intervention_rules.h"
#include "services/occupation/pathway_rules.h"
#include "services/occupation/post_rules.h"
#include "services/occupation/presence_rules.h"

namespace potential::occupation {

void AddKinds(records::KindTable& kinds, const strategy::StrategyHolder& strategies) {
  kinds.AddRecord<v1::Channel>({.check = CheckChannel});
  kinds.AddRecord<v1::Campaign>({.check = CheckCampaign});
  kinds.AddRecord<v1::ImportMonth>({.check = CheckImportMonth});
  kinds.AddRecord<v1::ReferralPathway>(
      {.derive = [&strategies](v1::ReferralPathway& next, const v1::ReferralPathway*,
                               records::Transaction& transaction) {
        return DeriveReferralPathway(next, *strategies.Get(), transaction);
      }});
  kinds.AddRecord<v1::Post>({.derive = DerivePost, .check = CheckPost});
  kinds.AddRecord<v1::ProtectedTimeReview>({.derive = DeriveProtectedTimeReview});
  kinds.AddFact<v1::Intervention>(
      {.derive =
           [&strategies](v1::Intervention& fact, records::Transaction& transaction,
                         records::Violations& violations) {
             return DeriveIntervention(fact, *strategies.Get(), transaction, violations);
           },
       .extra_columns = InterventionExtraColumns(),
       .extra_values = InterventionExtraValues},
      {InterventionsByMonth()}, {{"date"}});
  kinds.AddFact<v1::ReachMeasurement>(
      {.derive = DeriveReachMeasurement, .check_batch = CheckReachMeasurements}, {ReachByMonth()},
      {{"channel", "month"}});
}

}  // namespace potential::occupation
