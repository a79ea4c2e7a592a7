"""Many phrases found in one pass over a text, at word bounds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Generic, NamedTuple, TypeVar

import ahocorasick

Value = TypeVar("Value")

_AROUND = 40
_PLAIN = str.maketrans(
    {
        **dict.fromkeys("‘’ʼ`´", "'"),
        **dict.fromkeys("“”„«»", '"'),
        **dict.fromkeys("-‐‑‒–—−\u00a0\u2009\u202f\t\r\n", " "),
    }
)


class Hit(NamedTuple, Generic[Value]):
    """A phrase that was found: offsets in the text and what was filed under it."""

    start: int
    end: int
    value: Value


def fold(text: str) -> str:
    """Lower case, straight quotes, spaces for hyphens and line ends; every letter stays at its offset."""
    plain = text.translate(_PLAIN)
    lowered = plain.lower()
    if len(lowered) == len(plain):
        return lowered
    return "".join(low if len(low := letter.lower()) == 1 else letter for letter in plain)


class Phrases(Generic[Value]):
    """A set of phrases, each with a value. A phrase ending in * matches any ending of its last word."""

    def __init__(self, phrases: Iterable[tuple[str, Value]]) -> None:
        self._automaton = ahocorasick.Automaton()
        grouped: dict[str, list[tuple[bool, Value]]] = {}
        for phrase, value in phrases:
            opened = phrase.endswith("*")
            grouped.setdefault(fold(phrase.removesuffix("*")), []).append((opened, value))
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
            for opened, value in values:
                if opened or not inside_word:
                    yield Hit(start, end, value)

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


def written_so(phrase: str, part: str, hit: Hit[Value]) -> bool:
    """A phrase with capitals must stand in the same capitals; amid words all in capitals they mean nothing."""
    if phrase.islower():
        return True
    if part[hit.start : hit.end] != phrase.removesuffix("*"):
        return False
    around = part[max(0, hit.start - _AROUND) : hit.end + _AROUND]
    return not (phrase.isupper() and around.isupper() and len(around) > len(phrase) + 4)


def _is_letter(letter: str) -> bool:
    return letter.isalnum() or letter == "_"
