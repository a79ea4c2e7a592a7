"""Completeness: whether a page is an article, or a live blog, a gallery, a paywall's stub, a listing, or nothing."""

from __future__ import annotations

import re
from typing import Any

from newsdesk.article import Completeness
from scraper.pages import json_ld
from scraper.pages.page import Page, text

_MISSING = re.compile(
    r"\W*(?:(?:error\s*)?(?:40[34]|410)\b(?!\s+\w+ing\b)|(?:oops|sorry)\W*$"
    r"|(?:(?:oops|sorry)\W+)?(?:(?:the|this|that)\s+)?(?:page|article|story|content)\s+(?:(?:you\s.{0,40})?(?:is|was|has\s+been|could)\s+)?"
    r"(?:not\s+(?:be\s+)?found|unavailable|no\s+longer\s+(?:available|exists?)|cannot\s+be|can(?:['’]t|not)\s+be\s+found|does(?:n['’]t|\s+not)\s+exist|removed\W*$)"
    r"|(?:(?:oops|sorry)\W+)?we\s+(?:can(?:['’]t|not)|could(?:n['’]t|\s+not))\s+find|nothing\s+(?:was\s+)?found\W*$"
    r"|access\s+(?:to\s+this\s+page\s+has\s+been\s+)?denied|attention\s+required|service\s+unavailable|internal\s+server\s+error"
    r"|bad\s+gateway|site\s+(?:under\s+)?maintenance\W*$|(?:are\s+you|you\s+are)\s+(?:not\s+)?a\s+robot|verify\s+you\s+are\s+(?:a\s+)?human"
    r"|just\s+a\s+moment\W*$|please\s+wait\W*$|one\s+more\s+step\W*$)",
    re.IGNORECASE,
)
_CONSENT = re.compile(
    r"\W*(?:before\s+you\s+continue|(?:we|your\s+privacy|your\s+data)\W+(?:value|respect|care\s+about)\b.{0,40}privacy"
    r"|(?:manage|your)\s+(?:cookie|privacy|consent)\s+(?:settings|preferences|choices|options)\W*$|cookie\s+(?:consent|wall)\b"
    r"|your\s+privacy\s+(?:choices|matters)\W*$|.{0,30}(?:uses|part\s+of\s+the).{0,40}(?:cookies|family\s+of\s+brands)\W*$|consent\W*$)",
    re.IGNORECASE,
)
_CONSENT_HOST = re.compile(r"^(?:consent|guce|cmp|privacy)\.")
_LIVE_PATH = re.compile(r"/live(?:/|-blog|blog)|-live-(?:updates|blog)|/liveblog", re.IGNORECASE)
_LIVE_POST = (
    "//*[contains(@class, 'live-blog-post') or contains(@class, 'liveblog-post') or contains(@class, 'live-blog__post')"
    " or contains(@class, 'liveblog__post') or contains(@class, 'live-event-entry') or contains(@class, 'live-post')"
    " or contains(@class, 'LiveBlogPost') or contains(@itemprop, 'liveBlogUpdate')]"
)
_LISTING_PATH = re.compile(
    r"^/(?:[\w-]+/)?(?:tags?|topics?|categor(?:y|ies)|authors?|search|archives?)(?:/[^/]*){0,4}/?$", re.I
)
_LISTING_TYPES = frozenset(("CollectionPage", "SearchResultsPage", "ProfilePage"))
_LISTING_BODY = re.compile(r"(?:^|\s)(?:archive|category|tag|author|search-results)(?:\s|$)")
_CARDS = "//*[self::h2 or self::h3][.//a or parent::a][not(ancestor::nav or ancestor::footer or ancestor::aside)]"
_FEW_CARDS = 4
_MANY_CARDS = 8
_WALL = re.compile(
    r"\b(?:subscribe|register|sign\s+(?:in|up)|log\s+in|join)\b.{0,40}\bto\s+(?:continue|keep\s+reading|unlock|finish|read\s+(?:the\s+(?:full|rest|whole)|this|on|more)\b)"
    r"|\b(?:this|the\s+full)\s+(?:article|story|content)\s+is\s+(?:only\s+)?(?:for|available\s+to|exclusive\s+to|reserved\s+for)\s+(?:our\s+)?"
    r"(?:paying\s+|premium\s+|registered\s+)?(?:subscribers|members|readers)\b"
    r"|\bto\s+(?:continue|keep)\s+reading\b.{0,60}\b(?:subscribe|register|sign|log|join|choose)"
    r"|\bunlock\s+this\s+(?:article|story)\b",
    re.IGNORECASE,
)
_DOOR = re.compile(r"\balready\s+(?:a\s+(?:subscriber|member)|have\s+an\s+account|subscribed)\b", re.IGNORECASE)
_STUB_LONGEST = 1200
_GALLERY_LONGEST = 700
_GALLERY_PICTURES = 5
_GALLERY_TYPES = frozenset(("ImageGallery", "MediaGallery"))


