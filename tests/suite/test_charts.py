"""Charts over HTTP: the golden cases and figures of indicators through the whole path, and what is
refused."""

import datetime
import json
import math
import sys
import unittest

from running_suite import ROOT

sys.path.insert(0, str(ROOT / "tests" / "faults"))
# pylint: disable=wrong-import-position
from fault_processes import Suite

GOLDEN = ROOT / "tests" / "golden" / "synthetic"
ANALYZE = "/v1/charts:analyze"
INVALID_ARGUMENT = 3
RULES = {
    "Common Cause": None, "Above UCL": "ABOVE_UPPER_LIMIT", "Below LCL": "BELOW_LOWER_LIMIT",
    "7 Point Trend (Increasing)": "TREND_INCREASING",
    "7 Point Trend (Decreasing)": "TREND_DECREASING",
    "2 in 3 Above CL": "TWO_IN_THREE_ABOVE", "2 in 3 Below CL": "TWO_IN_THREE_BELOW",
    "7 Points Above CL": "SHIFT_ABOVE", "7 Points Below CL": "SHIFT_BELOW"}
LINES = {"mean": "mean", "lpl": "lowerLimit", "upl": "upperLimit",
         "near_lpl": "lowerNearLimit", "near_upl": "upperNearLimit"}


def golden(name):
    return json.loads((GOLDEN / name).read_text())


def of_facet(columns, facet):
    """Rows of one facet of a table given by columns; all rows if there are no facets."""
    rows = [dict(zip(columns, values)) for values in zip(*columns.values())]
    return [row for row in rows if facet is None or row["facet"] == facet]


def for_facet(option, facet):
    return option.get(facet) if isinstance(option, dict) else option


def request_of(case, facet):
    options = case["options"]
    points = [{key: row[key] for key in ("date", "value", "trajectory") if key in row}
              for row in of_facet(case["input"], facet)]
    return {"chart": "XMR", "profile": "PTD", "points": points,
            "improvementDirection": options["improvement_direction"].upper(),
            "target": for_facet(options["target"], facet),
            "rebaseDates": for_facet(options["rebase"], facet),
            "fixAfterNPoints": options["fix_after_n_points"],
            "screenOutliers": options["screen_outliers"]}


class ChartsCase(unittest.TestCase):
    """A gateway with some services, and calls of charts:analyze."""

    services = ("evidence",)

    @classmethod
    def setUpClass(cls):
        cls.suite = Suite(services=cls.services)
        cls.addClassCleanup(cls.suite.__exit__)
        cls.suite.start()
        cls.http = cls.suite.http

    def analyze(self, request):
        answer = self.http.post(ANALYZE, request)
        self.assertEqual(answer.status, 200, answer.body[:1000])
        return answer.json()

    def refused_on(self, answer, *fields):
        """400 on exactly these fields."""
        self.assertEqual(answer.status, 400, answer.body[:1000])
        status = answer.json()
        self.assertEqual(status["code"], INVALID_ARGUMENT)
        found = [violation["field"] for detail in status["details"]
                 for violation in detail.get("fieldViolations", [])]
        self.assertEqual(found, list(fields))


