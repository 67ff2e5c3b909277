#include "services/workforce/survey_trend.h"

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "potential/workforce/v1/survey.pb.h"
#include "potential/workforce/v1/survey_service.pb.h"
#include "potential/workforce/v1/survey_wave.pb.h"
#include "services/chassis/charts/chart_analysis.h"
#include "services/chassis/records/record_reading.h"
#include "services/chassis/resource/violation.h"
#include "services/chassis/storage/status_macros.h"
#include "services/chassis/strategy/disclosure_profile.h"
#include "services/measures/wilson.h"
#include "services/workforce/survey_results.h"
#include "services/workforce/survey_rules.h"
#include "services/workforce/survey_tally.h"
#include "services/workforce/survey_trend_release.h"

namespace potential::workforce {
namespace {

using charts::v1::Chart;
using v1::GetSurveyTrendRequest;
using v1::Survey;
using v1::SurveyTrend;
using v1::SurveyWave;
using Question = Survey::Question;

constexpr double kPercent = 100;
constexpr int64_t kPage = 1000;

// Low answers are the good ones.
bool LowIsGood(const Question& question) {
  return question.score() && !question.higher_is_better();
}

std::vector<std::string> UsualAnswers(const Question& question) {
  if (question.type() == Question::YES_NO) return {"yes"};
  if (LowIsGood(question)) return {"1", "2"};
  return {"4", "5"};
}

// The question, or what is wrong with asking for it.
absl::StatusOr<Question> QuestionAskedFor(const Survey& survey, const std::string& id) {
  const auto& questions = survey.questions();
  const auto question = std::find_if(questions.begin(), questions.end(),
                                     [&](const Question& one) { return one.id() == id; });
  if (question == questions.end()) {
    return resource::InvalidArgument("question_id", "names no question of the survey");
  }
  if (question->type() == Question::FREE_TEXT) {
    return resource::InvalidArgument("question_id", "is answered in free text, which has no trend");
  }
  return *question;
}

// The answers that count, in the order of the question's answers.
absl::StatusOr<std::vector<std::string>> AnswersAskedFor(const Question& question,
                                                         const GetSurveyTrendRequest& request) {
  const std::vector<std::string> possible = AnswersOf(question);
  std::vector<std::string> asked = {request.answers().begin(), request.answers().end()};
  if (asked.empty()) asked = UsualAnswers(question);
  for (size_t i = 0; i < asked.size(); ++i) {
    if (std::find(possible.begin(), possible.end(), asked[i]) == possible.end()) {
      return resource::InvalidArgument(absl::StrCat("answers[", i, "]"),
                                       "is no answer to the question");
    }
  }
  std::vector<std::string> answers;
  for (const std::string& answer : possible) {
    if (std::find(asked.begin(), asked.end(), answer) != asked.end()) answers.push_back(answer);
  }
  return answers;
}

// The closed waves of the survey with a publishable result, by their numbers.
absl::StatusOr<std::vector<SurveyWave>> PublishableWaves(storage::TableReader& tables,
                                                         const records::KindTable& kinds,
                                                         const std::string& organisation,
                                                         const std::string& survey) {
  storage::Query query{.where = storage::Predicate::All(
                           {storage::Predicate::Eq("survey", survey),
                            storage::Predicate::Eq("result_publishable", int64_t{1}),
                            storage::Predicate::Eq(records::kDeletedColumn, int64_t{0})}),
                       .order = {},
                       .after = {},
                       .limit = kPage,
                       .projection = {records::kBodyColumn}};
  const storage::Table& table = kinds.FindRecord(SurveyWave::descriptor())->table;
  std::vector<SurveyWave> waves;
  while (true) {
    ASSIGN_OR_RETURN(const std::vector<storage::Row> rows,
                     tables.Select(table, organisation, query));
    for (const storage::Row& row : rows) {
      if (!waves.emplace_back().ParseFromString(std::get<std::string>(row.values[0]))) {
        return absl::DataLossError("the stored body of a record does not parse");
      }
    }
    if (rows.size() < static_cast<size_t>(kPage)) break;
    query.after = storage::Row{.id = rows.back().id, .values = {}};
  }
  std::sort(waves.begin(), waves.end(), [](const SurveyWave& a, const SurveyWave& b) {
    return a.wave_number() < b.wave_number();
  });
  return waves;
}

SurveyTrend::Wave WaveOf(const SurveyWave& wave, const SurveyTrend& trend, const Question& question,
                         const SurveyTally& tally) {
  SurveyTrend::Wave result;
  result.set_name(wave.name());
  result.set_wave_number(wave.wave_number());
  result.set_title(wave.title());
  result.set_closed_date(wave.closed_date());
  const int32_t n = tally.AnswersTo(question);
  if (n < trend.threshold()) {
    result.set_below_threshold(true);
    return result;
  }
  const std::vector<std::string> possible = AnswersOf(question);
  const std::vector<int32_t> counts = tally.Counts(question);
  int32_t count = 0;
  for (size_t i = 0; i < possible.size(); ++i) {
    const auto& counted = trend.answers();
    if (std::find(counted.begin(), counted.end(), possible[i]) != counted.end()) count += counts[i];
  }
  const measures::Interval interval = measures::WilsonInterval(count, n);
  result.set_n(n);
  result.set_count(count);
  result.set_percent(kPercent * count / n);
  result.set_percent_lower(kPercent * interval.lower);
  result.set_percent_upper(kPercent * interval.upper);
  if (const std::optional<double> mean = tally.Mean(question)) result.set_mean(*mean);
  return result;
}

int WavesWithNumbers(const SurveyTrend& trend) {
  return static_cast<int>(
      std::count_if(trend.waves().begin(), trend.waves().end(),
                    [](const SurveyTrend::Wave& wave) { return !wave.below_threshold(); }));
}

// What the point of a day says of the waves that were closed on it.
std::string RemarkOn(const std::vector<int32_t>& waves) {
  if (waves.size() == 1) return absl::StrCat("Wave ", waves[0]);
  return absl::StrCat("Waves ", absl::StrJoin(waves, ", "),
                      ", closed on the same day, as one point");
}

// Rows of one day are one point, which the first of them annotates.
charts::v1::AnalyzeChartRequest ChartRequest(const SurveyTrend& trend) {
  std::map<std::string, std::vector<int32_t>> waves_by_day;
  for (const SurveyTrend::Wave& wave : trend.waves()) {
    if (!wave.below_threshold()) waves_by_day[wave.closed_date()].push_back(wave.wave_number());
  }
  charts::v1::AnalyzeChartRequest request;
  request.set_chart(Chart::P);
  request.set_multiply(kPercent);
  for (const SurveyTrend::Wave& wave : trend.waves()) {
    if (wave.below_threshold()) continue;
    charts::v1::ChartInputPoint& point = *request.add_points();
    point.set_date(wave.closed_date());
    point.set_value(wave.count());
    point.set_denominator(wave.n());
    point.set_annotation(RemarkOn(waves_by_day[wave.closed_date()]));
  }
  return request;
}

absl::Status AddChart(const charts::ChartAnalysis& analysis, SurveyTrend& trend) {
  const int waves = WavesWithNumbers(trend);
  if (waves < kLeastChartedWaves) {
    trend.set_chart_absent_reason(absl::StrCat("A chart needs ", kLeastChartedWaves,
                                               " waves with results; there are ", waves, "."));
    return absl::OkStatus();
  }
  ASSIGN_OR_RETURN(*trend.mutable_chart(), analysis.Analyze(ChartRequest(trend)));
  return absl::OkStatus();
}

// What lasts as long as the routes.
struct TrendParts {
  const records::KindTable& kinds;
  const strategy::StrategyHolder& strategies;
  charts::ChartAnalysis analysis;
};

// Of two sets of answers, one with an answer more than the other, each may be given by enough while
// the answer is not.
absl::Status CheckReleasable(const GetSurveyTrendRequest& request) {
  if (request.answers().empty()) return absl::OkStatus();
  return resource::InvalidArgument(
      "answers",
      "cannot be chosen for the audience PUBLISHED: the difference of two sets of "
      "answers could tell of few people");
}

absl::StatusOr<SurveyTrend> GetSurveyTrend(storage::TableReader& tables, const TrendParts& parts,
                                           const rpc::CallContext& call,
                                           const GetSurveyTrendRequest& request) {
  const bool is_released = call.identity.audience == rpc::Audience::kPublished;
  if (is_released) RETURN_IF_ERROR(CheckReleasable(request));
  ASSIGN_OR_RETURN(
      const Survey survey,
      records::ReadRecord<Survey>(tables, parts.kinds, call.organisation, request.name()));
  ASSIGN_OR_RETURN(const Question question, QuestionAskedFor(survey, request.question_id()));
  ASSIGN_OR_RETURN(const std::vector<std::string> answers, AnswersAskedFor(question, request));
  SurveyTrend trend;
  trend.set_name(survey.name());
  trend.set_question_id(question.id());
  trend.set_text(question.text());
  trend.set_type(question.type());
  for (const std::string& answer : answers) trend.add_answers(answer);
  trend.set_threshold(ThresholdOf(survey));
  ASSIGN_OR_RETURN(const std::vector<SurveyWave> waves,
                   PublishableWaves(tables, parts.kinds, call.organisation, survey.name()));
  for (const SurveyWave& wave : waves) {
    ASSIGN_OR_RETURN(const SurveyTally tally,
                     TallyWave(tables, WaveKey::Of(call.organisation, wave.name()), survey));
    *trend.add_waves() = WaveOf(wave, trend, question, tally);
  }
  RETURN_IF_ERROR(AddChart(parts.analysis, trend));
  if (is_released) {
    const auto strategies = parts.strategies.Get();
    ReleaseTrend(strategy::DisclosureProfileOf(strategies->Find(call.organisation)), trend);
  }
  return trend;
}

}  // namespace

void BindSurveyTrend(rpc::Routes& routes, records::RecordService& records,
                     const strategy::StrategyHolder& strategies) {
  auto parts = std::make_shared<const TrendParts>(
      TrendParts{.kinds = *records.environment().kinds, .strategies = strategies, .analysis = {}});
  records.Read<GetSurveyTrendRequest, SurveyTrend>(
      routes, "potential.workforce.v1.SurveyService.GetSurveyTrend",
      [parts = std::move(parts)](storage::TableReader& tables, const rpc::CallContext& call,
                                 const GetSurveyTrendRequest& request) {
        return GetSurveyTrend(tables, *parts, call, request);
      });
}

}  // namespace potential::workforce
