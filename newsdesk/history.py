"""Ofsted's own history of councils' children's services, and the periods before elections."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path

from ruamel.yaml import YAML

_DATA = Path(__file__).parent / "data"
_COLUMNS = {
    "overall": "overall effectiveness",
    "leaders": "impact of leaders",
    "protection": "help and protection",
    "care": "children in care",
    "leavers": "care leavers",
}
CREDIT = "Ofsted's statistics as at 31 March 2025, Open Government Licence v3.0"


@dataclass(frozen=True, slots=True)
class Inspected:
    """One inspection or visit. kind: inspection, focused-visit or monitoring-visit; length: of an inspection, standard
    or short, else ""; started: the first day on site; theme: of a visit, else "". Visits carry no grades."""

    council: str
    kind: str
    length: str
    started: date
    published: date
    judgements: Mapping[str, str] = field(default_factory=dict)
    theme: str = ""


@dataclass(frozen=True, slots=True)
class PreElection:
    """A period before an election, both days included."""

    name: str
    first: date
    last: date


def history_of(council: str) -> tuple[Inspected, ...]:
    """What Ofsted's statistics have of a council, newest first; () for none. council: as councils.csv names it."""
    return _history().get(council, ())


def councils_with_history() -> tuple[str, ...]:
    """Every council that has any, former ones too, by the alphabet."""
    return tuple(sorted(_history()))


def pre_election(day: date) -> PreElection | None:
    """The period before an election in which a day falls."""
    return next((one for one in _periods() if one.first <= day <= one.last), None)


@cache
def _history() -> Mapping[str, tuple[Inspected, ...]]:
    found: dict[str, list[Inspected]] = {}
    with (_DATA / "inspections.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found.setdefault(row["council"], []).append(_inspected(row))
    return {council: tuple(sorted(rows, key=lambda one: one.started, reverse=True)) for council, rows in found.items()}


def _inspected(row: Mapping[str, str]) -> Inspected:
    return Inspected(
        council=row["council"],
        kind=row["kind"],
        length=row["type"],
        started=date.fromisoformat(row["started"]),
        published=date.fromisoformat(row["published"]),
        judgements={name: row[column] for column, name in _COLUMNS.items() if row[column]},
        theme=row["theme"],
    )


@cache
def _periods() -> tuple[PreElection, ...]:
    rows = YAML(typ="safe").load((_DATA / "calendar.yaml").read_text("utf-8"))
    return tuple(PreElection(row["name"], row["from"], row["to"]) for row in rows)
