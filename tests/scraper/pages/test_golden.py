"""Every platform's golden page is read as its JSON says."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from scraper.pages import read_page
from scraper.pages.page import Page
from scraper.pages.platforms import reader_of
from scraper.pages.response import Response

PAGES = Path(__file__).parents[2] / "pages"
GOLDEN = sorted(path.stem for path in PAGES.glob("*.html"))


def golden(name: str) -> tuple[bytes, dict[str, Any]]:
    return (PAGES / f"{name}.html").read_bytes(), json.loads((PAGES / f"{name}.json").read_text("utf-8"))


@pytest.mark.parametrize("name", GOLDEN)
def test_a_golden_page_is_read_as_recorded(name: str) -> None:
    body, want = golden(name)
    article = read_page(want["url"], body, "text/html; charset=utf-8", "Its outlet", ("Its council",))
    assert article.text.split("\n\n") == want["text"]
    assert article.title == want["title"]
    assert list(article.headlines) == want["headlines"]
    assert article.published is not None
    assert article.published.isoformat() == want["published"]
    assert article.byline == want["byline"]
    assert article.canonical == want["canonical"]
    assert (article.outlet, article.outlet_councils, article.media) == ("Its outlet", ("Its council",), "html")


@pytest.mark.parametrize("name", GOLDEN)
def test_the_reader_is_chosen_by_what_the_page_shows(name: str) -> None:
    body, want = golden(name)
    assert type(reader_of(Page(Response(want["url"], body)))).__name__ == want["reader"]
