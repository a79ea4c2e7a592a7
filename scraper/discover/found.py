"""Found: what a listing gave; NothingFound: why it gave nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from scraper.memory import Link
from scraper.sources import Kind


@dataclass(frozen=True, slots=True)
class Found:
    """kind: what the page turned out to be; links: articles, as listed; pages: further listings to be asked.

    The pages of a page that has links itself are those with older links. A page may carry its state as a fragment
    (#latest-report=2024-05-16): in the same state it need not be asked again every time.
    """

    kind: Kind
    links: tuple[Link, ...] = ()
    pages: tuple[str, ...] = ()


def once(links: Iterable[Link]) -> tuple[Link, ...]:
    """The links in their order, an address once."""
    first: dict[str, Link] = {}
    for link in links:
        first.setdefault(link.url, link)
    return tuple(first.values())


class NothingFound(Exception):  # noqa: N818 - it is no error of ours
    """A page that gives no links. reason completes a sentence that begins with the page's address."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
