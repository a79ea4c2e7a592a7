"""Feeds in all their forms and encodings: RDF, JSON Feed, wrong declarations, redirectors, ten thousand entries."""

import json
import time

import pytest

from scraper.discover import Found, NothingFound, find

URL = "https://paper.test/rss"
NOTHING = "is a feed whose entries link to nothing"
ITEM = "<item><title>{title}</title><link>https://paper.test/news/1</link></item>"


def feed(items: str, declared: str = "") -> str:
    said = f'<?xml version="1.0" encoding="{declared}"?>' if declared else ""
    return f'{said}<rss version="2.0"><channel><title>The Paper</title>{items}</channel></rss>'


def found(body: str | bytes, content_type: str = "text/xml", kind: None = None) -> Found:
    return find(kind, URL, body.encode() if isinstance(body, str) else body, content_type)


def addresses(items: str) -> list[str]:
    return [link.url for link in found(feed(items)).links]


def test_rdf() -> None:
    body = """<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
    <channel rdf:about="https://paper.test/"><title>Paper</title></channel>
    <item rdf:about="https://paper.test/1"><title>Ofsted calls</title><link>https://paper.test/1</link>
    <dc:date>2024-05-16T09:00:00+01:00</dc:date></item></rdf:RDF>"""
    (link,) = found(body).links
    assert (link.url, link.title) == ("https://paper.test/1", "Ofsted calls")
    assert link.dated is not None
    assert link.dated.isoformat() == "2024-05-16T08:00:00+00:00" or link.dated.isoformat().endswith("+01:00")


def test_json_feed() -> None:
    items = [
        {"id": "1", "url": "/news/one", "title": "One", "date_published": "2025-07-10T08:00:00+01:00"},
        {"id": "https://paper.test/news/two", "content_text": "Only an id, and no title"},
        {"id": "3", "external_url": "https://other.test/three"},
        {"id": "4"},
        "no object",
    ]
    body = json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "Paper", "items": items})
    given = found(body, "application/feed+json")
    assert given.kind == "feed"
    assert [link.url for link in given.links] == [
        "https://paper.test/news/one",
        "https://paper.test/news/two",
        "https://other.test/three",
    ]
    assert given.links[0].dated is not None
    assert given.links[1].title is None


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ('{"version": "https://jsonfeed.org/version/1", "items": []}', "is a feed without entries"),
        ('{"version": "https://jsonfeed.org/version/1", "items": [{"id": "7"}]}', NOTHING),
        ('{"items": [', "is broken JSON"),
        ('{"error": "gone"}', "is no feed"),
    ],
)  # fmt: skip
def test_json_that_is_no_feed_of_articles_is_said_plainly(body: str, reason: str) -> None:
    with pytest.raises(NothingFound) as caught:
        find("feed", URL, body.encode(), "application/json")
    assert caught.value.reason == reason


TITLE = "Café – the council’s £1m"


@pytest.mark.parametrize(
    ("encoding", "declared", "content_type"),
    [
        ("utf-8", "utf-8", "application/rss+xml; charset=utf-8"),
        ("utf-8", "iso-8859-1", "text/xml; charset=iso-8859-1"),
        ("utf-8", "no-such-thing", "text/xml"),
        ("utf-8-sig", "", "text/xml"),
        ("cp1252", "iso-8859-1", "text/xml"),
        ("cp1252", "utf-8", "text/xml; charset=utf-8"),
        ("cp1252", "", ""),
        ("utf-16", "utf-16", "text/xml"),
        ("utf-16-le", "utf-8", "text/xml; charset=utf-8"),
        ("mac-roman", "macintosh", "text/xml"),
    ],
)
def test_any_encoding_is_read_and_wrong_declarations_are_not_believed(
    encoding: str, declared: str, content_type: str
) -> None:
    body = feed(ITEM.format(title=TITLE), declared).encode(encoding)
    assert found(body, content_type).links[0].title == TITLE


def test_a_feed_with_characters_that_xml_forbids() -> None:
    body = feed(ITEM.format(title="Ofsted\x0bin \x00 town &#x1f; &#11;again &amp; &nbsp; more"))
    assert found(body).links[0].title == "Ofsted in town again & more"


def test_a_feed_that_is_cut_off_gives_what_came() -> None:
    whole = feed("".join(ITEM.replace("/1", f"/{n}").format(title=n) for n in range(9)))
    assert len(found(whole[: len(whole) * 2 // 3]).links) >= 4


@pytest.mark.parametrize(
    ("entry", "meant"),
    [
        ("<guid>https://paper.test/news/2</guid>", "https://paper.test/news/2"),
        ('<guid isPermaLink="false">https://paper.test/news/3</guid>', "https://paper.test/news/3"),
        ("<link>/news/4</link>", "https://paper.test/news/4"),
        (
            "<link>https://paper.test/click?id=7&amp;url=https%3A%2F%2Fpaper.test%2Fnews%2F5</link>",
            "https://paper.test/news/5",
        ),
        (
            '<link>https://feedproxy.google.com/~r/x/1</link><guid isPermaLink="false">https://paper.test/6</guid>',
            "https://paper.test/6",
        ),
        (
            '<link>https://feeds.feedburner.com/~r/7</link><f:origLink xmlns:f="http://rssnamespace.org/feedburner/ext/1.0">'
            "https://paper.test/news/7</f:origLink>",
            "https://paper.test/news/7",
        ),
        ("<link>https://t.co/abc</link>", "https://t.co/abc"),
        ("<link>https://paper.test/search?q=https://paper.test/a</link>", "https://paper.test/search?q=https://paper.test/a"),
    ],
)  # fmt: skip
def test_an_entry_leads_past_redirectors_and_by_its_guid_alone(entry: str, meant: str) -> None:
    assert addresses(f"<item><title>A story</title>{entry}</item>") == [meant]


def test_an_entry_without_link_and_with_a_number_for_a_guid_is_passed_over() -> None:
    assert addresses(f'<item><title>x</title><guid isPermaLink="false">88</guid></item>{ITEM.format(title=1)}') == [
        "https://paper.test/news/1"
    ]


def test_relative_links_begin_at_xml_base() -> None:
    body = """<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://town.test/deep/"><title>T</title>
    <entry><title>One</title><link href="one"/></entry></feed>"""
    assert found(body).links[0].url == "https://town.test/deep/one"


@pytest.mark.parametrize("newest_first", [True, False])
def test_ten_thousand_entries_are_bounded_and_quick(newest_first: bool) -> None:
    numbers = range(10_000, 0, -1) if newest_first else range(1, 10_001)
    words = "<description>&lt;p&gt;Words and words.&lt;/p&gt;</description>"
    items = "".join(f"<item><title>{n}</title><link>https://paper.test/{n}</link>{words}</item>" for n in numbers)
    began = time.monotonic()
    links = found(feed(items)).links
    assert time.monotonic() - began < 5
    assert len(links) == 1000
    assert "https://paper.test/10000" in {link.url for link in links}
