"""Damaged feeds, sitemaps and listings end in links or in NothingFound, and in good time."""

from __future__ import annotations

import random
import time

import pytest

from scraper.discover import find
from scraper.sources import Kind
from tests.scraper.discover.damage import RSS, SITEMAP, SOUND, damaged, tried

ROUNDS = 12
SECONDS = 2.0


def seconds(kind: Kind | None, body: bytes) -> float:
    began = time.monotonic()
    tried(kind, body)
    return time.monotonic() - began


@pytest.mark.parametrize("number", range(len(SOUND)))
def test_the_sound_ones_give_something(number: int) -> None:
    kind, body = SOUND[number]
    found = find(kind, "https://www.gov.uk/news", body, "")
    assert found.links or found.pages


@pytest.mark.parametrize("reference", [b"&#xD800;", b"&#55296;", b"&#99999999;", b"&#xFFFFFFFF;", b"&#0;"])
def test_a_reference_to_no_character_is_passed_over(reference: bytes) -> None:
    for body in (RSS, SITEMAP):
        hurt = body.replace(b"</title>", reference + b"</title>").replace(b"</loc>", reference + b"</loc>")
        assert len(find(None, "https://paper.test/x", hurt, "").links) >= 8
    assert seconds("feed", RSS.replace(b"<channel>", b"<channel>" + reference)) < SECONDS


@pytest.mark.parametrize("number", range(len(SOUND)))
def test_the_damaged_ones_end_plainly_and_in_time(number: int) -> None:
    kind, body = SOUND[number]
    chance = random.Random(number)  # noqa: S311
    for _ in range(ROUNDS):
        hurt = damaged(body, chance)
        assert seconds(kind, hurt) < SECONDS
        assert seconds(None, hurt) < SECONDS
