"""What was told of two stories that turn out to be one: united, so that nobody hears the same fact twice."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from db.models import MatchRow, MessageRow, ReasonRow, ToldRow


def unite_matches(session: Session, other: int, survivor: int) -> None:
    """Give the surviving story the other's matches; for a rule that met both, the better decision stays: tell."""
    kept = {row.rule: row for row in session.scalars(select(MatchRow).where(MatchRow.story_id == survivor))}
    for row in session.scalars(select(MatchRow).where(MatchRow.story_id == other)).all():
        rival = kept.get(row.rule)
        if rival is None:
            row.story_id = survivor
            continue
        if row.decision == "tell" != rival.decision:
            rival.article_id, rival.decision = row.article_id, row.decision
            rival.reasons, rival.decided_at = row.reasons, row.decided_at
        session.delete(row)
    session.flush()


def unite_told(session: Session, other: int, survivor: int) -> None:
    """Give the surviving story what was told of the other. A fact told of both is told once, by the message that is
    furthest on its way; messages nobody has claimed yet are folded into one a recipient, and empty ones dropped."""
    rows = _told(session, (survivor, other))
    messages = _messages(session, rows)
    for twins in _by_fact(rows).values():
        best, *rest = sorted(twins, key=lambda row: _behind(row, messages))
        for twin in rest:
            _give_reasons(session, twin, best)
            session.delete(twin)
        session.flush()
        best.story_id = survivor
    session.flush()
    session.execute(update(MessageRow).where(MessageRow.story_id == other).values(story_id=survivor))
    _fold(session, survivor)
    _drop_empty(session, [message for message in messages.values() if _is_open(message)])


def _told(session: Session, stories: Sequence[int]) -> list[ToldRow]:
    query = select(ToldRow).where(ToldRow.story_id.in_(stories)).order_by(ToldRow.id).with_for_update()
    return list(session.scalars(query))


def _messages(session: Session, rows: Sequence[ToldRow]) -> dict[int, MessageRow]:
    ids = {row.message_id for row in rows if row.message_id is not None}
    query = select(MessageRow).where(MessageRow.id.in_(ids)).order_by(MessageRow.id).with_for_update()
    return {row.id: row for row in session.scalars(query)}


def _by_fact(rows: Sequence[ToldRow]) -> dict[tuple[str, str, str], list[ToldRow]]:
    groups: dict[tuple[str, str, str], list[ToldRow]] = {}
    for row in rows:
        groups.setdefault((row.recipient, row.channel, row.fact), []).append(row)
    return groups


def _behind(row: ToldRow, messages: dict[int, MessageRow]) -> tuple[int, int]:
    """How far a fact is from its reader: 0 sent or being sent, 1 pending, 2 waiting for a digest, 3 undeliverable."""
    message = messages.get(row.message_id) if row.message_id is not None else None
    if message is None:
        return 2, row.id
    if message.state == "dead":
        return 3, row.id
    return (1 if _is_open(message) else 0), row.id


def _is_open(message: MessageRow) -> bool:
    """Nobody has claimed or rendered it yet, so what it says can still change."""
    return message.state == "pending" and message.claimed_by is None


def _give_reasons(session: Session, row: ToldRow, best: ToldRow) -> None:
    """The reasons of a fact that goes, to the one that stays, except those of rules that gave theirs already."""
    known = set(session.scalars(select(ReasonRow.rule).where(ReasonRow.told_id == best.id)))
    for reason in session.scalars(select(ReasonRow).where(ReasonRow.told_id == row.id)).all():
        if reason.rule in known:
            session.delete(reason)
        else:
            reason.told_id = best.id
    session.flush()


def _fold(session: Session, story_id: int) -> None:
    """Leave one open message a recipient and channel; the others' facts go with it. It is an update where the reader
    knows the story already."""
    mine = select(MessageRow).where(MessageRow.story_id == story_id).order_by(MessageRow.id)
    groups: dict[tuple[str, str], list[MessageRow]] = {}
    for message in session.scalars(mine):
        groups.setdefault((message.recipient, message.channel), []).append(message)
    for together in groups.values():
        still_open = [message for message in together if _is_open(message)]
        if not still_open:
            continue
        first, *others = still_open
        for message in others:
            session.execute(update(ToldRow).where(ToldRow.message_id == message.id).values(message_id=first.id))
            first.next_try_at = min(first.next_try_at, message.next_try_at)
        if len(still_open) < len(together):
            first.type = "story.update"
        _drop_empty(session, others)


def _drop_empty(session: Session, messages: Sequence[MessageRow]) -> None:
    for message in messages:
        if session.scalar(select(ToldRow.id).where(ToldRow.message_id == message.id).limit(1)) is None:
            session.execute(delete(MessageRow).where(MessageRow.id == message.id))
