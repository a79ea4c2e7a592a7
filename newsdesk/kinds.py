"""What kind of story it is: one of a closed list, from the phrases of data/kinds.yaml and the lean of its words.

Phrases know the kind where a story names it; the lean of its words does where the story tells it by the way.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from functools import cache
from operator import attrgetter
from pathlib import Path
from typing import Literal, NamedTuple, get_args

from ruamel.yaml import YAML

from newsdesk import inspections
from newsdesk.article import Article
from newsdesk.findings import Span
from newsdesk.leanings import to_kinds
from newsdesk.ofsted import OfstedFacts
from newsdesk.phrases import Hit, Phrases, fold, heaviest, written_so

Kind = Literal[
    "inspection",
    "focused-visit",
    "monitoring-visit",
    "jtai",
    "send-inspection",
    "home-inspection",
    "intervention",
    "leadership",
    "safeguarding-review",
    "court",
    "finance",
    "workforce",
    "service",
    "policy",
    "ombudsman",
    "other",
]
KINDS: tuple[str, ...] = get_args(Kind)

_DATA = Path(__file__).parent / "data"
_HEADLINE, _LEAD, _BELOW, _REPEATED, _MOST_REPEATS = 3.0, 1.5, 0.4, 0.1, 5
_LEAD_LENGTH = 600
_LONGEST = 200_000
_ENOUGH = 0.9
_CLEAR = math.log(0.2)
_LOCAL = {"policy": 0.5}
_NATIONAL = {"policy": 1.6, "service": 0.5, "finance": 0.7, "workforce": 0.8, "other": 0.5}
_VISITS, _GRADED = ("focused-visit", "monitoring-visit"), 0.3
_OF_PHRASES, _AT_LEAST, _FROM_AFAR = 0.5, 0.5, 0.3


class KindFound(NamedTuple):
    """A kind, how likely each was thought to be (likeliest first), and where its best phrase stands in the text.

    facts: what read_ofsted says of an inspection, where the kind could not be told without it.
    """

    kind: Kind
    scores: tuple[tuple[str, float], ...]
    span: Span | None
    facts: OfstedFacts | None = None


class _Cue(NamedTuple):
    phrase: str
    kind: str
    weight: float


def kind_of(article: Article, relevant: bool = True, councils: tuple[str, ...] = ()) -> KindFound:
    """The kind of a story about these councils; "other" where it is not about children's services or fits none."""
    if not relevant:
        return KindFound("other", (), None)
    scores, spans = _weigh(article)
    ofsted = inspections.kind_of(article, scores, councils)
    if ofsted is not None and ofsted.score >= inspections.OFSTEDS_OWN:
        likely = {ofsted.kind: 1.0}
    else:
        likely = _likely(article, _rivals(article, scores, ofsted, councils), councils)
        if ofsted is not None and ofsted.facts is not None and ofsted.facts.judgements:
            likely = {kind: share * (_GRADED if kind in _VISITS else 1.0) for kind, share in likely.items()}
    best = max(likely, key=likely.__getitem__)
    chosen: Kind = best if best in KINDS else "other"  # type: ignore[assignment]
    span = spans.get(best) or spans.get("ofsted-visit") or spans.get("ofsted-grade")
    ranked = sorted(((kind, round(share, 2)) for kind, share in likely.items()), key=lambda item: -item[1])
    return KindFound(
        chosen,
        tuple((kind, share) for kind, share in ranked if share),
        span,
        ofsted.facts if ofsted and chosen == "inspection" else None,
    )


def _rivals(
    article: Article, scores: Mapping[str, float], ofsted: inspections.Inspected | None, councils: tuple[str, ...]
) -> dict[str, float]:
    """What the phrases say for each kind."""
    rivals = {kind: score for kind, score in scores.items() if not kind.startswith("ofsted-")}
    if ofsted is not None:
        rivals[ofsted.kind] = max(rivals.get(ofsted.kind, 0.0), ofsted.score)
    if not inspections.speaks_of_inspectors(article):
        rivals.pop("send-inspection", None)
    return {kind: score * (_LOCAL if councils else _NATIONAL).get(kind, 1.0) for kind, score in rivals.items()}


def _likely(article: Article, rivals: Mapping[str, float], councils: tuple[str, ...]) -> dict[str, float]:
    """How likely each kind is by phrases and words together; all on one where neither says anything."""
    lean = to_kinds(article)
    if max(rivals.values(), default=0.0) < _ENOUGH and max(lean.values()) < _CLEAR:
        return {"other" if councils else "policy": 1.0}
    lean["policy"] += -_FROM_AFAR if councils else _FROM_AFAR
    weighed = {
        kind: math.exp(leaning + _OF_PHRASES * math.log(rivals.get(kind, 0.0) + _AT_LEAST))
        for kind, leaning in lean.items()
    }
    every = sum(weighed.values())
    return {kind: weight / every for kind, weight in weighed.items()}


class _Place(NamedTuple):
    factor: float
    repeats: int


def _weigh(article: Article) -> tuple[dict[str, float], dict[str, Span]]:
    """The score of each kind, and where its first phrase stands in the text."""
    places: dict[_Cue, _Place] = {}
    spans: dict[str, Span] = {}
    for part, headline in ((article.title, True), (article.text[:_LONGEST], False)):
        for start, end, cue, _ in _hits(part):
            factor = _HEADLINE if headline else _LEAD if start < _LEAD_LENGTH else _BELOW
            known = places.get(cue)
            places[cue] = _Place(max(factor, known.factor), known.repeats + 1) if known else _Place(factor, 0)
            if not headline:
                spans.setdefault(cue.kind, Span(start, end))
    scores: dict[str, float] = {}
    for cue, place in places.items():
        value = cue.weight * (place.factor + _REPEATED * min(place.repeats, _MOST_REPEATS))
        scores[cue.kind] = scores.get(cue.kind, 0.0) + value
    return scores, spans


def _hits(part: str) -> Iterator[Hit[_Cue]]:
    """The longest phrases of each kind; those of different kinds may overlap."""
    by_kind: dict[str, list[Hit[_Cue]]] = {}
    for hit in _cues().all(fold(part)):
        if written_so(hit.value.phrase, part, hit):
            by_kind.setdefault(hit.value.kind, []).append(hit)
    for hits in by_kind.values():
        yield from heaviest(hits, attrgetter("weight"))


@cache
def _cues() -> Phrases[_Cue]:
    groups = YAML(typ="safe").load((_DATA / "kinds.yaml").read_text("utf-8"))
    cues = [
        _Cue(str(phrase), str(group["kind"]), float(weight))
        for group in groups
        for phrase, weight in group["phrases"].items()
    ]
    return Phrases((cue.phrase, cue) for cue in cues)
