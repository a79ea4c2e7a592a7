"""Messages rendered, and ready to be sent: many at a time, each story read and each text made once."""

from __future__ import annotations

import time
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import structlog
from sqlalchemy import select
from sqlalchemy.orm import Session

from alerts.channels import Outgoing
from alerts.content import Content, Contents
from alerts.render import Letterhead, render
from alerts.rules import Story
from db.engine import StoreError
from db.models import MessageRow

KEPT_SECONDS = 5.0

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


class Shelf:
    """Stories and texts at hand for the next message about the same, for a moment only: stories grow."""

    def __init__(self, letterhead: Letterhead) -> None:
        self._letterhead = letterhead
        self._stories: dict[int, Story] = {}
        self._texts: dict[object, tuple[Story, dict[str, Any]]] = {}
        self._since = time.monotonic()

    def prepare(self, session: Session, numbers: Collection[int], now: datetime) -> dict[int, Prepared]:
        """These messages by their numbers, rendered unless an earlier try did so."""
        if time.monotonic() - self._since > KEPT_SECONDS:
            self._stories, self._texts, self._since = {}, {}, time.monotonic()
        rows = session.scalars(select(MessageRow).where(MessageRow.id.in_(numbers))).all()
        contents = Contents(session, [row for row in rows if not _is_rendered(row)], self._stories)
        return {row.id: self._prepared(contents, row, now) for row in rows}

    def _prepared(self, contents: Contents, row: MessageRow, now: datetime) -> Prepared:
        given = (row.id, row.public_id, row.type, row.channel, row.recipient)
        if _is_rendered(row):
            return Prepared(*given, row.frozen)
        try:
            content = contents.of(row)
            if not content.tellings and content.draft is None:
                return Prepared(*given)
            frozen = self._rendered(content, now)
        except StoreError:
            raise
        except Exception as error:
            log.exception("A message could not be rendered", message=row.id)
            return Prepared(*given, poison=f"could not be rendered: {type(error).__name__}: {error}")
        return Prepared(row.id, row.public_id, content.type, row.channel, row.recipient, (row.frozen or {}) | frozen)

    def _rendered(self, content: Content, now: datetime) -> dict[str, Any]:
        """The text, made once for all who are told the same of a story for the same reasons."""
        if len(content.tellings) != 1 or content.draft:
            return render(content, self._letterhead, now)
        (one,) = content.tellings
        key = (content.type, content.schedule, content.window, id(one.story), one.told, one.known, one.reasons)
        if key not in self._texts:
            self._texts[key] = one.story, render(content, self._letterhead, now)
        return self._texts[key][1]


def _is_rendered(row: MessageRow) -> bool:
    return row.frozen is not None and "at" in row.frozen


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
