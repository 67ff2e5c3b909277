"""kill -9 of a service in the midst of many writers: what was acknowledged is there, nothing is half.

The page cache survives kill -9, so this proves order and atomicity; that a commit reaches the disk is
proved by the fault layer of the storage tests.
"""

import collections
import contextlib
import random
import shutil
import threading
import unittest
import uuid

import grpc

from fault_calls import (
    ORGANISATION, OTHER_ORGANISATION, change_service_pb2, change_service_pb2_grpc,
    list_opportunities, opportunities, opportunity_service_pb2, position, shadowing)
from fault_processes import LIMIT, Service, make_folder, open_channel, wait_until

ROUNDS = 50
WRITERS = 64
# A round is cut off after so many acknowledgements at most.
MOST_ACKNOWLEDGED = 120

Attempt = collections.namedtuple("Attempt", "kind request wanted")
Acknowledged = collections.namedtuple("Acknowledged", "attempt record revision")
CREATED = change_service_pb2.Change.CREATED
UPDATED = change_service_pb2.Change.UPDATED


def contents(record):
    """What the writer decided, without what the service adds."""
    return record.title, record.places, record.notes, tuple(record.tags)


def made_up(title, number, tag):
    """A record that is larger than a page of the store, its parts made from its title."""
    return shadowing(title=title, places=1 + number % 1000, notes=f"{title}. " * (1 + number % 200),
                     tags=[tag])


class Watcher(threading.Thread):
    """Follows the feed over every break, each time from the last position that it received."""

    def __init__(self, address, start, topics=()):
        super().__init__(daemon=True)
        self.address = address
        self.position = start
        self.topics = topics
        self.commits = []  # (revision, changes) as received
        self.surprises = []
        self.breaks = 0
        self._call = None
        self._closed = threading.Event()

    def run(self):
        while not self._closed.is_set():
            with open_channel(self.address) as channel:
                self._call = change_service_pb2_grpc.ChangeServiceStub(channel).WatchChanges(
                    change_service_pb2.WatchChangesRequest(
                        parents=[ORGANISATION], position=self.position, topics=self.topics),
                    wait_for_ready=True)
                with contextlib.suppress(grpc.RpcError):
                    for message in self._call:
                        self._take(message)
                self.breaks += 1
                if self._call.code() != grpc.StatusCode.UNAVAILABLE and not self._closed.is_set():
                    self.surprises.append(f"{self._call.code()}: {self._call.details()}")

    def _take(self, message):
        if message.HasField("commit"):
            changes = [(change.name, change.operation) for change in message.commit.changes]
            self.commits.append((message.commit.revision, changes))
        self.position = message.position

    @property
    def revision(self):
        return self.commits[-1][0] if self.commits else 0

    def close(self):
        self._closed.set()
        self._call.cancel()
        self.join(LIMIT)


class Round:
    """64 writers against one life of the service, and what became of their writes."""

    def __init__(self, number, address, versions):
        self.number = number
        self.tag = f"round-{number:02}"
        self.versions = versions  # of the records that each writer keeps changing
        self.acknowledged = []
        self.open = []
        self.surprises = []
        self._address = address
        self._lock = threading.Lock()
        self._begun = 0

    def run(self, kill, threshold):
        """Returns when the service was killed and every writer has noticed."""
        with open_channel(self._address) as channel:
            stub = opportunities(channel)
            writers = [threading.Thread(target=self._write, args=(stub, writer), daemon=True)
                       for writer in range(WRITERS)]
            for writer in writers:
                writer.start()
            wait_until(lambda: self._begun >= WRITERS and len(self.acknowledged) >= threshold
                       or self.surprises, f"{threshold} acknowledgements in {self.tag}")
            kill()
            for writer in writers:
                writer.join(LIMIT)

    def _write(self, stub, writer):
        count = 0
        while True:
            attempt = self._attempt(writer, count)
            with self._lock:
                self._begun += count == 0
            try:
                record, call = attempt.kind(stub, attempt.request)
            except grpc.RpcError as error:
                with self._lock:
                    self.open.append((writer, attempt))
                    if error.code() != grpc.StatusCode.UNAVAILABLE:
                        self.surprises.append(str(error))
                return
            revision = int(dict(call.trailing_metadata())["revision"])
            with self._lock:
                self.acknowledged.append(Acknowledged(attempt, record, revision))
                if attempt.kind is update:
                    self.versions[writer] += 1
            count += 1

    def _attempt(self, writer, count):
        """One of: create under an own name, create under a request id, change an own record."""
        title = f"{self.tag} writer {writer} number {count}"
        wanted = made_up(title, self.number * 7919 + writer * 131 + count, self.tag)
        request = opportunity_service_pb2.CreateOpportunityRequest(
            parent=ORGANISATION, opportunity=wanted)
        if writer % 3 == 0:
            request.opportunity_id = f"{self.tag}-{writer}-{count}"
        elif writer % 3 == 1:
            request.request_id = str(uuid.uuid5(uuid.NAMESPACE_OID, title))
        else:
            return self._change(writer)
        return Attempt(create, request, contents(wanted))

    def _change(self, writer):
        wanted = version_of(writer, self.versions[writer] + 1)
        request = opportunity_service_pb2.UpdateOpportunityRequest(opportunity=wanted)
        request.opportunity.name = own_name(writer)
        request.update_mask.paths.extend(["title", "places", "notes", "tags"])
        return Attempt(update, request, contents(wanted))


