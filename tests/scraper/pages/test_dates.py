"""Dates of publication are read as pages write them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from scraper.pages import dates, dating
from scraper.pages.page import Page
from scraper.pages.response import Response

BST = timezone(timedelta(hours=1))


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("2026-10-04T15:53:00+0100", datetime(2026, 10, 4, 15, 53, tzinfo=BST)),
        ("2024-05-16T09:30:00.000Z", datetime(2024, 5, 16, 9, 30, tzinfo=UTC)),
        ("2024-05-16T09:30:00", datetime(2024, 5, 16, 9, 30)),  # noqa: DTZ001 - the page names no zone
        ("2024-05-16 09:30:00 +01:00", datetime(2024, 5, 16, 9, 30, tzinfo=BST)),
        ("2024-05-16", date(2024, 5, 16)),
        ("20240516", date(2024, 5, 16)),
        ("1715851800", datetime(2024, 5, 16, 9, 30, tzinfo=UTC)),
        ("1715851800000", datetime(2024, 5, 16, 9, 30, tzinfo=UTC)),
        ("Thu, 16 May 2024 09:30:00 GMT", datetime(2024, 5, 16, 9, 30, tzinfo=UTC)),
        ("16th May 2024", date(2024, 5, 16)),
        ("Thursday 16th of May, 2024", date(2024, 5, 16)),
        ("May 16, 2024", date(2024, 5, 16)),
        ("10 July 2025", date(2025, 7, 10)),
        ("16 May 2024, 10:30 BST", datetime(2024, 5, 16, 10, 30, tzinfo=BST)),
        ("10:30am, 16 May 2024", datetime(2024, 5, 16, 10, 30)),  # noqa: DTZ001
        ("16 May 2024 at 4pm", datetime(2024, 5, 16, 16, 0)),  # noqa: DTZ001
        ("05/06/2024", date(2024, 6, 5)),
        ("Thu May 16 09:30:00 EST 2024", date(2024, 5, 16)),
        ("le 1er mars 2024", date(2024, 3, 1)),
        ("6. Juli 2024", date(2024, 7, 6)),
        ("24 de noviembre de 2024", date(2024, 11, 24)),
        ("17 lutego 2024", date(2024, 2, 17)),
        ("12 июня 2024", date(2024, 6, 12)),
        ("2024年4月1日", date(2024, 4, 1)),
        ("05.06.2024 07:15", datetime(2024, 6, 5, 7, 15)),  # noqa: DTZ001
    ],
)
def test_a_date_is_read_in_uk_order_with_the_time_that_it_gives(said: str, meant: date) -> None:
    stamp = dates.parse(said)
    assert stamp == meant
    assert type(stamp) is type(meant)


@pytest.mark.parametrize(
    "said", ["", "12", "May", "05/16/2024", "31 June 2024", "2024-13-01", "1824-05-16", "0300 123 1231", "soon"]
)
def test_what_is_no_date_is_not_made_one(said: str) -> None:
    assert dates.parse(said) is None


def test_a_line_gives_its_date_and_what_else_it_says() -> None:
    assert dates.find("16th May 2024 | Local News") == (date(2024, 5, 16), "| Local News")
    assert dates.find("Local News") is None


def test_a_bare_day_takes_the_time_that_a_later_place_gives_for_it() -> None:
    day, at = date(2024, 5, 16), datetime(2024, 5, 16, 9, 30, tzinfo=UTC)
    assert dates.best([None, day, at]) == at
    assert dates.best([day, datetime(2024, 5, 17, 9, 30, tzinfo=UTC)]) == day
    assert dates.best([None]) is None


def test_an_american_page_puts_the_month_first() -> None:
    assert dates.parse("03/04/2024", month_first=True) == date(2024, 3, 4)
    assert dates.parse("16/05/2024", month_first=True) is None


@pytest.mark.parametrize(
    ("address", "head", "american"),
    [
        ("https://paper.com/a", '<html lang="en-US">', True),
        ("https://paper.co.uk/a", '<html lang="en-US">', False),
        ("https://paper.com/a", '<html lang="en"><p>5/16/2024', True),
        ("https://paper.com/a", '<html lang="en"><p>16/5/2024', False),
        ("https://paper.com/a", '<html lang="en-GB"><p>5/16/2024', False),
    ],
)
def test_a_page_is_american_where_it_says_so_or_shows_it(address: str, head: str, american: bool) -> None:
    assert dating.month_first(Page(Response(address, head.encode()))) is american


def test_an_address_may_name_the_day() -> None:
    assert dating.in_address("https://paper.test/2019/11/03/travel/orchard.html") == date(2019, 11, 3)
    assert dating.in_address("https://paper.test/uk/2023/jan/17/bridge") == date(2023, 1, 17)
    assert dating.in_address("https://paper.test/news/20190457-bridge") is None


def test_a_date_long_after_the_one_in_the_address_is_not_that_of_publication() -> None:
    address = "https://paper.test/2019/11/03/orchard"
    assert dating.agreed(date(2026, 6, 1), address) == date(2019, 11, 3)
    assert dating.agreed(date(2019, 11, 4), address) == date(2019, 11, 4)
    assert dating.agreed(date(2026, 6, 1), "https://paper.test/orchard") == date(2026, 6, 1)
