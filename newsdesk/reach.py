"""How far a grade reaches: the judged areas that stand before and after it in its sentence."""

from __future__ import annotations

from newsdesk import glue, lexicon
from newsdesk.events import Event

_NEAR, _BESIDE = 60, 12


class Reach:
    """The areas round the grades of one sentence, as its events lie."""

    def __init__(self, said: str, events: list[Event]) -> None:
        self.said = said
        self.events = events
        self._taken: set[int] = set()

    def everywhere(self, at: int) -> list[str]:
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
            if len(counted) > 1 and all(each.kind == "count" for each in counted):
                continue
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
                whole = any(each.kind == "council" or is_named(each) for each in self.events)
                return areas + ([""] if whole and lexicon.OVERALL not in areas else [])
        return []

    def rest_too(self, at: int) -> bool:
        """Whether the last grade of the sentence goes on to all else: "... outstanding, and so was everything else"."""
        after = self.events[at + 1 :]
        if any(each.kind in ("grade", "area") for each in after):
            return False
        joined = next((place for place, each in enumerate(after) if each.kind == "join"), None)
        if joined is None:
            return False
        then = after[joined + 1 : joined + 2]
        if then and then[0].kind in ("service", "council") and then[0].start - after[joined].end < _BESIDE:
            return True
        return any(each.kind == "count" and glue.REST.match(each.value) for each in after)

    def forward(self, at: int) -> list[str]:
        """Areas that the grade is given to by what follows it: "good for A and for B", "outstanding: A, B and C"."""
        glue_from = self.events[at].end
        picked: list[int] = []
        joined = listed_below = False
        so_was = at == 0 and glue.SO_WAS.match(self.said)
        for index in range(at + 1, len(self.events)):
            event = self.events[index]
            if event.kind in ("service", "count", "all") and not picked:
                listed_below = listed_below or event.kind != "service"
                continue
            if not picked and index == at + 1 and at and is_dash(event) and is_dash(self.events[at - 1]):
                glue_from = event.end
                continue
            if event.kind == "break" and not picked and (so_was or self._goes_on(index)):
                continue
            if event.kind == "join":
                joined, glue_from = True, event.end
                continue
            if joined and event.value.lower() == "with":
                continue
            if event.kind != "area":
                break
            if listed_below and not picked:
                glue_from = max(glue_from, self.said.rfind(":", glue_from, event.start))
            listed = bool((picked or joined) and glue.LIST_GLUE.match(self.said, glue_from, event.start))
            listed = listed or (not picked and (bool(so_was) or (joined and event.start - glue_from < _NEAR)))
            if not listed and (picked or not glue.FORWARD_GLUE.match(self.said, glue_from, event.start)):
                break
            picked.append(index)
            glue_from = event.end
        if picked and not joined:
            picked = self._unless_next_grades(at, picked)
        self._taken.update(picked)
        return [self.events[index].value for index in picked]

    def _goes_on(self, index: int) -> bool:
        """Whether an aside is followed by "so was": "... inadequate and, because of that, so was the service"."""
        then = next((each for each in self.events[index:] if each.kind != "break"), None)
        return then is not None and then.kind == "join" and then.value.lower().startswith("so ")

    def _unless_next_grades(self, at: int, picked: list[int]) -> list[int]:
        """Leave to the next grade what stands right before it."""
        strong = bool(glue.STRONG_GLUE.search(self.said, self.events[at].end, self.events[picked[0]].end))
        backed = any(event.kind == "area" for event in self.backward(at)[0])
        after = picked[-1] + 1
        nearby = after < len(self.events) and self.events[after].kind == "grade"
        next_grades = nearby and glue.TO_NEXT_GRADE.match(
            self.said, self.events[picked[-1]].end, self.events[after].start
        )
        if next_grades:
            return picked[:-1] if strong else []
        return picked if strong or not backed else []

    def backward(self, at: int) -> tuple[list[Event], list[str]]:
        """The nearest part of the sentence before the grade that names anybody, and the areas that it names."""
        group: list[Event] = []
        listing = glue.ALL_GOT.search(self.said, 0, self.events[at].start) is not None
        for index in range(at - 1, -1, -1):
            event = self.events[index]
            if event.kind == "grade":
                if self.is_dated_aside(index, at):
                    continue
                break
            if event.kind not in ("break", "join"):
                group[:0] = [] if index in self._taken else [event]
                continue
            if not group and self._changes_subject(event, at):
                return [Event("other", event.value, event.start, event.end)], []
            if self._goes_past(index, listing):
                continue
            if self._is_aside_on_area(index, group):
                group = [self.events[index - 1]]
                break
            if any(each.kind in ("area", "council", "other", "count") or is_named(each) for each in group):
                break
        areas = [event.value for event in group if event.kind == "area"]
        return group, [] if group and group[-1].kind == "other" else areas

    def _goes_past(self, index: int, listing: bool) -> bool:
        """Whether a break does not part the subjects of the grade from it. listing: "... all earned a good"."""
        event = self.events[index]
        if event.value.lower() == "that" and self._is_fronted(index):
            return True
        if listing and (event.kind == "join" or event.value == ";" or glue.RELATIVE.match(event.value)):
            return True
        return bool(index and glue.TOGETHER.match(event.value) and self.events[index - 1].kind == "area")

    def is_dated_aside(self, index: int, at: int) -> bool:
        """Whether an earlier grade is told in passing: "services, rated inadequate in 2018, are now good"."""
        aside = glue.DATED_ASIDE.match(self.said, self.events[index].end)
        if index + 1 != at or not aside or not glue.ASIDE_BEFORE.search(self.said, 0, self.events[index].start):
            return False
        return bool(glue.TO_NEXT_GRADE.match(self.said, aside.end(), self.events[at].start))

    def _changes_subject(self, contrast: Event, at: int) -> bool:
        """Whether a new clause begins with a subject that is none of the areas: "..., although morale is good"."""
        return bool(
            glue.CONTRASTS.match(contrast.value)
            and glue.OWN_SUBJECT.match(self.said[contrast.end : self.events[at].start])
        )

    def _is_fronted(self, index: int) -> bool:
        """Whether only the areas spoken of stand before the break: "On A and B, Ofsted said that the council ..."."""
        before = self.events[:index]
        return bool(glue.FRONTED.match(self.said)) and bool(before) and all(each.kind == "area" for each in before)

    def _is_aside_on_area(self, index: int, group: list[Event]) -> bool:
        """Whether the break only goes on about the area before it: "care leavers, where services require"."""
        if not index or not glue.OF_WHOM.match(self.events[index].value) or self.events[index - 1].kind != "area":
            return False
        between = self.said[self.events[index - 1].end : self.events[index].start]
        return bool(glue.AN_AREA.fullmatch(between)) and all(each.kind in ("service", "council") for each in group)

    def _to_next_grade(self, at: int, step: int) -> list[Event]:
        """The events after (step 1) or before (step -1) this grade, as far as the next one."""
        part: list[Event] = []
        index = at + step
        while 0 <= index < len(self.events) and self.events[index].kind != "grade":
            part.append(self.events[index])
            index += step
        return part


def is_dash(event: Event) -> bool:
    return event.kind == "break" and event.value.strip() in ("-", "\u2013", "\u2014")


def is_named(event: Event) -> bool:
    return event.kind == "service" and event.value.lower() not in ("it", "they", "both", "each")
