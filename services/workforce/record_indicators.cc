#include "services/workforce/record_indicators.h"

#include <cstdio>
#include <cstdlib>
#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/chassis/indicators/record_spans.h"
#include "services/chassis/indicators/records_filter.h"
#include "services/chassis/resource/filter.h"
#include "services/chassis/storage/status_macros.h"

namespace potential::workforce {
namespace {

using indicators::Cells;
using indicators::Observation;
using indicators::Observations;
using indicators::Source;
using indicators::v1::Indicator;

constexpr char kMonth[] = "month";

// What events and spells say of themselves; `filter` and `day` are those of the records behind.
template <typename Form>
indicators::IndicatorText TextOf(const Form& form, const records::RecordKind& kind,
                                 absl::string_view filter, const char* day) {
  const std::string& collection = kind.rules.collection();
  return {.id = form.id,
          .title = form.title,
          .definition = form.definition,
          .unit = form.unit,
          .dimensions = form.dimensions,
          .topics = {collection},
          .records = indicators::RecordsOf(collection, filter, day),
          .counts_people = form.counts_people};
}

// The condition that a filter on records of the kind writes down; a defect of the program aborts.
storage::Predicate ConditionOf(const records::RecordKind& kind, absl::string_view filter) {
  absl::StatusOr<storage::Predicate> condition = resource::ParseFilter(*kind.columns, filter);
  if (condition.ok()) return *std::move(condition);
  std::fprintf(stderr, "filter '%s': %s\n", std::string(filter).c_str(),
               condition.status().ToString().c_str());
  std::abort();
}

std::string DimensionText(const Cells& cells, size_t i) {
  const std::string& text = cells.Text(i);
  return text.empty() && cells.Number(i) != 0 ? absl::StrCat(cells.Number(i)) : text;
}

absl::StatusOr<Observations> ObserveMonths(const ObservationReader& reader, const Source& source) {
  Observations observations;
  RETURN_IF_ERROR(reader.Read(source, [&](const Cells& cells, Observation seen) {
    const std::optional<measures::Month> month = cells.MonthCell(0);
    if (!month) return;
    seen.first = measures::FirstOfMonth(*month);
    seen.numerator = cells.Number(1);
    observations.all.push_back(std::move(seen));
  }));
  return observations;
}

}  // namespace

void AddEvents(indicators::Catalogue& catalogue, const records::RecordKind& kind,
               const Events& events) {
  const indicators::IndicatorText text = TextOf(events, kind, events.filter, events.day);
  catalogue.Add(indicators::MakeIndicator(Indicator::FLOW, Indicator::COUNT, text),
                indicators::ObserveRecords({{.kind = kind,
                                             .first = events.day,
                                             .dimensions = events.dimensions,
                                             .where = ConditionOf(kind, events.filter)}}));
}

void AddSpells(indicators::Catalogue& catalogue, const records::RecordKind& kind,
               const Spells& spells) {
  const std::string on_the_day = indicators::And(
      spells.ever, indicators::SpanFilter(
                       {.first = spells.from, .ends = {spells.ended}, .lasts = spells.lasts}));
  const indicators::IndicatorText text = TextOf(spells, kind, on_the_day, "");
  catalogue.Add(indicators::MakeIndicator(Indicator::STOCK, Indicator::COUNT, text),
                indicators::ObserveRecords({{.kind = kind,
                                             .first = spells.from,
                                             .ends = {spells.ended},
                                             .lasts = spells.lasts,
                                             .dimensions = spells.dimensions,
                                             .where = ConditionOf(kind, spells.ever)}}));
}

void AddMonthlyCounts(indicators::Catalogue& catalogue, const records::RecordKind& kind,
                      const MonthlyCounts& counts) {
  AddMeasure(catalogue, kind,
             {.kind = Indicator::FLOW,
              .form = Indicator::COUNT,
              .text = {.id = counts.id,
                       .title = counts.title,
                       .definition = counts.definition,
                       .unit = counts.unit,
                       .dimensions = counts.dimensions,
                       .topics = {},
                       .counts_people = counts.counts_people},
              .day = kMonth,
              .fields = {kMonth, counts.count},
              .observe = ObserveMonths});
}

ObservationReader::ObservationReader(const records::RecordKind& kind, absl::string_view filter,
                                     std::vector<std::string> fields,
                                     const std::vector<std::string>& dimensions)
    : kind_(kind),
      where_(ConditionOf(kind, filter)),
      columns_(std::move(fields)),
      first_dimension_(columns_.size()) {
  columns_.insert(columns_.end(), dimensions.begin(), dimensions.end());
  columns_.push_back("illustrative");
}

absl::Status ObservationReader::Read(const Source& source, const Visit& visit) const {
  const auto begin = [&](const Cells& cells) {
    Observation observation;
    for (size_t i = first_dimension_; i + 1 < columns_.size(); ++i) {
      observation.dimensions.push_back(DimensionText(cells, i));
    }
    observation.illustrative = cells.Flag(columns_.size() - 1);
    visit(cells, std::move(observation));
  };
  return indicators::Scan(source, kind_.table, columns_, begin, where_);
}

void AddMeasure(indicators::Catalogue& catalogue, const records::RecordKind& kind,
                Measure measure) {
  const std::string& collection = kind.rules.collection();
  measure.text.topics.insert(measure.text.topics.begin(), collection);
  measure.text.records = indicators::RecordsOf(
      collection, indicators::And(measure.filter, measure.listed), measure.day);
  const auto reader = std::make_shared<const ObservationReader>(
      kind, measure.filter, std::move(measure.fields), measure.text.dimensions);
  catalogue.Add(indicators::MakeIndicator(measure.kind, measure.form, measure.text),
                [reader, observe = std::move(measure.observe)](const Source& source) {
                  return observe(*reader, source);
                });
}

}  // namespace potential::workforce
