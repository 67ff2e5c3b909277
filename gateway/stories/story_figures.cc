#include "gateway/stories/story_figures.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "gateway/dashboard/words.h"

namespace potential::gateway {
namespace {

using dashboard::v1::ImpactStoryFigures;
using evidence::v1::ImpactStory;
using indicators::v1::Indicator;
using indicators::v1::IndicatorResult;
using measures::Day;
using Citation = ImpactStory::Citation;
using LiveIndicator = ImpactStory::LiveIndicator;

constexpr char kWithheld[] = "*";
constexpr char kNone[] = "none";

indicators::v1::IndicatorQuery QueryOf(const LiveIndicator& live, Day plan_start, Day as_of) {
  indicators::v1::IndicatorQuery query;
  query.set_indicator(live.indicator());
  query.set_start_date(live.window_start().empty()
                           ? measures::FormatDay(std::min(plan_start, as_of))
                           : live.window_start());
  query.set_end_date(live.window_end().empty() ? measures::FormatDay(as_of) : live.window_end());
  query.set_split_by(live.split_by());
  for (const auto& filter : live.filters()) {
    (*query.mutable_where())[filter.dimension()] = filter.value();
  }
  return query;
}

// Labels say what is counted; only units that a number needs stand beside it.
std::string TextOf(const indicators::v1::Figure& figure, const Indicator& indicator) {
  if (figure.suppression() != indicators::v1::Figure::SUPPRESSION_UNSPECIFIED) return kWithheld;
  if (!figure.has_value()) return kNone;
  const std::string number = NumberText(figure.value());
  if (indicator.form() == Indicator::SHARE) return absl::StrCat(number, " %");
  if (indicator.unit() == "minutes") return absl::StrCat(number, " minutes");
  return number;
}

StoryFigure FigureOf(int live, const indicators::v1::Series& series, const Indicator& indicator,
                     const std::string& as_of) {
  StoryFigure figure{.live = live,
                     .split_value = series.member(),
                     .value = std::nullopt,
                     .text = TextOf(series.total(), indicator),
                     .as_of = as_of,
                     .missing_reason = {}};
  if (series.total().has_value()) figure.value = series.total().value();
  return figure;
}

StoryFigure Missing(int live, std::string reason) {
  return {.live = live,
          .split_value = {},
          .value = std::nullopt,
          .text = {},
          .as_of = {},
          .missing_reason = std::move(reason)};
}

std::string ReasonOf(const std::string& service, const absl::Status& status) {
  if (status.code() == absl::StatusCode::kInvalidArgument) {
    return absl::StrCat("The figure cannot be worked out as the story asks for it: ",
                        std::string(status.message()));
  }
  return absl::StrCat("The ", service, " service does not answer.");
}

// The figures of one live indicator, one for each member of its split. How a figure is written is
// in the catalogue: where that did not come, the figure is missing.
void AddFigures(const ImpactStory& story, int live, const IndicatorResult& result,
                const Catalogue& catalogue, const std::string& as_of,
                std::vector<StoryFigure>& figures) {
  const LiveIndicator& asked = story.live_indicators(live);
  const auto known = catalogue.find(asked.indicator());
  if (known == catalogue.end()) {
    figures.push_back(
        Missing(live, ReasonOf(ServiceOf(asked.indicator()), absl::UnavailableError(""))));
    return;
  }
  const Indicator& indicator = known->second;
  if (asked.split_by().empty()) {
    figures.push_back(FigureOf(live, result.overall(), indicator, as_of));
    return;
  }
  for (const auto& member : result.members()) {
    figures.push_back(FigureOf(live, member, indicator, as_of));
  }
  if (result.members().empty()) {
    figures.push_back(FigureOf(live, indicators::v1::Series(), indicator, as_of));
  }
}

const Citation* FindCitation(const ImpactStory& story, const LiveIndicator& live,
                             const std::string& split_value) {
  for (const Citation& citation : story.citations()) {
    if (citation.indicator() == live.indicator() && citation.label() == live.label() &&
        citation.split_value() == split_value) {
      return &citation;
    }
  }
  return nullptr;
}

void SetPublished(const Citation& citation, ImpactStoryFigures::Figure& figure) {
  if (citation.has_value()) figure.set_published_value(citation.value());
  figure.set_published_text(citation.text());
  figure.set_published_as_of(citation.as_of());
}

ImpactStoryFigures::Figure NewFigure(const LiveIndicator& live, const std::string& split_value) {
  ImpactStoryFigures::Figure figure;
  figure.set_indicator(live.indicator());
  figure.set_label(live.label());
  figure.set_split_value(split_value);
  return figure;
}

// A figure that is known now, with its citation if it has one.
ImpactStoryFigures::Figure KnownFigure(const ImpactStory& story, const StoryFigure& known) {
  const LiveIndicator& live = story.live_indicators(known.live);
  ImpactStoryFigures::Figure figure = NewFigure(live, known.split_value);
  if (known.value) figure.set_live_value(*known.value);
  figure.set_live_text(known.text);
  figure.set_live_as_of(known.as_of);
  const Citation* citation = FindCitation(story, live, known.split_value);
  if (citation != nullptr) SetPublished(*citation, figure);
  figure.set_moved(citation != nullptr && citation->text() != known.text);
  return figure;
}

// Citations of a live indicator that the figures of today do not have, each on its own.
void AddUnmatched(const ImpactStory& story, const LiveIndicator& live,
                  const std::vector<StoryFigure>& now, const std::string& missing_reason,
                  ImpactStoryFigures& answer) {
  for (const Citation& citation : story.citations()) {
    if (citation.indicator() != live.indicator() || citation.label() != live.label()) continue;
    const bool matched = std::any_of(now.begin(), now.end(), [&](const StoryFigure& figure) {
      return figure.split_value == citation.split_value();
    });
    if (matched) continue;
    ImpactStoryFigures::Figure& figure = *answer.add_figures();
    figure = NewFigure(live, citation.split_value());
    SetPublished(citation, figure);
    figure.set_live_missing_reason(missing_reason);
    if (!missing_reason.empty()) continue;
    figure.set_live_text(kNone);
    figure.set_moved(true);
  }
}

}  // namespace

StoryQuestions QuestionsOf(const ImpactStory& story, const std::string& organisation,
                           Day plan_start, Day as_of) {
  StoryQuestions questions;
  for (int live = 0; live < story.live_indicators_size(); ++live) {
    const std::string service = ServiceOf(story.live_indicators(live).indicator());
    indicators::v1::QueryIndicatorsRequest& request = questions.by_service[service];
    request.set_parent(absl::StrCat("organisations/", organisation));
    request.set_as_of(measures::FormatDay(as_of));
    *request.add_queries() = QueryOf(story.live_indicators(live), plan_start, as_of);
    questions.places[service].push_back(live);
  }
  return questions;
}

std::vector<StoryFigure> FiguresOf(const ImpactStory& story, const StoryQuestions& questions,
                                   const QueryAnswers& answers, const Catalogue& catalogue) {
  std::vector<StoryFigure> figures;
  for (const auto& [service, places] : questions.places) {
    const auto answer = answers.find(service);
    const bool answered = answer != answers.end() && answer->second.ok() &&
                          answer->second->results_size() == static_cast<int>(places.size());
    for (size_t i = 0; i < places.size(); ++i) {
      if (answered) {
        AddFigures(story, places[i], answer->second->results(static_cast<int>(i)), catalogue,
                   answer->second->as_of(), figures);
      } else {
        const absl::Status status =
            answer == answers.end() ? absl::UnavailableError("") : answer->second.status();
        figures.push_back(Missing(places[i], ReasonOf(service, status)));
      }
    }
  }
  std::stable_sort(figures.begin(), figures.end(),
                   [](const StoryFigure& a, const StoryFigure& b) { return a.live < b.live; });
  return figures;
}

google::protobuf::RepeatedPtrField<Citation> CitationsOf(const ImpactStory& story,
                                                         const std::vector<StoryFigure>& figures) {
  google::protobuf::RepeatedPtrField<Citation> citations;
  for (const StoryFigure& figure : figures) {
    const LiveIndicator& live = story.live_indicators(figure.live);
    Citation& citation = *citations.Add();
    citation.set_indicator(live.indicator());
    citation.set_label(live.label());
    if (figure.value) citation.set_value(*figure.value);
    citation.set_text(figure.text);
    citation.set_as_of(figure.as_of);
    citation.set_split_value(figure.split_value);
    *citation.mutable_filters() = live.filters();
  }
  return citations;
}

bool IsShownTo(rpc::Audience audience, const ImpactStory& story) {
  return audience == rpc::Audience::kInternal ||
         (story.state() == ImpactStory::PUBLISHED && !story.has_delete_time());
}

ImpactStoryFigures Compare(const ImpactStory& story, const std::vector<StoryFigure>& live) {
  ImpactStoryFigures answer;
  answer.set_name(story.name());
  answer.set_title(story.title());
  answer.set_state(story.state());
  answer.set_published_date(story.published_date());
  for (int i = 0; i < story.live_indicators_size(); ++i) {
    std::vector<StoryFigure> now;
    std::string missing_reason;
    for (const StoryFigure& figure : live) {
      if (figure.live != i) continue;
      missing_reason = figure.missing_reason;
      if (missing_reason.empty()) now.push_back(figure);
    }
    for (const StoryFigure& figure : now) *answer.add_figures() = KnownFigure(story, figure);
    const int before = answer.figures_size();
    AddUnmatched(story, story.live_indicators(i), now, missing_reason, answer);
    if (!missing_reason.empty() && answer.figures_size() == before) {
      *answer.add_figures() = NewFigure(story.live_indicators(i), "");
      answer.mutable_figures()->rbegin()->set_live_missing_reason(missing_reason);
    }
  }
  answer.set_moved(std::any_of(answer.figures().begin(), answer.figures().end(),
                               [](const auto& figure) { return figure.moved(); }));
  return answer;
}

}  // namespace potential::gateway
