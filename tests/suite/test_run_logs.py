"""What stands in the logs of a running suite: every call with its ids, and no text of a caller."""

import json
import re
import time
import unittest
import urllib.error
import urllib.request

from running_suite import END_LIMIT, RunningSuite

# What someone may type where no name belongs.
PERSONAL = "MRS SMITH 07700900000"
TRACE = "0af7651916cd43dd8448eb211c80319c"
OPPORTUNITIES = "/v1/organisations/swlstg/opportunities"
GOOD = {"serviceLine": "community", "kind": "SHADOWING", "title": "A day out", "places": 1}


def lines_of(suite, name, event):
    """The JSON lines of an event in a process's log."""
    text = (suite.data / "log" / f"{name}.log").read_text("utf-8")
    # A line that is just being written has no end.
    lines = [json.loads(line) for line in text.splitlines(keepends=True)
             if line.startswith("{") and line.endswith("}\n")]
    return [line for line in lines if line["event"] == event]


class RunLogsTest(unittest.TestCase):

    @classmethod
    def setUpClass(cls):
        cls.suite = RunningSuite("--no-sample").__enter__()

    @classmethod
    def tearDownClass(cls):
        cls.suite.__exit__()

    def ask(self, request_id, path, body=None, **headers):
        """The status of the answer."""
        request = urllib.request.Request(
            self.suite.http + path, data=None if body is None else json.dumps(body).encode(),
            headers={"X-Request-Id": request_id, **headers,
                     **({} if body is None else {"Content-Type": "application/json"})})
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return answer.status
        except urllib.error.HTTPError as error:
            return error.code

    def line_of(self, name, event, request_id):
        """The only such line; it may be written after the answer has come."""
        deadline = time.monotonic() + END_LIMIT
        found = []
        while not found and time.monotonic() < deadline:
            found = [line for line in lines_of(self.suite, name, event)
                     if line["request_id"] == request_id]
        self.assertEqual(len(found), 1, found)
        return found[0]

    def test_rejected_text_is_in_no_log(self):
        # The first two are refused by the service, the others at the edge.
        bodies = [{**GOOD, "serviceLine": PERSONAL}, {**GOOD, "evidenceLinks": [PERSONAL]},
                  {**GOOD, "teamCode": PERSONAL}, {**GOOD, "title": [PERSONAL]}, {PERSONAL: 1}]
        for number, body in enumerate(bodies):
            self.assertEqual(self.ask(f"rejected-{number}", OPPORTUNITIES, body), 400, body)
            self.line_of("gateway", "http", f"rejected-{number}")
        for path in ["/MRS-SMITH-07700900000", f"{OPPORTUNITIES}/mrs-smith-07700900000",
                     f"{OPPORTUNITIES}?filter=title=%22MRS%20SMITH%2007700900000%22%20AND%20x"]:
            self.assertIn(self.ask("rejected-path", path), (400, 404))
        self.ask("rejected-trace", OPPORTUNITIES, Traceparent=PERSONAL)
        lines = [self.line_of("workforce", "call", f"rejected-{number}") for number in range(2)]
        for log in (self.suite.data / "log").iterdir():
            self.assertIsNone(re.search("SMITH|07700900000", log.read_text("utf-8"), re.I), log)
        for line, field in zip(lines, ["service_line", "evidence_links[0]"]):
            self.assertEqual(
                {key: line[key] for key in ("code", "reason", "fields")},
                {"code": "INVALID_ARGUMENT", "reason": "FIELD_VIOLATION",
                 "fields": f"opportunity.{field}"})

    def test_a_call_has_one_trace_from_the_edge_to_the_service(self):
        self.assertEqual(self.ask("traced-1", OPPORTUNITIES, GOOD), 200)
        self.assertEqual(self.ask("traced-2", OPPORTUNITIES, GOOD,
                                  Traceparent=f"00-{TRACE}-b7ad6b7169203331-01"), 200)
        traces = []
        for request_id in ("traced-1", "traced-2"):
            edge = self.line_of("gateway", "http", request_id)
            service = self.line_of("workforce", "call", request_id)
            self.assertRegex(edge["trace_id"], r"\A[0-9a-f]{32}\Z")
            self.assertRegex(edge["span_id"], r"\A[0-9a-f]{16}\Z")
            self.assertEqual(service["trace_id"], edge["trace_id"])
            self.assertNotEqual(service["span_id"], edge["span_id"])
            self.assertNotIn("traceparent", {**edge, **service})
            traces.append(edge["trace_id"])
        self.assertEqual(traces[1], TRACE)
        self.assertNotEqual(traces[0], TRACE)

    def test_a_read_has_a_line_at_the_edge(self):
        self.assertEqual(self.ask("read-1", OPPORTUNITIES), 200)
        self.assertEqual(self.line_of("gateway", "http", "read-1")["level"], "info")
        self.assertEqual(self.ask("probe-1", "/healthz"), 200)
        self.assertFalse([line for line in lines_of(self.suite, "gateway", "http")
                          if line["request_id"] == "probe-1"])


if __name__ == "__main__":
    unittest.main()
