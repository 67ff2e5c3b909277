// Contracts that only tests need: small texts in a part of the .proto language, made into
// descriptors at run time on top of the program's own, so that every rule can be tried on its own.
//
//   const TestSchema schema("message Thing { string title = 1 [(field) = {required: true}]; }");
//   std::unique_ptr<Message> thing = schema.Message("Thing", "title: 'x'");
//
// Known: messages and enums of the top level, `option` (fact), (resource) and (projection), and
// fields with optional, repeated or map<,>, of scalar types, of types of the text, and of
// google.protobuf.Timestamp and Duration.

#ifndef POTENTIAL_SERVICES_CHASSIS_RESOURCE_TEST_SCHEMA_H_
#define POTENTIAL_SERVICES_CHASSIS_RESOURCE_TEST_SCHEMA_H_

#include <cctype>
#include <memory>
#include <stdexcept>
#include <string>

#include "google/protobuf/descriptor.h"
#include "google/protobuf/descriptor.pb.h"
#include "google/protobuf/duration.pb.h"
#include "google/protobuf/dynamic_message.h"
#include "google/protobuf/text_format.h"
#include "google/protobuf/timestamp.pb.h"
#include "potential/options/v1/options.pb.h"
#include "services/chassis/resource/ascii.h"

namespace potential::resource {
namespace internal {

// Reads the text of a schema into a file's description. Throws on what it does not know.
class SchemaReader {
 public:
  SchemaReader(const std::string& text, google::protobuf::FileDescriptorProto* file)
      : text_(text), file_(file) {}

  void Read() {
    for (std::string word = Take(); !word.empty(); word = Take()) {
      if (word == "enum") {
        ReadEnum();
      } else if (word == "message") {
        ReadMessage();
      } else {
        Fail(word);
      }
    }
  }

 private:
  using Field = google::protobuf::FieldDescriptorProto;
  using Type = google::protobuf::DescriptorProto;

  [[noreturn]] static void Fail(const std::string& what) {
    throw std::invalid_argument("a test's schema is not understood at: " + what);
  }

  // The next word or mark; empty at the end.
  std::string Take() {
    const auto is_word = [](char c) { return IsLetterOrDigit(c) || c == '_' || c == '.'; };
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\n')) ++at_;
    const size_t start = at_;
    while (at_ < text_.size() && is_word(text_[at_])) ++at_;
    if (at_ == start && at_ < text_.size()) ++at_;
    return text_.substr(start, at_ - start);
  }

  void Expect(const std::string& marks) {
    for (const char mark : marks) {
      const std::string found = Take();
      if (found != std::string(1, mark)) Fail(found);
    }
  }

  // What stands between the brace that comes next and the first that closes, into `options`.
  void ReadOptions(google::protobuf::Message* options) {
    Expect("{");
    const size_t end = text_.find('}', at_);
    const std::string body = text_.substr(at_, end - at_);
    if (!google::protobuf::TextFormat::ParseFromString(body, options)) Fail(body);
    at_ = end + 1;
  }

  void ReadEnum() {
    google::protobuf::EnumDescriptorProto* type = file_->add_enum_type();
    type->set_name(Take());
    Expect("{");
    for (std::string name = Take(); name != "}"; name = Take()) {
      google::protobuf::EnumValueDescriptorProto* value = type->add_value();
      value->set_name(name);
      Expect("=");
      value->set_number(std::stoi(Take()));
      Expect(";");
    }
  }

  void ReadMessage() {
    Type* type = file_->add_message_type();
    type->set_name(Take());
    Expect("{");
    for (std::string word = Take(); word != "}"; word = Take()) {
      if (word != "option") {
        ReadField(word, type);
        continue;
      }
      Expect("(");
      const std::string option = Take();
      Expect(")=");
      ReadOptions(OptionOf(option, *type->mutable_options()));
      Expect(";");
    }
  }

  static google::protobuf::Message* OptionOf(const std::string& name,
                                             google::protobuf::MessageOptions& options) {
    if (name == "fact") return options.MutableExtension(options::v1::fact);
    if (name == "resource") return options.MutableExtension(options::v1::resource);
    if (name == "projection") return options.MutableExtension(options::v1::projection);
    Fail("option (" + name);
  }

