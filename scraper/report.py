"""CrawlReport: what a crawl found, read, skipped and could not get, source by source."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from scraper.memory import Failure


@dataclass(slots=True)
class SourceReport:
    """One source in one crawl.

    found: links on its listings; new: of these, not seen before; unchanged: its listings all answered 304;
    outcomes: how many pages became new, joined, copy, irrelevant ...; failures: of single pages;
    trouble: why the source as a whole could not be used, or None; kind: what it turned out to be.
    """

    name: str
    kind: str | None = None
    found: int = 0
    new: int = 0
    unchanged: bool = False
    outcomes: Counter[str] = field(default_factory=Counter)
    failures: list[Failure] = field(default_factory=list)
    trouble: str | None = None
    seconds: float = 0.0

    @property
    def read(self) -> int:
        """How many pages were read and given to the sink."""
        return sum(self.outcomes.values())

    @property
    def failed(self) -> bool:
        """True where the source as a whole gave nothing usable."""
        return self.trouble is not None


@dataclass(slots=True)
class CrawlReport:
    """All sources of one crawl, in the order given, and how many requests it made."""

    sources: list[SourceReport]
    requests: int = 0
    seconds: float = 0.0

    @property
    def failed(self) -> list[SourceReport]:
        """The sources that gave nothing usable."""
        return [source for source in self.sources if source.failed]
