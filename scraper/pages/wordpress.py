"""WordPress independents: Yoast's @graph, the story in .entry-content."""

from __future__ import annotations

from typing import ClassVar

from scraper.pages.generic import Reader


class WordPress(Reader):
    """A post of a WordPress site; themes that name no known body are read as any page."""

    signs: ClassVar[tuple[str, ...]] = ("/wp-content/", "/wp-includes/", 'content="WordPress')
    bodies: ClassVar[tuple[str, ...]] = (
        "//*[contains(concat(' ', normalize-space(@class), ' '), ' entry-content ')]",
        "//*[contains(concat(' ', normalize-space(@class), ' '), ' post-content ')]",
        "//*[contains(concat(' ', normalize-space(@class), ' '), ' td-post-content ')]",
    )
    drops: ClassVar[tuple[str, ...]] = (".//figure[not(.//table)]",)
