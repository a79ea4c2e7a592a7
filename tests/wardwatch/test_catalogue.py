"""The catalogue: every council has sources, and every entry is well formed."""

from __future__ import annotations

from collections import Counter

import pytest

from newsdesk.councils import all_councils
from scraper.catalogue import entries_for, sources_for, titles
from wardwatch.watching import open_to_strangers

NAMES = [council.name for council in all_councils()]


@pytest.mark.parametrize("name", NAMES)
def test_every_council_has_its_ofsted_page_govuk_and_a_local_title(name: str) -> None:
    found = sources_for([name])

    assert [(one.kind, one.official) for one in found[:3]] == [("ofsted", True), ("govuk", True), ("govuk", True)]
    assert found[0].councils == (name,)
    assert all(name in one.councils for one in found[3:])
    assert len(found) > 3


def test_names_and_addresses_are_there_once() -> None:
    everything = sources_for(NAMES)
    assert [name for name, count in Counter(one.name for one in everything).items() if count > 1] == []
    assert [url for url, count in Counter(one.url for one in everything).items() if count > 1] == []


def test_every_title_names_councils_that_exist() -> None:
    for entry in titles():
        assert entry.source.councils, entry.source.name
        assert set(entry.source.councils) <= set(NAMES), entry.source.name


def test_only_ofsted_and_govuk_are_asked_of_strangers() -> None:
    everything = entries_for(NAMES)
    assert {entry.platform for entry in everything if open_to_strangers(entry.source.url)} == {"official"}


def test_nothing_is_called_tried_that_nobody_has_tried() -> None:
    assert not any(entry.tried for entry in entries_for(NAMES))


def test_no_council_means_no_source() -> None:
    assert sources_for([]) == []


@pytest.mark.parametrize(
    ("name", "url", "kind"),
    [
        ("Congleton Nub News", "https://congleton.nub.news/news", "listing"),
        ("Knutsford Guardian", "https://www.knutsfordguardian.co.uk/news/rss/", "feed"),
        ("Cheshire Live", "https://www.cheshire-live.co.uk/?service=rss", "feed"),
        ("Wilmslow.co.uk", "https://www.wilmslow.co.uk/news", None),
    ],
)
def test_a_title_gets_address_and_kind_from_its_platform(name: str, url: str, kind: str | None) -> None:
    (found,) = [one for one in sources_for(["Cheshire East"]) if one.name == name]
    assert (found.url, found.kind) == (url, kind)


def test_a_title_of_a_whole_region_is_there_for_each_of_its_councils() -> None:
    (found,) = [one for one in sources_for(["Hackney"]) if one.name == "BBC News: London"]
    assert len(found.councils) == 33
