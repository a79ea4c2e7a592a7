"""Claim, send, record, until nothing is due. No transaction is open while a message is rendered or sent."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, TypeVar

import structlog
from sqlalchemy import exists, select, update
from sqlalchemy.orm import Session, aliased

from alerts.channels import Channel, DeliveryError, Outgoing
from alerts.content import load_content
from alerts.outbox import notice
from alerts.recipients import Recipient
from alerts.render import Letterhead, render
from alerts.wording import plain
from db.claims import is_dead, own_name
from db.engine import Database, StoreError
from db.models import MessageRow, ToldRow

T = TypeVar("T")
BACKOFF = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=1))
GIVE_UP = timedelta(days=10)
LEASE = timedelta(minutes=10)
THREADS = 6
LOOK_AGAIN_SECONDS = 0.25
RECORD_TRIES = 20
DUE_STATES = ("pending", "waiting")
UNFINISHED = (*DUE_STATES, "sending")

log = structlog.get_logger("wardwatch.alerts")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one attempt. state: sent, waiting or dead; answer: the other side's, or the reason."""

    message_id: int
    channel: str
    recipient: str
    type: str
    subject: str
    state: str
    answer: str


@dataclass(slots=True)
class DeliveryReport:
    """What one run of deliver_due did, in the order in which it happened."""

    outcomes: list[Outcome] = field(default_factory=list)

    def count(self, state: str) -> int:
        """How many attempts ended so: sent, waiting or dead."""
        return sum(outcome.state == state for outcome in self.outcomes)


def deliver_due(
    database: Database,
    channels: Mapping[str, Channel],
    *,
    now: Callable[[], datetime],
    owner: str,
    stop: threading.Event,
    letterhead: Letterhead | None = None,
    operator: Sequence[Recipient] = (),
    threads: int = THREADS,
) -> DeliveryReport:
    """Send what is due, until nothing is. A recipient's messages go one after the other, different recipients' side by
    side. After `stop` is set the sends in hand are finished and no new one is begun. Call it once at a time for an
    owner: what the owner has claimed already is taken up again, and what a process had that is gone. Raises
    StoreError."""
    post = _Post(database, channels, now, owner, stop, letterhead or Letterhead(), operator)
    release_claims(database, now(), owner)
    busy: dict[Future[list[Outcome]], tuple[str, str]] = {}
    report = DeliveryReport()
    with ThreadPoolExecutor(threads, thread_name_prefix="deliver") as pool:
        while True:
            if not stop.is_set():
                for line, ids in post.due(set(busy.values())).items():
                    busy[pool.submit(post.deliver, ids)] = line
            if not busy:
                return report
            done, _ = wait(busy, timeout=LOOK_AGAIN_SECONDS, return_when=FIRST_COMPLETED)
            for future in done:
                del busy[future]
                report.outcomes += future.result()


def release_claims(database: Database, now: datetime, owner: str = "") -> int:
    """Make due, under its old ids, what a process that is gone had in hand, and what an earlier run of this owner left
    because the store failed it; how many. On this host a dead process is known; a claim from elsewhere is released when
    it is older than ten minutes."""

    def release(session: Session) -> int:
        claimed = (MessageRow.state.in_(UNFINISHED), MessageRow.claimed_by.is_not(None))
        held = session.scalars(select(MessageRow).where(*claimed).with_for_update())
        gone = [row for row in held if row.claimed_by == owner or is_dead(row.claimed_by or "") or _lapsed(row, now)]
        return _release(gone, now)

    return database.write(release, durable=True)


def _lapsed(row: MessageRow, now: datetime) -> bool:
    """Whether another host has held the message for too long."""
    host, here = (name.rsplit(":", 2)[0] for name in (row.claimed_by or "", own_name()))
    return host != here and (row.claimed_at or now) < now - LEASE


def _release(rows: Sequence[MessageRow], now: datetime) -> int:
    """Make them due again. An attempt that was cut off is no failure."""
    for row in rows:
        if row.state == "sending":
            row.state, row.next_try_at, row.tries = "waiting", now, max(0, row.tries - 1)
        row.claimed_by = row.claimed_at = None
    return len(rows)


def hasten(database: Database, now: datetime) -> int:
    """Make due at once what waits for another try; how many."""
    waiting = update(MessageRow).where(MessageRow.state == "waiting", MessageRow.claimed_by.is_(None))
    return database.write(lambda session: _rows(session, waiting.values(next_try_at=now)))


