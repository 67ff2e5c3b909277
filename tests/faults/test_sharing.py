"""What organisations share: both sides of the real processes, over kills, joining and leaving.

`swlstg` shares with `slam`, which has a strategy here only where a test gives it one.
"""

import contextlib
import shutil
import signal
import unittest

from grpc import StatusCode

from fault_calls import (
    IDENTITY, ORGANISATION, RefusalCase, change_service_pb2, change_service_pb2_grpc,
    shadowing_json, stream_of)
from fault_processes import LIMIT, STRATEGY, Suite, make_folder, open_channel

RECIPIENT = "organisations/slam"
AS_SENDER = {IDENTITY: "subject=sender; organisations=swlstg"}
AS_RECIPIENT = {IDENTITY: "subject=reader; organisations=slam; role=viewer"}
LOADED = "strategies loaded"
CREATED, UPDATED, DELETED = (change_service_pb2.Change.CREATED, change_service_pb2.Change.UPDATED,
                             change_service_pb2.Change.DELETED)
KIT = {"title": "Sensory kit", "link": "https://www.example.org/kit", "kind": "GUIDELINE",
       "sharedWith": ["slam", "oxleas"], "notes": "for us alone"}


class Feed:
    """The recipient's change feed, read by a caller of the recipient."""

    def __init__(self, channel, position=""):
        call = change_service_pb2_grpc.ChangeServiceStub(channel).WatchChanges(
            change_service_pb2.WatchChangesRequest(parents=[RECIPIENT], position=position),
            metadata=[(IDENTITY, AS_RECIPIENT[IDENTITY])], timeout=LIMIT, wait_for_ready=True)
        self._messages = stream_of(call)
        # Where it stands is told first, so that nothing after this line can be missed.
        self.position = position or next(self._messages).position

    def next_commit(self):
        """(revision, [(operation, name)]) of the next commit."""
        for message in self._messages:
            self.position = message.position
            if message.HasField("commit"):
                commit = message.commit
                assert commit.organisation == RECIPIENT, commit
                return commit.revision, [(each.operation, each.name) for each in commit.changes]
        raise AssertionError("the feed ended")

    def close(self):
        self._messages.close()


