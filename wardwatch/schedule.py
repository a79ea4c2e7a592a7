"""The schedule: one tick a second that starts what is due and waits for nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection
from datetime import datetime

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from db.engine import StoreError
from scraper.report import SourceReport
from scraper.sources import Source

log = structlog.get_logger("wardwatch")
TICK_SECONDS = 1


def next_due(source: Source, report: SourceReport, now: datetime) -> datetime:
    """When a source is asked again: after its pause, but not before the moment its server asked us to wait for."""
    wished = [report.retry_after, *(failure.retry_after for failure in report.failures)]
    return now + max([source.pause, *(wait for wait in wished if wait)])


class Schedule:
    """Starts each kind of work at every tick, unless that kind is still at work. Work is a coroutine function."""

    def __init__(self, **works: Callable[[], Awaitable[None]]) -> None:
        self._works = works
        self._running: dict[str, asyncio.Task[None]] = {}
        self._down: dict[str, str] = {}
        self._failed: set[str] = set()
        self._scheduler = AsyncIOScheduler(timezone="UTC")

    @property
    def is_well(self) -> bool:
        """Whether every kind of work ended well the last time that it ended."""
        return not self._failed

    def add(self, name: str, work: Callable[[], Awaitable[None]]) -> None:
        """One more kind of work."""
        self._works[name] = work

    def start(self) -> None:
        """The first tick comes at once, then one every second."""
        self._scheduler.add_job(
            self.tick, "interval", seconds=TICK_SECONDS, misfire_grace_time=None, coalesce=True, max_instances=1
        )
        self._scheduler.start()
        self._start_what_rests()

    async def tick(self) -> None:
        """Start what is not at work, on the loop: APScheduler would call a plain function in a thread."""
        self._start_what_rests()

    def _start_what_rests(self) -> None:
        for name, work in self._works.items():
            if name not in self._running:
                task = asyncio.ensure_future(work())
                self._running[name] = task
                task.add_done_callback(lambda done, name=name: self._ended(name, done))  # type: ignore[misc]

    async def stop(self, seconds: float, others: Collection[asyncio.Task[None]] = ()) -> bool:
        """No more ticks; wait up to `seconds` for what is at work, and for others. True if all of it ended."""
        self._scheduler.shutdown(wait=False)
        at_work = {*self._running.values(), *others}
        if not at_work:
            return True
        _, late = await asyncio.wait(at_work, timeout=seconds)
        for task in late:
            task.cancel()
        return not late

    def _ended(self, name: str, task: asyncio.Task[None]) -> None:
        del self._running[name]
        if task.cancelled():
            return
        error = task.exception()
        (self._failed.add if error else self._failed.discard)(name)
        if isinstance(error, StoreError):
            self._say_down(name, str(error))
            return
        if self._down.pop(name, None) and not self._down:
            log.info("The database can be used again.")
        if error:
            log.error(f"{name} failed: {error}", exc_info=error)

    def _say_down(self, name: str, sentence: str) -> None:
        """Say once why the store does not work, however many kinds of work meet it and however often."""
        if sentence not in self._down.values():
            log.error(sentence)
        self._down[name] = sentence
