// Random filters against their meaning: a filter is made as a tree, written out with whatever
// spacing, quotes and parentheses the language allows, parsed, and evaluated on rows made from
// messages. The tree says directly on the message's fields what the answer must be.

#include <gtest/gtest.h>

#include <functional>
#include <iterator>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "services/chassis/resource/filter.h"
#include "services/chassis/resource/filter_testing.h"
#include "services/chassis/resource/test_schema.h"

namespace potential::resource {
namespace {

// The fields of kFilterThing in plain C++.
struct Thing {
  std::string title;
  std::optional<std::string> note;
  std::string day;
  std::string colour;
  bool flag = false;
  std::optional<int64_t> band;
  int64_t count = 0;
  double ratio = 0;
  std::optional<int64_t> at_seconds;
  std::vector<std::string> tags;
};

using Meaning = std::function<bool(const Thing&)>;

struct Filter {
  std::string text;
  Meaning meaning;
};

template <typename T>
bool Ordered(const std::string& op, const T& left, const T& right) {
  if (op == "=") return left == right;
  if (op == "!=") return left != right;
  if (op == "<") return left < right;
  if (op == "<=") return left <= right;
  if (op == ">") return left > right;
  return left >= right;
}

class FilterMaker {
 public:
  explicit FilterMaker(uint32_t seed) : random_(seed) {}

  Thing MakeThing() {
    Thing thing;
    thing.title = Pick({"", "a", "ab", "winter fair", "caf\u00e9", "\"q\" \\ 'r'"});
    if (Flip()) thing.note = Pick({"", "a", "b"});
    thing.day = Pick({"", "2026-01-31", "2026-02-01", "2025-12-31"});
    thing.colour = Pick({"COLOUR_UNSPECIFIED", "RED", "BLUE"});
    thing.flag = Flip();
    if (Flip()) thing.band = Number();
    thing.count = Number();
    thing.ratio = static_cast<double>(Number()) / 2;
    if (Flip()) thing.at_seconds = Number() * 86400;
    for (int i = Number(); i > 0; --i) thing.tags.push_back(Pick({"a", "ab", "winter fair", ""}));
    return thing;
  }

  Filter MakeTerm(int depth) {
    if (depth == 0 || Flip()) return MakeComparison();
    if (Flip()) {
      const Filter inner = MakeTerm(depth - 1);
      return {"NOT " + inner.text, [m = inner.meaning](const Thing& t) { return !m(t); }};
    }
    const Filter inner = MakeSequence(depth - 1);
    return {"(" + Space() + inner.text + Space() + ")", inner.meaning};
  }

  Filter MakeSequence(int depth) {
    Filter all = MakeTerm(depth);
    const bool is_and = Flip();
    for (int more = static_cast<int>(random_() % 3); more > 0; --more) {
      const Filter next = MakeTerm(depth);
      all.text += " " + Space() + (is_and ? "AND " : "OR ") + Space() + next.text;
      all.meaning = [a = all.meaning, b = next.meaning, is_and](const Thing& t) {
        return is_and ? a(t) && b(t) : a(t) || b(t);
      };
    }
    return all;
  }

 private:
  bool Flip() { return random_() % 2 == 0; }
  int Number() { return static_cast<int>(random_() % 4); }
  std::string Space() { return Pick({"", " ", "\n", "\t "}); }

  std::string Pick(std::initializer_list<const char*> choices) {
    return *std::next(choices.begin(), static_cast<std::ptrdiff_t>(random_() % choices.size()));
  }

  std::string Operator() { return Pick({"=", "!=", "<", "<=", ">", ">="}); }

  static std::string Quoted(const std::string& text, char quote) {
    std::string quoted(1, quote);
    for (const char c : text) {
      if (c == '\\' || c == '"' || c == '\'') quoted += '\\';
      quoted += c;
    }
    return quoted + quote;
  }

  std::string Write(const std::string& field, const std::string& op, const std::string& literal,
                    bool may_be_bare) {
    const std::string written =
        may_be_bare && Flip() ? literal : Quoted(literal, Flip() ? '"' : '\'');
    return field + Space() + op + Space() + written;
  }

  Filter MakeComparison() {
    switch (random_() % 10) {
      case 0:
        return MakeText();
      case 1:
        return MakeNote();
      case 2:
        return MakeDay();
      case 3:
        return MakeColour();
      case 4:
        return MakeFlag();
      case 5:
        return MakeBand();
      case 6:
        return MakeCount();
      case 7:
        return MakeRatio();
      case 8:
        return MakeInstant();
      default:
        return MakeTags();
    }
  }

