"""Nub News: div.prose with sign-up, app, jobs and related boxes inside it; dates in article:published_time."""

from __future__ import annotations

from typing import ClassVar

from scraper.pages.generic import Reader


class NubNews(Reader):
    """A town's page on nub.news."""

    hosts: ClassVar[str] = r"(?:^|\.)nub\.news$"
    signs: ClassVar[tuple[str, ...]] = ('content="Nub News"',)
    bodies: ClassVar[tuple[str, ...]] = ("//div[contains(concat(' ', normalize-space(@class), ' '), ' prose ')]",)
    drops: ClassVar[tuple[str, ...]] = (
        ".//form",
        ".//figure[not(.//table)]",
        ".//a[contains(@href, '/jobs')]/ancestor-or-self::*[parent::div][1][string-length(normalize-space()) < 300]",
    )
