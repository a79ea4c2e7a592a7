"""Which councils one sentence names."""

from __future__ import annotations

import re
from functools import cache

from newsdesk.councils import all_councils

_CAPITAL = re.compile(r"\b[A-Z][A-Za-z]*")
_TITLED = re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Dr|Cllr|Coun|Councillor|Sir|Dame|Lord|Lady)\.? \Z")


@cache
def _names_by_first_word() -> dict[str, tuple[tuple[str, str], ...]]:
    """First word of a council's name or alias -> (spelling, council), longest first."""
    found: dict[str, set[tuple[str, str]]] = {}
    for council in all_councils():
        for spelling in {council.name, *council.aliases}:
            if spelling and spelling[0].isupper():
                found.setdefault(re.split(r"\W", spelling)[0], set()).add((spelling, council.name))
    return {word: tuple(sorted(names, key=lambda name: -len(name[0]))) for word, names in found.items()}


def councils_in(said: str) -> list[tuple[str, int, int]]:
    """(council, start, end) of every council named in a sentence by name or alias; surnames after a title are none."""
    named, done = [], 0
    for word in _CAPITAL.finditer(said):
        if word.start() < done:
            continue
        for spelling, council in _names_by_first_word().get(word[0], ()):
            after = word.start() + len(spelling)
            whole = not said[after : after + 1].isalnum()
            if whole and said.startswith(spelling, word.start()) and not _TITLED.search(said, 0, word.start()):
                named.append((council, word.start(), after))
                done = after
                break
    return named
