#include "services/occupation/interventions/import_request.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/chassis/resource/names.h"
#include "services/chassis/resource/violation.h"
#include "services/chassis/storage/status_macros.h"
#include "services/chassis/strategy/import_profile.h"
#include "services/measures/calendar.h"

namespace potential::occupation {
namespace {

using options::v1::MethodRules;
using strategy::v1::ImportProfile;
using v1::ImportInterventionsRequest;

constexpr char kDefaultProfile[] = "default";
constexpr int kMaxReplacedMonths = 120;

absl::Status CheckReplacement(const rpc::CallContext& call,
                              const ImportInterventionsRequest& request) {
  if (!call.identity.MayDo(MethodRules::ADMINISTER) || !call.identity.service_lines.empty()) {
    return resource::PermissionDenied(
        "replacing a period needs the role administrator without a limit to service lines");
  }
  if (request.mode() != ImportInterventionsRequest::ALL_OR_NOTHING) {
    return resource::InvalidArgument("mode", "must be ALL_OR_NOTHING where a period is replaced");
  }
  const auto first = measures::ParseMonth(request.replace().first_month());
  const auto last = measures::ParseMonth(request.replace().last_month());
  if (!first || !last || *last < *first) {
    return resource::InvalidArgument("replace.last_month", "is before the first month");
  }
  if (last->number - first->number > kMaxReplacedMonths) {
    return resource::InvalidArgument(
        "replace.last_month", absl::StrCat("is more than ", kMaxReplacedMonths,
                                           " months after the first"));
  }
  return absl::OkStatus();
}

std::string ProfileNames(const strategy::v1::Strategy& strategy) {
  return absl::StrJoin(strategy.import_profiles(), ", ",
                       [](std::string* out, const ImportProfile& profile) {
                         absl::StrAppend(out, profile.id());
                       });
}

}  // namespace

absl::Status CheckImport(const rpc::CallContext& call, const ImportInterventionsRequest& request) {
  if (request.has_replace()) RETURN_IF_ERROR(CheckReplacement(call, request));
  if (!request.profile().empty() && request.has_inline_profile()) {
    return resource::InvalidArgument("inline_profile", "is given beside the name of a profile");
  }
  const bool states_months = request.partial_months_size() + request.complete_months_size() > 0;
  if (states_months && !call.identity.service_lines.empty()) {
    return resource::PermissionDenied(
        "stating whether a month is whole needs a caller without a limit to service lines");
  }
  for (const std::string& month : request.complete_months()) {
    const auto& partial = request.partial_months();
    if (std::count(partial.begin(), partial.end(), month) > 0) {
      return resource::InvalidArgument("complete_months",
                                       absl::StrCat(month, " is stated to be partial too"));
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<ImportProfile> ProfileFor(const strategy::StrategySet& strategies,
                                         const std::string& organisation,
                                         const ImportInterventionsRequest& request) {
  // A reload may have taken the organisation away since the call was admitted.
  const strategy::v1::Strategy* strategy = strategies.Find(organisation);
  if (strategy == nullptr) return resource::NotFound(resource::FormatOrganisation(organisation));
  if (request.has_inline_profile()) {
    std::vector<resource::FieldViolation> violations;
    strategy::CheckImportProfile(
        request.inline_profile(),
        [&violations](const google::protobuf::Message&, absl::string_view field,
                      const std::string& text) {
          violations.push_back({absl::StrCat("inline_profile.", field), text});
        });
    if (!violations.empty()) return resource::InvalidArgument(violations);
    return request.inline_profile();
  }
  const std::string name = request.profile().empty() ? kDefaultProfile : request.profile();
  const ImportProfile* profile = strategies.FindImportProfile(organisation, name);
  if (profile != nullptr) return *profile;
  if (name == kDefaultProfile) return ImportProfile();
  return resource::InvalidArgument(
      "profile", absl::StrCat("is none of the import profiles of the organisation's strategy: ",
                              ProfileNames(*strategy)));
}

}  // namespace potential::occupation
