"""read_page: one way in for everything the web may send."""

from __future__ import annotations

import pickle
import subprocess
import sys
from datetime import UTC, date, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsdesk.article import Article
from scraper.pages import Unreadable, read_page, understand

ADDRESS = "https://lantern.test/news/cafe"
STORY = "<p>The café in the children's centre has closed, and nobody knows when it will open again, staff say.</p>" * 3


def page(head: str = "", body: str = STORY, h1: str = "<h1>Centre café closes</h1>") -> str:
    head = f"<head><title>Centre café closes</title>{head}</head>"
    return f"<!DOCTYPE html><html>{head}<body><main>{h1}{body}</main></body></html>"


def read(html: str, content_type: str = "text/html; charset=utf-8", **told: object) -> Article:
    return read_page(ADDRESS, html.encode(), content_type, **told)  # type: ignore[arg-type]


def test_the_content_types_charset_beats_the_pages() -> None:
    body = page('<meta charset="utf-8">').encode("cp1252")
    assert read_page(ADDRESS, body, "text/html; charset=windows-1252").title == "Centre café closes"


def test_without_one_the_pages_own_charset_counts() -> None:
    body = page('<meta charset="windows-1252">').encode("cp1252")
    assert read_page(ADDRESS, body, "text/html").title == "Centre café closes"


def test_an_unknown_charset_is_passed_over() -> None:
    assert read(page(), "text/html; charset=klingon").title == "Centre café closes"


def test_broken_utf_8_is_read_all_the_same() -> None:
    body = page().encode().replace("é".encode(), b"\xc3", 1)
    assert "café" in read_page(ADDRESS, body, "text/html; charset=utf-8").text


def test_only_the_first_2_mb_are_read() -> None:
    filler = "<!-- " + "x" * 2_100_000 + " -->"
    assert "Never seen" not in read(page(body=STORY + filler + "<p>Never seen by anybody at all.</p>")).text


def test_data_outranks_what_the_page_shows() -> None:
    json_ld = (
        '<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "2025-01-02T03:04:05Z"}</script>'
    )
    meta = '<meta property="article:published_time" content="2025-02-03T00:00:00Z">'
    shown = '<p><time datetime="2025-03-04">4 March 2025</time></p>'
    assert read(page(json_ld + meta, shown + STORY)).published == datetime(2025, 1, 2, 3, 4, 5, tzinfo=UTC)
    assert read(page(meta, shown + STORY)).published == datetime(2025, 2, 3, tzinfo=UTC)
    assert read(page("", shown + STORY)).published == date(2025, 3, 4)
    assert read(page("", "<p>Published: 5th April 2025</p>" + STORY)).published == date(2025, 4, 5)


def test_a_date_of_change_is_not_taken_for_publication_where_both_are_shown() -> None:
    shown = "<p>Updated: 9 May 2025</p><p>Published: 8 May 2025</p>"
    assert read(page("", shown + STORY)).published == date(2025, 5, 8)


def test_the_listings_date_fills_the_gap_and_no_more() -> None:
    dated = date(2025, 6, 7)
    assert read(page(), dated=dated).published == dated
    assert read(page("", "<p>8 May 2025</p>" + STORY), dated=dated).published == date(2025, 5, 8)
    assert read(page()).published is None


def test_a_line_below_the_story_that_says_when_it_was_posted_is_believed_last() -> None:
    many = "".join(f"<p>{STORY}<i>Item {number}</i></p>" for number in range(60))
    assert read(page("", many + "<p>Posted on <a href='/'>7 May 2025</a></p>")).published == date(2025, 5, 7)


@pytest.mark.parametrize(
    "signed",
    [
        '<span class="author">Ada Quill</span>',
        "<p>By <b>Ada Quill</b></p>",
        '<div class="byline"><a rel="author" href="/a">Ada Quill</a>, Education Reporter</div>',
    ],
)
def test_an_author_is_found_where_pages_sign(signed: str) -> None:
    comment = '<ol id="comments"><li class="comment"><span itemprop="author">Bob Loud</span></li></ol>'
    assert read(page("", signed + STORY + comment)).byline == "Ada Quill"


def test_several_authors_in_tags_are_joined_and_a_single_name_is_taken_from_the_data_alone() -> None:
    tags = '<meta name="parsely-author" content="Ada Quill"><meta name="parsely-author" content="Bo Reed">'
    assert read(page(tags)).byline == "Ada Quill, Bo Reed"
    assert read(page('<meta name="author" content="Wilhelmina">')).byline == "Wilhelmina"
    assert read(page('<meta name="author" content="admin">')).byline is None
    assert read(page("", "<p>By Wilhelmina</p>" + STORY)).byline is None


def test_a_date_in_the_future_is_left_to_the_caller() -> None:
    assert read(page('<meta name="pubdate" content="2099-01-01">')).published == date(2099, 1, 1)


def test_the_headline_shown_is_kept_and_the_others_beside_it() -> None:
    site = '<meta property="og:site_name" content="Lantern">'
    article = read(page('<meta property="og:title" content="Centre &amp;amp; café shut | Lantern">' + site))
    assert article.title == "Centre café closes"
    assert article.headlines == ("Centre & café shut",)


def test_a_label_in_a_headlines_place_is_no_headline() -> None:
    assert (
        read(page('<meta property="og:title" content="Café shuts its doors">', h1="<h1>Leave a comment</h1>")).title
        != "Leave a comment"
    )