class AnalyzeChartTest(ChartsCase):

    def assert_refused(self, request, *fields):
        self.refused_on(self.http.post(ANALYZE, request), *fields)

    def assert_same(self, expected, found, scale, what):
        self.assertEqual(expected is None, found is None, what)
        if expected is not None:
            self.assertLessEqual(abs(expected - found), 1e-9 * abs(expected) + 1e-12 * scale, what)

    def assert_points(self, expected, found):
        scale = max((abs(row["value"]) for row in expected if row["value"] is not None), default=1)
        self.assertEqual(len(found), len(expected))
        for row, point in zip(expected, found):
            self.assertEqual(point["date"], row["date"])
            for name, line in LINES.items():
                self.assert_same(row[name], point.get(line), scale, f"{row['date']} {line}")
            self.assertEqual(point.get("value"), row["value"])
            self.assertEqual(point["pointType"], row["point_type"].upper())
            self.assertEqual(point.get("rule"), RULES[row["special_cause_type"]])
            self.assertEqual(point["group"], row["rebase_group"])

    def test_golden_cases(self):
        files = sorted((GOLDEN / "xmr").glob("*.json"))
        self.assertEqual(len(files), 51)
        for file in files:
            case = json.loads(file.read_text())
            for icon in case["expected"]["icons"]:
                with self.subTest(file.name, facet=icon["facet"]):
                    self.check_golden(case, icon)

    def check_golden(self, case, icon):
        chart = self.analyze(request_of(case, icon["facet"]))
        self.assertEqual(chart["profile"], "PTD")
        self.assert_points(of_facet(case["expected"]["points"], icon["facet"]), chart["points"])
        groups = [group for group in case["expected"]["groups"] if group["facet"] == icon["facet"]]
        self.assertEqual([group["group"] for group in chart["groups"]],
                         [group["rebase_group"] for group in groups])
        for expected, group in zip(groups, chart["groups"]):
            self.assertEqual(group["points"], expected["n"])
            self.assertEqual(group.get("commonCause", 0), expected["common_cause"])
            self.assertEqual(group.get("improvement", 0), expected["special_cause_improvement"])
            self.assertEqual(group["variationType"], expected["variation_type"].upper())
        self.assertEqual(chart.get("variationIcon"), icon["variation_icon"].upper())
        self.assertEqual(chart.get("assuranceIcon"),
                         icon["assurance_icon"] and icon["assurance_icon"].upper())

    def test_refuses_what_the_reference_refuses(self):
        fields = {"fix-below-12": ["fix_after_n_points"], "duplicate-dates": ["points[1].date"],
                  "bad-direction": ["improvement_direction"],
                  "values-not-numeric": ["points[0].value"], "target-two-values": ["target"],
                  "rebase-list-without-facet": ["rebase_dates"]}
        tried = 0
        for case in golden("xmr_errors.json"):
            points = [{"date": date, "value": value}
                      for date, value in zip(case["date"], case["value"])]
            request = {"points": points}
            single = {"fix_after_n_points": "fixAfterNPoints",
                      "improvement_direction": "improvementDirection"}
            for name, option in single.items():
                if case[name]:
                    request[option] = case[name][0]
            for name in ("target", "rebase"):
                if case[name]:
                    request["rebaseDates" if name == "rebase" else name] = case[name]
            with self.subTest(case["name"]):
                tried += 1
                if case["name"] in fields:
                    self.assert_refused(request, *fields[case["name"]])
                else:
                    self.assertEqual(len(self.analyze(request)["points"]), len(points))
        self.assertEqual(tried, len(fields) + 1)

    def test_refuses_each_bad_field_by_its_path(self):
        point = {"date": "2026-01-01", "value": 1}
        later = {"date": "2026-02-01", "value": 2}
        self.assert_refused({}, "points")
        self.assert_refused({"points": []}, "points")
        self.assert_refused({"points": [point, later, {"date": "2026-03-01"},
                                        {"date": "2026-04-01", "value": "many"}]},
                            "points[3].value")
        self.assert_refused({"points": [point, {"date": "2026-02-30", "value": 1}]},
                            "points[1].date")
        self.assert_refused({"points": [point, {"value": 1}]}, "points[1].date")
        self.assert_refused({"points": [{**point, "value": "NaN"}]}, "points[0].value")
        self.assert_refused({"points": [{**point, "value": 1e300}]}, "points[0].value")
        self.assert_refused({"points": [{**point, "wert": 1}]}, "points[0].wert")
        self.assert_refused({"chart": "P", "points": [{**point, "denominator": 0.5}]},
                            "points[0].value")
        self.assert_refused({"chart": "T", "points": [{**point, "value": 0}]}, "points[0].value")
        self.assert_refused({"chart": "PIE", "points": [point]}, "chart")
        self.assert_refused({"profile": "NHS", "points": [point]}, "profile")
        self.assert_refused({"ruleLength": 5, "points": [point]}, "rule_length")
        self.assert_refused({"rebaseDates": ["soon"], "points": [point]}, "rebase_dates[0]")

    def test_takes_null_for_what_is_missing(self):
        chart = self.analyze({"target": None, "points": [
            {"date": "2026-01-01", "value": 1}, {"date": "2026-02-01", "value": None},
            {"date": "2026-03-01", "value": 0}]})
        self.assertNotIn("value", chart["points"][1])
        self.assertNotIn("upperLimit", chart["points"][1])
        self.assertEqual(chart["points"][1]["pointType"], "COMMON_CAUSE")
        self.assertEqual(chart["points"][2]["value"], 0)
        self.assertEqual(chart["points"][2]["mean"], 0.5)
        self.assertEqual({warning["kind"] for warning in chart["warnings"]},
                         {"SHORT_GROUP", "TRIAL_LIMITS", "UNDEFINED_LIMITS"})

    def test_says_that_profile_mdc_is_checked_by_no_program(self):
        case = golden("mdc_profile_derived.json")[0]
        points = [{"date": f"{2020 + i // 12}-{i % 12 + 1:02}-01", "value": value}
                  for i, value in enumerate(case["input"]["value"])]
        chart = self.analyze({"profile": "MDC", "improvementDirection": "INCREASE",
                              "points": points})
        self.assertEqual(chart["profile"], "MDC")
        self.assertIn("no program exists", chart["basis"])
        self.assertEqual([point["pointType"].lower() for point in chart["points"]],
                         case["expected"]["point_type"])

    def test_takes_ten_thousand_points_and_no_more(self):
        points = [{"date": f"{1900 + i // 336:04}-{i // 28 % 12 + 1:02}-{i % 28 + 1:02}",
                   "value": math.sin(i)} for i in range(10_001)]
        self.assertEqual(len(self.analyze({"points": points[:-1]})["points"]), 10_000)
        self.assert_refused({"points": points}, "points")

