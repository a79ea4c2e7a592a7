"""What kind of story it is: one of a closed list, from the phrases of data/kinds.yaml and how high they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Literal, NamedTuple, get_args

from ruamel.yaml import YAML

from newsdesk.article import Article
from newsdesk.findings import Span
from newsdesk.phrases import Hit, Phrases, fold, without_overlaps, written_so

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
_ENOUGH, _ENOUGH_SERVICE = 1.7, 0.9
_LOCAL = {"policy": 0.6}
_NATIONAL = {"policy": 1.6, "service": 0.5, "finance": 0.7, "workforce": 0.7}
_A_VISIT = 2.2


class KindFound(NamedTuple):
    """A kind, the scores that it was chosen by (heaviest first), and where its best phrase stands in the text."""

    kind: Kind
    scores: tuple[tuple[str, float], ...]
    span: Span | None


class _Cue(NamedTuple):
    phrase: str
    kind: str
    weight: float


_BAD = r"(?:inadequate|failing|lowest|bottom|damning|devastating)"
_FAILED_BEFORE = re.compile(
    rf"since (?:\w+ ){{0,8}}(?:judged|rated|branded|found|deemed|declared|handing out|an? )[^.]{{0,60}}{_BAD}"
    rf"|since (?:its|the|their|that|an)[^.]{{0,60}}{_BAD}"
    r"|(?:first|second|third|fourth|fifth|sixth|latest) (?:ofsted )?(?:monitoring )?"
    r"(?:visit|time|letter|check)[^.]{0,80}since"
    r"|(?:inadequate|lowest) (?:judge?ment|rating|grade|verdict)[^.]{0,30}(?:in|last|year|two|of) "
    rf"|(?:that|which) (?:was|were) (?:judged|rated|found)[^.]{{0,20}}{_BAD}"
    r"|(?:after|since|following|when|was) (?:it |they |services |being |having been )?(?:was |were )?"
    rf"(?:given|handed|told|judged|rated|branded)[^.]{{0,50}}{_BAD}"
)
_BACK_AGAIN = re.compile(
    r"\b(?:who|inspectors|ofsted|watchdog|it|they) (?:\w+ ){0,4}"
    r"(?:came to check|been back|came back|went back|returned|sent two inspectors)"
    r"|(?:ofsted|inspectors|watchdog) (?:\w+ ){0,3}(?:was|were|is|are|went|came|been) back"
    r"|visit was the watchdog|led the visit"
)
_OF_THE_SERVICE = re.compile(r"children'?s'? (?:social care|services)\b(?! ofsted)|child protection")


def kind_of(article: Article, relevant: bool = True, councils: tuple[str, ...] = ()) -> KindFound:
    """The kind of a story about these councils; "other" where it is not about children's services or fits none."""
    if not relevant:
        return KindFound("other", (), None)
    scores, spans = _weigh(article)
    ofsted = _inspection_kind(article, scores)
    rivals = {kind: score for kind, score in scores.items() if not kind.startswith("ofsted-")}
    if ofsted is not None:
        kind, score = ofsted
        rivals[kind] = max(rivals.get(kind, 0.0), score)
    rivals = {kind: score * (_LOCAL if councils else _NATIONAL).get(kind, 1.0) for kind, score in rivals.items()}
    ranked = sorted(rivals.items(), key=lambda item: -item[1])
    best = (
        ranked[0][0]
        if ranked and ranked[0][1] >= (_ENOUGH_SERVICE if ranked[0][0] == "service" else _ENOUGH)
        else "other"
    )
    rounded = tuple((kind, round(score, 2)) for kind, score in ranked if score > 0.3)
    chosen: Kind = best if best in KINDS else "other"  # type: ignore[assignment]
    return KindFound(chosen, rounded, spans.get(best) or spans.get("ofsted-visit") or spans.get("ofsted-grade"))


def _inspection_kind(article: Article, scores: dict[str, float]) -> tuple[str, float] | None:
    """Which inspection or visit it was, if any, and how strongly the story is about it."""
    visit, grade = scores.get("ofsted-visit", 0.0), scores.get("ofsted-grade", 0.0)
    home = scores.get("ofsted-home", 0.0)
    strength = visit + grade
    if strength < _ENOUGH:
        return None
    if home > 2.5 and grade > 1.5 and not _of_the_service(article):
        return "home-inspection", strength + home
    folded = fold(f"{article.title}\n{article.text}")
    monitoring, focused = "monitoring visit" in folded, "focused visit" in folded or "focussed visit" in folded
    if focused and not monitoring and visit >= _A_VISIT:
        return "focused-visit", strength + 1
    if monitoring and visit >= _A_VISIT:
        return "monitoring-visit", strength + 1
    came = visit >= 1.2 or _BACK_AGAIN.search(folded) is not None
    if came and _FAILED_BEFORE.search(folded):
        return "monitoring-visit", strength
    return "inspection", grade


def _of_the_service(article: Article) -> bool:
    """Whether headline and lead speak of the council's services rather than of one home."""
    ahead = fold(f"{article.title}\n{article.text[:_LEAD_LENGTH]}")
    return _OF_THE_SERVICE.search(ahead) is not None


class _Place(NamedTuple):
    factor: float
    repeats: int


def _weigh(article: Article) -> tuple[dict[str, float], dict[str, Span]]:
    """The score of each kind, and where its first phrase stands in the text."""
    places: dict[_Cue, _Place] = {}
    spans: dict[str, Span] = {}
    for part, headline in ((article.title, True), (article.text, False)):
        for start, end, cue in _hits(part):
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
        yield from without_overlaps(hits)


@cache
def _cues() -> Phrases[_Cue]:
    groups = YAML(typ="safe").load((_DATA / "kinds.yaml").read_text("utf-8"))
    cues = [
        _Cue(str(phrase), str(group["kind"]), float(weight))
        for group in groups
        for phrase, weight in group["phrases"].items()
    ]
    return Phrases((cue.phrase, cue) for cue in cues)
