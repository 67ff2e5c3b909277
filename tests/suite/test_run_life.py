"""deploy/run from start to end: what it says, what it leaves, and what happens when a process dies."""

import os
import re
import signal
import time
import unittest

from running_suite import END_LIMIT, RunningSuite, processes_of

PROCESSES = ["workforce", "evidence", "partnerships", "occupation", "gateway"]


def wait_until(condition):
    deadline = time.monotonic() + END_LIMIT
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.02)


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

    def test_reports_a_process_that_dies_and_ends_the_others(self):
        for name in ["partnerships", "gateway", "redis"]:
            with self.subTest(name), RunningSuite("--no-sample") as suite:
                os.kill(suite.pid_of(name), signal.SIGKILL)
                self.assertEqual(suite.wait(), 1)
                errors = [line for line in suite.progress if line.startswith("error: ")]
                self.assertEqual(len(errors), 1, suite.progress)
                self.assertIn(f"{name} ended unexpectedly (status 137)", errors[0])
                self.assert_nothing_is_left(suite)

    def test_runs_without_redis(self):
        with RunningSuite("--no-sample", "--no-redis") as suite:
            self.assertFalse([words for words in processes_of(suite.data).values()
                              if "redis-server" in words])
            self.assertIn("pillars", suite.get("/v1/organisations/swlstg/dashboard"))

    def test_loads_an_edited_strategy_on_a_hangup(self):
        with RunningSuite("--no-sample") as suite:
            for name in PROCESSES:
                os.kill(suite.pid_of(name), signal.SIGHUP)
            logs = [suite.data / "log" / f"{name}.log" for name in PROCESSES]
            wait_until(lambda: all("strategies loaded" in log.read_text() for log in logs))
            for log in logs:
                self.assertIn("strategies loaded", log.read_text())

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
