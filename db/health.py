"""How the sources do, and how much there is: what `status` shows."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.models import ArticleRow, LinkRow, MessageRow, SourceRow, StoryRow
from db.sources import sources_named
from db.values import plain

WORKING = "Working"
NOT_ANSWERING = "Not answering"
NOT_READ_YET = "Not read yet"
BLIP = 3

Turn = Literal["first", "mended"]


@dataclass(frozen=True, slots=True)
class SourceStatus:
    """One watched source. state: Working, Not answering or Not read yet; reason: one line on why."""

    name: str
    url: str
    state: str
    reason: str
    last_ok: datetime | None
    last_new: datetime | None
    next_due: datetime
    failures: int
    failing_since: datetime | None


@dataclass(frozen=True, slots=True)
class Counts:
    """How much the archive holds. messages: by their state; pending_links: found and not yet read."""

    articles: int
    stories: int
    pending_links: int
    messages: dict[str, int] = field(default_factory=dict)


def record_ok(session: Session, name: str, *, new: int, now: datetime) -> Turn | None:
    """A pass over the source went well and brought so many new links. "first": it was never read before; "mended": it
    had failed for longer than a blip."""
    row = _row(session, name)
    turn: Turn | None = "first" if row.last_ok_at is None else "mended" if row.failures >= BLIP else None
    row.last_tried_at = row.last_ok_at = now
    row.failures, row.failing_since, row.trouble = 0, None, None
    if new:
        row.last_new_at = now
    return turn


def record_trouble(session: Session, name: str, reason: str, *, now: datetime) -> int:
    """A pass over the source failed. Returns how many have failed in a row."""
    row = _row(session, name)
    row.last_tried_at = now
    row.failures += 1
    row.failing_since = row.failing_since or now
    row.trouble = " ".join(plain(reason).split())
    return row.failures


def statuses(session: Session) -> list[SourceStatus]:
    """The watched sources, those in trouble first."""
    rows = session.scalars(select(SourceRow).where(SourceRow.watched.is_(True)).order_by(SourceRow.name))
    return sorted((_status(row) for row in rows), key=lambda status: status.state != NOT_ANSWERING)


def counts(session: Session) -> Counts:
    """How much there is of everything."""
    by_state = (
        select(MessageRow.state, func.count().label("number")).group_by(MessageRow.state).order_by(MessageRow.state)
    )
    return Counts(
        articles=session.scalar(select(func.count(ArticleRow.id))) or 0,
        stories=session.scalar(select(func.count(StoryRow.id)).where(StoryRow.merged_into.is_(None))) or 0,
        pending_links=session.scalar(select(func.count(LinkRow.id)).where(LinkRow.state == "pending")) or 0,
        messages={row.state: row.number for row in session.execute(by_state)},
    )


def _row(session: Session, name: str) -> SourceRow:
    found = sources_named(session, [name])
    if not found:
        raise LookupError(f"no source is called {name!r}; remember_sources comes first")
    return found[0]


def _status(row: SourceRow) -> SourceStatus:
    if row.failing_since is not None:
        times = "once" if row.failures == 1 else f"{row.failures} times"
        state, reason = NOT_ANSWERING, f"{row.trouble} (failed {times})"
    elif row.last_ok_at is None:
        state, reason = NOT_READ_YET, "Its first reading is due."
    else:
        state, reason = WORKING, "Read without trouble"
    return SourceStatus(
        name=row.name,
        url=row.url,
        state=state,
        reason=reason,
        last_ok=row.last_ok_at,
        last_new=row.last_new_at,
        next_due=row.next_due_at,
        failures=row.failures,
        failing_since=row.failing_since,
    )
