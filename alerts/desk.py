"""What a story means for each recipient, now that an article has joined it: decided, and written as rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from alerts import limits
from alerts.decisions import BACKFILL_AGE, BEST_FIRST, SETTLED, UPDATES_APART, Decision, decide
from alerts.facts import JUDGEMENT, Fact, facts_of
from alerts.mutes import Mutes
from alerts.outbox import new_message
from alerts.recipients import Recipient
from alerts.rulebook import Rulebook
from alerts.rules import Reasons, Rule, Story
from alerts.times import AT_ONCE, Schedule
from db.models import MatchRow, MessageRow, ReasonRow, RecipientRow, RuleRow, ToldRow
from newsdesk.article import LONDON


@dataclass(frozen=True, slots=True)
class Matched:
    """A rule that a story met, what was decided, and how many facts were new to how many recipients."""

    rule: str
    decision: Decision
    reasons: Reasons
    new_facts: int
    recipients: int


def tell(
    session: Session,
    story: Story,
    article_id: int,
    rules: Rulebook,
    now: datetime,
    *,
    backfill_age: timedelta = BACKFILL_AGE,
    zone: tzinfo = LONDON,
) -> list[Matched]:
    """Write what a story means to the rules, now that this article has joined it. Part of intake's transaction, after
    the article was kept. Saying nothing new writes no message."""
    met = rules.met_by(story)
    if not met:
        return []
    new = next((place for place, one in enumerate(story.articles) if one.id == article_id), len(story.articles) - 1)
    desk = _Desk(session, rules, story, new, now, backfill_age, zone)
    results = [
        desk.apply(rule, reasons) for rule, reasons in sorted(met, key=lambda pair: _urgency(pair[0], now, zone))
    ]
    desk.close()
    return results


def _urgency(rule: Rule, now: datetime, zone: tzinfo) -> datetime:
    """At once first, then the schedule that comes soonest: a fact goes with the first of them."""
    return now if rule.send.at_once else rule.send.next_after(now, zone)


class _Desk:
    """What has been told of one story and what is on its way, kept up to date while rules are gone through."""

    def __init__(
        self,
        session: Session,
        rules: Rulebook,
        story: Story,
        new: int,
        now: datetime,
        backfill_age: timedelta,
        zone: tzinfo,
    ) -> None:
        self._session, self._now, self._backfill_age, self._zone = session, now, backfill_age, zone
        self._rules, self._story, self._new, self._facts = rules, story, new, facts_of(story)
        self._mutes = Mutes(session, story, now)
        rows = session.scalars(select(ToldRow).where(ToldRow.story_id == story.id).with_for_update())
        self._told = {(row.recipient, row.channel, row.fact): row for row in rows}
        open_rows = session.scalars(
            select(MessageRow)
            .where(MessageRow.story_id == story.id, MessageRow.state == "pending", MessageRow.claimed_by.is_(None))
            .with_for_update()
        )
        self._open = {(row.recipient, row.channel): row for row in open_rows if row.schedule == str(AT_ONCE)}
        self._why: dict[tuple[str, str, str, str], tuple[ToldRow, Rule, Reasons]] = {}

    def apply(self, rule: Rule, reasons: Reasons) -> Matched:
        """Decide for each recipient of a rule that the story meets, and put what is new on its way."""
        match = self._session.scalar(
            select(MatchRow).where(MatchRow.story_id == self._story.id, MatchRow.rule == rule.name)
        )
        until = rule.quiet.until(self._now, self._zone) if rule.quiet else None
        decisions: list[Decision] = []
        told = 0
        for to in rule.to:
            verdict = decide(
                self._story,
                self._facts,
                since=min(self._now, max(self._rule_since(rule), self._recipient_since(to))),
                backfill_age=self._backfill_age,
                waits=rule.send.at_once and until is not None,
                only_from=self._new if match is not None and match.decision in SETTLED else None,
                hidden=self._mutes.hidden(rule, to),
            )
            decisions.append(verdict.decision)
            if verdict.facts:
                told += self._write(rule, to, verdict.facts, reasons, until or self._now)
        decision = min(decisions, key=BEST_FIRST.index)
        self._remember(match, rule.name, decision, reasons)
        return Matched(rule.name, decision, reasons, told, len(rule.to))

    def _remember(self, match: MatchRow | None, rule: str, decision: Decision, reasons: Reasons) -> None:
        """The match row: one a story and rule, replaced only by a better decision."""
        if match is None:
            match = MatchRow(story_id=self._story.id, rule=rule)
            self._session.add(match)
        elif match.decision in BEST_FIRST[: BEST_FIRST.index(decision) + 1]:
            return
        match.article_id = self._story.articles[self._new].id
        match.decision, match.reasons, match.decided_at = decision, list(reasons), self._now
        self._session.flush()

    def _rule_since(self, rule: Rule) -> datetime:
        """When the rule was first seen; now, where it was not registered."""
        row = self._session.get(RuleRow, rule.name)
        return row.first_seen_at if row else self._now

    def _recipient_since(self, to: Recipient) -> datetime:
        """When the recipient was first seen; now, where it was not registered."""
        row = self._session.get(RecipientRow, (to.recipient, to.channel))
        return row.first_seen_at if row else self._now

    def _write(self, rule: Rule, to: Recipient, facts: Sequence[Fact], reasons: Reasons, due: datetime) -> int:
        """Put the facts on their way to the recipient; how many were new to him."""
        new, schedule = 0, self._schedule(rule, to)
        for fact in facts:
            row = self._told.get((to.recipient, to.channel, fact.key))
            if row is None:
                row = self._add(schedule, to, fact, self._due(to, fact, due))
                new += 1
            elif schedule.at_once and self._is_open(row):
                row.schedule, row.message_id = str(AT_ONCE), self._message(to, self._due(to, fact, due)).id
            if self._is_open(row):
                self._why[(to.recipient, to.channel, fact.key, rule.name)] = (row, rule, reasons)
        return new

    def _schedule(self, rule: Rule, to: Recipient) -> Schedule:
        """The rule's own, or that of a digest where it has said as much at once today as it may. An official story
        never waits, and what is added to a message that waits already costs nothing."""
        free = any(one.official for one in self._story.articles) or (to.recipient, to.channel) in self._open
        if not rule.send.at_once or free or not limits.spent(self._session, rule, to, self._now, self._zone):
            return rule.send
        digest = limits.digest_for(self._rules, to, self._now, self._zone)
        limits.open_digest(self._session, to.recipient, to.channel, str(digest), self._now)
        return digest

    def _add(self, schedule: Schedule, to: Recipient, fact: Fact, due: datetime) -> ToldRow:
        row = ToldRow(
            recipient=to.recipient,
            channel=to.channel,
            story_id=self._story.id,
            fact=fact.key,
            schedule=str(schedule),
            message_id=self._message(to, due).id if schedule.at_once else None,
            added_at=self._now,
        )
        self._session.add(row)
        self._told[(to.recipient, to.channel, fact.key)] = row
        return row

    def _due(self, to: Recipient, fact: Fact, due: datetime) -> datetime:
        """When a fact may go: a grade as soon as possible, all else not within an hour of the story's last message."""
        if fact.kind == JUDGEMENT:
            return due
        mine = (to.recipient, to.channel)
        told = {
            row.message_id for row in self._told.values() if (row.recipient, row.channel) == mine and row.message_id
        }
        last = (
            self._session.scalar(select(func.max(MessageRow.sent_at)).where(MessageRow.id.in_(told))) if told else None
        )
        return max(due, last + UPDATES_APART) if last else due

    def _message(self, to: Recipient, due: datetime) -> MessageRow:
        """The recipient's message about this story that nobody has claimed yet: the one there is, or a new one."""
        row = self._open.get((to.recipient, to.channel))
        if row is not None:
            row.next_try_at = min(row.next_try_at, due)
            return row
        spoken_to = any(
            key[:2] == (to.recipient, to.channel) and told.message_id is not None for key, told in self._told.items()
        )
        kind = "story.update" if spoken_to else "story.new"
        row = new_message(kind, to.recipient, to.channel, self._now, due)
        row.story_id = self._story.id
        self._session.add(row)
        self._session.flush()
        self._open[(to.recipient, to.channel)] = row
        return row

    def _is_open(self, row: ToldRow) -> bool:
        message = self._open.get((row.recipient, row.channel))
        return row.message_id is None or (message is not None and message.id == row.message_id)

    def close(self) -> None:
        """Store what was written, with the reasons for all that is still on its way."""
        self._session.flush()
        ids = {row.id for row, _, _ in self._why.values()}
        rows = self._session.execute(select(ReasonRow.told_id, ReasonRow.rule).where(ReasonRow.told_id.in_(ids)))
        known = {(told_id, rule) for told_id, rule in rows}
        self._session.add_all(
            ReasonRow(told_id=row.id, rule=rule.name, phrases=list(reasons))
            for row, rule, reasons in self._why.values()
            if (row.id, rule.name) not in known
        )
        self._session.flush()