  Filter MakeText() {
    if (Flip()) {
      const std::string part = Pick({"a", "fair", "\"q\" \\", "\u00e9"});
      return {Write("title", ":", part, false),
              [part](const Thing& t) { return t.title.find(part) != std::string::npos; }};
    }
    const std::string op = Operator(), text = Pick({"", "ab", "winter fair", "\"q\" \\ 'r'"});
    return {Write("title", op, text, false),
            [=](const Thing& t) { return Ordered(op, t.title, text); }};
  }

  Filter MakeNote() {
    if (Flip()) return {"note:*", [](const Thing& t) { return t.note.has_value(); }};
    const std::string op = Operator(), text = Pick({"a", "b"});
    return {Write("note", op, text, true),
            [=](const Thing& t) { return t.note && Ordered(op, *t.note, text); }};
  }

  Filter MakeDay() {
    if (random_() % 4 == 0) return {"day:*", [](const Thing& t) { return !t.day.empty(); }};
    const std::string op = Operator(), day = Pick({"2026-01-31", "2026-02-01"});
    return {Write("day", op, day, true),
            [=](const Thing& t) { return !t.day.empty() && Ordered(op, t.day, day); }};
  }

  Filter MakeColour() {
    if (random_() % 4 == 0) {
      return {"colour:*", [](const Thing& t) { return t.colour != "COLOUR_UNSPECIFIED"; }};
    }
    const std::string op = Pick({"=", "!=", ":"}),
                      colour = Pick({"RED", "BLUE", "COLOUR_UNSPECIFIED"});
    return {Write("colour", op, colour, true),
            [=](const Thing& t) { return (t.colour == colour) == (op != "!="); }};
  }

  Filter MakeFlag() {
    const std::string op = Pick({"=", "!=", ":"});
    const bool value = Flip();
    return {Write("flag", op, value ? "true" : "false", true),
            [=](const Thing& t) { return (t.flag == value) == (op != "!="); }};
  }

  Filter MakeBand() {
    if (random_() % 4 == 0) return {"band:*", [](const Thing& t) { return t.band.has_value(); }};
    const std::string op = Operator();
    const int64_t number = Number();
    return {Write("band", op, std::to_string(number), true),
            [=](const Thing& t) { return t.band && Ordered(op, *t.band, number); }};
  }

  Filter MakeCount() {
    const std::string op = Operator();
    const int64_t number = Number() - 1;
    return {Write("count", op, std::to_string(number), true),
            [=](const Thing& t) { return Ordered(op, t.count, number); }};
  }

  Filter MakeRatio() {
    if (random_() % 4 == 0) return {"ratio:*", [](const Thing& t) { return t.ratio != 0; }};
    const std::string op = Operator(), number = Pick({"0", "0.5", "1", "1.0", "5e-1", "-1"});
    return {Write("ratio", op, number, true),
            [=](const Thing& t) { return Ordered(op, t.ratio, std::stod(number)); }};
  }

  Filter MakeInstant() {
    if (random_() % 4 == 0)
      return {"at:*", [](const Thing& t) { return t.at_seconds.has_value(); }};
    const std::string op = Operator();
    const int64_t days = Number();
    const std::string date = "1970-01-0" + std::to_string(days + 1);
    const std::string literal = Flip() ? date : date + "T01:00:00+01:00";
    return {Write("at", op, literal, true), [=](const Thing& t) {
              return t.at_seconds && Ordered(op, *t.at_seconds, days * 86400);
            }};
  }

  Filter MakeTags() {
    if (random_() % 4 == 0) return {"tags:*", [](const Thing& t) { return !t.tags.empty(); }};
    const std::string tag = Pick({"a", "winter fair", "nowhere"});
    return {Write("tags", ":", tag, false), [tag](const Thing& t) {
              return std::find(t.tags.begin(), t.tags.end(), tag) != t.tags.end();
            }};
  }

