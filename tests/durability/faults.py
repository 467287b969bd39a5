"""Twelve faults of the world, each shown by its tests: `python tests/durability/faults.py`.

For each: a plain sentence, nothing that was called saved is lost, and the reader can go on.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parents[1]
FAULTS = (
    *("disk full", "read-only folder", "deleted", "replaced", "garbage", "newer", "locked"),
    *("WAL unreadable", "document vanishes", "document shrinks", "worker killed", "clock set back"),
)


class Count:
    """Collects what became of the tests of each fault."""

    def __init__(self) -> None:
        self.outcomes: dict[str, list[str]] = defaultdict(list)
        self._faults: dict[str, str] = {}

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Remember which test is for which fault."""
        for item in items:
            for mark in item.iter_markers("fault"):
                self._faults[item.nodeid] = mark.args[0]

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Take in the outcome of a test: of its call, or of whatever kept that from happening."""
        if report.when == "call" or report.outcome != "passed":
            self.outcomes[self._faults[report.nodeid]].append(report.outcome)


def main() -> int:
    """Run the tests and print how many faults are survived; 0 where all are."""
    count = Count()
    pytest.main(["-q", "-m", "fault", "--no-header", str(TESTS)], plugins=[count])
    good = 0
    for fault in FAULTS:
        outcomes = count.outcomes[fault]
        survived = "passed" in outcomes and "failed" not in outcomes
        good += survived
        print(f"{fault:20} {'survived' if survived else 'NOT SHOWN'} ({len(outcomes)} tests)")
    print(f"{good} of {len(FAULTS)}")
    return int(good < len(FAULTS))


if __name__ == "__main__":
    sys.exit(main())
