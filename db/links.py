"""Links found on listings: pending until they are read, given up after ten tries; and the listings' validators."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Literal, NamedTuple

from sqlalchemy import insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from db.health import BLIP
from db.models import LinkRow, ListingRow, SourceRow
from db.sources import sources_named
from db.values import changed, plain, published_from, published_text
from newsdesk.addresses import canonical

PENDING = "pending"
GIVEN_UP = "given up"
MOST_TRIES = 10
LAST_PAUSE = timedelta(days=1)
PAUSES = (timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2))
AT_ONCE = 500

Done = Literal["kept", "irrelevant", "copy"]


class FoundLink(NamedTuple):
    """A link as a listing shows it; title and dated are the listing's own words. changed: when what it leads to was
    last changed, where the listing says so."""

    url: str
    title: str | None = None
    dated: date | datetime | None = None
    changed: date | datetime | None = None


class Validators(NamedTuple):
    """What a server wants to hear again in a conditional request."""

    etag: str | None
    last_modified: str | None


def add_links(
    session: Session,
    source_name: str,
    links: Iterable[FoundLink],
    page_url: str,
    etag: str | None,
    last_modified: str | None,
    now: datetime,
) -> int:
    """Make pending rows of the links that are new, by canonical address, and keep the listing's validators.

    A known link whose listing says that it was changed since is pending again. Returns how many were new or are again.
    The new are backfill in a source's first pass, and in the first after it was mended.
    """
    source = _source(session, source_name)
    backfill = source.last_ok_at is None or source.failures >= BLIP
    found = {canonical(link.url): link for link in reversed(list(links))}
    _adopt(session, source, found)
    known = _known(session, found)
    rows = [_row(source.id, address, link, backfill, now) for address, link in found.items() if address not in known]
    added = _insert_new(session, rows) + _open_changed(session, source, found, now)
    _keep_validators(session, page_url, etag, last_modified, now)
    return added


def validators(session: Session, page_url: str) -> Validators | None:
    """What to send with the next request for a listing; None: ask without."""
    row = session.get(ListingRow, page_url)
    if row is None or not (row.etag or row.last_modified):
        return None
    return Validators(row.etag, row.last_modified)


def asked_at(session: Session, page_url: str) -> datetime | None:
    """When a listing was last remembered; None: never."""
    row = session.get(ListingRow, page_url)
    return row.asked_at if row else None


def pending_links(session: Session, source_name: str, now: datetime, limit: int = 500) -> list[FoundLink]:
    """The links of a source that are to be fetched now, newest first."""
    query = (
        select(LinkRow)
        .join(SourceRow, SourceRow.id == LinkRow.source_id)
        .where(SourceRow.name == source_name, LinkRow.state == PENDING, LinkRow.next_try_at <= now)
        .order_by(LinkRow.dated.desc().nulls_last(), LinkRow.id)
        .limit(limit)
    )
    return [FoundLink(row.url, row.title, published_from(row.dated)) for row in session.scalars(query)]


def count_try(session: Session, url: str, now: datetime) -> int:
    """Count a try before the page is read, so that a page that kills its reader cannot do so for ever.

    Returns the number of tries. A link whose last try never came back is given up on the next.
    """
    row = find_link(session, url)
    if row is None:
        return 0
    row.tries += 1
    row.next_try_at = now + pause_after(row.tries)
    if row.tries > MOST_TRIES:
        row.state, row.reason = GIVEN_UP, row.reason or "It was tried ten times and never finished."
    return row.tries


def link_failed(
    session: Session, url: str, reason: str, *, permanent: bool, retry_after: timedelta | None, now: datetime
) -> None:
    """Leave the link for later, not before the server wishes; or give it up for good or after ten tries."""
    row = find_link(session, url)
    if row is None:
        return
    row.reason = plain(reason)
    if permanent or row.tries >= MOST_TRIES:
        row.state = GIVEN_UP
    else:
        row.next_try_at = now + max(pause_after(row.tries), retry_after or timedelta())


def link_done(
    session: Session,
    url: str,
    state: Done,
    *,
    article_id: int | None = None,
    content_hash: str | None = None,
    reason: str | None = None,
) -> None:
    """Close a link. Of what is irrelevant only address, date, reason and hash stay."""
    row = find_link(session, url)
    if row is None:
        return
    row.state, row.article_id, row.content_hash, row.reason = state, article_id, content_hash, reason
    if state == "irrelevant":
        row.title = None


def find_link(session: Session, url: str) -> LinkRow | None:
    """The row of a link, by any spelling of its address."""
    return session.scalar(select(LinkRow).where(LinkRow.canonical_url == canonical(url)))


def pause_after(tries: int) -> timedelta:
    """How long a link rests after so many tries: 5 minutes, 30 minutes, 2 hours, then a day."""
    return PAUSES[max(tries, 1) - 1] if tries <= len(PAUSES) else LAST_PAUSE


def _source(session: Session, name: str) -> SourceRow:
    found = sources_named(session, [name])
    if not found:
        raise LookupError(f"no source is called {name!r}; remember_sources comes first")
    return found[0]


def _row(source_id: int, address: str, link: FoundLink, backfill: bool, now: datetime) -> dict[str, object]:
    return {
        "source_id": source_id,
        "url": plain(link.url),
        "canonical_url": plain(address),
        "title": plain(link.title) if link.title else None,
        "dated": published_text(link.dated),
        "state": PENDING,
        "backfill": backfill,
        "found_at": now,
        "tries": 0,
        "next_try_at": now,
    }


def _chunks(addresses: Iterable[str]) -> Iterable[Sequence[str]]:
    everything = list(addresses)
    return (everything[at : at + AT_ONCE] for at in range(0, len(everything), AT_ONCE))


def _known(session: Session, found: Iterable[str]) -> set[str]:
    known: set[str] = set()
    for some in _chunks(found):
        known.update(session.scalars(select(LinkRow.canonical_url).where(LinkRow.canonical_url.in_(some))))
    return known


def _adopt(session: Session, source: SourceRow, found: Iterable[str]) -> None:
    """Take over the pending links that belong to a source which is watched no more, such as one that was renamed."""
    orphaned = select(SourceRow.id).where(SourceRow.watched.is_(False))
    for some in _chunks(found):
        mine = update(LinkRow).where(LinkRow.canonical_url.in_(some), LinkRow.state == PENDING)
        session.execute(mine.where(LinkRow.source_id.in_(orphaned)).values(source_id=source.id))


def _open_changed(session: Session, source: SourceRow, found: Mapping[str, FoundLink], now: datetime) -> int:
    """Make those pending again that were changed after what is remembered of them; a mere date is too coarse."""
    moved = {address: link.changed for address, link in found.items() if isinstance(link.changed, datetime)}
    opened = 0
    for some in _chunks(moved):
        for row in session.scalars(select(LinkRow).where(LinkRow.canonical_url.in_(some), LinkRow.state != PENDING)):
            before, after = published_from(row.dated), moved[row.canonical_url]
            if isinstance(before, datetime) and before.tzinfo and after.tzinfo and before < after:
                row.state, row.tries, row.next_try_at, row.dated = PENDING, 0, now, published_text(after)
                row.source_id = source.id
                opened += 1
    return opened


def _insert_new(session: Session, rows: Sequence[dict[str, object]]) -> int:
    """Another worker may have been faster with some: those are left alone."""
    if not rows:
        return 0
    dialect = session.get_bind().dialect.name
    make = postgresql.insert if dialect == "postgresql" else sqlite.insert
    added = 0
    for row in rows:
        statement = make(LinkRow).values(**row).on_conflict_do_nothing(index_elements=["canonical_url"])
        added += changed(session.execute(statement, execution_options={"preserve_rowcount": True}))
    return added


def _keep_validators(
    session: Session, page_url: str, etag: str | None, last_modified: str | None, now: datetime
) -> None:
    values = {"etag": etag, "last_modified": last_modified, "asked_at": now}
    done = session.execute(update(ListingRow).where(ListingRow.url == page_url).values(**values))
    if not changed(done):
        session.execute(insert(ListingRow).values(url=page_url, **values))