  std::mt19937 random_;
};

std::string TextOf(const Thing& thing) {
  const auto escaped = [](const std::string& text) {
    std::string out = "\"";
    for (const char c : text)
      out += (c == '"' || c == '\\') ? std::string("\\") + c : std::string(1, c);
    return out + "\"";
  };
  std::string text = "title: " + escaped(thing.title) + " day: " + escaped(thing.day) +
                     " colour: " + thing.colour + " flag: " + (thing.flag ? "true" : "false") +
                     " count: " + std::to_string(thing.count) +
                     " ratio: " + std::to_string(thing.ratio);
  if (thing.note) text += " note: " + escaped(*thing.note);
  if (thing.band) text += " band: " + std::to_string(*thing.band);
  if (thing.at_seconds) text += " at { seconds: " + std::to_string(*thing.at_seconds) + " }";
  for (const std::string& tag : thing.tags) text += " tags: " + escaped(tag);
  return text;
}

TEST(FilterRandomTest, MeansWhatItSaysOnEveryRow) {
  const TestSchema schema(kFilterThing);
  const ColumnPlan plan = ColumnPlan::For(schema.Type("Thing")).value();
  FilterMaker maker(20260301);
  std::vector<Thing> things;
  std::vector<std::vector<storage::Value>> rows;
  for (int i = 0; i < 40; ++i) {
    things.push_back(maker.MakeThing());
    rows.push_back(plan.Extract(*schema.Message("Thing", TextOf(things.back()))));
  }
  int parsed = 0;
  for (int round = 0; round < 3000; ++round) {
    const Filter filter = maker.MakeSequence(3);
    const auto predicate = ParseFilter(plan, filter.text);
    if (!predicate.ok()) {
      // Only the limit of comparisons may stop a well-formed filter.
      ASSERT_NE(predicate.status().message().find("comparisons"), absl::string_view::npos)
          << filter.text << "\n"
          << predicate.status();
      continue;
    }
    ++parsed;
    for (size_t i = 0; i < things.size(); ++i) {
      ASSERT_EQ(RowEvaluator(plan.columns(), rows[i]).Holds(*predicate), filter.meaning(things[i]))
          << filter.text << "\n"
          << Show(*predicate) << "\n"
          << TextOf(things[i]);
    }
  }
  EXPECT_GT(parsed, 2500);
}

TEST(FilterRandomTest, SurvivesWhateverIsSent) {
  const TestSchema schema(kFilterThing);
  const ColumnPlan plan = ColumnPlan::For(schema.Type("Thing")).value();
  std::mt19937 random(99);
  const std::string pieces[] = {
      "title", "tags",       "at",       "count", "(",  ")", "AND", " OR ",       "NOT ", "=",
      ":",     "*",          "\"",       "'",     "\\", " ", "<=",  "!=",         "!",    "RED",
      "1",     "2026-01-01", "\xC3\xA9", "\xC3",  "-",  ".", ",",   "T00:00:00Z", "\n",   "\x1F"};
  int accepted = 0;
  for (int round = 0; round < 30000; ++round) {
    std::string text;
    for (size_t i = random() % 12; i > 0; --i) text += pieces[random() % std::size(pieces)];
    if (round % 5 == 0 && !text.empty()) text[random() % text.size()] = static_cast<char>(random());
    const auto predicate = ParseFilter(plan, text);
    accepted += predicate.ok() ? 1 : 0;
    if (predicate.ok()) continue;
    ASSERT_EQ(predicate.status().code(), absl::StatusCode::kInvalidArgument) << text;
    ASSERT_FALSE(predicate.status().message().empty());
  }
  EXPECT_GT(accepted, 0);
}

TEST(FilterRandomTest, SurvivesEveryChangeOfAGoodFilter) {
  const TestSchema schema(kFilterThing);
  const ColumnPlan plan = ColumnPlan::For(schema.Type("Thing")).value();
  FilterMaker maker(4);
  std::mt19937 random(4);
  for (int round = 0; round < 10000; ++round) {
    std::string text = maker.MakeSequence(2).text;
    for (size_t i = random() % 3 + 1; i > 0; --i) {
      const size_t at = random() % text.size();
      if (random() % 2 == 0) {
        text.erase(at, random() % 4 + 1);
      } else {
        text.insert(at, 1, static_cast<char>(random()));
      }
      if (text.empty()) break;
    }
    const auto predicate = ParseFilter(plan, text);
    if (!predicate.ok()) {
      ASSERT_EQ(predicate.status().code(), absl::StatusCode::kInvalidArgument) << text;
    }
  }
}

}  // namespace
}  // namespace potential::resource
