"""Reads the archive again with the present understanding: what changes, and how it is stored."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from alerts.facts import STORY, facts_of
from alerts.rulebook import Rulebook
from alerts.rules import Story, StoryArticle
from alerts.stories import load_story
from db import archive, rereading
from db.archive import KeptArticle
from newsdesk import sameness
from newsdesk.reading import Reading, read
from newsdesk.relevance import Vocabulary

FACTS = (
    "relevant",
    "kind",
    "councils",
    "mentioned_councils",
    "judgements",
    "previous_overall",
    "inspection_dates",
    "visit_number",
    "people",
    "send_outcome",
    "priority_action",
    "lead_inspector",
    "framework",
    "report_published",
)
IDENTITY = ("relevant", "kind", "councils", "inspection_dates", "visit_number", "report_published")


@dataclass(frozen=True, slots=True)
class Change:
    """A fact that is understood otherwise. before, after: as people read them; "" for absent."""

    story: int
    article: int
    title: str
    fact: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Reread:
    """An article whose reading is another now. It may differ only in its score, or in where the words stand."""

    kept: KeptArticle
    reading: Reading

    @property
    def changes(self) -> tuple[Change, ...]:
        """The facts that differ."""
        old, new = self.kept.reading, self.reading
        return tuple(
            Change(self.kept.story_id, self.kept.id, self.kept.article.title, fact, _shown(before), _shown(after))
            for name in FACTS
            for fact, before, after in _differing(name, getattr(old, name), getattr(new, name))
        )

    @property
    def moves(self) -> bool:
        """Whether it may belong to another story now."""
        return any(getattr(self.kept.reading, name) != getattr(self.reading, name) for name in IDENTITY)


@dataclass(frozen=True, slots=True)
class Batch:
    """What must be stored together. stories: those whose articles may change places; none where no article moves."""

    found: tuple[Reread, ...]
    stories: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Move:
    """Articles that leave their story. left: the story of each; story: where they go, None: one of their own."""

    articles: tuple[int, ...]
    left: tuple[int, ...]
    story: int | None


@dataclass(frozen=True, slots=True)
class Plan:
    """How the articles of some stories are to be parted and joined. joins: the numbers that become one."""

    moves: tuple[Move, ...] = ()
    joins: tuple[tuple[int, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Stored:
    """What one transaction did. parted, joined: stories; matched: (story, rule) that are met now and were not."""

    articles: int
    parted: int
    joined: int
    matched: tuple[tuple[int, str], ...]


def read_again(kept: KeptArticle, vocabulary: Vocabulary) -> Reread | None:
    """The article with its new reading; None where nothing is different."""
    reading = Reading.from_dict(json.loads(json.dumps(read(kept.article, vocabulary).as_dict())))
    return Reread(kept, reading) if reading != kept.reading else None


def batches(session: Session, found: Sequence[Reread]) -> list[Batch]:
    """The articles in groups that must be stored together: those whose stories may touch one another."""
    near = {one.kept.id: {one.kept.story_id, *_near(session, one)} for one in found if one.moves}
    roots: dict[object, object] = {}

    def root(key: object) -> object:
        roots.setdefault(key, key)
        while roots[key] != key:
            key = roots[key]
        return key

    for one in found:
        touched: set[object] = {(one.reading.kind, council) for council in one.reading.councils or ("",)}
        for key in touched | near[one.kept.id] if one.moves else ():
            roots[root(key)] = root(one.kept.story_id)
    together: dict[object, list[Reread]] = defaultdict(list)
    for one in found:
        together[root(one.kept.story_id)].append(one)
    return [
        Batch(tuple(part), frozenset(number for one in part for number in near.get(one.kept.id, ())))
        for part in together.values()
    ]


def plan(session: Session, batch: Batch) -> Plan:
    """How the stories that a batch touches would be, were its new readings stored."""
    numbers = {archive.resolve_story(session, number) for number in batch.stories}
    items = [kept for number in sorted(numbers) for kept in archive.load_story(session, number)]
    fresh = {one.kept.id: one.reading for one in batch.found}
    items = [replace(kept, reading=fresh.get(kept.id, kept.reading)) for kept in items]
    return arranged(items, rereading.without_text(session, numbers))


def arranged(items: Sequence[KeptArticle], fixed: Collection[int] = ()) -> Plan:
    """The plan that gives these articles the stories of sameness.group. A number stays with the first article that has
    it. What is not relevant, or in `fixed`, goes where its number goes."""
    free = [one for one in items if one.reading.relevant and one.id not in fixed]
    groups = [[free[at] for at in part] for part in sameness.group([(one.article, one.reading) for one in free])]
    first: dict[int, int] = {}
    for one in sorted(free, key=lambda kept: kept.id):
        first.setdefault(one.story_id, one.id)
    moves, joins = [], []
    for group in groups:
        own = sorted({one.story_id for one in group if first[one.story_id] in {kept.id for kept in group}})
        gone = [one for one in group if one.story_id not in own]
        if gone:
            left = tuple(one.story_id for one in gone)
            moves.append(Move(tuple(one.id for one in gone), left, own[0] if own else None))
        if len(own) > 1:
            joins.append(tuple(own))
    return Plan(tuple(moves), tuple(joins))


def store(session: Session, batch: Batch, rules: Rulebook, now: datetime) -> Stored:
    """Store a batch whole: readings, stories, and the rules that are met now. Tells nobody."""
    _lock(session, batch.found)
    arrangement = plan(session, batch)
    carried = _carried(session, arrangement)
    for one in batch.found:
        rereading.store_reading(session, one.kept.id, one.reading)
    touched = {one.kept.story_id for one in batch.found}
    for move in arrangement.moves:
        touched.add(_move(session, move, carried, now))
    for numbers in arrangement.joins:
        touched.add(archive.join_stories(session, numbers, now))
    changed = {one.kept.id for one in batch.found}
    parted = sum(move.story is None for move in arrangement.moves)
    return Stored(
        len(batch.found), parted, len(arrangement.joins), tuple(_match(session, touched, changed, rules, now))
    )


def _move(session: Session, move: Move, carried: Mapping[int, Mapping[int, Collection[str]]], now: datetime) -> int:
    facts: dict[int, set[str]] = defaultdict(set)
    for article in move.articles:
        for story, keys in carried.get(article, {}).items():
            facts[story] |= set(keys)
    if move.story is None:
        return rereading.part_story(session, move.articles, facts, now)
    known = {story: keys - {STORY} for story, keys in facts.items()}
    rereading.move_articles(session, move.articles, move.story, known)
    return move.story


def _carried(session: Session, arrangement: Plan) -> dict[int, dict[int, set[str]]]:
    """For each article that moves: its story and the facts that it carries there, as they may have been told."""
    found: dict[int, dict[int, set[str]]] = {}
    for number in (article for move in arrangement.moves for article in move.articles):
        kept = archive.load_kept(session, number)
        told = StoryArticle(kept.article, kept.reading, kept.first_seen, kept.official, kept.copy, id=kept.id)
        found[number] = {kept.story_id: {fact.key for fact in facts_of(Story(kept.story_id, (told,)))}}
    return found


def _match(
    session: Session, stories: Collection[int], changed: Collection[int], rules: Rulebook, now: datetime
) -> Iterator[tuple[int, str]]:
    for number in sorted({archive.resolve_story(session, story) for story in stories}):
        story = load_story(session, number)
        if not story.articles:
            continue
        article = next((one.id for one in story.articles if one.id in changed), story.articles[-1].id)
        for rule, reasons in rules.met_by(story):
            if rereading.note_match(session, number, rule.name, article, reasons, now):
                yield number, rule.name


def _lock(session: Session, found: Sequence[Reread]) -> None:
    """Hold back other workers that may join stories of the councils concerned, before and after."""
    sides = [side for one in found for side in (one.kept.reading.councils, one.reading.councils)]
    archive.join_lock(session, {name for side in sides for name in side} if all(sides) else ())


def _near(session: Session, one: Reread) -> set[int]:
    """The stories that an article may belong to with its new reading."""
    article = one.kept.article
    near = archive.story_candidates(
        session,
        one.reading,
        article.published,
        outlet_councils=article.outlet_councils,
        official=one.kept.official,
    )
    alike = archive.copy_candidates(session, sameness.fingerprints(article))
    return {kept.story_id for kept in (*near, *alike)}


def _differing(name: str, before: object, after: object) -> Iterator[tuple[str, object, object]]:
    """(fact, before, after); each judgement is a fact of its own."""
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        for key in dict.fromkeys((*before, *after)):
            if before.get(key) != after.get(key):
                yield str(key), before.get(key), after.get(key)
    elif before != after:
        yield name.replace("_", " "), before, after


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return "; ".join(", ".join(filter(None, one)) if isinstance(one, tuple) else str(one) for one in value)
    return "" if value is None else str(value)
