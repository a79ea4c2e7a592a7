"""Many phrases found in one pass over a text, at word bounds."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator
from typing import Generic, NamedTuple, TypeVar

import ahocorasick

Value = TypeVar("Value")

_AROUND = 40
_GAP = " .. "
_BETWEEN = r"(?:'s?)?(?:,? [\w'&£%]{1,30}(?:'s?)?){0,5}?,? "
_FURTHEST = 240
_PLAIN = str.maketrans(
    {
        **dict.fromkeys("‘’ʼ`´", "'"),
        **dict.fromkeys("“”„«»", '"'),
        **dict.fromkeys("-‐‑‒–—−\u00a0\u2009\u202f\t\r\n", " "),
    }
)


class Hit(NamedTuple, Generic[Value]):
    """A phrase that was found: offsets in the text and what was filed under it. loose: a phrase with a gap in it."""

    start: int
    end: int
    value: Value
    loose: bool = False


def fold(text: str) -> str:
    """Lower case, straight quotes, spaces for hyphens and line ends; every letter stays at its offset."""
    plain = text.translate(_PLAIN)
    lowered = plain.lower()
    if len(lowered) == len(plain):
        return lowered
    return "".join(low if len(low := letter.lower()) == 1 else letter for letter in plain)


class _Filed(NamedTuple, Generic[Value]):
    """A phrase's value, whether any ending of its last word will do, and what follows a first part, if it has parts."""

    opened: bool
    value: Value
    rest: re.Pattern[str] | None


class Phrases(Generic[Value]):
    """A set of phrases, each with a value. A phrase ending in * matches any ending of its last word.

    " .. " stands for up to five words of one sentence: "services for .. children"; "|" parts words that do as well
    as each other, all that stands between two gaps: "director|head .. resigns|steps down".
    """

    def __init__(self, phrases: Iterable[tuple[str, Value]]) -> None:
        self._automaton = ahocorasick.Automaton()
        grouped: dict[str, list[_Filed[Value]]] = {}
        for phrase, value in phrases:
            opened = phrase.endswith("*")
            firsts, *rest = fold(phrase.removesuffix("*")).split(_GAP)
            filed = _Filed(opened, value, _following(rest, opened))
            for first in firsts.split("|"):
                grouped.setdefault(first, []).append(filed)
        for key, values in grouped.items():
            self._automaton.add_word(key, (len(key), values))
        self._automaton.make_automaton()

    def all(self, folded: str) -> Iterator[Hit[Value]]:
        """Every phrase in a folded text, overlapping ones too, by where they end."""
        if not len(self._automaton):
            return
        for last, (length, values) in self._automaton.iter(folded):
            start, end = last - length + 1, last + 1
            if start and _is_letter(folded[start - 1]) and _is_letter(folded[start]):
                continue
            inside_word = end < len(folded) and _is_letter(folded[end]) and _is_letter(folded[last])
            for filed in values:
                if inside_word and not (filed.opened and filed.rest is None):
                    continue
                if filed.rest is None:
                    yield Hit(start, end, filed.value)
                elif found := filed.rest.match(folded, end, end + _FURTHEST):
                    yield Hit(start, found.end(), filed.value, True)

    def longest(self, folded: str, accept: Callable[[Hit[Value]], bool] = lambda _: True) -> list[Hit[Value]]:
        """The accepted hits in order, without those that overlap an earlier or longer one."""
        return without_overlaps(hit for hit in self.all(folded) if accept(hit))


def without_overlaps(hits: Iterable[Hit[Value]]) -> list[Hit[Value]]:
    """Of hits that overlap the one that begins first, or is longest; hits of one and the same span are all kept."""
    kept: list[Hit[Value]] = []
    taken, span = 0, (-1, -1)
    for hit in sorted(hits, key=lambda hit: (hit.start, -hit.end)):
        if hit.start >= taken or (hit.start, hit.end) == span:
            kept.append(hit)
            taken, span = hit.end, (hit.start, hit.end)
    return kept


def heaviest(hits: Iterable[Hit[Value]], weight: Callable[[Value], float]) -> list[Hit[Value]]:
    """As without_overlaps, where a phrase with a gap gives way to phrases in its words that weigh as much together."""
    every = list(hits)
    close = without_overlaps(hit for hit in every if not hit.loose)
    starts = [hit.start for hit in close]
    kept, beaten = [], set()
    for loose in without_overlaps(hit for hit in every if hit.loose):
        first = max(0, bisect_right(starts, loose.start) - 1)
        amid = [at for at in range(first, bisect_left(starts, loose.end)) if close[at].end > loose.start]
        if sum(abs(weight(close[at].value)) for at in amid) < abs(weight(loose.value)):
            kept.append(loose)
            beaten.update(amid)
    return sorted([*kept, *(hit for at, hit in enumerate(close) if at not in beaten)], key=lambda hit: hit.start)


def written_so(phrase: str, part: str, hit: Hit[Value]) -> bool:
    """A phrase with capitals must stand in the same capitals; amid words all in capitals they mean nothing."""
    if phrase.islower():
        return True
    if part[hit.start : hit.end] != phrase.removesuffix("*"):
        return False
    around = part[max(0, hit.start - _AROUND) : hit.end + _AROUND]
    return not (phrase.isupper() and around.isupper() and len(around) > len(phrase) + 4)


def _following(parts: list[str], opened: bool) -> re.Pattern[str] | None:
    if not parts:
        return None
    ending = "" if opened else r"\b"
    return re.compile("".join(_BETWEEN + _any_of(part.split("|")) for part in parts) + ending)


def _any_of(words: list[str]) -> str:
    return f"(?:{'|'.join(map(re.escape, words))})"


def _is_letter(letter: str) -> bool:
    return letter.isalnum() or letter == "_"
