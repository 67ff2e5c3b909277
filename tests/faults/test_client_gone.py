"""A client that goes away before its answer: the call ends with it, also at the service."""

import contextlib
import unittest

from grpc import StatusCode

from fault_calls import ORGANISATION, error_of, opportunities, opportunity_service_pb2, shadowing_json
from fault_processes import LIMIT, Suite, open_channel, wait_until

LIST = f"/v1/{ORGANISATION}/opportunities"
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

    def test_a_grpc_call_that_is_cancelled_ends_at_the_gateway(self):
        method = "/potential.workforce.v1.OpportunityService/ListOpportunities"
        with open_channel(self.gateway.address) as channel:
            call = opportunities(channel).ListOpportunities.future(
                opportunity_service_pb2.ListOpportunitiesRequest(parent=ORGANISATION),
                timeout=10 * LIMIT)
            error = error_of(opportunities(channel).ListOpportunities,
                             opportunity_service_pb2.ListOpportunitiesRequest(parent=ORGANISATION),
                             timeout=0.2)
            self.assertEqual(error.code(), StatusCode.DEADLINE_EXCEEDED)
            call.cancel()
            wait_until(lambda: len(self.events("call", method=method, code="CANCELLED")) == 2,
                       "both calls are over")


if __name__ == "__main__":
    unittest.main()
