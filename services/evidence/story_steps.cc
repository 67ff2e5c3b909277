#include "services/evidence/story_steps.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "potential/evidence/v1/story_service.pb.h"
#include "services/chassis/records/dated_step.h"
#include "services/chassis/records/step_binder.h"
#include "services/chassis/records/versions.h"
#include "services/chassis/storage/status_macros.h"
#include "services/evidence/story_rules.h"
#include "services/evidence/story_versions.h"

namespace potential::evidence {
namespace {

using records::DayOfStep;
using records::Earliest;
using records::Transaction;
using v1::ImpactStory;

absl::Status ConfirmImpactStoryConsent(Transaction& transaction,
                                       const v1::ConfirmImpactStoryConsentRequest& request,
                                       ImpactStory& story) {
  ASSIGN_OR_RETURN(const std::string day, DayOfStep(transaction, request, story.state(),
                                                    {ImpactStory::DRAFT}, "confirmed"));
  const std::vector<std::string> empty = EmptyHeadings(story);
  if (!empty.empty()) {
    return records::Refuse("HEADING_EMPTY",
                           absl::StrCat("nothing is written under: ", absl::StrJoin(empty, "; ")));
  }
  story.set_state(ImpactStory::CONSENT_CONFIRMED);
  story.set_consent_confirmed_date(day);
  story.set_consent_confirmed_role(request.role());
  story.set_consent_note(request.note());
  return absl::OkStatus();
}

// Before this day no step of a story that is no draft may lie.
Earliest LastDayOf(const ImpactStory& story) {
  if (story.published_date().empty()) {
    return {story.consent_confirmed_date(), "the day on which consent was confirmed"};
  }
  return {story.published_date(), "the day on which it was published"};
}

// Withdraws the versions from which `story` comes, unless they are, on the day of its publication.
absl::Status ReplaceEarlierVersions(Transaction& transaction, const ImpactStory& story,
                                    const std::string& day) {
  ASSIGN_OR_RETURN(std::vector<ImpactStory> earlier, EarlierVersions(story, transaction));
  ASSIGN_OR_RETURN(const bool replaced, AnotherWasPublished(story, earlier, transaction));
  if (replaced) {
    return records::Refuse("REPLACED_ALREADY",
                           "another version of the story was published in its place; revise that");
  }
  for (ImpactStory& version : earlier) {
    if (version.state() == ImpactStory::WITHDRAWN) continue;
    const std::string since = LastDayOf(version).day;
    RETURN_IF_ERROR(records::RequireNotBefore(
        day, {since, "the last step of the version that it replaces"}, "date"));
    version.set_state(ImpactStory::WITHDRAWN);
    version.set_withdrawn_date(day);
    RETURN_IF_ERROR(transaction.Save(version));
  }
  return absl::OkStatus();
}

absl::Status PublishImpactStory(Transaction& transaction,
                                const v1::PublishImpactStoryRequest& request, ImpactStory& story) {
  ASSIGN_OR_RETURN(const std::string day,
                   DayOfStep(transaction, request, story.state(), {ImpactStory::CONSENT_CONFIRMED},
                             "published", LastDayOf(story)));
  records::Violations violations;
  CheckCitations(story, request.citations(), violations);
  if (!violations.empty()) return resource::InvalidArgument(violations.Under(""));
  RETURN_IF_ERROR(ReplaceEarlierVersions(transaction, story, day));
  story.set_state(ImpactStory::PUBLISHED);
  story.set_published_date(day);
  *story.mutable_citations() = request.citations();
  if (!request.published_link().empty()) story.set_published_link(request.published_link());
  return absl::OkStatus();
}

absl::Status WithdrawImpactStory(Transaction& transaction,
                                 const v1::WithdrawImpactStoryRequest& request,
                                 ImpactStory& story) {
  ASSIGN_OR_RETURN(const std::string day,
                   DayOfStep(transaction, request, story.state(),
                             {ImpactStory::CONSENT_CONFIRMED, ImpactStory::PUBLISHED}, "withdrawn",
                             LastDayOf(story)));
  story.set_state(ImpactStory::WITHDRAWN);
  story.set_withdrawn_date(day);
  story.set_withdrawal_reason(request.reason());
  return absl::OkStatus();
}

absl::StatusOr<ImpactStory> ReviseImpactStory(Transaction& transaction,
                                              const v1::ReviseImpactStoryRequest& request) {
  ASSIGN_OR_RETURN(ImpactStory next, records::DraftOfNextVersion<ImpactStory>(
                                         transaction, request, request.impact_story_id(),
                                         {ImpactStory::CONSENT_CONFIRMED, ImpactStory::PUBLISHED,
                                          ImpactStory::WITHDRAWN}));
  next.clear_citations();
  next.clear_consent_confirmed_date();
  next.clear_consent_confirmed_role();
  next.clear_consent_note();
  next.clear_published_date();
  next.clear_withdrawn_date();
  next.clear_withdrawal_reason();
  RETURN_IF_ERROR(transaction.Insert(next));
  return next;
}

}  // namespace

void BindStorySteps(rpc::Routes& routes, records::RecordService& records) {
  const records::StepBinder bind(routes, records, "potential.evidence.v1.StoryService");
  bind("ConfirmImpactStoryConsent", ConfirmImpactStoryConsent);
  bind("PublishImpactStory", PublishImpactStory);
  bind("WithdrawImpactStory", WithdrawImpactStory);
  records.Write<v1::ReviseImpactStoryRequest, ImpactStory>(
      routes, "potential.evidence.v1.StoryService.ReviseImpactStory", ReviseImpactStory);
}

}  // namespace potential::evidence
