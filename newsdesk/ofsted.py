"""What Ofsted did and judged: the judgement grid, the dates, the number of the visit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from newsdesk.article import Article
from newsdesk.reading import Span


@dataclass(frozen=True, slots=True)
class OfstedFacts:
    """What a story or report says that Ofsted did. What the text does not say is absent; nothing is derived.

    judgements: judgement name -> grade, current ones only. inspection_dates: first and last day, or one month (2025-06).
    sources: name of a fact -> where it stands; a judgement's name is "judgements." and its own name.
    """

    judgements: Mapping[str, str] = field(default_factory=dict)
    previous_overall: str | None = None
    inspection_dates: tuple[str, ...] = ()
    visit_number: int | None = None
    send_outcome: str | None = None
    priority_action: bool = False
    lead_inspector: str | None = None
    framework: str | None = None
    report_published: str | None = None
    sources: Mapping[str, Span] = field(default_factory=dict)


def read_ofsted(article: Article, kind: str, councils: tuple[str, ...]) -> OfstedFacts:
    """The facts of one article; kind and councils as read from the same article."""
    return OfstedFacts()
