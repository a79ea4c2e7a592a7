"""Reads damaged pages, each made from its number, and tells which ended in an exception or took over its time.

    python -m benchmarks.fuzz_pages [CASES] [FIRST]

3,000 cases from number 0 where nothing is said. Leaves 1 where any case failed.
"""

from __future__ import annotations

import sys
import time
import traceback

from scraper.pages import Unreadable, read_page
from tests.scraper.pages.damage import damaged

TIME = 5.0


def outcome(number: int) -> tuple[str, float]:
    """What became of the case, and the CPU seconds it took."""
    address, body, content_type = damaged(number)
    began = time.process_time()
    try:
        read_page(address, body, content_type)
        said = "read"
    except Unreadable:
        said = "refused"
    except Exception:  # noqa: BLE001 - one damaged page must not hide the next
        said = "failed"
        traceback.print_exc()
    return said, time.process_time() - began


def main(cases: int = 3_000, first: int = 0) -> int:
    """Print the failures as they come, then the counts and the slowest case."""
    counts = {"read": 0, "refused": 0, "failed": 0, "slow": 0}
    slowest = (0.0, 0)
    for number in range(first, first + cases):
        said, took = outcome(number)
        counts[said] += 1
        counts["slow"] += took > TIME
        slowest = max(slowest, (took, number))
        if said == "failed" or took > TIME:
            print(f"damaged({number}) {said} after {took:.1f} s")
    print(f"{cases} damaged pages: {counts}; the slowest, {slowest[1]}, took {slowest[0]:.1f} s")
    return int(counts["failed"] + counts["slow"] > 0)


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:3])))
