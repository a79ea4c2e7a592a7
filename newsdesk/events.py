"""What a sentence about grades holds: grades, judged areas, services, councils and the words that part them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from newsdesk import lexicon
from newsdesk.naming import councils_in

_LEXER = re.compile(
    "|".join(
        (
            f"(?P<join>{lexicon.JOIN})",
            f"(?P<count>{lexicon.COUNT})",
            f"(?P<all>{lexicon.ALL})",
            lexicon.GRADE,
            lexicon.AREA,
            f"(?P<other>{lexicon.OTHER})",
            f"(?P<many>{lexicon.MANY})",
            f"(?P<service>{lexicon.SERVICE})",
            f"(?P<break>{lexicon.BREAK})",
        )
    ),
    re.IGNORECASE,
)
_THOSE = re.compile(
    r"\b(?:those|these|the|all|all of those) (?P<number>two|three|four)(?: areas| categories)?"
    r"(?= (?:were|are|was|got|received|came|have|had|all|each)\b)",
    re.IGNORECASE,
)
_SAME_GRADE = re.compile(
    r"\b(?:that|this|it) (?:is|was) also (?:the|its) (?:grade|rating|mark|judge?ment|verdict)(?: (?:given|for|on))?"
    r"|\bthe same (?:(?:is|was|held) true|goes|went|applies|applied|was said|can be said)(?: of| for| to)?"
    r"|\A(?:and )?so,? (?:too )?(?:is|are|was|were)\b"
    r"|(?<=and )(?:that|this|it) (?:goes|went|applies|applied) (?:for|to)\b"
    r"|\b(?:at )?(?:that|the same) level\b"
    r"|\b(?:the|that) same (?:grade|rating|mark|judge?ment|verdict|score|level|outcome)\b(?! (?:as|it|they|that)\b)",
    re.IGNORECASE,
)
_LEADERS = re.compile(r"\bleaders\b", re.IGNORECASE)
_THAT_PART = re.compile(
    r"\b(?:that|this) (?:part|area|side|aspect|strand|element|section|category)"
    r"(?: of (?:the|its|their) (?:services?|work|department|report|inspection))?\b",
    re.IGNORECASE,
)
_NUMBERS = {"two": 2, "three": 3, "four": 4}


@dataclass(frozen=True, slots=True)
class Event:
    """One thing of a sentence at (start, end). kind: grade, area, service, council, other, count, all, join, break."""

    kind: str
    value: str
    start: int
    end: int


def events_in(said: str, previous: str = "") -> list[Event]:
    """What the sentence holds, in order; "those three" and "the same grade" stand for what was said before.

    Council names hide what stands inside them. previous: the sentence before.
    """
    events = _plain(said)
    events = _with_that_part(said, previous, _with_those(said, previous, events))
    return _with_same_grade(said, previous, events)


def _plain(said: str) -> list[Event]:
    councils = [Event("council", council, start, end) for council, start, end in councils_in(said)]
    events = list(councils)
    for found in _LEXER.finditer(said):
        if any(name.start < found.end() and found.start() < name.end for name in councils):
            continue
        group = found.lastgroup or ""
        if group in lexicon.GRADE_OF:
            events.append(Event("grade", lexicon.GRADE_OF[group], found.start(), found.end()))
        elif group in lexicon.AREA_OF:
            events.append(Event("area", lexicon.AREA_OF[group], found.start(), found.end()))
        else:
            events.append(Event(group, found[0], found.start(), found.end()))
    return sorted(events, key=lambda event: event.start)


def _with_those(said: str, previous: str, events: list[Event]) -> list[Event]:
    """The areas of the sentence before, where this one speaks of that many."""
    found = _THOSE.search(said)
    if not found or not previous or any(event.kind == "area" and event.start < found.start() for event in events):
        return events
    areas = [event.value for event in _plain(previous) if event.kind == "area"]
    if len(set(areas)) != len(areas) or len(areas) != _NUMBERS[found["number"].lower()]:
        return events
    apart = [event for event in events if event.end <= found.start() or event.start >= found.end()]
    named = [Event("area", area, found.start(), found.end()) for area in areas]
    return sorted([*apart, *named], key=lambda event: event.start)


def _with_that_part(said: str, previous: str, events: list[Event]) -> list[Event]:
    """The one area of the sentence before, where this one speaks of "that part of the service"; else another's."""
    found = _THAT_PART.search(said)
    if not found:
        return events
    before = [
        event for event in (*_plain(previous), *events) if event.kind == "area" and event.value != lexicon.OVERALL
    ]
    areas = {event.value for event in before}
    if not areas and _LEADERS.search(previous + said[: found.start()]):
        areas = {lexicon.LEADERS}
    part = Event("area", areas.pop(), *found.span()) if len(areas) == 1 else Event("other", found[0], *found.span())
    apart = [event for event in events if event.end <= found.start() or event.start >= found.end()]
    return sorted([*apart, part], key=lambda event: event.start)


def _with_same_grade(said: str, previous: str, events: list[Event]) -> list[Event]:
    found = _SAME_GRADE.search(said)
    if not found:
        return events
    before = [event for event in events if event.end <= found.start()]
    grades = [event for event in (*_plain(previous), *before) if event.kind == "grade"]
    if not grades:
        return events
    same = Event("grade", grades[-1].value, found.start(), found.end())
    return [*before, same, *(event for event in events if event.start >= found.end())]
