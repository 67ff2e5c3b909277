"""The records that are listed behind a number are those that it counts, for every stock of the sample."""

import collections
import datetime
import re
import unittest
import urllib.parse

from running_suite import RunningSuite

# Stocks of which only the latest record of each group counts: a filter cannot say so, and lists all
# records up to the day. The fields that make a group, the field that orders it, and the number of
# a record that adds up to the denominator, or to the value of a count.
LATEST = {
    "workforce.vacancy_rate": (("serviceLine", "band"), "month", lambda r: r["fundedWte"]),
    "workforce.stability_rate": (("serviceLine", "band"), "month", lambda r: r["staffInPost"]),
    "workforce.survey_score": (("surveyTopic",), "closedDate", lambda r: int(r["responses"])),
    "partnerships.ambassadors": (("serviceLine",), "month", lambda r: int(r["count"])),
}
# The record holds the score of today alone; the earlier ones stand in its history.
OF_TODAY_ONLY = {"evidence.qi_progress"}
# Days before today on which the rest must agree as well.
EARLIER = (1, 31, 120, 400)
PLACEHOLDER = re.compile(r"{\w+}")
MOST_QUERIES = 100


def day_before(day, days):
    return day - datetime.timedelta(days=days)


def last_sunday(year, month):
    day = datetime.date(year, month, 31)
    return day_before(day, (day.weekday() + 1) % 7)


def end_of(day):
    """The instant at which the day ends in London, where summer is an hour ahead."""
    following = day_before(day, -1)
    summer = last_sunday(following.year, 3) < following <= last_sunday(following.year, 10)
    return f"{day}T23:00:00Z" if summer else f"{following}T00:00:00Z"


def filled(text, day):
    """The filter for a day, by what the contract says of its placeholders."""
    before = day_before(day.replace(day=1), 1)
    complete = day if day_before(day, -1).day == 1 else before
    for name, value in {"as_of": day, "as_of_month": f"{day:%Y-%m}", "as_of_end": end_of(day),
                        "complete_month": f"{complete:%Y-%m}", "month_before_end": before,
                        "month_before_start": before.replace(day=1)}.items():
        text = text.replace(f"{{{name}}}", str(value))
    return text


def condition(indicator, organisation, dimension, member):
    """What narrows the list to a member of a dimension."""
    entry = indicator["records"].get("dimensionFields", {}).get(dimension, dimension)
    if re.search(r"[{=<>: ]", entry):
        return entry.replace("{organisation}", organisation).replace("{value}", member)
    literal = member if member in ("true", "false") else f'"{member}"'
    return f"{entry} = {literal}"


def members_of(indicator, figure):
    """How many records a figure is of."""
    return figure.get("numerator", 0) if indicator["form"] == "COUNT" else figure.get("denominator", 0)


