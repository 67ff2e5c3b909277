#include "services/chassis/resource/field_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "google/protobuf/stubs/logging.h"
#include "potential/workforce/v1/opportunity.pb.h"
#include "services/chassis/resource/test_schema.h"
#include "services/chassis/resource/violation_testing.h"

namespace potential::resource {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;
using workforce::v1::Opportunity;

// A type with one field of each kind of rule.
constexpr char kThing[] = R"(
  enum Colour { COLOUR_UNSPECIFIED = 0; RED = 1; BLUE = 2; }
  message Part {
    string label = 1 [(field) = {required: true max_length: 5}];
    repeated Part parts = 2;
  }
  message Thing {
    string title = 1 [(field) = {required: true}];
    string code = 2 [(field) = {min_length: 3 max_length: 5}];
    int32 places = 3 [(field) = {required: true minimum: 1 maximum: 1000}];
    optional int32 band = 4 [(field) = {minimum: 2 maximum: 9}];
    optional double wte = 5 [(field) = {required: true minimum: 0.01 maximum: 1}];
    Colour colour = 6 [(field) = {required: true}];
    repeated string tags = 7 [(field) = {min_items: 1 max_items: 3 max_length: 4}];
    repeated string links = 8 [(field) = {format: URL}];
    repeated Colour colours = 9;
    Part part = 10 [(field) = {required: true}];
    repeated Part parts = 11 [(field) = {required: true}];
    map<string, string> labels = 12 [(field) = {max_items: 2 max_length: 6}];
    map<int32, Part> by_number = 13;
    string day = 14 [(field) = {format: DATE}];
    string owner = 15 [(field) = {reference: "partners"}];
    repeated string owners = 16 [(field) = {reference: "partners"}];
    string line = 17 [(field) = {vocabulary: "service_lines"}];
    string secret = 18 [(field) = {output_only: true required: true format: UUID}];
    google.protobuf.Timestamp at = 19;
    google.protobuf.Duration lasting = 20;
    repeated int64 numbers = 21 [(field) = {minimum: 0 maximum: 10}];
    optional bool agreed = 22 [(field) = {required: true}];
    optional string note = 23 [(field) = {required: true}];
    bytes blob = 24;
    uint64 big = 25 [(field) = {maximum: 18446744073709549568}];
    float ratio = 26;
    int64 whole = 27;
    bool flag = 28;
    string offer = 29 [(field) = {reference: "offers" or_reference: "receivedOffers"}];
  }
)";

constexpr char kGood[] =
    "title: 'T' places: 1 wte: 0.5 colour: RED tags: 'a' part { label: 'p' } parts { label: 'q' } "
    "agreed: false note: 'n' ";

class FieldRulesTest : public ::testing::Test {
 protected:
  FieldRulesTest() : schema_(kThing), plan_(Plan("Thing")) {
    context_.organisation = "swlstg";
    context_.in_vocabulary = [](const std::string& organisation, const std::string& word,
                                const std::string& value) {
      return organisation == "swlstg" && word == "service_lines" && value == "community";
    };
    context_.references = &references_;
  }

  FieldRulesPlan Plan(const std::string& type) {
    return std::move(FieldRulesPlan::For(schema_.Type(type))).value();
  }

  // Violations of the good thing with `content` merged into it, as `field: description`.
  std::vector<std::string> Check(const std::string& content) {
    return Check(*schema_.Message("Thing", kGood + content));
  }

  std::vector<std::string> Check(const google::protobuf::Message& message) {
    std::vector<std::string> texts;
    for (const FieldViolation& v : plan_.Check(message, context_)) {
      texts.push_back(absl::StrCat(v.field, ": ", v.description));
    }
    return texts;
  }

  TestSchema schema_;
  FieldRulesPlan plan_;
  RuleContext context_;
  std::vector<Reference> references_;
};

TEST_F(FieldRulesTest, AcceptsARecordThatKeepsAllRules) { EXPECT_THAT(Check(""), IsEmpty()); }

