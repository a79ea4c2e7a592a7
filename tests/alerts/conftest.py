"""A small newsroom for the tests of alerts: stories that grow, rules, recipients and a clock that is moved by hand."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from alerts import desk, digest, outbox
from alerts.channels import Channel, DeliveryError, Outgoing
from alerts.deliver import DeliveryReport, deliver_due
from alerts.recipients import Recipient
from alerts.render import Letterhead
from alerts.rulebook import Rulebook
from alerts.rules import Rule
from alerts.stories import load_story
from db import archive
from db.engine import Database
from db.models import MatchRow, MessageRow, ToldRow
from db.rereading import note_match
from newsdesk.article import Article
from newsdesk.reading import Evidence, Reading, Span
from tests.alerts.schema import assert_valid

MONDAY = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)


def reading(text: str = "", **values: Any) -> Reading:
    """A relevant reading about Cheshire East. sources: fact -> the words in `text` in which it stands."""
    words: Mapping[str, str] = values.pop("sources", {})
    spans = {fact: Span(text.index(said), text.index(said) + len(said)) for fact, said in words.items()}
    values = {
        "kind": "inspection",
        "councils": ("Cheshire East",),
        "evidence": (Evidence("children's service*", "text", 2.0),),
    } | values
    return Reading(relevant=True, score=0.9, sources=spans, **values)


def rule(name: str = "at once", to: Any = "log", **values: Any) -> Rule:
    """A rule for one recipient or several, as config.yaml would have it."""
    return Rule.model_validate({"name": name, "to": to if isinstance(to, list) else [to], **values})


class RecordingChannel:
    """A channel that keeps what it is given, if its payload is as promised. It refuses as often as told."""

    def __init__(self) -> None:
        self.sent: list[Outgoing] = []
        self.asked = 0
        self.refusals: list[DeliveryError] = []
        self._lock = threading.Lock()

    def send(self, message: Outgoing) -> str:
        with self._lock:
            self.asked += 1
            assert_valid(message.payload)
            if self.refusals:
                raise self.refusals.pop(0)
            self.sent.append(message)
            return "250 taken"


class Newsroom:
    """The path from a kept article to a sent message, over a real database."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.now = MONDAY
        self.rules: list[Rule] = []
        self.post = RecordingChannel()
        self.operator: list[Recipient] = []
        self._numbers = itertools.count(1)

    def has_rules(self, *rules: Rule) -> None:
        """Start with these rules, as the service does."""
        self.rules = list(rules)
        self.database.write(lambda session: outbox.register(session, self.rules, self.now))
        self.passes(seconds=1)

    def passes(self, **period: float) -> None:
        """Let time go by."""
        self.now += timedelta(**period)

    def prints(
        self,
        text: str = "Ofsted wrote to the council.",
        *,
        story: int | None = None,
        outlet: str = "Congleton Chronicle",
        title: str = "Council under the lens",
        published: date | datetime | None = MONDAY,
        official: bool = False,
        backfill: bool = False,
        **said: Any,
    ) -> int:
        """An article is kept, in a story or in a new one, and matched; the story's number."""
        article = Article(f"https://paper.example/{next(self._numbers)}", outlet, title, text, published)
        understood = reading(text, **said)

        def take_in(session: Any) -> int:
            row = archive.keep(
                session,
                article,
                understood,
                source_id=None,
                story_id=story,
                copy_of=None,
                official=official,
                backfill=backfill,
                now=self.now,
                keep="text",
            )
            desk.tell(session, load_story(session, row.story_id), row.id, Rulebook(self.rules), self.now)
            return int(row.story_id)

        return self.database.write(take_in)

    def rereads(self, story: int, rule: str) -> None:
        """The story was read again, and is found to meet a rule."""
        self.database.write(lambda session: note_match(session, story, rule, 1, ["every relevant story"], self.now))

    def builds_digests(self) -> int:
        """The digests that are due become messages."""
        return self.database.write(lambda session: digest.build_due(session, self.rules, self.now))

    def delivers(self, channels: Mapping[str, Channel] | None = None, **options: Any) -> DeliveryReport:
        """Send what is due, by one recording channel unless told otherwise."""
        names = ("log", "email", "webhook", "file")
        settings: dict[str, Any] = {
            "now": lambda: self.now,
            "owner": "here:1:1",
            "stop": threading.Event(),
            "operator": self.operator,
            "letterhead": Letterhead("desk@example.org"),
        }
        return deliver_due(self.database, channels or dict.fromkeys(names, self.post), **(settings | options))

    def subjects(self) -> list[str]:
        """Of everything that was sent, in order."""
        return [message.subject for message in self.post.sent]

    def messages(self) -> list[MessageRow]:
        with self.database.reading() as session:
            return list(session.scalars(select(MessageRow).order_by(MessageRow.id)))

    def told(self) -> list[ToldRow]:
        with self.database.reading() as session:
            return list(session.scalars(select(ToldRow).order_by(ToldRow.id)))

    def decisions(self) -> dict[str, str]:
        """Rule -> decision."""
        with self.database.reading() as session:
            return {row.rule: row.decision for row in session.scalars(select(MatchRow))}


@pytest.fixture
def newsroom(database: Database) -> Newsroom:
    """A newsroom on SQLite and on PostgreSQL."""
    return Newsroom(database)


@pytest.fixture
def small_newsroom(sqlite_url: str) -> Iterator[Newsroom]:
    """A newsroom on SQLite, for what does not depend on the database."""
    with Database.open(sqlite_url) as database:
        yield Newsroom(database)
