"""What a rule does with a story for a recipient: pure decisions on what is known."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from alerts.facts import Fact
from alerts.rules import Story
from db.values import instant

Decision = Literal["tell", "backfill", "muted", "quiet", "reread", "before-rule"]
TELLING: tuple[Decision, ...] = ("tell", "quiet")
SETTLED: tuple[Decision, ...] = (*TELLING, "muted", "reread")
BEST_FIRST: tuple[Decision, ...] = ("tell", "quiet", "muted", "backfill", "before-rule")
BACKFILL_AGE = timedelta(days=3)
UPDATES_APART = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a rule does with a story for a recipient, and the facts that may be told."""

    decision: Decision
    facts: tuple[Fact, ...] = ()


def decide(
    story: Story,
    facts: Sequence[Fact],
    *,
    since: datetime,
    backfill_age: timedelta,
    waits: bool,
    only_from: int | None = None,
    hidden: Set[int] = frozenset(),
) -> Verdict:
    """What to do for one recipient of a rule that the story meets.

    since: when rule and recipient were both there; what was first seen earlier is not told. backfill_age: an article
    flagged as backfill and older than this when it was found, or undated, tells nothing. waits: in quiet hours.
    only_from: the place of the one article whose facts count, where the rule was settled already. hidden: the places
    of articles that are muted, whose facts do not count.
    """
    heard = [replace(fact, carriers=seen) for fact in facts if (seen := _without(hidden, fact))]
    if not heard:
        return Verdict("muted")
    carried = [fact for fact in heard if only_from is None or only_from in fact.carriers]
    fresh = [fact for fact in carried if any(not _stale(story, place, backfill_age) for place in fact.carriers)]
    if not fresh:
        return Verdict("backfill")
    told = tuple(fact for fact in fresh if _first_seen(story, fact) >= since)
    if not told:
        return Verdict("before-rule")
    return Verdict("quiet" if waits else "tell", told)


def _without(hidden: Set[int], fact: Fact) -> tuple[int, ...]:
    return tuple(place for place in fact.carriers if place not in hidden)


def _stale(story: Story, place: int, age: timedelta) -> bool:
    one = story.articles[place]
    if not one.backfill:
        return False
    published = instant(one.article.published)
    return published is None or published < one.first_seen - age


def _first_seen(story: Story, fact: Fact) -> datetime:
    return min(story.articles[place].first_seen for place in fact.carriers)
