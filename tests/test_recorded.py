"""Pages recorded with `wardwatch sources try --save` are read as their JSON says."""

from pathlib import Path

import pytest

from wardwatch.golden import differences

RECORDED = sorted((Path(__file__).parent / "recorded").glob("*.json"))


@pytest.mark.parametrize("told", RECORDED, ids=lambda told: told.stem)
def test_a_recorded_page_is_reviewed_and_read_as_recorded(told: Path) -> None:
    assert differences(told) == []
