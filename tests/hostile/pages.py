"""Ways to misbehave in what a page, a feed, a sitemap or a PDF holds."""

from __future__ import annotations

import zlib

from tests.hostile.server import HTML, reply
from tests.hostile.sites import BAD, GOOD, RSS, SAID, TITLE, XML, Way, cards, feed, page, rss, site, story

ENTITIES = "<!DOCTYPE r [<!ENTITY e0 'aaaaaaaaaa'>" + "".join(
    f"<!ENTITY e{n} '{f'&e{n - 1};' * 10}'>" for n in range(1, 12)
)
FILE = "<!DOCTYPE r [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>"
MANY = [f"/news/a-story-of-number-{number}" for number in range(50_000)]


def index(*places: str) -> bytes:
    inner = "".join(f"<sitemap><loc>{place}</loc></sitemap>" for place in places)
    return reply(f"<sitemapindex>{inner}</sitemapindex>", XML)


def pdf(stream: bytes) -> bytes:
    """A PDF of one page with this packed content."""
    body = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    body += b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>endobj\n"
    body += b"4 0 obj<</Filter/FlateDecode/Length %d>>stream\n" % len(stream)
    return body + stream + b"\nendstream endobj\ntrailer<</Root 1 0 R>>\n"


def dated(said: str) -> bytes:
    item = f"<item><title>x</title><link>{GOOD}</link><pubDate>{said}</pubDate></item>"
    return reply(rss(more=item), RSS)


def lists(*links: str, before: str = "") -> Way:
    """A listing in which one link is good and the others are bait."""
    made = reply(cards(*links, GOOD, before=before))
    return Way(site({"/news": made}), "1 link", kept=1, kind="listing", path="/news")


