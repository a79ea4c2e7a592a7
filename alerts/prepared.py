"""Messages rendered, and ready to be sent: many at a time, each story read and each text made once."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import structlog
from sqlalchemy import select
from sqlalchemy.orm import Session

from alerts.channels import Outgoing
from alerts.content import load_content
from alerts.render import Letterhead, render
from db.engine import StoreError
from db.models import MessageRow

log = structlog.get_logger("wardwatch.alerts")


@dataclass(frozen=True, slots=True)
class Prepared:
    """A claimed message. frozen: what is sent, None where nothing is left to say; poison: why it cannot be rendered."""

    id: int
    public_id: str
    type: str
    channel: str
    recipient: str
    frozen: Mapping[str, Any] | None = None
    poison: str = ""


def prepare(session: Session, numbers: Collection[int], letterhead: Letterhead, now: datetime) -> dict[int, Prepared]:
    """These messages by their numbers, rendered unless an earlier try did so."""
    rows = session.scalars(select(MessageRow).where(MessageRow.id.in_(numbers)))
    return {row.id: _prepared(session, row, letterhead, now) for row in rows}


def _prepared(session: Session, row: MessageRow, letterhead: Letterhead, now: datetime) -> Prepared:
    given = (row.id, row.public_id, row.type, row.channel, row.recipient)
    if row.frozen and "at" in row.frozen:
        return Prepared(*given, row.frozen)
    try:
        content = load_content(session, row)
        if not content.tellings and content.draft is None:
            return Prepared(*given)
        frozen = render(content, letterhead, now)
    except StoreError:
        raise
    except Exception as error:
        log.exception("A message could not be rendered", message=row.id)
        return Prepared(*given, poison=f"could not be rendered: {type(error).__name__}: {error}")
    return Prepared(row.id, row.public_id, content.type, row.channel, row.recipient, (row.frozen or {}) | frozen)


def outgoing(message: Prepared) -> Outgoing:
    """The message that a frozen rendering stands for. Raises ValueError without one."""
    frozen = message.frozen
    if frozen is None:
        raise ValueError("there is nothing to send")
    return Outgoing(
        public_id=message.public_id,
        type=message.type,
        recipient=message.recipient,
        story=frozen["story"],
        subject=frozen["subject"],
        text=frozen["text"],
        html=frozen["html"],
        payload=frozen["payload"],
        at=datetime.fromisoformat(frozen["at"]),
    )
