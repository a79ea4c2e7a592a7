"""Sitemaps: with news, without, indexes, gzip, and hostile ones."""

import gzip
from datetime import date
from pathlib import Path

import pytest

from scraper.discover import NothingFound, find

NEWS = b"""<?xml version="1.0"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc>https://paper.test/older</loc><news:news><news:publication><news:name>Paper</news:name></news:publication>
<news:publication_date>2024-05-15</news:publication_date><news:title>Older</news:title></news:news></url>
<url><loc>https://paper.test/newer</loc><news:news>
<news:publication_date>2024-05-16T09:00:00+01:00</news:publication_date>
<news:title>Newer story</news:title></news:news></url>
</urlset>"""


def test_a_news_sitemap_gives_titles_and_dates_newest_first() -> None:
    found = find(None, "https://paper.test/sitemap-news.xml", NEWS, "application/xml")
    assert found.kind == "sitemap"
    assert [(link.url, link.title) for link in found.links] == [
        ("https://paper.test/newer", "Newer story"),
        ("https://paper.test/older", "Older"),
    ]
    assert found.links[1].dated == date(2024, 5, 15)


def test_a_gzipped_sitemap_is_unpacked() -> None:
    found = find("sitemap", "https://paper.test/news.xml.gz", gzip.compress(NEWS), "application/gzip")
    assert len(found.links) == 2


def test_a_gzip_bomb_is_cut_off() -> None:
    with pytest.raises(NothingFound, match="unpacks to more than 50 MB"):
        find("sitemap", "https://paper.test/x.gz", gzip.compress(b"<urlset>" + b" " * 51_000_000), "")


def test_lastmod_orders_but_is_no_date_of_publication() -> None:
    body = b"""<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
    <url><loc>https://paper.test/</loc></url>
    <url><loc>https://paper.test/news/first-story-here</loc><lastmod>2023-01-01</lastmod></url>
    <url><loc>https://paper.test/news/second-story-here</loc><lastmod>2025-01-01</lastmod></url>
    <url><loc>https://paper.test/tag/fire</loc></url></urlset>"""
    links = find("sitemap", "https://paper.test/sitemap.xml", body, "").links
    assert [link.url for link in links] == [
        "https://paper.test/news/second-story-here",
        "https://paper.test/news/first-story-here",
    ]
    assert links[0].dated is None


def test_an_index_gives_its_sitemaps_news_first() -> None:
    body = b"""<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
    <sitemap><loc>https://paper.test/pages.xml</loc><lastmod>2025-02-01</lastmod></sitemap>
    <sitemap><loc>https://paper.test/news.xml</loc><lastmod>2025-01-01</lastmod></sitemap></sitemapindex>"""
    found = find(None, "https://paper.test/sitemap.xml", body, "text/xml")
    assert found.pages == ("https://paper.test/news.xml", "https://paper.test/pages.xml")
    assert found.links == ()


def test_an_external_entity_reads_no_file(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("swordfish-swordfish")
    body = f"""<?xml version="1.0"?><!DOCTYPE urlset [<!ENTITY x SYSTEM "file://{secret}">]>
    <urlset><url><loc>https://paper.test/a-story-of-&x;</loc></url>
    <url><loc>https://paper.test/a-plain-story</loc><title>&x;</title></url></urlset>""".encode()
    assert "swordfish" not in repr(find("sitemap", "https://paper.test/sitemap.xml", body, "text/xml"))


def test_entities_do_not_multiply() -> None:
    doctype = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    body = f"""<?xml version="1.0"?><!DOCTYPE urlset [<!ENTITY a0 "ha">{doctype}]>
    <urlset><url><loc>https://paper.test/a-plain-story</loc><title>&a11;</title></url></urlset>""".encode()
    assert len(repr(find("sitemap", "https://paper.test/sitemap.xml", body, "text/xml"))) < 1000


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"<!doctype html><html></html>", "is HTML where a sitemap should be"),
        (b"<rss><channel/></rss>", "is something else where a sitemap should be"),
        (b"words", "is no sitemap"),
        (b"<urlset></urlset>", "is a sitemap without articles"),
        (b"<sitemapindex></sitemapindex>", "is a sitemap index without sitemaps"),
        (b"\x1f\x8b broken", "is broken gzip"),
    ],
)
def test_what_is_no_sitemap_is_said_plainly(body: bytes, reason: str) -> None:
    with pytest.raises(NothingFound) as caught:
        find("sitemap", "https://paper.test/sitemap.xml", body, "")
    assert caught.value.reason == reason
