"""The level at which labelled stories are read, so that what is mended for one does not cost others."""

import pytest

from benchmarks.reading import STORIES, measures, told

LEVEL = {
    "relevance": 0.98,
    "councils": 0.98,
    "kind": 0.96,
    "grids": 0.84,
    "nothing invented": 0.99,
    "previous overall": 0.95,
    "inspection dates": 0.97,
    "visit number": 0.85,
    "people": 0.88,
    "same story": 0.93,
    "copies": 1.0,
}


@pytest.fixture(scope="module")
def asked() -> dict[str, list[tuple[str, bool]]]:
    every: dict[str, list[tuple[str, bool]]] = {}
    for path in STORIES.glob("*.jsonl"):
        for measure, found in measures(told(path)).items():
            every.setdefault(measure, []).extend(found)
    return every


@pytest.mark.parametrize(("measure", "level"), LEVEL.items())
def test_labelled_stories_are_read_at_this_level(
    asked: dict[str, list[tuple[str, bool]]], measure: str, level: float
) -> None:
    right = [found for _, found in asked[measure]]
    wrong = [what for what, found in asked[measure] if not found]
    assert len(right) > 20, "there are stories that ask for it"
    assert sum(right) >= level * len(right), f"{measure}: {wrong}"
