"""Bad input over gRPC, at a service itself and through the gateway: the right code, and nothing changed."""

import unittest

import grpc
from grpc import StatusCode

from fault_calls import (
    IDENTITY, ORGANISATION, OTHER_ORGANISATION, RefusalCase, change_service_pb2,
    change_service_pb2_grpc, detail_of, error_details_pb2, error_of, opportunities, opportunity_pb2,
    opportunity_service_pb2, position, shadowing)
from fault_processes import LIMIT, Suite, open_channel

SERVICE = "/potential.workforce.v1.OpportunityService"
BAD = StatusCode.INVALID_ARGUMENT
BROKEN_TEXTS = [b"\xff", b"a\xc3", b"\xc0\xaf", b"\xed\xa0\x80", b"\xf4\x90\x80\x80"]


def part(number, content):
    """A length-delimited field on the wire, whatever its bytes."""
    return varint(number << 3 | 2) + varint(len(content)) + content


def varint(value):
    encoded = b""
    while value >= 0x80:
        encoded += bytes([value & 0x7F | 0x80])
        value >>= 7
    return encoded + bytes([value])


def path(method):
    return f"{SERVICE}/{method}"


class BadCallsTest(RefusalCase):

    @classmethod
    def setUpClass(cls):
        cls.suite = Suite(services=["workforce"])
        cls.addClassCleanup(cls.suite.__exit__)
        cls.suite.start()
        cls.channels = {"service": open_channel(cls.suite.services["workforce"].address),
                        "gateway": open_channel(cls.suite.gateway.address)}
        for channel in cls.channels.values():
            cls.addClassCleanup(channel.close)

    def refuse(self, code, method, request, fields=None, metadata=None):
        """The call is refused by the service and through the gateway, and nothing is committed."""
        before = position(self.channels["service"])
        for name, channel in self.channels.items():
            with self.subTest(at=name, method=method, request=str(request)[:200]):
                serializer = None if isinstance(request, bytes) else type(request).SerializeToString
                call = channel.unary_unary(method, request_serializer=serializer)
                self.assert_rpc_refused(code, call, request, fields=fields, metadata=metadata)
        self.assertEqual(position(self.channels["service"]), before, "something was changed")

    def creation(self, **fields):
        return opportunity_service_pb2.CreateOpportunityRequest(
            parent=ORGANISATION, opportunity=shadowing(), **fields)

    def created(self):
        return opportunities(self.channels["service"]).CreateOpportunity(self.creation())

    def test_invalid_utf8(self):
        parent = part(1, ORGANISATION.encode())
        for text in BROKEN_TEXTS:
            title = part(21, text)
            self.refuse(BAD, path("CreateOpportunity"), parent + part(2, title))
            self.refuse(BAD, path("CreateOpportunity"), parent + part(2, part(11, text)))
            self.refuse(BAD, path("CreateOpportunity"), part(1, text) + part(2, part(21, b"a")))
            self.refuse(BAD, path("ListOpportunities"), parent + part(4, text))
            self.refuse(BAD, path("GetOpportunity"), part(1, text))

    def test_bytes_that_are_no_request(self):
        for request in [b"\x08", b"\xff" * 20, part(2, b"\x0a\xff"), b"\x0b" * 200_000,
                        part(1, b"a")[:-1], b"\x00"]:
            self.refuse(BAD, path("CreateOpportunity"), request)

    def test_requests_nested_beyond_reason(self):
        # As deep as the wire's own limits allow to say it: 5,000 messages, each in the one before.
        nested = b""
        for _ in range(5_000):
            nested = part(2, nested)
        self.refuse(BAD, path("CreateOpportunity"), nested)

    def test_no_request_at_all(self):
        for name, channel in self.channels.items():
            with self.subTest(at=name):
                call = channel.stream_unary(path("CreateOpportunity"))
                self.assert_rpc_refused(BAD, call, iter(()))

    def test_requests_that_are_too_large(self):
        request = self.creation()
        request.opportunity.notes = "x" * (5 << 20)
        before = position(self.channels["service"])
        for name, channel in self.channels.items():
            with self.subTest(at=name):
                error = error_of(opportunities(channel).CreateOpportunity, request, timeout=LIMIT)
                self.assertEqual(error.code(), StatusCode.RESOURCE_EXHAUSTED, error)
                self.assert_no_leak(error.details())
        self.assertEqual(position(self.channels["service"]), before)

    def test_methods_that_are_none(self):
        for method in [path("Explode"), "/potential.workforce.v1.Nothing/Get", "/x/y",
                       "/potential.workforce.v1.OpportunityService/"]:
            self.refuse(StatusCode.UNIMPLEMENTED, method, b"")

    def test_names_of_the_wrong_form(self):
        for name in ["", "x", "/", "organisations/", "opportunities/x", f"/{ORGANISATION}"]:
            self.refuse(BAD, path("GetOpportunity"),
                        opportunity_service_pb2.GetOpportunityRequest(name=name), fields=["name"])
            self.refuse(BAD, path("ListOpportunities"),
                        opportunity_service_pb2.ListOpportunitiesRequest(parent=name),
                        fields=["parent"])

    def test_names_of_something_else(self):
        for name in [f"{ORGANISATION}/opportunities/none", f"{ORGANISATION}/bulletins/x",
                     f"{ORGANISATION}/opportunities/a/b", f"{ORGANISATION}/opportunities/",
                     f"{ORGANISATION}/opportunities/../x", "organisations/none/opportunities/x",
                     f"{OTHER_ORGANISATION}/opportunities/{self.created().name.split('/')[-1]}"]:
            self.refuse(StatusCode.NOT_FOUND, path("GetOpportunity"),
                        opportunity_service_pb2.GetOpportunityRequest(name=name))

    def test_output_only_fields_are_not_taken(self):
        request = self.creation()
        request.opportunity.state = opportunity_pb2.Opportunity.FILLED
        request.opportunity.name = f"{OTHER_ORGANISATION}/opportunities/mine"
        request.opportunity.opened_date = "2020-01-01"
        made = opportunities(self.channels["gateway"]).CreateOpportunity(request, timeout=LIMIT)
        self.assertEqual(made.state, opportunity_pb2.Opportunity.DRAFT)
        self.assertTrue(made.name.startswith(f"{ORGANISATION}/opportunities/"), made.name)
        self.assertEqual(made.opened_date, "")

    def test_identities(self):
        for header in ["role=king", "nonsense", "colour=red"]:
            self.refuse(BAD, path("CreateOpportunity"), self.creation(),
                        metadata=[(IDENTITY, header)])
        self.refuse(StatusCode.PERMISSION_DENIED, path("CreateOpportunity"), self.creation(),
                    metadata=[(IDENTITY, "role=viewer")])
        self.refuse(StatusCode.NOT_FOUND, path("CreateOpportunity"), self.creation(),
                    metadata=[(IDENTITY, "organisations=tower-hamlets")])

    def test_deadlines_that_pass_while_the_service_hangs(self):
        # The wire gives the time left when a call is sent, so one that a service takes up late may still
        # be done: it is asked for nothing that stays.
        request = self.creation()
        request.validate_only = True
        service = self.suite.services["workforce"]
        self.addCleanup(service.thaw)
        service.freeze()
        for name, channel in self.channels.items():
            with self.subTest(at=name):
                error = error_of(opportunities(channel).CreateOpportunity, request, timeout=0.2)
                self.assertEqual(error.code(), StatusCode.DEADLINE_EXCEEDED)
        service.thaw()
        opportunities(self.channels["gateway"]).CreateOpportunity(request, timeout=LIMIT)

    def test_positions_of_the_change_feed(self):
        stub = change_service_pb2_grpc.ChangeServiceStub(self.channels["service"])
        foreign = self.position_of_another_store()
        for given, code in [("x", BAD), ("AAAA", BAD), ("%", BAD), ("x" * 65537, BAD),
                            (foreign, StatusCode.OUT_OF_RANGE)]:
            with self.subTest(position=given[:60]):
                error = self.error_of_stream(stub.WatchChanges(
                    change_service_pb2.WatchChangesRequest(position=given), timeout=LIMIT))
                self.assertEqual(error.code(), code, error)
                self.assert_no_leak(error.details())
        error = self.error_of_stream(stub.WatchChanges(
            change_service_pb2.WatchChangesRequest(parents=[ORGANISATION]), timeout=LIMIT,
            metadata=[(IDENTITY, "organisations=tower-hamlets")]))
        self.assertEqual(error.code(), StatusCode.NOT_FOUND, error)

    def position_of_another_store(self):
        with Suite(services=["workforce"]) as other:
            with open_channel(other.services["workforce"].address) as channel:
                return position(channel)

    def error_of_stream(self, stream):
        with self.assertRaises(grpc.RpcError) as caught:
            next(stream)
        self.assertIsNotNone(detail_of(caught.exception, error_details_pb2.ErrorInfo))
        return caught.exception


if __name__ == "__main__":
    unittest.main()
