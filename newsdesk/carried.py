"""What a sentence about grades carries over from the one before: "those three", "that part", "the same grade"."""

from __future__ import annotations

import re

from newsdesk import glue, lexicon
from newsdesk.events import Event, plain

_THOSE = re.compile(
    r"\b(?:(?:those|these|the|all|all of those|in all) (?P<number>two|three|four)(?: areas| categories| groups)?"
    r"|(?P<both>both)(?: areas| categories| groups| parts| services| judgements| grades"
    r"| of (?:them|these|those)(?: areas)?)?"
    r"|\A(?P<alone>each)(?= )|(?P<each>each|all) of (?:these|those|them)(?: areas)?"
    r"|(?P<such>these|those) (?:areas|categories|parts|aspects))"
    r"(?=,? (?:were|are|was|is|got|received|came|have|has|had|all|each|both|remain\w*|require|requires|required"
    r"|told)\b)",
    re.IGNORECASE,
)
_SAME_GRADE = re.compile(
    r"\b(?:that|this|it) (?:is|was) also (?:the|its) (?:grade|rating|mark|judge?ment|verdict)(?: (?:given|for|on))?"
    r"|\bthe same (?:(?:is|was|held) true|goes|went|applies|applied|was said|can be said)(?: of| for| to)?"
    r"|\A(?:and )?so,? (?:too )?(?:is|are|was|were)\b"
    r"|\bsaid the same (?:of|about|for)\b|(?<=keeps )that (?:grade|rating)\b|(?<=kept )that (?:grade|rating)\b"
    r"|(?<=and )(?:that|this|it) (?:goes|went|applies|applied) (?:for|to)\b"
    r"|\b(?:at )?(?:that|the same) level\b"
    r"|\b(?:the|that) same (?:grade|rating|mark|judge?ment|verdict|score|word|label|level|outcome|bracket|category"
    r"|band|boat"
    r"|camp|box)\b"
    r"(?! (?:as|it|they|that)\b)"
    r"|(?<=gets )that (?:rating|grade|mark|verdict)|(?<=got )that (?:rating|grade|mark|verdict)"
    r"|\bthat (?:is|was) (?:also )?(?=(?:the|its) overall (?:grade|rating|mark|judge?ment|verdict))"
    r"|\bthat (?:lower|higher|worse|better|bottom|top) (?:grade|rating|mark|level|rung)\b",
    re.IGNORECASE,
)
_LEADERS = re.compile(r"\bleaders\b", re.IGNORECASE)
_THEIR_WORK = re.compile(r"their (?:work|performance)", re.IGNORECASE)
_THAT_PART = re.compile(
    r"\b(?:that|this) (?:part|area|side|aspect|strand|element|section|category)"
    r"(?: of (?:the|its|their) (?:services?|work|department|report|inspection))?\b",
    re.IGNORECASE,
)
_TO_THEM = re.compile(
    r"\b(?:their (?:support|care|services?|help|experiences?(?: and progress)?|progress|provision|treatment|work"
    r"|performance)"
    r"|(?:support|services?|help|care|work|provision|offer|experiences?) (?:for|with|given to|offered to|of)"
    r" (?:them|this group|these (?:children|young people|youngsters|groups)|both groups|that group)"
    r"|even (?:that|this|those|these|they)|(?:what|the (?:support|help|care|services?|deal|offer)) (?:that )?(?:they"
    r"|these"
    r" (?:children|young people|youngsters)|this group) (?:gets?|receives?|are given|were given|is given)"
    r"|(?:that|this) (?:service|work|team|group))(?=,? and (?:for )?(?:care|children|those)| (?:is|was|are|were|has"
    r"|have|had|got|gets|received|remains?|still"
    r"|now|also|earned|scored|judged|rated|graded|requires?|required|needs?|came"
    r"|[\"']?(?:outstanding|good|inadequate))\b)",
    re.IGNORECASE,
)
_ONLY = re.compile(r"(?:but )?(?:only|the (?:sole|only|one|lone) |the exception)\b", re.IGNORECASE)
_IT = re.compile(r"(?:it|they|that|this|these)\b(?! is the\b)", re.IGNORECASE)
_THAT_GOT = re.compile(
    r"(?:that|this|these|those)(?= (?:got|gets?|was given|earned|received|won|came out|scored)\b|'s been (?:rat|judg"
    r"|grad))",
    re.IGNORECASE,
)
_THERE = re.compile(r"(?:there|here|in that (?:area|field)),", re.IGNORECASE)
_NUMBERS = {"two": 2, "three": 3, "four": 4}


def events_in(said: str, before: tuple[str, ...] = (), held: str | None = None) -> list[Event]:
    """What the sentence holds, in order; "those three" and "the same grade" stand for what was said before.

    before: the sentences before, the nearest last. held: the grade that was told last before this sentence.
    """
    events = _without_ranges(said, plain(said))
    previous = before[-1] if before else ""
    events = _with_that_part(said, previous, _with_those(said, before, events))
    events = _with_there(said, previous, _with_them(said, previous, events))
    return _with_same_grade(said, previous, held, events)


