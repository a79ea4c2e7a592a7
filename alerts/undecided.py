"""Rules that a story meets and of which nothing was decided, although it grew while they were in force."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from alerts.rulebook import Rulebook
from alerts.rules import Reasons, Rule, Story, StoryArticle
from alerts.stories import load_stories
from db.models import MatchRow, StoryRow, WorkRow
from db.rereading import without_text

AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Undecided:
    """A story with the rules that lack a decision, and why it meets them. newest: the article that joined it last."""

    story: Story
    newest: StoryArticle
    rules: tuple[tuple[Rule, Reasons], ...]


def mark_in_force(session: Session, rules: Iterable[Rule], now: datetime) -> None:
    """Remember since when each rule asks for what it does now: a rule that was changed decides nothing of what came
    before."""
    for rule in rules:
        asks = {"when": rule.when.model_dump_json()}
        row = session.get(WorkRow, _mark(rule))
        if row is None:
            session.add(WorkRow(name=_mark(rule), value=asks, at=now))
        elif row.value != asks:
            row.value, row.at = asks, now


def undecided(session: Session, rules: Rulebook, since: datetime | None = None) -> Iterator[Undecided]:
    """What lacks a decision, among the stories that grew since then. Where the text that a rule asks for was not kept,
    nothing can be said."""
    marks = select(WorkRow).where(WorkRow.name.in_([_mark(rule) for rule in rules]))
    in_force = {row.name: row.at for row in session.scalars(marks)}
    if not in_force:
        return
    floor = max(min(in_force.values()), since) if since else min(in_force.values())
    grown = select(StoryRow.id).where(StoryRow.merged_into.is_(None), StoryRow.last_article_at >= floor)
    numbers = session.scalars(grown.order_by(StoryRow.id)).all()
    for first in range(0, len(numbers), AT_ONCE):
        yield from _among(session, numbers[first : first + AT_ONCE], rules, in_force)


def _among(
    session: Session, numbers: Sequence[int], rules: Rulebook, in_force: dict[str, datetime]
) -> Iterator[Undecided]:
    matches = select(MatchRow.story_id, MatchRow.rule).where(MatchRow.story_id.in_(numbers))
    decided = {(story, rule) for story, rule in session.execute(matches)}
    wordless = without_text(session, numbers)
    for story in load_stories(session, numbers):
        newest = max(story.articles, key=lambda one: (one.first_seen, one.id))
        unsure = any(one.id in wordless for one in story.articles)
        lacking = tuple(
            (rule, reasons)
            for rule, reasons in rules.met_by(story)
            if (story.id, rule.name) not in decided
            and _was_in_force(in_force.get(_mark(rule)), newest)
            and not (unsure and rule.when.words)
        )
        if lacking:
            yield Undecided(story, newest, lacking)


def _was_in_force(since: datetime | None, newest: StoryArticle) -> bool:
    return since is not None and since <= newest.first_seen


def _mark(rule: Rule) -> str:
    return f"rule {rule.name}"
