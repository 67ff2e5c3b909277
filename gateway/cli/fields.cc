#include "gateway/cli/fields.h"

#include <cmath>
#include <utility>

#include "absl/strings/str_cat.h"

namespace potential::cli {
namespace {

constexpr double kMostWhole = 1e6;

}  // namespace

Fields::Fields(const google::protobuf::Struct& object, std::string where)
    : object_(object), where_(std::move(where)) {}

void Fields::Fail(const std::string& name, const std::string& problem) {
  status_.Update(absl::InvalidArgumentError(absl::StrCat(where_, ".", name, ": ", problem)));
}

const Fields::Value& Fields::Get(const std::string& name, Value::KindCase kind,
                                 const char* wanted) {
  asked_.insert(name);
  const auto found = object_.fields().find(name);
  if (found != object_.fields().end() && found->second.kind_case() == kind) return found->second;
  Fail(name, found == object_.fields().end() ? "is missing" : absl::StrCat("must be ", wanted));
  return Value::default_instance();
}

std::string Fields::Text(const std::string& name) {
  const std::string& text = Get(name, Value::kStringValue, "a text").string_value();
  if (text.empty()) Fail(name, "is empty");
  return text;
}

double Fields::Number(const std::string& name) {
  return Get(name, Value::kNumberValue, "a number").number_value();
}

int Fields::Whole(const std::string& name, int least) {
  const double number = Number(name);
  if (number == std::floor(number) && number >= least && number <= kMostWhole) {
    return static_cast<int>(number);
  }
  Fail(name, absl::StrCat("must be a whole number of at least ", least));
  return least;
}

std::vector<double> Fields::Numbers(const std::string& name) {
  std::vector<double> numbers;
  for (const Value& value : Get(name, Value::kListValue, "a list").list_value().values()) {
    if (value.kind_case() != Value::kNumberValue) Fail(name, "must hold numbers");
    numbers.push_back(value.number_value());
  }
  if (numbers.empty()) Fail(name, "is empty");
  return numbers;
}

const google::protobuf::Struct& Fields::Object(const std::string& name) {
  return Get(name, Value::kStructValue, "an object").struct_value();
}

std::vector<const google::protobuf::Struct*> Fields::Objects(const std::string& name) {
  std::vector<const google::protobuf::Struct*> objects;
  for (const Value& value : Get(name, Value::kListValue, "a list").list_value().values()) {
    if (value.kind_case() != Value::kStructValue) Fail(name, "must hold objects");
    objects.push_back(&value.struct_value());
  }
  if (objects.empty()) Fail(name, "is empty");
  return objects;
}

const google::protobuf::Value& Fields::Any(const std::string& name) {
  asked_.insert(name);
  const auto found = object_.fields().find(name);
  if (found != object_.fields().end()) return found->second;
  Fail(name, "is missing");
  return Value::default_instance();
}

absl::Status Fields::Done() {
  for (const auto& [name, value] : object_.fields()) {
    if (!asked_.contains(name)) Fail(name, "is not known here");
  }
  return status_;
}

}  // namespace potential::cli
