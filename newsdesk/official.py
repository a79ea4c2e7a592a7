"""Ofsted's own reports and letters: the header, the table of judgements, the outcome, the signature."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from newsdesk import lexicon
from newsdesk.dates import When, dates_in

_HEAD = 6000
_INSPECTION = re.compile(
    r"\bInspection\s+of\s+(?:the\s+)?[^\n]{0,80}?\s*(?:[^\n]{0,60}\n){0,2}?[^\n]{0,60}"
    r"(?:children['s]{0,2}\s+(?:social\s+care\s+)?services|services\s+for\s+children)",
    re.IGNORECASE,
)
_SEND = re.compile(
    r"\bArea\s+SEND\s+(?:full\s+|monitoring\s+)?(?:re)?inspection|\bJoint\s+local\s+area\s+SEND\s+inspection",
    re.IGNORECASE,
)
_JTAI = re.compile(
    r"\bJoint\s+targeted\s+area\s+(?:re)?inspection\s+of|\bJoint\s+area\s+child\s+protection\s+inspection",
    re.IGNORECASE,
)
_LETTER = re.compile(
    r"\bthis\s+letter\s+(?:summarises|outlines|sets\s+out|details|contains)\s+(?:the\s+|our\s+)?(?:findings|outcome"
    r"|result)s?",
    re.IGNORECASE,
)
_DATES = re.compile(r"\b(?:Inspection|Visit)\s+dates?\s*:\s*", re.IGNORECASE)
_FIELDWORK = re.compile(r"[^\n]{4,120}(?:\n[^\n]{4,80})?")
_LEAD = re.compile(r"\bLead\s+inspectors?\s*:\s*(?P<name>[^\n,]{3,60})", re.IGNORECASE)
_TITLE_AFTER = re.compile(
    r"[\s,]+(?:(?:His|Her)\s+Majesty's\s+Inspector|HMI|Senior\s+HMI|Ofsted\s+Inspector|OI)\b.*",
    re.IGNORECASE | re.DOTALL,
)
_PUBLISHED = re.compile(r"\b(?:Report\s+)?published\s*(?:on)?\s*:\s*(?P<date>[^\n]{6,40})", re.IGNORECASE)
_SIGNED = re.compile(
    r"\bYours\s+sincerely,?\s+(?P<name>[A-Z][^\n]{3,50})\n[^\n]{0,40}?(?:(?:His|Her)\s+Majesty|HMI|Inspector)"
)
_TABLE = re.compile(r"\bJudge?ments?\s+Grade", re.IGNORECASE)
_GRADE = re.compile(
    r"\b(?:(?P<outstanding>outstanding)|(?P<good>good)|(?P<requires>requires?\s+improvement)"
    r"|(?P<inadequate>inadequate))\b",
    re.IGNORECASE,
)
_ROW = re.compile(
    r"(?:\bThe\s+)?\b(?:(?P<leaders>impact\s+of\s+(?:the\s+)?leaders)"
    r"|experiences?\s+and\s+progress\s+of\s+(?:the\s+)?(?:(?P<help>children\s+(?:who|in)\s+need)"
    r"|(?P<care>children\s+(?:in|looked)\b)|(?P<leavers>(?:children\s+)?(?:and\s+)?care\s+leavers)))"
    r"|^\W*(?P<overall>Overall\s+effectiveness\b)",
    re.IGNORECASE | re.MULTILINE,
)
_SIF_ROW = re.compile(
    r"^\s*(?:(?P<help>1\.?\s+Children\s+who\s+need)|(?P<care>2\.?\s+Children\s+looked\s+after)"
    r"|(?P<adoption>2\.1\.?\s+Adoption)"
    r"|(?P<leavers>2\.2\.?\s+(?:The\s+)?Experiences\s+and\s+progress)|(?P<leaders>3\.?\s+Leadership,\s+management))",
    re.IGNORECASE | re.MULTILINE,
)
_SIF_OVERALL = re.compile(
    r"\b(?:The\s+overall\s+judgement\s+(?:is|of)|Children's\s+services\s+in\s+(?:[^\n.]{2,60}?\s+)??(?:are|is"
    r"|require(?=s?\s+improvement)))"
    r"(?:\s+that\s+[^.]{0,80}?(?:are|is))?\s*[:\"']?\s*(?P<rest>[^.]{0,60})",
    re.IGNORECASE,
)
_SECTION = re.compile(
    r"^(?:The\s+)?(?:(?P<leaders>impact\s+of\s+leaders)"
    r"|experiences?\s+and\s+progress\s+of\s+(?:(?P<help>children\s+who\s+need)"
    r"|(?P<care>children\s+in\s+care)|(?P<leavers>care\s+leavers)))(?:[^.:]{0,80}\n?){1,2}:\s*(?:is\s+"
    r"|are\s+)?(?P<rest>[^\n]{4,20}\n?[^\n]{0,20})",
    re.IGNORECASE | re.MULTILINE,
)
_ROW_LENGTH = 190
_ROW_GAP = 70
_OUTCOMES = (
    (
        re.compile(r"\btypically\s+lead\s+to\s+positive|\btypically\s+positive\s+experiences", re.IGNORECASE),
        "typically positive experiences",
    ),
    (re.compile(r"\binconsistent\s+experiences", re.IGNORECASE), "inconsistent experiences and outcomes"),
    (
        re.compile(r"\bwidespread\s+and(?:\s*/\s*|\s+)(?:or\s+)?systemic\s+(?:failings|failures)", re.IGNORECASE),
        "widespread and/or systemic failings",
    ),
)
_STATEMENT = re.compile(r"\bwritten\s+statement\s+of\s+action\b", re.IGNORECASE)
_NO_STATEMENT = re.compile(
    r"\b(?:not|no|without|n't|removed?|no longer)\b[^.]{0,60}\bwritten\s+statement\s+of\s+action\b", re.IGNORECASE
)
_PRIORITY = re.compile(
    r"\b(?:areas?|issues?)\s+(?:for|of|requiring)\s+(?:\w+\s+)?priority\s+actions?\b"
    r"|\bpriority\s+actions?\s+(?:areas?|plan)\b",
    re.IGNORECASE,
)
_NO_PRIORITY = re.compile(
    r"\b(?:no|not|n't|without(?:\s+any)?|neither)\b(?:\s+\w+){0,5}\s+(?:areas?|issues?|priority)\s*(?:\w+\s+){0,2}\Z",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Told:
    """A value and where it stands."""

    value: str
    start: int
    end: int


def document_kind(text: str) -> str | None:
    """inspection, send or jtai for Ofsted's own report, letter for a visit's letter, None for anybody else's text."""
    head = text[:_HEAD]
    dated = _DATES.search(head)
    if _SEND.search(head[:1500]) and dated:
        return "send"
    if _INSPECTION.search(head) and dated and (_LEAD.search(head) or _TABLE.search(head) or _SIF_ROW.search(head)):
        return "inspection"
    if _JTAI.search(head) and re.search(r"\bDear\b|\bHeadline findings\b", head):
        return "jtai"
    if _LETTER.search(head) and re.search(r"\bDear\s", head):
        return "letter"
    return None


