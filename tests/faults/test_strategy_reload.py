"""SIGHUP: a broken strategy is refused and the running one kept; a good one is taken."""

import json
import shutil
import signal
import unittest

from grpc import StatusCode

from fault_calls import ORGANISATION, RefusalCase, shadowing_json
from fault_processes import SERVICES, STRATEGY, Suite, make_folder, wait_until

LIST = f"/v1/{ORGANISATION}/opportunities"
KEPT = "strategies kept, the files are broken"
LOADED = "strategies loaded"


class ReloadCase(RefusalCase):
    """A suite whose strategy a test edits."""

    services = SERVICES
    redis = False

    def setUp(self):
        self.folder = make_folder()
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.strategy = self.folder / "strategy"
        shutil.copytree(STRATEGY, self.strategy)
        self.file = self.strategy / "swlstg.textproto"
        self.good = self.file.read_text()
        self.suite = Suite(services=self.services, redis=self.redis, strategy=self.strategy)
        self.addCleanup(self.suite.__exit__)
        self.suite.start()
        self.http = self.suite.http
        self.count = {}

    def hang_up(self, event, programs=None):
        """Sends SIGHUP and waits for what each process says of it; returns what the first said."""
        said = []
        for program in programs or [self.suite.gateway, *self.suite.services.values()]:
            key = (program.name, event)
            self.count[key] = self.count.get(key, 0) + 1
            program.send(signal.SIGHUP)
            said.append(program.wait_for_event(event, self.count[key]))
        return said[0]

    def running(self):
        """The strategy that runs, with its hash."""
        return self.http.get(f"/v1/{ORGANISATION}/strategy").json()

    def edit(self, old, new):
        self.assertIn(old, self.good)
        self.file.write_text(self.good.replace(old, new, 1))

    def dashboard(self):
        return self.http.get(f"/v1/{ORGANISATION}/dashboard").json()