PAGES = {
    "XML bomb in a feed": Way(feed(reply(rss(GOOD, more="&e11;", start=f"{ENTITIES}]>"), RSS)), "1 link", kept=1),
    "XML bomb in a sitemap": Way(
        feed(reply(f"{ENTITIES}]><urlset><url><loc>http://a.test/&e11;</loc></url></urlset>", XML)),
        "without articles|is no sitemap",
        kind="sitemap",
    ),
    "a file in a feed": Way(
        feed(reply(rss(start=FILE, more=f"<item><title>&e;</title><link>{GOOD}</link></item>"), RSS)), "1 link", kept=1
    ),
    "200 for an error": Way(feed(reply("<html><h1>Page not found</h1></html>")), "is HTML where a feed should be"),
    "200 for an error page": Way(
        page(reply("<html><title>404</title><h1>Page not found</h1></html>")), "no story", kept=1
    ),
    "a cookie wall": Way(page(reply(story("Before you continue to the Town News"))), "consent to cookies", kept=1),
    "a feed of feeds": Way(feed(reply(rss("/feed2", "/feed3", "/feed"), RSS)), "answered 404|failed"),
    "a feed of nothing": Way(feed(reply(rss(), RSS)), "without entries"),
    "a feed of 100,000 entries": Way(feed(reply(rss(GOOD, *["/feed"] * 100_000), RSS)), "1 link", kept=1),
    "a feed nested 300,000 deep": Way(feed(reply(rss(more="<x>" * 300_000), RSS)), "nested too deeply"),
    "a sitemap index in a circle": Way(
        site(
            {
                "/feed": lambda v: index(f"http://{v.headers['host']}/feed", f"http://{v.headers['host']}/other"),
                "/other": lambda v: index(f"http://{v.headers['host']}/feed"),
            }
        ),
        "0 links",
        kind="sitemap",
    ),
    "sitemap indexes without end": Way(
        site({"*": lambda v: index(f"http://{v.headers['host']}{v.path}/x")}), "0 links", kind="sitemap"
    ),
    "a sitemap of gaps": Way(
        feed(reply("<urlset>" + "<url>" * 200_000, XML)), "without articles|no sitemap", kind="sitemap"
    ),
    "wrong charset": Way(page(reply(story(), "text/html; charset=utf-32")), "page", kept=1),
    "charset that Python owns": Way(page(reply(story(), "text/html; charset=idna")), "2 links", kept=2),
    "charset that raises": Way(page(reply(story(), "text/html; charset=undefined")), "2 links", kept=2),
    "charset that nobody knows": Way(page(reply(story(), "text/html; charset=klingon")), "2 links", kept=2),
    "mixed charsets": Way(page(reply(story().encode() + b"\xff\xfecaf\xe9 \xf0\x28")), "2 links", kept=2),
    "NULs": Way(page(reply(story(body="\x00" * 5000 + "<p>More of it.\x00</p>"))), "2 links", kept=2),
    "a page called a picture": Way(page(reply(story(), "image/png")), "2 links", kept=2),
    "a picture called a page": Way(page(reply(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 99)), "page failed", kept=1),
    "nested 300,000 deep": Way(page(reply(story(body="<div>" * 300_000))), "2 links", kept=2),
    "a listing nested 100,000 deep": Way(
        site({"/news": reply(cards(GOOD) + "<div>" * 100_000 + f"<a href='{GOOD}'>The same story again</a>")}),
        "1 link",
        kept=1,
        kind="listing",
        path="/news",
    ),
    "a listing of 50,000 links": Way(
        site({"/news": reply(cards(*MANY)), "*": reply("", HTML, "503 Busy", "Retry-After: 600")}),
        "1000 links.*very many links",
        kind="listing",
        path="/news",
    ),
    "a page that leads on by itself": Way(
        page(reply("<html><head><meta http-equiv=refresh content='0;url=http://127.0.0.2/'></head></html>")),
        "page failed",
        kept=1,
    ),
    "a title of 1 MB": Way(
        feed(reply(rss(more=f"<item><title>{'T' * 1_000_000}</title><link>{GOOD}</link></item>"), RSS)),
        "1 link",
        kept=1,
    ),
    "a headline of 200 KB": Way(page(reply(story("T" * 200_000))), "2 links", kept=2),
    "an element of 60,000 attributes": Way(
        page(reply("<h1>x</h1><p " + " ".join(f"a{n}=1" for n in range(60_000)) + ">")),
        "took over|page failed",
        kept=1,
    ),
    "a million spaces": Way(page(reply(story(body="<p>" + " " * 1_000_000 + "x</p>"))), "2 links", kept=2),
    "year 0": Way(feed(dated("Mon, 01 Jan 0000 00:00:00 GMT")), "1 link", kept=1),
    "year 9999": Way(feed(dated("9999-12-31T23:59:59-12:00")), "1 link", kept=1),
    "year 99999": Way(feed(dated("Mon, 01 Jan 99999 00:00:00 GMT")), "1 link", kept=1),
    "a page of the year 9999": Way(
        page(reply(story(head="<meta property='article:published_time' content='9999-12-31T23:59:59-12:00'>"))),
        "2 links",
        kept=2,
    ),
    "javascript: links": lists("javascript:alert(1)", "JaVaScRiPt:alert(2)"),
    "file: links": lists("file:///etc/passwd", "ftp://127.0.0.2/news/a-story-of-ours"),
    "data: links": lists("data:text/html,<h1>hello there you</h1>", "blob:null/1"),
    "the same link a thousand times": lists(*[GOOD] * 1000, *[f"{GOOD}#{n}" for n in range(1000)]),
    "links with log-ins": lists("http://a:b@127.0.0.2/news/a-story-of-ours", "//127.0.0.2:0/news/a-story-of-ours"),
    "links in unicode digits": lists(
        "http://①②⑦.⓪.⓪.②/news/a-story-of-ours", "http://127。0。0。2/news/a-story-of-ours"
    ),
    "links that are no addresses": lists("http://[::1/news/a-story", "http://%zz/news/a", "/news/" + "a-" * 2000),
    "a base that is a script": lists(before="<base href='javascript:alert(1)'>"),
    "links inside from a feed": Way(
        feed(
            lambda v: reply(rss(GOOD, f"http://{v.secret}/a", f"http://①②⑦.0.0.2:{v.secret.partition(':')[2]}/b"), RSS)
        ),
        "2 pages failed .*private address",
        kept=1,
    ),
    "a base that lies inside": Way(
        site({"/news": lambda v: reply(cards("/news/a-story-of-ours", before=f"<base href='http://{v.secret}/'>"))}),
        "no links to articles",
        kind="listing",
        path="/news",
    ),
    "JSON nested 100,000 deep": Way(feed(reply('{"a":' * 100_000, "application/json")), "broken JSON|is no feed"),
    "numbers of 5,000 digits": Way(
        feed(reply('{"version":' + "9" * 5000 + "}", "application/json")), "broken JSON|no feed"
    ),
    "a PDF that crashes its reader": Way(
        page(reply(b"%PDF-1.4 crash", "application/pdf")), "crashed its reader", kept=1
    ),
    "a PDF that is damaged": Way(page(reply(b"%PDF-1.7\nnothing", "application/pdf")), "PDF is damaged", kept=1),
    "a PDF bomb": Way(
        page(reply(pdf(zlib.compress(b" " * 20_000_000)), "application/pdf")),
        "PDF holds no text|took over|crashed",
        kept=1,
    ),
    "a PDF that is none": Way(
        page(reply("<h1>Report not found</h1>", "application/pdf")), "A PDF was promised", kept=1
    ),
    "a page without end of text": Way(page(reply(f"{TITLE}\n\n{SAID}\n\n" * 300, "text/plain")), "2 links", kept=2),
    "an empty page": Way(page(reply(" \n ")), "page is empty", kept=1),
    "a bad address in a feed": Way(feed(reply(rss(GOOD, "http://[bad", "mailto:a@b.test"), RSS)), "1 link", kept=1),
    "the bad page missing": Way(page(reply("", status="410 Gone")), f"{BAD} answered 410", kept=1),
}
