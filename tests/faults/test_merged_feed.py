"""The gateway's change feed over all services: services and gateway killed while it is watched, with
no change lost and none told twice."""

import collections
import contextlib
import http.client
import itertools
import json
import subprocess
import threading
import unittest

import grpc

from fault_calls import (
    ORGANISATION, RefusalCase, change_service_pb2, change_service_pb2_grpc, error_of, position,
    stream_of)
from fault_processes import LIMIT, SERVICES, Suite, open_channel, wait_until
from running_suite import build_dir

WATCH = "/v1/changes:watch"
# How a watch may end that is not the test's own doing.
BROKEN = (grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.CANCELLED)


def watch(channel, start="", parents=(ORGANISATION,), **fields):
    return change_service_pb2_grpc.ChangeServiceStub(channel).WatchChanges(
        change_service_pb2.WatchChangesRequest(parents=parents, position=start), **fields)


class MergedWatcher(threading.Thread):
    """Follows the gateway's feed over every break, each time from the last position it received."""

    def __init__(self, gateway, start):
        super().__init__(daemon=True)
        self.commits = collections.defaultdict(list)  # revisions by service, as received
        self.delayed = set()
        self.surprises = []
        self.breaks = 0
        self._gateway = gateway
        self._position = start
        self._call = None
        self._closed = threading.Event()

    def run(self):
        while not self._closed.is_set():
            with open_channel(self._gateway.address) as channel:
                self._call = watch(channel, self._position)
                with contextlib.suppress(grpc.RpcError):
                    for message in self._call:
                        self._take(message)
                self.breaks += 1
                if self._call.code() not in BROKEN and not self._closed.is_set():
                    self.surprises.append(f"{self._call.code()}: {self._call.details()}")
                    return

    def _take(self, message):
        self._position = message.position
        self.delayed = {delay.service for delay in message.delays}
        if message.HasField("commit"):
            self.commits[message.service].append(message.commit.revision)

    def last(self, service):
        return self.commits[service][-1] if self.commits[service] else 0

    def close(self):
        self._closed.set()
        self._call.cancel()
        self.join(LIMIT)


class Writer(threading.Thread):
    """Commits in one service until closed, over all its breaks."""

    def __init__(self, http, service, initiative):
        super().__init__(daemon=True)
        self.written = 0
        self.surprises = []
        self._http = http
        self._service = service
        self._path = f"/v1/{initiative}"
        self._closed = threading.Event()

    def run(self):
        number = 0
        while not self._closed.is_set():
            number += 1
            try:
                answer = self._http().ask("PATCH", self._path, {"notes": f"note {number}"})
            except (OSError, http.client.HTTPException):
                continue  # The gateway is away.
            if answer.status == 200:
                self.written += 1
            elif answer.status != 503:
                self.surprises.append(answer.body)
                return

    def close(self):
        self._closed.set()
        self.join(LIMIT)


