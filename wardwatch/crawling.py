"""Crawls of claimed sources: one pass, its outcome recorded, each source let go until it is due again."""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from concurrent.futures import Future
from datetime import timedelta

import structlog
from sqlalchemy.orm import Session

from alerts import outbox
from db import archive, health
from db.engine import StoreError
from scraper.crawl import Progress, crawl
from scraper.report import CrawlReport, SourceReport, summary
from wardwatch.house import House, present
from wardwatch.schedule import next_due

log = structlog.get_logger("wardwatch")
LEASE = timedelta(hours=1)
NEW_SOURCES = "Sources that are new, or read again"
TURNS = {"first": "read for the first time", "mended": "it can be read again"}


async def claim(house: House, names: Collection[str] | None, in_hand: set[str]) -> list[str]:
    """Claim the sources that are due, or those of `names` whether due or not; what others hold is left out, and what is
    in hand. They are in hand then."""
    busy = frozenset(in_hand)
    claimed = await asyncio.wrap_future(
        house.database.submit(
            lambda session: archive.claim_due(session, names, house.owner, present(), LEASE, busy=busy)
        )
    )
    in_hand.update(claimed)
    return claimed


async def crawl_claimed(
    house: House, names: Collection[str], in_hand: set[str], progress: Progress | None = None
) -> CrawlReport:
    """Crawl sources that this process has claimed; each is recorded and let go as soon as it has had its turn, and
    those that a broken-off crawl did not come to are due again at once. The operator hears of new and mended ones."""
    held = set(names)
    letting_go: list[Future[str | None]] = []

    def heard(report: SourceReport) -> None:
        if report.finished and report.name in held:
            held.discard(report.name)
            in_hand.discard(report.name)
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
            browser=house.browser,
            progress=heard,
        )
    finally:
        in_hand.difference_update(held)
        letting_go += [_let_go(house, name, None) for name in held]
        await asyncio.shield(_tell_operator(house, letting_go))


def _let_go(house: House, name: str, report: SourceReport | None) -> Future[str | None]:
    """Queue the record of how a source did, and its release; gives the operator a line on one that is new or mended."""
    now = present()
    due = next_due(house.sources[name], report, now) if report else now

    def write(session: Session) -> str | None:
        turn = None
        if report and report.trouble and not report.store_down:
            health.record_trouble(session, name, report.trouble, now=now)
        elif report and not report.trouble:
            turn = health.record_ok(session, name, new=report.new, now=now)
        archive.release(session, name, house.owner, due)
        return f"{summary(report)} ({TURNS[turn]})" if report and turn else None

    return house.database.submit(write)


async def _tell_operator(house: House, letting_go: Collection[Future[str | None]]) -> None:
    """One message names all sources of a crawl that are new or mended. What the store does not take is said once; a
    source that could not be let go is claimed again when it is due."""
    try:
        ended = await asyncio.gather(*map(asyncio.wrap_future, letting_go), return_exceptions=True)
        lines = [line for line in ended if isinstance(line, str)]
        if lines:
            text = "\n\n".join([*lines, "Older news fills the archive and tells nobody."])
            await asyncio.wrap_future(
                house.database.submit(
                    lambda session: outbox.notice(session, house.config.operator, NEW_SOURCES, text, present())
                )
            )
        for error in ended:
            if isinstance(error, BaseException):
                raise error
    except StoreError as error:
        log.error(str(error))
