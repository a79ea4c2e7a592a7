"""Which inspection or visit a story is about: a council's own, with grades; a visit without; one home's or agency's."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

from newsdesk import official
from newsdesk.article import Article
from newsdesk.ofsted import OfstedFacts, read_ofsted
from newsdesk.phrases import fold

_ENOUGH = 1.7
_A_VISIT, _CAME, _A_HOME = 2.2, 1.2, 1.4
_WITH_AREAS, _WITH_OVERALL = 1.5, 0.6
_A_GRID = 3
OFSTEDS_OWN = 1000.0
_LEAD_LENGTH, _AHEAD = 600, 900
_HEAD = 5000


class Inspected(NamedTuple):
    """A kind and how strongly the story is about it. facts: what the story says of an inspection, where it was read."""

    kind: str
    score: float
    facts: OfstedFacts | None = None


_BAD = r"(?:inadequate|failing|failed|lowest|bottom|worst|poorest|damning|devastating|not safe|unsafe)"
_FAILED_BEFORE = re.compile(
    rf"since (?:\w+ ){{0,8}}(?:judged|rated|branded|found|deemed|declared|handing out|an? )[^.]{{0,60}}{_BAD}"
    rf"|since (?:its|the|their|that|an|last|\w+'s)\b[^.]{{0,60}}{_BAD}"
    r"|(?:first|second|third|fourth|fifth|sixth|latest) (?:ofsted )?(?:monitoring )?"
    r"(?:visit|time|letter|check|trip|look|return|inspection letter)[^.]{0,80}since"
    r"(?! [^.]{0,20}(?:came into|formed|created|set up|replaced|born|began))"
    r"|(?:inadequate|lowest) (?:judge?ment|rating|grade|verdict)[^.]{0,30}(?:in|last|year|two|of) "
    rf"|(?:that|which) (?:was|were) (?:judged|rated|found)[^.]{{0,20}}{_BAD}"
    rf"|(?:since|years?|months|weeks|after|in)\b[^.]{{0,40}},? (?:when|after|since) [^.]{{0,60}}{_BAD}"
    r"|(?:years?|months|weeks|summer|spring|autumn|winter|since|because|after|on from)[^.]{0,50}"
    r"(?:an? |its |the |their |being |was |were |is |are |been )(?:\w+ )?[\"']?(?:inadequate|failing|failure|damning)"
    r"|(?:inadequate|failing)[\"']? (?:in|last|since) (?:\w+ )?"
    r"(?:\d{4}|year|spring|summer|autumn|winter|\w+ber|\w+ary|march|april|may|june|july|august)"
    r"|(?:after|since|following|when|was) (?:it |they |services |being |having been )?(?:was |were )?"
    rf"(?:given|handed|told|judged|rated|graded|branded|slapped with)[^.]{{0,50}}{_BAD}"
)
_BACK_AGAIN = re.compile(
    r"\b(?:who|inspectors|ofsted|watchdog|it|they|team|inspectorate) (?:\w+ ){0,4}"
    r"(?:came to check|been back|be back|came back|went back|returned|sent two inspectors|dropped in|dropped by|paid a)"
    r"|(?:ofsted|inspectors|watchdog) (?:\w+ ){0,3}(?:was|were|is|are|went|came|been) back"
    r"|(?:ofsted|inspectors|watchdog|they) (?:\w+ ){0,2}went to"
    r"|visit was the watchdog|led the visit|regular visits|(?:series|programme|round) of (?:\w+ )?(?:visits|checks)"
    r"|(?:spent|for|over) (?:just )?two days|\btwo day (?:visit|inspection)"
    r"|\b(?:on|of|spent|visit) (?:\w+day )?(?:\d{1,2}) (?:and|&) (?:\w+day )?\d{1,2}"
    r" (?:january|february|march|april|may|june|july|august|september|october|november|december)"
    r"|check(?:ing|ed|s)? (?:up|in) on|latest (?:check|look|visit|letter|trip|feedback)"
    r"|(?:first|second|third|fourth|fifth|sixth|seventh) (?:such |of (?:the |its |their |these |those |a )?)?"
    r"(?:ofsted |monitoring |regular |quarterly |follow up |series of ){0,2}"
    r"(?:visits?|letters?|checks?|trips?|looks?|them)\b"
    r"|(?:first|second|third|fourth|fifth|sixth|seventh) of (?:its|their|this) kind"
    r"|(?:keep(?:s|ing)?|kept) (?:an?|tabs|watch)(?: close)?(?: eye| watch)? on|watched closely|closely watched"
    r"|(?:letter|feedback)(?: \w+){0,3} (?:from|by) (?:ofsted|inspectors|the watchdog)"
    r"|ofsted(?:'s)? (?:latest )?(?:letter|feedback)"
    r"|\b(?:the|their|its|a) letter (?:warns|adds|notes|goes on|praises|also|found|finds|tells|told|warned|added)\b"
    r"|(?:in|says|said) (?:a|the|their|its) letter\b|(?:a|the|their|its) letter (?:says|to|sent|published|sets)"
)
_COUNTED_ON = re.compile(
    r"\b(?:third|fourth|fifth|sixth|seventh|eighth) "
    r"(?:(?:\w+ ){0,2}(?:visit|check|look|trip)\b|time (?:in|that|since)\b[^.]{0,40}\b(?:inspectors|ofsted|watchdog))"
)
_LETTER = re.compile(
    r"\bofsted letter|\b(?:says|said|in|to|from|according to) (?:a|the|their|its|ofsted's) letter"
    r"|\b(?:their|its|ofsted's|inspectors') letter\b|\bletter (?:says|from ofsted)"
)
_INSPECTED = re.compile(
    r"\b(?:re)?inspect|\bofsted|\bcqc\b|\bcare quality commission|\bwatchdog|\bregulator"
    r"|\b(?:monitoring|focused) visit|\bverdict on (?:\w+ ){0,3}children'?s'? (?:services|social)"
)
_MONITORING = re.compile(r"\bmonitoring (?:visit|letter|inspection)")
_FOCUSED = re.compile(r"\bfocuss?ed (?:\w+ ){0,2}visit")
_A_GRADE = r"(?:new |overall |formal |graded )*(?:judge?ment|grade|rating)s?\b"
_NO_GRADE = re.compile(
    rf"\b(?:no|without an?|without any) {_A_GRADE}(?! (?:\w+ ){{0,3}}(?:for|of)\b)"
    r"|(?:\bnot|n't|\bnever) (?:come with|carry|give|award|include|result in|lead to|get|hand out|issue|bring)"
    rf" (?:an? |any )?{_A_GRADE}"
)
_PROBATION = re.compile(r"\binspectorate of probation|\bprobation (?:inspectorate|inspectors|watchdog)|\bhmip\b")
_OFSTED = re.compile(r"\bofsted\b")
_OF_THE_SERVICE = re.compile(r"children'?s'? (?:social care|services)\b(?! ofsted)|child protection")


def kind_of(article: Article, scores: Mapping[str, float], councils: tuple[str, ...]) -> Inspected | None:
    """Which inspection or visit it was, if any, and how strongly the story is about it."""
    own = official.story_kind(article.text)
    if own:
        return Inspected(own, OFSTEDS_OWN)
    visit, grade = scores.get("ofsted-visit", 0.0), scores.get("ofsted-grade", 0.0)
    home = scores.get("ofsted-home", 0.0)
    strength = visit + grade
    if strength < _ENOUGH or not speaks_of_inspectors(article):
        return None
    folded = fold(f"{article.title}\n{article.text}")
    if _PROBATION.search(folded) and not _OFSTED.search(folded):
        return None
    monitoring = _MONITORING.search(folded, 0, len(article.title) + _AHEAD) is not None
    focused = _FOCUSED.search(folded) is not None
    if home >= _A_HOME and grade > 1.5 and not (focused or monitoring or _of_the_service(article)):
        return Inspected("home-inspection", strength + home)
    if focused and not monitoring and visit >= _A_VISIT:
        return Inspected("focused-visit", strength + 1)
    told = _told(article, councils)
    if monitoring and visit >= _A_VISIT and len(told.judgements) < _A_GRID:
        return Inspected("monitoring-visit", strength + 1)
    return _by_its_grades(article, told, visit, grade, folded)


def _told(article: Article, councils: tuple[str, ...]) -> OfstedFacts:
    """What the head of the story says, were it about an inspection."""
    head = article if len(article.text) <= _HEAD else replace(article, text=article.text[:_HEAD])
    return read_ofsted(head, "inspection", councils)


def _by_its_grades(article: Article, told: OfstedFacts, visit: float, grade: float, folded: str) -> Inspected:
    """An inspection brings grades; a visit brings none, and one to a council that failed monitors it."""
    came = visit >= _CAME or _BACK_AGAIN.search(folded) is not None
    failed = told.previous_overall == "inadequate" or _FAILED_BEFORE.search(folded) is not None
    areas = set(told.judgements) - {"overall effectiveness"}
    overall = told.judgements.get("overall effectiveness")
    failed = failed or _COUNTED_ON.search(folded) is not None
    if not areas and came and failed and overall in (None, "inadequate"):
        return Inspected("monitoring-visit", visit + grade)
    if not areas and not failed and (_NO_GRADE.search(folded) or (came and not overall) or _LETTER.search(folded)):
        return Inspected("focused-visit", visit + grade)
    score = grade + (_WITH_AREAS if areas else _WITH_OVERALL if overall else 0.0)
    return Inspected("inspection", score, told if len(article.text) <= _HEAD else None)


def speaks_of_inspectors(article: Article) -> bool:
    """Whether the story names inspectors or an inspectorate at all."""
    return _INSPECTED.search(fold(f"{article.title}\n{article.text}")) is not None


def _of_the_service(article: Article) -> bool:
    """Whether headline and lead speak of the council's services rather than of one home."""
    ahead = fold(f"{article.title}\n{article.text[:_LEAD_LENGTH]}")
    return _OF_THE_SERVICE.search(ahead) is not None
