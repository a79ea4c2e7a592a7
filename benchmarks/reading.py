"""What the newsdesk reads right of the labelled stories: python -m benchmarks.reading [FILE...] [--wrong].

The stories of a file of tests/stories are joined among themselves. --wrong names every label that was read otherwise.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any

from newsdesk.article import Article
from newsdesk.reading import Reading, read
from newsdesk.sameness import group, is_copy

STORIES = Path(__file__).parent.parent / "tests" / "stories"
_UNGRADED = ("home-inspection", "other")
_CARE, _LEAVERS = "children in care", "care leavers"


@dataclass(frozen=True, slots=True)
class Told:
    """One labelled story as read."""

    id: str
    article: Article
    reading: Reading
    labels: dict[str, Any]

    @property
    def clear(self) -> bool:
        """Whether it is surely about children's services."""
        return bool(self.labels["relevant"]) and not self.labels["borderline"]

    @property
    def graded(self) -> bool:
        """Whether its kind is one that can tell a council's grades."""
        return self.clear and self.labels["kind"] not in _UNGRADED

    def accepted(self, label: str) -> list[Any]:
        """The readings of a label that are right."""
        also = self.labels.get("also", {})
        return [self.labels[label], *([also[label]] if label in also else [])]


def told(path: Path) -> list[Told]:
    """The stories of a file, read."""
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
    articles = [_article(row) for row in rows]
    return [Told(row["id"], each, read(each), row["labels"]) for row, each in zip(rows, articles, strict=True)]


def _article(row: dict[str, Any]) -> Article:
    return Article(
        url=row["url"],
        outlet=row["outlet"],
        title=row["title"],
        text=row["text"],
        published=date.fromisoformat(row["published"]) if row["published"] else None,
        byline=row["byline"],
        outlet_councils=(row["outlet_area"],) if row["outlet_area"] else (),
    )


def measures(stories: Sequence[Told]) -> dict[str, list[tuple[str, bool]]]:
    """Measure -> (what was asked, whether it was read right), one by one."""
    clear = [one for one in stories if one.clear]
    graded = [one for one in stories if one.graded]
    visits = [one for one in clear if one.labels["kind"] == "monitoring-visit"]
    return {
        "relevance": [
            (one.id, one.reading.relevant == one.labels["relevant"]) for one in stories if not one.labels["borderline"]
        ],
        "councils": _right(clear, "authorities", lambda one: sorted(one.reading.councils), sorted),
        "kind": _right(clear, "kind", lambda one: one.reading.kind),
        "grids": [(one.id, _same_grid(one)) for one in graded if one.labels["judgements"]],
        "nothing invented": [(one.id, not one.reading.judgements) for one in graded if not one.labels["judgements"]],
        "previous overall": _right(graded, "previous_overall", lambda one: one.reading.previous_overall),
        "inspection dates": _right(
            [one for one in clear if one.labels["inspection_dates"]],
            "inspection_dates",
            lambda one: list(one.reading.inspection_dates),
        ),
        "visit number": _right(visits, "visit_number", lambda one: one.reading.visit_number),
        "people": list(_people(clear)),
        "same story": list(_pairs(stories)),
        "copies": list(_copies(stories)),
    }


def _right(
    stories: Iterable[Told], label: str, got: Callable[[Told], Any], form: Callable[[Any], Any] = lambda value: value
) -> list[tuple[str, bool]]:
    return [(one.id, got(one) in [form(value) for value in one.accepted(label)]) for one in stories]


def _same_grid(one: Told) -> bool:
    return any(_without_twin(grid, dict(one.reading.judgements)) == grid for grid in one.accepted("judgements"))


def _without_twin(label: dict[str, str], got: dict[str, str]) -> dict[str, str]:
    """A combined grade for children in care and care leavers is labelled under children in care alone."""
    if _CARE in label and _LEAVERS not in label and got.get(_LEAVERS) == got.get(_CARE):
        return {area: grade for area, grade in got.items() if area != _LEAVERS}
    return got


def _people(stories: Iterable[Told]) -> Iterable[tuple[str, bool]]:
    for one in stories:
        named = {person["name"] for person in one.labels["people"]}
        heard = {person.name for person in one.reading.people} - set(one.labels.get("also", {}).get("people", ()))
        yield from ((f"{one.id} {name}", name in named and name in heard) for name in sorted(named | heard))


def _pairs(stories: Sequence[Told]) -> Iterable[tuple[str, bool]]:
    groups = group([(one.article, one.reading) for one in stories])
    part_of = {place: number for number, part in enumerate(groups) for place in part}
    for (i, one), (j, other) in combinations(enumerate(stories), 2):
        want = bool(one.labels["story"]) and one.labels["story"] == other.labels["story"]
        if one.clear and other.clear and (want or part_of[i] == part_of[j]):
            yield f"{one.id} {other.id}", want and part_of[i] == part_of[j]


def _copies(stories: Sequence[Told]) -> Iterable[tuple[str, bool]]:
    for one, other in combinations(stories, 2):
        copy = is_copy(one.article, other.article)
        want = other.id == one.labels["copy_of"] or one.id == other.labels["copy_of"]
        family = one.labels["copy_of"] is not None and one.labels["copy_of"] == other.labels["copy_of"]
        if want or (copy and not family):
            yield f"{one.id} {other.id}", want and copy


def main() -> None:
    """Print a line a file and measure."""
    paths = [Path(name) for name in sys.argv[1:] if not name.startswith("--")] or sorted(
        STORIES.glob("*.jsonl"), key=lambda path: int(path.stem)
    )
    total: dict[str, list[tuple[str, bool]]] = {}
    for path in paths:
        for measure, asked in measures(told(path)).items():
            total.setdefault(measure, []).extend(asked)
            share = sum(right for _, right in asked) / len(asked) if asked else 1.0
            print(f"{path.stem:>4}  {measure:18} {share:.3f} of {len(asked)}")
            if "--wrong" in sys.argv:
                print("".join(f"        {what}\n" for what, right in asked if not right), end="")
    for measure, asked in total.items():
        print(f" all  {measure:18} {sum(right for _, right in asked) / max(1, len(asked)):.3f} of {len(asked)}")


if __name__ == "__main__":
    main()
