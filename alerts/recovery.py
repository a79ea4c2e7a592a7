"""Finds work that was lost on its way, however that came about, and puts it back: every half hour."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from functools import partial
from itertools import groupby

import structlog
from sqlalchemy import select
from sqlalchemy.orm import Session

from alerts import desk
from alerts.claiming import release_claims
from alerts.decisions import BACKFILL_AGE
from alerts.digest import build_due
from alerts.outbox import new_message
from alerts.rulebook import Rulebook
from alerts.rules import Rule
from alerts.stories import load_story
from alerts.summary import councils_of
from alerts.times import AT_ONCE
from alerts.undecided import Undecided, undecided
from db.engine import Database
from db.locks import one_at_a_time
from db.models import ToldRow, WorkRow
from db.rereading import note_match
from db.stories import join_lock

EVERY = timedelta(minutes=30)
OVERLAP = timedelta(hours=1)
MARK = "recovery"

log = structlog.get_logger("wardwatch.alerts")


@dataclass(frozen=True, slots=True)
class Recovered:
    """What was put right. claims: messages that nobody was working at any more; orphans: messages made for facts that
    had none; decided: rules that a story met without a decision; digests: windows that had passed."""

    claims: int = 0
    orphans: int = 0
    decided: int = 0
    digests: int = 0

    def __bool__(self) -> bool:
        return bool(self.claims or self.orphans or self.decided or self.digests)


def recover_if_due(
    database: Database, rules: Iterable[Rule], now: datetime, *, backfill_age: timedelta, zone: tzinfo
) -> Recovered | None:
    """recover(), unless this or another worker of the database did within half an hour; None then."""
    with database.reading() as session:
        last = session.get(WorkRow, MARK)
    if last is not None and now - EVERY < last.at <= now:
        return None
    since = min(last.at, now) - OVERLAP if last is not None else None
    if not database.write(lambda session: _begin(session, last.at if last is not None else None, now)):
        return None
    found = recover(database, Rulebook(rules), now, since=since, backfill_age=backfill_age, zone=zone)
    if found:
        log.warning(
            "Lost work was found and taken up again", **{name: getattr(found, name) for name in found.__slots__}
        )
    return found


def _begin(session: Session, last: datetime | None, now: datetime) -> bool:
    """Set the mark; False where another worker has done so meanwhile."""
    one_at_a_time(session)
    row = session.get(WorkRow, MARK, populate_existing=True)
    if (row.at if row is not None else None) != last:
        return False
    if row is None:
        session.add(WorkRow(name=MARK, value={}, at=now))
    else:
        row.at = now
    return True


def recover(
    database: Database,
    rules: Rulebook,
    now: datetime,
    *,
    since: datetime | None = None,
    backfill_age: timedelta = BACKFILL_AGE,
    zone: tzinfo,
) -> Recovered:
    """Take up what nobody is working at, and write what is missing. since: only stories that grew since then are looked
    at. What is older than `backfill_age` gets its decision and is not told any more. Raises StoreError."""
    with database.reading() as session:
        found = list(undecided(session, rules, since))
    decided = 0
    for one in found:
        decided += database.write(partial(_decide, one=one, now=now, backfill_age=backfill_age, zone=zone))
    return Recovered(
        claims=release_claims(database, now),
        orphans=database.write(lambda session: _send_orphans(session, now)),
        decided=decided,
        digests=database.write(lambda session: build_due(session, rules, now, zone)),
    )


def _decide(session: Session, one: Undecided, now: datetime, backfill_age: timedelta, zone: tzinfo) -> int:
    join_lock(session, councils_of(one.story))
    story, lacking = load_story(session, one.story.id), Rulebook(rule for rule, _ in one.rules)
    if one.newest.first_seen >= now - backfill_age:
        return len(desk.tell(session, story, one.newest.id, lacking, now, backfill_age=backfill_age, zone=zone))
    met = lacking.met_by(story)
    return sum(note_match(session, story.id, rule.name, one.newest.id, reasons, now) for rule, reasons in met)


def _send_orphans(session: Session, now: datetime) -> int:
    """Give a message to facts that were to go at once and have none."""
    lost = select(ToldRow).where(ToldRow.message_id.is_(None), ToldRow.schedule == str(AT_ONCE))
    rows = session.scalars(lost.order_by(ToldRow.recipient, ToldRow.channel, ToldRow.story_id).with_for_update()).all()
    made = 0
    for (recipient, channel, story), facts in groupby(rows, lambda row: (row.recipient, row.channel, row.story_id)):
        message = new_message("story.new", recipient, channel, now, now)
        message.story_id = story
        session.add(message)
        session.flush()
        for fact in facts:
            fact.message_id = message.id
        made += 1
    session.flush()
    return made
