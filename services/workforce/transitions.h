// Checks a life cycle whole: every step from every state. For tests only.

#ifndef POTENTIAL_SERVICES_WORKFORCE_TRANSITIONS_H_
#define POTENTIAL_SERVICES_WORKFORCE_TRANSITIONS_H_

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "services/workforce/workforce_fixture.h"

namespace potential::workforce {

// A step, its request's own fields, and the states that it leads from and to.
struct Arrow {
  std::string step;
  std::string fields;
  std::map<std::string, std::string> from_to;
};

// How to bring a record to a state: the steps after its creation, each with its request's fields.
using Path = std::vector<std::pair<std::string, std::string>>;

// Makes a record for every pair of state and step, takes the step, and expects the state that the
// arrow leads to, or ILLEGAL_TRANSITION where there is no arrow.
template <typename Record>
void ExpectArrows(WorkforceFixture& fixture, const std::function<std::string(int)>& fields,
                  const std::map<std::string, Path>& states, const std::vector<Arrow>& arrows) {
  int number = 0;
  for (const auto& [state, path] : states) {
    for (const Arrow& arrow : arrows) {
      SCOPED_TRACE(absl::StrCat(arrow.step, " from ", state));
      const std::string id = absl::StrCat("record-", ++number);
      ASSERT_THAT(fixture.Create<Record>(id, fields(number)), testing::IsOk());
      for (const auto& [step, step_fields] : path) {
        ASSERT_THAT(fixture.Step<Record>(step, id, step_fields), testing::IsOk());
      }
      const absl::StatusOr<Record> result = fixture.Step<Record>(arrow.step, id, arrow.fields);
      const auto to = arrow.from_to.find(state);
      if (to == arrow.from_to.end()) {
        EXPECT_THAT(result, testing::Refuses("ILLEGAL_TRANSITION"));
        EXPECT_EQ(Record::State_Name(fixture.Get<Record>(id)->state()), state);
      } else {
        ASSERT_THAT(result, testing::IsOk());
        EXPECT_EQ(Record::State_Name(result->state()), to->second);
      }
    }
  }
}

}  // namespace potential::workforce

#endif  // POTENTIAL_SERVICES_WORKFORCE_TRANSITIONS_H_
