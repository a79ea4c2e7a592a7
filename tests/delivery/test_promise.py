"""Promise 1 under any order of what may happen: what a rule matches is told, and no fact is told under two ids."""

from __future__ import annotations

import shutil
import socket
from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from alerts.channels import DeliveryError, Outgoing
from alerts.rules import Rule
from db import archive
from db.engine import Database
from db.models import MessageRow, ToldRow
from tests.alerts import conftest as newsroom_parts
from tests.alerts.conftest import Newsroom

DESK, COURT, ROUND_UP = "desk@example.org", "court@example.org", "round-up@example.org"
HOOK = "https://example.org/hook"
RULES: dict[str, Rule] = {
    one.name: one
    for one in (
        newsroom_parts.rule("everything", {"email": DESK}),
        newsroom_parts.rule("official", {"email": DESK}, when={"official": True}),
        newsroom_parts.rule("hook", {"webhook": HOOK}),
        newsroom_parts.rule("court", [{"email": COURT}, {"email": DESK}], when={"kinds": {"any": ["court"]}}),
        newsroom_parts.rule("daily", [{"email": ROUND_UP}, {"email": DESK}], send="daily at 08:30"),
    )
}
GRADES = ("good", "inadequate")
VICES = ("none", "later", "unanswered", "killed before", "killed after", "line at fault", "none")
MINUTES = (1, 7, 31, 61, 24 * 60)
NO_SUCH_PROCESS = 4_194_304
CALM_HOURS = (*[1] * 12, 25, 25)


class Killed(BaseException):
    """The process ends here."""


class ViciousChannel:
    """A channel that takes messages and then lies about it, dies, or refuses, as told."""

    def __init__(self) -> None:
        self.vices: list[str] = []
        self.taken: list[tuple[Outgoing, str]] = []

    def send(self, message: Outgoing) -> str:
        """Take a message, or not."""
        vice = self.vices.pop(0) if self.vices else "none"
        if vice == "killed before":
            raise Killed
        if vice == "later":
            raise DeliveryError("451 later")
        if vice == "line at fault":
            raise DeliveryError("535 no", fault="channel")
        self.taken.append((message, vice))
        if vice == "killed after":
            raise Killed
        if vice == "unanswered":
            raise DeliveryError("the connection broke", unanswered=True)
        return "250 taken"


