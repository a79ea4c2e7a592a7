"""Claim, send, record, until nothing is due. No transaction is open while a message is rendered or sent."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog
from sqlalchemy.orm import Session

from alerts import recording
from alerts.channels import Channel, DeliveryError, Outgoing, line_of, server_of
from alerts.claiming import LEASE, Due, claim, due, put_back, release_claims
from alerts.held import LONG, join_held
from alerts.lines import Lines, address, load_lines, may_probe
from alerts.prepared import Prepared, Shelf, outgoing
from alerts.recipients import Recipient
from alerts.recording import Attempt, Outcome
from alerts.render import Letterhead
from alerts.reporter import Reporter
from db.engine import Database, StoreError
from db.together import Together

THREADS = 64
RUNS_A_LINE = 8
LONGEST_RUN = 16
LOOK_AGAIN_SECONDS = 0.25
RECORD_TRIES = 20

log = structlog.get_logger("wardwatch.alerts")


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
    letterhead = letterhead or Letterhead()
    post = _Post(database, channels, now, owner, stop, letterhead, Reporter(operator, letterhead.zone))
    release_claims(database, now(), owner, lease_of(channels.values()))
    busy: dict[Future[list[Outcome]], _Run] = {}
    report = DeliveryReport()
    with ThreadPoolExecutor(threads, thread_name_prefix="deliver") as pool:
        while True:
            if not stop.is_set():
                for run in post.take(busy.values()):
                    busy[pool.submit(post.deliver, run)] = run
            if not busy:
                return report
            done, _ = wait(busy, timeout=LOOK_AGAIN_SECONDS, return_when=FIRST_COMPLETED)
            for future in done:
                del busy[future]
                report.outcomes += future.result()


def lease_of(channels: Iterable[Channel]) -> timedelta:
    """How long a claim from another host stands: twice the longest that a send may take."""
    return max((timedelta(seconds=2 * one.timeout) for one in channels if hasattr(one, "timeout")), default=LEASE)


@dataclass(slots=True)
class _Run:
    """Messages to one recipient, to be sent one after the other. probe: it goes to try a paused line."""

    line: str
    reader: tuple[str, str]
    due: list[Due]
    probe: bool = False
    messages: list[Prepared] = field(default_factory=list)


class _Post:
    """One run of deliver_due. take() is the coordinating thread's, deliver() the senders'."""

    def __init__(
        self,
        database: Database,
        channels: Mapping[str, Channel],
        now: Callable[[], datetime],
        owner: str,
        stop: threading.Event,
        letterhead: Letterhead,
        reporter: Reporter,
    ) -> None:
        self._database, self._channels, self._now, self._owner = database, channels, now, owner
        self._stop, self._shelf, self._reporter = stop, Shelf(letterhead), reporter
        self._together = Together(database)
        self._lines = Lines({}, {})
        self._closed: set[str] = set()
        self._backlog: list[Due] = []
        self._looked = 0.0

    def take(self, busy: Collection[_Run]) -> list[_Run]:
        """Claim and render what can go now beside the runs in hand."""
        fresh = not self._backlog or time.monotonic() - self._looked > LOOK_AGAIN_SECONDS
        if fresh:
            self._look(busy)
        runs = self._claimed(busy)
        if not runs and not busy and not fresh:
            self._look(busy)
            runs = self._claimed(busy)
        return runs

    def _claimed(self, busy: Collection[_Run]) -> list[_Run]:
        runs = self._picked(busy)
        claimed = self._database.write(lambda session: self._claim(session, runs)) if runs else set()
        for run in runs:
            run.due = [one for one in run.due if one.id in claimed]
        if not claimed:
            return []
        with self._database.reading() as session:
            ready = self._shelf.prepare(session, claimed, self._now())
        for run in runs:
            run.messages = [ready[one.id] for one in run.due]
        return [run for run in runs if run.messages]

    def _look(self, busy: Collection[_Run]) -> None:
        """Read anew what is due and which lines are at fault."""
        now = self._now()
        with self._database.reading() as session:
            self._lines = load_lines(session)
        for name, (since, probe_at) in self._lines.paused.items():
            if probe_at <= now and now - since >= LONG:
                self._database.write(lambda session, name=name: join_held(session, name, now))  # type: ignore[misc]
        in_hand = Counter(run.line for run in busy)
        self._closed = {name for name, (_, probe_at) in self._lines.paused.items() if probe_at > now or in_hand[name]}
        full = {line for line, runs in in_hand.items() if runs >= RUNS_A_LINE}
        readers = {run.reader for run in busy}
        with self._database.reading() as session:
            self._backlog = due(session, now, closed=self._closed | full, busy=readers)
        self._looked = time.monotonic()

    def _picked(self, busy: Collection[_Run]) -> list[_Run]:
        """Runs out of the backlog, as many as their lines can take; the rest stays."""
        in_hand, readers = Counter(run.line for run in busy), {run.reader for run in busy}
        runs: dict[tuple[str, str], _Run] = {}
        rest = []
        for one in self._backlog:
            line, run = line_of(one.channel, one.recipient), runs.get(one.reader)
            probe = line in self._lines.paused
            if run and not probe and len(run.due) < LONGEST_RUN:
                run.due.append(one)
            elif run or one.reader in readers or in_hand[line] >= (1 if probe else RUNS_A_LINE):
                rest.append(one)
            elif line not in self._closed:
                runs[one.reader] = _Run(line, one.reader, [one], probe)
                in_hand[line] += 1
        self._backlog = rest
        return list(runs.values())

    def _claim(self, session: Session, runs: Sequence[_Run]) -> set[int]:
        now = self._now()
        wanted = [run for run in runs if not run.probe or may_probe(session, run.line, now)]
        return claim(session, [one.id for run in wanted for one in run.due], self._owner, now)

    def deliver(self, run: _Run) -> list[Outcome]:
        """Send one recipient's messages, one after the other, as long as the line works."""
        outcomes = []
        for place, message in enumerate(run.messages):
            if self._stop.is_set() or (run.line in self._closed and not run.probe):
                rest = [one.id for one in run.messages[place:]]
                self._database.write(lambda session: put_back(session, rest, self._owner))  # noqa: B023
                break
            if outcome := self._deliver_one(message, run):
                outcomes.append(outcome)
        return outcomes

    def _deliver_one(self, message: Prepared, run: _Run) -> Outcome | None:
        """None where there was nothing to do: somebody else has it, or nothing is left to say."""
        attempt = Attempt(message, self._owner, probe=run.probe)
        if reason := self._lines.off.get(address(*run.reader)):
            return self._record(attempt, DeliveryError(reason, fault="address"))
        if message.poison:
            return self._record(attempt, DeliveryError(message.poison))
        if message.frozen is None:
            self._together.write(lambda session: recording.drop_if_empty(session, message.id, self._owner))
            return None
        number = self._begin(message)
        if number is None:
            return None
        answer = self._send(message.channel, outgoing(message))
        if isinstance(answer, DeliveryError) and answer.fault == "channel":
            self._closed.add(run.line)
        if isinstance(answer, DeliveryError) and answer.fault == "address":
            self._lines.off[address(*run.reader)] = str(answer)
        return self._record(Attempt(message, self._owner, number, run.probe), answer)

    def _begin(self, message: Prepared) -> int | None:
        channel = self._channels.get(message.channel)
        server = server_of(channel, message.recipient) if channel else None
        return self._together.write(lambda session: recording.begin(session, message, self._owner, self._now(), server))

    def _send(self, channel: str, message: Outgoing) -> str | DeliveryError:
        try:
            if channel not in self._channels:
                raise DeliveryError(f"there is no channel {channel} set up; see config.yaml")
            return self._channels[channel].send(message)
        except DeliveryError as error:
            return error
        except Exception as error:
            log.exception("A send failed in a way that was not foreseen", message=message.public_id, channel=channel)
            return DeliveryError(f"{type(error).__name__}: {error}")

    def _record(self, attempt: Attempt, answer: str | DeliveryError) -> Outcome:
        """Write down how it ended. Where the store is in trouble it is tried again for a while: an answer that is not
        recorded means a repeat."""
        for times in range(RECORD_TRIES):
            try:
                return self._together.write(
                    lambda session: recording.record(session, attempt, answer, self._now(), self._reporter)
                )
            except StoreError:
                if times + 1 == RECORD_TRIES or self._stop.is_set():
                    raise
                log.warning("The end of a send could not be recorded yet", message=attempt.message.id)
                time.sleep(1)
        raise AssertionError("unreachable")