TEST_F(FieldRulesTest, CollectsEveryRequiredFieldThatIsMissing) {
  EXPECT_THAT(Check(*schema_.Message("Thing")),
              ElementsAre("title: is required", "places: is required", "wte: is required",
                          "colour: is required", "tags: holds 0 items; at least 1 are needed",
                          "part: is required", "parts: is required", "agreed: is required",
                          "note: is required"));
}

TEST_F(FieldRulesTest, TakesAnOptionalNumberAtZeroAsPresent) {
  EXPECT_THAT(Check("wte: 0"), ElementsAre(HasSubstr("wte: is below 0.01")));
  EXPECT_THAT(Check("band: 0"), ElementsAre(HasSubstr("band: is below 2")));
}

TEST_F(FieldRulesTest, TakesAnEmptyOptionalStringAsMissing) {
  EXPECT_THAT(Check("note: ''"), ElementsAre("note: is required"));
}

TEST_F(FieldRulesTest, CountsLengthsInCodePoints) {
  EXPECT_THAT(Check("code: '\u00e9\u20ac\u00e9\u20ac\u00e9'"), IsEmpty());
  EXPECT_THAT(Check("code: 'ab'"), ElementsAre("code: has 2 characters; at least 3 are needed"));
  EXPECT_THAT(Check("code: 'abcdef'"),
              ElementsAre("code: has 6 characters; at most 5 are allowed"));
  EXPECT_THAT(Check("code: ''"), IsEmpty());
}

TEST_F(FieldRulesTest, LimitsTextAndListsWithoutLimitsOfTheirOwn) {
  EXPECT_THAT(Check(absl::StrCat("title: '", std::string(200, 'x'), "'")), IsEmpty());
  EXPECT_THAT(Check(absl::StrCat("title: '", std::string(201, 'x'), "'")), SizeIs(1));
  std::string colours;
  for (int i = 0; i < 100; ++i) colours += "colours: BLUE ";
  EXPECT_THAT(Check(colours), IsEmpty());
  EXPECT_THAT(Check(colours + "colours: RED"),
              ElementsAre("colours: holds 101 items; at most 100 are allowed"));
}

TEST_F(FieldRulesTest, RefusesTextThatIsNotUtf8) {
  auto thing = schema_.Message("Thing", kGood);
  thing->GetReflection()->SetString(thing.get(), thing->GetDescriptor()->FindFieldByName("title"),
                                    "caf\xE9");
  EXPECT_THAT(Check(*thing), ElementsAre("title: is not valid UTF-8"));
}

TEST_F(FieldRulesTest, RefusesControlCharactersButNotLineFeedAndTab) {
  EXPECT_THAT(Check(R"(title: "one\ttwo\nthree")"), IsEmpty());
  EXPECT_THAT(Check(R"(tags: "a\x1F")"),
              ElementsAre(HasSubstr("tags[1]: holds the control character U+001F")));
  EXPECT_THAT(Check(R"(title: "\0")"), ElementsAre(HasSubstr("U+0000")));
  EXPECT_THAT(Check(R"(title: "a\r\n")"), ElementsAre(HasSubstr("U+000D")));
}

TEST_F(FieldRulesTest, RefusesTextOfWhiteSpaceOnlyWhereverItStands) {
  const std::string problem = ": holds nothing but white space";
  EXPECT_THAT(Check("title: '   '"), ElementsAre("title" + problem));
  EXPECT_THAT(Check(R"(title: " \n\t ")"), ElementsAre("title" + problem));
  EXPECT_THAT(Check("title: '\u00A0\u200B\u3000'"), ElementsAre("title" + problem));
  EXPECT_THAT(
      Check("note: ' ' code: ' ' day: ' ' line: ' '"),
      UnorderedElementsAre("code" + problem, "note" + problem, "day" + problem, "line" + problem));
  EXPECT_THAT(
      Check("tags: ' ' labels { key: 'k' value: ' ' } parts { label: ' ' }"),
      UnorderedElementsAre("tags[1]" + problem, "labels[k]" + problem, "parts[1].label" + problem));
  EXPECT_THAT(Check("title: ' a ' note: '\u00A0.'"), IsEmpty());
}

