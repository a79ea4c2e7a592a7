"""Ofsted's reports and letters laid out at random as the text of a PDF comes out, with what they say known."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from textwrap import wrap

from hypothesis import strategies as st

GRADES = {
    "outstanding": "Outstanding",
    "good": "Good",
    "requires improvement": "Requires improvement to be good",
    "inadequate": "Inadequate",
}
LEADERS, HELP, CARE, LEAVERS = "impact of leaders", "help and protection", "children in care", "care leavers"
OVERALL = "overall effectiveness"
_NEED = "The experiences and progress of children who need help and protection"
_LEADERS = "The impact of leaders on social work practice with children and families"
ROWS = {
    "SIF": {
        HELP: "1. Children who need help and protection",
        CARE: "2. Children looked after and achieving permanence",
        "adoption": "2.1 Adoption performance",
        LEAVERS: "2.2 Experiences and progress of care leavers",
        LEADERS: "3. Leadership, management and governance",
    },
    "ILACS 2018": {
        LEADERS: _LEADERS,
        HELP: _NEED,
        CARE: "The experiences and progress of children in care and care leavers",
        OVERALL: "Overall effectiveness",
    },
    "ILACS 2023": {
        LEADERS: _LEADERS,
        HELP: _NEED,
        CARE: "The experiences and progress of children in care",
        LEAVERS: "The experiences and progress of care leavers",
        OVERALL: "Overall effectiveness",
    },
}
ROWS["ILACS 2026"] = {area: label for area, label in ROWS["ILACS 2023"].items() if area != OVERALL}
_SLIPS = {LEAVERS: "The experiences and progress of children care leavers"}
_YEARS = {"SIF": (2013, 2017), "ILACS 2018": (2018, 2022), "ILACS 2023": (2023, 2025), "ILACS 2026": (2027, 2028)}
COUNCILS = {
    "Kent": ("Kent", "Kent County Council"),
    "Kingston upon Hull": ("Hull", "Kingston Upon Hull City Council"),
    "Richmond upon Thames": ("Richmond upon Thames", "London Borough of Richmond upon Thames"),
    "Bournemouth, Christchurch and Poole": ("Bournemouth, Christchurch and Poole",),
    "Telford and Wrekin": ("Telford & Wrekin", "Telford & Wrekin Council"),
    "York": ("the City of York", "City of York Council"),
    "Isles of Scilly": ("the Isles of Scilly", "Council of the Isles of Scilly"),
    "City of London": ("the City of London", "City of London Corporation"),
    "Southend-on-Sea": ("Southend-on-Sea", "Southend-on-Sea City Council"),
    "Windsor and Maidenhead": ("the Royal Borough of Windsor and Maidenhead",),
    "North Northamptonshire": ("North Northamptonshire",),
    "Cheshire East": ("Cheshire East", "Cheshire East Unitary Authority"),
}
INSPECTORS = ("Orla Penhale", "Máire O'Dowd", "Tam St John-Ridley", "Jo Ames")
_PROSE = (
    "Services for children have changed since the last inspection in 2016, when they were judged to be good.",
    "Then, overall effectiveness was judged to be inadequate, and children in care got help that was Outstanding.",
    "Care leavers said that staff were good.",
    "Good progress has been made by the council in Kent and in the City of York, its partners.",
    "Leadership, management and governance require improvement as the characteristics of good leadership are not in "
    "place.",
    "The experiences and progress of children in care were found in 2019 to be inadequate. Leaders know it.",
    "Inspectors saw work that requires improvement. It was not good.",
)


@dataclass(frozen=True)
class Known:
    """What a laid out document says."""

    text: str
    title: str
    council: str
    judgements: dict[str, str]
    dates: tuple[str, ...]
    inspector: str
    framework: str


def _ordinal(day: int) -> str:
    ending = "th" if 10 < day < 20 else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")
    return f"{day}{ending}"


def _plain_range(first: date, last: date, to: str = " to ") -> str:
    if first.year != last.year:
        return f"{first.day} {first:%B %Y}{to}{last.day} {last:%B %Y}"
    if first.month != last.month:
        return f"{first.day} {first:%B}{to}{last.day} {last:%B %Y}"
    return f"{first.day}{to}{last.day} {last:%B %Y}"


RANGES: tuple[Callable[[date, date], str], ...] = (
    _plain_range,
    lambda a, b: _plain_range(a, b, " – "),
    lambda a, b: _plain_range(a, b, "–"),
    lambda a, b: _plain_range(a, b, "-"),
    lambda a, b: _plain_range(a, b, "\u00a0to\u00a0"),
    lambda a, b: _plain_range(a, b, " to\n"),
    lambda a, b: _plain_range(a, b, "\nto "),
    lambda a, b: f"{a.day} {a:%B %Y} to {b.day} {b:%B %Y}",
    lambda a, b: f"{a.day} {a:%B %Y} – {b.day}\n{b:%B %Y}",
    lambda a, b: f"{a.day} {a:%B %Y} to {b.day} {b:%B}\n{b:%Y}",
    lambda a, b: f"{a:%A} {a.day} {a:%B} to {b:%A} {b.day} {b:%B %Y}" if a.year == b.year else _plain_range(a, b),
    lambda a, b: f"{_ordinal(a.day)} {a:%B %Y} to {_ordinal(b.day)} {b:%B %Y}",
    lambda a, b: f"{a:%d/%m/%Y} to {b:%d/%m/%Y}",
    lambda a, b: f"{a:%d %B %Y} {b:%d %B %Y}",
)
LABELS = (
    "Inspection dates: ",
    "Inspection date: ",
    "Inspection dates:\n",
    "Dates of inspection: ",
    "Inspection dates ",
)


@st.composite
def fieldwork(draw: st.DrawFn, framework: str) -> tuple[str, tuple[str, ...]]:
    """The line of dates, and the first and last day that it gives."""
    low, high = _YEARS[framework]
    first = draw(st.dates(date(low, 1, 2), date(high, 12, 30)))
    last = first + timedelta(days=draw(st.sampled_from((4, 11, 18))))
    said, end = draw(st.sampled_from(RANGES))(first, last), last
    if draw(st.integers(0, 7)) == 0:
        again = last + timedelta(days=draw(st.integers(10, 60)))
        end = again + timedelta(days=1)
        said = f"{_plain_range(first, last)} and {_plain_range(again, end)}"
    return draw(st.sampled_from(LABELS)) + said, (first.isoformat(), end.isoformat())


def _grade_said(draw: st.DrawFn, grade: str) -> str:
    said = GRADES[grade]
    if grade == "requires improvement":
        forms = (said, "Requires improvement", "Requires\nimprovement", "Requires improvement\nto be good")
        said = draw(st.sampled_from((*forms, "Requires Improvement", "Requires\nImprovement to be\ngood")))
    return said + draw(st.sampled_from(("", "", "", " ", ".")))


def _broken(draw: st.DrawFn, label: str, manner: str) -> list[str]:
    """A label wrapped to a cell's width, now and then with a hyphen or a soft hyphen in a word."""
    hyphens = ("", "", "", "-\n", "\u00ad\n", "\ufb01")
    hyphen = draw(st.sampled_from(hyphens[:3] if manner == "between" else hyphens))
    if hyphen == "\ufb01":
        label = label.replace("fi", hyphen)
    elif hyphen:
        label = label.replace("progress", f"prog{hyphen}ress").replace("practice", f"prac{hyphen}tice")
    width = draw(st.sampled_from((30, 38, 58, 90)))
    return [line for part in label.split("\n") for line in wrap(part, width)]