class StrategyReloadTest(ReloadCase):

    services = ("workforce",)

    def line_of(self, text):
        return next(number for number, line in enumerate(self.file.read_text().splitlines(), 1)
                    if text in line)

    def check_kept(self, before, where):
        self.assertIn(where, self.hang_up(KEPT)["reason"])
        self.assertEqual(self.running(), before)
        self.assertEqual(self.http.post(LIST, shadowing_json()).status, 200)
        self.assertEqual(self.http.get(f"/v1/{ORGANISATION}/dashboard").status, 200)

    def test_broken_files_are_refused_with_their_line(self):
        before = self.running()
        for old, new in [('title: "Bringing', 'titel: "Bringing'),
                         ('title: "Bringing', 'title: Bringing'),
                         ("on_track: 0.9", "on_track: 9"),
                         ('service_line: "acute-urgent-care"', 'service_line: "no-such-line"')]:
            with self.subTest(new):
                self.edit(old, new)
                self.check_kept(before, f"swlstg.textproto:{self.line_of(new)}:")
        self.file.write_text(self.good[:len(self.good) // 2])
        self.check_kept(before, "swlstg.textproto:")
        self.file.write_bytes(b"\xff\x00\xfe")
        self.check_kept(before, "swlstg.textproto:")

    def test_folders_without_strategies_are_refused(self):
        before = self.running()
        away = self.folder / "away"
        self.strategy.rename(away)
        self.check_kept(before, "strategy")
        self.strategy.mkdir()
        self.check_kept(before, "holds no *.textproto file")
        (self.strategy / "swlstg.textproto").mkdir()
        self.check_kept(before, "cannot read")

    def test_two_files_of_one_organisation_are_refused(self):
        before = self.running()
        (self.strategy / "twin.textproto").write_text(self.good)
        self.check_kept(before, "has a strategy in another file already")

    def test_a_good_file_is_taken_after_a_broken_one(self):
        line = {"serviceLine": "new-line"}
        self.assert_refused(self.http.post(LIST, shadowing_json(**line)), 400,
                            StatusCode.INVALID_ARGUMENT, fields=["opportunity.service_line"])
        self.edit("thresholds {", "thresholds }")
        self.hang_up(KEPT)
        before = self.running()
        new = 'service_lines { id: "new-line" title: "A new line" illustrative: true }\n'
        self.edit('service_lines { id: "community"', f'{new}service_lines {{ id: "community"')
        self.hang_up(LOADED)
        after = self.running()
        self.assertNotEqual(after["hash"], before["hash"])
        self.assertIn("new-line", [each["id"] for each in after["strategy"]["serviceLines"]])
        self.assertEqual(self.http.post(LIST, shadowing_json(**line)).status, 200)

    def test_a_new_initiative_gets_its_record(self):
        def identifiers():
            listed = self.http.get(f"/v1/{ORGANISATION}/initiatives?pageSize=1000").json()
            return {initiative["initiativeId"] for initiative in listed["initiatives"]}
        workforce = next(pillar for pillar in self.running()["strategy"]["pillars"]
                         if pillar["id"] == "workforce")
        known = workforce["initiatives"][0]["id"]
        self.assertIn(known, identifiers())
        renamed = f"{known}-anew"
        self.edit(f'"{known}"', f'"{renamed}"')
        self.hang_up(LOADED)
        self.assertIn(renamed, identifiers())
        self.assertIn(known, identifiers(), "the record of the one that went is kept")

    def test_processes_that_disagree_are_named(self):
        def disagreements():
            return self.dashboard().get("strategyDisagreements", [])
        self.assertEqual(disagreements(), [])
        self.edit('title: "Community"', 'title: "In the community"')
        self.hang_up(LOADED, [self.suite.gateway])
        self.assertEqual(disagreements(), ["workforce"])
        self.hang_up(LOADED, [self.suite.services["workforce"]])
        self.assertEqual(disagreements(), [])

    def test_an_organisation_that_was_taken_away(self):
        other = self.strategy / "tower-hamlets.textproto"
        other.rename(self.folder / "kept")
        self.hang_up(LOADED)
        for path in ["opportunities", "dashboard", "strategy"]:
            self.assert_refused(self.http.get(f"/v1/organisations/tower-hamlets/{path}"), 404,
                                StatusCode.NOT_FOUND)
        (self.folder / "kept").rename(other)
        self.hang_up(LOADED)
        for path in ["opportunities", "dashboard", "strategy"]:
            answer = self.http.get(f"/v1/organisations/tower-hamlets/{path}")
            self.assertEqual(answer.status, 200, answer.body)


class DashboardEvents:
    """What a watched dashboard sends over HTTP, message by message."""

    def __init__(self, http):
        self._connection = http.connect()
        self._connection.request("GET", f"/v1/{ORGANISATION}/dashboard:watch",
                                 headers={"Accept": "text/event-stream"})
        self._answer = self._connection.getresponse()

    def next_that(self, wanted):
        """Waits for a dashboard as it is wanted; a stream that ends or hangs fails the test."""
        for line in self._answer:
            if line.startswith(b"data:"):
                dashboard = json.loads(line[len(b"data:"):]).get("dashboard", {})
                if wanted(dashboard):
                    return dashboard
        raise AssertionError("the stream ended")

    def close(self):
        self._connection.close()


class StrategyOfASuiteTest(ReloadCase):
    """The processes of a suite reload one after the other, with a cache and with pages that are open."""

    redis = True

    def kept(self):
        """Dashboards in the cache."""
        return {key for key in self.suite.redis.call("KEYS", "*") if ":dashboard-" in key}

    def setUp(self):
        super().setUp()
        self.assertNotIn("strategyDisagreements", self.dashboard())
        wait_until(self.kept, "the dashboard is in the cache")
        self.edit('title: "Community"', 'title: "In the community"')

    def test_disagreement_is_over_when_all_run_the_same(self):
        before = self.kept()
        self.hang_up(LOADED, [self.suite.gateway])
        for _ in range(2):
            self.assertEqual(self.dashboard()["strategyDisagreements"], sorted(SERVICES))
        self.assertEqual(self.kept(), before)
        self.hang_up(LOADED, list(self.suite.services.values()))
        dashboard = self.dashboard()
        self.assertNotIn("strategyDisagreements", dashboard)
        self.assertEqual(dashboard["strategyHash"], self.running()["hash"])

    def test_pages_that_are_open_get_the_new_strategy(self):
        events = DashboardEvents(self.http)
        self.addCleanup(events.close)
        first = events.next_that(lambda dashboard: "strategyHash" in dashboard)
        self.assertNotIn("strategyDisagreements", first)
        self.hang_up(LOADED, [self.suite.gateway])
        mixed = events.next_that(lambda dashboard: dashboard["strategyHash"] != first["strategyHash"])
        self.assertEqual(mixed["strategyDisagreements"], sorted(SERVICES))
        self.hang_up(LOADED, list(self.suite.services.values()))
        events.next_that(lambda dashboard: "strategyDisagreements" not in dashboard
                         and "In the community" in json.dumps(dashboard))

    def test_pages_of_an_organisation_that_was_taken_away_end(self):
        events = DashboardEvents(self.http)
        self.addCleanup(events.close)
        events.next_that(lambda dashboard: "strategyHash" in dashboard)
        self.file.unlink()
        self.hang_up(LOADED, [self.suite.gateway])
        with self.assertRaisesRegex(AssertionError, "the stream ended"):
            events.next_that(lambda dashboard: False)


if __name__ == "__main__":
    unittest.main()
