"""The end of a process: what runs is finished, health says so first, and a second signal cuts short."""

import contextlib
import http.client
import json
import queue
import shutil
import signal
import unittest

import grpc

from fault_calls import (
    ORGANISATION, RefusalCase, change_service_pb2, change_service_pb2_grpc, detail_of,
    error_details_pb2, opportunities, opportunity_pb2, opportunity_service_pb2, shadowing,
    shadowing_json)
from fault_processes import (
    HEALTH, LIMIT, NOT_SERVING, SERVING, Service, Suite, make_folder, open_channel,
    wait_until)
from fault_writers import TOO_LATE, Round, WritersCase

CREATE = "/potential.workforce.v1.OpportunityService/CreateOpportunity"
LIST = f"/v1/{ORGANISATION}/opportunities"
# Longer than any test waits, so that nothing ends just because its time was over.
LONG_DRAIN = "--drain-timeout=10m"
CUT_SHORT = 1


class HealthWatch:
    """A stream of a server's health, on a connection of its own."""

    def __init__(self, address):
        self._channel = open_channel(address)
        self._states = iter(self._channel.unary_stream(HEALTH + "Watch")(b"", timeout=LIMIT))

    def next(self):
        return next(self._states)

    def close(self):
        self._channel.close()


class HeldCall:
    """A call that a server has taken and that cannot go on: its request is not sent yet."""

    def __init__(self, address, request):
        self._channel = open_channel(address)
        self._requests = queue.Queue()
        self._request = request
        # A connection that is there hands its calls over in order, unlike one that calls wait for.
        self._await_answer()
        call = self._channel.stream_unary(
            CREATE, request_serializer=type(request).SerializeToString,
            response_deserializer=opportunity_pb2.Opportunity.FromString)
        self.future = call.future(iter(self._requests.get, None), timeout=LIMIT)
        # When this one is answered, the server has the one before.
        self._await_answer()

    def _await_answer(self):
        self._channel.unary_unary(HEALTH + "Check")(b"", timeout=LIMIT)

    def finish(self):
        """Sends the request and returns the answer."""
        self._requests.put(self._request)
        self._requests.put(None)
        return self.future.result(LIMIT)

    def close(self):
        self._requests.put(None)
        self.future.cancel()
        self._channel.close()


def creation(**fields):
    return opportunity_service_pb2.CreateOpportunityRequest(
        parent=ORGANISATION, opportunity=shadowing(**fields))


class DrainCase(RefusalCase):

    def setUp(self):
        self.folder = make_folder()
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)

    def service(self, *options):
        service = Service("workforce", self.folder, *options)
        self.addCleanup(service.kill)
        return service.start()

    def hold(self, address, request=None):
        held = HeldCall(address, request or creation())
        self.addCleanup(held.close)
        return held

    def health(self, address):
        watch = HealthWatch(address)
        self.addCleanup(watch.close)
        self.assertEqual(watch.next(), SERVING)
        return watch

    def logged(self, program):
        return [entry["event"] for entry in program.events()]


class ServiceDrainTest(DrainCase):

    def test_finishes_what_runs_and_says_so_first(self):
        for number in (signal.SIGTERM, signal.SIGINT):
            with self.subTest(number):
                service = self.service(LONG_DRAIN)
                held, health = self.hold(service.address), self.health(service.address)
                service.send(number)
                self.assertEqual(health.next(), NOT_SERVING)
                made = held.finish()
                self.assertEqual(service.wait(), 0)
                self.assertEqual(self.logged(service)[-1], "drained")
                service.start()
                with open_channel(service.address) as channel:
                    found = opportunities(channel).GetOpportunity(
                        opportunity_service_pb2.GetOpportunityRequest(name=made.name))
                    self.assertEqual(found, made)
                self.assertEqual(service.end(), 0)

    def test_takes_no_new_calls(self):
        service = self.service(LONG_DRAIN)
        held, health = self.hold(service.address), self.health(service.address)
        service.send(signal.SIGTERM)
        self.assertEqual(health.next(), NOT_SERVING)

        def refused():
            with open_channel(service.address) as channel:
                try:
                    channel.unary_unary(HEALTH + "Check")(b"", timeout=LIMIT)
                except grpc.RpcError as error:
                    return error.code() == grpc.StatusCode.UNAVAILABLE
            return False
        wait_until(refused, "new connections are refused")
        held.finish()
        self.assertEqual(service.wait(), 0)

    def test_ends_watchers_with_a_reason(self):
        service = self.service(LONG_DRAIN)
        with open_channel(service.address) as channel:
            stream = change_service_pb2_grpc.ChangeServiceStub(channel).WatchChanges(
                change_service_pb2.WatchChangesRequest(), timeout=LIMIT)
            next(stream)
            service.send(signal.SIGTERM)
            with self.assertRaises(grpc.RpcError) as caught:
                while True:
                    next(stream)
        self.assertEqual(caught.exception.code(), grpc.StatusCode.UNAVAILABLE)
        info = detail_of(caught.exception, error_details_pb2.ErrorInfo)
        self.assertEqual((info.domain, info.reason), ("potential", "DRAINING"))
        self.assertEqual(service.wait(), 0)

    def test_a_second_signal_cuts_short(self):
        service = self.service(LONG_DRAIN)
        held, health = self.hold(service.address), self.health(service.address)
        service.send(signal.SIGTERM)
        self.assertEqual(health.next(), NOT_SERVING)
        self.assertTrue(service.running())
        service.send(signal.SIGTERM)
        self.assertEqual(service.wait(), CUT_SHORT)
        self.assertEqual(held.future.exception(LIMIT).code(), grpc.StatusCode.UNAVAILABLE)
        self.assertIn("cut short by a second signal", self.logged(service))
        # Nothing is left in the way of the next start.
        self.assertEqual(service.start().end(), 0)

    def test_waits_no_longer_than_it_was_told(self):
        service = self.service("--drain-timeout=10ms")
        held = self.hold(service.address)
        self.assertEqual(service.end(), 0)
        self.assertIn(held.future.exception(LIMIT).code(),
                      (grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.CANCELLED))

    def test_a_hangup_is_not_the_end(self):
        service = self.service()
        service.send(signal.SIGHUP)
        service.wait_for_event("strategies loaded")
        with open_channel(service.address) as channel:
            self.assertEqual(service.health(channel), SERVING)
        self.assertEqual(service.end(), 0)


