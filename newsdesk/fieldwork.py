"""When Ofsted was there, as a story tells it."""

from __future__ import annotations

import re
from datetime import date, timedelta

from newsdesk.dates import When, dates_in
from newsdesk.visits import ORDINALS

_HELD = r"(?: (?:which )?(?:took place|(?:was|were) (?:carried out|held|conducted)|happened|came))?"
_THERE = "|".join(
    (
        r"(?:inspection|fieldwork|visit|exercise|this one|the latest|which)(?: (?:which|that))? (?:began"
        r"|begun|started|opened|got under ?way"
        r"|ran|lasted)"
        r"|(?:ofsted|inspectors|they|team) (?:was|were|had been) (?:with|at|in|here|there|back)"
        r"|(?:after|over|for|during|in) (?:a fortnight|a week|(?:two|three|four|several) weeks)"
        r"|call(?:ed|ing) in|examin\w+|scrutinis\w+|interview(?:ed|ing)|on the ground|knocking"
        r"|dropped (?:in|by)|turned up|joined forces|call(?:ed|ing)|sent (?:\w+ )?(?:teams?|inspectors)|inspect(?:ed"
        r"|ing"
        r"|ions?)|inspectors?"
        r"|visit(?:ed|ing|s)?|on[- ]site|fieldwork|spent|arriv\w+|c[oa]me"
        r"|took place|carried out",
        r"conducted|(?:was|were) held|looked (?:at|into)|combed|reviewed|assessed|check(?:ed)?(?:[- ]up)?|went in"
        r"|descended|returned",
        r"week (?:beginning|commencing|of)|coming back|(?:were|was) in|undert(?:ook|aken)|during|happened|exercise",
    )
)
_NOT_THERE = "|".join(
    (
        r"publish\w*|releas\w+|made public|report(?:ed|s)? (?:in|on|dated|of|from|last)|reported|comes? out"
        r"|came (?:out|into)|dated|issued",
        r"letter (?:in|on|sent|from|dated)|since|due|expected|will|meet\w*|committee|cabinet|elect\w+|starts|started"
        r"|starting"
        r"|appoint\w*|join\w*(?! forces)|took over",
        r"t[ao]ken? up|born|died|downgrad\w+|upgrad\w+|notice|direction|commissioner\w*|announc\w+|ended"
        r"|beg[aiu]ns?|until|formed|launched",
        rf"(?:last|earlier|previous|prior) (?:full |ofsted |graded |routine |monitoring |focused )*(?:inspect\w*"
        rf"|visit\w*),?{_HELD}",
        r"(?:was|were|been|is|are) (?:\w+ )?(?:judged|rated|graded|found|branded|deemed|given|declared|put|placed)"
        r"|judged|rated|graded",
        r"branded|rating|judgement|grade|verdict|became|becomes|took effect|opened|left|quit|resigned|next|fined"
        r"|sentenced|jailed",
        r"speaking|wrote|told|said|had (?:\w+ )?(?:spoken|found|said|noted|praised|warned|criticised|raised)",
    )
)
_ORDINAL = "|".join(ORDINALS)
_CUE = re.compile(
    rf"\b(?:(?P<nth>(?:(?:the|its|a|that) (?:{_ORDINAL})\b(?! (?:time|day|week|part|half))"
    rf"|(?:{_ORDINAL})(?= (?:\w+ ){{0,2}}?(?:visit|letter)))"
    rf"(?: (?:\w+ ){{0,2}}?(?:visit|letter|check-?up))?{_HELD})"
    rf"|(?P<not>{_NOT_THERE})|(?P<there>{_THERE}))\b",
    re.IGNORECASE,
)
_AFTER_NOT = re.compile(
    r"[\s,]*(?:when (?:the|its|their|it was) (?:last|previous)|report\b|letter\b|check-?up had|visit had"
    r"|inspection had|election|meeting|rating|judgement)",
    re.IGNORECASE,
)
_INSPECTION_FOUND = re.compile(r"\s*inspection found\b", re.IGNORECASE)
_ITS_INSPECTION = re.compile(r"\s*(?:inspection|visit)\b", re.IGNORECASE)
_REPORT_ON = re.compile(
    r"\b(?:report|letter|findings|verdict|feedback) (?:on|from|of|about|after|following) (?:the|its|a"
    r"|that) \Z",
    re.IGNORECASE,
)
_RETURN = re.compile(
    r"\b(?:c[oa]me back|went back|return\w*|revisit\w*|second part|second stage|again|further)\b", re.IGNORECASE
)
_OLDEST = 430
_MOST_DATED = 500


