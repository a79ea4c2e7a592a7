"""Crawls of claimed sources: one pass, its outcome recorded, each source let go until it is due again."""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from concurrent.futures import Future
from datetime import timedelta

from sqlalchemy.orm import Session

from db import archive, health
from scraper.crawl import Progress, crawl
from scraper.report import CrawlReport, SourceReport
from wardwatch.house import House, present
from wardwatch.schedule import next_due

LEASE = timedelta(hours=1)


async def claim(house: House, names: Collection[str] | None) -> list[str]:
    """Claim the sources that are due, or those of `names` whether due or not; what others hold is left out."""
    return await asyncio.wrap_future(
        house.database.submit(lambda session: archive.claim_due(session, names, house.owner, present(), LEASE))
    )


async def crawl_claimed(house: House, names: Collection[str], progress: Progress | None = None) -> CrawlReport:
    """Crawl sources that this process has claimed; each is recorded and let go as soon as it has had its turn, and
    those that a broken-off crawl did not come to are due again at once."""
    held = set(names)
    letting_go: list[Future[None]] = []

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
        await asyncio.shield(asyncio.gather(*map(asyncio.wrap_future, letting_go)))


def _let_go(house: House, name: str, report: SourceReport | None) -> Future[None]:
    """Queue the record of how a source did, and its release."""
    now = present()
    due = next_due(house.sources[name], report, now) if report else now

    def write(session: Session) -> None:
        if report and report.trouble:
            health.record_trouble(session, name, report.trouble, now=now)
        elif report:
            health.record_ok(session, name, new=report.new, now=now)
        archive.release(session, name, house.owner, due)

    return house.database.submit(write)
