"""Who was told what, when, by which channel, and which server accepted it with which answer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import Session

from alerts.channels import shown
from db.models import AttemptRow, MessageRow, ReasonRow, ToldRow

AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Entry:
    """One story in one message; story is None in messages that are about none. facts, rules: what was told of it, and
    by which rules. at: when it was accepted, None where it was not yet. tries: how often it was attempted; server,
    answer: of the attempt that was accepted, else of the last. id: the Message-ID's left part and the webhook-id."""

    message: int
    id: str
    recipient: str
    channel: str
    type: str
    story: int | None
    facts: tuple[str, ...]
    rules: tuple[str, ...]
    state: str
    written: datetime
    at: datetime | None
    tries: int
    server: str | None
    answer: str | None


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which entries are wanted; None and "": all. since, until: half-open, of the time of acceptance, or of writing
    where a message was not accepted yet."""

    since: datetime | None = None
    until: datetime | None = None
    recipient: str = ""
    channel: str = ""
    rule: str = ""
    story: int | None = None
    state: str = ""


def entries(session: Session, wanted: Wanted) -> Iterator[Entry]:
    """The ledger, oldest first."""
    numbers = session.scalars(select(MessageRow.id).where(*_conditions(wanted)).order_by(MessageRow.id)).all()
    for first in range(0, len(numbers), AT_ONCE):
        yield from _page(session, numbers[first : first + AT_ONCE], wanted)


def _conditions(wanted: Wanted) -> list[Any]:
    when = func.coalesce(MessageRow.sent_at, MessageRow.created_at)
    found: list[Any] = []
    if wanted.since:
        found.append(when >= wanted.since)
    if wanted.until:
        found.append(when < wanted.until)
    for column, value in (
        (MessageRow.recipient, wanted.recipient),
        (MessageRow.channel, wanted.channel),
        (MessageRow.state, wanted.state),
    ):
        if value:
            found.append(column == value)
    told = exists().where(ToldRow.message_id == MessageRow.id)
    if wanted.story is not None:
        found.append(or_(MessageRow.story_id == wanted.story, told.where(ToldRow.story_id == wanted.story)))
    if wanted.rule:
        found.append(told.where(ReasonRow.told_id == ToldRow.id, ReasonRow.rule == wanted.rule))
    return found


def _page(session: Session, numbers: Sequence[int], wanted: Wanted) -> Iterator[Entry]:
    messages = session.scalars(select(MessageRow).where(MessageRow.id.in_(numbers)).order_by(MessageRow.id))
    told: dict[int, dict[int, list[ToldRow]]] = defaultdict(lambda: defaultdict(list))
    for row in session.scalars(select(ToldRow).where(ToldRow.message_id.in_(numbers)).order_by(ToldRow.id)):
        told[row.message_id or 0][row.story_id].append(row)
    rules = _rules(session, numbers)
    attempts = _attempts(session, numbers)
    for message in messages:
        stories: list[tuple[int | None, list[ToldRow]]] = [*told[message.id].items()] or [(message.story_id, [])]
        for story, facts in stories:
            reasons = tuple(dict.fromkeys(rule for fact in facts for rule in rules[fact.id]))
            if wanted.story in (None, story) and wanted.rule in ("", *reasons):
                yield _entry(message, story, facts, reasons, attempts[message.id])


def _rules(session: Session, numbers: Sequence[int]) -> dict[int, list[str]]:
    query = select(ReasonRow.told_id, ReasonRow.rule).join(ToldRow, ToldRow.id == ReasonRow.told_id)
    found: dict[int, list[str]] = defaultdict(list)
    for told, rule in session.execute(query.where(ToldRow.message_id.in_(numbers)).order_by(ReasonRow.id)):
        found[told].append(rule)
    return found


def _attempts(session: Session, numbers: Sequence[int]) -> dict[int, list[AttemptRow]]:
    found: dict[int, list[AttemptRow]] = defaultdict(list)
    query = select(AttemptRow).where(AttemptRow.message_id.in_(numbers)).order_by(AttemptRow.id)
    for row in session.scalars(query):
        found[row.message_id].append(row)
    return found


def _entry(
    message: MessageRow, story: int | None, facts: Sequence[ToldRow], rules: tuple[str, ...], tried: list[AttemptRow]
) -> Entry:
    last = next((one for one in tried if one.outcome == "accepted"), tried[-1] if tried else None)
    return Entry(
        message=message.id,
        id=message.public_id,
        recipient=shown(message.channel, message.recipient),
        channel=message.channel,
        type=message.type,
        story=story,
        facts=tuple(fact.fact for fact in facts),
        rules=rules,
        state=message.state,
        written=message.created_at,
        at=message.sent_at,
        tries=len(tried),
        server=last.server if last else None,
        answer=last.answer if last else message.answer,
    )
