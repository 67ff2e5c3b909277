// Where the parts of a parsed text stand in it.

#ifndef POTENTIAL_SERVICES_CHASSIS_STRATEGY_SOURCE_MAP_H_
#define POTENTIAL_SERVICES_CHASSIS_STRATEGY_SOURCE_MAP_H_

#include <google/protobuf/message.h>
#include <google/protobuf/text_format.h>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "services/chassis/strategy/problems.h"

namespace potential::strategy {

// Finds the line of a message or of one of its fields. Immutable, so any thread may call; refers to
// the message and the tree that it was made from, which must stay unchanged and outlive it.
class SourceMap {
 public:
  SourceMap(const google::protobuf::Message& root,
            const google::protobuf::TextFormat::ParseInfoTree& tree);

  // Start of a message of the text, or the start of the text for the root and for strangers.
  Location Of(const google::protobuf::Message& message) const;
  // Start of a field, or of its item `index` if it is repeated (-1: the first). A field that the
  // text leaves out stands where its message starts.
  Location Of(const google::protobuf::Message& message, absl::string_view field,
              int index = -1) const;
  Location Of(const google::protobuf::Message& message,
              const google::protobuf::FieldDescriptor* field, int index = -1) const;

 private:
  struct Place {
    Location start;
    const google::protobuf::TextFormat::ParseInfoTree* tree;
  };

  void Record(const google::protobuf::Message& message, Place place);
  void RecordNested(const google::protobuf::Message& message, const Place& place,
                    const google::protobuf::FieldDescriptor* field);

  absl::flat_hash_map<const google::protobuf::Message*, Place> places_;
};

}  // namespace potential::strategy

#endif  // POTENTIAL_SERVICES_CHASSIS_STRATEGY_SOURCE_MAP_H_
