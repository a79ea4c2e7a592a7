"""Learns from the labelled stories which grade belongs to which area, and writes newsdesk/data/attachment.yaml.

    python -m benchmarks.attachment [--folds] [FILE...]

Half a minute, and the same weights each time; from all files of tests/stories where none is named. With --folds it
writes nothing and reads each file with the weights that the others teach: how many grids are right by the rules alone
and with what the weights add, and how many of the added grades are right.
"""

from __future__ import annotations

import math
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from pathlib import Path
from unittest.mock import patch

from rich.progress import track
from ruamel.yaml import YAML

from benchmarks import fitting
from benchmarks.reading import STORIES, Told, measures, told
from newsdesk import attachment, lexicon
from newsdesk.article import Article
from newsdesk.attachment import BIAS, Candidate
from newsdesk.ofsted import rivals_of

UNGRADED = Path(__file__).with_name("ungraded.yaml")
PUBLISHED = date(2024, 6, 3)
WRITTEN_TO = Path(attachment.__file__).parent / "data" / "attachment.yaml"
SEEN_AT_LEAST = 3
ROUNDS = 30
RATE = 0.15
HELD_BACK = 2.0
HELD_BACK_LITTLE = HELD_BACK / 16
TELLING = ("listed: ", "time: ", "grade: ")
LEAST_WEIGHT = 0.15
NONE_ADDED = {BIAS: -100.0}
ABOUT = {
    "listed": "A line of a list or table that gives one area its grade",
    "grade": "What the words round a word make of it: a grade, mere praise, a hope, somebody else's grade",
    "time": 'Words of time in the sentence, and on which side of the grade: "earlier", "now", or a "year" before this',
    "area before": "An area that stands before the grade in the same sentence",
    "area after": "An area that stands after the grade in the same sentence",
    "sentence before": "An area of the sentence before that of the grade",
    "two sentences before": "An area of the sentence before that",
    "sentence after": "An area of the sentence after that of the grade",
    "whole": "The service as a whole, without the word overall",
}
HEAD = """\
# What speaks for and against a grade's belonging to a judged area: natural logarithms of odds, learned from
# tests/stories ({files}) and
# benchmarks/ungraded.yaml by benchmarks/attachment.py, which writes this file. newsdesk/attachment.py adds them up.
"""


@dataclass(frozen=True, slots=True)
class Example:
    """One area of one story: its candidates as (grade, features), and the readings that are right; None: no grade."""

    candidates: list[tuple[str, list[str]]]
    accepted: frozenset[str | None]


def examples(stories: Iterable[Told]) -> list[Example]:
    """What the stories teach; those that are not about an inspection, which grades are of the past or another's."""
    found = []
    for one in stories:
        if one.labels["relevant"]:
            for area, rivals in rivals_of(one.article, tuple(one.labels["authorities"])).items():
                found.append(Example(_named(rivals), _accepted(one, area)))
    return found


def ungraded() -> list[Example]:
    """Short texts that give no grade to anybody."""
    texts = YAML(typ="safe").load(UNGRADED.read_text("utf-8"))
    stories = (Article("https://paper.example/1", "Paper", "", text, PUBLISHED) for text in texts)
    return [Example(_named(each), frozenset({None})) for story in stories for each in rivals_of(story, ()).values()]


def _named(rivals: Iterable[Candidate]) -> list[tuple[str, list[str]]]:
    return [(each.grade, [name for part in each.features for name in part]) for each in rivals]


def _accepted(one: Told, area: str) -> frozenset[str | None]:
    """The grades that are right for an area; one of children in care may cover care leavers too."""
    grid = min(one.accepted("judgements"), key=len)
    grades = {grid.get(area)}
    if area == lexicon.LEAVERS and lexicon.LEAVERS not in grid:
        grades.add(grid.get(lexicon.CARE))
    return frozenset(grades)


def fitted(taught: Sequence[Example], doing: str) -> dict[str, float]:
    """Feature -> weight, by AdaGrad on the likelihood of the labels; weights that hardly matter are left out."""
    counts = Counter(name for one in taught for name in {name for _, names in one.candidates for name in names})
    known = {name for name, count in counts.items() if count >= SEEN_AT_LEAST}
    decay = {name: _held_back(name) / counts[name] for name in known} | {BIAS: 0.0}
    rows = [
        ([(grade, [BIAS, *sorted(known.intersection(names))]) for grade, names in one.candidates], one.accepted)
        for one in taught
    ]
    weights = fitting.fitted(
        rows, lambda row, so_far: _slopes(*row, so_far), decay, rounds=ROUNDS, rate=RATE, doing=doing
    )
    return {name: round(weight, 2) for name, weight in weights.items() if abs(weight) >= LEAST_WEIGHT or name == BIAS}


def _held_back(name: str) -> float:
    return HELD_BACK_LITTLE if name.startswith(TELLING) else HELD_BACK


