"""Pages in the builds of many sites are read as a careful reader reads them."""

from __future__ import annotations

import pytest

from scraper.pages import read_page
from tests.scraper.pages.builds import Build, every


@pytest.mark.parametrize("build", every(), ids=lambda build: build.name)
def test_a_page_is_read_whatever_built_it(build: Build) -> None:
    article = read_page(build.url, build.body, "text/html; charset=utf-8")
    have = [line.removeprefix("• ") for line in article.text.splitlines() if line]
    want = [line for block in build.text for line in block.splitlines()]
    assert have == want or _said_flat(have, want)
    assert article.title == build.title
    assert (article.published.isoformat()[:10] if article.published else "") == build.date
    assert tuple(filter(None, (article.byline or "").split(", "))) == build.authors


def _said_flat(have: list[str], want: list[str]) -> bool:
    """True where the page says the same in other lines: its data may hold a story in one."""
    return " ".join(have) == " ".join(want)