def _rows(session: Session, statement: Any) -> int:
    return int(session.execute(statement).rowcount)  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class _Post:
    """One run of deliver_due."""

    database: Database
    channels: Mapping[str, Channel]
    now: Callable[[], datetime]
    owner: str
    stop: threading.Event
    letterhead: Letterhead
    operator: Sequence[Recipient]

    def due(self, busy: set[tuple[str, str]]) -> dict[tuple[str, str], list[int]]:
        """(channel, recipient) -> the messages that are due, oldest first, without the recipients in hand."""
        query = select(MessageRow.channel, MessageRow.recipient, MessageRow.id).where(*_is_due(self.now()))
        lines: dict[tuple[str, str], list[int]] = {}
        with self.database.reading() as session:
            for channel, recipient, number in session.execute(query.order_by(MessageRow.id)):
                if (channel, recipient) not in busy:
                    lines.setdefault((channel, recipient), []).append(number)
        return lines

    def deliver(self, ids: Sequence[int]) -> list[Outcome]:
        """Deliver one recipient's messages, one after the other."""
        outcomes = []
        for number in ids:
            if self.stop.is_set():
                break
            if outcome := self._deliver_one(number):
                outcomes.append(outcome)
        return outcomes

    def _deliver_one(self, number: int) -> Outcome | None:
        """None where there was nothing to do: somebody else has it, or nothing is left to say."""
        if not self.database.write(lambda session: self._claim(session, number)):
            return None
        try:
            message = self._prepared(number)
        except StoreError:
            raise
        except Exception as error:
            log.exception("A message could not be rendered", message=number)
            return self._record(number, DeliveryError(f"could not be rendered: {type(error).__name__}: {error}"))
        if message is None:
            return None
        return self._record(number, self._send(message[0], message[1]))

    def _claim(self, session: Session, number: int) -> bool:
        claim = update(MessageRow).where(MessageRow.id == number, *_is_due(self.now()))
        return _rows(session, claim.values(claimed_by=self.owner, claimed_at=self.now())) == 1

    def _prepared(self, number: int) -> tuple[str, Outgoing] | None:
        """Render, unless an earlier try did, and commit what was rendered together with `sending`."""
        with self.database.reading() as session:
            row = session.get_one(MessageRow, number)
            frozen, kind, content = row.frozen or {}, row.type, None
            if "at" not in frozen:
                content = load_content(session, row)
        if content is not None:
            if not content.tellings and content.draft is None:
                self.database.write(lambda session: _drop(session, number))
                return None
            frozen, kind = render(content, self.letterhead, self.now()), content.type
        self.database.write(lambda session: _freeze(session, number, kind, frozen), durable=True)
        return row.channel, outgoing(row.public_id, kind, row.recipient, frozen)

    def _send(self, channel: str, message: Outgoing) -> str | DeliveryError:
        try:
            if channel not in self.channels:
                raise DeliveryError(f"there is no channel {channel} set up; see config.yaml")
            return self.channels[channel].send(message)
        except DeliveryError as error:
            return error
        except Exception as error:
            log.exception("A send failed in a way that was not foreseen", message=message.public_id, channel=channel)
            return DeliveryError(f"{type(error).__name__}: {error}")

    def _record(self, number: int, answer: str | DeliveryError) -> Outcome:
        """Write down how it ended. Where the store is in trouble it is tried again for a while: an answer that is not
        recorded means a repeat."""
        for attempt in range(RECORD_TRIES):
            try:
                return self.database.write(lambda session: self._recorded(session, number, answer), durable=True)
            except StoreError:
                if attempt + 1 == RECORD_TRIES or self.stop.is_set():
                    raise
                log.warning("The end of a send could not be recorded yet", message=number)
                time.sleep(1)
        raise AssertionError("unreachable")

    def _recorded(self, session: Session, number: int, answer: str | DeliveryError) -> Outcome:
        row, now = session.get_one(MessageRow, number), self.now()
        row.answer, row.claimed_by, row.claimed_at = plain(str(answer)), None, None
        if isinstance(answer, str):
            row.state, row.sent_at = "sent", now
        else:
            began = datetime.fromisoformat(row.frozen["at"]) if row.frozen and "at" in row.frozen else row.created_at
            row.state = "dead" if answer.fault in ("message", "address") or now - began > GIVE_UP else "waiting"
            row.tries += row.frozen is None
            row.next_try_at = now + BACKOFF[min(max(row.tries, 1), len(BACKOFF)) - 1]
        if row.state == "dead":
            self._tell_operator(session, row, now)
        subject = row.frozen.get("subject", "") if row.frozen else ""
        return Outcome(row.id, row.channel, row.recipient, row.type, subject, row.state, str(answer))

    def _tell_operator(self, session: Session, row: MessageRow, now: datetime) -> None:
        subject = row.frozen.get("subject", "a message") if row.frozen else "a message"
        text = f"“{subject}” for {row.recipient} by {row.channel} was given up: {row.answer}"
        others = [to for to in self.operator if (to.channel, to.recipient) != (row.channel, row.recipient)]
        notice(session, [] if row.type == "operator" else others, "Alerts that could not be delivered", text, now)


def outgoing(public_id: str, kind: str, recipient: str, frozen: Mapping[str, Any]) -> Outgoing:
    """The message that a frozen rendering stands for."""
    return Outgoing(
        public_id=public_id,
        type=kind,
        recipient=recipient,
        story=frozen["story"],
        subject=frozen["subject"],
        text=frozen["text"],
        html=frozen["html"],
        payload=frozen["payload"],
        at=datetime.fromisoformat(frozen["at"]),
    )


def _is_due(now: datetime) -> tuple[Any, ...]:
    """Unclaimed, its time has come, and no earlier message about the same story is still on its way to the same."""
    earlier = aliased(MessageRow)
    return (
        MessageRow.state.in_(DUE_STATES),
        MessageRow.claimed_by.is_(None),
        MessageRow.next_try_at <= now,
        ~exists().where(
            earlier.story_id == MessageRow.story_id,
            earlier.recipient == MessageRow.recipient,
            earlier.channel == MessageRow.channel,
            earlier.id < MessageRow.id,
            earlier.state.in_(UNFINISHED),
        ),
    )


def _freeze(session: Session, number: int, kind: str, frozen: dict[str, Any]) -> None:
    row = session.get_one(MessageRow, number)
    row.state, row.type, row.frozen, row.tries = "sending", kind, frozen, row.tries + 1


def _drop(session: Session, number: int) -> None:
    """Take away a message with nothing left to say, unless something was added to it after all."""
    if session.scalar(select(ToldRow.id).where(ToldRow.message_id == number).limit(1)) is None:
        session.delete(session.get_one(MessageRow, number))
