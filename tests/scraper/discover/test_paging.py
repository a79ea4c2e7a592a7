"""The page with older news."""

import pytest

from scraper.discover import find

URL = "https://town.test/news"
CARD = '<main><h2><a href="/news/ofsted-calls-on-the-town">Ofsted calls on the town</a></h2></main>'


def older(html: str, url: str = URL, links: str | None = None) -> list[str]:
    body = f"<!doctype html><html>{html}</html>".encode()
    return [page.removeprefix("https://town.test") for page in find("listing", url, body, "text/html", links).pages]


@pytest.mark.parametrize(
    ("url", "html", "meant"),
    [
        (URL, '<head><link rel="next" href="/news/page/2/"></head>', "/news/page/2/"),
        (URL, '<a rel="nofollow next" href="?page=2">&gt;</a>', "/news?page=2"),
        (URL, '<nav class="pagination"><a href="/news?page=1">1</a><a href="/news?page=2">2</a></nav>', "/news?page=2"),
        (URL + "?page=2", '<a href="/news?page=1">1</a><a href="/news?page=3">3</a>', "/news?page=3"),
        (URL + "/page/9/", '<a href="/news/page/10/">10</a><a href="/news/page/8/">8</a>', "/news/page/10/"),
        (URL, '<div class="nav-previous"><a href="/news/older/12">« Older posts</a></div>', "/news/older/12"),
        (URL, '<ul class="pager"><li><a href="/news?start=20">Next page ›</a></li></ul>', "/news?start=20"),
        (URL + "?a=3", '<a href="/news?a=3&amp;page=2">2</a><a href="/news?a=4&amp;page=2">2</a>', "/news?a=3&page=2"),
    ],
)  # fmt: skip
def test_it_is_found_by_what_the_page_says(url: str, html: str, meant: str) -> None:
    assert older(html + CARD, url) == [meant]
    assert older(html + CARD, url, "h2 a") == [meant]


@pytest.mark.parametrize(
    "html",
    [
        "",
        '<div class="gallery"><a href="/pictures/7">Next</a></div>',
        '<a rel="next" href="https://elsewhere.test/news?page=2">Next</a>',
        '<a rel="next" href="/news">Next</a>',
        '<a href="/sport?page=2">2</a>',
        '<a href="/news?page=7">Last</a>',
    ],
)
def test_what_only_looks_like_it_is_left_alone(html: str) -> None:
    assert older(html + CARD) == []
