"""Which area a grade belongs to where no rule says so: weights learned from stories tell how likely each is."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from operator import itemgetter
from pathlib import Path

from ruamel.yaml import YAML

from newsdesk.attachment_grade import Features, of_grade
from newsdesk.attachment_pairs import of_name, of_pair, of_sentences, of_whole, where_beside, where_in_sentence
from newsdesk.events import Event
from newsdesk.mentions import Mentions, Sentences, Story

SURE = 0.6
SURE_OF_OVERALL = 0.9
BIAS = "bias"
_DATA = Path(__file__).parent / "data"
_MOST_GRADES = 40
_HIGHEST = 30.0


@dataclass(frozen=True, slots=True)
class Candidate:
    """A grade that may be an area's, where it is said, and what speaks for it.

    area: lexicon.CARE_AND_LEAVERS where one name covers both; "" for the service as a whole.
    start, end: its sentence; -1 for the title. features: in parts, which other candidates share.
    """

    area: str
    grade: str
    start: int
    end: int
    features: tuple[Features, ...]


@dataclass(frozen=True, slots=True)
class Weighed:
    """The grade that an area was given most likely, how likely, and the sentence that speaks for it most."""

    grade: str
    likelihood: float
    start: int
    end: int


def candidates(story: Story, areas: frozenset[str]) -> Iterator[Candidate]:
    """What the lists and the first graded sentences of a story may say of these areas, "" the service as a whole."""
    for claim in story.lists:
        if claim.area in areas and not claim.past:
            yield Candidate(claim.area, claim.grade, claim.start, claim.end, (("listed: any",),))
    sentences = Sentences(story)
    graded = ((mentions, grade) for mentions in sentences.graded() for grade in mentions.grades)
    for mentions, grade in islice(graded, _MOST_GRADES):
        ties = [*_beside(mentions, grade, areas), *_around(sentences, mentions, grade, areas)]
        if not ties and "" not in areas:
            continue
        own = of_grade(mentions, grade, story)
        if "" in areas:
            yield Candidate("", grade.value, mentions.start, mentions.end, (own, of_whole(mentions, grade, own)))
        for area, tie in ties:
            yield Candidate(area, grade.value, mentions.start, mentions.end, (own, *tie))


def _beside(mentions: Mentions, grade: Event, areas: frozenset[str]) -> Iterator[tuple[str, tuple[Features, ...]]]:
    """The areas of the grade's own sentence, and what ties it to each."""
    for group in mentions.groups:
        where = where_in_sentence(grade, group)
        named = [area for area in group if area.value in areas]
        if where and named:
            tie = of_pair(mentions, grade, group)
            yield from ((area.value, (tie, of_name(where, area))) for area in named)


def _around(
    sentences: Sentences, mentions: Mentions, grade: Event, areas: frozenset[str]
) -> Iterator[tuple[str, tuple[Features, ...]]]:
    """The areas of the sentences beside the grade's own, and what ties it to each."""
    for distance, other in sentences.beside(mentions, areas):
        same_paragraph = sentences.in_one_paragraph(mentions, other)
        for group in other.groups:
            if named := [area for area in group if area.value in areas]:
                tie = of_sentences(distance, mentions, grade, other, group, same_paragraph)
                yield from ((area.value, (tie, of_name(where_beside(distance), area))) for area in named)


def weigh(rivals: Sequence[Candidate], by_name: Mapping[str, float] | None = None) -> Weighed:
    """The likeliest grade of the candidates for one area, of which there is one at least.

    What their likelihoods leave over is that the area was given no grade. by_name: the weight of each feature;
    None for those that ship.
    """
    table = weights() if by_name is None else by_name
    odds = [math.exp(min(_HIGHEST, score(rival.features, table))) for rival in rivals]
    by_grade: dict[str, float] = {}
    for rival, odd in zip(rivals, odds, strict=True):
        by_grade[rival.grade] = by_grade.get(rival.grade, 0) + odd
    grade = max(by_grade, key=by_grade.__getitem__)
    _, best = max(
        ((odd, rival) for odd, rival in zip(odds, rivals, strict=True) if rival.grade == grade), key=itemgetter(0)
    )
    return Weighed(grade, by_grade[grade] / (1 + sum(odds)), best.start, best.end)


def score(features: tuple[Features, ...], by_name: Mapping[str, float]) -> float:
    """The natural logarithm of the odds of one candidate against there being no grade."""
    return by_name.get(BIAS, 0) + sum(by_name.get(name, 0) for part in features for name in part)


@cache
def weights() -> Mapping[str, float]:
    """Feature, as "group: name" -> weight, from data/attachment.yaml."""
    groups = YAML(typ="safe").load((_DATA / "attachment.yaml").read_text("utf-8"))
    bias = groups.pop(BIAS)
    return {BIAS: bias} | {
        f"{group}: {name}": weight for group, names in groups.items() for name, weight in names.items()
    }
