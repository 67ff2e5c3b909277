#include "gateway/dashboard/records_link.h"

#include <map>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "services/chassis/indicators/records_filter.h"

namespace potential::gateway {
namespace {

std::string Literal(const std::string& value) {
  return value == "true" || value == "false" ? value : absl::StrCat("\"", value, "\"");
}

std::string Condition(const indicators::v1::RecordsView& view, const std::string& organisation,
                      const std::string& dimension, const std::string& value) {
  const auto it = view.dimension_fields().find(dimension);
  const std::string entry = it == view.dimension_fields().end() ? dimension : it->second;
  if (entry.find_first_of("{=<>: ") == std::string::npos) {
    return absl::StrCat(entry, " = ", Literal(value));
  }
  return absl::StrReplaceAll(entry, {{"{organisation}", organisation}, {"{value}", value}});
}

// The day as the field writes it: the months of records are fields of that name, written `YYYY-MM`.
std::string In(const std::string& field, measures::Day day) {
  return field == "month" ? measures::FormatMonth(measures::MonthOf(day))
                          : measures::FormatDay(day);
}

}  // namespace

dashboard::v1::RecordsLink LinkTo(const std::string& organisation,
                                  const indicators::v1::Indicator& indicator,
                                  const strategy::v1::IndicatorRef& ref,
                                  const measures::Window& window) {
  const indicators::v1::RecordsView& view = indicator.records();
  std::vector<std::string> conditions;
  if (!view.filter().empty()) {
    conditions.push_back(indicators::FillFilter(view.filter(), window.last));
  }
  const std::map<std::string, std::string> where(ref.where().begin(), ref.where().end());
  for (const auto& [dimension, value] : where) {
    conditions.push_back(Condition(view, organisation, dimension, value));
  }
  if (!view.date_field().empty()) {
    conditions.push_back(
        absl::StrCat(view.date_field(), " >= \"", In(view.date_field(), window.first), "\""));
    conditions.push_back(
        absl::StrCat(view.date_field(), " <= \"", In(view.date_field(), window.last), "\""));
  }
  dashboard::v1::RecordsLink link;
  link.set_title(ref.label().empty() ? indicator.title() : ref.label());
  link.set_path(absl::StrCat("/v1/organisations/", organisation, "/", view.collection()));
  link.set_filter(absl::StrJoin(conditions, " AND "));
  return link;
}

}  // namespace potential::gateway
