"""Numbers that are told: stories with frozen figures, QI charts, reports and trends over HTTP."""

import sys
import unittest

from running_suite import ROOT

sys.path.insert(0, str(ROOT / "tests" / "faults"))
# pylint: disable=wrong-import-position
from fault_processes import Suite

ORGANISATION = "/v1/organisations/swlstg"
STORY = ORGANISATION + "/impactStories/home"
FAILED_PRECONDITION = 9
INVALID_ARGUMENT = 3
HEADINGS = {"title": "Home within a week", "strategicTheme": "Evidence", "aims": ["Sooner"],
            "whatDidYouDo": "Visits", "data": "Links", "howDidThisWorkImproveLives": ["Sooner"],
            "learningAndWhatNext": ["Spread it"]}


class StoriesAndReportsTest(unittest.TestCase):
    """One suite for all cases, each with records of its own."""

    @classmethod
    def setUpClass(cls):
        cls.suite = Suite()
        cls.suite.__enter__()
        cls.addClassCleanup(cls.suite.__exit__)

    def post(self, path, body):
        answer = self.suite.http.post(ORGANISATION + path, body)
        self.assertEqual(answer.status, 200, answer.json())
        return answer.json()

    def get(self, path):
        answer = self.suite.http.get(ORGANISATION + path)
        self.assertEqual(answer.status, 200, answer.json())
        return answer.json()

    def link_with_university(self, identifier):
        name = f"/universityLinks/{identifier}"
        self.post(f"/universityLinks?universityLinkId={identifier}", {
            "university": "Kingston", "kind": "TEACHING_SCHOOL", "purposes": ["TEACHING"]})
        self.post(f"{name}:activate", {})

    def test_a_story_freezes_its_figures_and_says_when_they_have_moved(self):
        self.post("/impactStories?impactStoryId=home", {**HEADINGS, "liveIndicators": [
            {"indicator": "evidence.university_links", "label": "Links"},
            {"indicator": "workforce.bulletins_published", "label": "Bulletins"}]})
        self.link_with_university("kingston")
        draft = self.get("/impactStories/home:figures")
        self.assertEqual([figure["liveText"] for figure in draft["figures"]], ["1", "0"])
        self.post("/impactStories/home:confirmConsent", {"role": "Lead", "note": "On paper"})
        refused = self.suite.http.post(STORY + ":publish", {"citations": [
            {"indicator": "evidence.university_links", "label": "Links", "text": "100",
             "asOf": "2026-01-01"}]})
        self.assertEqual(refused.json()["code"], INVALID_ARGUMENT)
        call = {"requestId": "6f9c1e4a-5b0d-4f0e-9d55-0a4c7c9a2b10"}
        story = self.post("/impactStories/home:publish", call)
        self.assertEqual(story["state"], "PUBLISHED")
        cited = [(each["label"], each["value"], each["text"]) for each in story["citations"]]
        self.assertEqual(cited, [("Links", 1, "1"), ("Bulletins", 0, "0")])
        unmoved = self.get("/impactStories/home:figures")
        self.assertNotIn("moved", unmoved)
        self.link_with_university("brunel")
        self.assertEqual(self.post("/impactStories/home:publish", call)["etag"], story["etag"])
        moved = self.get("/impactStories/home:figures")
        links = moved["figures"][0]
        self.assertTrue(moved["moved"])
        self.assertEqual((links["publishedText"], links["liveText"]), ("1", "2"))
        self.assertEqual(links["publishedAsOf"], story["publishedDate"])
        self.assertNotIn("moved", moved["figures"][1])
        self.assertEqual(self.get("/impactStories/home")["citations"], story["citations"])

    def test_a_story_is_not_published_without_its_figures(self):
        self.post("/impactStories?impactStoryId=lost", {**HEADINGS, "liveIndicators": [
            {"indicator": "workforce.nothing_of_that_name", "label": "Nothing"}]})
        self.post("/impactStories/lost:confirmConsent", {"role": "Lead", "note": "On paper"})
        answer = self.suite.http.post(ORGANISATION + "/impactStories/lost:publish", {})
        self.assertEqual(answer.json()["code"], FAILED_PRECONDITION)
        self.assertIn("Nothing", answer.json()["message"])
        figure = self.get("/impactStories/lost:figures")["figures"][0]
        self.assertNotIn("liveText", figure)
        self.assertIn("cannot be worked out", figure["liveMissingReason"])

    def test_a_project_has_a_chart_with_its_cycles(self):
        self.post("/qiProjects?qiProjectId=wait", {
            "serviceLine": "community", "title": "Waits", "problem": "They are long",
            "measures": [{"id": "days", "kind": "OUTCOME", "title": "Days", "unit": "days",
                          "operationalDefinition": "All", "direction": "DECREASE", "target": 20}],
            "pdsaCycles": [{"number": 1, "title": "Phone first", "startDate": "2025-02-01",
                            "plan": "P"}]})
        self.post("/measurements:batchCreate", {"measurements": [
            {"measurementKey": f"m{month}", "measureId": "days", "value": 30 + month % 3,
             "qiProject": "organisations/swlstg/qiProjects/wait",
             "date": f"2025-{month:02}-01"} for month in range(1, 13)]})
        answer = self.get("/qiProjects/wait:chart")
        self.assertEqual(answer["chart"]["chart"], "XMR")
        self.assertEqual(answer["chart"]["points"][1]["annotation"], "PDSA 1 starts: Phone first")
        run = self.get("/qiProjects/wait:chart?chart=RUN&rebaseDates=2025-07-01")
        self.assertEqual(run["chart"]["chart"], "RUN")
        self.assertEqual(len(run["chart"]["groups"]), 2)

    def test_a_report_sets_scores_beside_what_was_agreed(self):
        self.post("/outcomeScores:batchCreate", {"outcomeScores": [
            {"scoreKey": f"k{phase}", "episodeKey": "e1", "tool": "GBO", "score": score,
             "phase": phase, "date": date, "serviceLine": "community"}
            for phase, score, date in (("BASELINE", 2, "2026-01-10"),
                                       ("DISCHARGE", 6, "2026-03-10"))]})
        report = self.get("/outcomeStandards:report?startMonth=2026-01&endMonth=2026-03")
        row = next(row for row in report["rows"] if row.get("tool") == "GBO")
        self.assertEqual(row["verdict"], "NO_STANDARD")
        self.assertEqual(row["reliableImprovement"]["percent"], 100)

    def test_a_question_has_a_trend(self):
        self.post("/surveys?surveyId=careers", {
            "topic": "CAREER_SUPPORT", "title": "Careers", "population": "All", "questions": [
                {"id": "informed", "text": "Are you informed?", "type": "YES_NO"}]})
        trend = self.get("/surveys/careers:trend?questionId=informed")
        self.assertEqual(trend["answers"], ["yes"])
        self.assertEqual(trend["threshold"], 10)
        self.assertIn("12 waves", trend["chartAbsentReason"])


if __name__ == "__main__":
    unittest.main()