TEST_F(FieldRulesTest, BoundsNumbersInclusively) {
  EXPECT_THAT(Check("places: 1000 band: 9 wte: 1"), IsEmpty());
  EXPECT_THAT(
      Check("places: 1001 band: 10 wte: 1.01"),
      ElementsAre("places: is above 1000, the greatest value",
                  "band: is above 9, the greatest value", "wte: is above 1, the greatest value"));
  EXPECT_THAT(Check("places: -1 band: 1"), SizeIs(2));
  EXPECT_THAT(Check("numbers: [0, 10, 11, -1]"), ElementsAre(HasSubstr("numbers[2]: is above 10"),
                                                             HasSubstr("numbers[3]: is below 0")));
  EXPECT_THAT(Check("big: 18446744073709549568"), IsEmpty());
  EXPECT_THAT(Check("big: 18446744073709549569"), SizeIs(1));  // no double can tell the two apart
}

TEST_F(FieldRulesTest, RefusesNumbersThatAreNotFinite) {
  EXPECT_THAT(Check("wte: nan"), ElementsAre("wte: is not a finite number"));
  EXPECT_THAT(Check("wte: inf"), ElementsAre("wte: is not a finite number"));
  EXPECT_THAT(Check("ratio: -inf"), ElementsAre("ratio: is not a finite number"));
}

TEST_F(FieldRulesTest, RefusesEnumNumbersWithoutName) {
  auto thing = schema_.Message("Thing", kGood);
  const auto* reflection = thing->GetReflection();
  reflection->SetEnumValue(thing.get(), thing->GetDescriptor()->FindFieldByName("colour"), 7);
  reflection->AddEnumValue(thing.get(), thing->GetDescriptor()->FindFieldByName("colours"), -3);
  EXPECT_THAT(Check(*thing), ElementsAre("colour: 7 is not a number of Colour",
                                         "colours[0]: -3 is not a number of Colour"));
}

TEST_F(FieldRulesTest, GoesIntoNestedMessagesWithIndexedPaths) {
  EXPECT_THAT(
      Check("parts { label: 'abcdef' parts {} parts { parts {} } }"),
      ElementsAre("parts[1].label: has 6 characters; at most 5 are allowed",
                  "parts[1].parts[0].label: is required", "parts[1].parts[1].label: is required",
                  "parts[1].parts[1].parts[0].label: is required"));
}

TEST_F(FieldRulesTest, ChecksKeysAndValuesOfMaps) {
  EXPECT_THAT(Check("labels { key: 'k' value: 'toolong' }"),
              ElementsAre("labels[k]: has 7 characters; at most 6 are allowed"));
  EXPECT_THAT(Check(R"(labels { key: "k\x01" value: 'v' })"),
              ElementsAre(HasSubstr("labels[k\\x01]: holds the control character U+0001")));
  EXPECT_THAT(Check("by_number { key: -7 value {} }"),
              ElementsAre("by_number[-7].label: is required"));
  EXPECT_THAT(Check("labels { key: 'a' } labels { key: 'b' } labels { key: 'c' }"),
              ElementsAre("labels: holds 3 items; at most 2 are allowed"));
}

TEST_F(FieldRulesTest, ChecksFormsUnlessEmpty) {
  EXPECT_THAT(Check("day: ''"), IsEmpty());
  EXPECT_THAT(Check("day: '2026-02-28'"), IsEmpty());
  EXPECT_THAT(
      Check("day: '2026-02-30'"),
      ElementsAre("day: `2026-02-30` is not a date of the calendar as YYYY-MM-DD, 1900 to 2199"));
  EXPECT_THAT(Check("links: 'https://ok' links: 'http://no' links: ''"),
              ElementsAre(HasSubstr("links[1]: `http://no` is not an absolute https address"),
                          "links[2]: is empty; leave it out"));
}

