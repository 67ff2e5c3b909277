#include "gateway/dashboard/words.h"

#include <gtest/gtest.h>

#include "gateway/dashboard/records_link.h"

namespace potential::gateway {
namespace {

TEST(WordsTest, NumbersAreGroupedAndShort) {
  EXPECT_EQ(NumberText(13250), "13,250");
  EXPECT_EQ(NumberText(999), "999");
  EXPECT_EQ(NumberText(1234567.25), "1,234,567.3");
  EXPECT_EQ(NumberText(2.5), "2.5");
  EXPECT_EQ(NumberText(2.04), "2");
  EXPECT_EQ(NumberText(-0.04), "0");
  EXPECT_EQ(NumberText(-12.5), "-12.5");
  EXPECT_EQ(NumberText(61.4, 0), "61");
}

TEST(WordsTest, CountsTakeTheSingularForOne) {
  EXPECT_EQ(CountText(1, "events"), "1 event");
  EXPECT_EQ(CountText(2, "events"), "2 events");
  EXPECT_EQ(CountText(75, "%"), "75 %");
  EXPECT_EQ(CountText(3.3, "score 1-5"), "3.3 (score 1-5)");
}

TEST(WordsTest, ListsEndWithAnd) {
  EXPECT_EQ(ListText({}), "");
  EXPECT_EQ(ListText({"A"}), "A");
  EXPECT_EQ(ListText({"A", "B"}), "A and B");
  EXPECT_EQ(ListText({"A", "B", "C"}), "A, B and C");
  EXPECT_EQ(ListText({"A", "B", "C", "D"}, 2), "A, B and 2 more");
}

TEST(WordsTest, DaysAreWrittenOut) {
  EXPECT_EQ(DayText(*measures::ParseDay("2026-11-21")), "21 November 2026");
  EXPECT_EQ(MonthText(*measures::ParseMonth("2026-02")), "February 2026");
}

TEST(WordsTest, TimesOfDayAreThoseOfLondon) {
  EXPECT_EQ(ClockText(absl::FromUnixSeconds(1'781'528'700)), "2:05pm");   // 13:05 UTC in June
  EXPECT_EQ(ClockText(absl::FromUnixSeconds(1'795'261'500)), "11:45am");  // 11:45 UTC in November
  EXPECT_EQ(ClockText(absl::FromUnixSeconds(1'795'219'260)), "12:01am");
  EXPECT_EQ(ClockText(absl::FromUnixSeconds(1'795'262'400)), "12:00pm");
}

JudgedRecords HalfYear() {
  return {.name = "",
          .windows = {{*measures::ParseDay("2026-01-01"), *measures::ParseDay("2026-06-30")}},
          .dimension = ""};
}

TEST(RecordsLinkTest, ListsTheDaysOfSeveralWindowsUnderTheirName) {
  indicators::v1::Indicator indicator;
  indicator.set_title("Interventions");
  indicator.mutable_records()->set_date_field("date");
  JudgedRecords judged = HalfYear();
  judged.name = "latest months";
  judged.windows.push_back({*measures::ParseDay("2026-08-01"), *measures::ParseDay("2026-08-31")});
  const dashboard::v1::RecordsLink link = LinkTo("swlstg", indicator, {}, judged);
  EXPECT_EQ(link.title(), "Interventions: latest months");
  EXPECT_EQ(link.filter(),
            "((date >= \"2026-01-01\" AND date <= \"2026-06-30\") OR (date >= \"2026-08-01\" AND "
            "date <= \"2026-08-31\"))");
}

TEST(RecordsLinkTest, LeavesOutRecordsThatAreOfNoMember) {
  indicators::v1::Indicator indicator;
  indicator.mutable_records()->set_collection("qiProjects");
  JudgedRecords judged = HalfYear();
  judged.dimension = "service_line";
  EXPECT_EQ(LinkTo("swlstg", indicator, {}, judged).filter(), "service_line:*");
}

TEST(RecordsLinkTest, FilterJoinsConditionsOfIndicatorReferenceAndWindow) {
  indicators::v1::Indicator indicator;
  indicator.set_title("Teaching delivered");
  indicator.mutable_records()->set_collection("teachingOpportunities");
  indicator.mutable_records()->set_filter("state = DELIVERED");
  indicator.mutable_records()->set_date_field("delivered_date");
  (*indicator.mutable_records()->mutable_dimension_fields())["partner"] = "school";
  strategy::v1::IndicatorRef ref;
  (*ref.mutable_where())["partner"] = "kingston";
  (*ref.mutable_where())["kind"] = "LECTURE";
  const dashboard::v1::RecordsLink link =
      LinkTo("swlstg", indicator, ref,
             HalfYear());
  EXPECT_EQ(link.path(), "/v1/organisations/swlstg/teachingOpportunities");
  EXPECT_EQ(link.filter(),
            "state = DELIVERED AND kind = \"LECTURE\" AND school = "
            "\"organisations/swlstg/partners/kingston\" AND delivered_date >= \"2026-01-01\" AND "
            "delivered_date <= \"2026-06-30\"");
}

TEST(RecordsLinkTest, FactsAreFoundByTheWholeNameOfWhatTheyReferTo) {
  indicators::v1::Indicator indicator;
  indicator.mutable_records()->set_collection("reachMeasurements");
  strategy::v1::IndicatorRef ref;
  (*ref.mutable_where())["channel"] = "website";
  EXPECT_EQ(LinkTo("swlstg", indicator, ref, HalfYear()).filter(),
            "channel = \"organisations/swlstg/channels/website\"");
}

TEST(RecordsLinkTest, ReferenceToEitherOfTwoCollectionsIsFoundInBoth) {
  indicators::v1::Indicator indicator;
  indicator.mutable_records()->set_collection("apprenticeships");
  strategy::v1::IndicatorRef ref;
  (*ref.mutable_where())["opportunity"] = "x1";
  EXPECT_EQ(LinkTo("swlstg", indicator, ref, HalfYear()).filter(),
            "(opportunity = \"organisations/swlstg/opportunities/x1\" OR opportunity = "
            "\"organisations/swlstg/receivedOpportunities/x1\")");
}

TEST(RecordsLinkTest, ConditionOfTheCatalogueIsFilled) {
  indicators::v1::Indicator indicator;
  indicator.mutable_records()->set_collection("forumMeetings");
  (*indicator.mutable_records()->mutable_dimension_fields())["forum"] =
      "forum = \"organisations/{organisation}/forums/{value}\"";
  strategy::v1::IndicatorRef ref;
  (*ref.mutable_where())["forum"] = "f1";
  EXPECT_EQ(LinkTo("swlstg", indicator, ref, HalfYear()).filter(),
            "forum = \"organisations/swlstg/forums/f1\"");
}

TEST(RecordsLinkTest, StockIsListedAsItStandsOnTheLastDay) {
  indicators::v1::Indicator indicator;
  indicator.mutable_records()->set_collection("opportunities");
  indicator.mutable_records()->set_filter(
      "opened_date <= \"{as_of}\" AND NOT closing_date < \"{as_of}\"");
  EXPECT_EQ(LinkTo("swlstg", indicator, {},
                   HalfYear())
                .filter(),
            "opened_date <= \"2026-06-30\" AND NOT closing_date < \"2026-06-30\"");
}

TEST(RecordsLinkTest, WritesTheEndsOfTheWindowAsMonthsWhereRecordsHaveMonths) {
  indicators::v1::Indicator indicator;
  indicator.mutable_records()->set_collection("staffTrainings");
  indicator.mutable_records()->set_date_field("month");
  EXPECT_EQ(LinkTo("swlstg", indicator, {},
                   HalfYear())
                .filter(),
            "month >= \"2026-01\" AND month <= \"2026-06\"");
}

}  // namespace
}  // namespace potential::gateway
