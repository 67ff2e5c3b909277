#include "services/chassis/strategy/field_checks.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "potential/options/v1/options.pb.h"
#include "services/chassis/strategy/formats.h"

namespace potential::strategy {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;
using ::potential::options::v1::FieldRules;

// Limits of fields whose rules name none, as the options promise.
constexpr int kDefaultMostCodePoints = 200;
constexpr int kDefaultMostItems = 100;

// One field of one message: its rules, and where to report.
class FieldCheck {
 public:
  FieldCheck(const Message& message, const FieldDescriptor* field, const SourceMap& places,
             Problems* problems)
      : message_(message),
        reflection_(*message.GetReflection()),
        field_(field),
        rules_(field->options().GetExtension(::potential::options::v1::field)),
        places_(places),
        problems_(problems) {}

  void Run() {
    if (field_->is_map()) {
      CheckMap();
    } else if (field_->is_repeated()) {
      CheckItems();
    } else {
      CheckSingle();
    }
  }

 private:
  void Report(int index, const std::string& text) {
    problems_->Add(places_.Of(message_, field_, index), absl::StrCat(field_->name(), " ", text));
  }

  void CheckSingle() {
    const bool set = reflection_.HasField(message_, field_);
    if (!set && rules_.required()) {
      Report(-1, "is required");
    } else if (set || !field_->has_presence()) {
      CheckValue(-1);
    }
  }

  void CheckItems() {
    const int count = reflection_.FieldSize(message_, field_);
    const int least = std::max(static_cast<int>(rules_.min_items()), rules_.required() ? 1 : 0);
    const int most =
        rules_.max_items() > 0 ? static_cast<int>(rules_.max_items()) : kDefaultMostItems;
    if (count < least) Report(-1, absl::StrCat("needs at least ", least));
    if (count > most) Report(most, absl::StrCat("holds more than ", most));
    for (int i = 0; i < count; ++i) CheckValue(i);
  }

  void CheckMap() {
    const FieldDescriptor* key_field = field_->message_type()->map_key();
    const FieldDescriptor* value_field = field_->message_type()->map_value();
    std::set<std::string> keys;
    for (int i = 0; i < reflection_.FieldSize(message_, field_); ++i) {
      const Message& entry = reflection_.GetRepeatedMessage(message_, field_, i);
      const std::string key = entry.GetReflection()->GetString(entry, key_field);
      const std::string value = entry.GetReflection()->GetString(entry, value_field);
      if (key.empty()) Report(i, "has an entry without a key");
      if (value.empty()) Report(i, absl::StrCat("has no value for \"", key, "\""));
      if (!keys.insert(key).second) Report(i, absl::StrCat("names \"", key, "\" twice"));
      CheckText(i, value);
    }
  }

  void CheckValue(int index) {
    switch (field_->cpp_type()) {
      case FieldDescriptor::CPPTYPE_STRING:
        return CheckText(index, index < 0 ? reflection_.GetString(message_, field_)
                                          : reflection_.GetRepeatedString(message_, field_, index));
      case FieldDescriptor::CPPTYPE_MESSAGE:
        return CheckFields(index < 0 ? reflection_.GetMessage(message_, field_)
                                     : reflection_.GetRepeatedMessage(message_, field_, index),
                           places_, problems_);
      case FieldDescriptor::CPPTYPE_DOUBLE:
        return CheckNumber(index, index < 0
                                      ? reflection_.GetDouble(message_, field_)
                                      : reflection_.GetRepeatedDouble(message_, field_, index));
      case FieldDescriptor::CPPTYPE_INT32:
        return CheckNumber(index, index < 0
                                      ? reflection_.GetInt32(message_, field_)
                                      : reflection_.GetRepeatedInt32(message_, field_, index));
      case FieldDescriptor::CPPTYPE_ENUM:
        return CheckEnum(index, index < 0
                                    ? reflection_.GetEnumValue(message_, field_)
                                    : reflection_.GetRepeatedEnumValue(message_, field_, index));
      default:
        return;
    }
  }

  void CheckText(int index, const std::string& text) {
    const int code_points = CodePoints(text);
    if (code_points < 0) return Report(index, "is not valid UTF-8");
    const bool control = std::any_of(text.begin(), text.end(), [](char c) {
      return c != '\n' && absl::ascii_iscntrl(static_cast<unsigned char>(c));
    });
    if (control) Report(index, "holds a control character");
    const int most =
        rules_.max_length() > 0 ? static_cast<int>(rules_.max_length()) : kDefaultMostCodePoints;
    if (code_points > most) {
      Report(index, absl::StrCat("has ", code_points, " characters; at most ", most, " fit"));
    }
    if (text.empty()) {
      if (index >= 0 && !field_->is_map()) Report(index, "has an empty item");
      return;
    }
    if (code_points < static_cast<int>(rules_.min_length())) {
      Report(index, absl::StrCat("needs at least ", rules_.min_length(), " characters"));
    }
    if (rules_.format() != FieldRules::FORMAT_UNSPECIFIED && !HasFormat(rules_.format(), text)) {
      Report(index,
             absl::StrCat("is \"", text, "\"; it must be ", DescribeFormat(rules_.format())));
    }
  }

  void CheckNumber(int index, double number) {
    if (!std::isfinite(number)) return Report(index, "is not a number");
    if (rules_.has_minimum() && number < rules_.minimum()) {
      Report(index, absl::StrCat("is ", number, "; at least ", rules_.minimum(), " is needed"));
    }
    if (rules_.has_maximum() && number > rules_.maximum()) {
      Report(index, absl::StrCat("is ", number, "; at most ", rules_.maximum(), " is allowed"));
    }
  }

  void CheckEnum(int index, int number) {
    if (field_->enum_type()->FindValueByNumber(number) == nullptr) {
      Report(index, absl::StrCat("is ", number, ", which has no meaning"));
    }
  }

  const Message& message_;
  const Reflection& reflection_;
  const FieldDescriptor* field_;
  const FieldRules& rules_;
  const SourceMap& places_;
  Problems* problems_;
};

}  // namespace

void CheckFields(const Message& message, const SourceMap& places, Problems* problems) {
  const google::protobuf::Descriptor* type = message.GetDescriptor();
  for (int i = 0; i < type->field_count(); ++i) {
    FieldCheck(message, type->field(i), places, problems).Run();
  }
}

}  // namespace potential::strategy
