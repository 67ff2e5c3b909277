// Facts in volume for a sample, made up from a few figures and always alike for the same day: the
// `generate` lines of sample files. Every figure comes from the line; deploy/sample/README.md
// explains them.
//
// Pure functions; any thread may call. INVALID_ARGUMENT names a parameter that is missing or wrong.

#ifndef POTENTIAL_GATEWAY_CLI_SAMPLE_FACTS_H_
#define POTENTIAL_GATEWAY_CLI_SAMPLE_FACTS_H_

#include <vector>

#include "absl/status/statusor.h"
#include "google/protobuf/struct.pb.h"
#include "potential/evidence/v1/outcome_score.pb.h"
#include "potential/occupation/v1/intervention.pb.h"
#include "potential/occupation/v1/reach_measurement.pb.h"
#include "services/measures/calendar.h"

namespace potential::cli {

// Interventions of the closed months before `today`. Attended ones grow evenly from month to month,
// so that the latest twelve months have `growthPercent` more than the first twelve; seasons, noise
// and missed contacts come on top.
absl::StatusOr<std::vector<occupation::v1::Intervention>> MakeInterventions(
    const google::protobuf::Struct& parameters, measures::Day today);

// Scores of made-up episodes that began in the closed months before `today`.
absl::StatusOr<std::vector<evidence::v1::OutcomeScore>> MakeOutcomeScores(
    const google::protobuf::Struct& parameters, measures::Day today);

// One measurement for each channel and closed month.
absl::StatusOr<std::vector<occupation::v1::ReachMeasurement>> MakeReachMeasurements(
    const google::protobuf::Struct& parameters, measures::Day today);

}  // namespace potential::cli

#endif  // POTENTIAL_GATEWAY_CLI_SAMPLE_FACTS_H_
