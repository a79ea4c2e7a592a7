"""Is a story about children's services, on which topics, and the phrases that made us think so."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, cached_property, partial
from operator import attrgetter
from pathlib import Path
from typing import NamedTuple

from ruamel.yaml import YAML

from newsdesk.article import Article
from newsdesk.findings import Evidence, Span
from newsdesk.leanings import to_relevance
from newsdesk.phrases import Hit, Phrases, fold, heaviest, written_so

_DATA = Path(__file__).parent / "data"
_IN_HEADLINE, _IN_LEAD, _BELOW = 1.5, 1.0, 0.55
_LEAD = 600
_LONGEST = 200_000
_REPEATED = 0.12
_MOST_REPEATS = 4
THRESHOLD = 2.9
_SPREAD = 1.1
_TELLING = -0.8
_BESIDE_ANOTHER = 0.3
_OWN_WORDS = "own words"
OTHER_WORDS = "(its other words)"
_OF_WORDS, _MOST_OF_WORDS = 1.3, 3.0


class Term(NamedTuple):
    """A phrase of the vocabulary. weight below zero: it speaks against. unless: a topic beside which it counts less."""

    phrase: str
    weight: float
    topic: str
    unless: str = ""


@dataclass(frozen=True)
class Vocabulary:
    """The phrases that relevance is judged by. Make another with with_phrases()."""

    terms: tuple[Term, ...]

    def with_phrases(self, weights: Mapping[str, float], topic: str = _OWN_WORDS) -> Vocabulary:
        """This vocabulary with phrases added, or weighed anew where it has them; weight 0 takes one out."""
        known = {term.phrase: term for term in self.terms}
        for phrase, weight in weights.items():
            known[phrase] = known.get(phrase, Term(phrase, 0.0, topic))._replace(weight=float(weight))
        return replace(self, terms=tuple(term for term in known.values() if term.weight))

    @cached_property
    def matcher(self) -> Phrases[Term]:
        return Phrases((term.phrase, term) for term in self.terms)


@dataclass(frozen=True, slots=True)
class Relevance:
    """score: 0..1, relevant from a half. evidence: heaviest first. spans: where each first stands."""

    relevant: bool
    score: float
    evidence: tuple[Evidence, ...]
    topics: tuple[str, ...]
    spans: Mapping[str, Span] = field(default_factory=dict)


@cache
def default_vocabulary() -> Vocabulary:
    """The vocabulary that ships, data/vocabulary.yaml."""
    groups = YAML(typ="safe").load((_DATA / "vocabulary.yaml").read_text("utf-8"))
    return Vocabulary(
        tuple(
            Term(str(phrase), float(weight), str(group["topic"]), str(group.get("unless", "")))
            for group in groups
            for phrase, weight in group["phrases"].items()
        )
    )


def judge(article: Article, vocabulary: Vocabulary | None = None) -> Relevance:
    """Weigh an article's headline and text. A phrase counts where it stands highest, and a little for each repeat.

    All other words count together, at most as much as one telling phrase; they never speak against a user's own.
    """
    matcher = (vocabulary or default_vocabulary()).matcher
    places: dict[str, _Place] = {}
    for part, headline in ((article.title, True), (article.text[:_LONGEST], False)):
        standing = filter(partial(_stands, part), matcher.all(fold(part)))
        for hit in heaviest(standing, attrgetter("weight")):
            _note(places, hit.value, hit.start, hit.end, headline)
    _weaken(places)
    found = sorted(places.values(), key=lambda place: -abs(place.weight))
    lean = _lean(article, places.values())
    total = sum(place.weight for place in found) + lean
    score = 1 / (1 + math.exp(-max(-30.0, min(30.0, (total - THRESHOLD) / _SPREAD))))
    return Relevance(
        relevant=score >= 0.5,
        score=round(score, 4),
        evidence=_evidence(found, lean),
        topics=_topics(found),
        spans={place.term.phrase: Span(*place.span) for place in found if place.span},
    )


def _lean(article: Article, places: Iterable[_Place]) -> float:
    lean = max(-_MOST_OF_WORDS, min(_MOST_OF_WORDS, _OF_WORDS * to_relevance(article)))
    return max(0.0, lean) if any(place.term.topic == _OWN_WORDS for place in places) else lean


def _evidence(found: Iterable[_Place], lean: float) -> tuple[Evidence, ...]:
    each = [Evidence(place.term.phrase, place.where, round(place.weight, 3)) for place in found]
    if lean:
        each.append(Evidence(OTHER_WORDS, "words", round(lean, 3)))
    return tuple(sorted(each, key=lambda one: -abs(one.weight)))


@dataclass(slots=True)
class _Place:
    term: Term
    where: str
    factor: float
    span: tuple[int, int] | None
    count: int = 1

    @property
    def weight(self) -> float:
        repeats = min(self.count - 1, _MOST_REPEATS) * _REPEATED
        return self.term.weight * (self.factor + repeats)


def _note(places: dict[str, _Place], term: Term, start: int, end: int, headline: bool) -> None:
    span = None if headline else (start, end)
    known = places.get(term.phrase)
    if known is None:
        factor = _IN_HEADLINE if headline else _IN_LEAD if start < _LEAD else _BELOW
        places[term.phrase] = _Place(term, "headline" if headline else "text", factor, span)
        return
    known.count += 1
    known.span = known.span or span


def _weaken(places: dict[str, _Place]) -> None:
    topics = {place.term.topic for place in places.values() if place.weight < _TELLING}
    for place in places.values():
        if place.term.unless in topics:
            place.factor *= _BESIDE_ANOTHER


def _stands(part: str, hit: Hit[Term]) -> bool:
    return written_so(hit.value.phrase, part, hit)


def _topics(found: Iterable[_Place]) -> tuple[str, ...]:
    sums: dict[str, float] = {}
    for place in found:
        if place.weight > 0:
            sums[place.term.topic] = sums.get(place.term.topic, 0.0) + place.weight
    return tuple(topic for topic, total in sorted(sums.items(), key=lambda item: -item[1]) if total >= 1.5)
