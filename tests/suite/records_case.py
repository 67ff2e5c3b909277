"""Figures of a running suite and the records behind them, as the contract says to list them."""

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


class RecordsCase(unittest.TestCase):
    """A suite with the sample, its indicators, and the lists behind them."""

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
