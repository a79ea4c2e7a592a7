# ruff: noqa: E501
"""Ofsted's listing and provider pages; GOV.UK's feeds and search API."""

import json
import pickle
from datetime import UTC, date, datetime

import pytest

from scraper.discover import NothingFound, find

PROVIDER = """<!doctype html><html><body><main><h1 class="title-block__heading">Anyshire</h1>
<p class="title-block__subheading">URN: 80999</p>
<ol class="timeline">
<li class="timeline__day"><div class="event"><p class="timeline__date"><time>22 April 2024</time></p>
<span class="event__title"><a class="publication-link" href="https://files.ofsted.test/v1/file/50000001">Area SEND full inspection
<span class="nonvisual">Area SEND full inspection, pdf - 15 July 2024</span>
<div class="event__metadata"><span class="filetype">PDF</span> - Published <time pubdate>15 July 2024</time></div></a></span></div></li>
<li class="timeline__day"><div class="event"><p class="timeline__date"><time>1 February 2024</time></p>
<span class="event__title"><a class="publication-link" href="/v1/file/50000002">Children's services inspection,  pdf
<div class="event__metadata"><span class="filetype">PDF</span> - Published <time pubdate>3 March 2024</time></div></a></span></div></li>
<li class="timeline__day--has-archive"><details><ol class="timeline__archive"><li><div class="event">
<a class="publication-link" href="/v1/file/50000003">A visit nobody has heard of
<span class="nonvisual">A visit nobody has heard of, pdf - 9 January 2015</span></a></div></li>
<li><div class="event"><p class="timeline__date"><time>8 May 2012</time></p>
<a class="publication-link" href="/v1/file/50000004">Single inspection of LA children's services as pdf</a></div></li>
</ol></details></li></ol></main></body></html>"""

SEARCH = """<!doctype html><html><body><div class="search-results__heading"><strong class="results-count">153</strong></div>
<ul class="results-list"><li class="search-result"><h3 class="search-result__title"><a href="/provider/44/80999">Anyshire</a></h3>
<ul class="search-result__provider-info"><li>Latest report: <strong><time>16 May 2024</time></strong></li></ul></li>
<li class="search-result"><h3 class="search-result__title"><a href="/provider/44/80998">Otherton</a></h3></li></ul>
<a class="pagination__next" href="/search?start=100&amp;rows=100">Next</a></body></html>"""


def test_a_provider_page_gives_every_report_with_label_and_date_of_publication() -> None:
    found = find(None, "https://reports.ofsted.test/provider/44/80999", PROVIDER.encode(), "text/html")
    assert found.kind == "ofsted"
    assert [(link.url, link.title, link.dated) for link in found.links] == [
        ("https://files.ofsted.test/v1/file/50000001", "Area SEND full inspection", date(2024, 7, 15)),
        ("https://reports.ofsted.test/v1/file/50000002", "Children's services inspection", date(2024, 3, 3)),
        ("https://reports.ofsted.test/v1/file/50000003", "A visit nobody has heard of", date(2015, 1, 9)),
        ("https://reports.ofsted.test/v1/file/50000004", "Single inspection of LA children's services", None),
    ]


def test_a_search_list_gives_provider_pages_with_the_state_they_are_in_and_the_next_page() -> None:
    found = find(None, "https://reports.ofsted.test/search?start=0", SEARCH.encode(), "text/html")
    assert found.pages == (
        "https://reports.ofsted.test/provider/44/80999#latest-report=2024-05-16",
        "https://reports.ofsted.test/provider/44/80998",
        "https://reports.ofsted.test/search?start=100&rows=100",
    )
    assert found.links == ()


def test_the_search_api_gives_content_addresses() -> None:
    results = [
        {
            "title": "Improvement notice issued to Anyshire",
            "link": "/government/publications/improvement-notice-anyshire",
            "public_timestamp": "2024-07-10T09:30:00Z",
        },
        {"title": "Elsewhere", "link": "https://other.test/page"},
        {"title": "No link"},
    ]
    body = json.dumps({"results": results}).encode()
    found = find(None, "https://www.gov.uk/api/search.json?count=50", body, "application/json")
    assert found.kind == "govuk"
    assert [link.url for link in found.links] == [
        "https://www.gov.uk/api/content/government/publications/improvement-notice-anyshire",
        "https://other.test/page",
    ]
    assert found.links[0].title == "Improvement notice issued to Anyshire"
    assert found.links[0].dated is not None
    assert found.links[0].dated.isoformat() == "2024-07-10T09:30:00+00:00"


