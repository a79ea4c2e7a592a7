"""What makes a word a grade, and one of now: features by name, the same for every area that it may belong to."""

from __future__ import annotations

import re
from collections.abc import Iterator

from newsdesk import glue, lexicon
from newsdesk.events import Event
from newsdesk.gradewords import is_grade
from newsdesk.mentions import TITLE, Mentions, Story
from newsdesk.timing import is_past, window_of, year_before

Features = tuple[str, ...]

_EARLIER = re.compile(
    r"\b(?:last (?:time|full|inspect\w*)|previous\w*|(?:years?|months?|decade) (?:ago|earlier|before)|when|earlier"
    r"|former\w*|had been|used to|once|until|in the past|originally|before that|up from|down from|no longer)\b",
    re.IGNORECASE,
)
_NOW = re.compile(
    r"\b(?:now|today|this (?:week|time|morning|month)|latest|new|yesterday|currently|has been|have been|have|has)\b",
    re.IGNORECASE,
)
_OPENS_EARLIER = re.compile(
    r"\W*(?:then|previously|formerly|before that|last time|in (?:\w+ )?(?:19|20)\d\d"
    r"|(?:\w+ ){1,2}years? (?:ago|earlier)|at (?:its|the) (?:last|previous)|when )",
    re.IGNORECASE,
)
_AVOIDED = re.compile(
    r"\b(?:escap\w+|avoid\w*|spared|shook off|shed|above|better than|lost?|lose[sn]?)\b[^.;,]{0,30}\Z", re.IGNORECASE
)
_EXCEPTION = re.compile(r"\b(?:only|except\w*|bar|save for|apart from|other than|sole|the one)\b", re.IGNORECASE)


def of_grade(mentions: Mentions, grade: Event, story: Story) -> Features:
    """What the words round a grade say of it."""
    window = window_of(mentions.said, mentions.named, mentions.named.index(grade))
    return (
        *(f"grade: {seen}" for seen in _as_grade(mentions, grade, window, story)),
        *(f"time: {seen}" for seen in _as_current(mentions, grade, window, story.year)),
    )


def _as_grade(mentions: Mentions, grade: Event, window: str, story: Story) -> Iterator[str]:
    said, before = mentions.said, mentions.said[max(0, grade.start - 60) : grade.start]
    councils = {event.value for event in mentions.events if event.kind == "council"}
    seen = {
        "another council's": bool(story.councils and councils and not councils & story.councils),
        "in the title": mentions.at == TITLE,
        "spoken": mentions.spoken,
        "quoted": before[-1:] in ("'", '"'),
        "by its noun": glue.RATING_NOUN.match(said, grade.end) is not None,
        "by a verb": glue.RATED.search(window) is not None,
        "beside another's": any(event.kind == "other" for event in mentions.events),
        "denied": lexicon.DENIED.search(before) is not None,
        "hoped for": lexicon.HOPE.search(before[-45:]) is not None,
        "left behind": bool(lexicon.LEFT_BEHIND.search(before) or _AVOIDED.search(before)),
        "beside an exception": _EXCEPTION.search(said) is not None,
        "asked": said.endswith("?"),
        "the same": lexicon.SAME.search(said) is not None,
    }
    yield "a grade" if is_grade(said, grade, mentions.named) else "no grade"
    yield f"word {mentions.low[grade.start : grade.end].split()[0]}"
    yield from (name for name, true in seen.items() if true)


def _as_current(mentions: Mentions, grade: Event, window: str, year: int | None) -> Iterator[str]:
    said = mentions.said
    arrived = " from " in mentions.low and glue.TO.search(said, 0, grade.start) is not None
    seen = {
        "past": not arrived and is_past(said, grade, window, year),
        "came from": glue.FROM.search(said, 0, grade.start) is not None,
        "arrived at": arrived,
        "of an earlier year": year_before(window, year) is not None,
        "an earlier year in the sentence": year_before(said, year) is not None,
        "past words in the sentence": lexicon.PAST.search(said) is not None,
        "had": " had " in window,
        "opens with an earlier time": _OPENS_EARLIER.match(said) is not None,
    }
    yield from (name for name, true in seen.items() if true)
    cues = list(_time_cues(said, year))
    yield from sorted({f"{name} {_side(mentions, grade, start, end)}" for name, start, end in cues})
    yield "words of time: " + (", ".join(sorted({name for name, _, _ in cues})) or "none")


def _time_cues(said: str, year: int | None) -> Iterator[tuple[str, int, int]]:
    for found in lexicon.YEAR.finditer(said):
        if year is None or int(found[0]) < year:
            yield "year", *found.span()
    for name, pattern in (("earlier", _EARLIER), ("now", _NOW)):
        for found in pattern.finditer(said):
            yield name, *found.span()


def _side(mentions: Mentions, grade: Event, start: int, end: int) -> str:
    """On which side of a grade a word stands, and what parts them."""
    first, last = (end, grade.start) if start < grade.start else (grade.end, start)
    between = {event.kind for event in mentions.events if first <= event.start and event.end <= last}
    beyond = " beyond a grade" if "grade" in between else " beyond a break" if "break" in between else ""
    return ("before" if start < grade.start else "after") + beyond
