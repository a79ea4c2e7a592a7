"""Where the sentences of a text begin and end: the one splitter of the newsdesk."""

from __future__ import annotations

import re

_END = re.compile(r"[.!?…][\"”’')\]]{0,3}\s")
_NEWLINE = re.compile(r"\n")
_VISIBLE = re.compile(r"\S")
_WORD_BEFORE = re.compile(r"[^\W\d_]+(?:\.[^\W\d_]+)*\Z")
_ABBREVIATIONS = re.compile(
    r"(?:st|mrs?|ms|dr|cllrs?|coun|clr|prof|revd?|sgt|insp|supt|det|hon|gov|rt|sir|messrs|nos?|vs|approx|dept|inc|ltd"
    r"|est|fr|jr|sr|e\.g|i\.e|eg|ie|cf|viz|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\Z",
    re.IGNORECASE,
)
_BULLETS = "•●◼■▪◦‣*·-–—−\uf0b7"
_CLOSERS = "\"”’')]"
_WRAPPED = 60
_NUMBER_SIGN = re.compile(r"nos?\Z", re.IGNORECASE)
LONGEST = 1500


def sentences(text: str) -> list[tuple[int, int]]:
    """The (start, end) of every sentence, in order, without the white space round it.

    A blank line, a list item and a heading end a sentence; a line that a page merely wrapped does not.
    None is longer than LONGEST characters, so that work on one sentence is bounded whatever the text.
    """
    spans: list[tuple[int, int]] = []
    start = 0
    for cut in sorted({*_line_cuts(text), *_stops(text), len(text)}):
        while cut - start > LONGEST:
            space = text.rfind(" ", start + 1, start + LONGEST)
            _add(spans, text, start, space if space > 0 else start + LONGEST)
            start = space if space > 0 else start + LONGEST
        _add(spans, text, start, cut)
        start = cut
    return spans


def _add(spans: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    piece = text[start:end]
    kept = piece.strip()
    if kept:
        begin = start + len(piece) - len(piece.lstrip())
        spans.append((begin, begin + len(kept)))


def _stops(text: str) -> list[int]:
    """Offsets just after a full stop, question or exclamation mark that ends a sentence."""
    return [found.end() for found in _END.finditer(text) if _ends_sentence(text, found)]


def _ends_sentence(text: str, found: re.Match[str]) -> bool:
    after = _VISIBLE.search(text, found.end())
    if after is not None and after[0].islower():
        return False
    if found[0][0] != ".":
        return True
    word = _WORD_BEFORE.search(text, max(0, found.start() - 12), found.start())
    if word is None or (_NUMBER_SIGN.match(word[0]) and not (after and after[0].isdigit())):
        return True
    return not (_ABBREVIATIONS.match(word[0]) or (len(word[0]) == 1 and word[0].isupper()))


def _line_cuts(text: str) -> list[int]:
    """Offsets of line ends that end a sentence."""
    cuts, line_start = [], 0
    for newline in _NEWLINE.finditer(text):
        at = newline.start()
        line = text[line_start:at].strip()
        line_start = at + 1
        if not line:
            cuts.append(at)
            continue
        after = text[at + 1 : at + 3].lstrip(" \t\r")[:1]
        if not _goes_on(line, after):
            cuts.append(at)
    return cuts


def _goes_on(line: str, after: str) -> bool:
    """Whether a page wrapped the sentence at the end of this line; after: what the next line begins with."""
    if not after or after == "\n" or after in _BULLETS:
        return False
    last = line.rstrip(_CLOSERS)[-1:] or line[-1]
    if last in ".!?…:;":
        return False
    return after.islower() or len(line) >= _WRAPPED
