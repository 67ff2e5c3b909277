#include "potential/evidence/v1/forum_meeting.pb.h"
#include "services/chassis/indicators/record_spans.h"
#include "services/evidence/indicators.h"

namespace potential::evidence {

void AddForumIndicators(indicators::Catalogue& catalogue, const records::KindTable& kinds) {
  using indicators::v1::Indicator;
  using v1::ForumMeeting;
  indicators::v1::RecordsView records =
      indicators::RecordsOf("forumMeetings", "state = HELD", "date");
  (*records.mutable_dimension_fields())["forum"] =
      "forum = \"organisations/{organisation}/forums/{value}\"";
  catalogue.Add(
      indicators::MakeIndicator(
          Indicator::FLOW, Indicator::COUNT,
          {.id = "evidence.forum_meetings_held",
           .title = "OT forum meetings held",
           .definition =
               "Forum meetings that were held, by their day. A meeting follows the agenda "
               "if every item of the structure that its forum had agreed was covered or "
               "carried over.",
           .unit = "meetings",
           .dimensions = {"forum", "follows_agenda"},
           .topics = {"forumMeetings"},
           .records = records}),
      indicators::ObserveRecords({{.kind = *kinds.FindRecord(ForumMeeting::descriptor()),
                                   .first = "date",
                                   .dimensions = {"forum", "follows_agenda"},
                                   .where = storage::Predicate::Eq(
                                       "state", ForumMeeting::State_Name(ForumMeeting::HELD))}}));
}

}  // namespace potential::evidence
