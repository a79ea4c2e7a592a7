"""How much CPU a page takes to read, beside trafilatura's fast extraction with metadata, in one run.

    python -m benchmarks.pages [ROUNDS]

Reads every golden page ROUNDS times (20 where nothing is said) with both. Leaves 1 where ours takes over twice as much.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

import trafilatura

from scraper.pages import read_page

GOLDEN = Path(__file__).parents[1] / "tests" / "pages"
FILLER = "<script>" + "var configuration = {};" * 4_000 + "</script>"
AT_MOST = 2.0


def pages() -> list[tuple[str, bytes]]:
    """Address and bytes of each golden page, with as much script as a real page carries."""
    found = []
    for path in sorted(GOLDEN.glob("*.html")):
        address = json.loads(path.with_suffix(".json").read_text("utf-8"))["url"]
        found.append((address, path.read_text("utf-8").replace("</body>", FILLER + "</body>").encode()))
    return found


def cpu(read: Callable[[str, bytes], object], rounds: int) -> float:
    """CPU milliseconds a page; the first round warms up and is not counted."""
    every = pages()
    for url, body in every:
        read(url, body)
    began = time.process_time()
    for _ in range(rounds):
        for url, body in every:
            read(url, body)
    return 1_000 * (time.process_time() - began) / (rounds * len(every))


def ours(url: str, body: bytes) -> object:
    """The page as we read it."""
    return read_page(url, body, "text/html; charset=utf-8")


def theirs(url: str, body: bytes) -> object:
    """The page as trafilatura's fast extraction reads it, with title, date and author."""
    return trafilatura.bare_extraction(body, url=url, fast=True, with_metadata=True, include_comments=False)


def main(rounds: int = 20) -> int:
    """Print both figures and their ratio."""
    mine, fast = cpu(ours, rounds), cpu(theirs, rounds)
    print(
        f"read_page {mine:.2f} ms a page, trafilatura fast {fast:.2f} ms: {mine / fast:.2f} times (at most {AT_MOST})"
    )
    return int(mine > AT_MOST * fast)


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:2])))
