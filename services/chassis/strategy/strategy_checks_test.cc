#include "services/chassis/strategy/strategy_checks.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <ostream>
#include <string>

#include "absl/strings/str_cat.h"
#include "services/chassis/strategy/small_strategy.h"

namespace potential::strategy {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

// A change to kSmall that breaks it: `from` becomes `to`, and the one problem stands at `token` of
// the changed text.
struct Break {
  std::string name;
  std::string from;
  std::string to;
  std::string token;
  std::string problem;

  friend std::ostream& operator<<(std::ostream& stream, const Break& broken) {
    return stream << broken.name;
  }
};

class BrokenStrategyTest : public ::testing::TestWithParam<Break> {};

TEST_P(BrokenStrategyTest, IsRefusedWithTheLineOfTheProblem) {
  const Break& broken = GetParam();
  ASSERT_THAT(std::string(kSmall), HasSubstr(broken.from));
  std::string text = kSmall;
  text.replace(text.find(broken.from), broken.from.size(), broken.to);
  EXPECT_THAT(ProblemsOf(text), ElementsAre(absl::StrCat(kFile, ":", PlaceOf(text, broken.token),
                                                         ": ", broken.problem)));
}

INSTANTIATE_TEST_SUITE_P(
    Format, BrokenStrategyTest,
    ::testing::Values(
        Break{"UnknownField", "number: 1\n  title", "colour: 1\n  title", ": 1\n  title",
              "Message type \"potential.strategy.v1.Pillar\" has no field named \"colour\"."},
        Break{"UnknownEnumValue", "period: QUARTER", "period: FORTNIGHT",
              "}\n  }\n  outcomes {\n    "
              "id: \"workforce.checklist\"",
              "Unknown enumeration value of \"FORTNIGHT\" for field \"period\"."},
        Break{"FieldTwice", "title: \"A strategy\"", "title: \"A\"\ntitle: \"B\"", ": \"B\"",
              "Non-repeated field \"title\" is specified multiple times."},
        Break{"TextForANumber", "target: 3 ", "target: \"three\" ", "\"three\"",
              "Expected double, got: \"three\""}),
    [](const auto& tested) { return tested.param.name; });

INSTANTIATE_TEST_SUITE_P(
    Fields, BrokenStrategyTest,
    ::testing::Values(
        Break{"TitleMissing", "title: \"A strategy\"\n", "", "organisation: \"small\"",
              "title is required"},
        Break{"NestedTitleMissing", "id: \"north\" title: \"North\"", "id: \"north\"", "boroughs {",
              "title is required"},
        Break{"OrganisationOfOtherForm", "id: \"north\"", "id: \"North East\"",
              "id: \"North East\"",
              "id is \"North East\"; it must be an identifier: 2 to 63 of a-z, 0-9 and -, with a "
              "letter or digit at both ends"},
        Break{"OdsCodeOfOtherForm", "ods_code: \"ABC\"\ntitle", "ods_code: \"abc\"\ntitle",
              "ods_code: \"abc\"",
              "ods_code is \"abc\"; it must be an ODS code: 3 to 6 upper-case letters and digits"},
        Break{"DayThatDoesNotExist", "end_date: \"2026-03-31\"", "end_date: \"2026-02-30\"",
              "end_date: \"2026-02-30\"",
              "end_date is \"2026-02-30\"; it must be a day that exists, written YYYY-MM-DD, from "
              "1900 to 2199"},
        Break{"TooLong", "text: \"Count\"", "text: \"" + std::string(1001, 'x') + "\"",
              "text: \"xx", "text has 1001 characters; at most 1000 fit"},
        Break{"ControlCharacter", "\"Small trust\"\nods", "\"Small\\ttrust\"\nods",
              "organisation_title", "organisation_title holds a control character"},
        Break{"TargetTooSmall", "target: 3 ", "target: 0.5 ", "target: 0.5",
              "target is 0.5; at least 1 is needed"},
        Break{"TargetNotANumber", "target: 3 ", "target: nan ", "target: nan",
              "target is not a number"},
        Break{"PercentMissing", "      target_percent: 20\n", "", "percent_change {",
              "target_percent is 0; at least 0.1 is needed"},
        Break{"ShareAboveOne", "on_track: 0.9", "on_track: 9", "on_track: 9",
              "on_track is 9; at most 1 is allowed"},
        Break{"PeriodMissing", " period: QUARTER", "", "cadence {", "period is required"},
        Break{"PeriodUnknown", " period: QUARTER", " period: 9", "period: 9",
              "period is 9, which has no meaning"},
        Break{"NoRequirements",
              "      requirements { indicator { indicator: \"workforce.opportunities_open\" } "
              "at_least: 2 }\n",
              "", "coverage {", "requirements needs at least 1"},
        Break{"EmptyTeamCode", "\"W2\"", "\"\"", "team_codes: [", "team_codes has an empty item"},
        Break{"WhereNamesADimensionTwice", "where { key: \"service_line\" value: \"one\" }",
              "where { key: \"kind\" value: \"A\" }\n      where { key: \"kind\" value: \"B\" }",
              "where { key: \"kind\" value: \"B\"", "where names \"kind\" twice"},
        Break{"WhereWithoutValue", "where { key: \"service_line\" value: \"one\" }",
              "where { key: \"kind\" }", "where {", "where has no value for \"kind\""}),
    [](const auto& tested) { return tested.param.name; });

INSTANTIATE_TEST_SUITE_P(
    Lists, BrokenStrategyTest,
    ::testing::Values(
        Break{"ServiceLineTwice", "boroughs {",
              "service_lines { id: \"one\" title: \"More\" }\nboroughs {",
              "id: \"one\" title: \"More\"", "service line \"one\" is used twice, first on line 8"},
        Break{"BoroughTwice", "sources {", "boroughs { id: \"north\" title: \"N\" }\nsources {",
              "id: \"north\" title: \"N\"", "borough \"north\" is used twice, first on line 12"},
        Break{"TeamOfTwoServices", "team_codes: \"H1\"", "team_codes: \"W2\"", "team_codes: \"W2\"",
              "team code \"W2\" is used twice, first on line 10"},
        Break{"UnknownServiceLine", "service_line: \"two\"", "service_line: \"three\"",
              "service_line: \"three\"", "service line \"three\" is not one of service_lines"},
        Break{"OrganisationsWithoutItself", "{ id: \"small\"", "{ id: \"large\"", "organisations {",
              "organisations must include \"small\" itself"},
        Break{"SourceWithoutNumber", "number: 1 citation", "citation", "sources {",
              "a source needs a number from 1 up"},
        Break{"SourceTwice", "pillars {", "sources { number: 1 citation: \"B\" }\npillars {",
              "number: 1 citation: \"B\"", "source number \"1\" is used twice, first on line 14"},
        Break{"OutcomeTwice", "\"workforce.level\"", "\"workforce.count\"",
              "id: \"workforce.count\"\n    text: \"Level\"",
              "identifier \"workforce.count\" is used twice, first on line 29"},
        Break{"OutcomeNamedLikeAnInitiative", "\"workforce.level\"", "\"workforce.retain\"",
              "id: \"workforce.retain\"\n    text: \"Level\"",
              "identifier \"workforce.retain\" is used twice, first on line 20"},
        Break{
            "OutcomeOfAnotherPillar", "\"workforce.level\"", "\"evidence.level\"",
            "id: \"evidence.level\"",
            "\"evidence.level\" must be \"workforce.\" and an identifier, at most 63 characters in "
            "all"},
        Break{"OutcomeWithABadWord", "\"workforce.level\"", "\"workforce.My level\"",
              "id: \"workforce.My level\"",
              "\"workforce.My level\" must be \"workforce.\" and an identifier, at most 63 "
              "characters "
              "in all"},
        Break{"InitiativeWithoutKind", "    kind: HOW\n", "", "initiatives {",
              "kind is required: HOW, FOCUS or AIM"}),
    [](const auto& tested) { return tested.param.name; });

INSTANTIATE_TEST_SUITE_P(
    Windows, BrokenStrategyTest,
    ::testing::Values(
        Break{"PlanMissing",
              "plan_window { start_date: \"2024-04-01\" end_date: \"2026-03-31\" }\n", "",
              "organisation: \"small\"", "plan_window is required"},
        Break{"EndsBeforeItStarts", "end_date: \"2026-03-31\"", "end_date: \"2024-03-31\"",
              "end_date: \"2024-03-31\"", "end_date is before the start of the window"},
        Break{"OffsetsEndBeforeTheyStart", "start_date: \"2024-04-01\" end_date: \"2026-03-31\"",
              "start_month_offset: 3 end_month_offset: 2", "end_month_offset: 2",
              "end_month_offset is before the start of the window"},
        Break{"OffsetOfCenturies", "start_date: \"2024-04-01\" end_date: \"2026-03-31\"",
              "start_month_offset: -1201 end_month_offset: 2", "end_month_offset: 2",
              "an offset is at most 1200 months either way"},
        Break{"DatesAndOffsets", "end_date: \"2026-03-31\"",
              "end_date: \"2026-03-31\" end_month_offset: 2", "plan_window {",
              "a window needs either start_date and end_date or start_month_offset and "
              "end_month_offset"},
        Break{"NeitherDatesNorOffsets", "start_date: \"2024-04-01\" end_date: \"2026-03-31\"", "",
              "plan_window {",
              "a window needs either start_date and end_date or start_month_offset and "
              "end_month_offset"},
        Break{"OneEndOnly", " end_date: \"2026-03-31\"", "", "plan_window {",
              "a window needs a start and an end of the same kind"},
        Break{"OneOffsetOnly", "start_date: \"2024-04-01\" end_date: \"2026-03-31\"",
              "end_month_offset: 2", "plan_window {",
              "a window needs a start and an end of the same kind"},
        Break{"BaselineStartsInsideAMonth", "start_date: \"2023-04-01\"",
              "start_date: \"2023-04-02\"", "start_date: \"2023-04-02\"",
              "the baseline must start on the first day of a month"},
        Break{"BaselineEndsInsideAMonth", "end_date: \"2024-03-31\"", "end_date: \"2024-03-30\"",
              "end_date: \"2024-03-30\"", "the baseline must end on the last day of a month"}),
    [](const auto& tested) { return tested.param.name; });

INSTANTIATE_TEST_SUITE_P(
    Rules, BrokenStrategyTest,
    ::testing::Values(
        Break{"ThresholdsOutOfOrder", "thresholds { on_track: 0.9 at_risk: 0.6 }",
              "thresholds { on_track: 0.5 at_risk: 0.6 }", "thresholds {",
              "at_risk (0.6) must not be above on_track (0.5)"},
        Break{"OwnThresholdAboveTheStrategys", "thresholds { at_risk: 0.5 }",
              "thresholds { at_risk: 0.95 }", "thresholds { at_risk: 0.95",
              "at_risk (0.95) must not be above on_track (0.9)"},
        Break{"NoRule",
              "    level { indicator { indicator: \"workforce.survey_score\" } target: 3.5 "
              "}\n",
              "", "outcomes {\n    id: \"workforce.level\"",
              "outcome \"workforce.level\" has no rule: count, coverage, cadence, checklist, "
              "percent_change or level"},
        Break{"UnknownDimension", "dimension: \"borough\"", "dimension: \"county\"",
              "dimension: \"county\"",
              "dimension \"county\" must be service_line, ot_service or borough"},
        Break{"DimensionWithoutMembers", "boroughs { id: \"north\" title: \"North\" }\n", "",
              "dimension: \"borough\"", "this strategy lists no borough"},
        Break{"UnknownMatrix", "matrix_by: \"ot_service\"", "matrix_by: \"ward\"",
              "matrix_by: \"ward\"",
              "dimension \"ward\" must be service_line, ot_service or borough"},
        Break{
            "IndicatorOfUnknownService", "\"workforce.bulletins_published\"",
            "\"estates.bulletins_published\"", "indicator: \"estates.",
            "indicator \"estates.bulletins_published\" must be service.words_of_a_name, where the "
            "service is one of workforce, evidence, partnerships, occupation"},
        Break{
            "IndicatorWithoutService", "\"workforce.bulletins_published\"", "\"bulletins\"",
            "indicator: \"bulletins\"",
            "indicator \"bulletins\" must be service.words_of_a_name, where the service is one of "
            "workforce, evidence, partnerships, occupation"},
        Break{"IndicatorWithDashes", "\"workforce.bulletins_published\"",
              "\"workforce.bulletins-x\"", "indicator: \"workforce.bulletins-x\"",
              "indicator \"workforce.bulletins-x\" must be service.words_of_a_name, where the "
              "service "
              "is one of workforce, evidence, partnerships, occupation"},
        Break{"WhereNamesNoDimension", "key: \"service_line\" value: \"one\"",
              "key: \"Service Line\" value: \"one\"", "where {",
              "\"Service Line\" is not the name of a dimension"},
        Break{"WhereNamesAnUnknownMember", "key: \"service_line\" value: \"one\"",
              "key: \"service_line\" value: \"nine\"", "where {",
              "this strategy lists no service_line \"nine\""},
        Break{"RequirementThatZeroMeets", "at_least: 2", "at_least: 0", "at_least: 0",
              "at_least must be above 0"},
        Break{"ItemThatZeroMeets", "at_least: 4", "at_least: -4", "at_least: -4",
              "at_least must be above 0"},
        Break{"ItemWithoutDemand", " at_least: 4", "", "items { label: \"Some\"",
              "an item needs at_least or whole: true"},
        Break{"ItemNotWhole", "whole: true", "whole: false", "whole: false",
              "whole can only be true; give at_least instead"},
        Break{"ChangeWithoutBaseline",
              "baseline_window { start_date: \"2023-04-01\" end_date: \"2024-03-31\" }\n", "",
              "percent_change {", "percent_change needs the strategy's baseline_window"},
        Break{"RebaseInsideAMonth", "rebase_dates: \"2025-01-01\"", "rebase_dates: \"2025-01-02\"",
              "rebase_dates:", "a chart is rebased at the first day of a month"},
        Break{"LevelWithoutTarget", " target: 3.5", "", "level {",
              "target must be above 0 unless lower_is_better"},
        Break{"LevelBelowZero", "target: 3.5", "lower_is_better: true target: -1", "target: -1",
              "target must not be below 0"}),
    [](const auto& tested) { return tested.param.name; });

INSTANTIATE_TEST_SUITE_P(
    ImportProfiles, BrokenStrategyTest,
    ::testing::Values(
        Break{"ProfileTwice", "import_profiles {\n", "import_profiles { id: \"extract\" }\nimport_profiles {\n",
              "id: \"extract\"\n",
              "import profile \"extract\" is used twice, first on line 71"},
        Break{"FieldTwice", "ignored_columns:",
              "columns { field: DATE headers: \"On\" }\n  ignored_columns:", "field: DATE headers: \"On\"",
              "field DATE is mapped twice"},
        Break{"ColumnTwice", "ignored_columns:",
              "columns { field: TEAM_CODE headers: \"SEEN_ON\" }\n  ignored_columns:",
              "headers: \"SEEN_ON\"", "column \"SEEN_ON\" is named twice, first for DATE"},
        Break{"ColumnReadAndIgnored", "ignored_columns: \"Postcode\"",
              "ignored_columns: \"seen-on\"", "ignored_columns:",
              "column \"seen-on\" is ignored and read for DATE"},
        Break{"ColumnWithoutField", "field: DATE headers", "headers", "columns { headers",
              "field is required"},
        Break{"CodeOfAnotherField", "field: ATTENDANCE text", "field: DURATION text",
              "field: DURATION", "only ATTENDANCE and CONTACT_MODE have codes"},
        Break{"CodeWithLetters", "code: \"5\"", "code: \"5x\"", "code: \"5x\"",
              "\"5x\" is no number"},
        Break{"WordForTwoCodes", "ignored_columns:",
              "local_codes { field: ATTENDANCE text: \"CAME\" code: \"6\" }\n  ignored_columns:",
              "text: \"Came\"", "\"Came\" stands for two codes"}),
    [](const auto& tested) { return tested.param.name; });

}  // namespace
}  // namespace potential::strategy
