"""National World (Yorkshire Post, The News ...): the story in .article-content and in the second JSON-LD block."""

from __future__ import annotations

from typing import ClassVar

from scraper.pages.generic import Reader


class NationalWorld(Reader):
    """A page of a National World title."""

    signs: ClassVar[tuple[str, ...]] = ("nationalworld.com", "jpimedia", "jpress.co.uk")
    bodies: ClassVar[tuple[str, ...]] = (
        "//*[contains(concat(' ', normalize-space(@class), ' '), ' article-content ')]",
    )
    drops: ClassVar[tuple[str, ...]] = (
        ".//figure[not(.//table)]",
        ".//a[contains(@href, 'shotstv.')]/parent::*[string-length(normalize-space()) < 200]",
    )
