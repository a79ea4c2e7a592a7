"""How much two articles share that few other stories hold."""

from __future__ import annotations

from math import sqrt

from newsdesk.article import Article
from newsdesk.marks import Marks, marks

_WORDS, _SHORTEST = 10.0, 120.0
_NAME, _OFFICE, _NEW_IN_OFFICE, _MOST_NAMES = 2.0, 0.6, 3.0, 4.0
_SUM, _ROUND_SUM, _NEAR_SUM, _MOST_SUMS = 3.0, 0.8, 1.2, 5.0
_OTHER_SUMS = -0.5
_NEARLY = 0.07
_FIGURE, _ROUND_FIGURE, _MOST_FIGURES = 1.0, 0.2, 3.0
_DAY, _MOST_DAYS = 1.2, 2.4


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
        return min(_MOST_SUMS, sum(_ROUND_SUM if _round(f"{pounds:.0f}") else _SUM for pounds in same))
    if not (left.sums and right.sums):
        return 0.0
    near = any(_near(one, other, left.sums[one] or right.sums[other]) for one in left.sums for other in right.sums)
    return _NEAR_SUM if near else _OTHER_SUMS


def _near(one: float, other: float, roughly: bool) -> bool:
    return roughly and abs(one - other) <= _NEARLY * max(one, other)


def _figures(left: Marks, right: Marks) -> float:
    return min(
        _MOST_FIGURES, sum(_ROUND_FIGURE if _round(figure) else _FIGURE for figure in left.figures & right.figures)
    )


def _round(figure: str) -> bool:
    """Whether a number has but one digit that is not nought: £5m, 300."""
    return len(figure.split()[0].replace(",", "").rstrip("0")) < 2


def _days(left: Marks, right: Marks) -> float:
    return min(_MOST_DAYS, _DAY * len(left.days & right.days))
