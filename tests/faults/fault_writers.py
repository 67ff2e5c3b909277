"""Many writers against one service, watchers of its changes, and what both may expect of it."""

import collections
import contextlib
import shutil
import threading
import unittest
import uuid

import grpc

from fault_calls import (
    ORGANISATION, OTHER_ORGANISATION, change_service_pb2, change_service_pb2_grpc,
    list_opportunities, opportunities, opportunity_service_pb2, position, shadowing)
from fault_processes import LIMIT, Service, make_folder, open_channel, wait_until

WRITERS = 64
# How a call ends whose server is killed.
KILLED = (grpc.StatusCode.UNAVAILABLE,)
# How one ends that comes too late to a server that is ending: gRPC cuts off what it has not begun.
TOO_LATE = (grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.CANCELLED)
CREATED = change_service_pb2.Change.CREATED
UPDATED = change_service_pb2.Change.UPDATED

# A write that was tried: `call` is create or update, `wanted` what the record shall hold.
Attempt = collections.namedtuple("Attempt", "call request wanted")
# One that was answered: `revision` is the trailer's.
Acknowledged = collections.namedtuple("Acknowledged", "attempt record revision")


def create(stub, request):
    return answer_of(stub.CreateOpportunity, request)


def update(stub, request):
    return answer_of(stub.UpdateOpportunity, request)


def answer_of(method, request):
    """The record and the revision of its commit."""
    record, call = method.with_call(request, timeout=LIMIT)
    return record, int(dict(call.trailing_metadata())["x-potential-revision"])


def contents(record):
    """What the writer decided, without what the service adds."""
    return record.title, record.places, record.notes, tuple(record.tags)


def made_up(title, number, tag):
    """A record of up to a few pages, with its title in all its parts."""
    return shadowing(title=title, places=1 + number % 1000, tags=[tag],
                     notes=(f"{title}. " * (1 + number % 200))[:4000].strip())


def own_name(writer):
    """The record that a writer keeps changing."""
    return f"{ORGANISATION}/opportunities/own-{writer}"


def version_of(writer, version):
    return made_up(f"own {writer} version {version}", version, f"version-{version}")


class Watcher(threading.Thread):
    """Follows the feed over every break, each time from the last position that it received."""

    def __init__(self, address, start, topics=()):
        super().__init__(daemon=True)
        self.commits = []  # (revision, changes) as received
        self.breaks = 0
        self.surprises = []
        self._address = address
        self._position = start
        self._topics = topics
        self._call = None
        self._closed = threading.Event()

    def run(self):
        while not self._closed.is_set():
            with open_channel(self._address) as channel:
                self._call = change_service_pb2_grpc.ChangeServiceStub(channel).WatchChanges(
                    change_service_pb2.WatchChangesRequest(
                        parents=[ORGANISATION], position=self._position, topics=self._topics),
                    wait_for_ready=True)
                with contextlib.suppress(grpc.RpcError):
                    for message in self._call:
                        self._take(message)
                self._ended(self._call)

    def _take(self, message):
        if message.HasField("commit"):
            changes = [(change.name, change.operation) for change in message.commit.changes]
            self.commits.append((message.commit.revision, changes))
        self._position = message.position

    def _ended(self, call):
        self.breaks += 1
        if call.code() not in TOO_LATE and not self._closed.is_set():
            self.surprises.append(f"{call.code()}: {call.details()}")

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
        self.tag = f"round-{number:02}"
        self.acknowledged = []
        self.open = []  # (writer, attempt) without an answer
        self.surprises = []
        self._number = number
        self._address = address
        self._versions = versions  # of the records that the writers change
        self._lock = threading.Lock()
        self._begun = 0
        self._expected = ()

    def run(self, harm, threshold, expected=KILLED):
        """Calls `harm` after so many acknowledgements; returns when all writers have noticed.

        `expected` are the codes with which calls may end then.
        """
        self._expected = expected
        with open_channel(self._address) as channel:
            stub = opportunities(channel)
            writers = [threading.Thread(target=self._write, args=(stub, writer), daemon=True)
                       for writer in range(WRITERS)]
            for writer in writers:
                writer.start()
            wait_until(lambda: self._begun == WRITERS and len(self.acknowledged) >= threshold
                       or self.surprises, f"{threshold} acknowledgements in {self.tag}")
            harm()
            for writer in writers:
                writer.join(LIMIT)

    def _write(self, stub, writer):
        count = 0
        while True:
            attempt = self._attempt(writer, count)
            with self._lock:
                self._begun += count == 0
            try:
                record, revision = attempt.call(stub, attempt.request)
            except grpc.RpcError as error:
                with self._lock:
                    self.open.append((writer, attempt))
                    if error.code() not in self._expected:
                        self.surprises.append(str(error))
                return
            with self._lock:
                self.acknowledged.append(Acknowledged(attempt, record, revision))
                if attempt.call is update:
                    self._versions[writer] += 1
            count += 1

    def _attempt(self, writer, count):
        """One of: create under an own name, create under a request id, change an own record."""
        if writer % 3 == 2:
            return self._change(writer)
        title = f"{self.tag} writer {writer} number {count}"
        wanted = made_up(title, self._number * 7919 + writer * 131 + count, self.tag)
        request = opportunity_service_pb2.CreateOpportunityRequest(
            parent=ORGANISATION, opportunity=wanted)
        if writer % 3 == 0:
            request.opportunity_id = f"{self.tag}-{writer}-{count}"
        else:
            request.request_id = str(uuid.uuid5(uuid.NAMESPACE_OID, title))
        return Attempt(create, request, contents(wanted))

    def _change(self, writer):
        wanted = version_of(writer, self._versions[writer] + 1)
        request = opportunity_service_pb2.UpdateOpportunityRequest(opportunity=wanted)
        request.opportunity.name = own_name(writer)
        request.update_mask.paths.extend(["title", "places", "notes", "tags"])
        return Attempt(update, request, contents(wanted))


