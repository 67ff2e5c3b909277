"""Data folders that are busy, full, damaged or another's: one clear line, or a refusal and then recovery."""

import contextlib
import pathlib
import resource
import shutil
import sqlite3
import unittest

import grpc

from fault_calls import (
    ORGANISATION, RefusalCase, list_opportunities, opportunities,
    opportunity_service_pb2, position, shadowing)
from fault_processes import (
    LIMIT, Gateway, Service, make_folder, open_channel, wait_until)

LIST = f"/v1/{ORGANISATION}/opportunities"
START_FAILED = 1
# A file system of its own, in a name space that ends with the service: SIZE FOLDER COMMAND...
MOUNT = ["unshare", "--map-root-user", "--mount", "sh", "-ec",
         'mount -t tmpfs -o size="$1" none "$2"; shift 2; exec "$@"', "sh"]


def write(stub, **fields):
    return stub.CreateOpportunity(opportunity_service_pb2.CreateOpportunityRequest(
        parent=ORGANISATION, opportunity=shadowing(**fields)), timeout=LIMIT)


class StorageCase(RefusalCase):

    def setUp(self):
        self.folder = make_folder()
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)

    def service(self, folder=None, data=None):
        """A workforce service that does not run yet."""
        service = Service("workforce", folder or self.folder, data=data)
        self.addCleanup(service.kill)
        return service

    def assert_one_line(self, service, *parts):
        """The service does not start, and says why in one plain line."""
        service.launch()
        self.assertEqual(service.wait(), START_FAILED)
        lines = service.plain_lines()
        self.assertEqual(len(lines), 1, lines)
        for part in ("potential-workforce: ", *parts):
            self.assertIn(part, lines[0])


class OpeningTest(StorageCase):

    def test_a_folder_in_use(self):
        first = self.service().start()
        (self.folder / "second").mkdir()
        second = self.service(folder=self.folder / "second", data=self.folder)
        self.assert_one_line(second, str(first.database), "in use by another process")
        # The one that runs is not harmed, and the lock goes with it, even by kill -9.
        with open_channel(first.address) as channel:
            made = write(opportunities(channel))
        first.kill()
        with open_channel(second.start().address) as channel:
            self.assertEqual(list_opportunities(opportunities(channel)), [made])

    def test_a_folder_that_is_not_there(self):
        data = self.folder / "nowhere"
        self.assert_one_line(self.service(data=data), str(data))

    def test_a_file_of_another_program(self):
        service = self.service()
        with contextlib.closing(sqlite3.connect(service.database)) as database:
            database.execute("CREATE TABLE letters (text TEXT)")
            database.commit()
        before = service.database.read_bytes()
        self.assert_one_line(service, str(service.database), "a database of another program")
        self.assertEqual(service.database.read_bytes(), before)

    def test_a_file_that_is_no_database(self):
        service = self.service()
        service.database.write_bytes(b"not a database" * 1000)
        self.assert_one_line(service, str(service.database), "damaged")

    def test_a_file_of_a_newer_program(self):
        service = self.service().start()
        self.assertEqual(service.end(), 0)
        with contextlib.closing(sqlite3.connect(service.database)) as database:
            database.execute("PRAGMA user_version = 9999")
            database.commit()
        service.log.unlink()
        self.assert_one_line(service, str(service.database), "a newer program has written it")


