"""Subjects and first lines, from our own words only: council, kind, grade, number of the visit, date."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from alerts.facts import CONTRADICTION, JUDGEMENT, OFFICIAL
from alerts.summary import Summary
from alerts.wording import (
    GRADES,
    JUDGEMENTS,
    KINDS,
    OFSTED_KINDS,
    UNGRADED_KINDS,
    day,
    days,
    iso_day,
    listed,
    month,
    ordinal,
    sentence_case,
)

LONGEST = 74
NEWS = {
    "leadership": "News about who leads children's services",
    "safeguarding-review": "A review of how children were safeguarded",
    "court": "A court case that concerns children's services",
    "finance": "News about the money for children's services",
    "workforce": "News about those who work in children's services",
    "service": "News about a service for children and families",
    "policy": "National policy or figures on children's services",
    "ombudsman": "An Ombudsman's decision on children's services",
    "other": "News about children's services",
}
PLAIN_COUNCIL = re.compile(r"[^\w .,'’&()-]")
SHORT_JUDGEMENTS = {name: label.lower() for name, label in JUDGEMENTS.items()} | {"overall effectiveness": "overall"}


def subject(said: Summary, published: date | None) -> str:
    """Cheshire East: Ofsted - inadequate overall (2019: requires improvement)"""
    return _fitted(said.councils, [*_headings(said, published)])


def update_subject(said: Summary, published: date | None, told: Sequence[str]) -> str:
    """As subject, for what is new in a story that the recipient knows."""
    return _fitted(said.councils, _updates(said, published, told))


def update_heading(said: Summary, published: date | None, told: Sequence[str]) -> str:
    """As heading, for an update."""
    return sentence_case(_updates(said, published, told)[0].replace(" - ", ": ", 1))


def _updates(said: Summary, published: date | None, told: Sequence[str]) -> list[str]:
    kinds = {key.partition(": ")[0] for key in told}
    whose = "Ofsted's report" if said.kind in OFSTED_KINDS else "the official document"
    if CONTRADICTION in kinds:
        return [f"{whose} differs from the press"]
    if OFFICIAL in kinds:
        confirmed = " - grades confirmed" if said.judgements and JUDGEMENT not in kinds else ""
        return [f"{whose} seen{confirmed}", f"{whose} seen"]
    return [f"update: {heading}" for heading in _headings(said, published)]


def heading(said: Summary, published: date | None) -> str:
    """The subject without the council and the grade before."""
    wordings = _headings(said, published)
    graded = said.kind == "inspection" and "overall effectiveness" in said.judgements
    return sentence_case(wordings[-1 if graded else 0].replace(" - ", ": ", 1))


def area(councils: Sequence[str]) -> str:
    """Cheshire East; or Cheshire East and Cheshire West and Chester; or Cheshire East and 2 more; or "" for none."""
    names = [PLAIN_COUNCIL.sub("", name) for name in councils]
    if len(names) > 2:
        return f"{names[0]} and {len(names) - 1} more"
    return " and ".join(names)


def possessive(name: str) -> str:
    """Cheshire East's, St Helens'."""
    return f"{name}'" if name.endswith("s") else f"{name}'s"


def _fitted(councils: Sequence[str], headings: Sequence[str]) -> str:
    """The first heading that fits beside the council; the last is cut where none does."""
    name = area(councils) or "Children's services"
    if len(name) > 40:
        name = area(councils[:1])[:39].rstrip() + ("…" if len(name) > 39 else "")
    for text in headings:
        if len(name) + 2 + len(text) <= LONGEST:
            return f"{name}: {text}"
    return f"{name}: {headings[-1]}"[: LONGEST - 1].rstrip() + "…"


def _headings(said: Summary, published: date | None) -> list[str]:
    """What happened, the fullest wording first."""
    if said.kind == "inspection" and said.judgements:
        return _graded(said)
    if said.kind == "home-inspection":
        grade = said.judgements.get("overall effectiveness")
        return [f"Ofsted on a children's home or agency{f' - {grade}' if grade else ''}", "Ofsted on a children's home"]
    when = month(said.inspection_dates) or (day(published) if published else "")
    dated = f" ({when})" if when else ""
    if said.kind == "send-inspection" and said.send_outcome:
        return [f"SEND inspection - {said.send_outcome}", f"SEND inspection{dated}", "SEND inspection"]
    name = KINDS[said.kind] if said.kind in KINDS else KINDS["other"]
    if said.kind == "monitoring-visit" and said.visit_number:
        name = f"{name} {said.visit_number}"
    if said.priority_action:
        return [f"{name}{dated} - priority action", f"{name} - priority action"]
    if said.kind in UNGRADED_KINDS:
        return [f"{name}{dated}, no grade", f"{name}, no grade"]
    return [f"{name}{dated}", name]


def _graded(said: Summary) -> list[str]:
    overall = said.judgements.get("overall effectiveness")
    if overall:
        before = f" ({said.previous_year or 'before'}: {said.previous_overall})" if said.previous_overall else ""
        return [f"Ofsted - {overall} overall{before}", f"Ofsted - {overall} overall"]
    name, grade = max(said.judgements.items(), key=lambda one: _severity(one[1]))
    others = len(said.judgements) - 1
    more = f", {others} more judgement{'s' if others > 1 else ''}" if others else ""
    first = f"Ofsted - {SHORT_JUDGEMENTS.get(name, name)} {grade}"
    return [f"{first}{more}", first]


def _severity(grade: str) -> int:
    return GRADES.index(grade) if grade in GRADES else -1


def lead(said: Summary, published: date | None) -> str:
    """The first line of the body: the fact, in one to three sentences."""
    whose = f"{possessive(area(said.councils))} children's services" if said.councils else "children's services"
    sentences = [_fact(said, whose), _standing(said), _when(said, published)]
    return " ".join(sentence for sentence in sentences if sentence)


def _fact(said: Summary, whose: str) -> str:
    place = f" in {area(said.councils)}" if said.councils else ""
    match said.kind:
        case "inspection":
            return _inspected(said, whose)
        case "monitoring-visit":
            number = f"the {ordinal(said.visit_number)} monitoring visit" if said.visit_number else "a monitoring visit"
            since = f" since the {said.previous_overall} judgement" if said.previous_overall else ""
            return f"Ofsted has made {number} to {whose}{since}."
        case "focused-visit":
            return f"Ofsted has made a focused visit to {whose}."
        case "jtai":
            return f"Inspectorates have looked jointly at how children are protected{place} (JTAI)."
        case "send-inspection":
            outcome = f": {said.send_outcome}" if said.send_outcome else ""
            return f"Ofsted and the CQC have inspected services for children with SEND{place}{outcome}."
        case "home-inspection":
            grade = said.judgements.get("overall effectiveness")
            return f"Ofsted has {f'judged {grade}' if grade else 'inspected'} a children's home or agency{place}."
        case "intervention":
            return f"The government has stepped in, or changed how it does, over {whose}."
        case kind:
            return f"{NEWS.get(kind, NEWS['other'])}{place}."


def _inspected(said: Summary, whose: str) -> str:
    overall = said.judgements.get("overall effectiveness")
    if overall:
        before = ""
        if said.previous_overall:
            year = f" in {said.previous_year}" if said.previous_year else " before"
            before = f" ({said.previous_overall}{year})" if said.previous_overall != overall else ", as before"
        return f"Ofsted has judged {whose} {overall} overall{before}."
    by_grade: dict[str, list[str]] = {}
    for name, grade in sorted(said.judgements.items(), key=lambda one: -_severity(one[1])):
        by_grade.setdefault(grade, []).append(SHORT_JUDGEMENTS.get(name, name))
    found = "; ".join(f"{listed(names, 9)} {grade}" for grade, names in by_grade.items())
    return f"Ofsted has inspected {whose}{f': {found}' if found else ''}."


def _standing(said: Summary) -> str:
    if said.kind not in UNGRADED_KINDS:
        return ""
    stands = f": {said.previous_overall} stands" if said.previous_overall else ""
    urgent = " It found areas for priority action." if said.priority_action else ""
    return f"Visits give no grade{stands}.{urgent}" if said.kind != "jtai" else f"It gives no grade.{urgent}"


def _when(said: Summary, published: date | None) -> str:
    parts = []
    if said.report_published:
        parts.append(f"Report published {iso_day(said.report_published)}")
    elif published:
        parts.append(f"{'Published' if said.official else 'Reported'} {day(published)}")
    if said.inspection_dates:
        on_site = days(said.inspection_dates)
        parts.append(f"{'on' if parts else 'On'} site {'' if on_site[0].isdigit() else 'in '}{on_site}")
    return f"{'; '.join(parts)}." if parts else ""
