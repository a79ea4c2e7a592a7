"""The identity of an address."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsdesk.addresses import canonical, without_tracking

PAGE = "https://cheshire-live.co.uk/news/chester-cheshire-news/council-says-30112233"


@pytest.mark.parametrize(
    "spelling",
    [
        "https://www.cheshire-live.co.uk/news/chester-cheshire-news/council-says-30112233",
        "http://www.cheshire-live.co.uk/news/chester-cheshire-news/council-says-30112233/",
        "https://m.cheshire-live.co.uk/news/chester-cheshire-news/council-says-30112233",
        "https://www.cheshire-live.co.uk/news/chester-cheshire-news/council-says-30112233.amp",
        "https://www.cheshire-live.co.uk/amp/news/chester-cheshire-news/council-says-30112233",
        "https://www.cheshire-live.co.uk/news/chester-cheshire-news/council-says-30112233?ns_mchannel=rss&ito=1490",
        "https://www.cheshire-live.co.uk/news/chester-cheshire-news/council-says-30112233?utm_source=x&utm_medium=y",
        "https://WWW.Cheshire-Live.co.uk:443/news/chester-cheshire-news/council-says-30112233#comments",
        "  https://www.cheshire-live.co.uk//news/chester-cheshire-news/council%2Dsays-30112233?ref=rss ",
    ],
)
def test_the_many_spellings_of_one_page_are_one_address(spelling: str) -> None:
    assert canonical(spelling) == PAGE


def test_queries_that_choose_the_page_stay_in_any_order() -> None:
    one = canonical("https://moderngov.example.gov.uk/ieListDocuments.aspx?MId=7&CId=12&utm_source=rss")
    assert one == canonical("http://www.moderngov.example.gov.uk/ieListDocuments.aspx?CId=12&MId=7")
    assert one != canonical("https://moderngov.example.gov.uk/ieListDocuments.aspx?CId=12&MId=8")


def test_a_planning_reference_is_no_trace_of_a_feed() -> None:
    assert canonical("https://a.example.org/x?ref=24/0345") != canonical("https://a.example.org/x?ref=24/0346")


def test_sibling_towns_of_nub_news_share_an_identity() -> None:
    crewe = canonical("https://crewe.nub.news/news/local-news/letter-of-inspectors-published-231145#comments")
    assert crewe == canonical("https://congleton.nub.news/news/local-news/inspectors-letter-published-231145")
    assert crewe != canonical("https://crewe.nub.news/news/local-news/letter-of-inspectors-published-231146")
    assert crewe != canonical("https://crewe.nub.news/events/letter-of-inspectors-published-231145")


def test_listing_pages_of_nub_news_stay_apart() -> None:
    assert canonical("https://crewe.nub.news/news") != canonical("https://sandbach.nub.news/news")


def test_sister_titles_of_newsquest_share_an_identity() -> None:
    knutsford = canonical("https://www.knutsfordguardian.co.uk/news/24328123.council-responds/?ref=rss")
    assert knutsford == canonical("https://www.northwichguardian.co.uk/news/24328123.council-responds/.amp/")
    assert knutsford == canonical("https://www.northwichguardian.co.uk/news/24328123.headline-edited/")
    assert knutsford != canonical("https://www.northwichguardian.co.uk/news/24328124.council-responds/")


def test_papers_on_one_machine_are_told_apart_by_port() -> None:
    assert canonical("http://127.0.0.1:8001/news/24328123.x/") != canonical("http://127.0.0.1:8002/news/24328123.x/")


def test_the_content_api_names_the_page_that_people_see() -> None:
    page = canonical("https://www.gov.uk/government/publications/improvement-notice-issued-to-cheshire-east-council")
    api = "https://www.gov.uk/api/content/government/publications/improvement-notice-issued-to-cheshire-east-council"
    assert canonical(api) == page


@pytest.mark.parametrize("odd", ["", "mailto:desk@example.org", "http://[::1/x", "/news/1", "javascript:alert(1)"])
def test_what_is_no_web_address_stays_as_it_is(odd: str) -> None:
    assert canonical(odd) == odd


hosts = st.sampled_from(
    [
        "www.gov.uk",
        "crewe.nub.news",
        "nub.news",
        "www.a.co.uk",
        "amp.m.a.com",
        "m.uk",
        "[::1]",
        "127.0.0.1:8080",
        "ä.example",
    ]
)
pieces = st.lists(
    st.sampled_from(
        [
            "amp",
            "news",
            "x.amp",
            ".amp",
            "a.amp.html",
            "24328123.x",
            "api",
            "content",
            "%7e",
            "%2541",
            "%",
            "y-12345",
            "é",
            "",
        ]
    )
    | st.text(max_size=5),
    max_size=6,
)
queries = st.lists(
    st.sampled_from(["ref=rss", "a=1", "b=%2f", "utm_x=1", "=", "ref=1/2", "é=1"]) | st.text(max_size=4), max_size=4
)


@given(st.text())
@settings(deadline=None)
def test_any_text_has_an_identity_that_stays(text: str) -> None:
    assert canonical(canonical(text)) == canonical(text)


@given(st.sampled_from(["http", "https", "HTTPS"]), hosts, pieces, queries)
@settings(deadline=None)
def test_the_identity_of_an_identity_is_itself(scheme: str, host: str, path: list[str], query: list[str]) -> None:
    once = canonical(f"{scheme}://{host}/{'/'.join(path)}?{'&'.join(query)}")
    assert canonical(once) == once


@pytest.mark.parametrize(
    ("found", "shown"),
    [
        ("https://www.paper.example/news/1.x/?ref=rss", "https://www.paper.example/news/1.x/"),
        ("https://www.paper.example/a?page=2&utm_source=x&id=7#comments", "https://www.paper.example/a?page=2&id=7"),
        ("https://www.paper.example/a", "https://www.paper.example/a"),
    ],
)
def test_people_are_shown_an_address_without_its_tracking(found: str, shown: str) -> None:
    assert without_tracking(found) == shown
    assert canonical(found) == canonical(shown)
