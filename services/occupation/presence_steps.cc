#include "services/occupation/presence_steps.h"

#include <string>

#include "potential/occupation/v1/presence_service.pb.h"
#include "services/chassis/records/dated_step.h"
#include "services/chassis/records/step_binder.h"
#include "services/chassis/storage/status_macros.h"

namespace potential::occupation {
namespace {

using records::DayOfStep;
using records::Earliest;
using records::Transaction;
using v1::Campaign;
using v1::Channel;

absl::Status LaunchChannel(Transaction& transaction, const v1::LaunchChannelRequest& request,
                           Channel& channel) {
  ASSIGN_OR_RETURN(const std::string day, DayOfStep(transaction, request, channel.state(),
                                                    {Channel::PLANNED}, "launched"));
  if (channel.address().empty()) {
    return records::Refuse("ADDRESS_MISSING", "the channel has no address; set one first");
  }
  channel.set_state(Channel::LIVE);
  channel.set_live_date(day);
  return absl::OkStatus();
}

absl::Status RetireChannel(Transaction& transaction, const v1::RetireChannelRequest& request,
                           Channel& channel) {
  ASSIGN_OR_RETURN(const std::string day,
                   DayOfStep(transaction, request, channel.state(), {Channel::LIVE}, "retired",
                             {channel.live_date(), "the day on which it went live"}));
  channel.set_state(Channel::RETIRED);
  channel.set_retired_date(day);
  channel.set_retire_reason(request.reason());
  return absl::OkStatus();
}

absl::Status StartCampaign(Transaction& transaction, const v1::StartCampaignRequest&,
                           Campaign& campaign) {
  RETURN_IF_ERROR(records::RequireState(campaign.state(), {Campaign::PLANNED}, "started"));
  if (campaign.start_date() > records::TodayText(transaction)) {
    return records::Refuse("DATE_IN_FUTURE",
                           "its first day is in the future; start it then, or change that day");
  }
  campaign.set_state(Campaign::RUNNING);
  return absl::OkStatus();
}

absl::Status FinishCampaign(Transaction& transaction, const v1::FinishCampaignRequest& request,
                            Campaign& campaign) {
  ASSIGN_OR_RETURN(const std::string day,
                   DayOfStep(transaction, request, campaign.state(), {Campaign::RUNNING},
                             "finished", {campaign.start_date(), "its first day"}));
  campaign.set_state(Campaign::FINISHED);
  campaign.set_end_date(day);
  return absl::OkStatus();
}

absl::Status CancelCampaign(Transaction& transaction, const v1::CancelCampaignRequest& request,
                            Campaign& campaign) {
  // One that is planned only is called off before its first day as a rule.
  const Earliest earliest = campaign.state() == Campaign::RUNNING
                                ? Earliest{campaign.start_date(), "its first day"}
                                : Earliest{};
  return records::CancelRecord(transaction, request, campaign,
                               {Campaign::PLANNED, Campaign::RUNNING}, earliest);
}

}  // namespace

void BindPresenceSteps(rpc::Routes& routes, records::RecordService& records) {
  const records::StepBinder bind(routes, records, "potential.occupation.v1.PresenceService");
  bind("LaunchChannel", LaunchChannel);
  bind("RetireChannel", RetireChannel);
  bind("StartCampaign", StartCampaign);
  bind("FinishCampaign", FinishCampaign);
  bind("CancelCampaign", CancelCampaign);
}

}  // namespace potential::occupation