class FullTest(StorageCase):
    """No more room for writes: each is refused whole, reads go on, and with room all is well again."""

    def check_full(self, service, fill, free):
        with open_channel(service.address) as channel:
            stub = opportunities(channel)
            records = [write(stub, title=f"Before {number}") for number in range(20)]
            fill()
            records += self.write_until_full(stub)
            self.check_refused(channel, stub, records)
            self.check_over_http(stub, records)
            free()
            records.append(write(stub, title="After"))
            revisions = [int(record.etag) for record in records]
            self.assertEqual(revisions, list(range(revisions[0], revisions[0] + len(revisions))))
            self.assert_records(stub, records)
        return records

    def check_restarted(self, service, records):
        """What was acknowledged is in the file."""
        service.start()
        with open_channel(service.address) as channel:
            self.assert_records(opportunities(channel), records)

    def write_until_full(self, stub):
        """What the room that was left still took."""
        records = []
        with self.assertRaises(grpc.RpcError):
            for number in range(10_000):
                records.append(write(stub, title=f"Last {number}", notes="x" * 4000))
        return records

    def check_refused(self, channel, stub, records):
        before = position(channel)
        for _ in range(5):
            request = opportunity_service_pb2.CreateOpportunityRequest(
                parent=ORGANISATION, opportunity=shadowing(notes="x" * 4000))
            self.assert_rpc_refused(grpc.StatusCode.RESOURCE_EXHAUSTED, stub.CreateOpportunity,
                                    request)
        self.assertEqual(position(channel), before)
        self.assert_records(stub, records)

    def check_over_http(self, stub, records):
        gateway = Gateway(self.folder)
        self.addCleanup(gateway.kill)
        gateway.start()
        answer = gateway.http.post(LIST, {
            "serviceLine": "community", "kind": "SHADOWING", "title": "Full", "places": 1,
            "notes": "x" * 4000})
        self.assert_refused(answer, 429, grpc.StatusCode.RESOURCE_EXHAUSTED, reason="STORAGE_FULL")
        self.assertGreaterEqual(int(answer.headers["Retry-After"]), 1)
        self.assert_records(stub, records)
        gateway.kill()

    def assert_records(self, stub, records):
        self.assertEqual(sorted(list_opportunities(stub), key=lambda record: int(record.etag)),
                         records)

    def test_a_full_disk(self):
        service, data = self.mounted("16m")
        service.launch()
        self.skip_unless_mounted(service)
        service.wait_until_serving()
        # The folder as the service sees it.
        mounted = pathlib.Path(f"/proc/{service.pid}/root{data}")
        ballast = mounted / "ballast"

        def fill():
            with ballast.open("wb", buffering=0) as file:
                for size in (1 << 16, 1 << 12, 1):
                    with contextlib.suppress(OSError):
                        while True:
                            file.write(b"x" * size)
        records = self.check_full(service, fill, ballast.unlink)
        service.freeze()
        shutil.copytree(mounted, self.folder / "saved")
        service.kill()
        self.check_restarted(self.service(data=self.folder / "saved"), records)

    def mounted(self, size):
        """A service whose data folder is a file system of its own, and that folder."""
        data = self.folder / "data"
        data.mkdir()
        service = self.service(data=data)
        service.before = [*MOUNT, str(size), str(data)]
        return service, data

    def skip_unless_mounted(self, service):
        """Ordinary users may be forbidden to mount, which is said before the service begins."""
        wait_until(lambda: service.log_text() or not service.running(), "the service says anything")
        if service.log_text().startswith(("unshare:", "mount:")):
            self.skipTest(f"no small file system here: {service.log_text().strip()}")

    def test_a_limit_of_file_sizes(self):
        service = self.service().start()
        hard = resource.prlimit(service.pid, resource.RLIMIT_FSIZE)[1]
        log = pathlib.Path(f"{service.database}-wal")

        def fill():
            size = log.stat().st_size + (1 << 16)
            resource.prlimit(service.pid, resource.RLIMIT_FSIZE, (size, hard))

        def free():
            resource.prlimit(service.pid, resource.RLIMIT_FSIZE, (hard, hard))
        records = self.check_full(service, fill, free)
        service.kill()
        self.check_restarted(service, records)

    def test_a_disk_that_is_full_from_the_start(self):
        service, _ = self.mounted("40k")
        service.launch()
        self.skip_unless_mounted(service)
        self.assertEqual(service.wait(), START_FAILED)
        self.assertEqual(service.plain_lines(), [
            f"potential-workforce: {service.database}: the store has no space left"])


if __name__ == "__main__":
    unittest.main()