@st.composite
def tables(draw: st.DrawFn, framework: str) -> tuple[list[str], dict[str, str]]:
    """The lines of a table, and what it says; one row may lack its grade."""
    grid: dict[str, str] = {}
    cells: list[tuple[list[str], str]] = []
    manner = draw(st.sampled_from(("below", "beside", "between", "columns", "flat")))
    bare = draw(st.sampled_from((None, None, None, *ROWS[framework]))) if manner != "columns" else None
    for area, label in ROWS[framework].items():
        grade = draw(st.sampled_from(tuple(GRADES)))
        if area in _SLIPS and framework == "ILACS 2023" and draw(st.booleans()):
            label = _SLIPS[area]
        if area != bare:
            grid[area] = grade
        dot = draw(st.sampled_from(("", "", "", ".", "1")))
        cells.append((_broken(draw, label + dot, manner), "" if area == bare else _grade_said(draw, grade)))
    return _laid(manner, cells), grid


def _laid(manner: str, cells: list[tuple[list[str], str]]) -> list[str]:
    if manner == "columns":
        return [line for label, _ in cells for line in label] + [grade for _, grade in cells]
    if manner == "flat":
        return [
            " ".join(
                f"{' '.join(label)} {grade}".split("\n")[0]
                if not grade
                else f"{' '.join(label)} {' '.join(grade.split())}"
                for label, grade in cells
            )
        ]
    lines: list[str] = []
    for label, grade in cells:
        if manner == "beside":
            lines += [*label[:-1], f"{label[-1]} {grade}".strip()]
        elif manner == "between" and len(label) > 1:
            lines += [f"{label[0]} {grade}".strip(), *label[1:]]
        else:
            lines += [*label, grade] if grade else label
    return lines


