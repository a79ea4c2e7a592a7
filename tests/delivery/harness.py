"""A town whose news comes out bit by bit, a service that watches it and is killed, and the receivers of its alerts."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path

import psycopg
from ruamel.yaml import YAML
from sqlalchemy import select

from db.engine import Database
from db.models import LinkRow, MessageRow, SourceRow
from newsdesk.addresses import canonical
from tests.delivery.nursery import Begun, Nursery
from tests.delivery.receivers import Account, SlowMailBox, account
from tests.town import DESK, Outlet, Town
from wardwatch.demo.post import Hook, wait_until
from wardwatch.demo.press import Item
from wardwatch.demo.web import WebServer

ROUND_UP = "round-up@town.example"
HOUR = 3600.0
QUIET_HOURS = (25, 25)
STARTING, LONGEST_LIFE = 10.0, 8.0
ENDED = ("sent", "dead")
SQLITE_LIMITS = {
    "well": "max_page_count = 1000000\nquery_only = OFF",
    "full": "max_page_count = 1",
    "read only": "query_only = ON",
}
POSTGRES_LIMITS = {
    "well": "RETURN NEW;",
    "full": "RAISE EXCEPTION 'No space left on device' USING ERRCODE = '53100';",
    "read only": "RAISE EXCEPTION 'cannot execute in a read-only transaction' USING ERRCODE = '25006';",
}
LIMITED_TABLES = ("links", "articles", "told", "messages", "attempts", "sources")


class GrowingTown(Town):
    """A town whose papers print nothing until they are told to."""

    def __init__(self, outlets: int, seed: int = 1) -> None:
        super().__init__(outlets, seed)
        self.held: list[tuple[Outlet, Item]] = [
            (outlet, item) for outlet in self.outlets for item in outlet.paper.items
        ]
        random.Random(seed).shuffle(self.held)  # noqa: S311
        for outlet in self.outlets:
            outlet.paper.items.clear()

    def publishes(self, count: int) -> None:
        """Let the next articles out."""
        for outlet, item in self.held[:count]:
            outlet.paper.items.append(item)
        del self.held[:count]

    def stories(self) -> dict[str, frozenset[str]]:
        """Every relevant story that has been published, and the addresses of its articles."""
        told = {}
        for story in self.expected_stories:
            out = [
                outlet.paper.address(item, outlet.base) for outlet, item in story.carried if item in outlet.paper.items
            ]
            if out:
                told[f"{story.council}, {story.kind}"] = frozenset(map(canonical, out))
        return told


class Office:
    """A town, its receivers, and the lives of the service that watches the one for the other."""

    def __init__(
        self, town: GrowingTown, mail: SlowMailBox, hook: Hook, nursery: Nursery, config: Path, database: str
    ) -> None:
        self.town, self.mail, self.hook, self.config, self.database = town, mail, hook, config, database
        self._nursery = nursery
        self._clock, self._limits = config.parent / "clock", config.parent / "limits"
        self.kills = 0
        self.hours = 0.0
        self.sets_clock(0)
        self.disk_is("well")

    def starts(self) -> Begun:
        """A new life of the service, whose clock is an hour later than that of the last."""
        self.sets_clock(1)
        return self._nursery.runs(config=str(self.config), clock=str(self._clock), limits=str(self._limits))

    def sets_clock(self, hours: float) -> None:
        """Set the service's clock by so many hours, also while it runs."""
        self.hours += hours
        _write_at_once(self._clock, str(self.hours * HOUR))

    def disk_is(self, state: str) -> None:
        """Whether the database can be written to: well, full or read only."""
        if self.database.startswith("sqlite"):
            _write_at_once(self._limits, SQLITE_LIMITS[state])
            return
        _write_at_once(self._limits, "")
        body = f"CREATE OR REPLACE FUNCTION limits() RETURNS trigger AS $$ BEGIN {POSTGRES_LIMITS[state]} END $$"
        before = "CREATE OR REPLACE TRIGGER limits BEFORE INSERT OR UPDATE ON {} FOR EACH ROW EXECUTE FUNCTION limits()"
        with psycopg.connect(self.database, autocommit=True) as connection:
            connection.execute(f"{body} LANGUAGE plpgsql".encode())
            for table in LIMITED_TABLES:
                connection.execute(before.format(table).encode())

    def lives_and_is_killed(self, seconds: float, *, sending: bool = False) -> Begun:
        """A life of the service that ends by SIGKILL, so many seconds after it asked for its first page; or, to hit it
        while it sends, after its first mail was taken, if it comes to that."""
        asked, mailed = len(self.town.asked), len(self.mail.mails)
        service = self.starts()
        wait_until(lambda: len(self.town.asked) > asked, STARTING)
        if sending:
            wait_until(lambda: len(self.mail.mails) > mailed, LONGEST_LIFE)
        time.sleep(seconds)
        service.kill()
        self.kills += 1
        return service

    def ends_in_peace(self, seconds: float = 60.0) -> None:
        """Lives that nobody disturbs, each hours later than the last, until nothing is left to do."""
        for hours in QUIET_HOURS:
            self.sets_clock(hours)
            asked, service = len(self.town.asked), self.starts()
            done = wait_until(lambda: self._all_asked(asked) and not any(unfinished(self.database).values()), seconds)  # noqa: B023
            assert done, (unfinished(self.database), service.said())
            assert service.terminate() == 0, service.said()

    def has_read_everything(self) -> bool:
        """Whether every source was asked and no page of theirs is still to be read."""
        left = unfinished(self.database)
        return self._all_asked(0) and not left["sources"] and not left["links"]

    def _all_asked(self, since: int) -> bool:
        """Whether every source was asked since so many requests."""
        asked = {one.url for one in self.town.asked[since:]}
        return all(outlet.base + outlet.path in asked for outlet in self.town.outlets)

    def doctor(self) -> subprocess.CompletedProcess[str]:
        """What `wardwatch doctor` says of the database."""
        command = [sys.executable, "-m", "wardwatch", "doctor", "--config", str(self.config)]
        return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)

    def account(self) -> Account:
        """What was received, beside what was published."""
        return account(self.town.stories(), self.mail, self.hook, (DESK, "hook", ROUND_UP), self.database)


