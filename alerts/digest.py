"""Digests: which facts go into one message, in windows that follow each other without a gap."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, tzinfo

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from alerts.outbox import new_message
from alerts.rules import Rule
from alerts.times import QuietHours, parse_schedule
from db.models import DigestRow, ToldRow
from newsdesk.article import LONDON

Line = tuple[str, str, str]


def build_due(session: Session, rules: Iterable[Rule], now: datetime, zone: tzinfo = LONDON) -> int:
    """Write a pending message for every digest whose time has come; how many. A window in which nothing was added
    makes none. After a sleep each window that has passed is built for itself."""
    quiet: dict[Line, QuietHours | None] = {
        (to.recipient, to.channel, str(rule.send)): rule.quiet
        for rule in rules
        if not rule.send.at_once
        for to in rule.to
    }
    built = 0
    for line in dict.fromkeys([*quiet, *_waiting(session)]):
        built += _build_line(session, line, quiet.get(line), now, zone)
    return built


def _waiting(session: Session) -> list[Line]:
    """Where facts wait for a digest, also of rules that have since gone or send at another time."""
    found = session.execute(
        select(ToldRow.recipient, ToldRow.channel, ToldRow.schedule).where(ToldRow.message_id.is_(None)).distinct()
    )
    return [(recipient, channel, schedule) for recipient, channel, schedule in found]


def _build_line(session: Session, line: Line, quiet: QuietHours | None, now: datetime, zone: tzinfo) -> int:
    row = session.get(DigestRow, line, with_for_update=True)
    if row is None:
        row = DigestRow(recipient=line[0], channel=line[1], schedule=line[2], built_until=now)
        session.add(row)
        session.flush()
    schedule, built = parse_schedule(line[2]), 0
    due = (quiet.until(now, zone) if quiet else None) or now
    while (end := schedule.next_after(row.built_until, zone)) <= now:
        built += _build_window(session, line, row.built_until, end, now, due)
        row.built_until = end
        session.flush()
    return built


def _build_window(session: Session, line: Line, start: datetime, end: datetime, now: datetime, due: datetime) -> bool:
    """One window, half-open. What was added before its start and never went (a clock set back) goes with it."""
    recipient, channel, schedule = line
    waiting = (
        ToldRow.recipient == recipient,
        ToldRow.channel == channel,
        ToldRow.schedule == schedule,
        ToldRow.message_id.is_(None),
        ToldRow.added_at < end,
    )
    if session.scalar(select(ToldRow.id).where(*waiting).limit(1)) is None:
        return False
    row = new_message("digest", recipient, channel, now, due)
    row.schedule, row.window_start, row.window_end = schedule, start, end
    session.add(row)
    session.flush()
    session.execute(update(ToldRow).where(*waiting).values(message_id=row.id))
    return True
