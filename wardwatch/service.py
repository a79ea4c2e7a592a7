"""The service, and its single passes for the command line."""

from __future__ import annotations

import asyncio
import os
import signal
import threading
from collections.abc import Sequence
from functools import partial
from hashlib import sha256

import structlog

from alerts import claiming, deliver, digest, forgetting, lines, recovery
from alerts.channels import shown
from alerts.deliver import DeliveryReport
from alerts.render import Letterhead
from db import archive
from scraper.crawl import Progress
from scraper.report import CrawlReport, SourceReport, summary
from wardwatch.config import Config
from wardwatch.crawling import claim, crawl_claimed
from wardwatch.heartbeat import Heartbeat
from wardwatch.house import House, open_house, present
from wardwatch.posting import reply_address, web_of
from wardwatch.schedule import Schedule

log = structlog.get_logger("wardwatch")
ENDING_GETS = 8.0
CRAWLS_AT_ONCE = 8


def crawl_once(config: Config, names: Sequence[str], progress: Progress | None = None) -> CrawlReport:
    """One pass over these sources, or all, due or not. Sends nothing. A source that another wardwatch is reading is
    left to it, and says so in the report."""

    async def one_pass() -> CrawlReport:
        with open_house(config, migrate=False) as house:
            wanted = list(names) or list(house.sources)
            in_hand: set[str] = set()
            claimed = await claim(house, wanted, in_hand)
            report = await crawl_claimed(house, claimed, in_hand, progress)
            for name in wanted:
                if name not in claimed:
                    report.sources.append(SourceReport(name, notes=["another wardwatch is reading it just now"]))
            return report

    return asyncio.run(one_pass())


def deliver_once(config: Config, *, retry_now: bool = False) -> DeliveryReport:
    """Send until nothing is due. retry_now: what waits for a later try is tried too."""
    with open_house(config, migrate=False) as house:
        if retry_now:
            claiming.hasten(house.database, present())
        _build_digests(house)
        return _deliver(house, threading.Event())


def run_service(config: Config) -> int:
    """Watch, keep and tell until SIGTERM or Ctrl-C. The exit code."""
    return asyncio.run(Service(config).run())


class Service:
    """One run of the service: the tick starts what is due; a signal ends it."""

    def __init__(self, config: Config) -> None:
        self._config = config
        self._leaving = asyncio.Event()
        self._stop_sending = threading.Event()
        self._crawls: set[asyncio.Task[None]] = set()
        self._in_hand: set[str] = set()

    async def run(self) -> int:
        """Until a signal comes; the exit code."""
        loop = asyncio.get_running_loop()
        with open_house(self._config, migrate=True) as house:
            for wanted in (signal.SIGTERM, signal.SIGINT):
                loop.add_signal_handler(wanted, self._leaving.set)
            _try_lines_again(house)
            schedule = Schedule(
                crawling=partial(self._start_crawl, house),
                digests=partial(asyncio.to_thread, _build_digests, house),
                sending=partial(asyncio.to_thread, self._send, house),
                recovery=partial(asyncio.to_thread, _recover, house),
            )
            if self._config.heartbeat_url:
                heart = Heartbeat(self._config.heartbeat_url, web_of(self._config))
                schedule.add("heartbeat", partial(_beat, schedule, heart))
            schedule.start()
            _say_when(house)
            await self._leaving.wait()
            await self._leave(house, schedule)
        return 0

    async def _start_crawl(self, house: House) -> None:
        """Claim what is due and crawl it beside whatever else is going on."""
        if len(self._crawls) < CRAWLS_AT_ONCE and (names := await claim(house, None, self._in_hand)):
            crawl = asyncio.ensure_future(self._crawl(house, names))
            self._crawls.add(crawl)
            crawl.add_done_callback(self._crawls.discard)

    async def _crawl(self, house: House, names: Sequence[str]) -> None:
        report = await crawl_claimed(house, names, self._in_hand)
        for trouble in {source.trouble for source in report.sources if source.store_down}:
            log.error(trouble)
        for source in report.sources:
            if source.store_down:
                continue
            if source.trouble:
                log.warning(summary(source))
            elif source.read or source.failures:
                log.info(summary(source))

    def _send(self, house: House) -> None:
        report = _deliver(house, self._stop_sending)
        for outcome in report.outcomes:
            if outcome.state != "sent":
                to = shown(outcome.channel, outcome.recipient)
                log.warning(f"{outcome.channel} to {to} {outcome.state}: {outcome.answer}")

    async def _leave(self, house: House, schedule: Schedule) -> None:
        """Take no more work. What is in hand stands in the database and is taken up at the next start."""
        log.info("Stopping.")
        self._stop_sending.set()
        for crawl in self._crawls:
            crawl.cancel()
        if not await schedule.stop(ENDING_GETS, self._crawls):
            log.warning("Not all work ended in time; the rest is taken up at the next start.")
            house.reader.close()
            os._exit(0)


def _try_lines_again(house: House) -> None:
    """Who has mended a line starts wardwatch anew, and who has changed the config may have mended an address."""
    config = sha256(house.config.path.read_bytes()).hexdigest()
    house.database.write(lambda session: lines.try_again(session, config, present()))


async def _beat(schedule: Schedule, heart: Heartbeat) -> None:
    if schedule.is_well:
        await asyncio.to_thread(heart.beat)


def _say_when(house: House) -> None:
    """Where nothing is due at once, when that will be: a silent terminal looks broken."""
    with house.database.reading() as session:
        due = archive.next_due(session)
    if due and due > present():
        log.info(f"All sources were read lately; the next is due at {due.astimezone(house.config.zone):%H:%M}.")


def _build_digests(house: House) -> None:
    config = house.config
    house.database.write(lambda session: digest.build_due(session, config.alerts, present(), config.zone))


def _recover(house: House) -> None:
    """Every half hour; at most ticks there is nothing to do."""
    config = house.config
    now, age, zone = present(), config.backfill_alerts, config.zone
    done = recovery.recover_if_due(house.database, config.alerts, now, backfill_age=age, zone=zone)
    if done is not None:
        told, after = config.recipients(), config.retention.addresses
        house.database.write(lambda session: forgetting.forget_gone(session, told, now, after))


def _deliver(house: House, stop: threading.Event) -> DeliveryReport:
    return deliver.deliver_due(
        house.database,
        house.channels,
        now=present,
        owner=house.owner,
        stop=stop,
        letterhead=Letterhead(contact=reply_address(house.config), zone=house.config.zone),
        operator=house.config.operator,
    )
