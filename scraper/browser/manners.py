"""Manners: what the pages in the browser keep to."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from scraper.politeness import Politeness


@dataclass(frozen=True, slots=True)
class Manners:
    """permit: raises NotFetched for what is no web address or what robots.txt forbids; now: the time of day."""

    politeness: Politeness
    permit: Callable[[str], Awaitable[None]]
    now: Callable[[], datetime]
