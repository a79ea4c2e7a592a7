"""Learns from the labelled stories what words lean to, and writes newsdesk/data/leaning_words.csv.

    python -m benchmarks.leanings [--folds]

A minute or two, and the same weights each time, from tests/stories and tests/newsdesk/stories.yaml. With --folds,
some ten minutes, it writes nothing and reads each file with the weights that the others teach, stories.yaml a part at
a time: how many of the stories taken for relevant are, how many relevant ones are seen, and how many kinds are right,
without any leaning and with it; then relevance and kind by the leaning alone.
"""

from __future__ import annotations

import csv
import math
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import NamedTuple
from unittest.mock import patch

from ruamel.yaml import YAML

from benchmarks.fitting import fitted
from benchmarks.reading import STORIES, told
from newsdesk import leanings
from newsdesk.article import Article
from newsdesk.kinds import KINDS
from newsdesk.leanings import Table
from newsdesk.phrases import fold
from newsdesk.reading import read

DATA = Path(leanings.__file__).parent / "data"
WRITTEN_TO = DATA / "leaning_words.csv"
SHORT_STORIES = STORIES.parent / "newsdesk" / "stories.yaml"
PART = 61
RELEVANT, NOT_RELEVANT = "relevant", "not relevant"
NAMES = (RELEVANT, *KINDS)
NO_LEANING = Table(NAMES, (0.0,) * len(NAMES), {})
SEEN_AT_LEAST = 3
TRUST = {RELEVANT: 30.0, "kind": 20.0}
ROUNDS, RATE = 30, 0.3
HARDLY = 1e-3
_WORD = re.compile(r"[a-z]{2,}")
_INSIDE_A_SENTENCE = re.compile(r"(?<![.!?“\"‘'\n] )(?<!\n)(?<!^)\b[A-Za-z]{2,}")


class Labelled(NamedTuple):
    """A story and the kinds that are right for it; none where it is not about children's services."""

    article: Article
    kinds: tuple[str, ...]


class Example(NamedTuple):
    """The place of the right class, how much the story counts, and each word's share and first key."""

    right: int
    weight: float
    words: list[tuple[float, int]]


def labelled() -> dict[str, list[Labelled]]:
    """The stories of each file, but for those that a fair reader could take either way."""
    files = {
        path.stem: list(_of_file(path)) for path in sorted(STORIES.glob("*.jsonl"), key=lambda path: int(path.stem))
    }
    short = list(_short())
    return files | {f"y{first // PART + 1}": short[first : first + PART] for first in range(0, len(short), PART)}


def _of_file(path: Path) -> Iterator[Labelled]:
    for one in told(path):
        if not one.labels["borderline"]:
            yield Labelled(one.article, tuple(one.accepted("kind")) if one.labels["relevant"] else ())


def _short() -> Iterator[Labelled]:
    for story in YAML(typ="safe").load(SHORT_STORIES.read_text("utf-8")):
        home = (story["home"],) if "home" in story else ()
        article = Article("https://paper.test/1", "Paper", story["title"], story["text"], date(2024, 9, 5), None, home)
        yield Labelled(article, (story["kind"],) if story["kind"] else ())


def learned(stories: Sequence[Labelled], doing: str) -> Table:
    """What these stories teach."""
    words = _words_to_weigh([one.article for one in stories])
    relevance = {one.article: RELEVANT if one.kinds else NOT_RELEVANT for one in stories}
    kinds = {one.article: one.kinds[0] for one in stories if one.kinds}
    of_relevance = _weights(relevance, words, (NOT_RELEVANT, RELEVANT), TRUST[RELEVANT], f"{doing}: relevance")
    of_kinds = _weights(kinds, words, KINDS, TRUST["kind"], f"{doing}: kinds")
    rows = {word: (of_relevance[word][1] - of_relevance[word][0], *of_kinds[word]) for word in ("", *sorted(words))}
    hundredths = {word: tuple(round(weight, 2) for weight in weights) for word, weights in rows.items()}
    return Table(NAMES, hundredths.pop(""), hundredths)


def _words_to_weigh(articles: Sequence[Article]) -> frozenset[str]:
    """The words of a few stories that are no names: names stand in no phrase of ours, and mostly with a capital."""
    stories = Counter(word for article in articles for word in leanings.words(article))
    small: Counter[str] = Counter()
    for article in articles:
        for word in _INSIDE_A_SENTENCE.findall(article.text):
            small[word.lower()] += -1 if word[0].isupper() else 1
    known = _words_of_phrases()
    return frozenset(
        word for word, count in stories.items() if count >= SEEN_AT_LEAST and (small[word] >= 0 or word in known)
    )


