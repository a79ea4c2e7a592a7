"""Passages day by day, each killed at a point of its own: between two steps of intake and delivery."""

from __future__ import annotations

import json
import signal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from newsdesk.addresses import canonical
from newsdesk.councils import all_councils
from tests.delivery.nursery import Begun, Nursery
from tests.delivery.passage import address
from tests.delivery.receivers import Account, SlowMailBox, account
from wardwatch.demo.post import Hook
from wardwatch.demo.settings import written_yaml
from wardwatch.demo.web import WebServer

MORNING = datetime(2026, 1, 1, 9, 0, tzinfo=UTC)
PAPERS = [f"http://127.0.0.{number}:9/news" for number in (1, 2)]
DESK, ROUND_UP = "desk@example.org", "round-up@example.org"
NAMES = [council.name for council in all_councils()]
EFFECTS = (
    "do_commit",
    "SMTP.data",
    "Session.send",
    "recording:begin",
    "recording:record",
    "claiming:claim",
    "take_in",
    "build_due",
)
KILLS_BETWEEN_RESTS, LISTED = 4, 5
DAYS_OF_REST = 3


@dataclass
class Days:
    """Passages, one a day; but for days of rest each brings a story of its own, which stays on the listings a while."""

    config: Path
    database: str
    nursery: Nursery
    mail: SlowMailBox
    hook: Hook
    published: list[str] = field(default_factory=list)
    day: int = 0

    def passes(self, **order: str) -> Begun:
        """The next day's passage, with a new story."""
        self.published.append(NAMES[len(self.published)])
        return self.rests(**order)

    def rests(self, **order: str) -> Begun:
        """The next day's passage, with nothing new."""
        self.day += 1
        now = MORNING + timedelta(days=self.day)
        listed = self.published[-LISTED:]
        return self.nursery.passes(config=str(self.config), councils=listed, now=now.isoformat(), **order)

    def account(self) -> Account:
        """What was received, beside what was published."""
        stories = {name: frozenset(canonical(address(paper, name)) for paper in PAPERS) for name in self.published}
        return account(stories, self.mail, self.hook, (DESK, "hook", ROUND_UP), self.database)

    def steps(self) -> list[str]:
        """Every step that a passage takes, once there has been one before."""
        path = self.config.parent / "steps.json"
        for _ in range(2):
            assert self.passes(steps=str(path)).wait() == 0
        return list(json.loads(path.read_text("utf-8")))

    def dies_at(self, points: Sequence[str]) -> list[str]:
        """A passage killed at each point, with days of rest between and in the end; the points that killed none."""
        survived = []
        for number, point in enumerate(points, 1):
            if self.passes(point=point).wait() != -signal.SIGKILL:
                survived.append(point)
            if number % KILLS_BETWEEN_RESTS == 0:
                self.rests().wait()
        for _ in range(DAYS_OF_REST):
            last = self.rests()
            assert last.wait() == 0, last.said()
        return survived


def points(steps: Sequence[str]) -> list[str]:
    """Before each step; and after those that change something outside the process."""
    return [f"before {step}" for step in steps] + [f"after {step}" for step in steps if step.endswith(EFFECTS)]


@contextmanager
def days_of(nursery: Nursery, folder: Path, database: str) -> Iterator[Days]:
    """Passages over a database, with receivers of their own."""
    hook, config = Hook(), folder / "config.yaml"
    with SlowMailBox(0) as mail, WebServer() as web:
        config.write_text(_config(database, mail.port, web.open(hook)), encoding="utf-8")
        yield Days(config, database, nursery, mail, hook)


def _config(database: str, mail_port: int, hook: str) -> str:
    return written_yaml(
        {
            "contact": "test@example.org",
            "database": database,
            "sources": [{"name": f"Paper {number}", "url": url} for number, url in enumerate(PAPERS)],
            "alerts": [
                {"name": "At once", "to": [{"email": DESK}, {"webhook": f"{hook}/hook"}]},
                {"name": "Round-up", "send": "daily at 08:30", "to": [{"email": ROUND_UP}]},
            ],
            "backfill_alerts": "30 days",
            "allow_private": [hook.removeprefix("http://")],
            "email": {"host": "127.0.0.1", "port": mail_port, "security": "none", "from": "ward@example.org"},
        }
    )
