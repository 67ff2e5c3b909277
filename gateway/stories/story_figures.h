// The figures of an impact story: questions for the services, answers as citations, and what moved.
//
// Pure functions over values: any thread may call them.

#ifndef POTENTIAL_GATEWAY_STORIES_STORY_FIGURES_H_
#define POTENTIAL_GATEWAY_STORIES_STORY_FIGURES_H_

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "gateway/backends/fan_out.h"
#include "potential/dashboard/v1/story_figure_service.pb.h"
#include "potential/evidence/v1/impact_story.pb.h"
#include "potential/indicators/v1/indicator_service.pb.h"
#include "services/chassis/rpc/identity.h"
#include "services/measures/calendar.h"

namespace potential::gateway {

// What a story asks, by service: question i of a service is that of its live indicator number
// `places[service][i]`.
struct StoryQuestions {
  ServiceQuestions by_service;
  std::map<std::string, std::vector<int>> places;
};

// The questions as of a day. A window that the story does not begin begins with the plan, or on
// the day if the plan begins later; one that it does not end ends on the day.
StoryQuestions QuestionsOf(const evidence::v1::ImpactStory& story, const std::string& organisation,
                           measures::Day plan_start, measures::Day as_of);

// What the services said to the questions put to them.
using QueryAnswers = std::map<std::string, absl::StatusOr<indicators::v1::QueryIndicatorsResponse>>;

// A figure of the story as it is on a day.
struct StoryFigure {
  int live = 0;  // number of the live indicator
  std::string split_value;
  std::optional<double> value;
  std::string text;  // `8`, `62 %`, `*` where it is withheld, `none` where there is none
  std::string as_of;
  std::string missing_reason;  // why it is not known; then it has no text
};

// The figures in the order of the story's live indicators. `catalogue` tells how they are written.
std::vector<StoryFigure> FiguresOf(const evidence::v1::ImpactStory& story,
                                   const StoryQuestions& questions, const QueryAnswers& answers,
                                   const Catalogue& catalogue);

// The citations of known figures.
google::protobuf::RepeatedPtrField<evidence::v1::ImpactStory::Citation> CitationsOf(
    const evidence::v1::ImpactStory& story, const std::vector<StoryFigure>& figures);

// Whether the audience may know of the story: PUBLISHED of published ones only.
bool IsShownTo(rpc::Audience audience, const evidence::v1::ImpactStory& story);

// The story's citations beside the figures of today.
dashboard::v1::ImpactStoryFigures Compare(const evidence::v1::ImpactStory& story,
                                          const std::vector<StoryFigure>& live);

}  // namespace potential::gateway

#endif  // POTENTIAL_GATEWAY_STORIES_STORY_FIGURES_H_
