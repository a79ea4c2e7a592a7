"""CrawlReport: what a crawl found, read, skipped and could not get, source by source."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta

from scraper.memory import Failure


@dataclass(slots=True)
class SourceReport:
    """One source in one crawl.

    found: links on its listings; new: of these, not seen before; unchanged: its listings all answered 304;
    outcomes: how many pages became new, joined, copy, irrelevant ...; failures: of single pages;
    trouble: why the source as a whole could not be used, or None; kind: what it turned out to be.
    notes: what else is worth a line; retry_after: how long its host wants to be left alone; finished: it had its turn.
    store_down: the trouble is that nothing could be kept, whatever the source gave.
    """

    name: str
    kind: str | None = None
    found: int = 0
    new: int = 0
    unchanged: bool = False
    outcomes: Counter[str] = field(default_factory=Counter)
    failures: list[Failure] = field(default_factory=list)
    trouble: str | None = None
    notes: list[str] = field(default_factory=list)
    retry_after: timedelta | None = None
    finished: bool = False
    store_down: bool = False
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


def summary(report: SourceReport) -> str:
    """What happened to one source, in one plain line: "Town News: 12 links, 3 new; 1 new story, 2 irrelevant"."""
    told = [report.trouble] if report.trouble else [_listing(report)]
    if report.outcomes:
        told.append(", ".join(f"{count} {_said(outcome, count)}" for outcome, count in report.outcomes.most_common()))
    if report.failures:
        first = report.failures[0]
        reason = first.reason if first.url in first.reason else f"{first.url}: {first.reason}"
        told.append(f"{_counted(len(report.failures), 'page')} failed ({reason})")
    told += report.notes[:1]
    more = f"; and {_counted(len(report.notes) - 1, 'other note')}" if len(report.notes) > 1 else ""
    return f"{report.name}: {'; '.join(told)}{more}"


def _listing(report: SourceReport) -> str:
    if report.unchanged:
        return "unchanged"
    return f"{_counted(report.found, 'link')}, {report.new} new"


def _said(outcome: str, count: int) -> str:
    if outcome == "new":
        return "new story" if count == 1 else "new stories"
    return ("copy" if count == 1 else "copies") if outcome == "copy" else outcome


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"