class SharingTest(RefusalCase):

    def setUp(self):
        self.folder = make_folder()
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.strategy = self.folder / "strategy"
        shutil.copytree(STRATEGY, self.strategy)
        self.suite = Suite(services=["workforce", "partnerships"], strategy=self.strategy)
        self.addCleanup(self.suite.__exit__)
        self.loads = 0

    def serve_recipient(self):
        """Gives the recipient a strategy, that of the sender under another name."""
        text = (self.strategy / "swlstg.textproto").read_text()
        old = 'organisation: "swlstg"'
        self.assertIn(old, text)
        (self.strategy / "slam.textproto").write_text(
            text.replace(old, 'organisation: "slam"', 1))

    def hang_up(self):
        """Lets every process take the strategy files as they are now."""
        self.loads += 1
        for program in [*self.suite.services.values(), self.suite.gateway]:
            program.send(signal.SIGHUP)
            program.wait_for_event(LOADED, self.loads)

    def watch(self, service, position=""):
        channel = open_channel(self.suite.services[service].address)
        self.addCleanup(channel.close)
        return contextlib.closing(Feed(channel, position))

    def send(self, path, body=None):
        """A write of the sender, by HTTP; the record it answers with."""
        answer = self.suite.http.post(f"/v1/{path}", body or {}, AS_SENDER)
        self.assertEqual(answer.status, 200, answer.body)
        return answer.json()

    def share_kit(self):
        kit = self.send(f"{ORGANISATION}/sharedResources", KIT)
        return self.send(f"{kit['name']}:share")

    def received(self, collection):
        """What a caller of the recipient lists."""
        answer = self.suite.http.get(f"/v1/{RECIPIENT}/{collection}", AS_RECIPIENT)
        self.assertEqual(answer.status, 200, answer.body)
        return answer.json().get(collection, [])

    def check_unknown(self, name):
        self.assert_refused(self.suite.http.get(f"/v1/{name}", AS_RECIPIENT), 404,
                            StatusCode.NOT_FOUND)

    def test_the_recipient_hears_of_a_resource_reads_it_and_loses_it(self):
        self.serve_recipient()
        self.suite.start()
        with self.watch("partnerships") as feed:
            kit = self.share_kit()
            revision, changes = feed.next_commit()
            [copy] = self.received("receivedResources")
            self.assertEqual(changes, [(CREATED, copy["name"])])
            self.assertEqual(copy["etag"], str(revision))
            self.assertEqual(copy["sourceOrganisation"], "swlstg")
            self.assertEqual(copy["sourceUpdateTime"], kit["updateTime"])
            self.assertEqual((copy["title"], copy["link"]), (KIT["title"], KIT["link"]))
            self.assertNotIn("notes", copy)
            self.assertNotIn("sharedWith", copy)
            read = self.suite.http.get(f"/v1/{copy['name']}", AS_RECIPIENT)
            self.assertEqual(read.json(), copy)
            # The record itself stays as unknown to the recipient as one that does not exist.
            self.check_unknown(kit["name"])
            self.check_unknown(f"{ORGANISATION}/sharedResources/no-such-one")
            # A change of what is not shared is not heard of: the next commit is the withdrawal.
            answer = self.suite.http.ask(
                "PATCH", f"/v1/{kit['name']}?updateMask=notes", {"notes": "still ours"}, AS_SENDER)
            self.assertEqual(answer.status, 200, answer.body)
            self.send(f"{kit['name']}:withdraw", {"reason": "Out of date"})
            self.assertEqual(feed.next_commit(), (revision + 1, [(DELETED, copy["name"])]))
        self.check_unknown(copy["name"])
        self.assertEqual(self.received("receivedResources"), [])

    def test_what_is_shared_outlives_a_kill(self):
        self.serve_recipient()
        self.suite.start()
        with self.watch("workforce") as feed:
            offer = self.send(f"{ORGANISATION}/opportunities",
                              shadowing_json(partnershipWide=True))
            self.send(f"{offer['name']}:open")
            revision, [(operation, name)] = feed.next_commit()
            self.assertEqual(operation, CREATED)
            position = feed.position
        workforce = self.suite.services["workforce"]
        workforce.kill()
        workforce.start()
        [copy] = self.received("receivedOpportunities")
        self.assertEqual((copy["name"], copy["etag"]), (name, str(revision)))
        with self.watch("workforce", position) as feed:
            # Starting again has written nothing: the next revision is that of the closing.
            self.send(f"{offer['name']}:close")
            self.assertEqual(feed.next_commit(), (revision + 1, [(DELETED, name)]))
        self.assertEqual(self.received("receivedOpportunities"), [])

    def test_an_organisation_that_joins_receives_and_one_that_leaves_keeps_nothing(self):
        self.suite.start()
        kit = self.share_kit()
        self.assertEqual(kit["sharedWith"], KIT["sharedWith"])
        self.assert_refused(self.suite.http.get(f"/v1/{RECIPIENT}/receivedResources"), 404,
                            StatusCode.NOT_FOUND)
        self.serve_recipient()
        self.hang_up()
        [copy] = self.received("receivedResources")
        self.hang_up()
        self.assertEqual(self.received("receivedResources"), [copy], "nothing was written again")
        (self.strategy / "slam.textproto").rename(self.folder / "away")
        self.hang_up()
        self.send(f"{kit['name']}:withdraw", {"reason": "While it was away"})
        (self.folder / "away").rename(self.strategy / "slam.textproto")
        self.hang_up()
        self.assertEqual(self.received("receivedResources"), [])
        self.check_unknown(copy["name"])


if __name__ == "__main__":
    unittest.main()
