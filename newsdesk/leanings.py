"""What the plain words of an article lean to, each a little: children's services or not, and each kind of story."""

from __future__ import annotations

import csv
import math
import re
from collections import Counter
from collections.abc import Container
from functools import cache
from pathlib import Path
from typing import NamedTuple

from newsdesk.article import Article
from newsdesk.phrases import fold

_DATA = Path(__file__).parent / "data"
_HEAD = 3000
_IN_HEADLINE = 2
_ENOUGH_WORDS = 5.0
_WORD = re.compile(r"[a-z]{2,}")


class Table(NamedTuple):
    """names: what the words lean to, "relevant" before the kinds. at_first: how it leans before any word is read."""

    names: tuple[str, ...]
    at_first: tuple[float, ...]
    words: dict[str, tuple[float, ...]]


def to_relevance(article: Article) -> float:
    """The natural logarithm of the odds that the article is about children's services; 0 where it says too little."""
    lean = table()
    shared = shares(article, lean.words)
    return lean.at_first[0] + sum(share * lean.words[word][0] for word, share in shared.items()) if shared else 0.0


def to_kinds(article: Article) -> dict[str, float]:
    """The natural logarithm of how likely each kind is; all alike where the article says too little."""
    lean = table()
    shared = shares(article, lean.words)
    sums = list(lean.at_first) if shared else [0.0] * len(lean.at_first)
    for word, share in shared.items():
        sums = [total + share * weight for total, weight in zip(sums, lean.words[word], strict=True)]
    every = math.log(sum(map(math.exp, sums[1:])))
    return {kind: total - every for kind, total in zip(lean.names[1:], sums[1:], strict=True)}


def shares(article: Article, known: Container[str]) -> dict[str, float]:
    """What part each known word has in headline and head of the text; none where there are too few to lean on."""
    told = {word: 1 + math.log(count) for word, count in words(article).items() if word in known}
    length = math.sqrt(sum(value * value for value in told.values()))
    return {word: value / length for word, value in told.items()} if length > _ENOUGH_WORDS else {}


def words(article: Article) -> Counter[str]:
    """The words of headline and head of the text, and how often each stands there; those of the headline count more."""
    counts = Counter(_WORD.findall(fold(article.text[:_HEAD])))
    for word in _WORD.findall(fold(article.title)):
        counts[word] += _IN_HEADLINE
    return counts


@cache
def table() -> Table:
    """The table that ships, data/leaning_words.csv."""
    with (_DATA / "leaning_words.csv").open(encoding="utf-8", newline="") as lines:
        (_, *names), *rows = csv.reader(lines)
    weights = {word: tuple(int(weight) / 100 for weight in rest) for word, *rest in rows}
    return Table(tuple(names), weights.pop(""), weights)