class WritersDrainTest(WritersCase):

    def test_every_write_that_was_taken_is_acknowledged(self):
        self.begin()
        watchers = self.watch()
        for number in range(5):
            this = Round(number, self.service.address, self.versions)
            this.run(lambda: self.service.send(signal.SIGTERM), 100, TOO_LATE)
            self.assertEqual(self.service.wait(), 0)
            self.assertEqual(self.service.events()[-1]["event"], "drained")
            self.service.start()
            with open_channel(self.service.address) as channel:
                self.check_round(this, opportunities(channel))
            self.assertEqual(self.found, 0, "a write was done and not acknowledged")
        with open_channel(self.service.address) as channel:
            self.check_feed(opportunities(channel), watchers)


class GatewayDrainTest(DrainCase):

    def setUp(self):
        self.suite = Suite(services=["workforce"], gateway_options=[LONG_DRAIN])
        self.addCleanup(self.suite.__exit__)
        self.suite.start()
        self.gateway = self.suite.gateway

    def begin_request(self, body):
        """A connection with a request whose head the gateway has read, and not its body."""
        connection = self.gateway.http.connect()
        self.addCleanup(connection.close)
        connection.connect()
        connection.sock.sendall(
            f"POST {LIST} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            f"Content-Length: {len(body)}\r\nExpect: 100-continue\r\n\r\n".encode())
        self.assertEqual(connection.sock.recv(100), b"HTTP/1.1 100 Continue\r\n\r\n")
        return connection

    def answer(self, connection):
        response = http.client.HTTPResponse(connection.sock, method="POST")
        response.begin()
        return response.status, response.headers, json.loads(response.read())

    def test_finishes_what_runs_and_says_so_first(self):
        body = json.dumps(shadowing_json(title="Just in time")).encode()
        health = self.health(self.gateway.address)
        connection = self.begin_request(body)
        idle = self.gateway.http.connect()
        self.addCleanup(idle.close)
        idle.request("GET", "/healthz")
        idle.getresponse().read()
        self.gateway.send(signal.SIGTERM)
        self.assertEqual(health.next(), NOT_SERVING)
        # An idle connection does not hold up the end: it is closed.
        self.assertEqual(idle.sock.recv(1), b"")
        connection.sock.sendall(body)
        status, headers, made = self.answer(connection)
        self.assertEqual((status, made["title"]), (200, "Just in time"))
        self.assertEqual(headers["Connection"], "close")
        self.assertEqual(self.gateway.wait(), 0)
        self.assertEqual(self.logged(self.gateway)[-1], "drained")

    def test_takes_no_new_requests(self):
        body = json.dumps(shadowing_json()).encode()
        connection = self.begin_request(body)
        self.gateway.send(signal.SIGTERM)

        def refused():
            try:
                self.gateway.http.get("/healthz")
            except OSError:
                return True
            return False
        wait_until(refused, "new connections are refused")
        connection.sock.sendall(body)
        self.assertEqual(self.answer(connection)[0], 200)
        self.assertEqual(self.gateway.wait(), 0)

    def test_finishes_grpc_calls(self):
        held = self.hold(self.gateway.address, creation(title="Through the gateway"))
        health = self.health(self.gateway.address)
        self.gateway.send(signal.SIGTERM)
        self.assertEqual(health.next(), NOT_SERVING)
        self.assertEqual(held.finish().title, "Through the gateway")
        self.assertEqual(self.gateway.wait(), 0)

    def test_ends_streams_of_dashboards(self):
        connection = self.gateway.http.connect()
        self.addCleanup(connection.close)
        connection.request("GET", f"/v1/{ORGANISATION}/dashboard:watch",
                           headers={"Accept": "text/event-stream"})
        stream = connection.getresponse()
        self.assertEqual(stream.status, 200)
        self.assertTrue(stream.readline().startswith(b"data: "))
        self.gateway.send(signal.SIGTERM)
        rest = stream.read().decode()
        self.assertIn("event: error", rest)
        error = json.loads(rest.split("event: error\ndata: ")[1])
        self.assertEqual(error["code"], grpc.StatusCode.UNAVAILABLE.value[0], error)
        self.assert_no_leak(str(error))
        self.assertEqual(self.gateway.wait(), 0)

    def test_a_second_signal_cuts_short(self):
        connection = self.begin_request(b"{}")
        health = self.health(self.gateway.address)
        self.gateway.send(signal.SIGTERM)
        self.assertEqual(health.next(), NOT_SERVING)
        self.gateway.send(signal.SIGTERM)
        self.assertEqual(self.gateway.wait(), CUT_SHORT)
        with contextlib.suppress(ConnectionResetError):
            self.assertEqual(connection.sock.recv(1), b"")


if __name__ == "__main__":
    unittest.main()
