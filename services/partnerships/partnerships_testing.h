// What the tests of this service share: the service on a fixture, and records that keep all rules.

#ifndef POTENTIAL_SERVICES_PARTNERSHIPS_PARTNERSHIPS_TESTING_H_
#define POTENTIAL_SERVICES_PARTNERSHIPS_PARTNERSHIPS_TESTING_H_

#include <string>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "potential/partnerships/v1/partner.pb.h"
#include "services/chassis/testing/matchers.h"
#include "services/chassis/testing/record_calls.h"
#include "services/chassis/testing/service_fixture.h"
#include "services/partnerships/definition.h"

namespace potential::partnerships {

// The clock stands on 2026-06-15. There is a partner of each kind that rules speak of.
class PartnershipsTest : public ::testing::Test {
 protected:
  void SetUp() override {
    MakePartner("school", "UNIVERSITY");
    MakePartner("hospital", "PHYSICAL_HEALTH");
    MakePartner("council", "SOCIAL_CARE");
  }

  void MakePartner(const std::string& id, const std::string& kind) {
    ASSERT_THAT(calls_.Create<v1::Partner>(id, absl::StrCat("title: 'A partner' kind: ", kind)),
                testing::IsOk());
  }

  testing::ServiceFixture fixture_{Definition()};
  testing::RecordCalls calls_{fixture_};
};

inline constexpr char kPracticeDay[] =
    "service_line: 'community' kind: JOINT_PRACTICE_DAY topic: 'Sensory approaches' ";
inline constexpr char kWorkshop[] =
    "partner: 'organisations/swlstg/partners/hospital' skill: 'Splinting' ";
inline constexpr char kProject[] =
    "service_line: 'community' title: 'Garden' aim: 'A garden for all' ";
// What a project needs besides before it starts.
inline constexpr char kStartable[] = "service_users_involved: 3 ladder_step_start: CONSULTATION ";
inline constexpr char kTeaching[] =
    "school: 'organisations/swlstg/partners/school' module: 'Practice 2' kind: LECTURE hours: 2 ";
inline constexpr char kResource[] =
    "title: 'Sensory kit' link: 'https://www.example.org/kit' kind: GUIDELINE ";
inline constexpr char kProtocol[] =
    "borough: 'merton' title: 'Ordering in Merton' ordering_roles { role: 'OT' } "
    "urgency_tiers { title: 'urgent' target_days: 1 } ";
inline constexpr char kScoping[] =
    "service_line: 'community' partner: 'organisations/swlstg/partners/council' "
    "fit: 'Shared aims' ";

}  // namespace potential::partnerships

#endif  // POTENTIAL_SERVICES_PARTNERSHIPS_PARTNERSHIPS_TESTING_H_
