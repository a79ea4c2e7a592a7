"""Extraction: the blocks of a story from a page whose layout nobody has described."""

from __future__ import annotations

import copy
import re
from typing import Any

from scraper.pages import blocks, boxes, density

_SHORT = 250
_SHARE = 0.6
_WHOLE = 0.8
_NEARLY = 0.9
_LONGER = 1.4
_TWICE = 2.0
_MOST_SHARED = 0.7
_BOX = 240
_MOST_TOIL = 500_000


def story(tree: Any, url: str, told: str, *drops: str) -> list[str]:
    """The story's blocks. told is the JSON-LD body, "" if there is none; drops are XPath expressions of boxes.

    The fast extraction is taken unless it is short or misses much of what the page itself calls the body, or of the
    page's longest run of paragraphs; then the full one; then what stands where most paragraphs stand; and the JSON-LD
    body where none of them holds it. A page of more or deeper elements than any story has gives that run alone, since
    extraction would take it minutes.
    """
    pruned = copy.deepcopy(tree)
    keep = density.run(pruned).holder
    boxes.cut_lists(pruned, keep)
    boxes.cut_cards(pruned, keep)
    boxes.prune(pruned, *drops, keep=keep)
    boxes.prune_links(pruned)
    run = density.run(tree)
    if _toil(pruned) > _MOST_TOIL:
        return fitting(list(run.said), told)
    place = density.place(pruned)
    dense = blocks.blocks(place) if place is not None else []
    if place is not None and density.is_in_layout(place, pruned):
        return fitting(dense, told)
    wanted = told or "\n\n".join(run.said)
    found = _extracted(copy.deepcopy(pruned), url, fast=True)
    if _size(found) < _SHORT or share(wanted, found) < _SHARE:
        full = _extracted(pruned, url, fast=False)
        if share(wanted, full) > share(wanted, found) or _size(full) > _size(found):
            found = full
    if share("\n\n".join(run.said), found) < _SHARE:
        found = _fuller(tree, url, list(run.said), found)
    if _size(dense) > _TWICE * _size(found):
        return fitting(dense, told)
    return fitting(found if place is None else _completed(found, dense, place), told)


def _completed(found: list[str], dense: list[str], place: Any) -> list[str]:
    """found with the subheads and lists that stand between its blocks on the page and that extraction passed over."""
    have = set(found)
    shared = [at for at, block in enumerate(dense) if block in have]
    if len(shared) < _MOST_SHARED * len(found):
        return found
    heads = {" ".join(head.text_content().split()) for head in place.iter("h2", "h3", "h4", "h5")}
    completed = list(found)
    for at in range(shared[0] + 1, shared[-1]) if shared else ():
        block, before, after = dense[at], dense[at - 1], dense[at + 1]
        missed = _is_list(block) or (block in heads and (after in have or _is_list(after)))
        if missed and block not in have and before in have:
            completed.insert(completed.index(before) + 1, block)
            have.add(block)
    return completed


def _fuller(tree: Any, url: str, run: list[str], found: list[str]) -> list[str]:
    """The extraction from the page with all its boxes, or the run itself, where found holds little of that run."""
    whole = _extracted(copy.deepcopy(tree), url, fast=False)
    if share("\n\n".join(run), whole) >= _SHARE and _size(whole) > _size(found):
        return whole
    return run if _size(run) > _TWICE * _size(found) else found


def _is_list(block: str) -> bool:
    return block.startswith(blocks.BULLET) and "\n" in block


def fitting(found: list[str], told: str) -> list[str]:
    """found without what stands round the JSON-LD body; that body itself where found lacks much of it."""
    if not told:
        return found
    held = share(told, found)
    teaser = len(told) < _SHORT and _size(found) > 2 * len(told)
    if not teaser and (held < _SHARE or (held < _NEARLY and len(told) > _LONGER * _size(found))):
        return told.split("\n\n")
    return _trimmed(found, told) if len(told) >= _WHOLE * _size(found) else found


def share(told: str, found: list[str]) -> float:
    """How much of what was told stands in the blocks, by words; 1 where nothing was told."""
    wanted = re.findall(r"\w+", told.lower())
    if not wanted:
        return 1.0
    have = set(re.findall(r"\w+", " ".join(found).lower()))
    return sum(word in have for word in wanted) / len(wanted)


def _toil(root: Any) -> int:
    """How much extraction has to do: the depths of all elements and ten for each. A news page has up to 150,000."""
    depths = {root: 10}
    for element in root.iterdescendants():
        depths[element] = depths[element.getparent()] + 1
    return sum(depths.values())


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


def _size(found: list[str]) -> int:
    return sum(map(len, found))
