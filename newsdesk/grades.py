"""Grades in prose: who was given which grade, now or before, sentence by sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from newsdesk import glue, lexicon
from newsdesk.carried import events_in
from newsdesk.events import Event
from newsdesk.gradewords import by_noun, is_grade
from newsdesk.reach import Reach, is_dash, is_named
from newsdesk.timing import around, is_past, window_of, year_before

HINT = re.compile(
    r"outstanding|same|(?:is|was) also|that level|good|improve|inadequate|lowest|bottom|worst|highest|\btop\b"
    r"|\bso,? (?:too )?(?:is|are|was|were)\b|\bthat (?:lower|higher)|\bfailed by|\bthat (?:rating|grade|mark)\b",
    re.IGNORECASE,
)
_MOST_GRADES = 16
_AN_AREA = re.compile(lexicon.AREA, re.IGNORECASE)
_A_GRADE = re.compile(
    r"outstanding|failed by|good|improve|inadequate|lowest|bottom|worst|highest|\btop\b", re.IGNORECASE
)
_ASIDE = re.compile(
    r",\s(?:who|which|whose|where|meaning|despite|formed|run|based|failed|criticised|slated"
    r"|condemned|savaged|slammed|last inspected)\b[^,;:\"]{0,150},",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Claim:
    """One grade given to one judged area ("" where the sentence names none), at (start, end) in the text.

    past: the sentence dates it before what the article reports. year: the year that the sentence gives it.
    councils: those that the sentence gives it to, by name; empty where it names none.
    kept: the grade is the one before, too. weight: how plainly it is said.
    """

    area: str
    grade: str
    past: bool
    start: int
    end: int
    year: int | None = None
    councils: frozenset[str] = frozenset()
    kept: bool = False
    weight: int = 2


class Sentence:
    """One sentence and the grades that it gives."""

    def __init__(
        self,
        text: str,
        start: int,
        end: int,
        spoken: bool,
        year: int | None,
        before: tuple[str, ...] = (),
        headline: bool = False,
        held: str | None = None,
    ) -> None:
        self.start = start
        self.end = end
        self.said = _without_asides(text[start : self.end])
        self.spoken = spoken
        self.headline = headline
        self.year = year
        self.found = events_in(self.said, before, held)
        self.graded = sum(event.kind == "grade" for event in self.found)
        self.events = [event for event in self.found if event.kind != "grade" or self._is_grade(event)]
        self.reach = Reach(self.said, self.events)

    def _is_grade(self, event: Event) -> bool:
        """Whether the word is a grade here; in a sentence with more of them than any prose has none is."""
        return self.graded <= _MOST_GRADES and is_grade(self.said, event, self.found)

    def claims(self) -> list[Claim]:
        """The sentence's claims, in order; spoken ones only where they report a judgement."""
        found: list[Claim] = []
        moved = False
        last = 0
        if lexicon.GENERAL.search(self.said):
            return found
        for at, event in enumerate(self.events):
            if event.kind != "grade" or self._is_named_again(at):
                continue
            came_from = bool(glue.FROM.search(self.said, 0, event.start))
            arrived = (
                moved or (self.headline and bool(glue.FROM_SOMETHING.search(self.said, 0, event.start)))
            ) and bool(glue.TO.search(self.said, 0, event.start))
            goes_on = bool(found) and found[-1].area in ("", lexicon.OVERALL)
            new = self._claims_of(at, came_from, arrived, goes_on, bool(found))
            if found and found[-1].past and glue.GOES_WITH.match(self.said, last, event.start):
                new = [replace(claim, past=True) for claim in new]
            if arrived and found and [claim.area for claim in new] == [""]:
                new = [replace(new[0], area=claim.area, weight=claim.weight) for claim in found if claim.past]
            if new and glue.UPGRADED.search(self.said, 0, event.start):
                found = [replace(claim, past=True) if claim.area == new[0].area else claim for claim in found]
            found += new
            last = event.end
            moved = moved or came_from
        return [claim for claim in found if claim.past] if self._is_heading() else found

    def _is_heading(self) -> bool:
        """Whether what has the grade is listed below: "They rated us good for:"."""
        return self.said.endswith(":") and not any(each.kind == "area" for each in self.events)

    def _claims_of(self, at: int, came_from: bool, arrived: bool, goes_on: bool, told: bool) -> list[Claim]:
        """came_from, arrived: it stands in "from A to B". goes_on: a claim on the service came before; told: any."""
        event = self.events[at]
        forward = self.reach.forward(at)
        group, areas = self.reach.backward(at)
        kinds = {each.kind for each in group}
        moved = came_from or arrived
        everywhere = [] if moved else self.reach.everywhere(at)
        if everywhere:
            areas, forward = everywhere, [area for area in forward if area not in everywhere]
        if lexicon.OVERALL in forward and group and (group[-1].kind == "council" or is_named(group[-1])):
            areas = []
        if self._stands_for_all(at):
            return [Claim("", event.value, False, self.start, self.end, weight=0)]
        if not areas and not forward and self._is_anothers(at, kinds, moved):
            return []
        window = window_of(self.said, self.events, at)
        targets = self._targets(forward, areas, kinds, at) + ([""] if self.reach.rest_too(at) else [])
        sure = moved or goes_on or bool(glue.JUDGED.search(window)) or by_noun(self.said, self.events, at)
        if not targets or (targets == [""] and not kinds and not sure):
            return []
        if not (moved or forward or everywhere or self._verb(at, window, bool(areas), told)):
            return []
        past = not arrived and (came_from or is_past(self.said, event, window, self.year))
        kept = not past and bool(lexicon.SAME.search(around(self.said, self.events, at)))
        year, named = year_before(window, self.year), self._councils(at, group)
        return [
            Claim(area, event.value, past, self.start, self.end, year, named, kept, weight=2 if area else 1)
            for area in targets
        ]

    def _is_anothers(self, at: int, kinds: set[str], moved: bool) -> bool:
        """Whether a grade without an area is somebody else's, given in some areas only, or a speaker's own praise."""
        if "other" in kinds or ("many" in kinds and "council" not in kinds):
            return True
        if not moved and ("count" in kinds or self._in_some(at)):
            return True
        before = self.said[: self.events[at].start]
        if not moved and glue.COUNTED.search(before):
            return True
        return bool(glue.OF_MANY.search(before)) or (self.spoken and not glue.RATED.search(before[-30:]))

    def _is_named_again(self, at: int) -> bool:
        """Whether the next words only name the same grade: "top marks - outstanding - for leaders"."""
        later = self.events[at + 1 : at + 3]
        if len(later) < 2 or not is_dash(later[0]) or later[1].kind != "grade":
            return False
        return later[1].value == self.events[at].value and later[1].start - later[0].end < 3

    def _stands_for_all(self, at: int) -> bool:
        """Whether the grade is the whole verdict: "Good, said Ofsted."."""
        event = self.events[at]
        if any(each.kind == "area" for each in self.events):
            return False
        if at or self.headline or event.start > 1 or not glue.ALONE.match(self.said, event.end):
            return False
        return not self.spoken or event.value != lexicon.GOOD

    def _targets(self, forward: list[str], areas: list[str], kinds: set[str], at: int) -> list[str]:
        targets = list(dict.fromkeys(areas + forward))
        if targets:
            return targets
        everywhere = any(event.kind == "all" for event in self.events[at + 1 : at + 3])
        if kinds & {"service", "council", "all"} or everywhere:
            return [""]
        return [""] if glue.RATING_NOUN.match(self.said, self.events[at].end) or not kinds else []

    def _in_some(self, at: int) -> bool:
        """Whether the grade is given in some areas only: "good in three areas"."""
        after = self.events[at + 1 : at + 2]
        if self.said[self.events[at].end : self.events[at].end + 1] == ",":
            return False
        return any(each.kind == "count" and each.start - self.events[at].end < 8 for each in after)

    def _councils(self, at: int, group: list[Event]) -> frozenset[str]:
        """The councils that the grade's subject names, else those named last before it in the sentence."""
        named = frozenset(each.value for each in group if each.kind == "council")
        if named:
            return named
        for event in reversed(self.events[:at]):
            if event.kind == "council":
                return frozenset(
                    each.value for each in self.events[:at] if each.kind == "council" and event.start - each.end < 40
                )
        return frozenset()

    def _verb(self, at: int, window: str, by_area: bool, told: bool) -> bool:
        """Whether the sentence gives the grade to somebody, rather than only holding the word."""
        event = self.events[at]
        before = self.said[: event.start]
        if glue.RATED.search(window) or by_noun(self.said, self.events, at):
            return True
        subject = next((each for each in reversed(self.events[:at]) if each.kind != "break"), None)
        if subject is not None and subject.kind == "all" and glue.COPULA_BEFORE.search(before):
            return True
        if glue.HAVING_BEEN.search(before) or (at and self.reach.is_dated_aside(at - 1, at)):
            return True
        if glue.COPULA_BEFORE.search(before) and (by_area or not self.events[:at] or self._beside(at, at - 1)):
            return True
        if self.said[event.start : event.end].lower().startswith("requir"):
            return True
        if (self.headline or told) and at and self._heads(self.events[at - 1], event):
            return True
        return by_area and (self._beside_area(at, at - 1) or self._beside_area(at, at + 1))

    def _heads(self, subject: Event, grade: Event) -> bool:
        """Whether a headline leaves out the verb: "Kent's services outstanding, says Ofsted"."""
        between = self.said[subject.end : grade.start].strip(" '\"")
        return (
            subject.kind in ("service", "council")
            and not between
            and bool(glue.HEADLINE_END.match(self.said, grade.end))
        )

    def _beside(self, at: int, before: int) -> bool:
        """Whether a council or its service is the very subject: "the council is", not "the council's reply was"."""
        event = self.events[before]
        return event.kind != "break" and bool(glue.TO_NEXT_GRADE.match(self.said, event.end, self.events[at].start))

    def _beside_area(self, at: int, other: int) -> bool:
        """Whether nothing but "all", "both" or a dash stands between the grade and an area."""
        if not 0 <= other < len(self.events):
            return False
        if self.events[other].kind == "service" and other < at:
            return self._beside_area(at, other - 1)
        left, right = sorted((self.events[at], self.events[other]), key=lambda event: event.start)
        return self.events[other].kind == "area" and bool(glue.TO_NEXT_GRADE.match(self.said, left.end, right.start))


def _without_asides(said: str) -> str:
    """The sentence with ", which ... ," blanked where it holds no grade and no area; offsets stay."""
    return _ASIDE.sub(
        lambda found: found[0] if _A_GRADE.search(found[0]) or _AN_AREA.search(found[0]) else " " * len(found[0]), said
    )
