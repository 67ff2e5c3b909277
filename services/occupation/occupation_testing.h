// What the tests of this service share: the service on a fixture, and records that keep all rules.

#ifndef POTENTIAL_SERVICES_OCCUPATION_OCCUPATION_TESTING_H_
#define POTENTIAL_SERVICES_OCCUPATION_OCCUPATION_TESTING_H_

#include <string>

#include "gtest/gtest.h"
#include "services/chassis/testing/matchers.h"
#include "services/chassis/testing/record_calls.h"
#include "services/chassis/testing/service_fixture.h"
#include "services/occupation/definition.h"

namespace potential::occupation {

// The clock stands on 2026-06-15.
class OccupationTest : public ::testing::Test {
 protected:
  testing::ServiceFixture fixture_{Definition()};
  testing::RecordCalls calls_{fixture_};
};

inline constexpr char kWebsite[] =
    "kind: WEBSITE_SECTION title: 'Therapies' address: 'https://www.example.org/therapies' ";
inline constexpr char kProfile[] =
    "kind: SOCIAL_PROFILE title: 'OT team' address: 'https://social.example.org/ot' ";
inline constexpr char kCampaign[] =
    "title: 'OT week' audiences: STAFF message: 'Occupation matters' ";
inline constexpr char kPathway[] =
    "ot_service: 'community-recovery' title: 'Recovery OT' criteria_in: 'Adults' "
    "criteria_out: 'Under 18: CAMHS' route: 'Team inbox' ";
// What a pathway needs besides before it is published.
inline constexpr char kPublishable[] =
    "steps { title: 'Triage' } published_link: 'https://www.example.org/refer' "
    "review_date: '2027-01-31' ";
inline constexpr char kPost[] = "service_line: 'community' title: 'Specialist OT' band: 6 wte: 1 ";
inline constexpr char kNotIdentified[] = "protected_time_status: NOT_IDENTIFIED ";
inline constexpr char kReview[] =
    "post: 'organisations/swlstg/posts/p1' risk: 'No OT assessments' action: 'Agree hours' "
    "due_date: '2026-09-30' ";

}  // namespace potential::occupation

#endif  // POTENTIAL_SERVICES_OCCUPATION_OCCUPATION_TESTING_H_
