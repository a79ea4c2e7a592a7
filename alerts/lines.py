"""Lines at fault: paused and probed until they work again, and addresses that are switched off for good."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import or_, select, tuple_, update
from sqlalchemy.orm import Session

from alerts.channels import line_of, shown
from alerts.recipients import Recipient
from db.locks import one_at_a_time
from db.models import LineRow, MessageRow, WorkRow

PROBE_EVERY = timedelta(minutes=15)
CONFIG = "config at the last start"
UNSENT = ("pending", "waiting")


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines that are not well, by name. paused: since when, and when the next probe may go; off: why."""

    paused: dict[str, tuple[datetime, datetime]]
    off: dict[str, str]


def address(channel: str, recipient: str) -> str:
    """The name under which one address is switched off."""
    return f"{channel} {recipient}"


def named(line: str) -> str:
    """A line as people and logs may see it."""
    channel, _, recipient = line.partition(" ")
    return f"{channel} {shown(channel, recipient)}" if recipient else channel


def load_lines(session: Session) -> Lines:
    """What is known of lines at fault."""
    rows = session.scalars(select(LineRow)).all()
    return Lines(
        {row.name: (row.paused_since, row.probe_at or row.paused_since) for row in rows if row.paused_since},
        {row.name: row.reason or "" for row in rows if row.off_since},
    )


def on_line(name: str) -> Any:
    """The condition that a message goes by this line."""
    return on_lines([name])


def on_lines(names: Iterable[str]) -> Any:
    """The condition that a message goes by one of these lines."""
    parts = [name.partition(" ") for name in names]
    by_channel = MessageRow.channel.in_([channel for channel, _, recipient in parts if not recipient])
    if single := [(channel, recipient) for channel, _, recipient in parts if recipient]:
        return or_(by_channel, tuple_(MessageRow.channel, MessageRow.recipient).in_(single))
    return by_channel


def pause(session: Session, name: str, reason: str, now: datetime) -> bool:
    """The line is at fault: nothing but a probe goes until it works. True where that is news."""
    row = _row(session, name)
    news = row.paused_since is None
    row.paused_since = row.paused_since or now
    row.probe_at, row.reason = now + PROBE_EVERY, reason
    return news


def may_probe(session: Session, name: str, now: datetime) -> bool:
    """Whether a message may go now to try the line; then nobody else may for a quarter of an hour."""
    due = update(LineRow).where(LineRow.name == name, LineRow.paused_since.is_not(None), LineRow.probe_at <= now)
    return bool(session.execute(due.values(probe_at=now + PROBE_EVERY)).rowcount)  # type: ignore[attr-defined]


def resume(session: Session, name: str, now: datetime) -> datetime | None:
    """The line works: what it held is due, with all its tries before it. Since when it was paused, if it was."""
    row = session.get(LineRow, name, with_for_update=True)
    if row is None or row.paused_since is None:
        return None
    since, row.paused_since, row.probe_at, row.reason = row.paused_since, None, None, None
    held = update(MessageRow).where(on_line(name), MessageRow.state == "waiting", MessageRow.claimed_by.is_(None))
    session.execute(held.values(tries=0, next_try_at=now), execution_options={"synchronize_session": False})
    return since


def probe_soon(session: Session, now: datetime) -> None:
    """Let every paused line be tried again at once."""
    session.execute(update(LineRow).where(LineRow.paused_since.is_not(None)).values(probe_at=now))


def try_again(session: Session, config: str, now: datetime) -> None:
    """At a start: let every paused line be tried at once, and what is switched off where the config, of which this is
    the fingerprint, is another than at the last start."""
    probe_soon(session, now)
    one_at_a_time(session)
    row = session.get(WorkRow, CONFIG)
    if row is None:
        session.add(WorkRow(name=CONFIG, value={"sha256": config}, at=now))
    elif row.value != {"sha256": config}:
        row.value, row.at = {"sha256": config}, now
        switch_on(session)


def switch_off(session: Session, name: str, reason: str, now: datetime) -> bool:
    """The address takes nothing any more. True where that is news."""
    row = _row(session, name)
    news = row.off_since is None
    row.off_since, row.reason = row.off_since or now, reason
    return news


def switch_on(session: Session, names: Iterable[str] | None = None) -> None:
    """Let these addresses be tried again, or all."""
    off = update(LineRow).where(LineRow.off_since.is_not(None))
    if names is not None:
        off = off.where(LineRow.name.in_(list(names)))
    session.execute(off.values(off_since=None))


def listeners(session: Session, recipients: Sequence[Recipient]) -> list[Recipient]:
    """Those of the operator's recipients who are told now: the spare ones only while another's line is at fault."""
    lines = load_lines(session)
    fault = any(_at_fault(lines, to) for to in recipients if not to.spare)
    return [to for to in recipients if not to.spare or fault]


def _at_fault(lines: Lines, to: Recipient) -> bool:
    return line_of(to.channel, to.recipient) in lines.paused or address(to.channel, to.recipient) in lines.off


def _row(session: Session, name: str) -> LineRow:
    one_at_a_time(session)
    row = session.get(LineRow, name, with_for_update=True, populate_existing=True)
    if row is None:
        row = LineRow(name=name)
        session.add(row)
        session.flush()
    return row
