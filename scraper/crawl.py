"""crawl: the one public function of the scraper."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from scraper.memory import Memory, Run, Sink
from scraper.report import CrawlReport, SourceReport
from scraper.sources import Source


@dataclass(frozen=True, slots=True)
class CrawlSettings:
    """contact: shown in the user agent. delay: between two requests to a host. allow_private: hosts, with or
    without port, that may be asked although their addresses are private. page_seconds: time-out of one request."""

    contact: str
    delay: timedelta = timedelta(seconds=1)
    allow_private: tuple[str, ...] = ()
    page_seconds: float = 30.0
    vocabulary: dict[str, object] = field(default_factory=dict)


Progress = Callable[[SourceReport], None]


async def crawl(
    sources: Sequence[Source],
    memory: Memory,
    sink: Sink,
    *,
    run: Run,
    settings: CrawlSettings,
    progress: Progress | None = None,
) -> CrawlReport:
    """Ask every source once, read what is new, and await the sink for each page.

    Never raises for what a source or a page does: that stands in the report. progress is called after each page.
    """
    raise NotImplementedError
