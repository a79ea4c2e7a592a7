"""Completeness: what a page is, where it is no article."""

from __future__ import annotations

import json
from typing import Any

import pytest

from newsdesk.article import Article
from scraper.pages import Unreadable, read_page, understand

ADDRESS = "https://lantern.test/news/council-cuts-heating-bills"
SENTENCE = "The council has changed the boilers in all its children's homes, and the bills are down by a third. "


def story(paragraphs: int) -> str:
    return "".join(f"<p>{SENTENCE} That was noted as item {number}. {SENTENCE}</p>" for number in range(paragraphs))


def page(
    body: str, head: str = "", title: str = "Council cuts heating bills", data: dict[str, Any] | None = None
) -> str:
    json_ld = f'<script type="application/ld+json">{json.dumps(data)}</script>' if data else ""
    head = f"<head><title>{title}</title>{head}{json_ld}</head>"
    return f"<html>{head}<body><main><h1>{title}</h1>{body}</main></body></html>"


def read(html: str, url: str = ADDRESS) -> Article:
    return read_page(url, html.encode(), "text/html; charset=utf-8")


def news(**more: Any) -> dict[str, Any]:
    return {"@type": "NewsArticle", "headline": "Council cuts heating bills", **more}


def test_a_story_is_an_article() -> None:
    assert read(page(story(4), data=news())).completeness == "article"


def test_a_short_story_is_an_article_too_though_its_publisher_marks_every_page_as_closed() -> None:
    assert read(page(story(1), data=news(isAccessibleForFree=False))).completeness == "article"


def test_a_live_blog_is_known_by_its_data() -> None:
    assert read(page(story(6), data=news() | {"@type": "LiveBlogPosting"})).completeness == "live blog"


def test_a_live_blog_is_known_by_its_posts() -> None:
    posts = "".join(f'<div class="live-blog-post"><h2>{hour}:00</h2>{story(1)}</div>' for hour in range(9, 14))
    assert read(page(posts, data=news())).completeness == "live blog"


def test_a_story_about_living_is_no_live_blog() -> None:
    assert read(page(story(4)), "https://lantern.test/live/council-cuts-heating-bills").completeness == "article"


def test_a_gallery_is_pictures_without_a_story() -> None:
    pictures = '<figure><img src="a.jpg"><figcaption>A boiler</figcaption></figure>' * 8
    assert read(page(f'{story(1)}<div class="gallery">{pictures}</div>')).completeness == "gallery"
    assert read(page(f'{story(8)}<div class="gallery">{pictures}</div>')).completeness == "article"


@pytest.mark.parametrize(
    "wall",
    [
        "<h3>Subscribe to continue reading</h3>",
        "<p>This article is for our subscribers only.</p>",
        "<div>To keep reading this story, please register for free</div>",
    ],
)
def test_what_a_paywall_leaves_is_a_stub(wall: str) -> None:
    assert read(page(story(2) + wall)).completeness == "stub"


def test_a_whole_story_above_a_sign_up_box_is_no_stub() -> None:
    assert read(page(story(12) + "<p>Sign up to read our newsletter</p>")).completeness == "article"


def test_a_closed_story_that_breaks_off_is_a_stub() -> None:
    broken = f"<p>{SENTENCE * 2}</p><p>The reason, officers say, is that the old boilers were far too …</p>"
    assert read(page(broken, data=news(isAccessibleForFree=False))).completeness == "stub"


def test_a_closed_story_much_shorter_than_its_own_count_of_words_is_a_stub() -> None:
    assert read(page(story(9), data=news(isAccessibleForFree="False", wordCount=1900))).completeness == "stub"


@pytest.mark.parametrize("path", ["/tag/children/", "/news/topic/ofsted", "/author/jo-bell/", "/category/news/page/2/"])
def test_a_tag_page_is_a_listing(path: str) -> None:
    cards = "".join(f'<h2><a href="/n/{n}">A headline of some other story</a></h2>{story(1)}' for n in range(9))
    assert read(page(cards, title="Children"), "https://lantern.test" + path).completeness == "listing"
    assert read(page(cards, title="Children", data=news()), "https://lantern.test" + path).completeness == "article"


def test_a_story_with_linked_subheads_is_no_listing() -> None:
    cards = "".join(f'<h2><a href="#part{n}">Part {n} of the report</a></h2>{story(1)}' for n in range(9))
    assert read(page(cards)).completeness == "article"


@pytest.mark.parametrize(
    "title",
    [
        "Page not found",
        "404",
        "Oops! We couldn't find that page",
        "This article is no longer available",
        "Sorry, this page doesn't exist",
        "Access to this page has been denied",
    ],
)
def test_an_error_told_with_a_200_is_unreadable(title: str) -> None:
    with pytest.raises(Unreadable, match="holds no story"):
        read(page(story(1), title=title))


@pytest.mark.parametrize("title", ["404 children without a school place, council says", "Page family sorry for noise"])
def test_a_headline_that_begins_like_an_error_is_read(title: str) -> None:
    assert read(page(story(3), title=title, data=news(headline=title))).title == title


@pytest.mark.parametrize("title", ["We value your privacy", "Before you continue to Lantern", "Cookie consent"])
def test_a_wall_that_asks_for_consent_is_unreadable(title: str) -> None:
    with pytest.raises(Unreadable, match="asks for consent"):
        read(page(story(2), title=title))


def test_a_consent_host_is_unreadable_whatever_it_says() -> None:
    with pytest.raises(Unreadable, match="asks for consent"):
        read(page(story(2)), "https://consent.lantern.test/collect?session=1")


def test_what_is_no_article_is_never_understood_as_one() -> None:
    live = page(story(6), data=news() | {"@type": "LiveBlogPosting"}).encode()
    with pytest.raises(Unreadable, match="live blog") as refused:
        understand(ADDRESS, live, "text/html")
    assert refused.value.permanent
