"""What is worth telling of a story: a closed list of facts, each with the articles that carry it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from alerts.rules import Story, StoryArticle, kind_of
from alerts.wording import OFSTED_KINDS, place_in_report

STORY, JUDGEMENT, SEND, PRIORITY, OFFICIAL, CONTRADICTION = (
    "story",
    "judgement",
    "send_outcome",
    "priority_action",
    "official_document",
    "contradiction",
)


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact of a story. name: of a judgement, else ""; value: its grade or outcome, else "".
    carriers: the places in story.articles of those that say it."""

    kind: str
    carriers: tuple[int, ...]
    name: str = ""
    value: str = ""

    @property
    def key(self) -> str:
        """What the fact is remembered by once it was told."""
        return ": ".join(part for part in (self.kind, self.name, self.value) if part)


def facts_of(story: Story) -> tuple[Fact, ...]:
    """Every fact of a story that can be told: itself, judgements, the SEND outcome, priority action, an official
    document, and where news and report differ."""
    if not story.articles:
        return ()
    facts = [Fact(STORY, tuple(range(len(story.articles))))]
    facts += _judgements(story)
    outcomes: dict[str, list[int]] = {}
    for place, one in enumerate(story.articles):
        if one.reading.send_outcome:
            outcomes.setdefault(one.reading.send_outcome, []).append(place)
    facts += [Fact(SEND, tuple(places), value=outcome) for outcome, places in outcomes.items()]
    for kind, says in ((PRIORITY, _asks_priority_action), (OFFICIAL, _is_official)):
        if carriers := _carriers(story, says):
            facts.append(Fact(kind, carriers))
    return tuple(facts)


def _asks_priority_action(one: StoryArticle) -> bool:
    return one.reading.priority_action


def _is_official(one: StoryArticle) -> bool:
    return one.official


def _carriers(story: Story, says: Callable[[StoryArticle], bool]) -> tuple[int, ...]:
    return tuple(place for place, one in enumerate(story.articles) if says(one))


def _judgements(story: Story) -> list[Fact]:
    """(judgement, grade) as the official document has it, else as anybody has it. Where news differ from the
    document, that they do."""
    facts: list[Fact] = []
    names = {name for one in story.articles for name in one.reading.judgements}
    for name in sorted(names, key=place_in_report):
        said: dict[str, list[int]] = {}
        for place, one in enumerate(story.articles):
            if grade := one.reading.judgements.get(name):
                said.setdefault(grade, []).append(place)
        official = {grade for grade, places in said.items() if any(story.articles[place].official for place in places)}
        facts += [
            Fact(JUDGEMENT, tuple(places), name, grade) for grade, places in said.items() if grade in (official or said)
        ]
        differing = [place for grade, places in said.items() if official and grade not in official for place in places]
        if differing and kind_of(story.articles) in OFSTED_KINDS:
            report = [place for grade in official for place in said[grade]]
            facts.append(Fact(CONTRADICTION, tuple(sorted(differing + report)), name))
    return facts
