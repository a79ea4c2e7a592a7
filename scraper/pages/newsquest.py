"""Newsquest (Northwich Guardian, The Argus ...): JSON-LD without a body, the story in .article-body."""

from __future__ import annotations

from typing import ClassVar

from scraper.pages.generic import Reader


class Newsquest(Reader):
    """A page of a Newsquest title, known by the shape of its address or by its parts."""

    paths: ClassVar[str] = r"^/[a-z][\w/-]*/\d{6,9}\.[\w-]+/"
    signs: ClassVar[tuple[str, ...]] = ("newsquest-cdn", "newsquestdigital", "static.newsquest", "newsquest.co.uk")
    bodies: ClassVar[tuple[str, ...]] = (
        "//*[@itemprop='articleBody']",
        "//*[contains(concat(' ', normalize-space(@class), ' '), ' article-body ')]",
    )
    drops: ClassVar[tuple[str, ...]] = (".//figure[not(.//table)]", ".//*[contains(@class, 'mar-read-more')]")
