"""Extraction: the blocks of a story from a page whose layout nobody has described."""

from __future__ import annotations

import copy
import re
from typing import Any

from scraper.pages import blocks

_SHORT = 250
_SHARE = 0.6
_WHOLE = 0.8
_BOX = 240


def story(tree: Any, url: str, told: str, *drops: str) -> list[str]:
    """The story's blocks. told is the JSON-LD body, "" if there is none; drops are XPath expressions of boxes.

    The fast extraction is taken unless it is short or misses much of what the page itself calls the body; then the
    full one; and the JSON-LD body where neither holds it.
    """
    pruned = copy.deepcopy(tree)
    blocks.prune(pruned, *drops)
    found = _extracted(pruned, url, fast=True)
    if _size(found) < _SHORT or _share(told, found) < _SHARE:
        full = _extracted(pruned, url, fast=False)
        if _share(told, full) > _share(told, found) or _size(full) > _size(found):
            found = full
    return fitting(found, told)


def fitting(found: list[str], told: str) -> list[str]:
    """found without what stands round the JSON-LD body; that body itself where found lacks most of it."""
    if not told:
        return found
    if _share(told, found) < _SHARE:
        return told.split("\n\n")
    return _trimmed(found, told) if len(told) >= _WHOLE * _size(found) else found


def _trimmed(found: list[str], told: str) -> list[str]:
    """found without short blocks at its ends that a body told in full does not hold."""
    body = _plain(told)
    inside = [at for at, block in enumerate(found) if len(block) > _BOX or _plain(block) in body]
    return found[inside[0] : inside[-1] + 1] if inside else found


def _plain(text: str) -> str:
    return re.sub(r"\W+", " ", text.lower()).strip()


def _extracted(tree: Any, url: str, *, fast: bool) -> list[str]:
    import trafilatura

    document = trafilatura.bare_extraction(tree, url=url, fast=fast, include_comments=False)
    return blocks.blocks(document.body) if document is not None and document.body is not None else []


def _share(told: str, found: list[str]) -> float:
    """How much of what was told stands in the blocks, by words; 1 where nothing was told."""
    wanted = re.findall(r"\w+", told.lower())
    if not wanted:
        return 1.0
    have = set(re.findall(r"\w+", " ".join(found).lower()))
    return sum(word in have for word in wanted) / len(wanted)


def _size(found: list[str]) -> int:
    return sum(map(len, found))
