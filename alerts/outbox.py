"""Messages are rows first: pending until they are claimed, and written in the caller's transaction."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import datetime

import structlog
from sqlalchemy import select
from sqlalchemy.orm import Session

from alerts.recipients import Recipient
from alerts.rules import Rule
from alerts.times import AT_ONCE
from alerts.undecided import mark_in_force
from db.locks import one_at_a_time
from db.models import DigestRow, MessageRow, RecipientRow, RuleRow

log = structlog.get_logger("wardwatch.alerts")


def register(session: Session, rules: Iterable[Rule], now: datetime) -> None:
    """Remember since when each rule, recipient and digest is there. Call it at every start, before the first crawl."""
    one_at_a_time(session)
    rules = list(rules)
    mark_in_force(session, rules, now)
    for rule in rules:
        if session.get(RuleRow, rule.name) is None:
            session.add(RuleRow(name=rule.name, first_seen_at=now))
        for to in rule.to:
            if session.get(RecipientRow, (to.recipient, to.channel)) is None:
                session.add(RecipientRow(recipient=to.recipient, channel=to.channel, first_seen_at=now))
            digest = (to.recipient, to.channel, str(rule.send))
            if not rule.send.at_once and session.get(DigestRow, digest) is None:
                session.add(
                    DigestRow(recipient=to.recipient, channel=to.channel, schedule=str(rule.send), built_until=now)
                )
        session.flush()


def new_message(kind: str, recipient: str, channel: str, now: datetime, due: datetime) -> MessageRow:
    """A pending message, not yet added to any session. Its public id never changes."""
    return MessageRow(
        public_id=uuid.uuid4().hex,
        type=kind,
        recipient=recipient,
        channel=channel,
        schedule=str(AT_ONCE),
        state="pending",
        created_at=now,
        tries=0,
        next_try_at=due,
    )


def notice(session: Session, recipients: Iterable[Recipient], subject: str, text: str, now: datetime) -> None:
    """A message to the operator; without one, a line in the log. What is not yet on its way under the same subject
    is added to, so that many troubles make one message."""
    recipients = list(recipients)
    if not recipients:
        log.warning(subject, text=text)
    for to in recipients:
        waiting = session.scalars(
            select(MessageRow)
            .where(
                MessageRow.type == "operator",
                MessageRow.recipient == to.recipient,
                MessageRow.channel == to.channel,
                MessageRow.state == "pending",
                MessageRow.claimed_by.is_(None),
            )
            .with_for_update()
        )
        row = next((one for one in waiting if one.frozen and one.frozen["draft"]["subject"] == subject), None)
        if row is None or row.frozen is None:
            _draft(session, to, "operator", subject, text, now)
        elif text not in row.frozen["draft"]["text"]:
            row.frozen = {"draft": {"subject": subject, "text": f"{row.frozen['draft']['text']}\n\n{text}"}}


def test_message(session: Session, recipients: Iterable[Recipient], now: datetime) -> None:
    """A message of type test to each, so that a recipient can be tried the way every alert goes."""
    text = "This is a test from wardwatch. Alerts for you will arrive this way. Nothing has happened."
    for to in recipients:
        _draft(session, to, "test", "wardwatch: a test message", text, now)


def _draft(session: Session, to: Recipient, kind: str, subject: str, text: str, now: datetime) -> None:
    row = new_message(kind, to.recipient, to.channel, now, now)
    row.frozen = {"draft": {"subject": subject, "text": text}}
    session.add(row)
    session.flush()
