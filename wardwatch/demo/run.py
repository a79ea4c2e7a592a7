"""Runs the service over the demo's world and shows what comes of it."""

from __future__ import annotations

import math
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from db.engine import Database
from db.errors import StoreError
from newsdesk.article import LONDON
from wardwatch.demo.post import Mail, Post, wait_until
from wardwatch.demo.settings import DESK, config_text
from wardwatch.demo.show import Show
from wardwatch.demo.watch import NOTHING, Seen, look
from wardwatch.demo.world import Happened, World

FIRST_PASS_SECONDS = 25.0
EVENT_SECONDS = 14.0
PAUSE_SECONDS = 6.0
STOP_SECONDS = 4.0
EVENTS_ONCE = 2
ONCE_SECONDS = 39.0
LINES_OF_LOG = 15


def main(once: bool, plain: bool = False) -> int:
    """Show the whole path: the first pass, then events until Ctrl-C, or two of them. Returns the exit code."""
    with tempfile.TemporaryDirectory(prefix="wardwatch-demo-") as name, World(datetime.now(UTC)) as world:
        folder = Path(name)
        database = f"sqlite:///{folder / 'demo.db'}"
        config = folder / "config.yaml"
        config.write_text(config_text(world, database, _digest_at(world.now)), encoding="utf-8")
        show = Show(plain)
        _introduce(show, world, config)
        log = folder / "service.log"
        for stop in (signal.SIGTERM, signal.SIGHUP):
            signal.signal(stop, _as_ctrl_c)
        with _service(config, log) as alive:
            try:
                demo = Demo(world, database, show, alive, ONCE_SECONDS if once else math.inf)
                told = demo.play(EVENTS_ONCE if once else None)
                return 0 if told else _explain(show, log)
            except KeyboardInterrupt:
                return 0


def _as_ctrl_c(_number: int, _frame: object) -> None:
    """A closed terminal ends the service too."""
    raise KeyboardInterrupt


def _introduce(show: Show, world: World, config: Path) -> None:
    show.say("A newspaper in a box: everything here is invented, and nothing leaves this machine.")
    for name, paper in world.papers.items():
        show.say(f"  {paper.name}: {world.bases[name]}/")
    show.say(f"  An Ofsted look-alike: {world.bases['ofsted']}/   A GOV.UK look-alike: {world.bases['govuk']}/")
    show.say(f"  A mail server on port {world.mail.port}, a webhook at {world.bases['hook']}/hook")
    show.say(f"The service runs as `wardwatch run --config {config}`. The first pass takes a few seconds ...")


class Demo:
    """The service and its world, watched together. alive: whether the service is still running; seconds: all that
    there is for waiting."""

    def __init__(self, world: World, database: str, show: Show, alive: Callable[[], bool], seconds: float) -> None:
        self.end = time.monotonic() + seconds
        self.world, self.show, self.alive = world, show, alive
        self.database = database
        self.seen = NOTHING
        self.mails_shown = 0

    def play(self, events: int | None) -> bool:
        """The first pass, then `events` events, or events without end. False: the first pass told nothing."""
        with _opened(self.database, self.alive) as database:
            if database is None or not self._first_pass(database):
                return False
            played = 0
            while events is None or played < events:
                self._event(database)
                played += 1
                if events is None:
                    time.sleep(PAUSE_SECONDS)
        self.show.heading("That was the whole path")
        self.show.say("`wardwatch init --council NAME` writes a config for a council of yours.")
        return True

    def _wait(self, done: Callable[[], bool], seconds: float) -> None:
        wait_until(done, min(seconds, self.end - time.monotonic()))

    def _look(self, database: Database) -> Seen:
        with database.reading() as session:
            return look(session)

    def _first_pass(self, database: Database) -> bool:
        def done() -> bool:
            return not self.alive() or (self._look(database).settled and bool(self.world.mail.mails))

        self._wait(done, FIRST_PASS_SECONDS)
        self.seen = self._look(database)
        self.show.found(self.seen)
        self.show.kept(self.seen)
        self.show.heading("What was told")
        mails = [mail for mail in self.world.mail.mails if DESK in mail.recipients]
        if not mails or not self.world.hook.posts:
            return False
        richest = max(self.world.hook.posts, key=_interest)
        story = str(richest.json.get("story", {}).get("id"))
        shown = next((mail for mail in mails if mail.message["X-Wardwatch-Story"] == story), mails[0])
        self.show.mail(shown)
        self.show.webhook(richest)
        self.show.say(
            f"And besides these, of {len(self.world.mail.mails)} mails and {len(self.world.hook.posts)} webhooks:"
        )
        self.show.subjects([mail for mail in self.world.mail.mails if mail is not shown])
        self.mails_shown = len(self.world.mail.mails)
        return True

    def _event(self, database: Database) -> None:
        before = self.seen
        asked = len(self.world.web.asked)
        happened = self.world.publish_next(datetime.now(UTC))
        self.show.heading(happened.say)
        self._wait(lambda: self._has_come(database, happened, asked), EVENT_SECONDS)
        self.seen = self._look(database)
        self.show.changed(before, self.seen)
        if happened.note:
            self.show.say(f"  {happened.note}")
        new = self._new_mails()
        self.mails_shown += len(new)
        self.show.told(new)

    def _has_come(self, database: Database, happened: Happened, asked: int) -> bool:
        """Whether what had to come of an event has come."""
        if not self.alive():
            return True
        now = self._look(database)
        if happened.tells:
            return now.settled and any(DESK in mail.recipients for mail in self._new_mails())
        if happened.what in ("publish", "copy"):
            return len(now.articles) > len(self.seen.articles) and now.settled
        if happened.what in ("break", "mend"):
            return any(source.trouble for source in now.sources.values()) is (happened.what == "break")
        return any(request.host == happened.host for request in self.world.web.asked[asked:])

    def _new_mails(self) -> list[Mail]:
        return self.world.mail.mails[self.mails_shown :]


def _interest(post: Post) -> tuple[bool, int]:
    """A new story before an update, and one that many outlets carry before others."""
    return post.json["type"] == "story.new", len(post.json.get("outlets", ()))


@contextmanager
def _service(config: Path, log: Path) -> Iterator[Callable[[], bool]]:
    """`wardwatch run` as a process of its own; gives a function that says whether it is still alive."""
    command = [sys.executable, "-m", "wardwatch", "run", "--config", str(config), "--plain"]
    with (
        log.open("wb") as output,
        subprocess.Popen(command, cwd=config.parent, stdout=output, stderr=output, start_new_session=True) as process,
    ):
        try:
            yield lambda: process.poll() is None
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()


@contextmanager
def _opened(url: str, alive: Callable[[], bool]) -> Iterator[Database | None]:
    """The service's database, as soon as the service has made it; None where it never did."""
    found: list[Database] = []

    def opened() -> bool:
        try:
            found.append(Database.open(url))
        except StoreError:
            return not alive()
        return True

    wait_until(opened, FIRST_PASS_SECONDS)
    try:
        yield found[0] if found else None
    finally:
        for database in found:
            database.close()


def _explain(show: Show, log: Path) -> int:
    """What the service said last, where the demo has not worked."""
    show.heading("This did not work. The service's last words")
    for line in log.read_text(encoding="utf-8", errors="replace").splitlines()[-LINES_OF_LOG:]:
        show.say(line)
    return 1


def _digest_at(now: datetime) -> str:
    """The minute after the next, on a London clock, so that a round-up comes soon."""
    return f"{now.astimezone(LONDON) + timedelta(minutes=2):%H:%M}"
