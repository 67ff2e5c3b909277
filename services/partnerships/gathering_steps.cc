#include "services/partnerships/gathering_steps.h"

#include "potential/partnerships/v1/joint_work_service.pb.h"
#include "services/chassis/records/dated_step.h"
#include "services/chassis/records/step_binder.h"
#include "services/chassis/storage/status_macros.h"

namespace potential::partnerships {
namespace {

using records::Transaction;
using v1::PracticeDay;
using v1::SkillsWorkshop;

// The day of a gathering is its own; the step carries none.
template <typename Gathering>
absl::Status Hold(const Transaction& transaction, Gathering& gathering) {
  RETURN_IF_ERROR(
      records::RequireState(gathering.state(), {Gathering::PLANNED}, "recorded as held"));
  if (gathering.date() > records::TodayText(transaction)) {
    return records::Refuse("DATE_IN_FUTURE", "its date is in the future; hold it first");
  }
  gathering.set_state(Gathering::HELD);
  return absl::OkStatus();
}

absl::Status HoldPracticeDay(Transaction& transaction, const v1::HoldPracticeDayRequest&,
                             PracticeDay& day) {
  RETURN_IF_ERROR(Hold(transaction, day));
  if (!day.organisations_attending().empty()) return absl::OkStatus();
  return records::Refuse("NOBODY_ATTENDED", "it names no attending organisation; add one first");
}

absl::Status CancelPracticeDay(Transaction& transaction,
                               const v1::CancelPracticeDayRequest& request, PracticeDay& day) {
  return records::CancelRecord(transaction, request, day, {PracticeDay::PLANNED});
}

absl::Status HoldSkillsWorkshop(Transaction& transaction, const v1::HoldSkillsWorkshopRequest&,
                                SkillsWorkshop& workshop) {
  return Hold(transaction, workshop);
}

absl::Status CancelSkillsWorkshop(Transaction& transaction,
                                  const v1::CancelSkillsWorkshopRequest& request,
                                  SkillsWorkshop& workshop) {
  return records::CancelRecord(transaction, request, workshop, {SkillsWorkshop::PLANNED});
}

}  // namespace

void BindGatheringSteps(rpc::Routes& routes, records::RecordService& records) {
  const records::StepBinder bind(routes, records, "potential.partnerships.v1.JointWorkService");
  bind("HoldPracticeDay", HoldPracticeDay);
  bind("CancelPracticeDay", CancelPracticeDay);
  bind("HoldSkillsWorkshop", HoldSkillsWorkshop);
  bind("CancelSkillsWorkshop", CancelSkillsWorkshop);
}

}  // namespace potential::partnerships
