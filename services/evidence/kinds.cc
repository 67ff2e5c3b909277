#include "services/evidence/kinds.h"

#include "services/chassis/records/versions.h"
#include "services/evidence/episodes.h"
#include "services/evidence/forum_rules.h"
#include "services/evidence/outcome_rules.h"
#include "services/evidence/qi_rules.h"
#include "services/evidence/research_rules.h"
#include "services/evidence/score_rules.h"
#include "services/evidence/story_rules.h"

namespace potential::evidence {
namespace {

template <typename Record>
absl::Status DeriveVersion(Record& next, const Record*, records::Transaction&) {
  records::NumberFirstVersion(next);
  return absl::OkStatus();
}

}  // namespace

void AddKinds(records::KindTable& kinds) {
  kinds.AddRecord<v1::AgendaTemplate>(
      {.derive = DeriveVersion<v1::AgendaTemplate>, .check = CheckAgendaTemplate});
  kinds.AddRecord<v1::Forum>({.check = CheckForum});
  kinds.AddRecord<v1::ForumMeeting>({.derive = DeriveForumMeeting, .check = CheckForumMeeting});
  kinds.AddRecord<v1::OutcomeStandard>(
      {.derive = DeriveVersion<v1::OutcomeStandard>, .check = CheckOutcomeStandard});
  kinds.AddRecord<v1::StudentProject>({.check = CheckStudentProject});
  kinds.AddRecord<v1::ResearchOutput>({.check = CheckResearchOutput});
  kinds.AddRecord<v1::UniversityLink>({.check = CheckUniversityLink});
  kinds.AddRecord<v1::QiProject>({.derive = DeriveQiProject, .check = CheckQiProject});
  kinds.AddRecord<v1::ImpactStory>(
      {.derive = DeriveVersion<v1::ImpactStory>, .check = CheckImpactStory});
  kinds.AddFact<v1::OutcomeScore>(
      {.derive = DeriveOutcomeScore,
       .extra_columns = OutcomeScoreExtraColumns(),
       .extra_values = OutcomeScoreExtraValues,
       .check_batch = SettleEpisodes},
      {ScoresByMonth()},
      // The second serves the scores of an episode by their days; without
      // the date in it the engine would rather read all scores by date.
      {{"date"}, {"episode_key", "date"}});
  kinds.AddFact<v1::Measurement>({.derive = DeriveMeasurement}, {},
                                 {{"qi_project", "measure_id", "date"}});
}

}  // namespace potential::evidence
