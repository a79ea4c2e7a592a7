"""Sitemaps as they are met: languages, pictures, encodings, fifty thousand addresses."""

import time

from scraper.discover import find

URL = "https://paper.test/sitemap.xml"
HEAD = (
    '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml" '
    'xmlns:image="http://www.google.com/schemas/sitemap-image/1.1" '
    'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">'
)


def listed(body: str | bytes) -> list[str]:
    raw = body if isinstance(body, bytes) else body.encode()
    return [link.url.removeprefix("https://paper.test") for link in find(None, URL, raw, "text/xml").links]


def version(language: str, path: str) -> str:
    return f'<xhtml:link rel="alternate" hreflang="{language}" href="https://paper.test{path}"/>'


def test_an_article_in_two_languages_is_one_and_in_english() -> None:
    both = version("cy", "/cy/stori-am-y-cyngor") + version("en-GB", "/en/story-of-the-council")
    entries = "".join(
        f"<url><loc>https://paper.test{path}</loc>{both}</url>"
        for path in ("/cy/stori-am-y-cyngor", "/en/story-of-the-council")
    )
    assert listed(f"{HEAD}{entries}</urlset>") == ["/en/story-of-the-council"]


def test_an_english_version_that_is_not_listed_itself_is_not_made_up() -> None:
    entry = f"<url><loc>https://paper.test/cy/stori-am-y-dref</loc>{version('en', '/en/gone')}</url>"
    assert listed(f"{HEAD}{entry}</urlset>") == ["/cy/stori-am-y-dref"]


def test_the_address_and_the_title_of_a_picture_are_not_the_pages() -> None:
    body = f"""{HEAD}<url><loc>https://paper.test/a-story-of-the-town</loc><news:news>
    <news:publication_date>2025-07-10</news:publication_date><news:title>The story</news:title></news:news>
    <image:image><image:loc>https://paper.test/p.jpg</image:loc><image:title>A picture</image:title></image:image>
    </url></urlset>"""
    (link,) = find(None, URL, body.encode(), "text/xml").links
    assert (link.url, link.title) == ("https://paper.test/a-story-of-the-town", "The story")


def test_utf_16_and_a_wrong_declaration() -> None:
    told = "<news:publication_date>2025-07-10</news:publication_date><news:title>Café</news:title>"
    plain = f"{HEAD}<url><loc>https://paper.test/a-story-of-ours</loc><news:news>{told}</news:news></url></urlset>"
    for body in (plain.encode("utf-16"), b'<?xml version="1.0" encoding="utf-16"?>' + plain.encode()):
        (link,) = find(None, URL, body, "text/xml").links
        assert link.title == "Café"


def test_fifty_thousand_addresses_are_bounded_and_quick_and_both_ends_are_looked_at() -> None:
    entries = "".join(f"<url><loc>https://paper.test/news/story-{n}</loc></url>" for n in range(50_000))
    began = time.monotonic()
    paths = listed(f"{HEAD}{entries}</urlset>")
    assert time.monotonic() - began < 8
    assert len(paths) == 500
    assert {"/news/story-0", "/news/story-49999"} <= set(paths)


def test_an_index_of_hundreds_is_bounded() -> None:
    maps = "".join(f"<sitemap><loc>https://paper.test/posts-{n}.xml</loc></sitemap>" for n in range(300))
    found = find(None, URL, f"<sitemapindex>{maps}</sitemapindex>".encode(), "text/xml")
    assert len(found.pages) == 20


def test_a_news_prefix_that_nobody_declared_is_understood_all_the_same() -> None:
    told = "<news:news><news:publication_date>2025-07-10</news:publication_date><news:title>T</news:title></news:news>"
    body = f"<urlset><url><loc>https://paper.test/a-story-of-ours</loc>{told}</url></urlset>"
    (link,) = find(None, URL, body.encode(), "text/xml").links
    assert (link.title, str(link.dated)) == ("T", "2025-07-10")
