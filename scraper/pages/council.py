"""Council newsrooms: a date line under the title, nobody's byline, the release in the page's main part."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from scraper.pages import dates, dating
from scraper.pages.generic import Reader


class Council(Reader):
    """A page of a council's own site: any host under gov.uk that is not GOV.UK itself."""

    hosts: ClassVar[str] = r"\.gov\.uk$"
    bodies: ClassVar[tuple[str, ...]] = (
        "//*[@itemprop='articleBody']",
        "//*[contains(@class, 'localgov-news')]//*[contains(@class, 'field--name-body')]",
        "//*[contains(concat(' ', normalize-space(@class), ' '), ' editor ')]",
    )
    drops: ClassVar[tuple[str, ...]] = (
        ".//figure[not(.//table)]",
        ".//*[contains(@class, 'feedback') or contains(@class, 'page-rating') or contains(@class, 'page-tools')]",
    )

    def _stamps(self) -> Iterator[dates.Stamp | None]:
        """The date shown before the page's tags, which often hold the day on which the page was made or moved."""
        yield from dating.times(self.page)
        yield self._visible_date()
        yield from super()._stamps()

    def byline(self) -> str | None:
        """A release is signed by nobody."""
        return None
