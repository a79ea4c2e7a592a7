"""How fast mails leave: a real mail server in a process of its own, and messages as stories make them.

    python -m benchmarks.deliver [MAILS] [DATABASE]

Writes MAILS messages (5,000 where nothing is said) about stories of two outlets for fifty recipients into DATABASE (a
new SQLite file), sends them all through aiosmtpd on loopback, and prints mails a second, from the first claim to the
last answer on the disk. Both processes share the machine; the server's own time is printed beside it.
"""

from __future__ import annotations

import multiprocessing
import sys
import tempfile
import threading
import time
from datetime import UTC, datetime, timedelta
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path

from aiosmtpd.controller import Controller
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from alerts import desk, outbox
from alerts.channels.email import EmailChannel
from alerts.deliver import deliver_due
from alerts.recipients import EmailSettings
from alerts.render import Letterhead
from alerts.rulebook import Rulebook
from alerts.rules import Rule
from alerts.stories import load_story
from db import archive
from db.claims import own_name
from db.engine import Database
from db.models import AttemptRow, MessageRow
from newsdesk.article import Article
from newsdesk.reading import Evidence, Reading, Span

RECIPIENTS = 50
BEGIN = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)
SENTENCE = "Inspectors found that care leavers in the borough wait too long for help and that social workers change."
TEXT = "\n\n".join([f"Ofsted has judged children's services to be inadequate overall. {SENTENCE}", *[SENTENCE * 3] * 5])


class _Controller(Controller):  # type: ignore[misc]  # aiosmtpd has no types
    """aiosmtpd's controller, on whichever port was free."""

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


class Counter:
    """Takes every mail and keeps none."""

    def __init__(self) -> None:
        self.taken = 0

    async def handle_DATA(self, _server: object, _session: object, _envelope: object) -> str:  # noqa: N802
        self.taken += 1
        return "250 taken"


def main(mails: int, url: str) -> None:
    """Fill, send and count."""
    ours, theirs = multiprocessing.Pipe()
    server = multiprocessing.get_context("spawn").Process(target=serve, args=(theirs,), daemon=True)
    server.start()
    with Database.open(url, migrate=True) as database:
        rules = [
            Rule.model_validate({"name": "All", "to": [{"email": f"desk{n}@example.org"} for n in range(RECIPIENTS)]})
        ]
        database.write(lambda session: outbox.register(session, rules, BEGIN))
        for number in range(-(-mails // RECIPIENTS)):
            database.write(partial(_story, number=number, book=Rulebook(rules)))
        port = ours.recv()
        settings = EmailSettings.model_validate(
            {"host": "127.0.0.1", "port": port, "security": "none", "from": "ward@example.org"}
        )
        _send(database, EmailChannel(settings))
    ours.send("enough")
    taken, seconds = ours.recv()
    print(f"{taken:,} mails at the server, which took {seconds:.1f} s of CPU time")


def serve(pipe: Connection) -> None:
    """The mail server's process: says its port, and in the end how many mails it got and what they cost."""
    counter = Counter()
    server = _Controller(counter, hostname="127.0.0.1", port=0)
    server.start()
    pipe.send(server.port)
    began = time.process_time()
    pipe.recv()
    pipe.send((counter.taken, time.process_time() - began))
    server.stop()


def _story(session: Session, number: int, book: Rulebook) -> None:
    """A story that two outlets tell, and its messages."""
    now, story = BEGIN + timedelta(minutes=number + 1), None
    grade = "Ofsted has judged children's services to be inadequate overall"
    reading = Reading(
        relevant=True,
        score=0.9,
        kind="inspection",
        councils=(f"Council {number}",),
        judgements={"overall effectiveness": "inadequate"},
        evidence=(Evidence("children's services", "text", 2.0),),
        sources={"judgements.overall effectiveness": Span(0, len(grade))},
    )
    for outlet in ("Weaver Post", "Dane Chronicle"):
        article = Article(f"https://{outlet[:4].lower()}.example/{number}", outlet, f"Headline {number}", TEXT, now)
        row = archive.keep(session, article, reading, source_id=None, story_id=story, now=now)
        story = row.story_id
        desk.tell(session, load_story(session, story), row.id, book, now)


def _send(database: Database, channel: EmailChannel) -> None:
    began, used = time.perf_counter(), time.process_time()
    report = deliver_due(
        database,
        {"email": channel},
        now=lambda: datetime.now(UTC),
        owner=own_name(),
        stop=threading.Event(),
        letterhead=Letterhead("desk@example.org"),
    )
    took, used = time.perf_counter() - began, time.process_time() - used
    with database.reading() as session:
        sent = session.scalar(select(func.count()).where(MessageRow.state == "sent"))
        attempts = session.scalar(select(func.count(AttemptRow.id)).where(AttemptRow.outcome == "accepted"))
    assert sent == attempts == report.count("sent")
    print(f"{sent:,} mails in {took:.1f} s: {sent / took:.0f} a second, {used / sent * 1000:.2f} ms of CPU time each")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        main(
            int(sys.argv[1]) if len(sys.argv) > 1 else 5_000,
            sys.argv[2] if len(sys.argv) > 2 else f"sqlite:///{Path(folder) / 'wardwatch.db'}",
        )
