// Which fields an Update changes, and the record that comes of it.
//
//   Opportunity next;
//   RETURN_IF_ERROR(ApplyUpdate(request.opportunity(), request.update_mask(), current, &next,
//                               "opportunity"));
//
// The mask names fields in snake_case, nested ones with dots (`funding.source`). Without a mask, or
// with an empty one, all fields that are set in the patch change; with `*` the whole record is
// replaced. Messages, lists and maps that a path names are replaced whole. Fields that the service
// sets (output_only) keep their values whatever the caller sends or names.
//
// Pure functions over messages of one type: any thread may call. Ownership stays with the caller.

#ifndef POTENTIAL_SERVICES_CHASSIS_RESOURCE_FIELD_MASK_H_
#define POTENTIAL_SERVICES_CHASSIS_RESOURCE_FIELD_MASK_H_

#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/field_mask.pb.h"
#include "google/protobuf/message.h"
#include "services/chassis/resource/violation.h"

namespace potential::resource {

// Paths of `mask` that `type` does not have, or that go into a list or map, and `*` beside others:
// violations of the request field `update_mask`.
std::vector<FieldViolation> CheckMask(const google::protobuf::FieldMask& mask,
                                      const google::protobuf::Descriptor& type);

// Sets `next` to `current` with the fields of `patch` that the mask selects. INVALID_ARGUMENT lists
// the violations of the mask, or the immutable fields whose value would change, under the path
// `prefix` of the record in its request; `next` is then without meaning. Whether the values are
// good is for FieldRulesPlan to say, on `next`.
absl::Status ApplyUpdate(const google::protobuf::Message& patch,
                         const google::protobuf::FieldMask& mask,
                         const google::protobuf::Message& current, google::protobuf::Message* next,
                         absl::string_view prefix = "");

// Clears every field that the service sets, at any depth: what a caller sends in it is ignored.
void ClearOutputOnly(google::protobuf::Message* message);

}  // namespace potential::resource

#endif  // POTENTIAL_SERVICES_CHASSIS_RESOURCE_FIELD_MASK_H_