def header_dates(text: str, published: date | None) -> When | None:
    """The fieldwork that a header gives ("Inspection dates: ..."): first start, last end."""
    label = _DATES.search(text, 0, _HEAD)
    if not label:
        return None
    lines = _FIELDWORK.match(text, label.end())
    if not lines:
        return None
    first_line = lines[0].split("\n")[0]
    for said in (first_line, lines[0]):
        found = [when for when in dates_in(said, published) if when.exact]
        if found:
            start = label.end()
            return When(start + found[0].start, start + found[-1].end, found[0].first, found[-1].last)
    return None


def lead_inspector(text: str) -> Told | None:
    """Who led the inspection, from the header or the signature of a letter; the first where there are two."""
    found = _LEAD.search(text, 0, _HEAD) or _SIGNED.search(text)
    if not found:
        return None
    name = re.split(r"\s+and\s+", _TITLE_AFTER.sub("", found["name"]))[0].strip(" .\t\u2013-")
    if not re.fullmatch(r"[^\W\d_][\w'.-]*(?:\s+[^\W\d_][\w'.-]*){1,4}", name):
        return None
    return Told(name, found.start(), found.end())


def published(text: str, is_letter: bool) -> Told | None:
    """The day of publication that the document gives of itself: "Report published: ..." or the date of a letter."""
    found = _PUBLISHED.search(text, 0, _HEAD)
    if found:
        days = [when for when in dates_in(found["date"], None) if when.exact]
        if days:
            return Told(days[0].first, found.start(), found.end())
    if is_letter:
        days = [when for when in dates_in(text[:200], None) if when.exact]
        if days and days[0].first == days[0].last:
            return Told(days[0].first, days[0].start, days[0].end)
    return None


