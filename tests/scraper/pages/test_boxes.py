"""Boxes, standfirsts and the guard on extraction: what is cut from a page, and what must never be."""

from __future__ import annotations

import time
from contextlib import suppress

import pytest
from lxml import html as lxml_html

from scraper.pages import Unreadable, blocks, boxes, read_page

ADDRESS = "https://lantern.test/news/baths-reopen"
LONG = "The baths in Mill Street have opened again after nine years, three roofs and one very patient committee."
STORY = "".join(f"<p>{LONG} Part {part}.</p>" for part in "ABCDEF")


def kept(inside: str) -> list[str]:
    root = lxml_html.fromstring(f"<div>{STORY}{inside}</div>")
    boxes.prune(root)
    boxes.prune_links(root)
    return blocks.blocks(root)[6:]


def read(body: str, head: str = "") -> str:
    head = f"<head><title>Baths reopen</title>{head}</head>"
    html = f"<html>{head}<body><main><h1>Baths reopen</h1>{body}</main></body></html>"
    return read_page(ADDRESS, html.encode(), "text/html; charset=utf-8").text


@pytest.mark.parametrize(
    "box",
    [
        '<p class="imageCaption">A pool</p>',
        '<div class="ArticleRelated__list"><p>Another story</p></div>',
        '<div class="newsletter-box"><p>Get it all by post</p></div>',
        "<p hidden>Not shown</p>",
        '<p><strong><a href="/x">Pier to shut for a year</a></strong></p>',
        '<ul><li><a href="/x">Pier to shut</a></li><li><a href="/y">Gull banned</a></li></ul>',
    ],
)
def test_a_box_is_cut(box: str) -> None:
    assert kept(box) == []


@pytest.mark.parametrize(
    "part",
    [
        '<p>Ask at <a href="/x">the desk</a>.</p>',
        '<p><a href="/x">The whole plan can be read in the library.</a></p>',
        '<div class="elementor-widget elementor-widget-text-editor"><p>Words in a widget.</p></div>',
        '<div class="paywall"><p>Words below the fold.</p></div>',
        "<ul><li>Open on Mondays</li><li>Closed on Sundays</li></ul>",
    ],
)
def test_a_part_of_the_story_is_kept(part: str) -> None:
    assert len(kept(part)) == 1


def test_a_wrapper_called_a_box_that_holds_the_story_is_kept() -> None:
    root = lxml_html.fromstring(f'<div><div class="subscription-content">{STORY}</div></div>')
    boxes.prune(root)
    assert len(blocks.blocks(root)) == 6


def test_a_table_of_facts_is_one_block_and_a_table_that_lays_out_the_page_is_read_through() -> None:
    facts = "<table><tr><th>Pool</th><th>Open</th></tr><tr><td>Large</td><td>Yes</td></tr></table>"
    assert blocks.blocks(lxml_html.fromstring(f"<div>{facts}</div>")) == ["Pool | Open\nLarge | Yes"]
    layout = lxml_html.fromstring(f"<div><table><tr><td>{STORY}{facts}</td></tr></table></div>")
    assert len(blocks.blocks(layout)) == 7


def test_a_summary_that_the_page_describes_itself_with_is_the_standfirst() -> None:
    told = "Swimmers queued from six in the morning"
    head = f'<meta property="og:description" content="{told}">'
    assert read(f'<div class="sc-x1">{told}</div>{STORY}', head).startswith(told + "\n\nThe baths")
    assert told not in read(STORY, head)


def test_another_storys_summary_below_is_no_standfirst() -> None:
    below = '<div class="card__dek">Some other story began quite differently and somewhere else.</div>'
    assert read(STORY + below).startswith("The baths")


def test_a_story_that_a_box_has_swallowed_is_read_all_the_same() -> None:
    parts = "".join(f'<div class="promo">{STORY}</div>' for _ in range(3))
    assert "Part F" in read(f'<div id="story">{parts}</div>')


def test_what_stands_below_a_heading_of_other_stories_is_cut_up_to_the_next_paragraph() -> None:
    cards = (
        '<div><h4><a href="/x">Gull banned from pier</a></h4><p>It had taken nine hundred chips in a summer.</p></div>'
    )
    told = read(STORY + "<h3>Related stories</h3>" + cards + STORY.replace("Part", "Piece"))
    assert "chips" not in told
    assert "Related" not in told
    assert "Piece F" in told


def test_everything_below_the_heading_of_the_comments_is_cut() -> None:
    told = read(STORY + "<h3>Comments (2)</h3>" + "<div>I said in 1997 that it would fall down and it has.</div>" * 2)
    assert "Part F" in told
    assert "1997" not in told


def test_a_subhead_that_counts_no_comments_ends_nothing() -> None:
    assert "Piece F" in read(STORY + "<h2>Responses</h2>" + STORY.replace("Part", "Piece"))


def test_cards_of_other_stories_are_cut_and_the_story_beside_them_is_not() -> None:
    card = '<div><h3><a href="/x">Gull banned from pier</a></h3><p>It had taken nine hundred chips.</p></div>'
    assert "chips" not in read(f"<div>{STORY}</div><div>{card * 3}</div>")
    assert "chips" in read(f"<div>{STORY}{card.replace('href', 'name')}{STORY}</div>")


def test_a_quotation_pulled_out_of_the_story_stands_once() -> None:
    pulled = "<blockquote>“It was the third roof that did it”</blockquote>"
    told = read(STORY + pulled + "<p>“It was the third roof that did it, and the rain,” said the committee.</p>")
    assert told.count("third roof") == 1


def test_a_list_of_teasers_below_its_heading_is_cut_as_one() -> None:
    teasers = '<p>Don\'t miss...<br><a href="/x">Pier to shut</a> [NEWS]<br><a href="/y">Gull banned</a> [LATEST]</p>'
    assert "Gull" not in read(STORY + teasers + STORY)


HOSTILE = {
    "an author of one endless word": '<span itemprop="author">' + "x" * 200_000 + "</span>" + STORY,
    "an author of one endless word in a tag": f'<meta name="author" content="{"x" * 200_000}">' + STORY,
    "lines without end": "<p>By John Doe</p>\n" * 80_000,
    "nested boxes": '<div class="related share">' * 200 + "<p>Some words of no great length.</p>" * 20_000,
    "deep quotes": "<blockquote>" * 200 + "<p>Some words of no great length.</p>" * 20_000,
    "values without end": '<script type="application/ld+json">' + '{"@type":"Thing"},' * 60_000 + "</script>",
    "a deep list in the data": '<script type="application/ld+json">' + "[" * 900_000 + "</script>",
    "headings of other stories without end": STORY + "<h2>Related</h2>" * 100_000,
    "breaks without end": STORY + "<br>" * 400_000,
    "a huge class": '<div class="' + "related " * 200_000 + '">' + STORY,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_page_is_done_with_in_a_few_seconds(name: str) -> None:
    began = time.process_time()
    with suppress(Unreadable):
        read(HOSTILE[name])
    assert time.process_time() - began < 4


def test_a_body_in_the_data_that_is_only_a_teaser_does_not_replace_the_story() -> None:
    data = '<script type="application/ld+json">{"@type": "NewsArticle", "articleBody": "Quite other words."}</script>'
    assert "Part F" in read(STORY, data)