def _write_at_once(path: Path, text: str) -> None:
    part = path.with_suffix(".part")
    part.write_text(text, encoding="utf-8")
    part.replace(path)


def unfinished(url: str) -> dict[str, int]:
    """How many sources are being read, links are still to be read, and messages still to be sent."""
    left = {
        "sources": select(SourceRow).where(SourceRow.claimed_by.is_not(None)),
        "links": select(LinkRow).where(LinkRow.state == "pending"),
        "messages": select(MessageRow).where(MessageRow.state.not_in(ENDED)),
    }
    with Database.open(url) as database, database.reading() as session:
        return {name: len(session.scalars(query).all()) for name, query in left.items()}


@contextmanager
def office(folder: Path, database: str, *, outlets: int, seed: int = 1) -> Iterator[Office]:
    """An office over a town of so many outlets. Nothing is published and nothing runs yet."""
    hook, config = Hook(), folder / "config.yaml"
    with (
        GrowingTown(outlets, seed) as town,
        SlowMailBox() as mail,
        WebServer() as web,
        Nursery(folder) as nursery,
    ):
        text = town.config(mail.port, web.open(hook) + "/hook", database)
        config.write_text(_with_round_up(text), encoding="utf-8")
        yield Office(town, mail, hook, nursery, config, database)


def _with_round_up(text: str) -> str:
    """The same config, with a daily digest beside what is told at once, and no news too old to be told."""
    yaml, written = YAML(), StringIO()
    known = yaml.load(text)
    known["alerts"].append({"name": "Round-up", "send": "daily at 08:30", "to": [{"email": ROUND_UP}]})
    known["backfill_alerts"] = "30 days"
    yaml.dump(known, written)
    return written.getvalue()
