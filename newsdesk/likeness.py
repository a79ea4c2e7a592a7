"""How much two articles share that few other stories hold."""

from __future__ import annotations

from math import sqrt

from newsdesk.article import Article
from newsdesk.marks import Marks, marks

_WORDS, _SHORTEST = 12.0, 30.0
_NAME, _OFFICE, _NEW_IN_OFFICE, _MOST_NAMES = 1.0, 0.3, 1.5, 2.0
_SUM, _NEAR_SUM, _MOST_SUMS = 1.5, 0.8, 2.5
_NEARLY = 0.07
_FIGURE, _MOST_FIGURES = 0.5, 1.5
_DAY, _MOST_DAYS = 0.6, 1.2


def likeness(a: Article, b: Article, of_office: bool = False) -> float:
    """The weight of what two articles share; below 1 for most events of a kind, above 2 for most reports of one.

    of_office: whether the story is who holds an office, so that those whom both name first tell most.
    """
    return _words(marks(a), marks(b)) + detail(a, b, of_office)


def detail(a: Article, b: Article, of_office: bool = False) -> float:
    """The weight of the names, sums, figures and days that two articles share."""
    left, right = marks(a), marks(b)
    named_first = left.named_first & right.named_first if of_office else frozenset()
    named = _names(left, right, named_first)
    return named + _sums(left, right) + _figures(left, right) + _days(left, right)


def _words(left: Marks, right: Marks) -> float:
    shared = sum(left.words[stem] for stem in sorted(left.words.keys() & right.words.keys()))
    whole = sqrt((_SHORTEST + sum(left.words.values())) * (_SHORTEST + sum(right.words.values())))
    return _WORDS * shared / whole


def _names(left: Marks, right: Marks, named_first: frozenset[str]) -> float:
    found = 0.0
    for name in sorted(left.names.keys() & right.names.keys()):
        if name in named_first:
            found += _NEW_IN_OFFICE
        else:
            found += _OFFICE if left.names[name] or right.names[name] else _NAME
    return min(_MOST_NAMES, found)


def _sums(left: Marks, right: Marks) -> float:
    same = left.sums.keys() & right.sums.keys()
    if same:
        return min(_MOST_SUMS, _SUM * len(same))
    near = any(_near(one, other, left.sums[one] or right.sums[other]) for one in left.sums for other in right.sums)
    return _NEAR_SUM if near else 0.0


def _near(one: float, other: float, roughly: bool) -> bool:
    return roughly and abs(one - other) <= _NEARLY * max(one, other)


def _figures(left: Marks, right: Marks) -> float:
    return min(_MOST_FIGURES, _FIGURE * len(left.figures & right.figures))


def _days(left: Marks, right: Marks) -> float:
    return min(_MOST_DAYS, _DAY * len(left.days & right.days))
