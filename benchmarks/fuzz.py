"""Reads damaged pages, PDFs, feeds, sitemaps and listings, and tells which ended in an exception or took over its time.

    python -m benchmarks.fuzz [CASES] [FIRST]

3,000 cases from number 0 where nothing is said: of ten, five are mutations of the golden pages, two of feeds,
sitemaps and listings, one is a PDF, and two are pages and feeds that hypothesis makes up. Each is made again from its
number but the last two. Leaves 1 where any case failed.
"""

from __future__ import annotations

import random
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from scraper.pages import Unreadable, read_page
from tests.scraper.discover import damage as finding
from tests.scraper.pages import damage, damaged_pdf

TIME = 5.0
TAGS = (
    "<p>", "</p>", "<div class='", "'>", "<h1>", "</h1>", "<br>", "<ul><li>", "<table><tr><td>", "<article>", "<!--",
    "<script type='application/ld+json'>", "</script>", '{"@type":"NewsArticle","articleBody":', '"', "}", "<meta ",
    "property='article:published_time' content='", "<time datetime='", "By ", "<rss><channel><item><link>", "<urlset>",
    "<url><loc>http://", "Comments", "Related", "31/12/2024", "&#x", ";", "<![CDATA[", "]]>", "<?xml encoding='",
)  # fmt: skip
MADE_UP = st.lists(st.one_of(st.sampled_from(TAGS), st.text(max_size=40)), max_size=60).map("".join)


def page(number: int) -> None:
    """A damaged golden page."""
    address, body, content_type = damage.damaged(number)
    _read(address, body, content_type)


def listing(number: int) -> None:
    """A damaged feed, sitemap or listing, as what it is and as what it may look like."""
    dice = random.Random(number)  # noqa: S311 - damage, not secrets
    kind, sound = dice.choice(finding.SOUND)
    body = finding.damaged(sound, dice)
    finding.tried(kind, body)
    finding.tried(None, body)


def pdf(number: int) -> None:
    """A damaged PDF."""
    _read(damaged_pdf.ADDRESS, damaged_pdf.damaged(number), "application/pdf")


MADE: tuple[Callable[[int], None], ...] = (page, page, listing, page, pdf, page, listing, page)


def _read(address: str, body: bytes, content_type: str) -> None:
    try:
        read_page(address, body, content_type)
    except Unreadable:
        return


class Tally:
    """What became of the cases so far."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.slowest = (0.0, "")
        self.wrong = 0

    def take(self, name: str, case: Callable[[], None]) -> None:
        """Run one case; its exception is printed, not raised, so that it does not hide the next."""
        began = time.process_time()
        self.counts[name.partition(" ")[0]] += 1
        try:
            case()
        except Exception:  # noqa: BLE001 - see above
            self.wrong += 1
            print(f"{name} failed")
            traceback.print_exc()
        took = time.process_time() - began
        self.slowest = max(self.slowest, (took, name))
        if took > TIME:
            self.wrong += 1
            print(f"{name} took {took:.1f} s")


def made_up(tally: Tally, cases: int) -> None:
    """Pages and feeds that hypothesis makes up."""

    @settings(
        max_examples=cases,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(MADE_UP)
    def run(said: str) -> None:
        body = said.encode("utf-8", "surrogatepass")
        tally.take(f"made-up {said!r}", lambda: _both(body))

    run()


def _both(body: bytes) -> None:
    _read("https://www.paper.test/news/story", body, "text/html")
    finding.tried(None, body)


def main(cases: int = 3_000, first: int = 0) -> int:
    """Print what went wrong as it comes, then the counts and the slowest case."""
    tally = Tally()
    for number in range(first, first + cases * len(MADE) // 10):
        made = MADE[number % len(MADE)]
        tally.take(f"{made.__name__} {number}", lambda made=made, number=number: made(number))  # type: ignore[misc]
    made_up(tally, cases - sum(tally.counts.values()))
    took, name = tally.slowest
    print(f"{sum(tally.counts.values())} cases, {dict(tally.counts)}: {tally.wrong} wrong")
    print(f"the slowest took {took:.1f} s: {name[:80]}")
    return int(tally.wrong > 0)


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:3])))
