"""Sound feeds, sitemaps and listings, and the accidents that befall them."""

from __future__ import annotations

import gzip
import json
import random

from scraper.discover import NothingFound, find
from scraper.sources import Kind

RSS = b"".join(
    [
        b'<?xml version="1.0" encoding="utf-8"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>',
        b"<title>The Paper</title><link>https://paper.test/</link>",
        *(
            f"<item><title><![CDATA[Caf\u00e9 &amp; council {n}]]></title><link>https://paper.test/news/{n}</link>"
            f"<guid isPermaLink='false'>{n}</guid><pubDate>Thu, 16 May 2024 09:0{n}:00 +0100</pubDate>"
            f"<dc:creator>Jo</dc:creator><description>&lt;p&gt;Words &amp;pound;</description></item>".encode()
            for n in range(9)
        ),
        b"</channel></rss>",
    ]
)
ATOM = b"""<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://town.test/"><title>Town</title><entry><title
type="html">One &lt;b&gt;bold&lt;/b&gt;</title><link rel="alternate" href="/news/one"/><id>tag:town.test,2025:1</id>
<updated>2025-07-10T08:00:00+01:00</updated><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Words
</p></div></content></entry></feed>"""
RDF = b"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">
<channel rdf:about="https://paper.test/"><title>Paper</title></channel><item rdf:about="https://paper.test/1"><title>A
</title><link>https://paper.test/1</link></item></rdf:RDF>"""
JSON = json.dumps(
    {
        "version": "https://jsonfeed.org/version/1.1",
        "items": [{"id": str(n), "url": f"/n/{n}", "date_published": "2025-07-10T08:00:00Z"} for n in range(5)],
    }
).encode()
SITEMAP = (
    b'<?xml version="1.0"?><!DOCTYPE urlset [<!ENTITY a "b">]><urlset xmlns:xhtml="http://www.w3.org/1999/xhtml" '
    b'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">'
    + b"".join(
        f"<url><loc>https://paper.test/news/a-story-{n}</loc><lastmod>2025-01-0{n}</lastmod><xhtml:link "
        f"rel='alternate' hreflang='cy' href='https://paper.test/cy/{n}'/><news:news><news:publication_date>2025-01-0{n}"
        f"</news:publication_date><news:title>T &a; {n}</news:title></news:news></url>".encode()
        for n in range(1, 9)
    )
    + b"</urlset>"
)
INDEX = (
    b"<sitemapindex><sitemap><loc>https://p.test/news.xml</loc><lastmod>2025-01-01</lastmod></sitemap></sitemapindex>"
)
MEETINGS = b"""<getallmeetingsbydate><meetings><meeting><meetingid>801</meetingid><meetingdate>10/03/2026</meetingdate>
</meeting></meetings></getallmeetingsbydate>"""
MEETING = b"""<meeting><meetingid>8</meetingid><committeetitle>Panel</committeetitle><linkeddoc><title>Plan</title>
<url>/documents/s12/Plan.pdf</url></linkeddoc></meeting>"""
SEARCH = json.dumps(
    {"results": [{"title": "T", "link": "/government/x", "public_timestamp": "2024-07-10T09:30:00Z"}]}
).encode()
PAGE = b"""<!doctype html><html><head><base href="/"><link rel="next" href="?page=2"><script type="application/ld+json">
[{"@type":"NewsArticle","headline":"H","url":"/news/1","datePublished":"2025-01-01 10:00:00"}]</script></head><body>
<main><article><h2><a href="/news/council-told-to-improve">Council told to improve</a></h2><time>16 May 2024</time>
<a class="publication-link" href="/v1/file/5">A visit<span class="nonvisual">A visit, pdf - 9 January 2015</span></a>
<a href="/decisions/a/b/25-001-234">Anyshire (25 001 234)</a> 09-Feb-2026</article></main></body></html>"""
SOUND: tuple[tuple[Kind, bytes], ...] = (
    ("feed", RSS),
    ("feed", ATOM),
    ("feed", RDF),
    ("feed", JSON),
    ("feed", RSS.decode().replace("utf-8", "utf-16").encode("utf-16")),
    ("sitemap", SITEMAP),
    ("sitemap", INDEX),
    ("sitemap", gzip.compress(SITEMAP, mtime=0)),
    ("moderngov", MEETINGS),
    ("moderngov", MEETING),
    ("govuk", SEARCH),
    ("listing", PAGE),
    ("ofsted", PAGE),
    ("ombudsman", PAGE),
)
TOKENS = (
    b"<", b">", b"&", b'"', b"]]>", b"<![CDATA[", b"<!--", b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"&#0;", b"&#xD800;",
    b"&#99999999;", b"http://[", b"https://a:b@c:99999999/", b"%", b"{", b"[", b"null", b"-1", b"99999-99-99",
    b"\xed\xa0\x80", b"<rss>", b"<html>", b"<urlset>", b"<?xml encoding='x'?>", b"<item>" * 300, b"<a href='//['>",
    b"[" * 2000, b"<div>" * 2000,
)  # fmt: skip


def damaged(body: bytes, chance: random.Random) -> bytes:
    """The body after a few accidents."""
    for _ in range(chance.randint(1, 4)):
        at, other = sorted((chance.randrange(len(body) + 1), chance.randrange(len(body) + 1)))
        body = accident(body, at, other, chance)[:200_000]
    return body


def accident(body: bytes, at: int, other: int, chance: random.Random) -> bytes:
    """The body cut, doubled, turned round, with a byte changed or a token thrown in."""
    match chance.randrange(6):
        case 0:
            return body[:at]
        case 1:
            return body[:at] + body[other:]
        case 2:
            return body[:other] + body[at:]
        case 3:
            return body[:at] + chance.choice(TOKENS) + body[at:]
        case 4:
            return body[:at] + bytes([chance.randrange(256)]) + body[at + 1 :]
        case _:
            return body[:at] + body[at:other][::-1] + body[other:]


def tried(kind: Kind | None, body: bytes) -> None:
    """Find in the body what there is; NothingFound is an answer like any other."""
    try:
        found = find(kind, "https://www.gov.uk/news", body, "")
    except NothingFound:
        return
    assert all(link.url.startswith("http") for link in found.links)
    assert all(page.startswith("http") for page in found.pages)
