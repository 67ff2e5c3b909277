#include "services/chassis/indicators/record_spans.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/chassis/storage/status_macros.h"

namespace potential::indicators {
namespace {

using measures::Day;
using resource::FieldColumn;
using resource::FieldKind;

const FieldColumn& ColumnOf(const records::RecordKind& kind, const std::string& field) {
  const FieldColumn* column = kind.columns->Find(field);
  if (column != nullptr) return *column;
  std::fprintf(stderr, "%s.%s is no declared field of an indicator\n",
               kind.type->full_name().c_str(), field.c_str());
  std::abort();
}

std::string DimensionText(const FieldColumn& column, const Cells& cells, size_t i) {
  switch (column.kind) {
    case FieldKind::kBool:
      return cells.Flag(i) ? "true" : "false";
    case FieldKind::kInteger:
      return cells.IsNull(i) ? "" : absl::StrCat(static_cast<int64_t>(cells.Number(i)));
    default:
      break;
  }
  const bool is_name =
      !column.field->options().GetExtension(options::v1::field).reference().empty();
  return is_name ? cells.IdOf(i) : cells.Text(i);
}

// A span with its fields resolved: the columns to read are `illustrative`, the first day, the ends,
// the last days and the dimensions, in this order.
class SpanReader {
 public:
  explicit SpanReader(RecordSpan span) : span_(std::move(span)) {
    columns_ = {"illustrative", span_.first};
    columns_.insert(columns_.end(), span_.ends.begin(), span_.ends.end());
    columns_.insert(columns_.end(), span_.lasts.begin(), span_.lasts.end());
    for (const std::string& field : columns_) ColumnOf(span_.kind, field);
    for (const std::string& field : span_.dimensions) {
      dimensions_.push_back(&ColumnOf(span_.kind, field));
      columns_.push_back(field);
    }
  }

  absl::Status Read(const Source& source, Observations& observations) const {
    return Scan(
        source, span_.kind.table, columns_, [&](const Cells& cells) { Visit(cells, observations); },
        span_.where);
  }

 private:
  void Visit(const Cells& cells, Observations& observations) const {
    constexpr size_t kFirst = 1;
    const std::optional<Day> first = cells.Date(kFirst);
    if (!first) return;
    Observation observation{.first = *first, .illustrative = cells.Flag(0)};
    size_t i = kFirst + 1;
    for (size_t end = 0; end < span_.ends.size(); ++end, ++i) {
      observation.last = std::min(observation.last, LastBefore(cells.Date(i)));
    }
    for (size_t last = 0; last < span_.lasts.size(); ++last, ++i) {
      observation.last = std::min(observation.last, cells.Date(i).value_or(kLastDay));
    }
    for (const FieldColumn* dimension : dimensions_) {
      observation.dimensions.push_back(DimensionText(*dimension, cells, i++));
    }
    AddSpan(std::move(observation), observations);
  }

  const RecordSpan span_;
  std::vector<std::string> columns_;
  std::vector<const FieldColumn*> dimensions_;
};

}  // namespace

Day LastBefore(const std::optional<Day>& end) {
  return end ? measures::AddDays(*end, -1) : kLastDay;
}

void AddSpan(Observation observation, Observations& observations) {
  if (observation.first <= observation.last) observations.all.push_back(std::move(observation));
}

Observe ObserveRecords(std::vector<RecordSpan> spans) {
  std::vector<SpanReader> readers;
  readers.reserve(spans.size());
  for (RecordSpan& span : spans) readers.emplace_back(std::move(span));
  return [readers = std::move(readers)](const Source& source) -> absl::StatusOr<Observations> {
    Observations observations;
    for (const SpanReader& reader : readers) {
      RETURN_IF_ERROR(reader.Read(source, observations));
    }
    return observations;
  };
}

}  // namespace potential::indicators
