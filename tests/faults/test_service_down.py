"""A service, all services or Redis away, hung or back: dashboards say so and go on."""

import contextlib
import unittest

from grpc import StatusCode

from fault_calls import (
    IDENTITY, ORGANISATION, RefusalCase, dashboard_pb2, dashboard_service_pb2,
    dashboard_service_pb2_grpc, opportunities, opportunity_service_pb2, shadowing_json, stream_of)
from fault_processes import LIMIT, SERVICES, Suite, open_channel, wait_until

DASHBOARD = f"/v1/{ORGANISATION}/dashboard"
# A service that is back is found again within so many seconds.
FOUND_AGAIN = 10


def panels(dashboard):
    return {panel["service"]: panel for panel in dashboard["panels"]}


def in_state(state, dashboard):
    return sorted(name for name, panel in panels(dashboard).items() if panel["state"] == state)


def outcomes(dashboard):
    return {outcome["id"]: outcome for pillar in dashboard["pillars"]
            for outcome in pillar["outcomes"]}


class DownCase(RefusalCase):
    """A suite for each test, as each harms it."""

    def start(self, **options):
        suite = Suite(**options)
        self.addCleanup(suite.__exit__)
        suite.start()
        self.suite = suite
        self.http = suite.http
        return suite

    def dashboard(self):
        answer = self.http.get(DASHBOARD)
        self.assertEqual(answer.status, 200, answer.body[:1000])
        return answer.json()

    def dashboard_without(self, *services, stale=()):
        """The dashboard, in which exactly these services are missing or stale, the others fresh."""
        found = self.dashboard()
        self.assertEqual(in_state("MISSING", found), sorted(services))
        self.assertEqual(in_state("STALE", found), sorted(stale))
        self.assertIs(found.get("partial", False), bool(services or stale))
        self.assert_no_leak(str(found["panels"]))
        return found

    def wait_until_whole(self):
        return wait_until(lambda: not self.dashboard().get("partial", False),
                          "all panels are fresh", limit=FOUND_AGAIN)

    def restart_gateway(self):
        self.suite.gateway.kill()
        self.suite.gateway.start()
        self.http = self.suite.http

    def without_time(self, dashboard):
        return {key: value for key, value in dashboard.items() if key != "computeTime"}


