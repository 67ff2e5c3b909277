#include "gateway/transcoder/well_known.h"

namespace potential::gateway {

WellKnown WellKnownOf(const google::protobuf::Descriptor* type) {
  using google::protobuf::Descriptor;
  switch (type->well_known_type()) {
    case Descriptor::WELLKNOWNTYPE_TIMESTAMP:
      return WellKnown::kTimestamp;
    case Descriptor::WELLKNOWNTYPE_DURATION:
      return WellKnown::kDuration;
    case Descriptor::WELLKNOWNTYPE_FIELDMASK:
      return WellKnown::kFieldMask;
    case Descriptor::WELLKNOWNTYPE_STRUCT:
    case Descriptor::WELLKNOWNTYPE_VALUE:
    case Descriptor::WELLKNOWNTYPE_LISTVALUE:
    case Descriptor::WELLKNOWNTYPE_ANY:
      return WellKnown::kDynamic;
    case Descriptor::WELLKNOWNTYPE_UNSPECIFIED:
      return WellKnown::kNone;
    default:
      return WellKnown::kWrapper;
  }
}

bool IsScalarForm(WellKnown kind) {
  return kind != WellKnown::kNone && kind != WellKnown::kDynamic;
}

}  // namespace potential::gateway
