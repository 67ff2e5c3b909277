"""A client that goes away before its answer: the call ends with it, also at the service."""

import contextlib
import unittest

from grpc import StatusCode

from fault_calls import ORGANISATION, error_of, opportunities, opportunity_service_pb2, shadowing_json
from fault_processes import LIMIT, SERVING, Suite, open_channel, wait_until

LIST = f"/v1/{ORGANISATION}/opportunities"
LIST_METHOD = "/potential.workforce.v1.OpportunityService/ListOpportunities"
# Longer than any test waits, so that no call ends because its time was over.
LONG = {"Grpc-Timeout": "300S"}


class ClientGoneTest(unittest.TestCase):
    """The service is frozen, so that nothing but the client's going can end a call."""

    def setUp(self):
        self.suite = Suite(gateway_options=["--log-level=debug"])
        self.addCleanup(self.suite.__exit__)
        self.suite.start()
        self.gateway = self.suite.gateway
        # Connections to the service are there before it is frozen.
        self.assertEqual(self.suite.http.get(LIST).status, 200)
        self.service = self.suite.services["workforce"]
        self.service.freeze()
        self.addCleanup(self.service.thaw)

    def events(self, event, **fields):
        return [entry for entry in self.gateway.events()
                if entry["event"] == event and fields.items() <= entry.items()]

    def ask_and_go(self, method, path, body=None):
        with contextlib.closing(self.suite.http.connect()) as connection:
            connection.request(method, path, body, {**LONG, "Content-Type": "application/json"})

    def test_a_call_of_the_services_own_ends_with_its_client(self):
        self.ask_and_go("GET", LIST)
        # The line is written when the call is over, not when the client has gone.
        wait_until(lambda: self.events("http", status="499"), "the call is over")
        self.service.thaw()
        self.assertEqual(self.suite.http.get(LIST).status, 200)

    def test_a_write_ends_with_its_client(self):
        self.ask_and_go("POST", LIST, str(shadowing_json()).replace("'", '"'))
        wait_until(lambda: self.events("http", status="499"), "the call is over")

    def test_a_call_of_the_gateways_own_ends_with_its_client(self):
        self.ask_and_go("GET", f"/v1/{ORGANISATION}/initiatives/workforce-recruitment")
        wait_until(lambda: self.events("http", status="499"), "the call is over")
        method = "/potential.indicators.v1.InitiativeService/GetInitiative"
        # Whether it was begun by then is a matter of luck.
        wait_until(lambda: self.events("call", method=method),
                   "the gateway's own part of it is over")

    def test_figures_asked_for_by_post_end_with_their_client(self):
        self.ask_and_go("POST", f"/v1/{ORGANISATION}/indicators:query",
                        '{"queries": [{"indicator": "workforce.bulletins_published", '
                        '"startDate": "2026-01-01", "endDate": "2026-01-31"}]}')
        wait_until(lambda: self.events("http", status="499"), "the call is over")

    def list_by(self, channel, timeout):
        """A call that the frozen service does not answer; begun when this returns."""
        self.await_answer(channel)
        call = opportunities(channel).ListOpportunities.future(
            opportunity_service_pb2.ListOpportunitiesRequest(parent=ORGANISATION), timeout=timeout)
        # Answered after the gateway has read the call before it on this connection.
        self.await_answer(channel)
        return call

    def await_answer(self, channel):
        wait_until(lambda: self.gateway.health(channel) == SERVING, "the gateway answers")

    def ended(self, codes):
        """The ends that the gateway has logged of such calls; they must have one of the codes."""
        ends = self.events("call", method=LIST_METHOD)
        self.assertLessEqual({entry["code"] for entry in ends}, codes)
        return ends

    def test_a_grpc_call_that_is_cancelled_ends_at_the_gateway(self):
        with open_channel(self.gateway.address) as channel:
            call = self.list_by(channel, timeout=10 * LIMIT)
            self.assertEqual(self.ended(set()), [])
            call.cancel()
            wait_until(lambda: self.ended({"CANCELLED"}), "the call is over")

    def test_a_grpc_call_whose_deadline_passes_ends_at_the_gateway(self):
        with open_channel(self.gateway.address) as channel:
            error = error_of(self.list_by(channel, timeout=2).result)
            self.assertEqual(error.code(), StatusCode.DEADLINE_EXCEEDED)
            # Its own clock or the client's word: whichever the gateway notices first.
            wait_until(lambda: self.ended({"CANCELLED", "DEADLINE_EXCEEDED"}), "the call is over")


if __name__ == "__main__":
    unittest.main()
