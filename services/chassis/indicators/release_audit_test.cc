// Several answers about the same people, laid side by side: each hidden figure keeps two values at
// least, for a reader who enumerates every table that fits all answers.

#include <gtest/gtest.h>

#include <array>
#include <map>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "google/protobuf/text_format.h"
#include "services/chassis/indicators/release.h"
#include "services/chassis/testing/matchers.h"

namespace potential::indicators {
namespace {

using testing::IsOk;
using v1::Figure;
using v1::Indicator;

constexpr size_t kMonths = 3;
constexpr std::array<const char*, 2> kLines = {"acute", "community"};
constexpr std::array<const char*, kMonths> kFirstDays = {"2025-04-01", "2025-05-01", "2025-06-01"};
constexpr int64_t kMostPerCell = 7;  // one more than a table has, for the change of the witness

using People = std::array<int64_t, 2 * kMonths>;  // by line, then month

// A figure of the lattice: the sum of these cells.
struct Sum {
  std::string line;    // empty for both
  std::string window;  // first and last day
  std::vector<size_t> cells;
  int tier = 0;  // as in the release: by whether it is of the whole window and of all people

  int64_t Of(const People& people) const {
    int64_t sum = 0;
    for (const size_t cell : cells) sum += people[cell];
    return sum;
  }
};

std::string WindowText(const std::string& start, const std::string& end) {
  return absl::StrCat(start, "/", end);
}

std::vector<Sum> Lattice() {
  const std::array<const char*, kMonths> last_days = {"2025-04-30", "2025-05-31", "2025-06-30"};
  std::vector<Sum> sums;
  for (size_t line = 0; line <= kLines.size(); ++line) {
    const bool both = line == kLines.size();
    Sum total{both ? "" : kLines[line], WindowText(kFirstDays[0], last_days[2]), {}, both ? 0 : 1};
    for (size_t month = 0; month < kMonths; ++month) {
      Sum sum{total.line, WindowText(kFirstDays[month], last_days[month]), {}, total.tier + 2};
      for (size_t of = both ? 0 : line; of < (both ? kLines.size() : line + 1); ++of) {
        sum.cells.push_back(of * kMonths + month);
        total.cells.push_back(of * kMonths + month);
      }
      sums.push_back(std::move(sum));
    }
    sums.push_back(std::move(total));
  }
  return sums;
}

// What a reader is shown of each figure, by line and window.
using Shown = std::map<std::pair<std::string, std::string>, Figure>;

class AuditTest : public ::testing::Test {
 protected:
  v1::IndicatorResult Ask(const People& people, const std::string& how) {
    Observations observations;
    for (size_t cell = 0; cell < people.size(); ++cell) {
      if (people[cell] == 0) continue;
      observations.all.push_back({.first = *measures::ParseDay(kFirstDays[cell % kMonths]),
                                  .numerator = static_cast<double>(people[cell]),
                                  .dimensions = {kLines[cell / kMonths]}});
    }
    v1::IndicatorQuery query;
    EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(
        absl::StrCat("indicator: 'test.people' start_date: '2025-04-01' end_date: '2025-06-30' ",
                     how),
        &query));
    const measures::Day today = *measures::ParseDay("2026-06-15");
    const ReleaseRules rules{.today = today};
    const auto result =
        Releaser(indicator_, observations, rules).Answer(query, today, "queries[0]");
    EXPECT_THAT(result, IsOk());
    return result.value_or(v1::IndicatorResult());
  }

  // A figure of two answers is the same in both.
  void Note(const std::string& line, const std::string& window, const Figure& figure,
            Shown& shown) {
    ASSERT_TRUE(figure.released());
    const auto [it, inserted] = shown.emplace(std::pair(line, window), figure);
    if (inserted) return;
    EXPECT_EQ(it->second.SerializeAsString(), figure.SerializeAsString()) << line << " " << window;
  }

  void Note(const std::string& line, const v1::Series& series, Shown& shown) {
    Note(line, WindowText("2025-04-01", "2025-06-30"), series.total(), shown);
    for (const v1::Point& point : series.points()) {
      Note(line, WindowText(point.start_date(), point.end_date()), point.figure(), shown);
    }
  }