def test_the_atom_feed_of_an_organisation_gives_content_addresses() -> None:
    body = b"""<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>Direction issued to Anyshire</title>
    <link href="https://www.gov.uk/government/publications/direction"/><updated>2024-07-10T09:30:00Z</updated></entry></feed>"""
    found = find(None, "https://www.gov.uk/government/organisations/department-for-education.atom", body, "text/xml")
    assert found.kind == "govuk"
    assert found.links[0].url == "https://www.gov.uk/api/content/government/publications/direction"


CHANGED = {
    "base_path": "/government/publications/notice",
    "title": "Improvement notice",
    "public_updated_at": "2024-07-10T09:30:00.000+00:00",
    "details": {
        "change_history": [
            {"public_timestamp": "2024-07-10T10:30:00.000+01:00", "note": "First published."},
            {"public_timestamp": "2025-01-08T09:00:00.000+00:00", "note": "The notice was extended."},
        ]
    },
}


def test_a_document_says_when_it_was_last_changed() -> None:
    url = "https://www.gov.uk/api/content/government/publications/notice"
    (link,) = find(None, url, json.dumps(CHANGED).encode(), "application/json").links
    assert link.url == url
    assert link.changed == datetime(2025, 1, 8, 9, tzinfo=UTC)


def test_a_collection_gives_its_documents() -> None:
    documents = [CHANGED, {"base_path": "/government/news/two", "title": "Two"}, "no document", {"title": "No path"}]
    body = json.dumps({"base_path": "/government/collections/notices", "links": {"documents": documents}}).encode()
    found = find("govuk", "https://www.gov.uk/api/content/government/collections/notices", body, "application/json")
    assert [link.url.rpartition("/")[2] for link in found.links] == ["notice", "two"]
    assert [link.changed is None for link in found.links] == [False, True]


def test_a_search_and_a_feed_say_when_a_document_was_changed() -> None:
    results = [{"title": "T", "link": "/government/news/t", "public_timestamp": "2024-07-10T09:30:00Z"}]
    (link,) = find("govuk", "https://www.gov.uk/api/search.json", json.dumps({"results": results}).encode(), "").links
    assert link.changed == link.dated == datetime(2024, 7, 10, 9, 30, tzinfo=UTC)


def test_a_look_alike_on_another_host_gives_addresses_on_its_own_host() -> None:
    body = json.dumps({"results": [{"title": "T", "link": "/government/news/t"}]}).encode()
    found = find("govuk", "http://127.0.0.1:8000/api/search.json", body, "application/json")
    assert found.links[0].url == "http://127.0.0.1:8000/api/content/government/news/t"


@pytest.mark.parametrize(
    ("kind", "body", "reason"),
    [
        (
            "ofsted",
            b"<html><body>Report not found</body></html>",
            "shows neither Ofsted's reports nor a list of providers",
        ),
        ("govuk", b'{"error": "422"}', "is no answer of GOV.UK's search API: it has no results"),
        ("govuk", b'{"results": []}', "is a search of GOV.UK that finds nothing"),
        ("govuk", b'{"results": [', "is broken JSON"),
        ("govuk", b"<!doctype html><html></html>", "is HTML where a feed should be"),
        (None, b"%PDF-1.7 ...", "is a PDF where a list of articles should be"),
        (None, b"words", "is neither a feed, a sitemap nor a web page with links"),
    ],
)
def test_what_gives_nothing_is_said_plainly(kind: None, body: bytes, reason: str) -> None:
    with pytest.raises(NothingFound) as caught:
        find(kind, "https://www.gov.uk/x", body, "")
    assert caught.value.reason == reason


def test_findings_and_refusals_survive_the_way_between_processes() -> None:
    found = find(None, "https://reports.ofsted.test/provider/44/80999", PROVIDER.encode(), "text/html")
    assert pickle.loads(pickle.dumps(found)) == found  # noqa: S301
    refusal = pickle.loads(pickle.dumps(NothingFound("is no feed")))  # noqa: S301
    assert refusal.reason == "is no feed"
