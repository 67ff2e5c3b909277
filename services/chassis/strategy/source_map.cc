#include "services/chassis/strategy/source_map.h"

#include <algorithm>
#include <string>
#include <vector>

namespace potential::strategy {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;
using ParseInfoTree = google::protobuf::TextFormat::ParseInfoTree;

// The parser records one place for a bracketed list, so an item without its own has that of the
// item before it.
Location LocationIn(const ParseInfoTree& tree, const FieldDescriptor* field, int index,
                    Location otherwise) {
  if (!field->is_repeated()) {
    const auto found = tree.GetLocation(field, -1);
    return found.line < 0 ? otherwise : Location{found.line + 1, found.column + 1};
  }
  for (int i = std::max(index, 0); i >= 0; --i) {
    const auto found = tree.GetLocation(field, i);
    if (found.line >= 0) return {found.line + 1, found.column + 1};
  }
  return otherwise;
}

}  // namespace

SourceMap::SourceMap(const Message& root, const ParseInfoTree& tree) {
  Record(root, {Location{}, &tree});
}

void SourceMap::Record(const Message& message, Place place) {
  places_[&message] = place;
  std::vector<const FieldDescriptor*> fields;
  message.GetReflection()->ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) RecordNested(message, place, field);
  }
}

void SourceMap::RecordNested(const Message& message, const Place& place,
                             const FieldDescriptor* field) {
  const Reflection& reflection = *message.GetReflection();
  const int count = field->is_repeated() ? reflection.FieldSize(message, field) : 1;
  for (int i = 0; i < count; ++i) {
    const int index = field->is_repeated() ? i : -1;
    const ParseInfoTree* tree = place.tree->GetTreeForNested(field, index);
    if (tree == nullptr) continue;
    const Message& nested = field->is_repeated() ? reflection.GetRepeatedMessage(message, field, i)
                                                 : reflection.GetMessage(message, field);
    Record(nested, {LocationIn(*place.tree, field, index, place.start), tree});
  }
}

Location SourceMap::Of(const Message& message) const {
  const auto found = places_.find(&message);
  return found == places_.end() ? Location{} : found->second.start;
}

Location SourceMap::Of(const Message& message, absl::string_view field, int index) const {
  const FieldDescriptor* descriptor = message.GetDescriptor()->FindFieldByName(std::string(field));
  return descriptor == nullptr ? Of(message) : Of(message, descriptor, index);
}

Location SourceMap::Of(const Message& message, const FieldDescriptor* field, int index) const {
  const auto found = places_.find(&message);
  if (found == places_.end()) return {};
  return LocationIn(*found->second.tree, field, index, found->second.start);
}

}  // namespace potential::strategy
