// What the tests of this service share: the service on a fixture, and records that keep all rules.

#ifndef POTENTIAL_SERVICES_EVIDENCE_EVIDENCE_TESTING_H_
#define POTENTIAL_SERVICES_EVIDENCE_EVIDENCE_TESTING_H_

#include <map>
#include <string>

#include "gtest/gtest.h"
#include "services/chassis/testing/matchers.h"
#include "services/chassis/testing/record_calls.h"
#include "services/chassis/testing/service_fixture.h"
#include "services/evidence/definition.h"

namespace potential::evidence {

// The clock stands on 2026-06-15.
class EvidenceTest : public ::testing::Test {
 protected:
  // Value of each member of a split; `query` is the rest of the question.
  std::map<std::string, double> Members(const std::string& indicator, const std::string& split_by,
                                        const std::string& query, const std::string& as_of = "") {
    std::map<std::string, double> values;
    const auto result =
        calls_.Ask("indicator: '" + indicator + "' split_by: '" + split_by + "' " + query, as_of);
    EXPECT_THAT(result, testing::IsOk());
    if (!result.ok()) return values;
    for (const auto& series : result->members()) values[series.member()] = series.total().value();
    return values;
  }

  testing::ServiceFixture fixture_{Definition()};
  testing::RecordCalls calls_{fixture_};
};

inline constexpr char kThisYear[] = "start_date: '2026-01-01' end_date: '2026-12-31'";

inline constexpr char kAgenda[] =
    "title: 'Agreed structure' items { id: 'welcome' title: 'Welcome' } "
    "items { id: 'practice' title: 'Practice' } ";
inline constexpr char kForum[] = "title: 'OT forum' frequency: MONTHLY ";
inline constexpr char kStandard[] =
    "service_line: 'community' title: 'COPM' tool: COPM_PERFORMANCE measure_points: BASELINE "
    "measure_points: DISCHARGE ";
// What a standard needs besides before it is agreed.
inline constexpr char kAgreeable[] = "target_paired_percent: 60 review_date: '2027-03-31' ";
inline constexpr char kStudentProject[] =
    "service_line: 'community' title: 'Sensory approaches' kind: LITERATURE_SEARCH "
    "university: 'Kingston' student_count: 2 ";
inline constexpr char kPublication[] =
    "service_line: 'community' kind: PUBLICATION title: 'Occupation first' venue: 'A journal' "
    "submitted_date: '2026-01-10' ";
inline constexpr char kLink[] = "university: 'Kingston' kind: TEACHING_SCHOOL purposes: TEACHING ";
inline constexpr char kQiProject[] =
    "service_line: 'community' title: 'Goals' problem: 'Goals are agreed late' ";
// What a project needs besides before it is started.
inline constexpr char kStartable[] =
    "aim { statement: '80 % by June' measure_id: 'goals' } "
    "team { kind: OT_STAFF role: 'lead' count: 2 } "
    "measures { id: 'goals' kind: OUTCOME title: 'Goals' operational_definition: 'All' unit: '%' "
    "} ";
inline constexpr char kStory[] = "title: 'Home within a week' ";
// What a story needs besides before consent is confirmed.
inline constexpr char kHeadings[] =
    "strategic_theme: 'Evidence' aims: 'To shorten the wait' what_did_you_do: 'Visits' "
    "data: 'Seven days' how_did_this_work_improve_lives: 'Sooner home' "
    "learning_and_what_next: 'Spread it' ";

}  // namespace potential::evidence

#endif  // POTENTIAL_SERVICES_EVIDENCE_EVIDENCE_TESTING_H_
