"""What an article speaks of: a report that was there before, a demand, the reports on many councils."""

from __future__ import annotations

import re
from functools import lru_cache

from newsdesk.article import Article

_OPENING, _LEAD = 900, 350
_BACK = (
    r"(?:(?:last|this|earlier this|earlier last|the previous) (?:week|month)|yesterday|recent(?:ly)?|days ago"
    r"|(?:a|two) weeks? ago|(?:mon|tues|wednes|thurs|fri|satur|sun)day)"
)
_SAID = (
    r"(?:ofsted\w*|inspect\w+|reports?|review|letter|verdict|rating|judge?ment|findings|watchdogs?|downgrad\w+"
    r"|inadequate)"
)
_LOOKS_BACK = re.compile(
    rf"\b{_BACK}\b(?:['’]s)?[^.]{{0,60}}\b{_SAID}\b|\b{_SAID}\b[^.]{{0,80}}\b{_BACK}\b"
    r"|\b(?:following|in the wake of|after|in (?:response|reaction|answer) to|over|about) (?:the|a|an|its|that|this)\b"
    rf"[^.]{{0,40}}\b{_SAID}\b",
    re.IGNORECASE,
)
_SPEAKS_OF = {
    "send-inspection": re.compile(r"\bSEND\b|(?i:\bspecial|\bdisab)"),
    "jtai": re.compile(r"\b(?:joint\w*|inspectorates|four watchdogs|police|probation)\b", re.IGNORECASE),
    "safeguarding-review": re.compile(r"\b(?:review\w*|d(?:ied|eath)|killed|murder\w*)\b", re.IGNORECASE),
}
_SPEAKS_OF_OTHERS = re.compile(
    r"\bSEND\b"
    r"|(?i:\bspecial (?:educational )?needs|\bchildren['’]s homes?\b|\bfostering (?:agency|service)|\bschool['’]s\b"
    r"|\bprobation\b|\byouth (?:justice|offending)|\byoung offenders)"
)
_INSPECTORS = re.compile(r"\b(?:Ofsted|(?i:inspectors|inspectorates|watchdogs?))\b")
_REVIEWERS = re.compile(r"\breview\b", re.IGNORECASE)
_DEMANDS = re.compile(
    r"\b(?:call(?:s|ed|ing)? (?:for|on)|demand\w*|urg(?:e|es|ed|ing)|motion|no[- ]confidence|petition"
    r"|heads (?:must|should|to) roll|under pressure|(?:should|must|to) (?:quit|go|resign|step (?:down|in))|explain"
    r"|asks?|wants?)\b",
    re.IGNORECASE,
)
_MANY = r"(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\d+|several|most|many|half)"
_ROUND_UP_TITLE = re.compile(
    rf"\bround-?up\b|\b{_MANY} (?:more |other )?(?:councils|authorities|areas)\b"
    r"|\b(?:first|latest) \w* ?\w* ?(?:reports|inspections|ratings)\b",
    re.IGNORECASE,
)
_ROUND_UP_LEAD = re.compile(
    rf"\b(?:among|one of|{_MANY}) (?:of )?(?:the )?(?:reports|letters|inspections)\b"
    r"|\b(?:reports|letters|inspections|ratings) (?:out|published|released|issued)"
    r" (?:this|last|in the|over the|during)\b"
    rf"|\bno (?:authority|council) (?:has )?yet\b"
    rf"|\b{_MANY} (?:out )?of (?:the )?(?:first )?{_MANY} (?:councils|authorities)\b",
    re.IGNORECASE,
)


@lru_cache(maxsize=2048)
def looks_back(article: Article) -> bool:
    """Whether title and opening speak of a report or verdict that was there before."""
    return _LOOKS_BACK.search(f"{article.title}. {article.text[:_OPENING]}") is not None


@lru_cache(maxsize=2048)
def speaks_of(article: Article, kind: str) -> bool:
    """Whether title and opening may be about an inspection, visit or review of a kind."""
    said = f"{article.title}. {article.text[:_OPENING]}"
    if kind in _SPEAKS_OF:
        return _SPEAKS_OF[kind].search(said) is not None
    return _SPEAKS_OF_OTHERS.search(said[:_LEAD]) is None


@lru_cache(maxsize=2048)
def by_inspectors(article: Article, kind: str) -> bool:
    """Whether title and lead name those who make inspections, or reviews, of a kind."""
    who = _REVIEWERS if kind == "safeguarding-review" else _INSPECTORS
    return who.search(f"{article.title}. {article.text[:_LEAD]}") is not None


@lru_cache(maxsize=2048)
def rounds_up(article: Article) -> bool:
    """Whether an article tells of the reports on several councils."""
    lead = article.text[:_LEAD]
    return _ROUND_UP_TITLE.search(article.title) is not None or _ROUND_UP_LEAD.search(lead) is not None


@lru_cache(maxsize=2048)
def demands(article: Article) -> bool:
    """Whether the title tells of a demand."""
    return _DEMANDS.search(article.title) is not None
