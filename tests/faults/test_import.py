"""Imports that are interrupted: by their caller, by kill -9, by a full disk. Repeated, or taken up by
the service itself, they end as an import does that nothing disturbed."""

import contextlib
import gzip
import itertools
import random
import resource
import shutil
import sqlite3
import threading

import unittest

import grpc

from fault_calls import ORGANISATION, RefusalCase
from fault_processes import LIMIT, Gateway, Service, make_folder, open_channel, wait_until

from potential.occupation.v1 import intervention_service_pb2 as pb2
from potential.occupation.v1 import intervention_service_pb2_grpc as pb2_grpc

HEADER = "CareActID,CareContDate,CareProfTeamLocalID,ClinContactDurOfCareAct,AttendStatus\r\n"
TEAMS = ("COM-R1", "AUC-W1", "CAM-C1", "OPS-C1")
ALL = pb2.ImportInterventionsRequest.ALL_OR_NOTHING
PIECE = 64 << 10
ROWS = 60_000
PATH = f"/v1/{ORGANISATION}/interventions:import"


def extract(rows, seed=7, bad=()):
    """A file of interventions; rows with the numbers in `bad` have no date."""
    chance = random.Random(seed)
    lines = [HEADER]
    for number in range(rows):
        date = "never" if number in bad else f"2026-{chance.randint(1, 6):02}-{chance.randint(1, 28):02}"
        lines.append(f"{number:07},{date},{chance.choice(TEAMS)},"
                     f"{chance.randint(5, 90)},{chance.choice('5563')}\r\n")
    return "".join(lines).encode()


def messages(file, **options):
    """The messages of an import."""
    yield pb2.ImportInterventionsRequest(parent=ORGANISATION, **options)
    for piece in file:
        yield pb2.ImportInterventionsRequest(data=piece)
    yield pb2.ImportInterventionsRequest(last=True)


def pieces(file):
    return (file[at:at + PIECE] for at in range(0, len(file), PIECE))


def tables(service):
    """What interventions and their sums are in the service's file; the service has ended."""
    with contextlib.closing(sqlite3.connect(service.database)) as database:
        return [sorted(database.execute(f"SELECT * FROM {table}").fetchall())
                for table in ("interventions", "interventions__interventions_by_month",
                              "staged_interventions", "staged_imports")]


class ImportCase(RefusalCase):

    def setUp(self):
        self.folder = make_folder()
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.service = Service("occupation", self.folder)
        self.addCleanup(self.service.kill)

    def undisturbed(self, file, **options):
        """The tables of a service into which the file went without any trouble."""
        folder = make_folder()
        self.addCleanup(shutil.rmtree, folder, ignore_errors=True)
        service = Service("occupation", folder)
        self.addCleanup(service.kill)
        service.start()
        self.import_file(service, file, **options)
        self.assertEqual(service.end(), 0)
        return tables(service)

    def import_file(self, service, file, **options):
        with open_channel(service.address) as channel:
            stub = pb2_grpc.InterventionServiceStub(channel)
            return stub.ImportInterventions(messages(pieces(file), **options), timeout=LIMIT)

    def verify(self, service):
        with open_channel(service.address) as channel:
            answer = pb2_grpc.InterventionServiceStub(channel).VerifyInterventions(
                pb2.VerifyInterventionsRequest(parent=ORGANISATION), timeout=LIMIT)
        self.assertEqual(answer.differing, 0, answer)
        return answer.interventions

    def count(self, service, table="interventions"):
        """Rows in the file of a running service."""
        with contextlib.closing(sqlite3.connect(f"file:{service.database}?mode=ro", uri=True)) as database:
            return database.execute(f"SELECT count(*) FROM {table}").fetchone()[0]