def table(text: str) -> dict[str, Told]:
    """The judgements on page 1 of a report of any framework; a row without a grade is absent."""
    sif = _sif(text)
    if sif:
        return sif
    head = _TABLE.search(text, 0, _HEAD)
    start = head.end() if head else 0
    grid = _rows(text, _ROW, start, start + 1800)
    if head:
        for found in _SECTION.finditer(text):
            area = lexicon.AREA_OF[_named(found)]
            grade = _grade(found["rest"], 0, 40)
            if grade and area not in grid:
                grid[area] = Told(grade, found.start(), found.end())
    return grid


def _named(found: re.Match[str]) -> str:
    return next(name for name in ("leaders", "help", "care", "leavers") if found[name])


def _rows(text: str, pattern: re.Pattern[str], start: int, end: int) -> dict[str, Told]:
    """Rows that stand next to one another; prose that comes after the table ends it."""
    grid: dict[str, Told] = {}
    starts = list(pattern.finditer(text, start, end))
    graded_to = None
    for at, row in enumerate(starts):
        if graded_to is not None and row.start() - graded_to > _ROW_GAP:
            break
        limit = starts[at + 1].start() if at + 1 < len(starts) else end
        found = _GRADE.search(text, row.end(), min(limit, row.start() + _ROW_LENGTH))
        area = lexicon.AREA_OF[row.lastgroup or ""]
        if found and area not in grid:
            grid[area] = Told(lexicon.GRADE_OF[found.lastgroup or ""], row.start(), found.end())
            graded_to = found.end()
    return grid


def _sif(text: str) -> dict[str, Told]:
    rows = list(_SIF_ROW.finditer(text, 0, _HEAD))
    if len(rows) < 3:
        return {}
    grid = _rows(text, _SIF_ROW, 0, _HEAD)
    for found in _SIF_OVERALL.finditer(text, 0, rows[0].start()):
        grade = _grade(found[0], 0, 200)
        if grade:
            grid[lexicon.OVERALL] = Told(grade, found.start(), found.end())
            break
    return grid


def _grade(said: str, start: int, end: int) -> str | None:
    found = _GRADE.search(said, start, end)
    return lexicon.GRADE_OF[found.lastgroup or ""] if found else None


def send_outcome(text: str) -> Told | None:
    """The outcome of an area SEND inspection; before 2023, whether a written statement was required."""
    found = [(match.start(), match.end(), outcome) for pattern, outcome in _OUTCOMES if (match := pattern.search(text))]
    if found:
        start, end, outcome = min(found)
        return Told(outcome, start, end)
    refused = _NO_STATEMENT.search(text)
    if refused:
        return Told("no written statement of action", refused.start(), refused.end())
    asked = _STATEMENT.search(text)
    return Told("written statement of action", asked.start(), asked.end()) if asked else None


def priority_action(text: str) -> Told | None:
    """Where the text names an area for priority action, unless it says that there is none."""
    for found in _PRIORITY.finditer(text):
        before = text[max(0, found.start() - 60) : found.start()]
        if not _NO_PRIORITY.search(before + "areas "):
            return Told("true", found.start(), found.end())
    return None
