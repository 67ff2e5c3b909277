#include "services/chassis/resource/field_mask.h"

#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "google/protobuf/util/message_differencer.h"
#include "potential/options/v1/options.pb.h"
#include "services/chassis/resource/field_copy.h"
#include "services/chassis/resource/field_path.h"
#include "services/chassis/resource/text.h"

namespace potential::resource {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::FieldMask;
using google::protobuf::Message;
using google::protobuf::Reflection;
using internal::FieldPath;

constexpr absl::string_view kWholeRecord = "*";
constexpr char kMaskField[] = "update_mask";

bool IsOutputOnly(const FieldDescriptor* field) {
  return field->options().GetExtension(options::v1::field).output_only();
}

bool IsImmutable(const FieldDescriptor* field) {
  return field->options().GetExtension(options::v1::field).immutable();
}

bool IsSingularMessage(const FieldDescriptor* field) {
  return !field->is_repeated() && field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE;
}

// Timestamps and the like are values: a patch sets them whole.
bool IsRecordLike(const FieldDescriptor* field) {
  return IsSingularMessage(field) && field->message_type()->file()->package() != "google.protobuf";
}

// The fields along `path`; empty if there is no such path.
std::vector<const FieldDescriptor*> Resolve(const std::string& path, const Descriptor& type) {
  std::vector<const FieldDescriptor*> fields;
  const Descriptor* at = &type;
  for (const std::string& segment : std::vector<std::string>(absl::StrSplit(path, '.'))) {
    const FieldDescriptor* field = at == nullptr ? nullptr : at->FindFieldByName(segment);
    if (field == nullptr) return {};
    fields.push_back(field);
    at = IsSingularMessage(field) ? field->message_type() : nullptr;
  }
  return fields;
}

// Gives `next` the output-only values of `current`, in singular messages at any depth. A list's
// items are not the same items after a change, so nothing is carried over into them.
void RestoreOutputOnly(const Message& current, Message* next) {
  const Descriptor& type = *current.GetDescriptor();
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor* field = type.field(i);
    if (IsOutputOnly(field)) {
      CopyField(current, field, next, field);
    } else if (IsRecordLike(field) && current.GetReflection()->HasField(current, field)) {
      const bool had = next->GetReflection()->HasField(*next, field);
      Message* inside = next->GetReflection()->MutableMessage(next, field);
      RestoreOutputOnly(current.GetReflection()->GetMessage(current, field), inside);
      const bool restored = inside->ByteSizeLong() > 0;
      if (!had && !restored) next->GetReflection()->ClearField(next, field);
    }
  }
}

void CopyPath(const std::vector<const FieldDescriptor*>& path, const Message& patch,
              Message* next) {
  const Message* from = &patch;
  for (size_t i = 0; i + 1 < path.size(); ++i) {
    const bool absent = !from->GetReflection()->HasField(*from, path[i]);
    if (absent && !next->GetReflection()->HasField(*next, path[i])) return;
    from = &from->GetReflection()->GetMessage(*from, path[i]);
    next = next->GetReflection()->MutableMessage(next, path[i]);
  }
  CopyField(*from, path.back(), next, path.back());
}

// All fields that are set in the patch: messages field by field, lists and maps whole.
void CopySetFields(const Message& patch, Message* next) {
  std::vector<const FieldDescriptor*> fields;
  patch.GetReflection()->ListFields(patch, &fields);
  for (const FieldDescriptor* field : fields) {
    if (IsRecordLike(field)) {
      CopySetFields(patch.GetReflection()->GetMessage(patch, field),
                    next->GetReflection()->MutableMessage(next, field));
    } else {
      CopyField(patch, field, next, field);
    }
  }
}

bool SameValue(const FieldDescriptor* field, const Message& a, const Message& b) {
  google::protobuf::util::MessageDifferencer differencer;
  return differencer.CompareWithFields(a, b, {field}, {field});
}

void CheckImmutable(const Message& current, const Message& next, const std::string& prefix,
                    const FieldPath* parent, std::vector<FieldViolation>& violations) {
  const Descriptor& type = *current.GetDescriptor();
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor* field = type.field(i);
    const FieldPath path{.parent = parent, .field = field};
    if (IsImmutable(field)) {
      if (!SameValue(field, current, next)) {
        violations.push_back({path.Write(prefix), "cannot be changed once the record is created"});
      }
    } else if (IsRecordLike(field) && !IsOutputOnly(field) &&
               current.GetReflection()->HasField(current, field)) {
      CheckImmutable(current.GetReflection()->GetMessage(current, field),
                     next.GetReflection()->GetMessage(next, field), prefix, &path, violations);
    }
  }
}

}  // namespace

std::vector<FieldViolation> CheckMask(const FieldMask& mask, const Descriptor& type) {
  std::vector<FieldViolation> violations;
  for (const std::string& path : mask.paths()) {
    if (path == kWholeRecord) {
      if (mask.paths_size() == 1) continue;
      violations.push_back({kMaskField, "holds `*` beside other paths; it must stand alone"});
    } else if (Resolve(path, type).empty()) {
      violations.push_back(
          {kMaskField, absl::StrCat(Shown(path), " is not a field of ", type.name(),
                                    "; inside lists and maps there are no paths")});
    }
  }
  return violations;
}

absl::Status ApplyUpdate(const Message& patch, const FieldMask& mask, const Message& current,
                         Message* next, absl::string_view prefix) {
  std::vector<FieldViolation> violations = CheckMask(mask, *patch.GetDescriptor());
  if (!violations.empty()) return InvalidArgument(violations);
  const std::unique_ptr<Message> sent(patch.New());
  sent->CopyFrom(patch);
  ClearOutputOnly(sent.get());
  next->CopyFrom(current);
  if (mask.paths_size() == 0) {
    CopySetFields(*sent, next);
  } else if (mask.paths(0) == kWholeRecord) {
    next->CopyFrom(*sent);
  } else {
    for (const std::string& path : mask.paths()) {
      CopyPath(Resolve(path, *patch.GetDescriptor()), *sent, next);
    }
  }
  RestoreOutputOnly(current, next);
  CheckImmutable(current, *next, std::string(prefix), nullptr, violations);
  return violations.empty() ? absl::OkStatus() : InvalidArgument(violations);
}

void ClearOutputOnly(Message* message) {
  const Reflection& reflection = *message->GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection.ListFields(*message, &fields);
  for (const FieldDescriptor* field : fields) {
    if (IsOutputOnly(field)) {
      reflection.ClearField(message, field);
    } else if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) {
      continue;
    } else if (!field->is_repeated()) {
      ClearOutputOnly(reflection.MutableMessage(message, field));
    } else {
      const int size = reflection.FieldSize(*message, field);
      for (int i = 0; i < size; ++i) {
        ClearOutputOnly(reflection.MutableRepeatedMessage(message, field, i));
      }
    }
  }
}

}  // namespace potential::resource