def _slopes(
    candidates: list[tuple[str, list[str]]], accepted: frozenset[str | None], weights: Mapping[str, float]
) -> dict[str, float]:
    """How the loss of one area grows with each weight; where no candidate is right, no grade is."""
    odds = [math.exp(min(30.0, sum(weights[name] for name in names))) for _, names in candidates]
    right = [odd if grade in accepted else 0.0 for odd, (grade, _) in zip(odds, candidates, strict=True)]
    every = 1 + sum(odds)
    wanted = sum(right) + (1 if None in accepted or not any(right) else 0)
    slopes: dict[str, float] = {}
    for odd, good, (_, names) in zip(odds, right, candidates, strict=True):
        slope = odd / every - good / wanted
        if abs(slope) > 1e-5:
            for name in names:
                slopes[name] = slopes.get(name, 0.0) + slope
    return slopes


def written(weights: Mapping[str, float], files: Iterable[str]) -> str:
    """The weights as YAML, a group and a line about it at a time."""
    places = {group: place for place, group in enumerate(ABOUT)}
    split = (name.split(": ", 1) for name in weights if name != BIAS)
    rows = sorted((places[group], group, name, weights[f"{group}: {name}"]) for group, name in split)
    lines = [HEAD.format(files=", ".join(files)), f"{BIAS}: {weights[BIAS]}"]
    for group, named in groupby(rows, key=lambda row: row[1]):
        lines += ["", f"# {ABOUT[group]}.", f"{group}:"]
        lines += [f'  "{name}": {weight}' for _, _, name, weight in named]
    return "\n".join(lines) + "\n"


def print_folds(paths: Sequence[Path]) -> None:
    """A line for each file, read with what the others teach, and one for all."""
    by_rules = _read(paths, [NONE_ADDED] * len(paths))
    taught = [examples(stories) for stories in by_rules]
    none = ungraded()
    others = [[*none, *(one for other in taught if other is not own for one in other)] for own in taught]
    learned = [fitted(each, f"Without {path.stem}") for each, path in zip(others, paths, strict=True)]
    with_weights = _read(paths, learned)
    print(f"{'file':>6}{'grids':>8}{'by rules':>10}{'with weights':>14}{'added right':>13}{'added wrong':>13}")
    total: Counter[str] = Counter()
    for path, ruled, weighed in zip(paths, by_rules, with_weights, strict=True):
        counts = _counts(ruled, weighed)
        total.update(counts)
        _print(path.stem, counts)
    _print("all", total)


def _read(paths: Sequence[Path], weights: Sequence[Mapping[str, float]]) -> list[list[Told]]:
    """The stories of each file, read with its weights."""
    found = []
    for path, by_name in zip(paths, weights, strict=True):
        with patch.object(attachment, "weights", return_value=by_name):
            found.append(told(path))
    return found


def _counts(ruled: Sequence[Told], weighed: Sequence[Told]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for name, stories in (("by rules", ruled), ("with weights", weighed)):
        grids = measures(stories)["grids"]
        counts[name] = sum(right for _, right in grids)
        counts["grids"] = len(grids)
    for right in _added(ruled, weighed):
        counts["right" if right else "wrong"] += 1
    return counts


def _added(ruled: Sequence[Told], weighed: Sequence[Told]) -> Iterator[bool]:
    """For each grade that the weights added, whether it is right."""
    for before, after in zip(ruled, weighed, strict=True):
        for area, grade in after.reading.judgements.items():
            if area not in before.reading.judgements and after.graded:
                grids = after.accepted("judgements")
                twins = [grid[lexicon.CARE] for grid in grids if area == lexicon.LEAVERS and lexicon.CARE in grid]
                yield grade in [grid.get(area) for grid in grids if area in grid] or grade in twins


def _print(name: str, counts: Mapping[str, int]) -> None:
    shares = [counts[each] / max(1, counts["grids"]) for each in ("by rules", "with weights")]
    print(
        f"{name:>6}{counts['grids']:>8}{shares[0]:>10.3f}{shares[1]:>14.3f}{counts['right']:>13}{counts['wrong']:>13}"
    )


def main() -> None:
    """Write the weights, or print what they are worth."""
    named = [Path(each) for each in sys.argv[1:] if not each.startswith("--")]
    paths = named or sorted(STORIES.glob("*.jsonl"), key=lambda path: int(path.stem))
    if "--folds" in sys.argv:
        print_folds(paths)
        return
    taught = [*ungraded(), *(one for path in track(paths, "Reading") for one in examples(told(path)))]
    weights = fitted(taught, "Learning")
    WRITTEN_TO.write_text(written(weights, (path.stem for path in paths)), encoding="utf-8")
    print(f"{len(weights)} weights, from {len(taught)} areas of stories, are in {WRITTEN_TO.name}")


if __name__ == "__main__":
    main()