def inspection_dates(
    title: str, lines: list[tuple[int, str]], published: date | None, visit: int | None
) -> tuple[When, ...]:
    """The dates on which inspectors were there (offsets in the text): one, or two of a fieldwork in two parts.

    lines: (offset, sentence). visit: the number of the visit, so that another visit's date is not taken.
    """
    exact: list[When] = []
    months: list[When] = []
    back: list[When] = []
    dated = 0
    for at, line in [*lines, (-1, title)]:
        if at >= 0 and dated > _MOST_DATED:
            continue
        found = [when for when in dates_in(line, published) if _plausible(when, published)]
        dated += bool(found)
        cues = list(_CUE.finditer(line)) if found else []
        for when in found:
            if not _was_there(line, when, cues, visit):
                continue
            moved = When(max(at, 0) + when.start, max(at, 0) + when.end, when.first, when.last) if at >= 0 else when
            (exact if when.exact else months).append(moved)
            if _RETURN.search(line, max(0, when.start - 60), when.start):
                back.append(moved)
    return _chosen(exact, months, back)


def _chosen(exact: list[When], months: list[When], back: list[When]) -> tuple[When, ...]:
    known = exact or months
    if not known:
        return ()
    ranges = [when for when in known if when.first != when.last]
    first = next((when for when in ranges or known if when not in back), (ranges or known)[0])
    later = [when for when in back if when in known and when.first > first.last]
    return (first, later[-1]) if later else (first,)


def _plausible(when: When, published: date | None) -> bool:
    if published is None:
        return True
    last = _day(when.last)
    return last <= published and _day(when.first) >= published - timedelta(days=_OLDEST)


def _day(value: str) -> date:
    return date.fromisoformat(value if len(value) == 10 else f"{value}-01")


def _was_there(line: str, when: When, cues: list[re.Match[str]], visit: int | None) -> bool:
    """Whether the nearest hint says that inspectors were there then."""
    if _AFTER_NOT.match(line, when.end):
        return False
    if _ITS_INSPECTION.match(line, when.end) and _REPORT_ON.search(line, 0, when.start):
        return True
    if _INSPECTION_FOUND.match(line, when.end):
        return not line[when.start : when.end].endswith(tuple("0123456789"))
    before = [cue for cue in cues if cue.end() <= when.start]
    if before:
        return _is_visit(before[-1], visit) and not _is_reported(before, visit)
    after = [cue for cue in cues if cue.start() >= when.end and cue.start() - when.end < 150]
    return bool(after) and _is_visit(after[0], visit)


def _is_reported(before: list[re.Match[str]], visit: int | None) -> bool:
    """Another visit, named right before: "the first monitoring visit, which took place in ..."."""
    if len(before) < 2 or not before[-2]["nth"]:
        return False
    return before[-1].start() - before[-2].end() < 40 and not _is_visit(before[-2], visit)


def _is_visit(cue: re.Match[str], visit: int | None) -> bool:
    if cue["nth"]:
        number = next(ORDINALS[word] for word in cue["nth"].lower().split() if word in ORDINALS)
        return visit is not None and number == visit and "visit" in cue["nth"].lower()
    return cue["there"] is not None