class Promise(RuleBasedStateMachine):
    """Stories join, facts arrive, rules come and go, sends fail, the process dies and starts again."""

    def __init__(self, database: Database, end: Callable[[], None]) -> None:
        super().__init__()
        self._end = end
        self.newsroom = Newsroom(database)
        self.channel = ViciousChannel()
        self.lives = count(1)
        self.stories: dict[int, tuple[datetime, str, bool]] = {}
        self.merged: dict[int, int] = {}
        self.since: dict[str, datetime] = {}
        self.owed: set[tuple[str, int]] = set()

    @initialize(names=st.sets(st.sampled_from(sorted(RULES)), min_size=1))
    def starts(self, names: set[str]) -> None:
        self.rules_change(names)

    @rule(data=st.data(), turn=st.sampled_from(range(12)))
    def something_happens(self, data: st.DataObject, turn: int) -> None:
        """One rule, so that no run is without one of these."""
        if turn < 3:
            self.a_story_breaks(data)
        elif turn < 5 and self.stories:
            self.more_of_a_story(data)
        elif turn == 5:
            self.two_stories_turn_out_to_be_one(data)
        elif turn == 6:
            self.rules_change(data.draw(st.sets(st.sampled_from(sorted(RULES)))))
        elif turn < 9:
            self.newsroom.passes(minutes=data.draw(st.sampled_from(MINUTES)))
        else:
            self.messages_are_sent(data.draw(st.lists(st.sampled_from(VICES), min_size=1, max_size=6)))

    def rules_change(self, names: set[str]) -> None:
        """The service is started with other rules."""
        for name in names:
            self.since.setdefault(name, self.newsroom.now)
        self.newsroom.has_rules(*(RULES[name] for name in sorted(names)))

    def a_story_breaks(self, data: st.DataObject) -> None:
        """The first article of a story."""
        kind = data.draw(st.sampled_from(("inspection", "court")))
        number, official = self._prints(None, kind, data)
        self.stories[number] = (self.newsroom.now, kind, official)
        self._note(number)

    def more_of_a_story(self, data: st.DataObject) -> None:
        """Another article joins."""
        number = data.draw(st.sampled_from(sorted(self.stories)))
        first, kind, was_official = self.stories[number]
        _, official = self._prints(number, kind, data)
        self.stories[number] = (first, kind, was_official or official)
        self._note(number)

    def two_stories_turn_out_to_be_one(self, data: st.DataObject) -> None:
        """Where there are two of a kind."""
        kinds = Counter(kind for _, kind, _ in self.stories.values())
        kind = next((kind for kind, stories in sorted(kinds.items()) if stories > 1), None)
        if kind is None:
            return
        same = sorted(number for number, (_, one, _) in self.stories.items() if one == kind)
        pair = data.draw(st.lists(st.sampled_from(same), min_size=2, max_size=2, unique=True))
        older, newer = sorted(pair)
        now = self.newsroom.now
        assert self.newsroom.database.write(lambda session: archive.join_stories(session, pair, now)) == older
        one, other = self.stories[older], self.stories.pop(newer)
        self.stories[older] = (min(one[0], other[0]), kind, one[2] or other[2])
        self.merged[newer] = older

    def messages_are_sent(self, vices: list[str]) -> None:
        """Digests are built, and what is due is sent by a channel with vices."""
        self.channel.vices = vices
        self.newsroom.builds_digests()
        self._delivers()

    def teardown(self) -> None:
        """All is calm again: everything is told, once, and what came twice came under its old id."""
        try:
            self.channel.vices = []
            for hours in CALM_HOURS:
                self.newsroom.passes(hours=hours)
                self.newsroom.builds_digests()
                self._delivers()
            self._all_was_told()
            self._nothing_was_told_anew()
            self._only_what_was_not_answered_came_again()
        finally:
            self.newsroom.database.close()
            self._end()

    def _prints(self, story: int | None, kind: str, data: st.DataObject) -> tuple[int, bool]:
        official, grade = data.draw(st.booleans()), data.draw(st.sampled_from((None, *GRADES)))
        said: dict[str, Any] = {"judgements": {"help and protection": grade}} if grade else {}
        return self.newsroom.prints(story=story, kind=kind, official=official, **said), official

    def _note(self, number: int) -> None:
        """Who is owed a story from now on: the recipients of the rules that it meets and that were there before it."""
        first, kind, official = self.stories[number]
        for one in self.newsroom.rules:
            meets = {"official": official, "court": kind == "court"}.get(one.name, True)
            if meets and self.since[one.name] <= first:
                self.owed.update((to.recipient, number) for to in one.to)

    def _delivers(self) -> None:
        channels = dict.fromkeys(("email", "webhook"), self.channel)
        owner = f"{socket.gethostname()}:{NO_SUCH_PROCESS}:{next(self.lives)}"
        try:
            self.newsroom.delivers(channels, owner=owner, threads=1)
        except Killed:
            self.newsroom.passes(seconds=1)

    def _root(self, number: int) -> int:
        while number in self.merged:
            number = self.merged[number]
        return number

    def _told(self) -> dict[tuple[str, int, str], set[str]]:
        """(recipient, story, fact) -> the ids of the messages that told it as new."""
        found: dict[tuple[str, int, str], set[str]] = defaultdict(set)
        for message, _ in self.channel.taken:
            for one in message.payload.get("stories") or [message.payload]:
                for fact in one.get("story", {}).get("facts", []):
                    if fact["new"]:
                        key = ": ".join(filter(None, (fact["fact"], fact["name"], fact["value"])))
                        found[(message.recipient, one["story"]["id"], key)].add(message.public_id)
        return found

    def _all_was_told(self) -> None:
        told = {(to, self._root(number)) for to, number, _ in self._told()}
        owed = {(to, self._root(number)) for to, number in self.owed}
        assert not owed - told, (owed - told, self._left())

    def _left(self) -> list[tuple[Any, ...]]:
        told: list[ToldRow] = self.newsroom.told()
        rows: list[MessageRow] = self.newsroom.messages()
        return [(row.id, row.recipient, row.story_id, row.state, row.answer) for row in rows if row.state != "sent"] + [
            (row.id, row.recipient, row.story_id, row.fact) for row in told if row.message_id is None
        ]

    def _nothing_was_told_anew(self) -> None:
        anew = {key: ids for key, ids in self._told().items() if len(ids) > 1}
        assert not anew, anew

    def _only_what_was_not_answered_came_again(self) -> None:
        answered = Counter(message.public_id for message, vice in self.channel.taken if vice == "none")
        assert all(times == 1 for times in answered.values()), answered


@pytest.mark.parametrize(("kind", "examples"), [("sqlite", 20), ("postgres", 10)])
def test_any_order_of_events_keeps_the_promise(
    kind: str, examples: int, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    numbers = count(1)
    template = request.getfixturevalue("sqlite_template") if kind == "sqlite" else None
    server = request.getfixturevalue("postgres_server") if kind == "postgres" else ""

    def begun() -> Promise:
        if template:
            path = shutil.copy(template, tmp_path / f"{next(numbers)}.db")
            return Promise(Database.open(f"sqlite:///{path}"), lambda: None)
        name = f"promise_{next(numbers)}"
        _ask(server, f"CREATE DATABASE {name} TEMPLATE wardwatch")
        database = Database.open(server.replace("/postgres?", f"/{name}?"))
        return Promise(database, lambda: _ask(server, f"DROP DATABASE {name} WITH (FORCE)"))

    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        begun,
        settings=settings(
            max_examples=examples,
            stateful_step_count=20,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def _ask(server: str, statement: str) -> None:
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(statement.encode())
