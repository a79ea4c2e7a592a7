"""Digests: which facts go into one message, in windows that follow each other without a gap."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, tzinfo

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from alerts.limits import MORNING, open_digest
from alerts.outbox import new_message
from alerts.rules import Rule
from alerts.times import AT_ONCE, QuietHours, Schedule, parse_schedule
from alerts.wording import listed, moment
from db import health
from db.models import DigestRow, ToldRow
from newsdesk.article import LONDON

Line = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Wish:
    """How rules want the digests of a line. heartbeat: also when there is nothing new."""

    quiet: QuietHours | None = None
    heartbeat: bool = False


def build_due(session: Session, rules: Iterable[Rule], now: datetime, zone: tzinfo = LONDON) -> int:
    """Write a pending message for every digest whose time has come; how many. One in which there is nothing new is not
    written, unless a heartbeat is wanted. After a sleep there is one for all that was missed."""
    wishes = _wishes(rules)
    known = {(row.recipient, row.channel, row.schedule): row.built_until for row in session.scalars(select(DigestRow))}
    built = 0
    for line in dict.fromkeys([*wishes, *_waiting(session)]):
        schedule = parse_schedule(line[2])
        if line not in known or schedule.next_after(known[line], zone) <= now:
            built += _build_line(session, line, schedule, wishes.get(line, Wish()), now, zone)
    return built


def _wishes(rules: Iterable[Rule]) -> dict[Line, Wish]:
    wishes: dict[Line, Wish] = {}
    for rule in rules:
        schedule = MORNING if rule.limit else rule.send
        for to in () if schedule.at_once else rule.to:
            line = (to.recipient, to.channel, str(schedule))
            before = wishes.get(line, Wish())
            wishes[line] = Wish(rule.quiet or before.quiet, rule.heartbeat or before.heartbeat)
    return wishes


def _waiting(session: Session) -> list[Line]:
    """Where facts wait for a digest, also of rules that have since gone or send at another time."""
    lines = select(ToldRow.recipient, ToldRow.channel, ToldRow.schedule).distinct()
    found = session.execute(lines.where(ToldRow.message_id.is_(None), ToldRow.schedule != str(AT_ONCE)))
    return [(recipient, channel, schedule) for recipient, channel, schedule in found]


def _build_line(session: Session, line: Line, schedule: Schedule, wish: Wish, now: datetime, zone: tzinfo) -> bool:
    row = session.get(DigestRow, line, with_for_update=True, populate_existing=True)
    if row is None:
        open_digest(session, *line, now)
        return False
    start, end = row.built_until, last_passed(schedule, row.built_until, now, zone)
    if end is None:
        return False
    row.built_until = end
    due = (wish.quiet.until(now, zone) if wish.quiet else None) or now
    said = _nothing_new(session, start, zone) if wish.heartbeat else None
    return _build_window(session, line, (start, end), said, now, due)


def last_passed(schedule: Schedule, since: datetime, now: datetime, zone: tzinfo) -> datetime | None:
    """The latest instant of a schedule after `since` that has come by `now`."""
    end = None
    while (following := schedule.next_after(end or since, zone)) <= now:
        end = following
    return end


def _build_window(
    session: Session, line: Line, window: tuple[datetime, datetime], said: str | None, now: datetime, due: datetime
) -> bool:
    """One window, half-open. What was added before its start and never went (a clock set back) goes with it. said:
    what to say if there is nothing new."""
    recipient, channel, schedule = line
    waiting = (
        ToldRow.recipient == recipient,
        ToldRow.channel == channel,
        ToldRow.schedule == schedule,
        ToldRow.message_id.is_(None),
        ToldRow.added_at < window[1],
    )
    if said is None and session.scalar(select(ToldRow.id).where(*waiting).limit(1)) is None:
        return False
    row = new_message("digest", recipient, channel, now, due)
    row.schedule, (row.window_start, row.window_end) = schedule, window
    row.frozen = {"draft": {"subject": "Round-up: nothing new", "text": said}} if said else None
    session.add(row)
    session.flush()
    session.execute(update(ToldRow).where(*waiting).values(message_id=row.id))
    return True


def _nothing_new(session: Session, start: datetime, zone: tzinfo) -> str:
    """What a heartbeat says: that nothing came, and whether the sources were read."""
    sources = health.statuses(session)
    unread = [one for one in sources if one.last_ok is None or one.last_ok < start]
    text = f"Nothing new since {moment(start, zone)}."
    if sources:
        text += f" {len(sources) - len(unread)} of {len(sources)} sources were read since then"
        late = [
            f"{one.name} not since {moment(one.last_ok, zone)}" if one.last_ok else f"{one.name} never"
            for one in unread
        ]
        text += f"; {listed(late)}." if late else "."
    return text