def _words_of_phrases() -> set[str]:
    groups = YAML(typ="safe").load((DATA / "kinds.yaml").read_text("utf-8"))
    return {word for group in groups for phrase in group["phrases"] for word in _WORD.findall(fold(str(phrase)))}


def _weights(
    labels: Mapping[Article, str], words: frozenset[str], classes: Sequence[str], trust: float, doing: str
) -> dict[str, list[float]]:
    """Word -> weight for each class; "" is where each stands at first. Rare classes count as much as the others."""
    first = {word: place * len(classes) for place, word in enumerate(("", *sorted(words)))}
    shared = {article: shares for article in labels if (shares := leanings.shares(article, words))}
    counts = Counter(labels[article] for article in shared)
    examples = [
        Example(
            classes.index(labels[article]),
            len(shared) / len(classes) / counts[labels[article]],
            [(1.0, 0), *((share, first[word]) for word, share in shares.items())],
        )
        for article, shares in shared.items()
    ]
    seen = Counter(word for shares in shared.values() for word in shares)
    decay = {
        key + place: 1 / trust / max(1, seen[word]) if word else 0.0
        for word, key in first.items()
        for place in range(len(classes))
    }
    slopes = partial(_slopes, range(len(classes)))
    weights = fitted(examples, slopes, decay, rounds=ROUNDS, rate=RATE, doing=doing)
    return {word: [weights[key + place] for place in range(len(classes))] for word, key in first.items()}


def _slopes(places: range, example: Example, weights: Mapping[int, float]) -> dict[int, float]:
    """How the loss of one story grows with each weight."""
    odds = [math.exp(sum([share * weights[key + place] for share, key in example.words])) for place in places]
    every = sum(odds)
    slopes: dict[int, float] = {}
    for place, odd in enumerate(odds):
        slope = example.weight * (odd / every - (place == example.right))
        if abs(slope) > HARDLY:
            slopes.update({key + place: slope * share for share, key in example.words})
    return slopes


def written(table: Table) -> None:
    """Keep a table, in hundredths."""
    with WRITTEN_TO.open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file, lineterminator="\n")
        lines.writerow(["word", *table.names])
        for word, weights in ({"": table.at_first} | table.words).items():
            lines.writerow([word, *(round(weight * 100) for weight in weights)])


def print_folds(files: Mapping[str, Sequence[Labelled]]) -> None:
    """A line for each file, read without leaning and with that which the others teach, and one for all."""
    print(f"{'':6}{'without leaning':>30}{'with leaning':>30}{'leaning alone':>20}")
    print(" " * 6 + "".join(f"{column:>10}" for column in ("P", "R", "kind", "P", "R", "kind", "relevance", "kind")))
    total: Counter[str] = Counter()
    for name, stories in files.items():
        others = [one for other, those in files.items() if other != name for one in those]
        counts = _counted(stories, NO_LEANING, "without ") + _counted(
            stories, learned(others, f"Without {name}"), "with "
        )
        total += counts
        _print(name, counts)
    _print("all", total)


def _counted(stories: Iterable[Labelled], table: Table, how: str) -> Counter[str]:
    """How many of each there are, and how many are read right with a table."""
    counts: Counter[str] = Counter()
    with patch.object(leanings, "table", return_value=table):
        for one in stories:
            reading, lean = read(one.article), leanings.to_kinds(one.article)
            counts[f"{how}taken"] += reading.relevant
            counts[f"{how}seen"] += reading.relevant and bool(one.kinds)
            counts[f"{how}kind"] += reading.kind in one.kinds
            counts[f"{how}stories"] += 1
            counts[f"{how}relevant"] += bool(one.kinds)
            counts[f"{how}lean"] += (leanings.to_relevance(one.article) > 0) == bool(one.kinds)
            counts[f"{how}lean kind"] += max(lean, key=lean.__getitem__) in one.kinds
    return counts


def _print(name: str, counts: Mapping[str, int]) -> None:
    line = f"{name:>6}"
    for how in ("without ", "with "):
        for part, whole in (("seen", "taken"), ("seen", "relevant"), ("kind", "relevant")):
            line += f"{_share(counts, how + part, how + whole):>10.3f}"
    alone = _share(counts, "with lean", "with stories"), _share(counts, "with lean kind", "with relevant")
    print(f"{line}{alone[0]:>10.3f}{alone[1]:>10.3f}")


def _share(counts: Mapping[str, int], part: str, whole: str) -> float:
    return counts[part] / max(1, counts[whole])


def main() -> None:
    """Write the table, or print what it is worth."""
    files = labelled()
    if "--folds" in sys.argv:
        print_folds(files)
        return
    table = learned([one for stories in files.values() for one in stories], "Learning")
    written(table)
    print(f"{len(table.words)} words, from {sum(map(len, files.values()))} stories, are in {WRITTEN_TO.name}")


if __name__ == "__main__":
    main()
