"""Crawls of claimed sources: one pass, its outcome recorded, each source let go until it is due again."""

from __future__ import annotations

import asyncio
from collections.abc import Collection
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
    """Crawl sources that this process has claimed, record how each did and let it go, whatever happens."""
    sources = [house.sources[name] for name in names]
    reports: dict[str, SourceReport] = {}
    try:
        report = await crawl(
            sources,
            house.memory,
            house.sink,
            run=house.reader,
            settings=house.settings,
            politeness=house.politeness,
            progress=progress,
        )
        reports = {one.name: one for one in report.sources}
        return report
    finally:
        for name in names:
            await asyncio.shield(_let_go(house, name, reports.get(name)))


async def _let_go(house: House, name: str, report: SourceReport | None) -> None:
    """Without a report the crawl was broken off: the source is due again at once."""
    now = present()
    due = next_due(house.sources[name], report, now) if report else now

    def write(session: Session) -> None:
        if report and report.trouble:
            health.record_trouble(session, name, report.trouble, now=now)
        elif report:
            health.record_ok(session, name, new=report.new, now=now)
        archive.release(session, name, house.owner, due)

    await asyncio.wrap_future(house.database.submit(write))
