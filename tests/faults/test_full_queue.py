"""More calls than a service has room for: the rest is refused at once, whole, and may be repeated."""

import shutil
import threading
import unittest

import grpc

from fault_calls import (
    ORGANISATION, RefusalCase, detail_of, error_details_pb2, list_opportunities, opportunities,
    opportunity_service_pb2, shadowing)
from fault_processes import LIMIT, Service, make_folder, open_channel, wait_until

CALLERS = 64


class Callers:
    """Callers that create records as fast as they can, until told to end."""

    def __init__(self, address):
        self.made = []
        self.refused = []
        self._end = threading.Event()
        self._channel = open_channel(address)
        self._threads = [threading.Thread(target=self._call, args=(number,), daemon=True)
                         for number in range(CALLERS)]
        for thread in self._threads:
            thread.start()

    def _call(self, number):
        stub = opportunities(self._channel)
        count = 0
        while not self._end.is_set():
            title = f"Caller {number} call {count}"
            count += 1
            try:
                made = stub.CreateOpportunity(opportunity_service_pb2.CreateOpportunityRequest(
                    parent=ORGANISATION, opportunity=shadowing(title=title)), timeout=LIMIT)
                self.made.append(made.title)
            except grpc.RpcError as error:
                self.refused.append((title, error))

    def end(self):
        self._end.set()
        for thread in self._threads:
            thread.join(LIMIT)
        self._channel.close()


class FullQueueTest(RefusalCase):

    def check(self, option, reason):
        folder = make_folder()
        self.addCleanup(shutil.rmtree, folder, ignore_errors=True)
        service = Service("workforce", folder, *option)
        self.addCleanup(service.kill)
        service.start()
        callers = Callers(service.address)
        wait_until(lambda: len(callers.refused) >= 20 and len(callers.made) >= 20,
                   "some calls are done and some refused")
        callers.end()
        for _, error in callers.refused:
            self.assertEqual(error.code(), grpc.StatusCode.RESOURCE_EXHAUSTED, error)
            self.assertEqual(detail_of(error, error_details_pb2.ErrorInfo).reason, reason)
            self.assert_no_leak(error.details())
        with open_channel(service.address) as channel:
            there = [record.title for record in list_opportunities(opportunities(channel))]
        self.assertEqual(sorted(there), sorted(callers.made))
        self.assertEqual(service.end(), 0)

    def test_of_calls(self):
        self.check(["--workers=1", "--max-queued-calls=1"], "QUEUE_FULL")

    def test_of_writes(self):
        self.check(["--max-queued-writes=1"], "STORAGE_FULL")


if __name__ == "__main__":
    unittest.main()
