// A JSON object read field by field; what is missing, of the wrong type or not asked for is an
// error.
//
//   Fields fields(line, "interventions");
//   const std::string parent = fields.Text("parent");
//   const double growth = fields.Number("growthPercent");
//   RETURN_IF_ERROR(fields.Done());

#ifndef POTENTIAL_GATEWAY_CLI_FIELDS_H_
#define POTENTIAL_GATEWAY_CLI_FIELDS_H_

#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "google/protobuf/struct.pb.h"

namespace potential::cli {

// Lives no longer than the object. A field that cannot be read gives an empty value; the first such
// field is the error of Done.
class Fields {
 public:
  // `where` says in errors which object it is.
  Fields(const google::protobuf::Struct& object, std::string where);

  bool Has(const std::string& name) const { return object_.fields().contains(name); }
  std::string Text(const std::string& name);
  double Number(const std::string& name);
  // A whole number from `least` to a million.
  int Whole(const std::string& name, int least = 0);
  std::vector<double> Numbers(const std::string& name);
  const google::protobuf::Struct& Object(const std::string& name);
  // The objects of a list that has at least one.
  std::vector<const google::protobuf::Struct*> Objects(const std::string& name);
  const google::protobuf::Value& Any(const std::string& name);

  // INVALID_ARGUMENT if something could not be read, or a field was not asked for.
  absl::Status Done();

 private:
  using Value = google::protobuf::Value;
  // The value if it is of this kind, else one that is empty.
  const Value& Get(const std::string& name, Value::KindCase kind, const char* wanted);
  void Fail(const std::string& name, const std::string& problem);

  const google::protobuf::Struct& object_;
  const std::string where_;
  std::set<std::string> asked_;
  absl::Status status_;
};

}  // namespace potential::cli

#endif  // POTENTIAL_GATEWAY_CLI_FIELDS_H_