class RecordsBehindTest(unittest.TestCase):

    @classmethod
    def setUpClass(cls):
        cls.suite = RunningSuite()
        cls.suite.__enter__()
        cls.addClassCleanup(cls.suite.__exit__)
        cls.organisations = [each["name"].split("/")[1]
                             for each in cls.suite.get("/v1/organisations")["organisations"]]
        cls.stocks = [each for each in cls.suite.get("/v1/indicators")["indicators"]
                      if each["kind"] == "STOCK"]
        today = cls.suite.get(f"/v1/organisations/{cls.organisations[0]}/dashboard")["asOf"]
        cls.today = datetime.date.fromisoformat(today)

    def list(self, path, filter_text):
        """All records that the filter lists."""
        found, token = [], ""
        while True:
            query = urllib.parse.urlencode(
                {"filter": filter_text, "pageSize": 1000, "pageToken": token})
            page = self.suite.get(f"{path}?{query}")
            token = page.pop("nextPageToken", "")
            for records in page.values():
                found += records
            if not token:
                return found

    def behind(self, organisation, indicator, day, *conditions):
        text = filled(indicator["records"].get("filter", ""), day)
        self.assertIsNone(PLACEHOLDER.search(text), indicator["id"])
        collection = indicator["records"]["collection"]
        return self.list(f"/v1/organisations/{organisation}/{collection}",
                         " AND ".join(part for part in (text, *conditions) if part))

    def ask(self, organisation, day, queries):
        results = []
        for begin in range(0, len(queries), MOST_QUERIES):
            results += self.suite.post(
                f"/v1/organisations/{organisation}/indicators:query",
                {"asOf": str(day), "queries": queries[begin:begin + MOST_QUERIES]})["results"]
        return results

    def test_every_stock_lists_what_it_counts(self):
        compared = 0
        for organisation in self.organisations:
            for days in (0, *EARLIER):
                day = day_before(self.today, days)
                stocks = [each for each in self.stocks if each["id"] not in LATEST
                          and not (days and each["id"] in OF_TODAY_ONLY)]
                answers = self.ask(organisation, day, [{"indicator": each["id"]} for each in stocks])
                for indicator, answer in zip(stocks, answers):
                    with self.subTest(indicator["id"], organisation=organisation, day=str(day)):
                        total = members_of(indicator, answer["overall"]["total"])
                        self.assertEqual(len(self.behind(organisation, indicator, day)), total)
                        compared += total
        self.assertGreater(compared, 0)

    def test_every_member_of_a_dimension_lists_what_it_counts(self):
        compared = 0
        for organisation in self.organisations:
            asked = [(indicator, dimension) for indicator in self.stocks
                     if indicator["id"] not in LATEST
                     for dimension in indicator.get("dimensions", [])]
            answers = self.ask(organisation, self.today, [
                {"indicator": indicator["id"], "splitBy": dimension}
                for indicator, dimension in asked])
            for (indicator, dimension), answer in zip(asked, answers):
                for series in answer.get("members", []):
                    member = series.get("member", "")
                    if not member:
                        continue
                    with self.subTest(indicator["id"], organisation=organisation,
                                      dimension=dimension, member=member):
                        listed = self.behind(organisation, indicator, self.today,
                                             condition(indicator, organisation, dimension, member))
                        self.assertEqual(len(listed), members_of(indicator, series["total"]))
                        compared += 1
        self.assertGreater(compared, 0)

    def test_latest_of_each_group_adds_up(self):
        stocks = [each for each in self.stocks if each["id"] in LATEST]
        self.assertEqual(len(stocks), len(LATEST))
        for organisation in self.organisations:
            for days in (0, *EARLIER):
                day = day_before(self.today, days)
                answers = self.ask(organisation, day, [{"indicator": each["id"]} for each in stocks])
                for indicator, answer in zip(stocks, answers):
                    with self.subTest(indicator["id"], organisation=organisation, day=str(day)):
                        group, order, number = LATEST[indicator["id"]]
                        latest = collections.defaultdict(dict)
                        for record in sorted(self.behind(organisation, indicator, day),
                                             key=lambda each: each[order]):
                            latest[tuple(record.get(field) for field in group)] = record
                        self.assertAlmostEqual(
                            sum(number(record) for record in latest.values()),
                            members_of(indicator, answer["overall"]["total"]))

    def test_links_of_the_dashboard_can_be_followed(self):
        followed = 0
        for organisation in self.organisations:
            for day in (self.today, day_before(self.today, 200)):
                dashboard = self.suite.get(f"/v1/organisations/{organisation}/dashboard?asOf={day}")
                for pillar in dashboard["pillars"]:
                    for outcome in pillar["outcomes"]:
                        for link in outcome.get("records", []):
                            with self.subTest(outcome["id"], day=str(day)):
                                self.assertIsNone(PLACEHOLDER.search(link.get("filter", "")))
                                query = urllib.parse.urlencode(
                                    {"filter": link.get("filter", ""), "pageSize": 1})
                                self.suite.get(f"{link['path']}?{query}")
                                followed += 1
        self.assertGreater(followed, 0)


if __name__ == "__main__":
    unittest.main()
