"""Runs the unittest files of folders and writes how many cases passed and failed.

usage: run_unittest.py RESULTS [-k PATTERN] FOLDER...
"""

import argparse
import pathlib
import sys
import time
import unittest

sys.dont_write_bytecode = True


class CountingResult(unittest.TextTestResult):
    """Says each case on a line of its own with its time, and remembers what the counts need."""

    passed = 0
    troubled = frozenset()

    def startTest(self, test):
        super().startTest(test)
        self._started = time.monotonic()

    def addSuccess(self, test):
        super().addSuccess(test)
        self.passed += 1

    def addFailure(self, test, err):
        super().addFailure(test, err)
        self.troubled |= {test.id()}

    def addError(self, test, err):
        super().addError(test, err)
        self.troubled |= {test.id()}

    def addUnexpectedSuccess(self, test):
        super().addUnexpectedSuccess(test)
        self.troubled |= {test.id()}

    def addSubTest(self, test, subtest, err):
        super().addSubTest(test, subtest, err)
        if err is not None:
            self.troubled |= {test.id()}

    def stopTest(self, test):
        super().stopTest(test)
        self.stream.writeln(f"  ({time.monotonic() - self._started:.1f} s)")
        self.stream.flush()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("results", type=pathlib.Path)
    parser.add_argument("-k", dest="pattern")
    parser.add_argument("folders", nargs="+")
    arguments = parser.parse_args()

    sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
    loader = unittest.TestLoader()
    if arguments.pattern:
        loader.testNamePatterns = [f"*{arguments.pattern}*"]
    suite = unittest.TestSuite()
    for folder in arguments.folders:
        # Each folder is a top level of its own, so that files import their neighbours by name.
        suite.addTests(loader.discover(folder, top_level_dir=folder))
        loader._top_level_dir = None
    result = unittest.TextTestRunner(
        stream=sys.stdout, verbosity=2, resultclass=CountingResult).run(suite)
    failed = len(result.troubled)
    arguments.results.write_text(f"{result.passed} {failed}\n")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