def _titles(framework: str, name: str) -> tuple[tuple[str, ...], ...]:
    if framework == "SIF":
        subject = "services for children in need of help and", "protection, children looked after and care leavers"
        return (
            (
                name,
                f"Inspection of {subject[0]}",
                subject[1],
                "and",
                "Review of the Local Safeguarding Children Board1",
            ),
            (name, f"Re-inspection of {subject[0]}", subject[1]),
        )
    return (
        (f"Inspection of {name} local", "authority children’s services"),
        (f"Inspection of {name} local authority", "children's services"),
        (name[:1].upper() + name[1:], "Inspection of children’s social care services"),
        (name[:1].upper() + name[1:], "Inspection of local authority children’s services"),
    )


@st.composite
def inspection_reports(draw: st.DrawFn) -> Known:
    """A report of any framework since 2013."""
    framework = draw(st.sampled_from(tuple(ROWS)))
    council = draw(st.sampled_from(tuple(COUNCILS)))
    name = draw(st.sampled_from(COUNCILS[council]))
    title = draw(st.sampled_from(_titles(framework, name)))
    dated, dates = draw(fieldwork(framework))
    inspector = draw(st.sampled_from(INSPECTORS))
    led = draw(st.sampled_from((", His Majesty’s Inspector", "\nHer Majesty’s Inspector", " HMI")))
    table, grid = draw(tables(framework))
    prose = wrap(" ".join(draw(st.permutations(_PROSE))), draw(st.integers(40, 110)))
    stated: list[str] = []
    team = f"Lead inspector: {inspector}{led}"
    head = [*title, dated]
    if framework == "SIF":
        grade = draw(st.sampled_from(tuple(GRADES)))
        grid[OVERALL] = grade
        stated = draw(st.sampled_from(_statements(name, grade)))
        body = [*stated, "It is Ofsted’s expectation that all children receive good help.", *table]
        board = ["The effectiveness of the Local Safeguarding Children Board (LSCB) is", "inadequate."]
        lines = [*head, *body, *board, "", *prose, "", "The inspection team", team, "Deputy lead inspector: Ed Vane"]
    else:
        lines = [*head, team, draw(st.sampled_from(("Judgement Grade", "Judgement\nGrade"))), *table, "", *prose]
    joint = " " if title[0].startswith("Insp") else ": "
    return Known("\n".join(lines), joint.join(title), council, grid, dates, inspector, framework)


def _statements(name: str, grade: str) -> tuple[list[str], ...]:
    said = GRADES[grade].lower()
    verb = said.replace("requires", "require") if grade == "requires improvement" else f"are {said}"
    is_grade = said if grade == "requires improvement" else f"is {said}"
    return (
        wrap(f"Children’s services in {name} {verb}", 62),
        wrap(f"The overall judgement is that children’s services {verb}", 48),
        wrap(f"The overall judgement is {said.removesuffix(' to be good')}.", 62),
        wrap(f"The overall judgement {is_grade}", 62)
        if grade != "requires improvement"
        else [f"The overall judgement is {said}"],
    )