def _without_ranges(said: str, events: list[Event]) -> list[Event]:
    """Without the areas that only say how far "all" goes: "all five, from leadership to care leavers, ..."."""
    found = glue.FROM_TO.search(said)
    if not found or not any(event.kind == "all" and event.end <= found.start() for event in events):
        return events
    return [event for event in events if event.kind != "area" or not found.start() <= event.start < found.end()]


def _with_those(said: str, before: tuple[str, ...], events: list[Event]) -> list[Event]:
    """The areas of the sentences before, where this one speaks of that many, of both or of each of them."""
    found = _THOSE.search(said)
    if not found or any(event.kind == "area" and event.start < found.start() for event in events):
        return events
    areas = _told_before(before, _number_of(found))
    if not areas or _speaks_of_councils(before):
        return events
    return _standing_for(found, [Event("area", area, *found.span()) for area in areas], events)


def _standing_for(found: re.Match[str], meant: list[Event], events: list[Event]) -> list[Event]:
    """The events with what the found words mean in the place of what stands within them."""
    apart = [event for event in events if event.end <= found.start() or event.start >= found.end()]
    return sorted([*apart, *meant], key=lambda event: event.start)


def _speaks_of_councils(before: tuple[str, ...]) -> bool:
    """Whether the sentences before name several councils: "both" may be these."""
    return len({event.value for sentence in before for event in plain(sentence) if event.kind == "council"}) > 1


def _number_of(found: re.Match[str]) -> int:
    """How many areas are spoken of; 0 where the words do not tell."""
    if found["number"]:
        return _NUMBERS[found["number"].lower()]
    return 2 if found["both"] else 0


def _told_before(before: tuple[str, ...], number: int) -> list[str]:
    """The areas of the sentence before, or of the two before it, where they are just so many; none otherwise."""
    areas: list[str] = []
    for sentence in reversed(before):
        named = [event.value for event in plain(sentence) if event.kind == "area" and event.value != lexicon.OVERALL]
        if number > len(named) + len(areas) and lexicon.LEADERS not in named and _LEADERS.search(sentence):
            named.append(lexicon.LEADERS)
        areas = list(dict.fromkeys([*named, *areas]))
        if len(areas) == number:
            return areas
        if not number and len(areas) > 1:
            overall = any(each.value == lexicon.OVERALL for said in before for each in plain(said))
            return [*areas, lexicon.OVERALL] if overall else areas
        if not number:
            break
    return []


def _with_that_part(said: str, previous: str, events: list[Event]) -> list[Event]:
    """The one area of the sentence before, where this one speaks of "that part of the service"; else another's."""
    found = _THAT_PART.search(said)
    if not found:
        return events
    so_far = [*plain(previous), *(event for event in events if event.start < found.start())]
    areas = {event.value for event in so_far if event.kind == "area" and event.value != lexicon.OVERALL}
    if not areas and _LEADERS.search(previous + said[: found.start()]):
        areas = {lexicon.LEADERS}
    part = Event("area", areas.pop(), *found.span()) if len(areas) == 1 else Event("other", found[0], *found.span())
    return _standing_for(found, [part], events)


def _with_there(said: str, previous: str, events: list[Event]) -> list[Event]:
    """The area that the sentence before named last, where this one begins with "There, ..."."""
    found = _THERE.match(said)
    areas = [event for event in plain(previous) if event.kind == "area"] if found else []
    if not found or not areas or any(event.kind == "area" for event in events):
        return events
    return [Event("area", areas[-1].value, *found.span()), *(each for each in events if each.start >= found.end())]


def _with_them(said: str, previous: str, events: list[Event]) -> list[Event]:
    """The one group of the sentence before, where this one speaks of "their care" and names no area itself."""
    found = _TO_THEM.search(said) or _THAT_GOT.match(said) or (_IT.match(said) if _ONLY.match(previous) else None)
    if not found or any(event.kind == "area" and event.start < found.end() for event in events):
        return events
    areas = {event.value for event in plain(previous) if event.kind == "area" and event.value != lexicon.OVERALL}
    if not areas and _THEIR_WORK.match(found[0]) and _LEADERS.search(previous):
        areas = {lexicon.LEADERS}
    if len(areas) != 1:
        return events
    return _standing_for(found, [Event("area", areas.pop(), *found.span())], events)


def _with_same_grade(said: str, previous: str, held: str | None, events: list[Event]) -> list[Event]:
    found = _SAME_GRADE.search(said)
    if not found:
        return events
    before = [event for event in events if event.end <= found.start()]
    here = [event.value for event in before if event.kind == "grade"]
    earlier = [event.value for event in plain(previous) if event.kind == "grade"]
    grade = here[-1] if here else held if held in earlier or not earlier else earlier[-1]
    if grade is None:
        return events
    same = Event("grade", grade, found.start(), found.end())
    return [*before, same, *(event for event in events if event.start >= found.end())]