  void ReadField(std::string word, Type* type) {
    Field* field = type->add_field();
    const bool optional = word == "optional";
    const bool is_map = word == "map";
    const bool repeated = word == "repeated" || is_map;
    field->set_label(repeated ? Field::LABEL_REPEATED : Field::LABEL_OPTIONAL);
    if (optional || word == "repeated") word = Take();
    if (is_map) {
      ReadEntry(type, field);
    } else {
      SetType(word, field);
    }
    field->set_name(Take());
    if (optional) {
      field->set_proto3_optional(true);
      field->set_oneof_index(type->oneof_decl_size());
      type->add_oneof_decl()->set_name("_" + field->name());
    }
    if (is_map) NameEntry(type, field);
    Expect("=");
    field->set_number(std::stoi(Take()));
    if (const std::string next = Take(); next == ";") return;
    Expect("(");
    if (Take() != "field") Fail(field->name());
    Expect(")=");
    ReadOptions(field->mutable_options()->MutableExtension(options::v1::field));
    Expect("];");
  }

  static void SetType(const std::string& name, Field* field) {
    for (int type = Field::Type_MIN; type <= Field::Type_MAX; ++type) {
      const auto known = static_cast<google::protobuf::FieldDescriptor::Type>(type);
      if (google::protobuf::FieldDescriptor::TypeName(known) == name) {
        field->set_type(static_cast<Field::Type>(type));
        return;
      }
    }
    field->set_type_name(name);  // the pool finds out whether it is a message or an enum
  }

  // `<key, value>` as the entry type that a map stands for.
  void ReadEntry(Type* type, Field* field) {
    Type* entry = type->add_nested_type();
    entry->mutable_options()->set_map_entry(true);
    for (const std::string part : {"key", "value"}) {
      Expect(part == "key" ? "<" : ",");
      Field* added = entry->add_field();
      added->set_name(part);
      added->set_number(entry->field_size());
      added->set_label(Field::LABEL_OPTIONAL);
      SetType(Take(), added);
    }
    Expect(">");
    field->set_type(Field::TYPE_MESSAGE);
  }

  // The entry of `by_number` is called `ByNumberEntry`.
  static void NameEntry(Type* type, Field* field) {
    std::string name;
    bool upper = true;
    for (const char c : field->name()) {
      if (c != '_') name += upper ? static_cast<char>(std::toupper(c)) : c;
      upper = c == '_';
    }
    name += "Entry";
    type->mutable_nested_type(type->nested_type_size() - 1)->set_name(name);
    field->set_type_name(name);
  }

  const std::string& text_;
  google::protobuf::FileDescriptorProto* file_;
  size_t at_ = 0;
};

}  // namespace internal

// Owns the descriptors and the messages' types; outlives both. A text that is not understood
// throws, which fails the test.
class TestSchema {
 public:
  explicit TestSchema(const std::string& text)
      : pool_(google::protobuf::DescriptorPool::generated_pool()) {
    google::protobuf::FileDescriptorProto file;
    file.set_name("test_schema.proto");
    file.set_package("test");
    file.set_syntax("proto3");
    for (const google::protobuf::Descriptor* type :
         {options::v1::FieldRules::descriptor(), google::protobuf::Timestamp::descriptor(),
          google::protobuf::Duration::descriptor()}) {
      file.add_dependency(type->file()->name());
    }
    internal::SchemaReader(text, &file).Read();
    file_ = pool_.BuildFile(file);
    if (file_ == nullptr) throw std::invalid_argument("a test's schema does not build");
  }

  const google::protobuf::Descriptor& Type(const std::string& name) const {
    return *file_->FindMessageTypeByName(name);
  }

  // A message of the type with the content of the text format.
  std::unique_ptr<google::protobuf::Message> Message(const std::string& type,
                                                     const std::string& content = "") const {
    std::unique_ptr<google::protobuf::Message> message(factory_.GetPrototype(&Type(type))->New());
    // Merging lets a test write a field a second time, to replace what it had before.
    if (!google::protobuf::TextFormat::MergeFromString(content, message.get())) {
      throw std::invalid_argument("a test's message does not parse: " + content);
    }
    return message;
  }

 private:
  google::protobuf::DescriptorPool pool_;
  mutable google::protobuf::DynamicMessageFactory factory_;
  const google::protobuf::FileDescriptor* file_ = nullptr;
};

}  // namespace potential::resource

#endif  // POTENTIAL_SERVICES_CHASSIS_RESOURCE_TEST_SCHEMA_H_
