"""Damaged pages end in an article or a reason, and soon."""

from __future__ import annotations

import time
from contextlib import suppress

import pytest

from scraper.pages import Unreadable, read_page
from tests.scraper.pages import damaged_pdf
from tests.scraper.pages.damage import damaged

TIME = 5.0


@pytest.mark.parametrize("hundred", range(2))
def test_a_damaged_page_is_read_or_refused_in_time(hundred: int) -> None:
    for number in range(100 * hundred, 100 * (hundred + 1)):
        address, body, content_type = damaged(number)
        began = time.process_time()
        with suppress(Unreadable):
            assert read_page(address, body, content_type).text
        assert time.process_time() - began < TIME, f"damaged({number})"


def test_a_damaged_pdf_is_read_or_refused_in_time() -> None:
    for number in range(60):
        began = time.process_time()
        with suppress(Unreadable):
            assert read_page(damaged_pdf.ADDRESS, damaged_pdf.damaged(number), "application/pdf").text
        assert time.process_time() - began < TIME, f"damaged_pdf.damaged({number})"
