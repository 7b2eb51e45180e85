#!/usr/bin/env python3
"""Adds up what ctest ran: tally.py PRESET=FILE.xml ...

Each FILE is ctest's JUnit report. A test of ours counts as many times as it says itself (`N passed, N failed`, or
GoogleTest's summary); one that says nothing counts once, by its exit code. A report that is missing is a failure.
"""

import re
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

SUMMARY = re.compile(r"^(\d+) passed, (\d+) failed", re.M)
GTEST_PASSED = re.compile(r"^\[  PASSED  \] (\d+) tests?\.", re.M)
GTEST_FAILED = re.compile(r"^ *(\d+) FAILED TESTS?$", re.M)


def count(case: ElementTree.Element) -> tuple[int, int]:
    """Passed and failed of one ctest test."""
    ok = case.get("status") == "run"
    out = case.findtext("system-out") or ""
    passed, failed = 0, 0
    if found := SUMMARY.findall(out):
        passed, failed = int(found[-1][0]), int(found[-1][1])
    elif "[==========]" in out:
        if found := GTEST_PASSED.search(out):
            passed = int(found[1])
        if found := GTEST_FAILED.search(out):
            failed = int(found[1])
    elif ok:
        passed = 1
    if not ok and failed == 0:  # crashed, timed out, or could not start
        failed = 1
    return passed, failed


def main() -> int:
    total_passed = total_failed = 0
    for argument in sys.argv[1:]:
        preset, _, path = argument.partition("=")
        passed = failed = 0
        if Path(path).exists():
            for case in ElementTree.parse(path).getroot().iter("testcase"):
                case_passed, case_failed = count(case)
                if case_failed:
                    print(f"{preset}: {case.get('name')}: {case_failed} failed")
                passed += case_passed
                failed += case_failed
            if passed + failed == 0:
                print(f"{preset}: no tests ran")
                failed = 1
        else:
            print(f"{preset}: did not build")
            failed = 1
        print(f"{preset}: {passed} passed, {failed} failed")
        total_passed += passed
        total_failed += failed
    print(f"{total_passed} passed, {total_failed} failed")
    return 1 if total_failed else 0


if __name__ == "__main__":
    sys.exit(main())
