# ruff: noqa: DTZ001, E501
"""Listing pages: cards told from menus, titles and dates from cards."""

from datetime import date, datetime

import pytest

from scraper.discover import NothingFound, find

URL = "https://town.test/news"


def listed(html: str, links: str | None = None, url: str = URL) -> list[str]:
    found = find(None, url, html.encode(), "text/html; charset=utf-8", links)
    assert found.kind == "listing"
    return [link.url.removeprefix("https://town.test") for link in found.links]


PAGE = """<!doctype html><html><head><title>News</title></head><body>
<header><a href="/news/the-logo-of-the-town">Town</a></header>
<nav><ul><li><a href="/news/sport-and-more-sport">Sport and more of it</a></li></ul></nav>
<main>
  <div class="breadcrumb"><a href="/news/where-you-are-now">Where you are now</a></div>
  <article><header><h2><a href="/news/council-told-to-improve">Council told to improve</a></h2></header>
    <time datetime="2024-05-16T12:00:00+01:00">16 May</time><p>Standfirst. <a href="/news/council-told-to-improve">Read more</a></p>
    <footer><a href="/category/politics">Politics</a></footer></article>
  <article><a href="/news/102934"><img src="x.jpg" alt="A bridge"><h3>Bridge shut for repairs</h3><p>10 July 2025</p></a></article>
  <a href="/news?page=2">Next</a> <a href="/news/page/3/">3</a> <a href="/author/jo">Jo</a>
  <a href="https://elsewhere.test/news/not-our-own-story">Elsewhere is a place</a>
  <a href="#top">Top</a> <a href="mailto:news@town.test">Write to us at the desk</a>
</main>
<aside><article><h3><a href="/news/most-read-of-the-week">Most read of the week</a></h3></article></aside>
<footer><ul><li><a href="/privacy-policy">Privacy</a></li><li><a href="/news/how-to-complain">How to complain</a></li></ul></footer>
</body></html>"""


def test_cards_are_taken_and_menus_sidebars_and_footers_are_not() -> None:
    assert listed(PAGE) == ["/news/council-told-to-improve", "/news/102934"]


def test_titles_and_dates_come_from_the_card() -> None:
    links = find("listing", URL, PAGE.encode(), "text/html").links
    assert [(link.title, link.dated and link.dated.isoformat()) for link in links] == [
        ("Council told to improve", "2024-05-16T12:00:00+01:00"),
        ("Bridge shut for repairs", "2025-07-10"),
    ]


def test_a_single_card_with_an_address_like_any_other_is_found() -> None:
    html = '<html><body><nav><a href="/x">X</a></nav><main><div><a href="/a">Fire</a></div></main></body></html>'
    assert listed(html) == ["/a"]


def test_cards_in_a_plain_list_without_main_are_found() -> None:
    html = """<html><body><ul class="menu"><li><a href="/about-the-town-and-us">About the town and us</a></li></ul>
    <ul><li><h3><a href="/story/1">Head of children's services leaves</a></h3><span>16/05/2024</span></li>
    <li><h3><a href="/story/2">Bins</a></h3></li></ul></body></html>"""
    found = find(None, "https://town.test/", html.encode(), "text/html")
    assert [(link.url[-1], link.dated) for link in found.links] == [("1", date(2024, 5, 16)), ("2", None)]


def test_short_links_to_sections_are_left_out_where_there_are_headlines() -> None:
    html = """<main><a href="/news/crime">Crime</a><h2><a href="/news/ofsted-visits-the-town">Ofsted visits the town</a></h2></main>"""
    assert listed(f"<html><body>{html}</body></html>") == ["/news/ofsted-visits-the-town"]


def test_a_page_of_bare_divs_gives_its_headlines() -> None:
    html = '<html><body><div><div><a href="/x/1">Four words make headlines</a></div></div></body></html>'
    assert listed(html) == ["/x/1"]


def test_the_title_of_a_card_whose_link_says_read_more() -> None:
    html = '<html><body><main><div><h3>Ofsted came back</h3><a href="/news/77">Read more</a></div></main></body></html>'
    (link,) = find(None, URL, html.encode(), "text/html").links
    assert link.title == "Ofsted came back"


def test_nub_news_array_with_raw_control_characters() -> None:
    html = """<html><head><script type="application/ld+json">[{"@type":"NewsArticle","headline":"Ofsted\tcomes
to town","url":"https://town.test/news/local-news/ofsted-comes-to-town-1234","datePublished":"2026-10-04 15:53:00"}]
</script></head><body><main><h2><a href="/news/local-news/ofsted-comes-to-town-1234">Ofsted comes to town</a></h2></main>
</body></html>"""
    (link,) = find(None, URL, html.encode(), "text/html").links
    assert link.title == "Ofsted comes to town"
    assert link.dated == datetime(2026, 10, 4, 15, 53)


def test_json_ld_alone_is_enough_and_breadcrumbs_in_it_are_not_articles() -> None:
    html = """<html><body><script type="application/ld+json">{"@graph":[
    {"@type":"BreadcrumbList","itemListElement":[{"@type":"ListItem","name":"News","item":"https://town.test/n"}]},
    {"@type":"ItemList","itemListElement":[{"@type":"ListItem","url":"/news/one","name":"One"}]}]}</script>
    <script type="application/ld+json">{broken</script></body></html>"""
    assert listed(html) == ["/news/one"]


def test_links_takes_what_its_selector_matches_and_nothing_else() -> None:
    assert listed(PAGE, "article h2 a") == ["/news/council-told-to-improve"]
    assert listed(PAGE, "main article") == ["/news/council-told-to-improve", "/news/102934"]
    assert listed(PAGE, "main > a[href*=elsewhere]") == ["https://elsewhere.test/news/not-our-own-story"]


@pytest.mark.parametrize(
    ("html", "links", "reason"),
    [
        (PAGE, ".gone a", "has no link that matches `links: .gone a`"),
        (PAGE, "a[", "cannot be searched: 'a[' under `links:` is no CSS selector"),
        (
            "<html><body><main><p>Please accept cookies</p></main></body></html>",
            None,
            "shows no links to articles; if it should, name them with `links:`",
        ),
    ],
)
def test_a_page_without_links_is_said_plainly(html: str, links: str | None, reason: str) -> None:
    with pytest.raises(NothingFound) as caught:
        find("listing", URL, html.encode(), "text/html", links)
    assert caught.value.reason == reason


def test_a_broken_byte_spoils_no_title() -> None:
    html = '<html><body><main><h2><a href="/n/1">Caf\u00e9 \u2013 and a broken byte</a></h2></main></body></html>'
    body = html.encode().replace(b"broken", b"br\xffken")
    (link,) = find("listing", URL, body, "text/html; charset=utf-8").links
    assert link.title is not None
    assert link.title.startswith("Caf\u00e9 \u2013 and")


def test_base_href_and_fragments() -> None:
    html = '<html><head><base href="/deep/"></head><body><main><a href="a-story-of-ours#comments">2</a></main></body></html>'
    assert listed(html) == ["/deep/a-story-of-ours"]


def test_addresses_that_nobody_can_ask_are_passed_over() -> None:
    bad = [
        "http://[bad",
        "http://user:word@town.test/a-story-of-ours",
        "/a-long-one-" + "x" * 2000,
        "http://town.test:x/",
    ]
    links = "".join(f'<a href="{address}">A bad address here</a>' for address in bad)
    html = f'<main>{links}<a href="/a-good-address-here">Good</a></main>'
    assert listed(f"<html><body>{html}</body></html>") == ["/a-good-address-here"]
