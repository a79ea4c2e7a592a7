"""How much a rule may tell a recipient at once in a day, and where the rest waits."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time, tzinfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from alerts.recipients import Recipient
from alerts.rules import Rule
from alerts.times import AT_ONCE, Schedule, parse_schedule
from db.locks import one_at_a_time
from db.models import DigestRow, ReasonRow, ToldRow

MORNING = parse_schedule("daily at 08:30")


def spent(session: Session, rule: Rule, to: Recipient, now: datetime, zone: tzinfo) -> bool:
    """Whether the rule has told the recipient as much at once today as it may. A day begins at midnight in `zone`."""
    if rule.limit is None:
        return False
    midnight = datetime.combine(now.astimezone(zone).date(), time(), zone)
    today = select(func.count(ToldRow.message_id.distinct())).join(ReasonRow, ReasonRow.told_id == ToldRow.id)
    told = today.where(
        ReasonRow.rule == rule.name,
        ToldRow.recipient == to.recipient,
        ToldRow.channel == to.channel,
        ToldRow.schedule == str(AT_ONCE),
        ToldRow.added_at >= midnight,
    )
    return (session.scalar(told) or 0) >= rule.limit


def digest_for(rules: Iterable[Rule], to: Recipient, now: datetime, zone: tzinfo) -> Schedule:
    """The digest in which a recipient gets what is over a limit: the next of his own, else one in the morning."""
    own = [rule.send for rule in rules if not rule.send.at_once and to in rule.to]
    return min(own or [MORNING], key=lambda schedule: schedule.next_after(now, zone))


def open_digest(session: Session, recipient: str, channel: str, schedule: str, now: datetime) -> None:
    """Begin the first window of a digest that is not there yet."""
    line = (recipient, channel, schedule)
    if session.get(DigestRow, line) is None:
        one_at_a_time(session)
        if session.get(DigestRow, line, populate_existing=True) is None:
            session.add(DigestRow(recipient=recipient, channel=channel, schedule=schedule, built_until=now))
            session.flush()
