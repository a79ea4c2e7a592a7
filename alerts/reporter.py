"""What the operator hears of delivery: lines at fault and well again, messages given up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from alerts import lines
from alerts.channels import line_of, shown
from alerts.outbox import notice
from alerts.recipients import Recipient
from alerts.wording import moment
from db.models import MessageRow
from newsdesk.article import LONDON


@dataclass(frozen=True, slots=True)
class Reporter:
    """Tells the operator, but nobody by the address that the trouble is with. zone: of its times."""

    operator: Sequence[Recipient] = ()
    zone: tzinfo = LONDON

    def paused(self, session: Session, row: MessageRow, now: datetime) -> None:
        """A line is at fault and holds what goes by it."""
        name = lines.named(line_of(row.channel, row.recipient))
        text = (
            f"Nothing can be sent by {name}: {row.answer}\n\nMessages for it are held, and none is lost."
            " One is tried every 15 minutes, and one when wardwatch is started, until it works again."
        )
        notice(session, lines.listeners(session, self.operator), _fault(name), text, now)

    def well_again(self, session: Session, line: str, since: datetime, now: datetime) -> None:
        """A line works. Who has not heard that it was at fault hears of both at once."""
        name = lines.named(line)
        told = [to for to in self.operator if not to.spare or _has_heard(session, to, _fault(name), since)]
        for to in told:
            _take_back(session, to, _fault(name))
        text = (
            f"Nothing was sent by {name} since {moment(since, self.zone)}. It works again, and what was held is sent."
        )
        notice(session, told, f"{name} works again", text, now)

    def given_up(self, session: Session, row: MessageRow, now: datetime) -> None:
        """A message is dead. That one for the operator is dead, nobody is told by another."""
        text = f"“{_subject(row)}” for {shown(row.channel, row.recipient)} by {row.channel} was given up: {row.answer}"
        listeners = [] if row.type == "operator" else lines.listeners(session, self._but(row))
        notice(session, listeners, "Alerts that could not be delivered", text, now)

    def switched_off(self, session: Session, row: MessageRow, now: datetime) -> None:
        """An address says that it is gone."""
        name = f"{row.channel} {shown(row.channel, row.recipient)}"
        text = (
            f"{name} says that it is gone for good: {row.answer}\n\nWhat is for it is given up at once, until it is"
            " changed in the configuration or `wardwatch alerts retry` has it tried again."
        )
        notice(session, lines.listeners(session, self._but(row)), f"{name} is switched off", text, now)

    def held_up(self, session: Session, row: MessageRow, now: datetime) -> None:
        """A note for the operator does not get through: it goes by the spare ways as well."""
        draft = (row.frozen or {}).get("draft")
        spare = [to for to in self._but(row) if to.spare]
        if draft and spare:
            notice(session, spare, draft["subject"], draft["text"], now)

    def _but(self, row: MessageRow) -> list[Recipient]:
        return [to for to in self.operator if (to.channel, to.recipient) != (row.channel, row.recipient)]


def _fault(name: str) -> str:
    return f"{name} is at fault"


def _subject(row: MessageRow) -> str:
    frozen = row.frozen or {}
    return str(frozen.get("subject") or frozen.get("draft", {}).get("subject") or "a message")


def _notices(to: Recipient) -> tuple[object, ...]:
    return (MessageRow.type == "operator", MessageRow.recipient == to.recipient, MessageRow.channel == to.channel)


def _has_heard(session: Session, to: Recipient, subject: str, since: datetime) -> bool:
    mine = select(MessageRow).where(*_notices(to), MessageRow.created_at >= since)  # type: ignore[arg-type]
    return any(_subject(row) == subject for row in session.scalars(mine))


def _take_back(session: Session, to: Recipient, subject: str) -> None:
    """Drop a notice that was never tried."""
    never_tried = (MessageRow.state == "pending", MessageRow.claimed_by.is_(None))
    mine = select(MessageRow).where(*_notices(to), *never_tried).with_for_update()  # type: ignore[arg-type]
    stale = [row.id for row in session.scalars(mine) if _subject(row) == subject]
    session.execute(delete(MessageRow).where(MessageRow.id.in_(stale)))