class WritersCase(unittest.TestCase):
    """A service of its own for each test, and the accounts of what was written to it."""

    def setUp(self):
        folder = make_folder()
        self.addCleanup(shutil.rmtree, folder, ignore_errors=True)
        self.service = Service("workforce", folder)
        self.addCleanup(self.service.kill)
        self.versions = collections.Counter()
        self.acknowledged = []
        # Of the writes without an answer, how many were there afterwards, and how many were not.
        self.found = self.absent = 0

    def begin(self):
        """Starts the service and makes the records that the writers will change."""
        self.service.start()
        with open_channel(self.service.address) as channel:
            stub = opportunities(channel)
            for writer in range(2, WRITERS, 3):
                wanted = version_of(writer, 0)
                request = opportunity_service_pb2.CreateOpportunityRequest(
                    parent=ORGANISATION, opportunity=wanted, opportunity_id=f"own-{writer}")
                self.acknowledged.append(Acknowledged(
                    Attempt(create, request, contents(wanted)), *create(stub, request)))

    def watch(self):
        """Watchers from now on; the last is of everything since the first revision."""
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
        """What the writers were told is so; what they were not told is absent or whole."""
        self.assertEqual(this.surprises, [])
        self.assertEqual(len(this.open), WRITERS)
        there = {record.name: record
                 for record in list_opportunities(stub, filter=f'tags:"{this.tag}"')}
        by_title = {record.title: record for record in there.values()}
        self.assertEqual(len(by_title), len(there), "a write was done twice")
        expected = set()
        for entry in this.acknowledged:
            if entry.attempt.call is create:
                self.assertEqual(there.get(entry.record.name), entry.record)
                expected.add(entry.record.name)
        for writer, attempt in this.open:
            if attempt.call is create:
                record = by_title.get(attempt.request.opportunity.title)
                self.check_creation(attempt, record, stub)
                expected |= {record.name} if record else set()
            else:
                self.check_change(writer, attempt, stub)
        self.assertEqual(set(there), expected, "there are records that nobody wrote")
        self.acknowledged += this.acknowledged

    def check_creation(self, attempt, record, stub):
        """A creation without an answer; under a request id its repeat does it exactly once."""
        self.found += record is not None
        self.absent += record is None
        if record is not None:
            self.assertEqual(contents(record), attempt.wanted)
        if not attempt.request.request_id:
            return
        repeated, revision = create(stub, attempt.request)
        self.assertEqual(contents(repeated), attempt.wanted)
        if record is not None:
            self.assertEqual(repeated, record)
        same = list_opportunities(stub, filter=f'title = "{repeated.title}"')
        self.assertEqual([one.name for one in same], [repeated.name])
        self.acknowledged.append(Acknowledged(attempt, repeated, revision))

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

    def wait_for(self, watchers):
        """Until every watcher has every acknowledged commit."""
        last = max(entry.revision for entry in self.acknowledged)
        wait_until(lambda: all(watcher.revision >= last for watcher in watchers)
                   or any(watcher.surprises for watcher in watchers), f"revision {last} is watched")

    def check_feed(self, stub, watchers):
        """No gap, no repeat, the same for every watcher, and in accord with the records."""
        self.wait_for(watchers)
        for watcher in watchers:
            watcher.close()
            self.assertEqual(watcher.surprises, [])
        whole = watchers[-1].commits
        self.assertEqual([revision for revision, _ in whole], list(range(1, len(whole) + 1)))
        for watcher in watchers[:-1]:
            self.assertEqual(watcher.commits, whole[watcher.commits[0][0] - 1:])
        feed = dict(whole)
        for entry in self.acknowledged:
            operation = CREATED if entry.attempt.call is create else UPDATED
            self.assertIn((entry.record.name, operation), feed[entry.revision])
            self.assertEqual(entry.record.etag, str(entry.revision))
        self.check_records(feed, {record.name: record for record in list_opportunities(stub)})

    def check_records(self, feed, records):
        """Every record was created once and changed as often as it says, and no other was."""
        seen = collections.Counter()
        latest = {}
        for revision, changes in feed.items():
            for name, operation in changes:
                seen[name, operation] += 1
                latest[name] = revision
        for name, record in records.items():
            self.assertEqual((seen[name, CREATED], str(latest[name])), (1, record.etag), name)
        for writer, version in self.versions.items():
            self.assertEqual(seen[own_name(writer), UPDATED], version, own_name(writer))
        created = {name for name, operation in seen
                   if operation == CREATED and "/opportunities/" in name}
        self.assertEqual(created, set(records))
