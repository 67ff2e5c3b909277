"""What the audience PUBLISHED gets beside charts of indicators: charts of QI projects, trends of surveys
and figures of stories, asked for by parameter and by identity."""

import sys
import unittest

from running_suite import ROOT

sys.path.insert(0, str(ROOT / "tests" / "faults"))
# pylint: disable=wrong-import-position
from fault_processes import Suite

ORGANISATION = "/v1/organisations/swlstg"
IDENTITY = {"x-potential-identity": "audience=published"}
WAVES = 13
RESPONDENTS = 20
INVALID_ARGUMENT = 3


def rounded(count):
    return (count + 2) // 5 * 5


class PublishedAnswersTest(unittest.TestCase):
    """A project, a survey of 13 waves and two stories."""

    @classmethod
    def setUpClass(cls):
        cls.suite = Suite(services=("evidence", "workforce"))
        cls.addClassCleanup(cls.suite.__exit__)
        cls.suite.start()
        cls.http = cls.suite.http
        cls.add_project()
        cls.add_survey()
        cls.add_stories()

    @classmethod
    def post(cls, path, body):
        answer = cls.http.post(ORGANISATION + path, body)
        assert answer.status == 200, answer.body
        return answer.json()

    @classmethod
    def add_project(cls):
        def measure(identifier, unit):
            return {"id": identifier, "kind": "OUTCOME", "title": identifier, "unit": unit,
                    "operationalDefinition": "All"}
        cls.post("/qiProjects?qiProjectId=goals", {
            "serviceLine": "community", "title": "Goals", "problem": "They are agreed late",
            "measures": [measure("agreed", "%"), measure("few", "%"), measure("seen", "people")],
            "pdsaCycles": [{"number": 1, "title": "Phone first", "startDate": "2025-02-01",
                            "plan": "P"}]})
        cls.agreed = {f"2025-{month:02}-01": 18 + month % 5 for month in range(1, 13)}
        rows = [("agreed", date, count, 40) for date, count in cls.agreed.items()]
        rows += [("few", date, 2 if date == "2025-06-01" else count, 40)
                 for date, count in cls.agreed.items()]
        rows += [("seen", date, count, None) for date, count in cls.agreed.items()]
        cls.post("/measurements:batchCreate", {"measurements": [
            {"measurementKey": f"{measure}{date}", "measureId": measure, "value": value,
             "qiProject": "organisations/swlstg/qiProjects/goals", "date": date,
             "annotation": "The lead was away", **({"denominator": of} if of else {})}
            for measure, date, value, of in rows]})

    @classmethod
    def add_survey(cls):
        cls.post("/surveys?surveyId=careers", {
            "topic": "CAREER_SUPPORT", "title": "Careers", "population": "All", "questions": [
                {"id": "informed", "text": "Are you informed?", "type": "YES_NO"},
                {"id": "heard", "text": "Are you heard?", "type": "YES_NO"}]})
        cls.post("/surveys/careers:activate", {})
        cls.informed = {wave: 7 + wave % 6 for wave in range(1, WAVES + 1)}
        for wave in cls.informed:
            # The last two are closed on one day.
            cls.hold_wave(wave, f"2025-{min(wave, WAVES - 1):02}-20")

    @classmethod
    def hold_wave(cls, wave, closed):
        name = f"/surveyWaves/w{wave}"
        cls.post(f"/surveyWaves?surveyWaveId=w{wave}", {
            "survey": "organisations/swlstg/surveys/careers", "openDate": "2025-01-01",
            "closeDate": "2025-12-31"})
        cls.post(f"{name}:open", {})
        tokens = cls.post(f"{name}:issueInvitations", {"count": RESPONDENTS})["tokens"]
        for i, token in enumerate(tokens):
            cls.post(f"{name}:submit", {"token": token, "answers": [
                {"questionId": "informed", "yesNo": i < cls.informed[wave]},
                {"questionId": "heard", "yesNo": i < (3 if wave == 4 else 10)}]})
        cls.post(f"{name}:close", {"closedDate": closed})

    @classmethod
    def add_stories(cls):
        for identifier in ("home", "draft"):
            cls.post(f"/impactStories?impactStoryId={identifier}", {
                "title": "Home within a week", "strategicTheme": "Evidence", "aims": ["Sooner"],
                "whatDidYouDo": "Visits", "data": "Links",
                "howDidThisWorkImproveLives": ["Sooner"], "learningAndWhatNext": ["Spread it"],
                "liveIndicators": [{"indicator": "evidence.university_links", "label": "Links"}]})
        cls.post("/impactStories/home:confirmConsent", {"role": "Lead", "note": "On paper"})
        cls.post("/impactStories/home:publish", {})

    def get(self, path, headers=None):
        answer = self.http.get(ORGANISATION + path, headers)
        self.assertEqual(answer.status, 200, answer.body[:1000])
        return answer.json()

    def published(self, path):
        """The answer, which is the same by parameter and by identity."""
        by_parameter = self.get(f"{path}{'&' if '?' in path else '?'}audience=PUBLISHED")
        self.assertEqual(self.get(path, IDENTITY), by_parameter)
        return by_parameter

    def assert_refused(self, path, field):
        for query, headers in (("&audience=PUBLISHED", None), ("", IDENTITY)):
            answer = self.http.get(ORGANISATION + path + query, headers)
            self.assertEqual(answer.status, 400, answer.body)
            self.assertEqual(answer.json()["code"], INVALID_ARGUMENT)
            self.assertIn(f'"{field}"', answer.body.decode())

    def test_shares_of_a_project_are_whole_percentages(self):
        exact = self.get("/qiProjects/goals:chart")["chart"]
        released = self.published("/qiProjects/goals:chart")["chart"]
        self.assertEqual(released["chart"], "P")
        for point, shown in zip(exact["points"], released["points"]):
            self.assertEqual(shown["value"], int(2.5 * self.agreed[shown["date"]] + 0.5))
            self.assertEqual(shown["upperLimit"], round(point["upperLimit"]))
            self.assertEqual(shown["pointType"], point["pointType"])
            self.assertNotIn("denominator", shown)
        self.assertIn("The lead was away", str(exact))
        self.assertNotIn("The lead was away", str(released))
        self.assertEqual(released["points"][1]["annotation"], "PDSA 1 starts: Phone first")

    def test_counts_of_a_project_are_rounded(self):
        released = self.published("/qiProjects/goals:chart?measureId=seen")["chart"]
        self.assertEqual({point["date"]: point["value"] for point in released["points"]},
                         {date: rounded(count) for date, count in self.agreed.items()})

    def test_few_people_of_a_project_are_withheld(self):
        released = self.published("/qiProjects/goals:chart?measureId=few")["chart"]
        self.assertEqual([point["date"] for point in released["points"] if point.get("withheld")],
                         ["2025-06-01"])
        for point in released["points"]:
            self.assertNotIn("mean", point)
            self.assertNotEqual("value" in point, point.get("withheld", False))

    def test_nothing_moves_the_lines_of_a_project(self):
        for field, choice in (("target", "target=48.2"), ("chart", "chart=MR"),
                              ("rebase_dates", "rebaseDates=2025-06-01"),
                              ("fix_after_n_points", "fixAfterNPoints=12"),
                              ("screen_outliers", "screenOutliers=false"),
                              ("rule_length", "ruleLength=6")):
            with self.subTest(field):
                path = f"/qiProjects/goals:chart?measureId=seen&{choice}"
                self.get(path)
                self.assert_refused(path, field)

    def test_a_trend_is_released_with_its_chart(self):
        released = self.published("/surveys/careers:trend?questionId=informed")
        for wave in released["waves"]:
            informed = self.informed[wave["waveNumber"]]
            self.assertEqual((wave["n"], wave["count"]), (RESPONDENTS, rounded(informed)))
            self.assertEqual(wave["percent"], 5 * informed)
            self.assertEqual(wave["percentLower"], int(wave["percentLower"]))
        self.assertNotIn("chartAbsentReason", released)
        points = released["chart"]["points"]
        self.assertEqual(len(points), WAVES - 1)
        self.assertEqual(points[0]["value"], 5 * self.informed[1])
        self.assertIn("Waves 12, 13", points[-1]["annotation"])
        self.assertIn("RELEASED", [each["kind"] for each in released["chart"]["warnings"]])
        self.assert_refused("/surveys/careers:trend?questionId=informed&answers=no", "answers")

    def test_few_respondents_of_a_trend_are_withheld(self):
        released = self.published("/surveys/careers:trend?questionId=heard")
        few = released["waves"][3]
        self.assertFalse({"count", "percent", "percentLower", "percentUpper"} & few.keys())
        self.assertTrue(released["chart"]["points"][3]["withheld"])
        self.assertNotIn("mean", released["chart"]["points"][0])

    def test_a_published_story_has_its_figures_and_no_other_is_known(self):
        released = self.published("/impactStories/home:figures")
        self.assertEqual(released, self.get("/impactStories/home:figures"))
        self.assertEqual(released["figures"][0]["publishedText"], "0")
        self.get("/impactStories/draft:figures")
        unknown = self.http.get(ORGANISATION + "/impactStories/none:figures", IDENTITY)
        self.assertEqual(unknown.status, 404)
        for query, headers in (("?audience=PUBLISHED", None), ("", IDENTITY)):
            answer = self.http.get(ORGANISATION + "/impactStories/draft:figures" + query, headers)
            self.assertEqual(answer.status, 404, answer.body)
            self.assertEqual(answer.body.replace(b"/draft", b"/none"), unknown.body)

    def test_the_audience_published_cannot_ask_for_more(self):
        for path in ("/qiProjects/goals:chart?", "/surveys/careers:trend?questionId=heard&",
                     "/impactStories/home:figures?"):
            with self.subTest(path):
                answer = self.http.get(f"{ORGANISATION}{path}audience=INTERNAL", IDENTITY)
                self.assertEqual(answer.status, 403, answer.body)
        for path in ("/qiProjects/goals", "/surveys/careers", "/impactStories/home",
                     "/surveyWaves/w1:results", "/outcomeStandards:report"):
            with self.subTest(path):
                self.assertEqual(self.http.get(ORGANISATION + path, IDENTITY).status, 403)


if __name__ == "__main__":
    unittest.main()
