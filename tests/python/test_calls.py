"""The contracts work from another language: Python calls the running suite by gRPC."""

import unittest
import uuid

import grpc

from running_suite import RunningSuite, build_dir
import stubs

stubs.generate(build_dir())

# pylint: disable=wrong-import-position
from google.rpc import error_details_pb2, status_pb2
from potential.dashboard.v1 import dashboard_service_pb2, dashboard_service_pb2_grpc
from potential.strategy.v1 import strategy_service_pb2, strategy_service_pb2_grpc
from potential.workforce.v1 import (
    opportunity_pb2, opportunity_service_pb2, opportunity_service_pb2_grpc)

ORGANISATION = "organisations/swlstg"
SERVING = b"\x08\x01"  # HealthCheckResponse{status: SERVING}
LIMIT = 60


def shadowing(**fields):
    values = {"service_line": "community", "kind": opportunity_pb2.Opportunity.SHADOWING,
              "title": "A day with the community team", "places": 2, **fields}
    return opportunity_pb2.Opportunity(**values)


def details(error, kind):
    """The detail of a kind in a failed call's status."""
    for key, value in error.trailing_metadata():
        if key == "grpc-status-details-bin":
            for packed in status_pb2.Status.FromString(value).details:
                found = kind()
                if packed.Unpack(found):
                    return found
    raise AssertionError(f"no {kind.__name__} in {error}")


class CallsTest(unittest.TestCase):

    @classmethod
    def setUpClass(cls):
        cls.suite = RunningSuite("--no-sample")
        cls.addClassCleanup(cls.suite.__exit__, None, None, None)
        cls.suite.start()
        cls.channel = grpc.insecure_channel(cls.suite.grpc)
        cls.addClassCleanup(cls.channel.close)
        cls.strategies = strategy_service_pb2_grpc.StrategyServiceStub(cls.channel)
        cls.dashboards = dashboard_service_pb2_grpc.DashboardServiceStub(cls.channel)
        cls.opportunities = opportunity_service_pb2_grpc.OpportunityServiceStub(cls.channel)

    def create(self, opportunity, **fields):
        request = opportunity_service_pb2.CreateOpportunityRequest(
            parent=ORGANISATION, opportunity=opportunity, **fields)
        return self.opportunities.CreateOpportunity(request, timeout=LIMIT)

    def get(self, name):
        return self.opportunities.GetOpportunity(
            opportunity_service_pb2.GetOpportunityRequest(name=name), timeout=LIMIT)

    def assert_refused(self, code, call, *arguments, **fields):
        with self.assertRaises(grpc.RpcError) as caught:
            call(*arguments, **fields)
        self.assertEqual(caught.exception.code(), code, caught.exception)
        return caught.exception

    def test_health_says_serving(self):
        check = self.channel.unary_unary("/grpc.health.v1.Health/Check")
        self.assertEqual(check(b"", timeout=LIMIT), SERVING)

    def test_lists_both_organisations(self):
        answer = self.strategies.ListOrganisations(
            strategy_service_pb2.ListOrganisationsRequest(), timeout=LIMIT)
        self.assertEqual([organisation.name for organisation in answer.organisations],
                         ["organisations/swlstg", "organisations/tower-hamlets"])

    def test_dashboard_has_every_outcome_with_a_reason(self):
        answer = self.dashboards.GetDashboard(dashboard_service_pb2.GetDashboardRequest(
            name=f"{ORGANISATION}/dashboard"), timeout=LIMIT)
        outcomes = [outcome for pillar in answer.pillars for outcome in pillar.outcomes]
        self.assertEqual((len(answer.pillars), len(outcomes)), (4, 22))
        self.assertEqual([outcome.id for outcome in outcomes if not outcome.reason], [])

    def test_watch_sends_the_dashboard_again_after_a_change(self):
        states = self.dashboards.WatchDashboard(dashboard_service_pb2.WatchDashboardRequest(
            name=f"{ORGANISATION}/dashboard"), timeout=LIMIT)
        first = next(states).dashboard
        made = self.create(shadowing())
        self.opportunities.OpenOpportunity(
            opportunity_service_pb2.OpenOpportunityRequest(name=made.name), timeout=LIMIT)
        # Ends with DEADLINE_EXCEEDED if no state ever shows the opening.
        later = next(state.dashboard for state in states if state.dashboard.pillars != first.pillars)
        self.assertEqual(later.name, first.name)
        states.cancel()

    def test_a_record_is_created_read_listed_changed_and_deleted(self):
        title = f"Title {uuid.uuid4().hex}"
        made = self.create(shadowing(title=title))
        self.assertEqual(self.get(made.name), made)

        listed = self.opportunities.ListOpportunities(
            opportunity_service_pb2.ListOpportunitiesRequest(
                parent=ORGANISATION, filter=f'title = "{title}"'), timeout=LIMIT)
        self.assertEqual(list(listed.opportunities), [made])

        change = opportunity_service_pb2.UpdateOpportunityRequest()
        change.opportunity.CopyFrom(made)
        change.opportunity.places = 7
        change.update_mask.paths.append("places")
        changed = self.opportunities.UpdateOpportunity(change, timeout=LIMIT)
        self.assertEqual((changed.places, changed.title), (7, title))
        self.assertNotEqual(changed.etag, made.etag)
        self.assert_refused(grpc.StatusCode.ABORTED, self.opportunities.UpdateOpportunity, change,
                            timeout=LIMIT)

        self.opportunities.DeleteOpportunity(
            opportunity_service_pb2.DeleteOpportunityRequest(name=made.name), timeout=LIMIT)
        self.assertTrue(self.get(made.name).HasField("delete_time"))

    def test_a_repeated_request_id_gives_the_first_answer(self):
        request_id = str(uuid.uuid4())
        first = self.create(shadowing(), request_id=request_id)
        self.assertEqual(self.create(shadowing(), request_id=request_id), first)
        self.assert_refused(grpc.StatusCode.INVALID_ARGUMENT, self.create, shadowing(places=3),
                            request_id=request_id)

    def test_bad_input_names_every_field(self):
        error = self.assert_refused(grpc.StatusCode.INVALID_ARGUMENT, self.create,
                                    shadowing(places=0, service_line="no-such-line"))
        fields = {violation.field
                  for violation in details(error, error_details_pb2.BadRequest).field_violations}
        self.assertEqual(fields, {"opportunity.places", "opportunity.service_line"})
        self.assertEqual(details(error, error_details_pb2.ErrorInfo).domain, "potential")

    def test_what_is_not_there_is_not_found(self):
        for name in [f"{ORGANISATION}/opportunities/none", "organisations/none/opportunities/none"]:
            self.assert_refused(grpc.StatusCode.NOT_FOUND, self.get, name)


if __name__ == "__main__":
    unittest.main()
