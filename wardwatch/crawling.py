"""Crawls of claimed sources: one pass, its outcome recorded, each source let go until it is due again."""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from concurrent.futures import Future
from datetime import timedelta

from sqlalchemy.orm import Session

from alerts import outbox
from db import archive, health
from scraper.crawl import Progress, crawl
from scraper.report import CrawlReport, SourceReport, summary
from wardwatch.house import House, present
from wardwatch.schedule import next_due

LEASE = timedelta(hours=1)
NEW_SOURCES = "Sources that are new, or read again"
TURNS = {"first": "read for the first time", "mended": "it can be read again"}


async def claim(house: House, names: Collection[str] | None) -> list[str]:
    """Claim the sources that are due, or those of `names` whether due or not; what others hold is left out."""
    return await asyncio.wrap_future(
        house.database.submit(lambda session: archive.claim_due(session, names, house.owner, present(), LEASE))
    )


async def crawl_claimed(house: House, names: Collection[str], progress: Progress | None = None) -> CrawlReport:
    """Crawl sources that this process has claimed; each is recorded and let go as soon as it has had its turn, and
    those that a broken-off crawl did not come to are due again at once. The operator hears of new and mended ones."""
    held = set(names)
    letting_go: list[Future[str | None]] = []

    def heard(report: SourceReport) -> None:
        if report.finished and report.name in held:
            held.discard(report.name)
            letting_go.append(_let_go(house, report.name, report))
        if progress:
            progress(report)

    try:
        return await crawl(
            [house.sources[name] for name in names],
            house.memory,
            house.sink,
            run=house.reader,
            settings=house.settings,
            politeness=house.politeness,
            progress=heard,
        )
    finally:
        letting_go += [_let_go(house, name, None) for name in held]
        await asyncio.shield(_tell_operator(house, letting_go))


def _let_go(house: House, name: str, report: SourceReport | None) -> Future[str | None]:
    """Queue the record of how a source did, and its release; gives the operator a line on one that is new or mended."""
    now = present()
    due = next_due(house.sources[name], report, now) if report else now

    def write(session: Session) -> str | None:
        turn = None
        if report and report.trouble:
            health.record_trouble(session, name, report.trouble, now=now)
        elif report:
            turn = health.record_ok(session, name, new=report.new, now=now)
        archive.release(session, name, house.owner, due)
        return f"{summary(report)} ({TURNS[turn]})" if report and turn else None

    return house.database.submit(write)


async def _tell_operator(house: House, letting_go: Collection[Future[str | None]]) -> None:
    """One message names all sources of a crawl that are new or mended."""
    lines = [line for line in await asyncio.gather(*map(asyncio.wrap_future, letting_go)) if line]
    if lines:
        text = "\n\n".join([*lines, "Older news fills the archive and tells nobody."])
        await asyncio.wrap_future(
            house.database.submit(
                lambda session: outbox.notice(session, house.config.operator, NEW_SOURCES, text, present())
            )
        )
