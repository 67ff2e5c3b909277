#include "gateway/dashboard/records_link.h"

#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "gateway/backends/contracts.h"
#include "potential/options/v1/options.pb.h"
#include "services/chassis/indicators/records_filter.h"
#include "services/chassis/resource/names.h"

namespace potential::gateway {
namespace {

std::string Literal(const std::string& value) {
  return value == "true" || value == "false" ? value : absl::StrCat("\"", value, "\"");
}

// The collections of which the field names a record; none for a field that is no reference.
std::vector<std::string> CollectionsOf(const std::string& collection, const std::string& field) {
  const google::protobuf::Descriptor* type = RecordTypeOf(collection);
  const google::protobuf::FieldDescriptor* found =
      type == nullptr ? nullptr : type->FindFieldByName(field);
  if (found == nullptr) return {};
  const options::v1::FieldRules& rules = found->options().GetExtension(options::v1::field);
  std::vector<std::string> collections;
  for (const std::string& each : {rules.reference(), rules.or_reference()}) {
    if (!each.empty()) collections.push_back(each);
  }
  return collections;
}

// A member of a dimension is the last segment of the name that a reference holds.
std::string Equals(const indicators::v1::RecordsView& view, const std::string& organisation,
                   const std::string& field, const std::string& value) {
  const std::vector<std::string> collections = CollectionsOf(view.collection(), field);
  if (collections.empty()) return absl::StrCat(field, " = ", Literal(value));
  std::vector<std::string> names;
  for (const std::string& collection : collections) {
    names.push_back(absl::StrCat(field, " = \"",
                                 resource::FormatName(organisation, collection, value), "\""));
  }
  const std::string any = absl::StrJoin(names, " OR ");
  return names.size() > 1 ? absl::StrCat("(", any, ")") : any;
}

bool IsField(const std::string& entry) {
  return entry.find_first_of("{=<>: ") == std::string::npos;
}

std::string EntryOf(const indicators::v1::RecordsView& view, const std::string& dimension) {
  const auto it = view.dimension_fields().find(dimension);
  return it == view.dimension_fields().end() ? dimension : it->second;
}

std::string Condition(const indicators::v1::RecordsView& view, const std::string& organisation,
                      const std::string& dimension, const std::string& value) {
  const std::string entry = EntryOf(view, dimension);
  if (IsField(entry)) return Equals(view, organisation, entry, value);
  return absl::StrReplaceAll(entry, {{"{organisation}", organisation}, {"{value}", value}});
}

// The day as the field writes it: the months of records are fields of that name, written `YYYY-MM`.
std::string In(const std::string& field, measures::Day day) {
  return field == "month" ? measures::FormatMonth(measures::MonthOf(day))
                          : measures::FormatDay(day);
}

std::string Within(const std::string& field, const std::vector<measures::Window>& windows) {
  std::vector<std::string> spans;
  for (const measures::Window& window : windows) {
    spans.push_back(absl::StrCat(field, " >= \"", In(field, window.first), "\" AND ", field,
                                 " <= \"", In(field, window.last), "\""));
  }
  if (spans.size() == 1) return spans.front();
  return absl::StrCat("((", absl::StrJoin(spans, ") OR ("), "))");
}

}  // namespace

dashboard::v1::RecordsLink LinkTo(const std::string& organisation,
                                  const indicators::v1::Indicator& indicator,
                                  const strategy::v1::IndicatorRef& ref,
                                  const JudgedRecords& judged) {
  const indicators::v1::RecordsView& view = indicator.records();
  std::vector<std::string> conditions;
  if (!view.filter().empty()) {
    conditions.push_back(indicators::FillFilter(view.filter(), judged.windows.back().last));
  }
  const std::map<std::string, std::string> where(ref.where().begin(), ref.where().end());
  for (const auto& [dimension, value] : where) {
    conditions.push_back(Condition(view, organisation, dimension, value));
  }
  if (const std::string entry = EntryOf(view, judged.dimension); !entry.empty() && IsField(entry)) {
    conditions.push_back(absl::StrCat(entry, ":*"));
  }
  if (!view.date_field().empty()) conditions.push_back(Within(view.date_field(), judged.windows));
  const std::string& title = ref.label().empty() ? indicator.title() : ref.label();
  dashboard::v1::RecordsLink link;
  link.set_title(judged.name.empty() ? title : absl::StrCat(title, ": ", judged.name));
  link.set_path(absl::StrCat("/v1/organisations/", organisation, "/", view.collection()));
  link.set_filter(absl::StrJoin(conditions, " AND "));
  return link;
}

}  // namespace potential::gateway