class MergedFeedTest(RefusalCase):

    def setUp(self):
        self.suite = Suite()
        self.addCleanup(self.suite.__exit__)
        self.suite.start()

    def initiatives(self):
        """An initiative of each service: records that all of them have."""
        found = {}
        token = ""
        while True:
            page = self.suite.http.get(f"/v1/{ORGANISATION}/initiatives?pageToken={token}").json()
            for initiative in page.get("initiatives", []):
                service = initiative["initiativeId"].split(".")[0]
                found.setdefault(service, initiative["name"])
            token = page.get("nextPageToken", "")
            if not token:
                return found

    def revision_of(self, service):
        """The service's last revision, by its own feed."""
        request = {"queries": [{"indicator": self.indicator_of(service), "startDate": "2026-01-01",
                                "endDate": "2026-01-31"}]}
        answer = self.suite.http.post(f"/v1/{ORGANISATION}/indicators:query", request).json()
        return int(answer["revisions"][service])

    def indicator_of(self, service):
        catalogue = self.suite.http.get("/v1/indicators").json()["indicators"]
        return next(each["id"] for each in catalogue if each["id"].startswith(f"{service}."))

    def test_no_change_is_lost_or_told_twice(self):
        with open_channel(self.suite.gateway.address) as channel:
            start = position(channel, [ORGANISATION])
        first = {service: self.revision_of(service) + 1 for service in SERVICES}
        watchers = [MergedWatcher(self.suite.gateway, start) for _ in range(2)]
        writers = {service: Writer(lambda: self.suite.http, service, initiative)
                   for service, initiative in self.initiatives().items()}
        self.assertEqual(sorted(writers), sorted(SERVICES))
        for thread in [*watchers, *writers.values()]:
            thread.start()
            self.addCleanup(thread.close)
        for name in SERVICES:
            service = self.suite.services[name]
            service.kill()
            # The others' changes go on, and the messages say whose do not.
            wait_until(lambda: all(each.delayed == {name} for each in watchers),
                       f"both watchers hear that {name} is away")
            seen = {other: [each.last(other) for each in watchers] for other in SERVICES}
            wait_until(lambda: all(each.last(other) > before
                                   for other in SERVICES if other != name
                                   for each, before in zip(watchers, seen[other])),
                       f"changes of the others while {name} is away")
            service.start()
            written = writers[name].written
            wait_until(lambda: writers[name].written > written + 1, f"{name} is written to again")
        self.suite.gateway.kill()
        self.suite.gateway.start()
        wait_until(lambda: all(each.breaks > 0 for each in watchers), "the watchers have noticed")
        for writer in writers.values():
            writer.close()
            self.assertEqual(writer.surprises, [])
        last = {service: self.revision_of(service) for service in SERVICES}
        wait_until(lambda: all(each.last(service) >= last[service]
                               for each in watchers for service in SERVICES)
                   or any(each.surprises for each in watchers), "all changes are told")
        for watcher in watchers:
            watcher.close()
            self.assertEqual(watcher.surprises, [])
            for service in SERVICES:
                self.assertEqual(watcher.commits[service],
                                 list(range(first[service], last[service] + 1)), service)

    def test_watch_begun_while_a_service_is_away_says_so(self):
        self.suite.services["evidence"].kill()
        with open_channel(self.suite.gateway.address) as channel:
            with contextlib.closing(stream_of(watch(channel, timeout=LIMIT))) as messages:
                delays = next(message for message in messages if message.delays).delays
                self.assertEqual([(each.service, each.position_unknown) for each in delays],
                                 [("evidence", True)])
                self.suite.services["evidence"].start()
                next(message for message in messages if not message.delays)
                name = self.initiatives()["evidence"]
                self.suite.http.ask("PATCH", f"/v1/{name}", {"notes": "found"})
                found = next(message for message in messages if message.HasField("commit"))
                self.assertEqual(found.service, "evidence")
                self.assertEqual(found.commit.changes[0].name, name)

    def test_a_frozen_service_is_delayed_and_comes_back(self):
        with open_channel(self.suite.gateway.address) as channel:
            with contextlib.closing(stream_of(watch(channel, timeout=LIMIT))) as messages:
                next(message for message in messages if not message.delays)
                self.suite.services["occupation"].freeze()
                delays = next(message for message in messages if message.delays).delays
                self.assertEqual([(each.service, each.position_unknown) for each in delays],
                                 [("occupation", False)])
                self.suite.services["occupation"].thaw()
                next(message for message in messages if not message.delays)

    def test_bad_positions_and_organisations(self):
        with open_channel(self.suite.services["workforce"].address) as channel:
            of_service = position(channel, [ORGANISATION])
        with open_channel(self.suite.gateway.address) as channel:
            for start, parents, code in [
                    ("x", [ORGANISATION], grpc.StatusCode.INVALID_ARGUMENT),
                    (of_service, [ORGANISATION], grpc.StatusCode.INVALID_ARGUMENT),
                    (f"g1.{of_service}.AAAA..", [ORGANISATION], grpc.StatusCode.INVALID_ARGUMENT),
                    # The store of another service is another store.
                    (f"g1..{of_service}..", [ORGANISATION], grpc.StatusCode.OUT_OF_RANGE),
                    ("", ["organisations/nowhere"], grpc.StatusCode.NOT_FOUND)]:
                with self.subTest(position=start[:40], parents=parents):
                    error = error_of(list, watch(channel, start, parents, timeout=LIMIT))
                    self.assertEqual(error.code(), code, error)
                    self.assert_no_leak(error.details())

    def test_the_same_feed_by_http(self):
        connection = self.suite.http.connect()
        self.addCleanup(connection.close)
        connection.request("GET", f"{WATCH}?parents={ORGANISATION}",
                           headers={"Accept": "application/x-ndjson"})
        lines = connection.getresponse()
        first = json.loads(lines.readline())["result"]
        self.assertNotIn("commit", first)
        name = self.initiatives()["partnerships"]
        self.suite.http.ask("PATCH", f"/v1/{name}", {"notes": "by HTTP"})
        found = first
        while "commit" not in found:
            found = json.loads(lines.readline())["result"]
        self.assertEqual(found["service"], "partnerships")
        self.assertEqual(found["commit"]["changes"][0]["name"], name)
        # The position is the same thing by gRPC.
        with open_channel(self.suite.gateway.address) as channel:
            with contextlib.closing(
                    stream_of(watch(channel, first["position"], timeout=LIMIT))) as messages:
                again = next(message for message in messages if message.HasField("commit"))
        self.assertEqual(again.position, found["position"])

    def test_potentialctl_watches_it(self):
        with subprocess.Popen(
                [build_dir() / "bin" / "potentialctl", "--address", self.suite.gateway.address,
                 "watch", "--changes", ORGANISATION], stdout=subprocess.PIPE, text=True) as command:
            self.addCleanup(command.kill)
            told = []
            reader = threading.Thread(target=lambda: told.append(command.stdout.readline()))
            reader.start()
            # The watch begins at some moment; the first change after that is told.
            name = self.initiatives()["occupation"]
            numbers = itertools.count()
            wait_until(lambda: self.suite.http.ask("PATCH", f"/v1/{name}",
                                                   {"notes": f"change {next(numbers)}"}) and told,
                       "potentialctl prints a change")
            command.terminate()
            reader.join(LIMIT)
        self.assertEqual(json.loads(told[0])["commit"]["changes"][0]["name"], name)


if __name__ == "__main__":
    unittest.main()
