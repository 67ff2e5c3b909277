"""The records that are listed behind a number are those that it counts, for every indicator of the sample."""

import collections
import datetime
import unittest

from records_case import ADDS_UP, LATEST, RecordsCase, day_before, within

# The record holds the score of today alone; the earlier ones stand in its history.
OF_TODAY_ONLY = {"evidence.qi_progress"}
# Days before today on which the rest must agree as well.
EARLIER = (1, 31, 120, 400)


def named_members(asked, answers):
    """Each member that has a name, of the answers to (indicator, dimension)."""
    for (indicator, dimension), answer in zip(asked, answers):
        for series in answer.get("members", []):
            if series.get("member"):
                yield indicator, dimension, series["member"], series


def members_of(indicator, figure):
    """How many records a figure is of."""
    return figure.get("numerator", 0) if indicator["form"] == "COUNT" else figure.get("denominator", 0)


class RecordsBehindTest(RecordsCase):

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
            for indicator, dimension, member, series in named_members(asked, answers):
                with self.subTest(indicator["id"], organisation=organisation, dimension=dimension,
                                  member=member):
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
            for indicator, dimension, member, series in named_members(asked, answers):
                with self.subTest(indicator["id"], organisation=organisation, dimension=dimension,
                                  member=member):
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

if __name__ == "__main__":
    unittest.main()