class CallerGoneTest(ImportCase):

    def break_off(self, file, after, **options):
        """Sends some of the file, waits until `after()`, and goes away."""
        with open_channel(self.service.address) as channel:
            stub = pb2_grpc.InterventionServiceStub(channel)
            gone = threading.Event()
            half = list(pieces(file))
            half = half[:len(half) // 2]

            def hesitant():
                yield from itertools.islice(messages(half, **options), len(half) + 1)
                gone.wait(LIMIT)
            call = stub.ImportInterventions.future(hesitant())
            wait_until(after, "the import has begun")
            call.cancel()
            gone.set()

    def test_skip_bad_leaves_whole_chunks_and_is_finished_by_repeating(self):
        file = extract(ROWS)
        expected = self.undisturbed(file)
        self.service.start()
        self.break_off(file, lambda: self.count(self.service) > 0)
        answer = self.import_file(self.service, file)
        self.assertGreater(answer.unchanged, 0)
        self.assertEqual(answer.inserted + answer.unchanged, ROWS)
        self.assertEqual(self.verify(self.service), ROWS)
        self.assertEqual(self.service.end(), 0)
        self.assertEqual(tables(self.service), expected)

    def test_all_or_nothing_leaves_nothing(self):
        file = extract(ROWS)
        self.service.start()
        self.break_off(file, lambda: self.count(self.service, "staged_interventions") > 0, mode=ALL)
        wait_until(lambda: self.count(self.service, "staged_imports") == 0, "the stage is dropped")
        self.assertEqual(self.count(self.service), 0)
        self.assertEqual(self.count(self.service, "staged_interventions"), 0)

    def test_half_a_file_without_its_end_is_not_taken_for_a_whole_one(self):
        self.service.start()
        with open_channel(self.service.address) as channel:
            stub = pb2_grpc.InterventionServiceStub(channel)
            half = list(pieces(extract(1000)))
            self.assert_rpc_refused(grpc.StatusCode.ABORTED, stub.ImportInterventions,
                                    itertools.islice(messages(half, mode=ALL), len(half) + 1))
        wait_until(lambda: self.count(self.service, "staged_imports") == 0, "the stage is dropped")
        self.assertEqual(self.count(self.service), 0)


class KilledTest(ImportCase):

    def kill_during(self, file, when, **options):
        """Begins the import and kills the service as soon as `when()`."""
        def quietly():
            with contextlib.suppress(grpc.RpcError):
                self.import_file(self.service, file, **options)
        caller = threading.Thread(target=quietly)
        caller.start()
        wait_until(lambda: when() or not caller.is_alive(), "the import has come so far")
        self.service.kill()
        caller.join(LIMIT)

    def test_a_killed_import_is_finished_by_repeating(self):
        file = extract(ROWS)
        expected = self.undisturbed(file)
        chance = random.Random(2026)
        self.service.start()
        for _ in range(5):
            before = self.count(self.service)
            more = before + chance.randint(1, ROWS // 8)
            self.kill_during(file, lambda more=more: self.count(self.service) >= more)
            self.service.start()
            self.assertGreaterEqual(self.verify(self.service), before)
        self.import_file(self.service, file)
        self.assertEqual(self.verify(self.service), ROWS)
        self.assertEqual(self.service.end(), 0)
        self.assertEqual(tables(self.service), expected)

    def test_a_killed_stage_is_dropped(self):
        file = extract(ROWS, bad=[ROWS - 1])
        self.service.start()
        self.kill_during(file, lambda: self.count(self.service, "staged_interventions") > 0, mode=ALL)
        self.service.start()
        wait_until(lambda: self.count(self.service, "staged_imports") == 0, "the stage is dropped")
        self.assertEqual(self.count(self.service, "staged_interventions"), 0)
        self.assertEqual(self.count(self.service), 0)

    def test_an_import_that_was_killed_while_it_was_applied_is_taken_up(self):
        file = extract(ROWS)
        self.service.start()
        self.import_file(self.service, extract(2000, seed=3))
        replace = pb2.ImportInterventionsRequest.Replacement(first_month="2026-01", last_month="2026-06")
        expected = self.undisturbed(file)

        def applying():
            staged = self.count(self.service, "staged_interventions")
            return 0 < staged < ROWS and self.count(self.service) > 2000
        self.kill_during(file, applying, mode=ALL, replace=replace)
        self.service.start()
        # Without any call of ours it comes to its end.
        self.service.wait_for_event("interrupted import taken up")
        self.assertEqual(self.verify(self.service), ROWS)
        self.assertEqual(self.service.end(), 0)
        self.assertEqual(tables(self.service), expected)


class FullTest(ImportCase):

    def test_a_full_disk_costs_no_whole_chunk(self):
        file = extract(ROWS)
        expected = self.undisturbed(file)
        self.service.start()
        hard = resource.prlimit(self.service.pid, resource.RLIMIT_FSIZE)[1]
        resource.prlimit(self.service.pid, resource.RLIMIT_FSIZE, (3 << 20, hard))
        with open_channel(self.service.address) as channel:
            stub = pb2_grpc.InterventionServiceStub(channel)
            self.assert_rpc_refused(grpc.StatusCode.RESOURCE_EXHAUSTED, stub.ImportInterventions,
                                    messages(pieces(file)))
        self.assertLess(self.verify(self.service), ROWS)
        resource.prlimit(self.service.pid, resource.RLIMIT_FSIZE, (hard, hard))
        self.import_file(self.service, file)
        self.assertEqual(self.verify(self.service), ROWS)
        self.assertEqual(self.service.end(), 0)
        self.assertEqual(tables(self.service), expected)


    def test_what_was_accepted_is_applied_before_what_comes_later(self):
        file, later = extract(ROWS), extract(2000, seed=3)
        folder = make_folder()
        self.addCleanup(shutil.rmtree, folder, ignore_errors=True)
        undisturbed = Service("occupation", folder)
        self.addCleanup(undisturbed.kill)
        undisturbed.start()
        self.import_file(undisturbed, file, mode=ALL)
        self.import_file(undisturbed, later)
        self.assertEqual(undisturbed.end(), 0)

        self.service.start()
        hard = resource.prlimit(self.service.pid, resource.RLIMIT_FSIZE)[1]
        with open_channel(self.service.address) as channel:
            stub = pb2_grpc.InterventionServiceStub(channel)
            call = stub.ImportInterventions.future(messages(pieces(file), mode=ALL))
            wait_until(lambda: self.count(self.service) > 0 or call.done(), "the file is accepted")
            resource.prlimit(self.service.pid, resource.RLIMIT_FSIZE, (4096, hard))
            self.assertEqual(call.exception(LIMIT).code(), grpc.StatusCode.RESOURCE_EXHAUSTED)
            self.assert_rpc_refused(grpc.StatusCode.UNAVAILABLE, stub.ImportInterventions,
                                    messages(pieces(later)))
        resource.prlimit(self.service.pid, resource.RLIMIT_FSIZE, (hard, hard))
        self.import_file(self.service, later)
        self.assertEqual(self.verify(self.service), ROWS)
        self.assertEqual(self.service.end(), 0)
        self.assertEqual(tables(self.service), tables(undisturbed))


class HttpTest(ImportCase):
    """The same file through the gateway's HTTP edge."""

    def setUp(self):
        super().setUp()
        self.service.start()
        self.gateway = Gateway(self.folder)
        self.addCleanup(self.gateway.kill)
        self.gateway.start()

    def test_a_file_in_chunks_compressed_or_not(self):
        file = extract(ROWS)
        for body, headers in ((pieces(file), {}),
                              (pieces(gzip.compress(file)), {"Content-Encoding": "gzip"}),
                              (file, {"Content-Length": str(len(file))})):
            with contextlib.closing(self.gateway.http.connect()) as connection:
                connection.request("POST", PATH, body, {"Content-Type": "text/csv", **headers},
                                   encode_chunked="Content-Length" not in headers)
                answer = connection.getresponse()
                self.assertEqual(answer.status, 200, answer.read())
        self.assertEqual(self.verify(self.service), ROWS)

    def test_the_answer_names_what_is_wrong(self):
        with contextlib.closing(self.gateway.http.connect()) as connection:
            connection.request("POST", PATH + "?mode=ALL_OR_NOTHING", extract(100, bad=[7]),
                               {"Content-Type": "text/csv"})
            text = connection.getresponse().read().decode()
        self.assertIn('"rejected":"1"', text)
        self.assertIn('"line":"9","column":"CareContDate"', text)
        with contextlib.closing(self.gateway.http.connect()) as connection:
            connection.request("POST", PATH, b"NHS Number\r\n", {"Content-Type": "text/csv"})
            answer = connection.getresponse()
            self.assertEqual(answer.status, 400)
            self.assert_no_leak(answer.read().decode())

    def test_nhs_numbers_as_record_ids_are_refused(self):
        # Numbers of the range that the NHS keeps for tests.
        ids = ["9990000018", "9990000026", "9990000034", "9990000042", "9990000050"]
        for query in ("", "?mode=ALL_OR_NOTHING"):
            for last, status in (("9990000069", 400), ("9990000068", 200)):
                with self.subTest(query=query, last=last), \
                        contextlib.closing(self.gateway.http.connect()) as connection:
                    rows = "".join(f"{key},2026-01-05,COM-R1,30,5\r\n" for key in [*ids, last])
                    connection.request("POST", PATH + query, (HEADER + rows).encode(),
                                       {"Content-Type": "text/csv"})
                    answer = connection.getresponse()
                    text = answer.read().decode()
                    self.assertEqual(answer.status, status, text)
                    if status == 400:
                        self.assertIn("NHS numbers as record ids", text)
                        self.assertNotIn("999000", text)
                        self.assertEqual(self.count(self.service), 0 if not query else len(ids) + 1)

    def test_a_client_that_goes_away_leaves_nothing_of_all_or_nothing(self):
        file = extract(ROWS)
        connection = self.gateway.http.connect()
        connection.putrequest("POST", PATH + "?mode=ALL_OR_NOTHING")
        connection.putheader("Content-Type", "text/csv")
        connection.putheader("Content-Length", str(len(file)))
        connection.endheaders()
        connection.send(file[:len(file) // 2])
        wait_until(lambda: self.count(self.service, "staged_interventions") > 0, "the import has begun")
        connection.close()
        wait_until(lambda: self.count(self.service, "staged_imports") == 0, "the stage is dropped")
        self.assertEqual(self.count(self.service), 0)


if __name__ == "__main__":
    unittest.main()