TEST_F(FieldRulesTest, CollectsReferencesOfTheSameOrganisation) {
  EXPECT_THAT(Check("owner: 'organisations/swlstg/partners/ab' "
                    "owners: 'organisations/swlstg/partners/cd'"),
              IsEmpty());
  EXPECT_THAT(references_,
              ElementsAre(Reference{"owner", "partners", "organisations/swlstg/partners/ab"},
                          Reference{"owners[0]", "partners", "organisations/swlstg/partners/cd"}));
}

TEST_F(FieldRulesTest, RefusesReferencesThatLeadElsewhere) {
  EXPECT_THAT(Check("owner: 'organisations/other/partners/ab'"),
              ElementsAre(HasSubstr("is not a record of this organisation")));
  EXPECT_THAT(Check("owner: 'organisations/swlstg/posts/ab'"),
              ElementsAre("owner: `organisations/swlstg/posts/ab` is not a name as "
                          "organisations/{organisation}/partners/{id}"));
  EXPECT_THAT(Check("owner: 'ab'"), SizeIs(1));
  EXPECT_THAT(Check("owners: ''"), SizeIs(1));
  EXPECT_THAT(references_, IsEmpty());
}

TEST_F(FieldRulesTest, TakesAReferenceToTheOtherCollection) {
  for (const char* collection : {"offers", "receivedOffers"}) {
    references_.clear();
    const std::string name = absl::StrCat("organisations/swlstg/", collection, "/ab");
    EXPECT_THAT(Check(absl::StrCat("offer: '", name, "'")), IsEmpty());
    EXPECT_THAT(references_, ElementsAre(Reference{"offer", collection, name}));
  }
  EXPECT_THAT(Check("offer: 'organisations/swlstg/partners/ab'"),
              ElementsAre("offer: `organisations/swlstg/partners/ab` is not a name as "
                          "organisations/{organisation}/offers/{id} or "
                          "organisations/{organisation}/receivedOffers/{id}"));
  EXPECT_THAT(Check("offer: 'organisations/other/receivedOffers/ab'"),
              ElementsAre(HasSubstr("is not a record of this organisation")));
}

TEST_F(FieldRulesTest, AsksTheStrategyForItsWords) {
  EXPECT_THAT(Check("line: 'community'"), IsEmpty());
  EXPECT_THAT(Check("line: ''"), IsEmpty());
  EXPECT_THAT(
      Check("line: 'acute'"),
      ElementsAre("line: `acute` is not one of the service_lines of the organisation's strategy"));
  context_.organisation = "other";
  EXPECT_THAT(Check("line: 'community'"), SizeIs(1));
  context_.in_vocabulary = nullptr;
  EXPECT_THAT(Check("line: 'community'"), SizeIs(1));
}

TEST_F(FieldRulesTest, DoesNotLookAtFieldsThatTheServiceSets) {
  EXPECT_THAT(Check("secret: 'no uuid'"), IsEmpty());
}

TEST_F(FieldRulesTest, BoundsInstantsAndDurations) {
  EXPECT_THAT(Check("at { seconds: -62135596800 } lasting { seconds: -1 nanos: -1 }"), IsEmpty());
  EXPECT_THAT(Check("at { seconds: 253402300800 }"),
              ElementsAre("at: is not an instant of the years 1 to 9999"));
  EXPECT_THAT(Check("at { seconds: -62135596801 }"), SizeIs(1));
  EXPECT_THAT(Check("at { nanos: -1 }"), SizeIs(1));
  EXPECT_THAT(Check("at { nanos: 1000000000 }"), SizeIs(1));
  EXPECT_THAT(Check("lasting { seconds: 1 nanos: -1 }"),
              ElementsAre("lasting: is not a duration of at most 10,000 years"));
  EXPECT_THAT(Check("lasting { seconds: 315576000001 }"), SizeIs(1));
  EXPECT_THAT(Check("lasting { nanos: -5 }"), IsEmpty());
}

TEST_F(FieldRulesTest, PutsTheRecordsPathBeforeItsFields) {
  context_.prefix = "thing";
  EXPECT_THAT(Check("parts {} owner: 'organisations/swlstg/partners/ab'"),
              ElementsAre("thing.parts[1].label: is required"));
  EXPECT_EQ(references_.at(0).field, "thing.owner");
}

