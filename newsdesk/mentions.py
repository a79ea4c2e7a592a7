"""Which grades and judged areas the sentences of a story mention, also by names too loose to rule by."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from newsdesk import lexicon
from newsdesk.carried import events_in
from newsdesk.events import Event
from newsdesk.grades import HINT, Claim

TITLE = -9
_MOST_HINTED = 60
_MOST_MENTIONS = 24
_LONGEST_LINK = 90
_LOOSE_AREA = re.compile(
    r"(?P<leaders>\b(?:bosses|managers?|management|leaders(?:hip)?|those who (?:run|lead|manage)|people (?:at the top"
    r"|in charge)|senior (?:managers|staff|team|officers)|(?:is|are) (?:led|run|managed))\b)"
    r"|(?P<leavers>\b(?:care[- ]experienced|leavers|after care|(?:leav\w+|left|moved? on|moving on)(?: from| out of)?"
    r"(?: \w+){0,2} (?:care|it|system|home)\b|mov(?:ed|ing|e) on\b|(?:turn\w*|over|at) 18|former(?:ly)? (?:\w+ ){0,2}"
    r"in care|older teenagers|young adults|grown up in care|starting out))"
    r"|(?P<care>\b(?:in(?:to)? (?:[\w']+ ){0,3}care\b|look(?:s|ed|ing)?[- ]after|foster\w*|corporate parent\w*"
    r"|cares? for|caring for|cared for))"
    r"|(?P<help>\b(?:child protection|protect\w*|safeguard\w*|early help|at risk|in danger|in crisis|front door"
    r"|in need\b|help(?:ing|ed)? (?:given|offered|for|to|and)|keep\w* (?:children |youngsters |them )?safe"
    r"|on the edge|not in care|still at home))"
    r"|(?P<adoption>\badopt\w+)",
    re.IGNORECASE,
)
_LOOSE_GRADE = re.compile(
    r"(?P<outstanding>\boutstanding(?:s|ly)\b|\btop marks\b|\bhighest praise\b)|(?P<good>\bgoods\b)"
    r"|(?P<inadequate>\binadequates\b)|(?P<requires>\b(?:must|has to|have to|told to|needs to) improve\b"
    r"|\bimprovement (?:is|was) required\b)",
    re.IGNORECASE,
)
_MAY_NAME = {
    lexicon.OVERALL: ("overall", "as a whole"),
    lexicon.LEADERS: ("lead", "manage", "boss", "charge", "the top", "governance", "run", "impact"),
    lexicon.HELP: ("help", "protect", "safe", "risk", "danger", "crisis", "front door", "in need", "the edge", "home"),
    lexicon.CARE: ("care", "caring", "look", "foster", "corporate"),
    lexicon.LEAVERS: ("care", "leav", "left", "mov", "18", "teenagers", "young adults", "starting out"),
    lexicon.ADOPTION: ("adopt", "finding"),
}
_LISTS = re.compile(
    r"(?:,|&|\b(?:and|or|as well as|plus|nor|along with|alongside|then)\b)",
    re.IGNORECASE,
)
_OWN_CLAUSE = ("who", "that", "which", "with")
_TAKEN = ("area", "grade", "council", "other", "service")


@dataclass(frozen=True)
class Mentions:
    """What one sentence mentions; at: its number in the story, TITLE for the title.

    events: in order; of the kind "loose" are areas by loose names. groups: areas that the sentence tells in one go.
    """

    at: int
    start: int
    end: int
    said: str
    spoken: bool
    events: tuple[Event, ...]

    @cached_property
    def low(self) -> str:
        """What is said, in small letters."""
        return self.said.lower()

    @cached_property
    def named(self) -> list[Event]:
        """The events without those of loose names for areas."""
        return [event for event in self.events if event.kind != "loose"]

    @cached_property
    def grades(self) -> list[Event]:
        """The grades, in order."""
        return [event for event in self.events if event.kind == "grade"]

    @cached_property
    def groups(self) -> list[list[Event]]:
        """The areas, each with those that a list joins to it."""
        groups: list[list[Event]] = []
        areas = [event for event in self.events if event.kind in ("area", "loose")]
        joined = [self._are_listed(left, right) for left, right in pairwise(areas)]
        for area, goes_on in zip(areas, [False, *joined], strict=False):
            if goes_on:
                groups[-1].append(area)
            else:
                groups.append([area])
        return groups

    def _are_listed(self, left: Event, right: Event) -> bool:
        between = self.said[left.end : right.start]
        parted = any(
            event.kind == "grade" or (event.kind == "break" and event.value.lower() not in _OWN_CLAUSE)
            for event in self.events
            if left.end <= event.start < right.start
        )
        return len(between) < _LONGEST_LINK and not parted and _LISTS.search(between) is not None


@dataclass(frozen=True)
class Story:
    """A story as its grades are weighed.

    spoken: per sentence, whether somebody says it. lists: what its lists and tables give. year: that of the news.
    """

    title: str
    text: str
    spans: list[tuple[int, int]]
    spoken: list[bool]
    lists: list[Claim]
    year: int | None
    councils: frozenset[str]


class Sentences:
    """The mentions of a story's sentences, each looked at once and only where asked for."""

    def __init__(self, story: Story) -> None:
        self.story = story
        self._held: str | None = None
        self._seen: dict[int, Mentions] = {}

    def graded(self) -> Iterator[Mentions]:
        """The title, and then the first sentences of the text that may give a grade, and not only tell of grades."""
        title = self.story.title
        yield _bounded(Mentions(TITLE, -1, -1, title, False, _events(title, (), None)))
        hinted = 0
        for at, (start, end) in enumerate(self.story.spans):
            if not HINT.search(self.story.text, start, end) or lexicon.GENERAL.search(self.story.text, start, end):
                continue
            hinted += 1
            if hinted > _MOST_HINTED:
                return
            mentions = self[at]
            if mentions.grades:
                self._held = mentions.grades[-1].value
                yield mentions

    def __getitem__(self, at: int) -> Mentions:
        if at not in self._seen:
            story = self.story
            start, end = story.spans[at]
            before = tuple(story.text[slice(*span)] for span in story.spans[max(0, at - 2) : at])
            events = _events(story.text[start:end], before, self._held)
            self._seen[at] = _bounded(Mentions(at, start, end, story.text[start:end], story.spoken[at], events))
        return self._seen[at]

    def in_one_paragraph(self, one: Mentions, other: Mentions) -> bool:
        """Whether no line ends between two sentences."""
        return "\n" not in self.story.text[min(one.end, other.end) : max(one.start, other.start)]

    def beside(self, mentions: Mentions, areas: frozenset[str]) -> Iterator[tuple[int, Mentions]]:
        """The sentences beside this one that may name one of these areas: one or two before, and one after."""
        if mentions.at != TITLE:
            for distance in (-1, -2, 1):
                at = mentions.at + distance
                if 0 <= at < len(self.story.spans) and self._may_name(at, areas):
                    yield distance, self[at]

    def _may_name(self, at: int, areas: frozenset[str]) -> bool:
        said = self.story.text[slice(*self.story.spans[at])].lower()
        return any(word in said for area in areas for word in _MAY_NAME.get(area, ()))


def _bounded(mentions: Mentions) -> Mentions:
    """A sentence as it is; without its events where it holds more than any sentence of a story does."""
    if len(mentions.events) <= _MOST_MENTIONS:
        return mentions
    return Mentions(mentions.at, mentions.start, mentions.end, mentions.said, mentions.spoken, ())


def _events(said: str, before: tuple[str, ...], held: str | None) -> tuple[Event, ...]:
    """What a rule sees in a sentence, and the loose names of areas and grades beside it."""
    events = events_in(said, before, held)
    taken = [event for event in events if event.kind in _TAKEN]
    loose: list[Event] = []
    for pattern, kind, names in (
        (_LOOSE_AREA, "loose", lexicon.AREA_OF),
        (_LOOSE_GRADE, "grade", lexicon.GRADE_OF),
    ):
        for found in pattern.finditer(said):
            if not any(event.start < found.end() and found.start() < event.end for event in (*taken, *loose)):
                loose.append(Event(kind, names[found.lastgroup or ""], found.start(), found.end()))
    return tuple(sorted([*events, *loose], key=lambda event: event.start))
