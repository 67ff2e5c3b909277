"""The records that are listed behind a number are those that it counts, for every indicator of the sample."""

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
# Flows that add up a number of each record, in place of counting records.
ADDS_UP = {
    "occupation.intervention_minutes": "durationMinutes",
    "occupation.reach_visits": "visits",
    "workforce.apprentice_sessions_delivered": "sessionsDelivered",
    "workforce.qualified_minutes_released": "qualifiedMinutesReleased",
    "workforce.staff_trained": "staffTrained",
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


def within(indicator, first, last):
    """What narrows the list of a flow to a window."""
    field = indicator["records"]["dateField"]
    form = "%Y-%m" if field == "month" else "%Y-%m-%d"
    return f'{field} >= "{first:{form}}" AND {field} <= "{last:{form}}"'


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
        indicators = cls.suite.get("/v1/indicators")["indicators"]
        cls.stocks = [each for each in indicators if each["kind"] == "STOCK"]
        cls.flows = [each for each in indicators if each["kind"] == "FLOW"]
        cls.contract = cls.suite.get("/openapi.json")
        today = cls.suite.get(f"/v1/organisations/{cls.organisations[0]}/dashboard")["asOf"]
        cls.today = datetime.date.fromisoformat(today)

    def resolved(self, schema):
        """The schema itself where another one refers to it."""
        while "$ref" in schema:
            schema = self.contract["components"]["schemas"][schema["$ref"].split("/")[-1]]
        return schema

    def references(self, collection, field):
        """The collections of which a field of the collection's records names one, by the contract."""
        path = f"/v1/organisations/{{organisation}}/{collection}"
        answer = self.contract["paths"][path]["get"]["responses"]["200"]["content"]
        for listed in self.resolved(answer["application/json"]["schema"])["properties"].values():
            if listed.get("type") == "array":
                name = re.sub(r"_(\w)", lambda part: part[1].upper(), field)
                described = self.resolved(listed["items"])["properties"].get(name, {})
                text = re.search(r"Names a record of (`\w+`(?: or `\w+`)?)",
                                 described.get("description", ""))
                return re.findall(r"\w{3,}", text[1]) if text else []
        raise AssertionError(f"{path} lists nothing")

    def condition(self, indicator, organisation, dimension, member):
        """What narrows the list to a member of a dimension, by what the contract says."""
        records = indicator["records"]
        entry = records.get("dimensionFields", {}).get(dimension, dimension)
        if re.search(r"[{=<>: ]", entry):
            return entry.replace("{organisation}", organisation).replace("{value}", member)
        names = [f'{entry} = "organisations/{organisation}/{collection}/{member}"'
                 for collection in self.references(records["collection"], entry)]
        if names:
            return f"({' OR '.join(names)})"
        literal = member if member in ("true", "false") else f'"{member}"'
        return f"{entry} = {literal}"

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
                                             self.condition(indicator, organisation, dimension,
                                                            member))
                        self.assertEqual(len(listed), members_of(indicator, series["total"]))
                        compared += 1
        self.assertGreater(compared, 0)

    def total_behind(self, organisation, indicator, first, last, *conditions):
        """What the listed records of a flow come to."""
        listed = self.behind(organisation, indicator, last, within(indicator, first, last),
                             *conditions)
        number = ADDS_UP.get(indicator["id"])
        return sum(int(record.get(number, 0)) for record in listed) if number else len(listed)

    def windows(self, organisation):
        """Windows of which flows are compared: the plan so far, and the year before today."""
        plan = self.suite.get(f"/v1/organisations/{organisation}/dashboard")["planStartDate"]
        return [(datetime.date.fromisoformat(plan), self.today),
                (day_before(self.today, 364).replace(day=1), self.today)]

    def test_every_flow_lists_what_it_counts(self):
        flows = [each for each in self.flows if each["form"] == "COUNT"]
        self.assertLessEqual(set(ADDS_UP), {each["id"] for each in flows})
        compared = 0
        for organisation in self.organisations:
            for first, last in self.windows(organisation):
                answers = self.ask(organisation, self.today, [
                    {"indicator": each["id"], "startDate": str(first), "endDate": str(last)}
                    for each in flows])
                for indicator, answer in zip(flows, answers):
                    with self.subTest(indicator["id"], organisation=organisation, first=str(first)):
                        total = answer["overall"]["total"].get("numerator", 0)
                        self.assertEqual(self.total_behind(organisation, indicator, first, last),
                                         total)
                        compared += total
        self.assertGreater(compared, 0)

    def test_every_member_of_a_flow_lists_what_it_counts(self):
        asked = [(indicator, dimension) for indicator in self.flows
                 if indicator["form"] == "COUNT" for dimension in indicator.get("dimensions", [])]
        compared = set()
        for organisation in self.organisations:
            first, last = self.windows(organisation)[0]
            answers = self.ask(organisation, self.today, [
                {"indicator": indicator["id"], "splitBy": dimension, "startDate": str(first),
                 "endDate": str(last)} for indicator, dimension in asked])
            for (indicator, dimension), answer in zip(asked, answers):
                for series in answer.get("members", []):
                    member = series.get("member", "")
                    if not member:
                        continue
                    with self.subTest(indicator["id"], organisation=organisation,
                                      dimension=dimension, member=member):
                        behind = self.total_behind(
                            organisation, indicator, first, last,
                            self.condition(indicator, organisation, dimension, member))
                        self.assertEqual(behind, series["total"].get("numerator", 0))
                        compared.add(f"{indicator['id']} by {dimension}")
        for by_reference in ("partnerships.teaching_delivered by partner",
                             "occupation.reach_visits by channel"):
            self.assertIn(by_reference, compared)

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
