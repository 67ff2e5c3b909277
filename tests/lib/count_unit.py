"""Counts the cases that ctest ran.

usage: count_unit.py CTEST_JUNIT GTEST_XML_FOLDER RESULTS

A test program that wrote its own report counts by its cases; one that wrote none, because it crashed
or is no GoogleTest program, counts as one case. A program that ctest calls failed although all its
cases passed (a leak found at exit, say) counts one failure more.
"""

import pathlib
import sys
import xml.etree.ElementTree as ElementTree


def own_report(folder, program):
    """(passed, failed) of a GoogleTest program, or None."""
    try:
        suites = ElementTree.parse(folder / f"{program}.xml").getroot()
    except (FileNotFoundError, ElementTree.ParseError):
        return None
    number = {key: int(suites.get(key, 0)) for key in ("tests", "failures", "errors", "disabled")}
    failed = number["failures"] + number["errors"]
    skipped = sum(1 for case in suites.iter("testcase") if case.find("skipped") is not None)
    return number["tests"] - failed - number["disabled"] - skipped, failed


def main(junit, folder, results):
    passed = failed = 0
    for case in ElementTree.parse(junit).getroot().iter("testcase"):
        succeeded = case.get("status") == "run" and case.find("failure") is None
        report = own_report(folder, f"{case.get('name')}_test")
        if report is None:
            report = (1, 0) if succeeded else (0, 1)
        elif not succeeded and report[1] == 0:
            report = (report[0], 1)
        if not succeeded:
            print(f"FAILED {case.get('name')}")
        passed += report[0]
        failed += report[1]
    results.write_text(f"{passed} {failed}\n")


if __name__ == "__main__":
    main(*(pathlib.Path(argument) for argument in sys.argv[1:4]))
