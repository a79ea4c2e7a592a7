"""Ofsted's letters laid out at random: monitoring and focused visits, joint and area SEND inspections and revisits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from textwrap import wrap

from hypothesis import strategies as st

from tests.newsdesk.reports import COUNCILS, INSPECTORS

_NTHS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh")
_OFFICES = (
    "Ofsted\nAgora\n6 Cumberland Place\nNottingham\nNG1 6HJ\nT 0300 123 1231\nwww.gov.uk/ofsted",
    "Piccadilly Gate\nStore Street\nManchester\nM1 2WD\nTextphone 0161 618 8524\nenquiries@ofsted.gov.uk",
    "Aviation House\n125 Kingsway\nLondon\nWC2B 6SE",
)
_FINDINGS = (
    "Leaders have a good understanding of the service, and practice in some teams is now outstanding.",
    "Plans are inadequate for too few children to be called good. Progress has been steady since the inspection of "
    "3 to 14 June 2013.",
    "Social workers visit children often. The quality of plans requires improvement.",
    "Inspectors last visited on 4 and 5 March 2013, when the neighbours in Trafford were visited too.",
    "Staff said that they feel well supported by their managers.",
)
_THEMES = ("the ‘front door’ service", "children in care", "care leavers", "children subject to a protection plan")


@dataclass(frozen=True)
class KnownLetter:
    """What a laid out letter says."""

    text: str
    title: str
    kind: str
    council: str
    dates: tuple[str, ...]
    published: str
    inspector: str | None = None
    visit: int | None = None
    priority: bool = False
    outcome: str | None = None


def _two_days(first: date, last: date) -> tuple[str, ...]:
    if first.month != last.month:
        return (
            f"{first.day} {first:%B} and {last.day} {last:%B %Y}",
            f"{first.day} {first:%B} to {last.day} {last:%B %Y}",
        )
    days = f"{first.day}{{}}{last.day} {last:%B %Y}"
    return (days.format(" and "), days.format(" to "), days.format("–"), days.format(" – "), days.format(" & "))


def _signed(draw: st.DrawFn, inspector: str) -> str:
    office = draw(st.sampled_from(("\nHis Majesty’s Inspector", "\nHer Majesty’s Inspector", " HMI", "\n\nSenior HMI")))
    return f"Yours sincerely{draw(st.sampled_from((',', '')))}\n\n{inspector}{office}"


def _head(draw: st.DrawFn, published: date, name: str) -> str:
    office = draw(st.sampled_from(("", *_OFFICES)))
    day = f"{published.day} {published:%B %Y}"
    to = f"Ms Pia Holloway\nDirector of Children’s Services\n{name}\nTown Hall, High Street"
    parts = draw(st.sampled_from(([office, day, to], [day, office, to], [office, to, day])))
    return "\n".join(part for part in parts if part) + "\n\nDear Pia"


def _findings(draw: st.DrawFn) -> str:
    width = draw(st.integers(50, 100))
    paragraphs = draw(st.permutations(_FINDINGS))
    return "\n\n".join("\n".join(wrap(paragraph, width)) for paragraph in paragraphs)


@st.composite
def visit_letters(draw: st.DrawFn) -> KnownLetter:
    """The letter of a monitoring or focused visit: no grades, whatever it praises."""
    council = draw(st.sampled_from(tuple(COUNCILS)))
    name = draw(st.sampled_from(COUNCILS[council]))
    first = draw(st.dates(date(2016, 6, 1), date(2026, 6, 1)))
    last = first + timedelta(days=1)
    published = last + timedelta(days=draw(st.integers(29, 79)))
    inspector = draw(st.sampled_from(INSPECTORS))
    said = draw(st.sampled_from(_two_days(first, last)))
    monitoring = draw(st.booleans())
    number = draw(st.integers(1, 7)) if monitoring else None
    word = "monitoring" if monitoring else "focused"
    subject = draw(
        st.sampled_from((f"{word.title()} visit to {name} children’s services", f"{word.title()} visit to {name}"))
    )
    opening = draw(
        st.sampled_from(
            (
                f"This letter summarises the findings of the {word} visit to {name} children’s services on {said}.",
                f"This letter summarises the findings of a {word} visit to {name} on {said}.",
                f"I am writing to summarise the findings of the {word} visit to {name} children’s services on {said}.",
                f"Following the {word} visit to {name} on {said}, I am writing to confirm the findings.",
            )
        )
    )
    told = "Inspectors looked at the local authority’s arrangements for " + draw(st.sampled_from(_THEMES)) + "."
    if number:
        nth = _NTHS[number - 1]
        told = draw(
            st.sampled_from(
                (
                    f"This was the {nth} monitoring visit since the council was judged inadequate in March 2015.",
                    f"The visit was the {nth} monitoring visit since the local authority was judged inadequate for "
                    "overall effectiveness in March 2015.",
                    f"It is the {nth} monitoring visit since the inspection that ended on 13 March 2015.",
                )
            )
        )
    team = f"His Majesty’s Inspectors for this visit were {inspector} and Ed Vane."
    urgent = not monitoring and draw(st.integers(0, 3)) == 0
    asked = "Areas for priority action\nThe timeliness of strategy meetings.\n\n" if urgent else ""
    body = "\n".join(wrap(f"{opening} {told} {team}", draw(st.integers(50, 100))))
    text = "\n\n".join(
        (
            _head(draw, published, name),
            subject,
            body,
            f"{asked}Headline findings",
            _findings(draw),
            _signed(draw, inspector),
        )
    )
    dates = (first.isoformat(), last.isoformat())
    kind = "monitoring-visit" if monitoring else "focused-visit"
    return KnownLetter(text, subject, kind, council, dates, published.isoformat(), inspector, number, urgent)


@st.composite
def area_letters(draw: st.DrawFn) -> KnownLetter:
    """The letter of a joint inspection, or of an area's SEND inspection or revisit before 2023."""
    council = draw(st.sampled_from(tuple(COUNCILS)))
    name = draw(st.sampled_from(COUNCILS[council]))
    first = draw(st.dates(date(2016, 6, 1), date(2022, 6, 1)))
    last = first + timedelta(days=4)
    published = last + timedelta(days=draw(st.integers(29, 79)))
    span = f"{first.day} {first:%B %Y} and {last.day} {last:%B %Y}"
    manner = draw(st.sampled_from(("jtai", "send", "revisit")))
    outcome, urgent, kind = None, False, "send-inspection"
    if manner == "jtai":
        kind = "jtai"
        subject = f"Joint targeted area inspection of the multi-agency response to abuse and neglect in {name}"
        opening = (
            f"Between {span}, Ofsted, the Care Quality Commission and HMI Constabulary undertook a joint inspection of "
            f"the multi-agency response to abuse in {name}. This letter to all the service leaders in the area "
            "outlines our findings about partnership working."
        )
        urgent = draw(st.booleans())
        end = "Areas for priority action\nDelay." if urgent else "There are no areas for priority action."
        end += "\n\nThe local authority should send the written statement of action to Ofsted by 8 November."
    elif manner == "send":
        subject = f"Joint local area SEND inspection in {name}"
        opening = (
            f"Between {span}, Ofsted and the Care Quality Commission (CQC) conducted a joint inspection of the local "
            f"area of {name} to judge the effectiveness of the area in implementing the reforms. "
        )
        if draw(st.booleans()):
            outcome = "written statement of action"
            opening += (
                "As a result of the findings of this inspection, Her Majesty’s Chief Inspector (HMCI) has determined "
                "that a Written Statement of Action is required because of significant areas of weakness. "
            )
        end = "This letter outlines our findings from the inspection, including some areas of strength."
    else:
        subject = f"Joint area SEND revisit in {name}"
        opening = (
            f"Between {span}, Ofsted and the Care Quality Commission revisited the area of {name} to decide whether "
            "it has made sufficient progress in addressing the weaknesses detailed in the written statement of action "
            "(WSOA) required on 5 May 2015. "
        )
        end = "The area has made sufficient progress in addressing two of the five weaknesses."
    inspector = draw(st.sampled_from(INSPECTORS)) if kind == "send-inspection" else None
    sign = (
        _signed(draw, inspector)
        if inspector
        else "Yours sincerely\nOfsted Care Quality Commission\nAda Bright\nNational Director"
    )
    body = "\n".join(wrap(opening, draw(st.integers(50, 100))))
    text = "\n\n".join((_head(draw, published, name), subject, body, end, _findings(draw), sign))
    dates = (first.isoformat(), last.isoformat())
    return KnownLetter(text, subject, kind, council, dates, published.isoformat(), inspector, None, urgent, outcome)
