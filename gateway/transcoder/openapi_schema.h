// JSON schemas of messages and fields, for openapi.h.

#ifndef POTENTIAL_GATEWAY_TRANSCODER_OPENAPI_SCHEMA_H_
#define POTENTIAL_GATEWAY_TRANSCODER_OPENAPI_SCHEMA_H_

#include <set>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "gateway/transcoder/json_writer.h"
#include "google/protobuf/descriptor.h"

namespace potential::gateway {

// The comment before a declaration, as CommonMark; empty if there is none.
template <typename Declared>
std::string CommentOf(const Declared* declared);

// Writes schemas, and remembers which types they refer to. For one thread; the descriptors outlive
// it.
class SchemaWriter {
 public:
  enum class Use {
    kInput,   // values that callers send: default limits hold
    kOutput,  // values that only services send
  };

  // Notes that a message stands in requests or responses, with all that it holds.
  void Reach(const google::protobuf::Descriptor* type, Use use);

  // The schema of a field: a reference for an ordinary message or an enum, the limits of its rules,
  // its comment.
  void WriteField(const google::protobuf::FieldDescriptor* field, Use use, JsonWriter* json) const;

  // An object schema of the message's fields except `left_out`, with those that are required.
  void WriteInlineObject(const google::protobuf::Descriptor* type,
                         const std::set<const google::protobuf::FieldDescriptor*>& left_out,
                         JsonWriter* json) const;

  // `{"$ref":...}`, or the form of a well-known type.
  static void WriteMessageRef(const google::protobuf::Descriptor* type, JsonWriter* json);

  // JSON names of the fields that must be given in a new record.
  static std::vector<std::string> RequiredFields(const google::protobuf::Descriptor* type);

  // The members of `components.schemas`: all that was reached, by full name.
  void WriteComponents(JsonWriter* json) const;

 private:
  void WriteObject(const google::protobuf::Descriptor* type, JsonWriter* json) const;

  // By full name, so that the document does not depend on addresses.
  std::set<std::string> input_;
  std::set<std::string> output_;
  struct ByName {
    template <typename Declared>
    bool operator()(const Declared* a, const Declared* b) const {
      return a->full_name() < b->full_name();
    }
  };
  std::set<const google::protobuf::Descriptor*, ByName> messages_;
  std::set<const google::protobuf::EnumDescriptor*, ByName> enums_;
};

}  // namespace potential::gateway

#endif  // POTENTIAL_GATEWAY_TRANSCODER_OPENAPI_SCHEMA_H_
