"""CrawlSettings: how a crawl behaves towards the hosts that it asks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

NAME = "wardwatch"
VERSION = "0.1"


@dataclass(frozen=True, slots=True)
class CrawlSettings:
    """contact: shown in the user agent. delay: between two requests to a host; none for the hosts in allow_private.
    allow_private: hosts, with or without port, that may be asked although their addresses are private.
    page_seconds: time-out of one request. source_seconds: after so long the rest of a source is left for its next
    visit. vocabulary: handed on to the reading of each page."""

    contact: str
    delay: timedelta = timedelta(seconds=1)
    allow_private: tuple[str, ...] = ()
    page_seconds: float = 30.0
    source_seconds: float = 1800.0
    vocabulary: Mapping[str, object] = field(default_factory=dict)

    @property
    def user_agent(self) -> str:
        """Who we are and whom to write to."""
        return f"{NAME}/{VERSION} (+{self.contact})"