TEST_F(FieldRulesTest, StopsAtFiftyViolations) {
  std::string parts;
  for (int i = 0; i < 60; ++i) parts += "parts {} ";
  EXPECT_THAT(Check(parts + "tags: 'abcde'"), SizeIs(FieldRulesPlan::kMaxViolations));
}

TEST_F(FieldRulesTest, LeavesTheContentOfAPatchAlone) {
  const TestSchema schema(
      "message Thing { string title = 1 [(field) = {required: true}]; }"
      "message Update { Thing thing = 1 [(field) = {required: true}];"
      "                 string request_id = 2 [(field) = {format: UUID}]; }");
  const auto whole = FieldRulesPlan::For(schema.Type("Update")).value();
  const auto patch = FieldRulesPlan::For(schema.Type("Update"), "thing").value();
  EXPECT_THAT(whole.Check(*schema.Message("Update", "thing {}"), {}), SizeIs(1));
  EXPECT_THAT(patch.Check(*schema.Message("Update", "thing {}"), {}), IsEmpty());
  EXPECT_THAT(patch.Check(*schema.Message("Update", "request_id: 'x'"), {}), SizeIs(2));
  EXPECT_FALSE(FieldRulesPlan::For(schema.Type("Update"), "thong").ok());
}

TEST_F(FieldRulesTest, RefusesContractsThatContradictThemselves) {
  for (const char* field :
       {"int32 f = 1 [(field) = {max_length: 5}];", "int32 f = 1 [(field) = {format: DATE}];",
        "bool f = 1 [(field) = {reference: \"partners\"}];",
        "Inner f = 1 [(field) = {vocabulary: \"teams\"}];",
        "string f = 1 [(field) = {minimum: 1}];", "string f = 1 [(field) = {max_items: 1}];",
        "bool f = 1 [(field) = {required: true}];", "string f = 1 [(field) = {min_length: 201}];",
        "string f = 1 [(field) = {min_length: 3 max_length: 2}];",
        "repeated string f = 1 [(field) = {min_items: 101}];",
        "int32 f = 1 [(field) = {minimum: 2 maximum: 1}];",
        "string f = 1 [(field) = {reference: \"Partners\"}];",
        "string f = 1 [(field) = {or_reference: \"partners\"}];",
        "string f = 1 [(field) = {reference: \"offers\" or_reference: \"Offers\"}];"}) {
    const TestSchema schema(absl::StrCat("message Inner { } message Bad { ", field, " }"));
    const auto plan = FieldRulesPlan::For(schema.Type("Bad"));
    EXPECT_EQ(plan.status().code(), absl::StatusCode::kInvalidArgument) << field;
    EXPECT_THAT(std::string(plan.status().message()), HasSubstr("Bad.f")) << field;
  }
}

TEST_F(FieldRulesTest, ReadsTheRulesOfARealContract) {
  plan_ = FieldRulesPlan::For(*Opportunity::descriptor()).value();
  Opportunity opportunity;
  opportunity.set_service_line("community");
  opportunity.set_kind(Opportunity::VACANCY);
  opportunity.set_title("Band 6 post");
  opportunity.set_places(1);
  EXPECT_THAT(Check(opportunity), IsEmpty());
  opportunity.set_closing_date("2026-02-30");
  opportunity.add_tags(std::string(41, 'x'));
  opportunity.set_band(10);
  EXPECT_THAT(Check(opportunity), SizeIs(3));
}

TEST_F(FieldRulesTest, SurvivesWhateverParses) {
  const google::protobuf::LogSilencer silencer;
  std::mt19937 random(20260101);
  for (int round = 0; round < 3000; ++round) {
    std::string bytes = schema_.Message("Thing", kGood)->SerializeAsString();
    for (int i = 0; i < 8; ++i) bytes[random() % bytes.size()] = static_cast<char>(random());
    auto thing = schema_.Message("Thing");
    if (thing->ParseFromString(bytes)) {
      EXPECT_LE(Check(*thing).size(), FieldRulesPlan::kMaxViolations);
    }
  }
}

}  // namespace
}  // namespace potential::resource
