"""deploy/run from start to end: what it says, what it leaves, and what happens when a process dies."""

import os
import pathlib
import re
import shutil
import signal
import tempfile
import time
import unittest
import urllib.error

from running_suite import END_LIMIT, ROOT, RunningSuite, processes_of

PROCESSES = ["workforce", "evidence", "partnerships", "occupation", "gateway"]
# How often deploy/run starts one process again within a minute.
RESTARTS = 5


def wait_until(condition):
    deadline = time.monotonic() + END_LIMIT
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.02)


def missing_panels(suite, query=""):
    """Services whose part the dashboard says it could not get; None while there is no dashboard."""
    try:
        dashboard = suite.get("/v1/organisations/swlstg/dashboard" + query)
    except (OSError, urllib.error.HTTPError):
        return None
    return [panel["service"] for panel in dashboard["panels"] if panel["state"] != "FRESH"]


class RunLifeTest(unittest.TestCase):

    def assert_nothing_is_left(self, suite):
        self.assertEqual(processes_of(suite.data), {})
        self.assertEqual(os.listdir(suite.data / "run"), [])

    def test_says_ready_once_and_leaves_nothing_after_sigterm(self):
        with RunningSuite("--no-sample") as suite:
            print(f"first start without sample: {suite.start_seconds:.1f} s")
            self.assertGreaterEqual(len(processes_of(suite.data)), len(PROCESSES))
            self.assertIn("organisations", suite.get("/v1/organisations"))
            self.assertEqual(suite.stop(signal.SIGTERM), 0, suite.progress)
            self.assertRegex("\n".join(suite.output), r"\Aready http://127\.0\.0\.1:\d+\Z")
            self.assert_nothing_is_left(suite)

            suite.start()
            print(f"second start: {suite.start_seconds:.1f} s")
            self.assertEqual(suite.stop(signal.SIGTERM), 0, suite.progress)
            self.assert_nothing_is_left(suite)

    def test_leaves_nothing_after_an_interrupt(self):
        with RunningSuite("--no-sample") as suite:
            self.assertEqual(suite.stop(signal.SIGINT), 0, suite.progress)
            self.assert_nothing_is_left(suite)

    def test_ends_at_once_when_asked_twice(self):
        with RunningSuite("--no-sample") as suite:
            suite.process.send_signal(signal.SIGTERM)
            self.assertEqual(suite.stop(signal.SIGTERM), 0, suite.progress)
            self.assert_nothing_is_left(suite)

    def test_records_are_there_after_a_restart(self):
        with RunningSuite("--no-sample") as suite:
            made = suite.post("/v1/organisations/swlstg/opportunities?opportunityId=restart-1", {
                "serviceLine": "community", "kind": "SHADOWING", "title": "A day in the community",
                "places": 1})
            self.assertEqual(suite.stop(), 0)
            suite.start()
            self.assertEqual(suite.get(f"/v1/{made['name']}"), made)

    def test_processes_end_when_the_script_is_killed(self):
        with RunningSuite("--no-sample") as suite:
            suite.stop(signal.SIGKILL)
            wait_until(lambda: not processes_of(suite.data))
            self.assertEqual(processes_of(suite.data), {})
            # The lock went with them, and what they left lying does not hinder.
            suite.start()
            self.assertEqual(suite.stop(), 0, suite.progress)

    def assert_dashboard_is_whole(self, suite):
        wait_until(lambda: missing_panels(suite) == [])
        self.assertEqual(missing_panels(suite), [])

    def kill_and_wait(self, suite, name, meanwhile=lambda: None):
        """Kills a process and waits until another serves in its place; calls `meanwhile` before."""
        revivals = suite.progress.count(f"{name} serves again")
        old = suite.pid_of(name)
        suite.process.send_signal(signal.SIGSTOP)
        os.kill(old, signal.SIGKILL)
        meanwhile()
        suite.process.send_signal(signal.SIGCONT)
        wait_until(lambda: suite.progress.count(f"{name} serves again") > revivals)
        self.assertEqual(suite.progress.count(f"{name} serves again"), revivals + 1, suite.progress)
        self.assertNotEqual(suite.pid_of(name), old)

    def test_starts_a_process_again_that_dies(self):
        with RunningSuite("--no-sample") as suite:
            self.assert_dashboard_is_whole(suite)
            said = len(suite.progress)
            # The dashboard of another day is in no cache.
            meanwhile = {
                "partnerships": lambda: self.assertEqual(
                    missing_panels(suite, "?asOf=2026-03-31"), ["partnerships"]),
                "gateway": lambda: self.assertIsNone(missing_panels(suite)),
                "redis": lambda: self.assertEqual(missing_panels(suite, "?asOf=2026-04-30"), []),
            }
            for name, check in meanwhile.items():
                with self.subTest(name):
                    others = {other: suite.pid_of(other) for other in [*PROCESSES, "redis"]
                              if other != name}
                    grpc = suite.grpc
                    self.kill_and_wait(suite, name, check)
                    self.assertEqual(suite.grpc, grpc)
                    self.assertEqual({other: suite.pid_of(other) for other in others}, others)
                    self.assert_dashboard_is_whole(suite)
                    log = suite.data / "log" / f"{name}.log.last"
                    self.assertTrue(log.exists())
                    self.assertEqual(suite.progress[said:], [
                        f"{name} ended unexpectedly (status 137) and is started again; "
                        f"its log is {log}", f"{name} serves again"])
                    said = len(suite.progress)
            self.assertEqual(suite.stop(), 0, suite.progress)
            self.assert_nothing_is_left(suite)

    def assert_ends_with_one_error(self, suite, pattern):
        self.assertEqual(suite.wait(), 1)
        errors = [line for line in suite.progress if line.startswith("error: ")]
        self.assertEqual(len(errors), 1, suite.progress)
        self.assertRegex(errors[0], pattern)
        self.assert_nothing_is_left(suite)

    def test_ends_when_a_process_dies_again_and_again(self):
        with RunningSuite("--no-sample") as suite:
            for _ in range(RESTARTS):
                self.kill_and_wait(suite, "redis")
            os.kill(suite.pid_of("redis"), signal.SIGKILL)
            self.assert_ends_with_one_error(
                suite, rf"redis ended unexpectedly more than {RESTARTS} times in \d+ s "
                       r"\(status 137\); its log, .*/redis\.log, ends with:")

    def test_ends_when_a_process_cannot_be_started_again(self):
        with tempfile.TemporaryDirectory() as folder:
            strategy = pathlib.Path(folder)
            for file in (ROOT / "deploy" / "strategy").glob("*.textproto"):
                shutil.copy(file, strategy)
            with RunningSuite("--no-sample", "--strategy", str(strategy)) as suite:
                (strategy / "swlstg.textproto").write_text("organisation {")
                os.kill(suite.pid_of("occupation"), signal.SIGKILL)
                self.assert_ends_with_one_error(suite, "the strategy is not valid: .*swlstg")

    def test_runs_without_redis(self):
        with RunningSuite("--no-sample", "--no-redis") as suite:
            self.assertFalse([words for words in processes_of(suite.data).values()
                              if "redis-server" in words])
            self.assertIn("pillars", suite.get("/v1/organisations/swlstg/dashboard"))

    def test_loads_an_edited_strategy_on_a_hangup(self):
        with RunningSuite("--no-sample") as suite:
            os.kill(suite.pid_of("suite"), signal.SIGHUP)
            logs = [suite.data / "log" / f"{name}.log" for name in PROCESSES]
            wait_until(lambda: all("strategies loaded" in log.read_text() for log in logs))
            for log in logs:
                self.assertIn("strategies loaded", log.read_text())
            self.assertIn("loading the strategies anew", suite.progress)

    def test_every_process_outlives_a_hangup(self):
        with RunningSuite("--no-sample") as suite:
            names = ["suite", *PROCESSES, "redis"]
            before = {name: suite.pid_of(name) for name in names}
            for pid in before.values():
                os.kill(pid, signal.SIGHUP)
            # Once more, so that the first has done what it does.
            suite.wait_for_progress("loading the strategies anew")
            os.kill(before["suite"], signal.SIGHUP)
            wait_until(lambda: suite.progress.count("loading the strategies anew") == 2)
            self.assert_dashboard_is_whole(suite)
            self.assertEqual({name: suite.pid_of(name) for name in names}, before)
            self.assertEqual(suite.stop(), 0, suite.progress)

    def test_ends_when_its_terminal_is_closed(self):
        with RunningSuite("--no-sample", terminal=True) as suite:
            os.kill(suite.pid_of("suite"), signal.SIGHUP)
            suite.wait_for_progress("loading the strategies anew")
            suite.close_terminal()
            self.assertEqual(suite.wait(), 0, suite.progress)
            self.assert_nothing_is_left(suite)

    def test_takes_a_data_folder_whose_path_is_long(self):
        with RunningSuite("--no-sample") as suite:
            suite.stop()
            suite.data = suite.data / ("long path, " * 12).strip()
            suite.start()
            self.assertIn("organisations", suite.get("/v1/organisations"))
            self.assertEqual(suite.stop(), 0, suite.progress)
            suite.data = next(path for path in suite.data.parents
                              if re.match("potential-", path.name))


if __name__ == "__main__":
    unittest.main()
