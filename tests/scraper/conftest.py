"""What the scraper's tests share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.scraper.papers import Paper


@pytest.fixture
def paper() -> Iterator[Paper]:
    """One outlet on loopback."""
    with Paper() as outlet:
        yield outlet
