# ruff: noqa: E501
"""Feeds, and what is served in their place."""

from datetime import UTC, date, datetime

import pytest

from scraper.discover import NothingFound, find

RSS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0"><channel><title>{title}</title><link>https://paper.test/</link>{items}</channel></rss>"""


def rss(items: str, title: str = "The Paper") -> bytes:
    return RSS.format(title=title, items=items).encode()


def item(link: str, title: str = "A story", date: str = "") -> str:
    dated = f"<pubDate>{date}</pubDate>" if date else ""
    return f"<item><title>{title}</title><link>{link}</link>{dated}</item>"


def test_entries_become_links_with_titles_and_dates() -> None:
    body = rss(
        item("https://paper.test/news/1", "Care &amp;amp; council", "Thu, 16 May 2024 09:00:00 +0000")
        + item("https://paper.test/news/2", "Undated")
    )
    found = find(None, "https://paper.test/rss", body, "application/rss+xml")
    assert found.kind == "feed"
    assert [(link.url, link.title, link.dated) for link in found.links] == [
        ("https://paper.test/news/1", "Care & council", datetime(2024, 5, 16, 9, tzinfo=UTC)),
        ("https://paper.test/news/2", "Undated", None),
    ]


def test_a_british_date_is_not_read_in_american_order() -> None:
    body = rss(item("https://paper.test/1", date="05/06/2024"))
    assert find("feed", "https://paper.test/rss", body, "text/xml").links[0].dated == date(2024, 6, 5)


def test_atom_with_relative_links() -> None:
    body = b"""<feed xmlns="http://www.w3.org/2005/Atom"><title>Town</title>
    <entry><title>One</title><link rel="alternate" href="/news/one"/><updated>2025-07-10T08:00:00+01:00</updated></entry>
    </feed>"""
    (link,) = find(None, "https://town.test/atom.xml", body, "application/atom+xml").links
    assert link.url == "https://town.test/news/one"
    assert link.dated is not None
    assert link.dated.isoformat() == "2025-07-10T08:00:00+01:00"


def test_an_address_is_listed_once_and_the_order_is_kept() -> None:
    body = rss(item("https://paper.test/b") + item("https://paper.test/a") + item("https://paper.test/b", "Again"))
    links = find("feed", "https://paper.test/rss", body, "").links
    assert [link.url for link in links] == ["https://paper.test/b", "https://paper.test/a"]


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"<!DOCTYPE html><html><body><h1>Not here</h1></body></html>", "is HTML where a feed should be"),
        (rss(""), "is a feed without entries"),
        (b"just words", "is no feed"),
        (b"   ", "answered with an empty page"),
        (
            rss(item("https://paper.test/story/#comment-7", "By Ann"), title="Comments on: A story"),
            "is a feed of readers' comments, not of articles",
        ),
        (rss("<item><title>No link</title></item>"), "is a feed whose entries link to nothing"),
    ],
)
def test_what_is_no_feed_of_articles_is_said_plainly(body: bytes, reason: str) -> None:
    with pytest.raises(NothingFound) as caught:
        find("feed", "https://paper.test/rss", body, "application/rss+xml")
    assert caught.value.reason == reason


def test_a_feed_with_a_broken_byte_still_gives_its_entries() -> None:
    body = rss(item("https://paper.test/1", "Caf\u00e9 closes")).replace("\u00e9".encode(), b"\xe9")
    assert find("feed", "https://paper.test/rss", body, "text/xml").links[0].url == "https://paper.test/1"


def test_a_body_that_is_the_name_of_a_file_opens_no_file() -> None:
    with pytest.raises(NothingFound, match="is no feed"):
        find("feed", "https://paper.test/rss", __file__.encode(), "text/xml")


def test_links_that_are_no_web_addresses_are_left_out() -> None:
    body = rss(item("javascript:alert(1)") + item("file:///etc/passwd") + item("https://paper.test/1"))
    assert [link.url for link in find("feed", "https://paper.test/rss", body, "").links] == ["https://paper.test/1"]
