"""The rows of watched sources: known, due, claimed, let go."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from db.claims import is_dead
from db.locks import one_at_a_time
from db.models import LinkRow, SourceRow
from db.values import changed


class Watched(NamedTuple):
    """A source as config.yaml and the catalogue have it. kind: None where it is to be found out by looking."""

    name: str
    url: str
    kind: str | None = None


def remember_sources(session: Session, sources: Iterable[Watched], now: datetime) -> list[str]:
    """Make rows of new sources, due at once; put the others out of watch. Returns the names that are new.

    A source is its name. Where its address changed it is read as a new one: what it brings first is backfill. One that
    has the address of another which left is that other, renamed: what was found and not yet read is its own.
    """
    one_at_a_time(session)
    wanted = {source.name: source for source in sources}
    rows = {row.name: row for row in session.scalars(select(SourceRow))}
    for name, row in rows.items():
        row.watched = name in wanted
        if row.watched:
            _bring_up_to_date(row, wanted[name], now)
    new = [source for name, source in wanted.items() if name not in rows]
    for source in new:
        session.add(_fresh(source, now))
    session.flush()
    for source in new:
        _take_over(session, source)
    return [source.name for source in new]


def claim_due(
    session: Session,
    names: Collection[str] | None,
    owner: str,
    now: datetime,
    lease: timedelta,
    busy: Collection[str] | None = None,
) -> list[str]:
    """Claim what is due, or the watched sources of `names` whether due or not; the longest due comes first.

    What another process holds is left out, unless that process is dead or has held it for longer than the lease. busy:
    what the owner is at work on, where it knows; any other claim of its own is one that could not be let go, and is
    taken again.
    """
    query = select(SourceRow).where(SourceRow.watched).order_by(SourceRow.next_due_at, SourceRow.id)
    query = query.where(SourceRow.next_due_at <= now) if names is None else query.where(SourceRow.name.in_(names))
    rows = [row for row in session.scalars(query).all() if row.name not in (busy or ())]
    left_over = owner if busy is not None else None
    return [row.name for row in rows if _claim(session, row, owner, now, lease, left_over)]


def release(session: Session, name: str, owner: str, next_due_at: datetime) -> bool:
    """Let a source go, due again at next_due_at. False where somebody else holds it by now."""
    mine = update(SourceRow).where(SourceRow.name == name, SourceRow.claimed_by == owner)
    done = session.execute(mine.values(claimed_by=None, claimed_at=None, next_due_at=next_due_at))
    return changed(done) > 0


def source_id(session: Session, name: str) -> int:
    """The number of a source. Raises LookupError for one that was never remembered."""
    found = session.scalar(select(SourceRow.id).where(SourceRow.name == name))
    if found is None:
        raise LookupError(f"no source is called {name!r}; remember_sources comes first")
    return found


def next_due(session: Session) -> datetime | None:
    """When the next watched source is due; None where nothing is watched."""
    return session.scalar(
        select(SourceRow.next_due_at).where(SourceRow.watched).order_by(SourceRow.next_due_at).limit(1)
    )


def sources_named(session: Session, names: Collection[str]) -> Sequence[SourceRow]:
    """The rows of these sources."""
    return session.scalars(select(SourceRow).where(SourceRow.name.in_(names))).all()


def _fresh(source: Watched, now: datetime) -> SourceRow:
    return SourceRow(name=source.name, url=source.url, kind=source.kind, first_seen_at=now, next_due_at=now)


def _bring_up_to_date(row: SourceRow, source: Watched, now: datetime) -> None:
    if row.url != source.url:
        row.url, row.last_ok_at, row.next_due_at = source.url, None, now
    row.kind = source.kind or row.kind


def _take_over(session: Session, source: Watched) -> None:
    """Give a new source the pending links of those that were watched at its address under another name."""
    before = select(SourceRow.id).where(SourceRow.url == source.url, SourceRow.watched.is_(False))
    waiting = update(LinkRow).where(LinkRow.state == "pending", LinkRow.source_id.in_(before))
    session.execute(waiting.values(source_id=source_id(session, source.name)))


def _claim(
    session: Session, row: SourceRow, owner: str, now: datetime, lease: timedelta, left_over: str | None
) -> bool:
    held = row.claimed_by is not None and row.claimed_at is not None and row.claimed_at > now - lease
    if held and row.claimed_by not in (None, left_over) and not is_dead(row.claimed_by or ""):
        return False
    unchanged = or_(SourceRow.claimed_by.is_(None), SourceRow.claimed_by == row.claimed_by)
    took = update(SourceRow).where(SourceRow.id == row.id, unchanged, SourceRow.watched)
    done = session.execute(took.values(claimed_by=owner, claimed_at=now, last_tried_at=now))
    return changed(done) > 0
