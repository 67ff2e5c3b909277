"""The links of an outcome list what its reason counts."""

import re
import unittest
import urllib.parse

from records_case import ADDS_UP, LATEST, PLACEHOLDER, RecordsCase, day_before


class RecordsOfReasonsTest(RecordsCase):

    def ruled(self, kind):
        """Organisation, outcome of the strategy, and outcome of the dashboard for each of the rule."""
        for organisation in self.organisations:
            strategy = self.suite.get(f"/v1/organisations/{organisation}/strategy")["strategy"]
            dashboard = self.suite.get(f"/v1/organisations/{organisation}/dashboard")
            stands = {each["id"]: each for pillar in dashboard["pillars"]
                      for each in pillar["outcomes"]}
            for pillar in strategy["pillars"]:
                for outcome in pillar["outcomes"]:
                    if kind in outcome:
                        yield organisation, outcome, stands[outcome["id"]]

    def listed(self, link):
        return len(self.list(link["path"], link.get("filter", "")))

    def counts_records(self, reference):
        """Its value is the number of records listed."""
        indicator = next(each for each in self.stocks + self.flows
                         if each["id"] == reference["indicator"])
        return indicator["form"] == "COUNT" and not {indicator["id"]} & (ADDS_UP.keys()
                                                                         | LATEST.keys())

    def total(self, organisation, reference, **query):
        """The answer to the reference's question over the plan so far."""
        plan = self.suite.get(f"/v1/organisations/{organisation}/dashboard")["planStartDate"]
        return self.ask(organisation, self.today, [
            {"indicator": reference["indicator"], "where": reference.get("where", {}),
             "startDate": plan, "endDate": str(self.today), **query}])[0]

    def test_links_of_counts_and_levels_list_the_value(self):
        compared = set()
        for kind in ("count", "level"):
            for _, outcome, stands in self.ruled(kind):
                if self.counts_records(outcome[kind]["indicator"]):
                    with self.subTest(outcome["id"]):
                        self.assertEqual([self.listed(link) for link in stands["records"]],
                                         [stands["value"]])
                        compared.add(outcome["id"])
        self.assertIn("partnerships.teaching", compared)

    def test_links_of_coverages_list_what_the_members_have(self):
        compared = 0
        for organisation, outcome, stands in self.ruled("coverage"):
            rule = outcome["coverage"]
            for requirement, link in zip(rule["requirements"], stands["records"], strict=True):
                reference = requirement["indicator"]
                if self.counts_records(reference):
                    with self.subTest(outcome["id"], link=link["title"]):
                        answer = self.total(organisation, reference, splitBy=rule["dimension"])
                        self.assertEqual(self.listed(link), sum(
                            each["total"].get("numerator", 0) for each in answer.get("members", [])
                            if each.get("member")))
                        compared += 1
        self.assertGreater(compared, 0)

    def test_links_of_cadences_tell_closed_periods_from_open_ones(self):
        compared = 0
        for _, outcome, stands in self.ruled("cadence"):
            with self.subTest(outcome["id"]):
                first, last = stands["windowStartDate"], stands["windowEndDate"]
                judged = [point.get("closed", False) and first <= point["startDate"]
                          and point["endDate"] <= last for point in stands["points"]]
                held = [point.get("figure", {}).get("numerator", 0) for point in stands["points"]]
                links = stands["records"]
                self.assertIn("closed", links[0]["title"])
                self.assertEqual(self.listed(links[0]), sum(
                    number for number, is_judged in zip(held, judged) if is_judged))
                self.assertEqual(sum(self.listed(link) for link in links), sum(held))
                compared += 1
        self.assertGreater(compared, 0)

    def test_links_of_checklists_list_what_is_to_be_done(self):
        compared = 0
        for organisation, outcome, stands in self.ruled("checklist"):
            items = outcome["checklist"]["items"]
            for item, link in zip(items, stands["records"], strict=True):
                with self.subTest(outcome["id"], link=link["title"]):
                    figure = self.total(organisation, item["indicator"])["overall"]["total"]
                    if item.get("whole"):
                        self.assertEqual(self.listed(link), figure.get("denominator", 0))
                    elif self.counts_records(item["indicator"]):
                        self.assertEqual(self.listed(link), figure.get("numerator", 0))
                    else:
                        continue
                    compared += 1
        self.assertGreater(compared, 0)

    def test_links_of_a_percent_change_list_the_months_compared(self):
        compared = set()
        for _, outcome, stands in self.ruled("percentChange"):
            if "numerator" not in stands:
                continue
            with self.subTest(outcome["id"]):
                latest, baseline = stands["records"]
                self.assertIn("latest months", latest["title"])
                self.assertIn("baseline months", baseline["title"])
                stated = int(re.match(r"[\d,]+", stands["reason"])[0].replace(",", ""))
                self.assertEqual(self.listed(latest), stated)
                self.assertEqual(round(self.listed(baseline) / 12, 6),
                                 round(stands["denominator"], 6))
                compared.add(outcome["id"])
        self.assertIn("occupation.interventions", compared)

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