class ServiceDownTest(DownCase):

    def test_one_service_away_and_back(self):
        self.start()
        whole = self.dashboard_without()
        for name in SERVICES:
            with self.subTest(name):
                service = self.suite.services[name]
                service.kill()
                self.check_stale(self.dashboard_without(stale=[name]), whole, name)
                # A gateway that never had its answer has nothing to put in its place.
                self.restart_gateway()
                self.check_partial(self.dashboard_without(name), whole, name)
                service.start()
                self.wait_until_whole()
                self.assertEqual(self.without_time(self.dashboard()), self.without_time(whole))

    def check_stale(self, stale, whole, name):
        """The earlier figures are there, and every outcome that rests on them says so."""
        panel = panels(stale)[name]
        self.assertEqual(panel["reason"], "it cannot be reached")
        self.assertGreaterEqual(int(panel.get("ageSeconds", 0)), 0)
        before = outcomes(whole)
        resting = 0
        for key, outcome in outcomes(stale).items():
            self.assertEqual(outcome["status"], before[key]["status"], key)
            self.assertEqual(outcome.get("value"), before[key].get("value"), key)
            if outcome == before[key]:
                self.assertFalse(key.startswith(f"{name}."), key)
                continue
            self.assertEqual(outcome["staleServices"], [name])
            if outcome["reason"] != before[key]["reason"]:
                self.assertIn(f"The figures of {name} are those of ", outcome["reason"])
                resting += 1
        self.assertGreater(resting, 0)

    def check_partial(self, partial, whole, name):
        """What is missing is said where a reader looks, and all the rest is as it was."""
        self.assertEqual(panels(partial)[name]["reason"], "it cannot be reached")
        before = outcomes(whole)
        for key, outcome in outcomes(partial).items():
            # An outcome of another pillar may rest on this service too.
            if not key.startswith(f"{name}.") and outcome == before[key]:
                continue
            self.assertEqual(outcome["status"], "NO_DATA", key)
            self.assertIn("service that keeps", outcome["reason"])
            self.assertNotIn("value", outcome)
            self.assert_no_leak(outcome["reason"])

    def test_calls_to_a_service_that_is_away(self):
        self.start()
        self.suite.services["workforce"].kill()
        for method, path, body in [("GET", f"/v1/{ORGANISATION}/opportunities", None),
                                   ("POST", f"/v1/{ORGANISATION}/opportunities", shadowing_json())]:
            answer = self.http.ask(method, path, body)
            self.assert_refused(answer, 503, StatusCode.UNAVAILABLE)
            self.assertGreaterEqual(int(answer.headers["Retry-After"]), 1)
        with open_channel(self.suite.gateway.address) as channel:
            self.assert_rpc_refused(
                StatusCode.UNAVAILABLE, opportunities(channel).ListOpportunities,
                opportunity_service_pb2.ListOpportunitiesRequest(parent=ORGANISATION))
        # The others are as they were.
        self.assertEqual(self.http.get(f"/v1/{ORGANISATION}/partners").status, 200)
        self.suite.services["workforce"].start()
        wait_until(lambda: self.http.get(f"/v1/{ORGANISATION}/opportunities").status == 200,
                   "the service answers again", limit=FOUND_AGAIN)

    def test_all_services_away_and_back(self):
        self.start()
        self.dashboard_without()
        for service in self.suite.services.values():
            service.kill()
        self.dashboard_without(stale=SERVICES)
        self.restart_gateway()
        answer = self.http.get(DASHBOARD)
        self.assert_refused(answer, 503, StatusCode.UNAVAILABLE)
        self.assertGreaterEqual(int(answer.headers["Retry-After"]), 1)
        # What needs no service is there all the same.
        self.assertEqual(self.http.get(f"/v1/{ORGANISATION}/strategy").status, 200)
        self.assertEqual(self.http.get("/healthz").status, 200)
        for service in self.suite.services.values():
            service.start()
        wait_until(lambda: self.http.get(DASHBOARD).status == 200, "the dashboard is back",
                   limit=FOUND_AGAIN)
        self.wait_until_whole()

    def test_a_service_that_hangs(self):
        self.start(gateway_options=["--backend-timeout=3s"])
        self.dashboard_without()
        service = self.suite.services["evidence"]
        service.freeze()
        found = self.dashboard_without(stale=["evidence"])
        self.assertEqual(panels(found)["evidence"]["reason"], "it did not answer in time")
        service.thaw()
        self.wait_until_whole()

    def test_another_callers_figures_do_not_stand_in(self):
        self.start()
        self.dashboard_without()
        self.suite.services["workforce"].kill()
        self.dashboard_without(stale=["workforce"])
        answer = self.http.get(DASHBOARD, {IDENTITY: "role=viewer"})
        self.assertEqual(in_state("MISSING", answer.json()), ["workforce"])

    def test_figures_that_are_too_old_do_not_stand_in(self):
        self.start(gateway_options=["--stale-limit=0s"])
        self.dashboard_without()
        self.suite.services["workforce"].kill()
        self.dashboard_without("workforce")

    def test_a_watcher_hears_of_a_service_lost_and_found(self):
        self.start()
        with open_channel(self.suite.gateway.address) as channel:
            call = dashboard_service_pb2_grpc.DashboardServiceStub(channel).WatchDashboard(
                dashboard_service_pb2.WatchDashboardRequest(name=f"{ORGANISATION}/dashboard"),
                timeout=LIMIT)
            with contextlib.closing(stream_of(call)) as messages:
                states = (self.state_of(message, "occupation") for message in messages)
                self.assertIn("FRESH", states)
                self.suite.services["occupation"].kill()
                self.assertIn("STALE", states)
                self.suite.services["occupation"].start()
                self.assertIn("FRESH", states)

    def state_of(self, message, service):
        panel = next(each for each in message.dashboard.panels if each.service == service)
        return dashboard_pb2.Panel.State.Name(panel.state)

    def test_the_gateway_starts_without_services(self):
        suite = Suite()
        self.addCleanup(suite.__exit__)
        self.suite = suite
        suite.gateway.start()
        self.http = suite.http
        self.assert_refused(self.http.get(DASHBOARD), 503, StatusCode.UNAVAILABLE)
        for service in suite.services.values():
            service.start()
        wait_until(lambda: self.http.get(DASHBOARD).status == 200, "the services are found",
                   limit=FOUND_AGAIN)
        self.wait_until_whole()

    def test_the_gateway_killed_and_back(self):
        self.start()
        made = self.http.post(f"/v1/{ORGANISATION}/opportunities", shadowing_json()).json()
        self.restart_gateway()
        self.assertEqual(self.http.get(f"/v1/{made['name']}").json(), made)
        self.dashboard_without()


class RedisDownTest(DownCase):

    def change(self):
        """Changes what the dashboard rests on, so that no earlier answer will do."""
        made = self.http.post(f"/v1/{ORGANISATION}/opportunities", shadowing_json()).json()
        answer = self.http.post(f"/v1/{made['name']}:open", {})
        self.assertEqual(answer.status, 200, answer.body)

    def test_redis_killed_and_back(self):
        self.start(redis=True)
        self.dashboard_without()
        self.suite.redis.kill()
        self.dashboard_without()
        self.change()
        self.dashboard_without()
        self.suite.redis.socket.unlink(missing_ok=True)
        self.suite.redis.start()
        # It is used again: a dashboard is kept there.
        wait_until(lambda: self.dashboard_without() and self.suite.redis.call("KEYS", "potential:*"),
                   "the gateway keeps a dashboard in Redis")

    def test_redis_hangs(self):
        self.start(redis=True)
        self.dashboard_without()
        self.suite.redis.freeze()
        self.dashboard_without()
        self.change()
        self.dashboard_without()
        self.suite.redis.thaw()
        self.dashboard_without()

    def test_redis_full_of_rubbish(self):
        self.start(redis=True)
        whole = self.dashboard_without()
        keys = wait_until(lambda: self.suite.redis.call("KEYS", "potential:*"),
                          "the gateway keeps a dashboard in Redis")
        for key in keys:
            self.assertEqual(self.suite.redis.call("SET", key, "rubbish"), ["OK"])
        self.assertEqual(self.without_time(self.dashboard_without()), self.without_time(whole))
        for key in keys:
            self.suite.redis.call("DEL", key)
            self.suite.redis.call("LPUSH", key, "a list")
        self.assertEqual(self.without_time(self.dashboard_without()), self.without_time(whole))

    def test_redis_without_memory(self):
        self.start(redis=True)
        self.assertEqual(self.suite.redis.call("CONFIG", "SET", "maxmemory", "1"), ["OK"])
        self.dashboard_without()
        self.change()
        self.dashboard_without()


if __name__ == "__main__":
    unittest.main()