ORGANISATION = "/v1/organisations/swlstg"
INTERVENTIONS = f"{ORGANISATION}/indicators/occupation.interventions:chart"
UNAVAILABLE = 14
# Team of the strategy and how many interventions it has in the month with this number.
TEAMS = {"AUC-W1": lambda month: 6 + month * 5 % 7, "COM-R1": lambda month: 4 + month * 3 % 5}


def month_before(months):
    """First day of the month so many months before this one."""
    today = datetime.date.today()
    number = today.year * 12 + today.month - 1 - months
    return datetime.date(number // 12, number % 12 + 1, 1)


class IndicatorChartsTest(ChartsCase):
    """36 months of interventions and this one, number 0; the month before it is only partly there."""

    services = ("occupation", "evidence")

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        facts = [{"recordId": f"{team}-{months}-{i}", "date": str(month_before(months)),
                  "teamCode": team, "attended": "ATTENDED"}
                 for months in range(37) for team, count in TEAMS.items()
                 for i in range(count(months))]
        for begin in range(0, len(facts), 1000):
            answer = cls.http.post(f"{ORGANISATION}/interventions:batchCreate",
                                   {"interventions": facts[begin:begin + 1000]})
            assert answer.status == 200, answer.body
        answer = cls.http.post(f"{ORGANISATION}/importMonths", {
            "month": str(month_before(1))[:7], "completeness": "PARTIAL"})
        assert answer.status == 200, answer.body

    def chart(self, query="", path=INTERVENTIONS):
        answer = self.http.get(f"{path}?{query}")
        self.assertEqual(answer.status, 200, answer.body[:1000])
        return answer.json()

    def test_charts_every_month_and_leaves_out_those_that_do_not_count(self):
        points = {point["date"]: point for point in self.chart()["points"]}
        expected = {str(month_before(months)): sum(count(months) for count in TEAMS.values())
                    for months in range(37)}
        self.assertEqual({date: point["value"] for date, point in points.items()}, expected)
        self.assertEqual([date for date, point in points.items() if point.get("excluded")],
                         [str(month_before(1)), str(month_before(0))])

    def test_takes_target_and_rebase_from_the_strategy(self):
        chart = self.chart()
        baseline = sum(count(months) for months in range(25, 37) for count in TEAMS.values()) / 12
        self.assertAlmostEqual(chart["target"], baseline * 1.2, places=9)
        self.assertEqual(chart["improvementDirection"], "INCREASE")
        self.assertEqual(chart["profile"], "PTD")
        self.assertEqual(chart["source"]["outcome"], "occupation.interventions")
        self.assertEqual([group["startDate"] for group in chart["groups"]],
                         [str(month_before(36)), str(month_before(14))])
        self.assertIn("assuranceIcon", chart)
        self.assertIn("PARTIAL_PERIODS", [warning["kind"] for warning in chart["warnings"]])

    def test_tells_its_icons_with_the_outcome(self):
        outcome = self.http.get(f"{ORGANISATION}/outcomes/occupation.interventions").json()
        chart = self.chart()
        self.assertEqual(outcome["variationIcon"], chart["variationIcon"])
        self.assertEqual(outcome["assuranceIcon"], chart["assuranceIcon"])
        self.assertIn("; the chart shows ", outcome["reason"])

    def test_is_the_chart_that_the_same_series_gives(self):
        for query in ("", "bucket=QUARTER", "serviceLine=community&chart=RUN&plain=true",
                      "profile=MDC&ruleLength=6&rebaseDates=" + str(month_before(20))):
            with self.subTest(query):
                chart = self.chart(query)
                same = self.analyze({
                    "chart": chart["chart"], "profile": chart.get("profile"),
                    "improvementDirection": chart["improvementDirection"],
                    "target": chart.get("target"), "ruleLength": chart.get("ruleLength"),
                    "rebaseDates": [group["startDate"] for group in chart["groups"][1:]],
                    "points": [{key: point[key]
                                for key in ("date", "value", "excluded", "annotation")
                                if key in point} for point in chart["points"]]})
                for part in ("points", "groups", "variationIcon", "assuranceIcon", "basis"):
                    self.assertEqual(chart.get(part), same.get(part), part)

    def test_charts_one_line_by_quarter(self):
        chart = self.chart("serviceLine=community&bucket=QUARTER&plain=true")
        self.assertEqual(sum(point["value"] for point in chart["points"]),
                         sum(TEAMS["COM-R1"](months) for months in range(37)))
        self.assertEqual(chart["source"]["where"], {"service_line": "community"})
        self.assertEqual(chart["source"]["period"], "quarter")
        self.assertNotIn("target", chart)

    def test_lets_the_request_say_otherwise(self):
        chart = self.chart("profile=MDC&improvementDirection=DECREASE&target=3")
        self.assertEqual(chart["profile"], "MDC")
        self.assertEqual(chart["improvementDirection"], "DECREASE")
        self.assertEqual(chart["target"], 3)

    def test_refuses_what_does_not_fit(self):
        for query, field in (("serviceLine=dentistry", "service_line"), ("where=colour%3Dred", "where[0]"),
                             ("bucket=WEEK", "bucket"), ("chart=P", "chart"),
                             ("fixAfterNPoints=3", "fix_after_n_points"),
                             ("outcome=workforce.cpd", "outcome"), ("asOf=2199-01-01", "as_of"),
                             ("startDate=2026-02-30", "start_date")):
            with self.subTest(query):
                self.refused_on(self.http.get(f"{INTERVENTIONS}?{query}"), field)

    def test_knows_no_other_names(self):
        for name in ("organisations/swlstg/indicators/occupation.nothing",
                     "organisations/swlstg/indicators/nothing",
                     "organisations/nowhere/indicators/occupation.interventions"):
            answer = self.http.get(f"/v1/{name}:chart")
            self.assertEqual(answer.status, 404, answer.body)

    def test_says_when_the_service_does_not_answer(self):
        answer = self.http.get(f"{ORGANISATION}/indicators/workforce.bulletins_published:chart")
        self.assertEqual(answer.status, 503, answer.body)
        self.assertEqual(answer.json()["code"], UNAVAILABLE)
        self.assertNotIn(b".sock", answer.body)


TRAINED = f"{ORGANISATION}/indicators/workforce.staff_trained:chart"
PUBLISHED = {"x-potential-identity": "audience=published"}


class PublishedChartsTest(ChartsCase):
    """People trained in each of 37 months; what the audience PUBLISHED may see."""

    services = ("workforce",)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.trained = {month_before(months): 40 + months * 7 % 11 for months in range(37)}
        for month, count in cls.trained.items():
            cls.train("community", month, count)
        # Of the months before it, nobody.
        cls.train("camhs", month_before(3), 20)

    @classmethod
    def train(cls, line, month, count):
        answer = cls.http.post(f"{ORGANISATION}/staffTrainings", {
            "serviceLine": line, "month": str(month)[:7], "topic": "QUALITY_IMPROVEMENT",
            "staffTrained": count})
        assert answer.status == 200, answer.body

    def chart(self, query="", headers=None):
        answer = self.http.get(f"{TRAINED}?{query}", headers)
        self.assertEqual(answer.status, 200, answer.body[:1000])
        return answer.json()

    def test_rounds_what_it_shows_and_keeps_the_signals_of_exact_figures(self):
        exact = self.chart("serviceLine=community")
        self.assertEqual({point["date"]: point["value"] for point in exact["points"]},
                         {str(month): count for month, count in self.trained.items()})
        released = self.chart("serviceLine=community", PUBLISHED)
        for point, shown in zip(exact["points"], released["points"]):
            self.assertEqual(shown["value"], 5 * math.floor(point["value"] / 5 + 0.5))
            self.assertEqual(shown["upperLimit"], 5 * math.floor(point["upperLimit"] / 5 + 0.5))
            self.assertEqual(shown["pointType"], point["pointType"])
        self.assertEqual(released["variationIcon"], exact["variationIcon"])
        self.assertIn("RELEASED", [warning["kind"] for warning in released["warnings"]])

    def test_hides_everything_about_a_group_with_too_few_people(self):
        released = self.chart("serviceLine=camhs", PUBLISHED)
        self.assertTrue(released["points"][0]["withheld"])
        self.assertNotIn("value", released["points"][0])
        for point in released["points"]:
            self.assertFalse({"mean", "upperLimit", "pointType", "rule"} & point.keys())
        self.assertNotIn("variationIcon", released)

    def test_charts_the_whole_window_that_nobody_named(self):
        released = self.chart("", PUBLISHED)
        self.assertEqual(len(released["points"]), 37)

    def test_refuses_choices_by_which_exact_figures_could_be_found(self):
        for field, choice in [("start_date", f"startDate={month_before(30)}"),
                              ("end_date", f"endDate={month_before(1)}"), ("target", "target=48.27"),
                              ("rebase_dates", f"rebaseDates={month_before(12)}"),
                              ("fix_after_n_points", "fixAfterNPoints=12"),
                              ("screen_outliers", "screenOutliers=false"),
                              ("rule_length", "ruleLength=6")]:
            with self.subTest(field):
                self.chart(choice)
                self.refused_on(self.http.get(f"{TRAINED}?{choice}", PUBLISHED), field)

    def test_refuses_parts_from_which_people_could_be_told(self):
        answer = self.http.get(f"{TRAINED}?serviceLine=community&where=topic%3DQUALITY_IMPROVEMENT",
                               PUBLISHED)
        self.refused_on(answer, "where")

    def test_stands_today_or_at_the_end_of_a_month(self):
        within = month_before(2) + datetime.timedelta(days=9)
        self.refused_on(self.http.get(f"{TRAINED}?asOf={within}", PUBLISHED), "as_of")
        self.chart(f"asOf={month_before(1) - datetime.timedelta(days=1)}", PUBLISHED)

    def test_records_stay_closed_to_the_audience_published(self):
        answer = self.http.get(f"{ORGANISATION}/staffTrainings", PUBLISHED)
        self.assertEqual(answer.status, 403, answer.body)

    def test_figures_are_released_on_their_way_through_the_gateway(self):
        answer = self.http.post(f"{ORGANISATION}/indicators:query", {"queries": [{
            "indicator": "workforce.staff_trained", "startDate": str(month_before(30)),
            "endDate": str(month_before(0) - datetime.timedelta(days=1))}]}, PUBLISHED)
        self.assertEqual(answer.status, 200, answer.body)
        self.assertTrue(answer.json()["results"][0]["overall"]["total"]["released"])


if __name__ == "__main__":
    unittest.main()
