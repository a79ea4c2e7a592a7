"""Reading: what an article says, and why we think so; the shapes that the newsdesk's parts fill."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, NamedTuple


class Evidence(NamedTuple):
    """A phrase that moved the relevance score. where: headline, text, outlet or, for all other words together, words.

    weight: its share of the sum.
    """

    phrase: str
    where: str
    weight: float


class Person(NamedTuple):
    """Somebody quoted in a public role; name without title."""

    name: str
    role: str


class Told(NamedTuple):
    """A value that a document gives, and where it stands in the text."""

    value: str
    start: int
    end: int


class Span(NamedTuple):
    """Where a fact stands: offsets in Article.text, and the page of a PDF (from 1)."""

    start: int
    end: int
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """What one article says. Dates are ISO 8601, a month as 2025-06. What the text does not give is absent."""

    relevant: bool
    score: float
    evidence: tuple[Evidence, ...] = ()
    topics: tuple[str, ...] = ()
    kind: str = "other"
    councils: tuple[str, ...] = ()
    mentioned_councils: tuple[str, ...] = ()
    judgements: Mapping[str, str] = field(default_factory=dict)
    previous_overall: str | None = None
    inspection_dates: tuple[str, ...] = ()
    visit_number: int | None = None
    people: tuple[Person, ...] = ()
    send_outcome: str | None = None
    priority_action: bool = False
    lead_inspector: str | None = None
    framework: str | None = None
    report_published: str | None = None
    sources: Mapping[str, Span] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """Plain JSON values; from_dict takes it back."""
        return asdict(self)

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Reading:
        """The Reading that as_dict gave, also after a round through JSON."""
        known = dict(values)
        known["evidence"] = tuple(Evidence(*item) for item in known["evidence"])
        known["people"] = tuple(Person(*item) for item in known["people"])
        known["sources"] = {fact: Span(*span) for fact, span in known["sources"].items()}
        for name in ("topics", "councils", "mentioned_councils", "inspection_dates"):
            known[name] = tuple(known[name])
        return cls(**known)
