"""Reach (Cheshire Live, Manchester Evening News ...): itemprop=articleBody, boxes between its paragraphs."""

from __future__ import annotations

from typing import ClassVar

from scraper.pages.generic import Reader


class Reach(Reader):
    """A page of a Reach title."""

    signs: ClassVar[tuple[str, ...]] = ("reachplc", "trinitymirror", "tm-assets", "mirror-production", "s2-prod.")
    bodies: ClassVar[tuple[str, ...]] = (
        "//*[@itemprop='articleBody']",
        "//div[contains(concat(' ', normalize-space(@class), ' '), ' article-body ')]",
        "//*[contains(@class, 'ArticleBody')]",
    )
    drops: ClassVar[tuple[str, ...]] = (".//figure[not(.//table)]", ".//*[contains(@class, 'read-more')]")
