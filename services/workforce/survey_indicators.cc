// Results of surveys as indicators. Only waves with a publishable result are ever looked at.

#include <map>
#include <tuple>
#include <utility>

#include "potential/workforce/v1/survey_wave.pb.h"
#include "services/chassis/storage/status_macros.h"
#include "services/workforce/indicators.h"
#include "services/workforce/record_indicators.h"

namespace potential::workforce {
namespace {

using indicators::Cells;
using indicators::Observation;
using indicators::Observations;
using indicators::Source;
using indicators::v1::Indicator;

// A wave's score is the latest of its topic until the next wave with a score is closed. Of waves
// closed on one day the one of the later number, then survey, is the latest.
absl::StatusOr<Observations> ObserveScores(const ObservationReader& reader, const Source& source) {
  using Order = std::tuple<measures::Day, double, std::string>;
  std::map<std::string, std::map<Order, Observation>> by_topic;
  RETURN_IF_ERROR(reader.Read(source, [&](const Cells& cells, Observation seen) {
    const std::optional<measures::Day> closed = cells.Date(0);
    if (!closed) return;
    seen.first = *closed;
    seen.denominator = cells.Number(2);
    seen.numerator = cells.Number(1) * seen.denominator;
    by_topic[seen.dimensions[0]][{*closed, cells.Number(3), cells.Text(4)}] = std::move(seen);
  }));
  Observations observations;
  for (auto& [topic, waves] : by_topic) {
    for (auto wave = waves.begin(); wave != waves.end(); ++wave) {
      if (const auto next = std::next(wave); next != waves.end()) {
        wave->second.last = measures::AddDays(next->second.first, -1);
      }
      observations.all.push_back(std::move(wave->second));
    }
  }
  return observations;
}

void AddScore(indicators::Catalogue& catalogue, const records::RecordKind& kind) {
  AddMeasure(
      catalogue, kind,
      {.kind = Indicator::STOCK,
       .form = Indicator::MEAN,
       .text = {.id = "workforce.survey_score",
                .title = "Survey score",
                .definition = "Mean score of the respondents, 1 to 5 with 5 best, of the "
                              "latest wave of a topic that was closed by the day with enough "
                              "responses.",
                .unit = "score 1-5",
                .dimensions = {"survey_topic"},
                .topics = {},
                .counts_people = true,
                .of_readings = true},
       .filter = "result_publishable = true AND score:*",
       .listed = "closed_date <= \"{as_of}\"",
       .fields = {"closed_date", "score", "responses", "wave_number", "survey"},
       .observe = ObserveScores});
}

}  // namespace

void AddSurveyIndicators(indicators::Catalogue& catalogue, const records::KindTable& kinds) {
  const records::RecordKind& waves = *kinds.FindRecord(v1::SurveyWave::descriptor());
  AddEvents(catalogue, waves,
            {.id = "workforce.survey_waves_closed",
             .title = "Survey waves with a result",
             .definition = "Survey waves closed with enough responses to show a result, by the day "
                           "of closing.",
             .unit = "waves",
             .filter = "result_publishable = true",
             .day = "closed_date",
             .dimensions = {"survey_topic"}});
  AddScore(catalogue, waves);
}

}  // namespace potential::workforce
