"""gRPC calls of the contracts, and what every refusal has to look like, by gRPC and by HTTP."""

import contextlib
import importlib
import re
import sys
import unittest

import grpc

from fault_processes import LIMIT
from running_suite import ROOT, build_dir

sys.path.insert(0, str(ROOT / "tests" / "python"))
# pylint: disable=wrong-import-position
import stubs

stubs.generate(build_dir())
from google.rpc import error_details_pb2, status_pb2
from potential.changes.v1 import change_service_pb2, change_service_pb2_grpc
from potential.dashboard.v1 import (
    dashboard_pb2, dashboard_service_pb2, dashboard_service_pb2_grpc)
from potential.workforce.v1 import (
    opportunity_pb2, opportunity_service_pb2, opportunity_service_pb2_grpc)

ORGANISATION = "organisations/swlstg"
OTHER_ORGANISATION = "organisations/tower-hamlets"
IDENTITY = "x-potential-identity"

# What a caller must never see: paths of files and sockets, words of the storage engine, of the
# transport and of the program.
LEAKS = re.compile(
    r"/tmp/|/work/|/home/|/root/|/usr/|\.sqlite|\.sock\b|\.cc\b|\.h:|unix:|127\.0\.0\.1|"
    r"\b(SELECT|INSERT|PRAGMA|COMMIT|ROLLBACK)\b|sqlite|constraint failed|"
    r"::|\babsl\b|\bstd\b|protobuf|\bgrpc\b(?!-Timeout)|Socket closed|errno|Connection refused|0x[0-9a-f]{4}",
    re.IGNORECASE)


def shadowing(**fields):
    """An opportunity that can be created."""
    values = {"service_line": "community", "kind": opportunity_pb2.Opportunity.SHADOWING,
              "title": "A day with the community team", "places": 2, **fields}
    return opportunity_pb2.Opportunity(**values)


def shadowing_json(**fields):
    """The same in JSON."""
    return {"serviceLine": "community", "kind": "SHADOWING",
            "title": "A day with the community team", "places": 2, **fields}


def opportunities(channel):
    return opportunity_service_pb2_grpc.OpportunityServiceStub(channel)


def list_opportunities(stub, parent=ORGANISATION, **fields):
    """All pages of a list."""
    request = opportunity_service_pb2.ListOpportunitiesRequest(
        parent=parent, page_size=1000, **fields)
    found = []
    while True:
        page = stub.ListOpportunities(request, timeout=LIMIT)
        found.extend(page.opportunities)
        if not page.next_page_token:
            return found
        request.page_token = page.next_page_token


def position(channel, parents=()):
    """Where the change feed stands; equal exactly if nothing was committed in between."""
    stream = change_service_pb2_grpc.ChangeServiceStub(channel).WatchChanges(
        change_service_pb2.WatchChangesRequest(parents=parents), timeout=LIMIT)
    with contextlib.closing(stream_of(stream)) as messages:
        return next(messages).position


def stream_of(call):
    """The call's messages; closing it cancels the call."""
    try:
        yield from call
    finally:
        call.cancel()


def error_of(call, *arguments, **fields):
    """The error of a call that must fail."""
    try:
        answer = call(*arguments, **fields)
    except grpc.RpcError as error:
        return error
    raise AssertionError(f"was not refused: {answer}")


def status_of(error):
    """The google.rpc.Status of a failed call."""
    for key, value in error.trailing_metadata() or ():
        if key == "grpc-status-details-bin":
            return status_pb2.Status.FromString(value)
    return status_pb2.Status(code=error.code().value[0], message=error.details())


def detail_of(error, kind):
    """The detail of a kind in a failed call's status, or None."""
    for packed in status_of(error).details:
        found = kind()
        if packed.Unpack(found):
            return found
    return None


def fields_of(error):
    """The paths that a failed call's BadRequest names."""
    found = detail_of(error, error_details_pb2.BadRequest)
    return [violation.field for violation in found.field_violations] if found else []


def module_of(proto):
    """The Python module of a contract file."""
    return importlib.import_module(proto[:-len(".proto")].replace("/", ".") + "_pb2")


class RefusalCase(unittest.TestCase):
    """Asserts about refusals: the right code, details, and no inner matter in any text."""

    def assert_no_leak(self, text):
        self.assertNotRegex(text, LEAKS)

    def assert_refused(self, answer, status, code, fields=None, reason=None):
        """An HTTP answer is google.rpc.Status as JSON; returns that."""
        self.assertEqual(answer.status, status, answer.body[:1000])
        self.assertEqual(answer.headers["Content-Type"], "application/json")
        refusal = answer.json()
        self.assertEqual(set(refusal), {"code", "message", "details"})
        self.assertEqual(refusal["code"], code.value[0], refusal)
        self.assertTrue(refusal["message"])
        details = {detail["@type"].rsplit(".", 1)[-1]: detail for detail in refusal["details"]}
        info = details.get("ErrorInfo", {})
        self.assertEqual(info.get("domain"), "potential", refusal)
        self.assertRegex(info["reason"], r"\A[A-Z][A-Z_]+\Z")
        if reason is not None:
            self.assertEqual(info["reason"], reason, refusal)
        found = {violation["field"]: violation["description"]
                 for violation in details.get("BadRequest", {}).get("fieldViolations", [])}
        if fields is not None:
            self.assertEqual(sorted(found), sorted(fields), refusal)
        self.assertTrue(all(found.values()), refusal)
        for detail in refusal["details"]:
            detail.pop("@type")
        self.assert_no_leak(str(refusal) + str(answer.headers))
        return refusal

    def assert_rpc_refused(self, code, call, *arguments, fields=None, **options):
        """A gRPC call fails with the code, and with these fields at fault; returns the error."""
        error = error_of(call, *arguments, timeout=LIMIT, **options)
        self.assertEqual(error.code(), code, error)
        self.assertTrue(error.details())
        self.assert_no_leak(error.details())
        info = detail_of(error, error_details_pb2.ErrorInfo)
        self.assertIsNotNone(info, error)
        self.assertEqual(info.domain, "potential")
        if fields is not None:
            self.assertEqual(sorted(fields_of(error)), sorted(fields), error)
        bad_request = detail_of(error, error_details_pb2.BadRequest)
        self.assert_no_leak(str(bad_request or ""))
        return error