def nothing_there(page: Page, title: str) -> str | None:
    """Why the page holds no story at all: an error told with a 200, or a wall that asks for consent."""
    if _MISSING.match(title) and not (page.article and len(title.split()) > 5):
        return f"The page holds no story; its headline is “{title[:80]}”."
    if _CONSENT_HOST.match(page.response.host) or (_CONSENT.match(title) and not page.article):
        return "The page asks for consent to cookies instead of showing the story."
    return None


def of(page: Page, story: str) -> Completeness:
    """What the page is; "article" unless its data or its parts say otherwise."""
    if _is_live(page):
        return "live blog"
    if _is_listing(page, story):
        return "listing"
    if _is_gallery(page, story):
        return "gallery"
    return "stub" if _is_stub(page, story) else "article"


def _is_live(page: Page) -> bool:
    posts = len(page.select(f"({_LIVE_POST})[position() <= 3]"))
    said = "LiveBlogPosting" in json_ld.types_of(page.article)
    return said or posts >= 3 or (posts > 0 and bool(_LIVE_PATH.search(page.response.path)))


def _is_listing(page: Page, story: str) -> bool:
    """True for a page that calls itself a collection, or sits where listings sit, and shows the cards of one."""
    if page.article or "article" in page.meta("og:type"):
        return False
    cards = len(page.select(f"({_CARDS})[position() <= {_MANY_CARDS}]"))
    if cards < _FEW_CARDS:
        return False
    types = {name for node in page.nodes for name in json_ld.types_of(node)}
    body = next((element.get("class") or "" for element in page.tree.iter("body")), "")
    said = bool(types & _LISTING_TYPES or _LISTING_BODY.search(body) or _LISTING_PATH.match(page.response.path))
    return said or (cards == _MANY_CARDS and page.response.path in ("", "/") and not _has_prose(story))


def _is_gallery(page: Page, story: str) -> bool:
    types = {name for node in page.nodes for name in json_ld.types_of(node)}
    said = types & _GALLERY_TYPES or page.meta("og:type")[:1] == ["gallery"]
    if len(story) > _GALLERY_LONGEST:
        return False
    pictures = "//figure[.//img or .//amp-img][not(ancestor::aside or ancestor::nav)]"
    shown = len(page.select(f"({pictures})[position() <= {_GALLERY_PICTURES}]"))
    named = page.select("//*[contains(@class, 'gallery') or contains(@class, 'slideshow')][1]")
    return shown == _GALLERY_PICTURES and bool(said or named)


def _is_stub(page: Page, story: str) -> bool:
    """True where the page says that one has to pay and shows little, or much less than it says the story is long."""
    if len(story) > _STUB_LONGEST:
        return _is_cut(page.article, story)
    said = _walls(page)
    if any(_WALL.search(line) for line in said):
        return True
    return _is_closed(page.article) and (story.endswith(("...", "…")) or any(_DOOR.search(line) for line in said))


def _walls(page: Page) -> list[str]:
    """What stands in the page's short paragraphs, headings and buttons outside its edges."""
    paths = "//*[self::p or self::h2 or self::h3 or self::h4 or self::button or self::div[not(*)]]"
    edges = "ancestor::nav or ancestor::footer or ancestor::header or ancestor::aside"
    found = page.select(f"({paths}[not({edges})][string-length() < 300])[position() <= 200]")
    return [text(element) for element in found]


def _is_closed(node: json_ld.Node) -> bool:
    parts = node.get("hasPart")
    nodes: list[Any] = [node, *(parts if isinstance(parts, list) else [parts])]
    return any(isinstance(part, dict) and str(part.get("isAccessibleForFree")).lower() == "false" for part in nodes)


def _is_cut(node: json_ld.Node, story: str) -> bool:
    """True for a closed story of which far fewer words are shown than the page's data counts."""
    count = str(node.get("wordCount") or "")
    return _is_closed(node) and count.isdigit() and len(story.split()) < 0.4 * int(count)


def _has_prose(story: str) -> bool:
    return sum(len(block) > 150 for block in story.split("\n\n")) > 3