def create(stub, request):
    return stub.CreateOpportunity.with_call(request, timeout=LIMIT)


def update(stub, request):
    return stub.UpdateOpportunity.with_call(request, timeout=LIMIT)


def own_name(writer):
    return f"{ORGANISATION}/opportunities/own-{writer}"


def version_of(writer, version):
    return made_up(f"own {writer} version {version}", version, f"version-{version}")


class CrashTest(unittest.TestCase):

    @classmethod
    def setUpClass(cls):
        cls.folder = make_folder()
        cls.addClassCleanup(shutil.rmtree, cls.folder, ignore_errors=True)
        cls.service = Service("workforce", cls.folder)
        cls.addClassCleanup(cls.service.kill)

    def test_what_was_acknowledged_is_there_and_nothing_is_half(self):
        self.service.start()
        self.begin()
        watchers = self.watch()
        chance = random.Random(2026)
        for number in range(ROUNDS):
            this = Round(number, self.service.address, self.versions)
            this.run(self.service.kill, chance.randint(0, MOST_ACKNOWLEDGED))
            self.service.start()
            with open_channel(self.service.address) as channel:
                self.check_round(this, opportunities(channel))
                last = max(entry.revision for entry in self.acknowledged)
                wait_until(lambda at=last: all(watcher.revision >= at or not watcher.is_alive()
                                               for watcher in watchers),
                           "every watcher has every acknowledged commit")
        with open_channel(self.service.address) as channel:
            self.check_everything(opportunities(channel), watchers)
        print(f"\n  {len(self.acknowledged)} writes acknowledged; of those that were not, "
              f"{self.found} were there, {self.absent} were not ... ", end="")
        self.assertEqual(self.service.end(), 0)

    def begin(self):
        """The records that the writers will change."""
        self.versions = collections.Counter()
        self.acknowledged = []
        self.found = self.absent = 0
        with open_channel(self.service.address) as channel:
            stub = opportunities(channel)
            for writer in range(2, WRITERS, 3):
                wanted = version_of(writer, 0)
                request = opportunity_service_pb2.CreateOpportunityRequest(
                    parent=ORGANISATION, opportunity=wanted, opportunity_id=f"own-{writer}")
                record, call = create(stub, request)
                self.acknowledged.append(
                    Acknowledged(Attempt(create, request, contents(wanted)), record,
                                 int(dict(call.trailing_metadata())["revision"])))

    def watch(self):
        """Two watchers from now on, one of all topics from the very first revision."""
        with open_channel(self.service.address) as channel:
            now = position(channel, [ORGANISATION])
            # A position that says nothing of an organisation stands before its first revision.
            first = position(channel, [OTHER_ORGANISATION])
        watchers = [Watcher(self.service.address, now),
                    Watcher(self.service.address, now, topics=["opportunities"]),
                    Watcher(self.service.address, first)]
        for watcher in watchers:
            watcher.start()
            self.addCleanup(watcher.close)
        return watchers

    def check_round(self, this, stub):
        self.assertEqual(this.surprises, [])
        self.assertEqual(len(this.open), WRITERS)
        there = {record.name: record for record in
                 list_opportunities(stub, filter=f'tags:"{this.tag}"')}
        by_title = {record.title: record for record in there.values()}
        self.assertEqual(len(by_title), len(there), "a write was done twice")
        expected = set()
        for entry in this.acknowledged:
            if entry.attempt.kind is create:
                self.assertEqual(there.get(entry.record.name), entry.record)
                expected.add(entry.record.name)
        for writer, attempt in this.open:
            if attempt.kind is create:
                expected |= self.check_open(attempt, by_title, stub)
            else:
                self.check_change(writer, attempt, stub)
        self.assertEqual(set(there) - expected, set(), "records that nobody wrote")
        self.acknowledged += this.acknowledged

    def check_open(self, attempt, by_title, stub):
        """A creation without an answer is absent or whole; a repeat under its id does it once."""
        record = by_title.get(attempt.request.opportunity.title)
        self.found += record is not None
        self.absent += record is None
        if record is not None:
            self.assertEqual(contents(record), attempt.wanted)
        if attempt.request.request_id:
            repeated, call = create(stub, attempt.request)
            self.assertEqual(contents(repeated), attempt.wanted)
            if record is not None:
                self.assertEqual(repeated, record)
            self.acknowledged.append(Acknowledged(
                attempt, repeated, int(dict(call.trailing_metadata())["revision"])))
            same = list_opportunities(stub, filter=f'title = "{repeated.title}"')
            self.assertEqual([one.name for one in same], [repeated.name])
        return {record.name} if record is not None else set()

    def check_change(self, writer, attempt, stub):
        """The record is as its last acknowledged change left it, or as the open one would."""
        record = stub.GetOpportunity(
            opportunity_service_pb2.GetOpportunityRequest(name=own_name(writer)), timeout=LIMIT)
        before = contents(version_of(writer, self.versions[writer]))
        self.assertIn(contents(record), [before, attempt.wanted])
        done = contents(record) == attempt.wanted
        self.versions[writer] += done
        self.found += done
        self.absent += not done

    def check_everything(self, stub, watchers):
        """The whole feed against the records, and every watcher against the feed."""
        records = {record.name: record for record in list_opportunities(stub)}
        last = max(int(record.etag) for record in records.values())
        wait_until(lambda: all(watcher.revision >= last for watcher in watchers),
                   "every watcher is at the last revision")
        for watcher in watchers:
            watcher.close()
            self.assertEqual(watcher.surprises, [])
            self.assertGreaterEqual(watcher.breaks, ROUNDS)
        whole = watchers[-1].commits
        self.assertEqual([revision for revision, _ in whole], list(range(1, last + 1)))
        feed = dict(whole)
        for watcher in watchers[:-1]:
            revisions = [revision for revision, _ in watcher.commits]
            self.assertEqual(revisions, list(range(revisions[0], last + 1)))
            self.assertEqual(watcher.commits, whole[revisions[0] - 1:])
        self.check_feed(feed, records)

    def check_feed(self, feed, records):
        for entry in self.acknowledged:
            operation = CREATED if entry.attempt.kind is create else UPDATED
            self.assertIn((entry.record.name, operation), feed[entry.revision])
            self.assertEqual(entry.record.etag, str(entry.revision))
        seen = collections.Counter()
        latest = {}
        for revision, changes in feed.items():
            for name, operation in changes:
                seen[name, operation] += 1
                latest[name] = revision
        for name, record in records.items():
            self.assertEqual(seen[name, CREATED], 1, name)
            self.assertEqual(record.etag, str(latest[name]))
        for writer, version in self.versions.items():
            self.assertEqual(seen[own_name(writer), UPDATED], version, own_name(writer))
        created = {name for name, operation in seen
                   if operation == CREATED and "/opportunities/" in name}
        self.assertEqual(created, set(records), "the feed and the records differ")


if __name__ == "__main__":
    unittest.main()
