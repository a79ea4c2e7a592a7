# ruff: noqa: DTZ001
"""Dates as listings write them."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from scraper.discover.dates import listing_date

BST = timezone(timedelta(hours=1))


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2024-05-16", date(2024, 5, 16)),
        ("2024-05-16T12:30:00Z", datetime(2024, 5, 16, 12, 30, tzinfo=UTC)),
        ("2026-10-04T15:53:00+0100", datetime(2026, 10, 4, 15, 53, tzinfo=BST)),
        ("2026-10-04 15:53:00", datetime(2026, 10, 4, 15, 53)),
        ("Thu, 16 May 2024 09:00:00 +0000", datetime(2024, 5, 16, 9, tzinfo=UTC)),
        ("Thu, 16 May 2024 09:00:00 BST", datetime(2024, 5, 16, 9, tzinfo=BST)),
        ("16th May 2024", date(2024, 5, 16)),
        ("10 July 2025", date(2025, 7, 10)),
        ("Thursday, 10 July 2025 at 3.15pm", datetime(2025, 7, 10, 15, 15)),
        ("Published: 1st of March 2025", date(2025, 3, 1)),
        ("May 16, 2024", date(2024, 5, 16)),
        ("05/06/2024", date(2024, 6, 5)),
        ("05/06/2024 14:30", datetime(2024, 6, 5, 14, 30)),
        ("16.05.24", date(2024, 5, 16)),
        ("12 May 2024, 12am", datetime(2024, 5, 12, 0, 0)),
    ],
)
def test_a_date_is_read_as_a_british_reader_would(written: str, meant: date) -> None:
    assert listing_date(written) == meant


@pytest.mark.parametrize(
    "written",
    [
        *(
            "",
            None,
            "12",
            "May",
            "2 hours ago",
            "05/16/2024",
            "31 February 2024",
            "Ofsted visited on 16 May 2024",
            "2024",
        ),
        *("9999-12-31T23:59:59-12:00", "0001-01-01T00:00:00+05:00", "1 January 0000", "Mon, 01 Jan 99999 00:00:00 GMT"),
    ],
)
def test_what_is_no_plain_date_is_none(written: str | None) -> None:
    assert listing_date(written) is None
