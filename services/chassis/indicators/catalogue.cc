#include "services/chassis/indicators/catalogue.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <utility>

namespace potential::indicators {

void Catalogue::Add(v1::Indicator indicator, Observe observe) {
  if (Find(indicator.id()) != nullptr || indicator.id().find('.') == std::string::npos) {
    std::fprintf(stderr, "indicator '%s' is declared twice or has no service\n",
                 indicator.id().c_str());
    std::abort();
  }
  const auto place = std::lower_bound(
      definitions_.begin(), definitions_.end(), indicator.id(),
      [](const Definition& definition, const std::string& id) {
        return definition.indicator.id() < id;
      });
  definitions_.insert(place, {std::move(indicator), std::move(observe)});
}

const Definition* Catalogue::Find(absl::string_view id) const {
  for (const Definition& definition : definitions_) {
    if (definition.indicator.id() == id) return &definition;
  }
  return nullptr;
}

v1::Indicator MakeIndicator(v1::Indicator::Kind kind, v1::Indicator::Form form,
                            const IndicatorText& text) {
  v1::Indicator indicator;
  indicator.set_id(text.id);
  indicator.set_title(text.title);
  indicator.set_definition(text.definition);
  indicator.set_kind(kind);
  indicator.set_form(form);
  indicator.set_unit(text.unit);
  indicator.mutable_dimensions()->Assign(text.dimensions.begin(), text.dimensions.end());
  indicator.mutable_topics()->Assign(text.topics.begin(), text.topics.end());
  *indicator.mutable_records() = text.records;
  indicator.set_counts_people(text.counts_people);
  indicator.set_lower_is_better(text.lower_is_better);
  indicator.set_of_readings(text.of_readings);
  return indicator;
}

v1::RecordsView RecordsOf(absl::string_view collection, absl::string_view filter,
                          absl::string_view date_field) {
  v1::RecordsView view;
  view.set_collection(std::string(collection));
  view.set_filter(std::string(filter));
  view.set_date_field(std::string(date_field));
  return view;
}

}  // namespace potential::indicators
