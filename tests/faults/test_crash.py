"""kill -9 of a service in the midst of 64 writers: what was acknowledged is there, nothing is half.

The page cache survives kill -9, so this proves order and atomicity; that a commit reaches the disk is
for the fault layer of the storage tests.
"""

import random
import unittest

from fault_calls import opportunities
from fault_processes import open_channel
from fault_writers import Round, WritersCase

ROUNDS = 50
# A round is cut off after so many acknowledgements at most.
MOST_ACKNOWLEDGED = 120


class CrashTest(WritersCase):

    def test_what_was_acknowledged_is_there_and_nothing_is_half(self):
        self.begin()
        watchers = self.watch()
        chance = random.Random(2026)
        for number in range(ROUNDS):
            this = Round(number, self.service.address, self.versions)
            this.run(self.service.kill, chance.randint(0, MOST_ACKNOWLEDGED))
            self.service.start()
            with open_channel(self.service.address) as channel:
                self.check_round(this, opportunities(channel))
            self.wait_for(watchers)
        with open_channel(self.service.address) as channel:
            self.check_feed(opportunities(channel), watchers)
        for watcher in watchers:
            self.assertGreaterEqual(watcher.breaks, ROUNDS)
        print(f"\n  {len(self.acknowledged)} writes acknowledged; of those without an answer "
              f"{self.found} were there and {self.absent} were not ... ", end="")
        self.assertEqual(self.service.end(), 0)


if __name__ == "__main__":
    unittest.main()
