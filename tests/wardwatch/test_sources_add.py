"""wardwatch sources add: looks for a site's feed, sitemap or news page, tries it, and writes it down."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer

from tests.wardwatch.conftest import Command
from wardwatch.config import load

CONFIG = """# Ours. Keep it tidy.
contact: me@example.org   # the desk
delay: 0s
allow_private: [localhost, 127.0.0.1]

sources:   # our own
  # the first one
  - name: Paper
    url: "http://127.0.0.1:9/feed"

# who is told
alerts:
  - name: Everything
    to: [log]
"""
STORY = "<p>Ofsted inspectors told Bury Council that its children's services require improvement.</p>" * 4
ROBOTS = "User-agent: *\nSitemap: {site}maps/news.xml\n"


@pytest.fixture
def config(tmp_path: Path) -> Path:
    path = tmp_path / "config.yaml"
    path.write_text(CONFIG, "utf-8")
    return path


@pytest.fixture(autouse=True)
def nothing_else(httpserver: HTTPServer) -> None:
    """What the site does not have is not there."""
    httpserver.no_handler_status_code = 404


def put_up(httpserver: HTTPServer, head: str = "", feed_at: str = "", sitemap_at: str = "", robots: str = "") -> str:
    """A site with a front page that lists one story, and whatever else it is told to have."""
    story = f"<html><body><article><h1>Ofsted in Bury</h1>{STORY}</article></body></html>"
    httpserver.expect_request("/news/ofsted-in-bury-again").respond_with_data(story, content_type="text/html")
    address = httpserver.url_for("/news/ofsted-in-bury-again")
    page = (
        f"<!doctype html><html><head><title>News - The Bury Bugle</title>{head}</head><body><main>"
        f'<h2><a href="{address}">Ofsted in Bury</a></h2></main></body></html>'
    )
    httpserver.expect_request("/").respond_with_data(page, content_type="text/html")
    if feed_at:
        item = f"<item><title>Ofsted in Bury</title><link>{address}</link></item>"
        feed = f"<rss version='2.0'><channel><title>Bugle</title>{item}</channel></rss>"
        httpserver.expect_request(feed_at).respond_with_data(feed, content_type="application/rss+xml")
    if sitemap_at:
        told = "<n:news><n:publication_date>2026-03-01</n:publication_date></n:news>"
        body = f'<urlset xmlns:n="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>{address}</loc>{told}</url></urlset>'
        httpserver.expect_request(sitemap_at).respond_with_data(body, content_type="text/xml")
    if robots:
        httpserver.expect_request("/robots.txt").respond_with_data(robots, content_type="text/plain")
    return httpserver.url_for("/")


def added(config: Path) -> tuple[str, str, str | None]:
    source = load(config).sources[-1]
    return source.name, source.url, source.kind


def test_a_feed_that_the_page_names_is_taken_and_not_that_of_the_comments(
    program: Command, config: Path, httpserver: HTTPServer
) -> None:
    comments = '<link rel="alternate" type="application/rss+xml" title="Bugle » Comments Feed" href="/comments/feed/">'
    named = '<link rel="alternate" type="application/rss+xml" title="Bugle" href="/our-feed">'
    site = put_up(httpserver, comments + named, feed_at="/our-feed")

    ended = program("sources", "add", site, "--council", "bury")

    assert ended.code == 0, ended.err
    assert f"Taking {site}our-feed (kind: feed): the page names it." in ended.err
    assert "Ofsted in Bury" in ended.out
    own = [f"  - name: The Bury Bugle\n    url: {site}our-feed\n", "    kind: feed\n    councils: [Bury]\n"]
    first = '    url: "http://127.0.0.1:9/feed"\n'
    assert config.read_text("utf-8") == CONFIG.replace(first, first + "".join(own))
    assert "  - name: The Bury Bugle" in ended.out
    assert f"{config}, from line" in ended.err or "config.yaml, from line 10" in ended.err


@pytest.mark.parametrize(
    ("has", "taken", "kind"),
    [
        ({"sitemap_at": "/maps/news.xml", "robots": ROBOTS}, "maps/news.xml", "sitemap"),
        ({"feed_at": "/feed/"}, "feed/", "feed"),
        ({"sitemap_at": "/news-sitemap.xml"}, "news-sitemap.xml", "sitemap"),
        ({}, "", "listing"),
    ],
)  # fmt: skip
def test_else_robots_then_the_usual_places_then_the_page_itself(
    program: Command, config: Path, httpserver: HTTPServer, has: dict[str, str], taken: str, kind: str
) -> None:
    site = put_up(httpserver, **{name: value.format(site=httpserver.url_for("/")) for name, value in has.items()})
    ended = program("sources", "add", site, "--name", "Bugle")
    assert ended.code == 0, ended.err
    assert added(config) == ("Bugle", site + taken, kind)


def test_what_is_watched_already_is_refused(
    program: Command, wardwatch: Command, config: Path, httpserver: HTTPServer
) -> None:
    site = put_up(httpserver, feed_at="/feed/")
    own = CONFIG.replace("http://127.0.0.1:9/feed", site + "feed/")
    config.write_text(own, "utf-8")
    found_by_looking = program("sources", "add", site)
    named_outright = wardwatch("sources", "add", site + "feed?utm_source=x#top")
    for ended in (found_by_looking, named_outright):
        assert ended.code == 2
        assert "is there already: 'Paper'" in ended.err
    assert config.read_text("utf-8") == own


def test_a_site_that_gives_nothing_is_not_written(program: Command, config: Path, httpserver: HTTPServer) -> None:
    httpserver.expect_request("/empty").respond_with_data(
        "<html><body><p>Cookies?</p></body></html>", content_type="text/html"
    )
    for path in ("/gone", "/empty"):
        ended = program("sources", "add", httpserver.url_for(path))
        assert ended.code == 1
        assert "Nothing was written." in ended.err
        assert "Traceback" not in ended.err
    assert config.read_text("utf-8") == CONFIG


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("paper.example",), "no web address"),
        (("http://127.0.0.1:9/x", "--council", "Burry"), "Bury"),
        (("http://127.0.0.1:9/x", "--name", "Paper"), "is there already"),
    ],
)
def test_wrong_usage_ends_with_2(wardwatch: Command, config: Path, words: tuple[str, ...], said: str) -> None:
    ended = wardwatch("sources", "add", *words)
    assert ended.code == 2
    assert said in ended.err


def test_a_strangers_site_waits_for_your_contact(program: Command, config: Path) -> None:
    config.write_text(CONFIG.replace("me@example.org", "you@example.org"), "utf-8")
    ended = program("sources", "add", "https://paper.example/")
    assert ended.code == 1
    assert "contact" in ended.err


def test_a_committee_system_is_known_by_its_pages(program: Command, config: Path, httpserver: HTTPServer) -> None:
    links = "".join(f'<a href="/{page}.aspx">x</a>' for page in ("mgListCommittees", "mgFindMember", "ieDocSearch"))
    home = f"<!doctype html><html><head><title>Home - Anyshire Democracy</title></head><body>{links}</body></html>"
    httpserver.expect_request("/ieDocHome.aspx").respond_with_data(home, content_type="text/html")
    meeting = "<meeting><meetingid>7</meetingid><meetingdate>10/03/2026</meetingdate></meeting>"
    httpserver.expect_request("/mgWebService.asmx/GetAllMeetingsByDate").respond_with_data(
        f"<getallmeetingsbydate><meetings>{meeting}</meetings></getallmeetingsbydate>", content_type="text/xml"
    )
    paper = "<linkeddoc><title>Plan</title><url>/documents/s1/Plan.html</url></linkeddoc>"
    httpserver.expect_request("/mgWebService.asmx/GetMeeting").respond_with_data(
        f"<meeting><meetingid>7</meetingid>{paper}</meeting>", content_type="text/xml"
    )
    plan = f"<html><body><article><h1>Improvement plan</h1>{STORY}</article></body></html>"
    httpserver.expect_request("/documents/s1/Plan.html").respond_with_data(plan, content_type="text/html")
    ended = program("sources", "add", httpserver.url_for("/ieDocHome.aspx"))
    assert ended.code == 0, ended.err
    assert added(config) == ("Anyshire Democracy", httpserver.url_for("/"), "moderngov")
    assert "Improvement plan" in ended.out