def test_a_page_without_h1_takes_its_other_headline_then_the_listings() -> None:
    assert read(page('<meta property="og:title" content="Café shuts">', h1="")).title == "Café shuts"
    bare = page(h1="").replace("<title>Centre café closes</title>", "")
    assert read(bare, title="From the feed").title == "From the feed"
    with pytest.raises(Unreadable, match="no headline"):
        read(bare)


@pytest.mark.parametrize(
    "headline", ["Page not found", "404: nothing here", "Just a moment...", "Sorry, we can't find that"]
)
def test_a_page_that_says_it_is_missing_is_no_story(headline: str) -> None:
    with pytest.raises(Unreadable, match="holds no story"):
        read(page(h1=f"<h1>{headline}</h1>").replace("<title>Centre café closes", "<title>"))


def test_the_sites_own_name_is_no_headline() -> None:
    head = '<meta property="og:site_name" content="Café Town Lantern">'
    assert read(page(head, h1="<h1>Café Town Lantern</h1>")).title == "Centre café closes"


def test_a_shown_date_that_the_date_tag_confirms_beats_the_rest() -> None:
    head = (
        '<meta name="date" content="2025-01-06T09:22:36Z"><meta property="article:published_time" content="2025-01-03">'
    )
    shown = '<p>Standfirst<span class="article-date">Monday, 6 January 2025</span></p>'
    assert read(page(head, shown + STORY)).published == datetime(2025, 1, 6, 9, 22, 36, tzinfo=UTC)
    assert read(page(head)).published == date(2025, 1, 3)


def test_a_story_in_several_parts_beside_each_other_is_read_whole() -> None:
    parts = "".join(f'<div class="article-body">{STORY}<p>Part {part} of the story.</p></div>' for part in "ABC")
    body = read_page("https://lantern.test/news/24911873.cafe/", page("", parts).encode(), "text/html").text
    assert [part for part in "ABC" if f"Part {part} of the story." in body] == ["A", "B", "C"]


@pytest.mark.parametrize("link", ["https://lantern.test/", "https://lantern.test", "javascript:void(0)", ""])
def test_a_canonical_link_to_a_front_page_is_none(link: str) -> None:
    assert read(page(f'<link rel="canonical" href="{link}">')).canonical == ""


def test_a_relative_canonical_link_is_made_whole() -> None:
    assert (
        read(page('<link rel="canonical" href="/news/cafe-closes">')).canonical
        == "https://lantern.test/news/cafe-closes"
    )


def test_the_body_in_the_data_is_used_where_the_page_hides_its_own() -> None:
    told = "The centre will be sold in the autumn. " * 20
    data = f'<script type="application/ld+json">{{"@type": "NewsArticle", "articleBody": "{told}"}}</script>'
    assert "sold in the autumn" in read(page(data, "<p>Loading</p><div id='app'></div>")).text


def test_a_first_letter_set_apart_comes_back_to_its_word() -> None:
    body = "<div><span>T</span><p>he café in the centre has closed after eleven years of soup and scones.</p></div>"
    assert read(page("", body + STORY)).text.startswith("The café in the centre")


@pytest.mark.parametrize(
    "body", [b"", b"   \n", b"<html></html>", b"<html><body><h1>Only a headline</h1></body></html>"]
)
def test_a_page_that_holds_nothing_is_unreadable(body: bytes) -> None:
    with pytest.raises(Unreadable):
        read_page(ADDRESS, body, "text/html")


def test_unreadable_survives_the_way_out_of_the_reading_process() -> None:
    error = pickle.loads(pickle.dumps(Unreadable("The page is empty.", permanent=True)))  # noqa: S301 - our own
    assert error.reason == str(error) == "The page is empty."
    assert error.permanent


def test_understand_reads_page_and_meaning_and_can_be_pickled() -> None:
    article, reading = pickle.loads(pickle.dumps(understand)).__call__(  # noqa: S301 - our own
        ADDRESS, page().encode(), "text/html", "Lantern", ("Cheshire East",), None, None, {"soup": 2.0}
    )
    assert article == read_page(ADDRESS, page().encode(), "text/html", "Lantern", ("Cheshire East",))
    assert pickle.loads(pickle.dumps(reading)) == reading  # noqa: S301 - our own


def test_importing_the_pages_loads_none_of_the_heavy_libraries() -> None:
    heavy = ("trafilatura", "pypdfium2", "htmldate", "lxml", "bs4")
    code = f"import scraper.pages, sys; print([name for name in {heavy} if name in sys.modules])"
    assert (
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"
    )


CONTENT_TYPES = ("text/html", "text/plain", "application/json", "application/pdf", "", "a/b; charset=hex")
NOISE = (b"<div>" * 300, b"</main>", b"<table><tr>", b"<!--", b"&#xD800;", b"\xff\xfe")
DATA = '<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "2025-01-02"}</script>'


def reads_or_says_why_not(body: bytes, content_type: str) -> bool:
    try:
        return bool(read_page(ADDRESS, body, content_type).text)
    except Unreadable as error:
        return bool(error.reason)


@given(st.binary(max_size=400), st.sampled_from(CONTENT_TYPES))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_bytes_give_an_article_or_a_reason(body: bytes, content_type: str) -> None:
    assert reads_or_says_why_not(body, content_type)


@given(st.data())
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_damaged_page_gives_an_article_or_a_reason(data: st.DataObject) -> None:
    whole = page(DATA).encode()
    start = data.draw(st.integers(0, len(whole)))
    noise = data.draw(st.binary(max_size=40) | st.sampled_from(NOISE))
    after = whole[start + data.draw(st.integers(0, 200)) :]
    assert reads_or_says_why_not(whole[:start] + noise + after, "text/html")
