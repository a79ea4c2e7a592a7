"""Where somebody speaks in a text, at length and between quotation marks."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable


def speech(text: str) -> list[tuple[int, int]]:
    """Where somebody speaks at length: between double quotes, or from one to the end of its paragraph."""
    spans = []
    for start, end in _paragraphs(text):
        opened = -1
        for at in (index for index in range(start, end) if text[index] == '"'):
            if opened < 0:
                opened = at
            else:
                spans.append((opened, at))
                opened = -1
        if opened >= 0:
            spans.append((opened, end))
    return [span for span in spans if span[1] - span[0] > 60]


def inside(spans: list[tuple[int, int]], start: int, end: int) -> bool:
    """Whether more than half of the sentence is speech."""
    at = bisect_right(spans, (end, end))
    said = sum(max(0, min(end, last) - max(start, first)) for first, last in spans[max(0, at - 4) : at])
    return said * 2 > end - start


def _paragraphs(text: str) -> Iterable[tuple[int, int]]:
    start = 0
    for line in text.splitlines(keepends=True):
        yield start, start + len(line)
        start += len(line)