  Shown ShownOf(const People& people) {
    Shown shown;
    for (const char* bucket : {"", "bucket: MONTH ", "bucket: QUARTER "}) {
      const v1::IndicatorResult split = Ask(people, absl::StrCat(bucket, "split_by: 'line'"));
      Note("", split.overall(), shown);
      for (const v1::Series& series : split.members()) Note(series.member(), series, shown);
      Note("", Ask(people, bucket).overall(), shown);
      for (const char* line : kLines) {
        const std::string part = absl::StrCat(bucket, "where { key: 'line' value: '", line, "' }");
        Note(line, Ask(people, part).overall(), shown);
      }
    }
    return shown;
  }

  const Indicator indicator_ = MakeIndicator(Indicator::FLOW, Indicator::COUNT,
                                             {.id = "test.people",
                                              .title = "People",
                                              .definition = "People.",
                                              .unit = "people",
                                              .dimensions = {"line"},
                                              .topics = {"people"},
                                              .counts_people = true});
};

// Whether a sum may be what is shown.
bool Fits(int64_t sum, const Figure& figure) {
  switch (figure.suppression()) {
    case Figure::SMALL_NUMBERS:
      return sum < measures::kLeastShownCount;
    case Figure::PROTECTS_OTHERS:
      return sum >= measures::kLeastShownCount;
    default: {
      const std::optional<int64_t> released = measures::ReleasedCount(sum);
      return released && static_cast<double>(*released) == figure.value();
    }
  }
}

// A tier of which nothing is shown, and all for the same cause, was given up as a whole: the cause
// tells nothing of its figures.
std::set<int> GivenUp(const std::vector<Sum>& lattice, const std::vector<Figure>& figures) {
  std::set<int> tiers = {0, 1, 2, 3};
  for (size_t i = 0; i < lattice.size(); ++i) {
    if (figures[i].suppression() != Figure::PROTECTS_OTHERS) tiers.erase(lattice[i].tier);
  }
  return tiers;
}

// The values that each hidden figure may have, over all tables that fit everything shown.
std::vector<std::set<int64_t>> Feasible(const std::vector<Sum>& lattice,
                                        const std::vector<Figure>& figures) {
  std::vector<std::set<int64_t>> values(lattice.size());
  const std::set<int> given_up = GivenUp(lattice, figures);
  People people{};
  while (true) {
    bool fits = true;
    for (size_t i = 0; fits && i < lattice.size(); ++i) {
      fits = given_up.contains(lattice[i].tier) || Fits(lattice[i].Of(people), figures[i]);
    }
    for (size_t i = 0; fits && i < lattice.size(); ++i) values[i].insert(lattice[i].Of(people));
    size_t cell = 0;
    while (cell < people.size() && people[cell] == kMostPerCell) people[cell++] = 0;
    if (cell == people.size()) return values;
    ++people[cell];
  }
}

TEST_F(AuditTest, EveryHiddenFigureKeepsTwoValuesOverAllAnswersTogether) {
  const std::vector<Sum> lattice = Lattice();
  std::mt19937 random(20260615);
  size_t hidden = 0;
  for (int table = 0; table < 40; ++table) {
    People people;
    std::string text;
    for (int64_t& cell : people) {
      cell = static_cast<int64_t>(random() % static_cast<uint32_t>(kMostPerCell));
      absl::StrAppend(&text, cell, " ");
    }
    SCOPED_TRACE(text);
    const Shown shown = ShownOf(people);
    std::vector<Figure> figures;
    for (const Sum& sum : lattice) {
      const auto it = shown.find({sum.line, sum.window});
      ASSERT_NE(it, shown.end()) << sum.line << " " << sum.window;
      figures.push_back(it->second);
    }
    const std::vector<std::set<int64_t>> values = Feasible(lattice, figures);
    for (size_t i = 0; i < lattice.size(); ++i) {
      EXPECT_TRUE(values[i].contains(lattice[i].Of(people)));
      if (figures[i].has_value()) continue;
      ++hidden;
      EXPECT_GE(values[i].size(), 2u) << lattice[i].line << " " << lattice[i].window;
    }
  }
  EXPECT_GT(hidden, 100u);
}

}  // namespace
}  // namespace potential::indicators
