"""The bounds on the HTML of a listing."""

from __future__ import annotations

import time

from scraper.discover.soup import ANCHORS_LIMIT, parsed
from scraper.pages.response import Response


def page(body: str) -> Response:
    return Response("https://town.test/news", f"<html><body>{body}".encode(), "text/html")


def test_boxes_that_lie_too_deep_are_left_out_and_what_they_hold_stays() -> None:
    began = time.process_time()
    soup = parsed(page("<div>" * 100_000 + "<a href='/x'>Deep</a>" + "</div>" * 100_000 + "<p>After</p>"))
    assert time.process_time() - began < 5
    anchor = soup.select_one("a")
    assert anchor is not None
    assert len(list(anchor.parents)) < 600
    assert "After" in soup.get_text()


def test_a_page_of_many_small_boxes_is_left_as_it_is() -> None:
    soup = parsed(page("<div><span><a href='/x'>One</a></span></div>" * 600))
    assert len(soup.find_all("span")) == 600


def test_of_very_many_links_the_first_are_taken() -> None:
    assert len(parsed(page("<a href='/x'>One</a>" * 10_000)).find_all("a")) == ANCHORS_LIMIT
