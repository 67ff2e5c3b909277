#include "services/chassis/indicators/release.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/chassis/indicators/counting.h"
#include "services/chassis/resource/violation.h"
#include "services/chassis/storage/status_macros.h"

namespace potential::indicators {
namespace {

using measures::Day;
using measures::DisclosureProfile;
using measures::Period;
using measures::PeriodLength;
using measures::Window;
using v1::Figure;
using v1::Indicator;

// From the longest; the position is the rank.
constexpr PeriodLength kLengths[] = {PeriodLength::kYear, PeriodLength::kQuarter,
                                     PeriodLength::kMonth};
constexpr int kMonthRank = 2;

// The months of the year that have begun, with those of its quarters that are over, and itself if it is.
Slots SlotsOfYear(Day first, Day today) {
  const Window year = {first, std::min(measures::LastOfYear(first), today)};
  Slots slots;
  for (const Period& month : measures::PeriodsOf(year, PeriodLength::kMonth)) {
    slots.windows.push_back(measures::PartOf(month, year));
  }
  for (int rank = 0; rank <= kMonthRank; ++rank) {
    size_t slot = 0;
    for (const Period& period : measures::PeriodsOf(year, kLengths[rank])) {
      const size_t begin = slot;
      while (slot < slots.windows.size() && slots.windows[slot].last <= period.last) ++slot;
      if (rank == kMonthRank || !period.clipped_end) slots.runs.push_back({begin, slot - 1, rank});
    }
  }
  return slots;
}

// Windows that end on any day would tell, by their differences, of single days.
absl::Status CheckQuestion(const Indicator& indicator, const v1::IndicatorQuery& query,
                           const Window& window, Day as_of, absl::string_view path) {
  const auto refuse = [&](absl::string_view field, absl::string_view text) {
    return resource::InvalidArgument(absl::StrCat(path, ".", field), std::string(text));
  };
  if (query.where().size() > (query.split_by().empty() ? 1 : 0)) {
    return refuse("where", "takes one dimension, without split_by, for the audience PUBLISHED");
  }
  if (window.last != as_of && window.last != measures::LastOfMonth(window.last)) {
    return refuse("end_date", "must end a month for the audience PUBLISHED");
  }
  if (indicator.kind() == Indicator::FLOW && window.first != measures::FirstOfMonth(window.first)) {
    return refuse("start_date", "must begin a month for the audience PUBLISHED");
  }
  return absl::OkStatus();
}

Day LastOf(PeriodLength length, Day day) {
  return measures::PeriodsOf({day, day}, length).front().last;
}

size_t PositionOf(const Indicator& indicator, const std::string& dimension) {
  const auto& dimensions = indicator.dimensions();
  return static_cast<size_t>(std::find(dimensions.begin(), dimensions.end(), dimension) -
                             dimensions.begin());
}

void Write(const ReleasedFigure& released, Figure& figure) {
  figure.set_released(true);
  figure.set_suppression(released.value.cause);
  figure.clear_value();
  figure.clear_numerator();
  figure.clear_denominator();
  if (released.value.number) figure.set_value(*released.value.number);
  if (released.numerator.number) figure.set_numerator(*released.numerator.number);
  if (released.denominator.number) figure.set_denominator(*released.denominator.number);
}

// What a reader knows of a count of people: hidden as small it lies between 0 and 4.
std::optional<double> Known(const Released& count) {
  if (count.cause == Figure::SMALL_NUMBERS) return (measures::kLeastShownCount - 1) / 2;
  return count.number;
}

// Whether as many of the pieces are shown as are of few people, so that these do not make the sum.
bool AreEnough(const std::vector<ReleasedFigure>& pieces) {
  const auto shown = std::count_if(pieces.begin(), pieces.end(), [](const ReleasedFigure& piece) {
    return piece.value.number.has_value();
  });
  return 2 * shown >= static_cast<ptrdiff_t>(pieces.size());
}

// Of a figure that was put together: whether it is of few people is not known.
constexpr Released kUnknown{.number = {}, .cause = Figure::PROTECTS_OTHERS};

// A count that was put together, shown as one is.
Released Rounded(double count) {
  const std::optional<int64_t> shown = measures::ReleasedCount(std::llround(count));
  return shown ? Released{.number = static_cast<double>(*shown)} : kUnknown;
}

ReleasedFigure SumOfCounts(const std::vector<ReleasedFigure>& pieces) {
  double sum = 0;
  for (const ReleasedFigure& piece : pieces) {
    const std::optional<double> known = Known(piece.value);
    if (!known) return {.value = kUnknown, .numerator = kUnknown};
    sum += *known;
  }
  return {.value = Rounded(sum), .numerator = Rounded(sum)};
}

// The numerator of a piece whose percentage is shown is finer than as it is rounded itself.
ReleasedFigure SumOfShares(const std::vector<ReleasedFigure>& pieces,
                           DisclosureProfile profile) {
  double numerator = 0;
  double denominator = 0;
  for (const ReleasedFigure& piece : pieces) {
    const std::optional<double> of = Known(piece.denominator);
    const std::optional<double> known =
        piece.value.number && of ? *piece.value.number / 100 * *of : Known(piece.numerator);
    if (!of || !known) return {.value = kUnknown, .numerator = kUnknown, .denominator = kUnknown};
    numerator += *known;
    denominator += *of;
  }
  ReleasedFigure sum = {.value = kUnknown,
                        .numerator = Rounded(numerator),
                        .denominator = Rounded(denominator)};
  const bool enough = measures::ReleasedPercent(std::llround(numerator), std::llround(denominator),
                                                profile).has_value();
  if (enough) sum.value = {.number = RoundedQuotient(Indicator::SHARE, 100 * numerator / denominator)};
  return sum;
}

// Pieces of few people count for nothing in the mean.
ReleasedFigure SumOfMeans(const std::vector<ReleasedFigure>& pieces) {
  double sum = 0;
  double weight = 0;
  double values = 0;
  for (const ReleasedFigure& piece : pieces) {
    const std::optional<double> of = Known(piece.denominator);
    if (!of) return {.value = kUnknown, .denominator = kUnknown};
    values += *of;
    if (!piece.value.number) continue;
    sum += *piece.value.number * *of;
    weight += *of;
  }
  if (weight == 0) return {.value = kUnknown, .denominator = Rounded(values)};
  return {.value = {.number = RoundedQuotient(Indicator::MEAN, sum / weight)},
          .denominator = Rounded(values)};
}

bool ShowsAnything(const v1::Series& series) {
  return series.total().has_value() ||
         std::any_of(series.points().begin(), series.points().end(),
                     [](const v1::Point& point) { return point.figure().has_value(); });
}

// A mark of sample data on a single figure would tell that there are people behind it.
void MarkAlike(v1::IndicatorResult& result) {
  const auto mark = [](v1::Series& series, bool illustrative) {
    series.mutable_total()->set_illustrative(illustrative);
    for (v1::Point& point : *series.mutable_points()) {
      if (point.has_figure()) point.mutable_figure()->set_illustrative(illustrative);
    }
  };
  bool any = result.overall().total().illustrative();
  for (const v1::Point& point : result.overall().points()) {
    any = any || point.figure().illustrative();
  }
  mark(*result.mutable_overall(), any);
  for (v1::Series& member : *result.mutable_members()) mark(member, any);
}

}  // namespace

absl::Status CheckPublishedDay(Day as_of, Day today) {
  if (as_of == today || as_of == measures::LastOfMonth(as_of)) return absl::OkStatus();
  return resource::InvalidArgument(
      "as_of", "must be today or the last day of a month for the audience PUBLISHED");
}

Window Releaser::ReadingOf(const Indicator& indicator, const Window& window, Day today) {
  if (indicator.kind() != Indicator::FLOW || !indicator.counts_people()) return window;
  if (window.IsEmpty()) return window;
  return {measures::FirstOfYear(window.first), std::min(measures::LastOfYear(window.last), today)};
}

Day Releaser::DayOf(const Indicator& indicator, Day as_of, Day today) {
  return indicator.kind() == Indicator::FLOW && indicator.counts_people() ? today : as_of;
}

absl::StatusOr<v1::IndicatorResult> Releaser::Answer(const v1::IndicatorQuery& query, Day as_of,
                                                     absl::string_view path) {
  ASSIGN_OR_RETURN(v1::IndicatorResult result,
                   indicators::Answer(indicator_, observations_, query, as_of, path));
  if (!indicator_.counts_people()) return result;
  ASSIGN_OR_RETURN(const Window window, WindowOf(indicator_, query, as_of, path));
  RETURN_IF_ERROR(CheckQuestion(indicator_, query, window, as_of, path));
  RETURN_IF_ERROR(MakeTables(window, path));
  Part overall;
  if (!query.where().empty()) {
    const auto& [dimension, member] = *query.where().begin();
    overall = {PositionOf(indicator_, dimension), member};
  }
  AddKnownMembers(query.split_by(), result);
  MarkAlike(result);
  Write(overall, window, as_of, *result.mutable_overall());
  const size_t split = PositionOf(indicator_, query.split_by());
  for (v1::Series& member : *result.mutable_members()) {
    Write({split, member.member()}, window, as_of, member);
  }
  const std::set<std::string> known = KnownMembers(query.split_by());
  auto& members = *result.mutable_members();
  members.erase(std::remove_if(members.begin(), members.end(),
                               [&](const v1::Series& series) {
                                 return !known.contains(series.member()) && !ShowsAnything(series);
                               }),
                members.end());
  return result;
}

std::set<std::string> Releaser::KnownMembers(const std::string& dimension) const {
  const auto known = rules_.known_members.find(dimension);
  return known == rules_.known_members.end() ? std::set<std::string>() : known->second;
}

void Releaser::AddKnownMembers(const std::string& dimension, v1::IndicatorResult& result) const {
  std::map<std::string, v1::Series> members;
  for (const std::string& member : KnownMembers(dimension)) {
    members[member] = result.overall();
    members[member].set_member(member);
  }
  for (const v1::Series& series : result.members()) members[series.member()] = series;
  result.clear_members();
  for (auto& [member, series] : members) *result.add_members() = std::move(series);
}

// Controlling a table costs far more than making it, so all sizes are known before.
absl::Status Releaser::MakeTables(const Window& window, absl::string_view path) {
  if (indicator_.kind() != Indicator::FLOW) return absl::OkStatus();
  const auto refuse = [&](absl::string_view most) {
    return resource::InvalidArgument(
        absl::StrCat(path, ".start_date"),
        absl::StrCat("asks for more than ", most, "; ask for a shorter window"));
  };
  const std::vector<Period> years = measures::PeriodsOf(window, PeriodLength::kYear);
  if (years.size() > kMaxReleasedYears) return refuse(absl::StrCat(kMaxReleasedYears, " years"));
  size_t cells = 0;
  for (const Period& year : years) {
    cells += TableOfYear(year.first).cells();
    if (cells > kMaxReleasedCells) return refuse(absl::StrCat(kMaxReleasedCells, " cells"));
  }
  return absl::OkStatus();
}

ReleaseTable& Releaser::TableOfYear(Day day) {
  const Day first = measures::FirstOfYear(day);
  return TableOf(first, SlotsOfYear(first, rules_.today));
}

ReleaseTable& Releaser::TableOfDay(Day day) {
  return TableOf(day, {.windows = {{day, day}}, .runs = {{0, 0, 0}}});
}

ReleaseTable& Releaser::TableOf(Day key, Slots slots) {
  std::unique_ptr<ReleaseTable>& table = tables_[key];
  if (table == nullptr) {
    table = std::make_unique<ReleaseTable>(indicator_, observations_.all, std::move(slots),
                                           rules_.profile);
  }
  return *table;
}

ReleasedFigure Releaser::FigureOf(const Part& part, const Window& window) {
  if (indicator_.kind() != Indicator::FLOW) {
    return TableOfDay(window.last).At(part, {window.last, window.last});
  }
  std::vector<ReleasedFigure> pieces;
  for (Day day = window.first; day <= window.last;) {
    const int rank = LongestFrom({day, window.last});
    const Window period = {day, std::min(LastOf(kLengths[rank], day), rules_.today)};
    if (period == window) return TableOfYear(day).At(part, period);
    AddPieces(part, period, rank, pieces);
    day = measures::AddDays(period.last, 1);
  }
  if (!AreEnough(pieces)) return {.value = kUnknown, .numerator = kUnknown, .denominator = kUnknown};
  return SumOf(pieces);
}

int Releaser::LongestFrom(const Window& rest) {
  int rank = 0;
  while (rank < kMonthRank) {
    const Day last = LastOf(kLengths[rank], rest.first);
    if (last <= rest.last && TableOfYear(rest.first).Has({rest.first, last})) break;
    ++rank;
  }
  return rank;
}

void Releaser::AddPieces(const Part& part, const Window& period, int rank,
                         std::vector<ReleasedFigure>& pieces) {
  const ReleasedFigure& figure = TableOfYear(period.first).At(part, period);
  const bool known = figure.value.cause != Figure::PROTECTS_OTHERS;
  if (known || rank == kMonthRank) return pieces.push_back(figure);
  for (const Period& shorter : measures::PeriodsOf(period, kLengths[rank + 1])) {
    AddPieces(part, {shorter.first, shorter.last}, rank + 1, pieces);
  }
}

ReleasedFigure Releaser::SumOf(const std::vector<ReleasedFigure>& pieces) const {
  switch (indicator_.form()) {
    case Indicator::SHARE:
      return SumOfShares(pieces, rules_.profile);
    case Indicator::MEAN:
      return SumOfMeans(pieces);
    default:
      return SumOfCounts(pieces);
  }
}

void Releaser::Write(const Part& part, const Window& total, Day as_of, v1::Series& series) {
  indicators::Write(FigureOf(part, total), *series.mutable_total());
  for (v1::Point& point : *series.mutable_points()) {
    if (!point.has_figure()) continue;
    const Window period = {*measures::ParseDay(point.start_date()),
                           std::min(*measures::ParseDay(point.end_date()), as_of)};
    indicators::Write(FigureOf(part, period), *point.mutable_figure());
  }
}

}  // namespace potential::indicators
