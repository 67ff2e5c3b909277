"""When deploy/run loads the sample, and when it must not."""

import signal
import unittest

from running_suite import RunningSuite

OPPORTUNITIES = "/v1/organisations/swlstg/opportunities?pageSize=1000"


def opportunities(suite):
    return suite.get(OPPORTUNITIES).get("opportunities", [])


class RunSampleTest(unittest.TestCase):

    def test_loads_it_once_and_resumes_an_interrupted_loading(self):
        with RunningSuite() as whole:
            print(f"first start with sample: {whole.start_seconds:.1f} s")
            expected = sorted(record["name"] for record in opportunities(whole))
            self.assertTrue(expected)
            self.assertEqual(whole.stop(), 0)
            whole.start()
            print(f"second start with sample: {whole.start_seconds:.1f} s")
            self.assertFalse([line for line in whole.progress if "sample" in line])
            self.assertEqual(sorted(record["name"] for record in opportunities(whole)), expected)

        with RunningSuite() as suite:
            suite.stop()
            suite.options = ("--fresh",)
            suite.launch()
            suite.wait_for_progress("loading the sample of swlstg")
            self.assertEqual(suite.stop(signal.SIGTERM), 128 + signal.SIGTERM, suite.progress)
            self.assertEqual((suite.data / "sample").read_text(), "loading\n")

            suite.options = ()
            suite.start()
            self.assertTrue([line for line in suite.progress if "resuming" in line])
            self.assertEqual(sorted(record["name"] for record in opportunities(suite)), expected)

    def test_is_not_loaded_into_records_that_began_without_it(self):
        with RunningSuite("--no-sample") as suite:
            self.assertEqual(opportunities(suite), [])
            self.assertEqual(suite.stop(), 0)
            suite.options = ()
            suite.start()
            self.assertEqual(opportunities(suite), [])

    def test_fresh_deletes_the_records_and_nothing_else(self):
        with RunningSuite("--no-sample") as suite:
            suite.post("/v1/organisations/swlstg/opportunities", {
                "serviceLine": "community", "kind": "SHADOWING", "title": "To be deleted",
                "places": 1})
            (suite.data / "own.txt").write_text("not the suite's")
            suite.stop()
            suite.options = ("--no-sample", "--fresh")
            suite.start()
            self.assertEqual(opportunities(suite), [])
            self.assertEqual((suite.data / "own.txt").read_text(), "not the suite's")


if __name__ == "__main__":
    unittest.main()
