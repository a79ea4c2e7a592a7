"""Tops: headline, byline, date line and reading time, taken off the beginning of a story."""

from __future__ import annotations

import re

from scraper.pages import bylines, dates, dating, furniture
from scraper.pages.blocks import BULLET

_TOP_BLOCKS = 4
_SHORT_BLOCK = 60
_LONGEST_MARK = 110
_FEW_LETTERS = 12
_MOST_DATES = 3
_NAMELESS = re.compile(r"By [A-Z].{0,50}\w$")


def without(story: list[str], title: str, names: str | None = None) -> list[str]:
    """The story without headline, byline and date line at its top, and without bylines between its parts."""
    top = story[:_TOP_BLOCKS]
    headline = next((at for at, block in enumerate(top) if _plain(block) == _plain(title)), None)
    if headline is not None and all(len(block) < _SHORT_BLOCK for block in top[:headline]):
        story = story[headline + 1 :]
    known = [title, *(names or "").split(", ")]
    begun = [left for block in story[:_TOP_BLOCKS] if (left := _unmarked(block, known))]
    return begun + [block for block in story[_TOP_BLOCKS:] if not _is_byline(block)]


def _unmarked(block: str, known: list[str]) -> str:
    """The block without the lines at its beginning that are marks; a list goes only where all of it does."""
    lines = block.split("\n")
    first = next((at for at, line in enumerate(lines) if not _is_mark(line.removeprefix(BULLET), known)), len(lines))
    return block if block.startswith(BULLET) and first < len(lines) else "\n".join(lines[first:])


def _is_mark(line: str, known: list[str]) -> bool:
    """True for a byline, a date line, or a line that says little beside headline, names and dates."""
    if len(line) > _LONGEST_MARK + len(known[0]):
        return False
    if bylines.from_line(dating.undated(line)) or bylines.from_signature(line) or _is_nameless(line):
        return len(line) <= _LONGEST_MARK
    rest = line
    for said in filter(None, known):
        rest = re.sub(re.escape(said), " ", rest, flags=re.IGNORECASE)
    for _ in range(_MOST_DATES):
        rest = dated[1] if (dated := dates.find(rest)) else rest
    is_little = len(re.sub(r"[\W\d_]", "", dating.WORDS.sub("", rest))) <= _FEW_LETTERS
    return (rest != line and is_little) or dating.says_only_a_date(line) or furniture.is_furniture(line)


def _is_nameless(line: str) -> bool:
    """True for a byline without a person's name: "By Example FM News"."""
    words = line.split()[1:]
    return bool(_NAMELESS.match(line)) and sum(word[0].isupper() for word in words) > 0.6 * len(words)


def _is_byline(block: str) -> bool:
    """True for a byline between two parts of a story: "By Nada Tawfik, BBC News, New York"."""
    return len(block) < _SHORT_BLOCK and block[:3] == "By " and block[-1].isalnum() and bool(bylines.from_line(block))


def _plain(said: str) -> str:
    return re.sub(r"\W+", " ", said).strip().lower()
