"""What ties a grade to a judged area, or to the service as a whole: features by name, "group: what was seen"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from newsdesk import lexicon
from newsdesk.events import Event
from newsdesk.mentions import TITLE, Mentions

Features = tuple[str, ...]

_WORD = re.compile(r"[\w']+|[;:()–—]| - ")
_TELLING_WORDS = (
    "a all also an and are as at be been both but by came earned for found from get gets given got graded had has have"
    " how in is it its judged no not of on only rated remain remains require requires same scored so still stays that"
    " the their they this to too was were what where which while who with"
)
_TELLING = frozenset(_TELLING_WORDS.split())
_VERB_WORDS = (
    "is are was were be been rated judged graded found remains remain requires got gets received given said deemed"
    " called earned scored stays marked considered described has have"
)
_VERBS = frozenset(_VERB_WORDS.split())
_PREPOSITIONS = ("for", "in", "on", "of", "to", "at", "with", "by", "from", "about", "and")
_POINTS_BACK = re.compile(
    r"\b(?:this|that|these|those|both|each|they|them|their|its?|here|there|neither|all|latter|former|same)\b"
)
_OPENING = re.compile(
    r"\W*(this|that|these|those|both|each|they|it|here|there|but|and|so|all|neither|on|for|in|the)\b", re.IGNORECASE
)
_NUMBERS = {"both": 2, "two": 2, "pair": 2, "neither": 2, "three": 3, "trio": 3, "four": 4, "quartet": 4}
_ONE = ("it", "this", "that")
_COUNTED = re.compile(r"\b(?:both|two|pair|three|four|each|all|these|those|neither|it|this|that|they|trio|quartet)\b")
_SUBJECTS = ("area", "loose", "service", "council", "other", "count", "all", "many", "grade")
_BESIDE = ("service", "council", "other", "count", "all", "join", "many")
_STEPS = ((0, "none"), (1, "1"), (2, "2"), (4, "3 or 4"), (7, "5 to 7"), (12, "8 to 12"), (20, "13 to 20"))
_DISTANCES = {-2: "two sentences before", -1: "sentence before", 1: "sentence after"}
_OPENING_SENTENCES = ((0, "first"), (1, "second"), (4, "third to fifth"), (9, "sixth to tenth"))


def of_name(where: str, area: Event) -> Features:
    """By what name the sentence calls the area; where: the group of its other features."""
    if area.kind == "loose":
        return (f"{where}: by a loose name", f"{where}: by a loose name, {area.value}")
    plain = f"{where}: by its name"
    return (plain, f"{where}: overall") if area.value == lexicon.OVERALL else (plain,)


def where_in_sentence(grade: Event, group: list[Event]) -> str:
    """The group of features of an area beside a grade; empty where the grade stands among the areas."""
    if group[-1].end <= grade.start:
        return "area before"
    return "area after" if group[0].start >= grade.end else ""


def where_beside(distance: int) -> str:
    """The group of features of an area in a sentence at this distance."""
    return _DISTANCES[distance]


def of_pair(mentions: Mentions, grade: Event, group: list[Event]) -> Features:
    """A grade and areas of its own sentence, which stand before or after it."""
    where = where_in_sentence(grade, group)
    before = where == "area before"
    low, high = (group[-1].end, grade.start) if before else (grade.end, group[0].start)
    words = _words(mentions.said[low:high])
    seen = [
        *_between(mentions, low, high, words, group),
        *_rivals(mentions, grade, group, words),
        *_agreement(mentions, grade, len(group)),
    ]
    if before:
        seen.append(f"verb {next((word for word in reversed(words) if word in _VERBS), 'none')}")
        seen += _telling("word after the grade", _words(mentions.said[grade.end : grade.end + 30])[:1])
        seen += _telling(
            "word before the area", _words(mentions.said[max(0, group[0].start - 30) : group[0].start])[-1:]
        )
    else:
        seen.append(f"preposition {next((word for word in reversed(words) if word in _PREPOSITIONS), 'none')}")
    return _named(where, seen)


def _between(mentions: Mentions, low: int, high: int, words: list[str], group: list[Event]) -> Iterator[str]:
    said = mentions.said[low:high]
    inner = [event for event in mentions.events if low <= event.start and event.end <= high]
    kinds = {event.kind for event in inner}
    grades = min(2, sum(event.kind == "grade" for event in inner))
    areas = min(2, sum(low <= other[0].start < high for other in mentions.groups))
    breaks = {event.value.strip().lower() for event in inner if event.kind == "break"}
    yield from ("any", f"grades between: {grades}", f"areas between: {areas}")
    yield f"between: {grades} grades, {areas} areas, {min(2, len(breaks))} breaks"
    yield f"words between: {_step(len(words))}"
    yield f"areas in one: {min(3, len(group))}"
    yield f"commas between: {min(3, said.count(','))}"
    yield from (f"parted by {each}" for each in sorted(breaks))
    yield from (f"parted by {mark}" for mark in ":(–" if mark in said)
    yield from (f"{kind} between" for kind in _BESIDE if kind in kinds)
    yield from _telling("first word between", words[:1])
    yield from _telling("last word between", words[-1:])


def _rivals(mentions: Mentions, grade: Event, group: list[Event], words: list[str]) -> Iterator[str]:
    """Which grades are nearer to the areas, and which areas nearer to the grade."""
    mine = _distance(grade, group)
    grades = [each for each in mentions.grades if each is not grade and _distance(each, group) < mine]
    groups = [each for each in mentions.groups if each is not group and _distance(grade, each) < mine]
    left, right = (
        any(each.end <= group[0].start for each in grades),
        any(each.start >= group[-1].end for each in grades),
    )
    by_grade = f"nearer grade: {_sides(left, right)}"
    left, right = (
        any(each[-1].end <= grade.start for each in groups),
        any(each[0].start >= grade.end for each in groups),
    )
    by_area = f"nearer area: {_sides(left, right)}"
    yield from (by_grade, by_area, f"{by_grade}, {by_area}")
    yield f"{by_grade}, {by_area}, words between: {_step(len(words))}"
    yield f"{by_grade}, {by_area}, of {min(3, len(mentions.grades))} grades, {min(3, len(mentions.groups))} areas"
    order = sorted([*mentions.grades, *(each[0] for each in mentions.groups)], key=lambda event: event.start)
    yield f"mentions apart: {order.index(grade) - order.index(group[0])}"


def _distance(grade: Event, group: list[Event]) -> int:
    return grade.start - group[-1].end if grade.start >= group[-1].end else group[0].start - grade.end


def _sides(left: bool, right: bool) -> str:
    return "both sides" if left and right else "left" if left else "right" if right else "none"


def _agreement(mentions: Mentions, grade: Event, size: int) -> Iterator[str]:
    """How the words before the grade that count, such as "both", agree with so many areas."""
    words = sorted(set(_COUNTED.findall(mentions.low, 0, grade.start)))
    if not words:
        yield "nothing counted"
    for word in words:
        number = 1 if word in _ONE else _NUMBERS.get(word)
        fits = "fits" if (size > 1 if number is None else size == number) else "does not fit"
        yield f"{'several' if number is None else 'number'} {fits}"
        yield f"{word} {fits}"


def of_sentences(
    distance: int, mentions: Mentions, grade: Event, other: Mentions, group: list[Event], same_paragraph: bool
) -> Features:
    """A grade and areas of a sentence at this distance."""
    own = min(1, len(mentions.groups))
    seen = [
        *_there(own, mentions, grade, other, group),
        *_pointing(own, mentions, grade),
        *_agreement(mentions, grade, len(group)),
        *(f"all there: {each}, own areas: {own}" for each in _agreement(mentions, grade, sum(map(len, other.groups)))),
    ]
    seen.append("same paragraph" if same_paragraph else "another paragraph")
    for name, kinds in (("here", _kinds(mentions)), ("there", _kinds(other))):
        seen += [f"{kind} {name}" for kind in _BESIDE if kind in kinds]
    return _named(where_beside(distance), seen)


def _there(own: int, mentions: Mentions, grade: Event, other: Mentions, group: list[Event]) -> Iterator[str]:
    last = "named last" if group is other.groups[-1] else "not named last"
    yield from ("any", last, f"own areas: {min(2, len(mentions.groups))}", f"grades there: {min(2, len(other.grades))}")
    yield f"own areas: {own}, grades there: {min(1, len(other.grades))}, {last}"
    yield f"grades before: {min(2, mentions.grades.index(grade))}"
    yield f"areas in one: {min(3, len(group))}"
    yield f"words before: {_step(len(_words(mentions.said[: grade.start])))}"
    yield f"own areas before: {min(1, sum(each[0].start < grade.start for each in mentions.groups))}"
    if len(other.groups) == 1:
        yield "nothing else named there"
    if other.said.rstrip().endswith(":"):
        yield "announced there"
    if mentions.said.rstrip().endswith(":"):
        yield "announced here"


def _pointing(own: int, mentions: Mentions, grade: Event) -> Iterator[str]:
    """What the sentence of the grade says of things named before."""
    yield f"opens with {_opening(mentions)}"
    for word in sorted(set(_POINTS_BACK.findall(mentions.low, 0, grade.start))):
        yield f"points with {word}"
        yield f"points with {word}, own areas: {own}"
    subject = _subject(mentions, grade)
    kind = subject.kind if subject else "none"
    yield from (f"subject {kind}", f"subject {kind}, own areas: {own}")
    yield from _telling("word after the grade", _words(mentions.said[grade.end : grade.end + 30])[:1])


def of_whole(mentions: Mentions, grade: Event, tells_of_it: Features) -> Features:
    """A grade and the service as a whole, without the word overall; tells_of_it: what the words round it say."""
    seen = [
        *_neighbours(mentions, grade),
        *(each.partition(": ")[2] for each in tells_of_it),
        f"opens with {_opening(mentions)}",
        *(f"points with {word}" for word in sorted(set(_POINTS_BACK.findall(mentions.low, 0, grade.start)))),
        f"order {_order(mentions)}",
        f"sentence {_place(mentions)}",
    ]
    if any(event.value == lexicon.OVERALL for event in mentions.events if event.kind == "area"):
        seen.append("overall beside it")
    if any(word in mentions.low for word in ("ofsted", "inspector", "watchdog")):
        seen.append("inspectors named")
    return _named("whole", seen)


def _neighbours(mentions: Mentions, grade: Event) -> Iterator[str]:
    before = [event for event in mentions.events if event.end <= grade.start]
    after = [event for event in mentions.events if event.start >= grade.end and event.kind != "break"]
    subject = _subject(mentions, grade)
    kind = subject.kind if subject else "none"
    parted = any(event.kind == "break" and (subject is None or event.start >= subject.end) for event in before)
    following = "none"
    if after:
        near = len(_words(mentions.said[grade.end : after[0].start])) <= 3
        following = f"{after[0].kind} {'near' if near else 'further on'}"
    areas = len(mentions.groups)
    yield from ("any", f"subject {kind}", f"subject {kind}, {'parted' if parted else 'not parted'}")
    yield from (f"then {following}", f"subject {kind}, then {following}")
    yield from (f"areas: {min(3, areas)}", f"areas: {min(2, areas)}, subject {kind}")
    yield f"grade {min(2, mentions.grades.index(grade)) + 1} of {min(3, len(mentions.grades))}"
    if subject:
        yield f"words since the subject: {_step(len(_words(mentions.said[subject.end : grade.start])))}"
    yield from (f"{each} before" for each in _BESIDE if each in {event.kind for event in before})
    yield from (f"{each} after" for each in _BESIDE if each in {event.kind for event in after})


def _subject(mentions: Mentions, grade: Event) -> Event | None:
    """What stands last before the grade."""
    before = (event for event in reversed(mentions.events) if event.end <= grade.start)
    return next((event for event in before if event.kind in _SUBJECTS), None)


def _order(mentions: Mentions) -> str:
    """The first mentions of a sentence in order: "area, grade, area"."""
    mentioned = [*mentions.grades, *(each[0] for each in mentions.groups)]
    ordered = sorted(mentioned, key=lambda event: event.start)[:5]
    return ", ".join("grade" if event.kind == "grade" else "area" for event in ordered)


def _place(mentions: Mentions) -> str:
    if mentions.at == TITLE:
        return "of the title"
    return next((name for last, name in _OPENING_SENTENCES if mentions.at <= last), "further on")


def _opening(mentions: Mentions) -> str:
    found = _OPENING.match(mentions.said)
    return found[1].lower() if found else "something else"


def _kinds(mentions: Mentions) -> set[str]:
    return {event.kind for event in mentions.events}


def _words(said: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(said)]


def _telling(name: str, words: list[str]) -> list[str]:
    return [f"{name}: {word}" for word in words if word in _TELLING]


def _step(number: int) -> str:
    return next((name for most, name in _STEPS if number <= most), "more")


def _named(group: str, seen: Iterable[str]) -> Features:
    return tuple(f"{group}: {each}" for each in seen)
