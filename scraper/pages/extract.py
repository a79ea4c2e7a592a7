"""Extraction: the blocks of a story from a page whose layout nobody has described."""

from __future__ import annotations

import copy
import re
from collections import Counter
from typing import Any

from scraper.pages import blocks, boxes

_SHORT = 250
_SHARE = 0.6
_WHOLE = 0.8
_NEARLY = 0.9
_LONGER = 1.4
_BOX = 240
_PARAGRAPH = 60
_MOST_TOIL = 500_000
_ENOUGH = 400
_MOST_LINKED = 0.5
_ASIDE = frozenset(("aside", "nav", "footer", "form", "noscript", "figcaption"))
_COMMENT = re.compile(r"comment|disqus|respond|related|recirc|sidebar|cookie|consent", re.IGNORECASE)


def story(tree: Any, url: str, told: str, *drops: str) -> list[str]:
    """The story's blocks. told is the JSON-LD body, "" if there is none; drops are XPath expressions of boxes.

    The fast extraction is taken unless it is short or misses much of what the page itself calls the body, or of the
    page's longest run of paragraphs; then the full one; and the JSON-LD body where neither holds it. A page of more
    or deeper elements than any story has gives that run alone, since extraction would take it minutes.
    """
    pruned = copy.deepcopy(tree)
    boxes.prune(pruned, *drops, keep=_run(pruned)[0])
    boxes.prune_links(pruned)
    run = longest_run(tree)
    if _toil(pruned) > _MOST_TOIL:
        return fitting(run, told)
    wanted = told or "\n\n".join(run)
    found = _extracted(copy.deepcopy(pruned), url, fast=True)
    if _size(found) < _SHORT or share(wanted, found) < _SHARE:
        full = _extracted(pruned, url, fast=False)
        if share(wanted, full) > share(wanted, found) or _size(full) > _size(found):
            found = full
    if share("\n\n".join(run), found) < _SHARE:
        found = _fuller(tree, url, run, found)
    return fitting(found, told)


def _fuller(tree: Any, url: str, run: list[str], found: list[str]) -> list[str]:
    """The extraction from the page with all its boxes, or the run itself, where found holds little of that run."""
    whole = _extracted(copy.deepcopy(tree), url, fast=False)
    if share("\n\n".join(run), whole) >= _SHARE and _size(whole) > _size(found):
        return whole
    return run if _size(run) > 2 * _size(found) else found


def fitting(found: list[str], told: str) -> list[str]:
    """found without what stands round the JSON-LD body; that body itself where found lacks much of it."""
    if not told:
        return found
    held = share(told, found)
    teaser = len(told) < _SHORT and _size(found) > 2 * len(told)
    if not teaser and (held < _SHARE or (held < _NEARLY and len(told) > _LONGER * _size(found))):
        return told.split("\n\n")
    return _trimmed(found, told) if len(told) >= _WHOLE * _size(found) else found


def longest_run(tree: Any) -> list[str]:
    """The longest run of paragraphs that stand beside each other; none where they say little."""
    return _run(tree)[1]


def _run(tree: Any) -> tuple[Any, list[str]]:
    """The element that holds the longest run of paragraphs, and these."""
    weight: Counter[Any] = Counter()
    below: dict[Any, list[str]] = {}
    for paragraph in tree.iter("p"):
        parent = paragraph.getparent()
        said = " ".join(paragraph.text_content().split())
        if parent is None or len(said) < _PARAGRAPH or _linked(paragraph) > _MOST_LINKED * len(said):
            continue
        weight[parent] += len(said)
        below.setdefault(parent, []).append(said)
    for parent, _ in weight.most_common(3):
        if weight[parent] >= _ENOUGH and not _is_aside(parent):
            return parent, below[parent]
    return None, []


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


def _linked(element: Any) -> int:
    return sum(len(link.text_content()) for link in element.iter("a"))


def _is_aside(element: Any) -> bool:
    for above in (element, *element.iterancestors()):
        if above.tag in _ASIDE or (above.tag not in ("html", "body") and _COMMENT.search(_called(above))):
            return True
    return False


def _called(element: Any) -> str:
    return f"{(element.get('class') or '')[:200]} {(element.get('id') or '')[:200]}"


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
