"""Dates as British papers and Ofsted write them: days, ranges over months and years, months, "last month"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    "January|February|March|April|May|June|July|August|September|October|November|December"
    "|JANUARY|FEBRUARY|MARCH|APRIL|MAY|JUNE|JULY|AUGUST|SEPTEMBER|OCTOBER|NOVEMBER|DECEMBER"
    "|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\\b\\.?"
)
_ATOM = re.compile(
    rf"(?P<full>\b\d{{1,2}}[/.]\d{{1,2}}[/.](?:20)?\d\d\b)"
    rf"|(?P<iso>\b20\d\d-\d\d-\d\d\b)"
    rf"|(?P<month>\b(?:{_MONTH})(?![\w]))"
    rf"|(?P<year>\b20\d\d\b(?![-/–]\d))"
    rf"|(?P<day>(?<![\d£$.,])\b\d{{1,2}}(?:st|nd|rd|th|ST|ND|RD|TH)?\b(?![\d%:]|\.\d|,\d))"
    rf"|(?P<ago>\b(?:[Ll]ast|[Tt]his|the same|same|that) year\b)"
    rf"|(?P<near>\b(?:[Ll]ast|[Tt]his) month\b)"
    rf"|(?P<weekday>\b(?:Mon|Tues?|Wed(?:nes)?|Thurs?|Fri|Sat(?:ur)?|Sun)(?:day)?\b)"
    rf"|(?P<sep>\b(?:(?:and|before)(?: they| it)? (?:ended|ending|finish(?:ed|ing)|conclud(?:ed|ing)|closed"
    rf"|wrapp(?:ed|ing) up|left|leaving|last(?:ed|ing)|ran|running|went on|stayed|staying|remained|were there"
    rf"|continued)(?: until| till| to)?(?: on)?"
    rf"|to|and|until|till|through|ending(?: on)?|finishing(?: on)?)\b|[-–—−&,])"
    rf"|(?P<glue>\b(?:of|the|on|from|in|early|late|mid|end|start|beginning)\b)"
)
_GAP = re.compile(r"[\s()]{0,4}\Z")
_LONGEST_RUN = 24


@dataclass(frozen=True, slots=True)
class When:
    """A date or range in a text. first, last: ISO days, or months (2025-06) where the text gives no day."""

    start: int
    end: int
    first: str
    last: str

    @property
    def exact(self) -> bool:
        """Whether the text gives the days."""
        return len(self.first) == 10

    @property
    def values(self) -> tuple[str, ...]:
        """First and last, or the one day or month."""
        return (self.first,) if self.first == self.last else (self.first, self.last)


class _Atom(NamedTuple):
    kind: str
    text: str
    start: int
    end: int


@dataclass(slots=True)
class _Point:
    day: int | None = None
    month: int | None = None
    year: int | None = None


def dates_in(text: str, published: date | None) -> list[When]:
    """Every date that can be told for certain, in order; a date without a year is the latest not after publication."""
    return [when for run in _runs(text) if (when := _read_run(run, published))]


def _runs(text: str) -> Iterator[list[_Atom]]:
    """Neighbouring atoms that may make one date or range."""
    run: list[_Atom] = []
    for found in _ATOM.finditer(text):
        atom = _Atom(found.lastgroup or "", found[0], found.start(), found.end())
        if run and (len(run) >= _LONGEST_RUN or not _GAP.match(text, run[-1].end, atom.start)):
            yield run
            run = []
        run.append(atom)
    if run:
        yield run


def _read_run(run: list[_Atom], published: date | None) -> When | None:
    run = _trimmed(run)
    points = _points(run, published)
    if not points or any(point.month is None for point in points):
        return None
    if not _with_years(points, published):
        return None
    exact = all(point.day for point in points)
    try:
        said = [date(point.year or 0, point.month or 0, point.day or 1) for point in points]
    except ValueError:
        return None
    if said != sorted(said):
        return None
    first, last = (day.isoformat() if exact else day.isoformat()[:7] for day in (said[0], said[-1]))
    return When(run[0].start, run[-1].end, first, last)


def _trimmed(run: list[_Atom]) -> list[_Atom]:
    """The run from its first to its last atom that says something."""
    loose = ("sep", "glue", "weekday")
    while run and run[0].kind in (*loose, "ago"):
        run = run[1:]
    while run and run[-1].kind in loose:
        run = run[:-1]
    return run


def _points(run: list[_Atom], published: date | None) -> list[_Point]:
    points: list[_Point] = [_Point()]
    for at, atom in enumerate(run):
        point = points[-1]
        if atom.kind in ("full", "iso"):
            points.append(_numeric(atom))
        elif atom.kind == "day":
            if point.year is not None and not any(later.kind == "month" for later in run[at:]):
                break
            if point.day is not None or point.year is not None:
                point = _Point()
                points.append(point)
            point.day = int(re.sub(r"\D", "", atom.text))
        elif atom.kind == "month":
            if point.month is not None:
                point = _Point()
                points.append(point)
            point.month = _MONTHS.index(atom.text[:3].lower()) + 1
        elif atom.kind == "year":
            point.year = int(atom.text)
        elif atom.kind == "ago" and published and not atom.text.startswith(("same", "the", "that")):
            point.year = published.year - (atom.text.lower().startswith("last"))
        elif atom.kind == "near" and published:
            points.append(_near(atom, published))
        elif atom.kind == "sep" and atom.text != ",":
            points.append(_Point())
    return _with_months([point for point in points if point.day or point.month])


def _numeric(atom: _Atom) -> _Point:
    numbers = [int(number) for number in re.split(r"[/.-]", atom.text)]
    day, month, year = reversed(numbers) if atom.kind == "iso" else numbers
    return _Point(day, month, year if year > 99 else 2000 + year)


def _near(atom: _Atom, published: date) -> _Point:
    back = 1 if atom.text.lower().startswith("last") else 0
    months = published.year * 12 + published.month - 1 - back
    return _Point(None, months % 12 + 1, months // 12)


def _with_months(points: list[_Point]) -> list[_Point]:
    """A day without a month has that of the next day that gives one, else of the one before."""
    for at in range(len(points) - 2, -1, -1):
        if points[at].month is None:
            points[at].month = points[at + 1].month
    for at in range(1, len(points)):
        if points[at].month is None:
            points[at].month = points[at - 1].month
    if any(point.day for point in points):
        points = [point for point in points if point.day] if points[-1].day else points
    return points


def _with_years(points: list[_Point], published: date | None) -> bool:
    """Give each point its year, from the last to the first; False where it cannot be told."""
    later = points[-1]
    if later.year is None:
        known = next((point.year for point in reversed(points) if point.year), None)
        if known is not None:
            later.year = known
        elif published is None:
            return False
        else:
            later.year = published.year - _is_after(later, published)
    for point in reversed(points[:-1]):
        if point.year is None:
            point.year = later.year
            if point.year and _order(point) > _order(later):
                point.year -= 1
        later = point
    return True


def _order(point: _Point) -> tuple[int, int]:
    return (point.month or 0, point.day or 0)


def _is_after(point: _Point, published: date) -> bool:
    if point.day is None:
        return (point.month or 0) > published.month
    return _order(point) > (published.month, published.day)
