"""Grades in prose: who was given which grade, now or before, sentence by sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass

from newsdesk import glue, lexicon
from newsdesk.carried import events_in
from newsdesk.events import Event
from newsdesk.gradewords import by_noun, is_grade
from newsdesk.timing import around, is_past, window_of, year_before

HINT = re.compile(
    r"outstanding|same|(?:is|was) also|that level|good|improve|inadequate|lowest|bottom|worst|highest|\btop\b"
    r"|\bso,? (?:too )?(?:is|are|was|were)\b|\bthat (?:lower|higher)",
    re.IGNORECASE,
)
_A_GRADE = re.compile(r"outstanding|good|improve|inadequate|lowest|bottom|worst|highest|\btop\b", re.IGNORECASE)
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
        previous: str = "",
        headline: bool = False,
        held: str | None = None,
    ) -> None:
        self.start = start
        self.end = end
        self.said = _without_asides(text[start : self.end])
        self.spoken = spoken
        self.headline = headline
        self.year = year
        self.found = events_in(self.said, previous, held)
        self.events = [event for event in self.found if event.kind != "grade" or is_grade(self.said, event, self.found)]
        self.taken: set[int] = set()

    def claims(self) -> list[Claim]:
        """The sentence's claims, in order; spoken ones only where they report a judgement."""
        found: list[Claim] = []
        moved = False
        if lexicon.GENERAL.search(self.said):
            return found
        for at, event in enumerate(self.events):
            if event.kind != "grade":
                continue
            came_from = bool(glue.FROM.search(self.said, 0, event.start))
            arrived = moved and bool(glue.TO.search(self.said, 0, event.start))
            goes_on = bool(found) and found[-1].area in ("", lexicon.OVERALL)
            found += self._claims_of(at, came_from, arrived, goes_on, bool(found))
            moved = moved or came_from
        return found

    def _claims_of(self, at: int, came_from: bool, arrived: bool, goes_on: bool, told: bool) -> list[Claim]:
        """came_from, arrived: it stands in "from A to B". goes_on: a claim on the service came before; told: any."""
        event = self.events[at]
        forward = self._forward(at)
        group, areas = self._backward(at)
        kinds = {each.kind for each in group}
        moved = came_from or arrived
        everywhere = [] if moved else self._everywhere(at)
        if everywhere:
            areas, forward = everywhere, [area for area in forward if area not in everywhere]
        if self._stands_for_all(at):
            return [Claim("", event.value, False, self.start, self.end, weight=0)]
        if not areas and not forward and self._is_anothers(at, kinds, moved):
            return []
        window = window_of(self.said, self.events, at)
        targets = self._targets(forward, areas, kinds, at) + ([""] if self._rest_too(at) else [])
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
        return bool(glue.OF_MANY.search(before)) or (self.spoken and not glue.RATED.search(before[-30:]))

    def _stands_for_all(self, at: int) -> bool:
        """Whether the grade is the whole verdict: "Good, said Ofsted."."""
        event = self.events[at]
        if any(each.kind == "area" for each in self.events):
            return False
        if at or self.headline or event.start > 1 or not glue.ALONE.match(self.said, event.end):
            return False
        return not self.spoken or event.value != lexicon.GOOD

    def _rest_too(self, at: int) -> bool:
        """Whether the last grade of the sentence goes on to all else: "... outstanding, and so was everything else"."""
        after = self.events[at + 1 :]
        if any(each.kind in ("grade", "area") for each in after):
            return False
        joined = any(each.kind == "join" for each in after)
        return joined and any(each.kind == "count" and glue.REST.match(each.value) for each in after)

    def _targets(self, forward: list[str], areas: list[str], kinds: set[str], at: int) -> list[str]:
        targets = list(dict.fromkeys(areas + forward))
        if targets:
            return targets
        everywhere = self._follows(at, "all")
        if kinds & {"service", "council", "all"} or everywhere:
            return [lexicon.OVERALL if self._follows(at, "overall") else ""]
        return [""] if glue.RATING_NOUN.match(self.said, self.events[at].end) or not kinds else []

    def _everywhere(self, at: int) -> list[str]:
        """The areas that the sentence lists beside "in all areas": they have the grade, whatever stands between."""
        grade = self.events[at]
        before, after = self._to_next_grade(at, -1), self._to_next_grade(at, 1)
        if glue.COLON.match(self.said, grade.end) and not any(each.kind == "area" for each in before):
            close = next((i for i, each in enumerate(after[1:], 1) if glue.CLOSES.match(each.value)), len(after))
            before, after = before + after[:close], []
        for part, is_after in ((before, False), (after, True)):
            counted = [
                each for each in part if each.kind == "all" or glue.number(each.value) or glue.REST.match(each.value)
            ]
            every = counted[0] if counted else None
            if every is None or any(glue.EXCEPT.match(each.value) for each in part if each.kind == "break"):
                continue
            if is_after and not glue.IN_ALL.match(self.said[grade.end : every.start]):
                continue
            areas = [each.value for each in part if each.kind == "area" and each.start > every.start]
            if every.kind == "count":
                named = [area for area in areas if area != lexicon.OVERALL]
                paired = len(areas) + areas.count(lexicon.CARE_AND_LEAVERS)
                whole = glue.REST.match(every.value) and not is_after
                return areas if whole or glue.number(every.value) in (len(named), paired) else []
            if len(areas) > 1 and not any(each.kind in ("other", "count") for each in part):
                whole = any(each.kind in ("service", "council") for each in self.events)
                return areas + ([""] if whole and lexicon.OVERALL not in areas else [])
        return []

    def _to_next_grade(self, at: int, step: int) -> list[Event]:
        """The events after (step 1) or before (step -1) this grade, as far as the next one."""
        part: list[Event] = []
        index = at + step
        while 0 <= index < len(self.events) and self.events[index].kind != "grade":
            part.append(self.events[index])
            index += step
        return part

    def _in_some(self, at: int) -> bool:
        """Whether the grade is given in some areas only: "good in three areas"."""
        after = self.events[at + 1 : at + 2]
        if self.said[self.events[at].end : self.events[at].end + 1] == ",":
            return False
        return any(each.kind == "count" and each.start - self.events[at].end < 8 for each in after)

    def _follows(self, at: int, kind: str) -> bool:
        return any(event.kind == kind for event in self.events[at + 1 : at + 3])

    def _forward(self, at: int) -> list[str]:
        """Areas that the grade is given to by what follows it: "good for A and for B", "outstanding: A, B and C"."""
        glue_from = self.events[at].end
        picked: list[int] = []
        joined = False
        so_was = at == 0 and glue.SO_WAS.match(self.said)
        for index in range(at + 1, len(self.events)):
            event = self.events[index]
            if event.kind in ("service", "count", "all") and not picked:
                continue
            if event.value == " - " and not picked and index == at + 1 and at and self.events[at - 1].value == " - ":
                glue_from = event.end
                continue
            if event.kind == "break" and not picked and so_was:
                continue
            if event.kind == "join":
                joined, glue_from = True, event.end
                continue
            if joined and event.value.lower() == "with":
                continue
            if event.kind != "area":
                break
            listed = (picked or joined) and glue.LIST_GLUE.match(self.said, glue_from, event.start)
            listed = listed or (not picked and so_was)
            if not listed and (picked or not glue.FORWARD_GLUE.match(self.said, glue_from, event.start)):
                break
            picked.append(index)
            glue_from = event.end
        if picked and not joined:
            picked = self._unless_next_grades(at, picked)
        self.taken.update(picked)
        return [self.events[index].value for index in picked]

    def _unless_next_grades(self, at: int, picked: list[int]) -> list[int]:
        """Leave to the next grade what stands right before it."""
        strong = bool(glue.STRONG_GLUE.search(self.said, self.events[at].end, self.events[picked[0]].end))
        backed = any(event.kind == "area" for event in self._backward(at)[0])
        after = picked[-1] + 1
        nearby = after < len(self.events) and self.events[after].kind == "grade"
        next_grades = nearby and glue.TO_NEXT_GRADE.match(
            self.said, self.events[picked[-1]].end, self.events[after].start
        )
        if next_grades:
            return picked[:-1] if strong else []
        return picked if strong or not backed else []

    def _backward(self, at: int) -> tuple[list[Event], list[str]]:
        """The nearest part of the sentence before the grade that names anybody, and the areas that it names."""
        group: list[Event] = []
        listing = glue.ALL_GOT.search(self.said, 0, self.events[at].start)
        for index in range(at - 1, -1, -1):
            event = self.events[index]
            if event.kind == "grade":
                if self._is_dated_aside(index, at):
                    continue
                break
            if event.kind in ("break", "join"):
                if not group and self._changes_subject(event, at):
                    return [Event("other", event.value, event.start, event.end)], []
                if event.value.lower() == "that" and self._is_fronted(index):
                    continue
                if glue.RELATIVE.match(event.value) and listing:
                    continue
                if glue.TOGETHER.match(event.value) and self.events[index - 1].kind == "area" and index:
                    continue
                if self._is_aside_on_area(index, group):
                    group = [self.events[index - 1]]
                    break
                if any(each.kind in ("area", "council", "other", "count") or _is_named(each) for each in group):
                    break
                continue
            if index not in self.taken:
                group.insert(0, event)
        areas = [event.value for event in group if event.kind == "area"]
        if areas and group and group[-1].kind == "other":
            areas = []
        return group, areas

    def _changes_subject(self, contrast: Event, at: int) -> bool:
        """Whether a new clause begins with a subject that is none of the areas: "..., although morale is good"."""
        return bool(
            glue.CONTRASTS.match(contrast.value)
            and glue.OWN_SUBJECT.match(self.said[contrast.end : self.events[at].start])
        )

    def _is_dated_aside(self, index: int, at: int) -> bool:
        """Whether an earlier grade is told in passing: "services, rated inadequate in 2018, are now good"."""
        aside = glue.DATED_ASIDE.match(self.said, self.events[index].end)
        if index + 1 != at or not aside or not glue.ASIDE_BEFORE.search(self.said, 0, self.events[index].start):
            return False
        return bool(glue.TO_NEXT_GRADE.match(self.said, aside.end(), self.events[at].start))

    def _is_fronted(self, index: int) -> bool:
        """Whether only the areas spoken of stand before the break: "On A and B, Ofsted said that the council ..."."""
        before = self.events[:index]
        return bool(glue.FRONTED.match(self.said)) and bool(before) and all(each.kind == "area" for each in before)

    def _is_aside_on_area(self, index: int, group: list[Event]) -> bool:
        """Whether the break only goes on about the area before it: "care leavers, where services require"."""
        if not index or not glue.OF_WHOM.match(self.events[index].value) or self.events[index - 1].kind != "area":
            return False
        between = self.said[self.events[index - 1].end : self.events[index].start]
        return between.strip(" ,") == "" and all(each.kind == "service" for each in group)

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
        if at and self.events[at - 1].kind == "all" and glue.COPULA_BEFORE.search(before):
            return True
        if glue.HAVING_BEEN.search(before) or (at and self._is_dated_aside(at - 1, at)):
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


def _is_named(event: Event) -> bool:
    return event.kind == "service" and event.value.lower() not in ("it", "they", "both", "each")


def _without_asides(said: str) -> str:
    """The sentence with ", which ... ," blanked where it holds no grade; offsets stay."""
    return _ASIDE.sub(lambda found: found[0] if _A_GRADE.search(found[0]) else " " * len(found[0]), said)
