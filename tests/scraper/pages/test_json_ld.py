"""JSON-LD as pages really carry it."""

from __future__ import annotations

from scraper.pages import json_ld

STORY = '{"@type": "NewsArticle", "headline": "Hub opens", "url": "https://a.test/hub", "datePublished": "2025-02-18"}'
OTHER = '{"@type": "NewsArticle", "headline": "Bins late", "url": "https://a.test/bins", "datePublished": "2025-02-17"}'


def article(*scripts: str, url: str = "https://a.test/hub", headlines: tuple[str, ...] = ()) -> json_ld.Node:
    return json_ld.article_of(json_ld.nodes(scripts), url, headlines)


def test_the_article_is_found_behind_the_publisher() -> None:
    assert article('{"@type": "NewsMediaOrganization", "name": "The Lantern"}', STORY)["headline"] == "Hub opens"


def test_arrays_and_graphs_are_opened() -> None:
    assert article(f"[{STORY}]")["headline"] == "Hub opens"
    assert article(f'{{"@context": "x", "@graph": [{{"@type": "WebSite"}}, {STORY}]}}')["headline"] == "Hub opens"
    assert article(f'[{{"@graph": [{STORY}]}}]')["headline"] == "Hub opens"


def test_raw_control_characters_do_not_spoil_a_block() -> None:
    assert article('{"@type": "NewsArticle", "headline": "Hub\n\topens"}')["headline"] == "Hub\n\topens"


def test_comments_trailing_commas_and_several_values_are_forgiven() -> None:
    assert article(f"<!-- {STORY} -->")["headline"] == "Hub opens"
    assert article('//<![CDATA[\n{"@type": "NewsArticle", "headline": "Hub opens",}\n//]]>')["headline"] == "Hub opens"
    assert article(f'{{"@type": "WebSite"}}\n{STORY}')["headline"] == "Hub opens"


def test_a_block_that_is_no_json_is_passed_over() -> None:
    assert article("window.data = 1;", STORY)["headline"] == "Hub opens"
    assert article("{" * 100_000) == {}


def test_of_several_stories_the_one_of_this_address_is_taken() -> None:
    assert article(OTHER, STORY)["headline"] == "Hub opens"


def test_of_several_stories_the_one_under_the_headline_shown_is_taken() -> None:
    assert article(OTHER, STORY, url="https://a.test/?p=7", headlines=("Hub opens",))["headline"] == "Hub opens"


def test_a_page_without_a_story_gives_none() -> None:
    assert article('{"@type": "WebPage", "name": "Contact"}') == {}


def test_authors_are_persons_before_organisations_and_references_are_followed() -> None:
    graph = [{"@type": "Person", "@id": "#7", "name": "Gwen Ashdown"}]
    assert json_ld.names_of([{"@type": "Organization", "name": "The Lantern"}, {"@id": "#7"}], graph) == [
        "Gwen Ashdown"
    ]
    assert json_ld.names_of("Gwen Ashdown") == ["Gwen Ashdown"]
    assert json_ld.names_of({"@type": "NewsMediaOrganization", "name": "The Lantern"}) == ["The Lantern"]
    assert json_ld.names_of(None) == []


def test_a_body_keeps_its_paragraphs_and_loses_its_tags() -> None:
    node: json_ld.Node = {"articleBody": "One &amp; two.\nThree <a href='x'>four</a>.\n\n<p>Five.</p><p>Six.</p>"}
    assert json_ld.body_of(node) == "One & two.\n\nThree four .\n\nFive.\n\nSix."
    assert json_ld.body_of({"articleBody": ["no", "string"]}) == ""
