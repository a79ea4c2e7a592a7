"""Density: where on a page its paragraphs stand, whether they are p, div or lines in a cell."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any, NamedTuple

_PARAGRAPH = 60
_ENOUGH = 400
_MOST_LINKED = 0.5
_MOST_OF_ALL = 0.8
_CLIMB = 2
_LEVELS = 4
_LOOSE = frozenset(("div", "td", "font", "article", "section", "main", "blockquote", "center", "span"))
_BLOCKS = frozenset(("td", "article", "section", "main"))
_ASIDE = frozenset(("aside", "nav", "footer", "form", "noscript", "figcaption"))
_COMMENT = re.compile(
    r"comment|disqus|discuss|respond|related|recirc|recommend|sidebar|cookie|consent|privacy|gdpr|popup|modal|newsletter",
    re.IGNORECASE,
)


class Run(NamedTuple):
    """Paragraphs that stand beside each other, and the element that holds them."""

    holder: Any
    said: tuple[str, ...]


def run(tree: Any) -> Run:
    """The longest run of paragraphs that stand beside each other; none where they say little."""
    found = _longest(tree)
    return found if sum(map(len, found.said)) >= _ENOUGH else Run(None, ())


def place(tree: Any) -> Any:
    """The element that holds the longest run, or the one above it that holds at least twice as much; None if none."""
    mass = _mass(tree)
    found = _longest(tree).holder
    for _ in range(_LEVELS):
        above = [] if found is None else list(found.iterancestors())[:2]
        wider = next((at for at, element in enumerate(above) if mass[element] >= _CLIMB * mass[found]), None)
        if wider is None or above[wider].tag in ("body", "html"):
            break
        found = above[wider]
    return found


def _longest(tree: Any) -> Run:
    below: dict[Any, list[str]] = {}
    for holder, said in _paragraphs(tree):
        below.setdefault(holder, []).append(said)
    weighed = sorted(below, key=lambda holder: -sum(map(len, below[holder])))
    holder = next((holder for holder in weighed[:3] if not is_aside(holder)), None)
    return Run(holder, tuple(below.get(holder, ())))


def is_in_layout(found: Any, tree: Any) -> bool:
    """True where an element stands in a cell of a table that lays out the page: most of all paragraphs stand there."""
    cell = next((element for element in (found, *found.iterancestors()) if element.tag == "td"), None)
    mass = _mass(tree) if cell is not None else Counter[Any]()
    return cell is not None and mass[cell] >= _MOST_OF_ALL * max(mass.values(), default=1)


def is_aside(element: Any) -> bool:
    """True for what stands in a part of the page that is made for other things than its story."""
    for above in (element, *element.iterancestors()):
        if above.tag in _ASIDE or (above.tag not in ("html", "body") and _COMMENT.search(_called(above))):
            return True
    return False


def _mass(tree: Any) -> Counter[Any]:
    """How much paragraph text stands in each element."""
    mass: Counter[Any] = Counter()
    aside: dict[Any, bool] = {}
    for holder, said in _paragraphs(tree):
        if holder not in aside:
            aside[holder] = is_aside(holder)
        if not aside[holder]:
            for element in (holder, *holder.iterancestors()):
                mass[element] += len(said)
    return mass


def _paragraphs(tree: Any) -> Iterator[tuple[Any, str]]:
    """Each paragraph of some length with the element that holds it.

    A p or a div is held by the element above it; lines parted by breaks by the element in which they stand.
    """
    for element in tree.iter("p", *_LOOSE):
        said = element.text_content() if element.tag == "p" else _own(element)
        said = " ".join(said.split())
        if len(said) < _PARAGRAPH or _linked(element) > _MOST_LINKED * len(said):
            continue
        broken = element.tag in _BLOCKS or (element.tag != "p" and element.find("br") is not None)
        holder = element if broken else element.getparent()
        if holder is not None:
            yield holder, said


def _own(element: Any) -> str:
    """The text that stands in the element itself."""
    return " ".join([element.text or "", *(child.tail or "" for child in element)])


def _linked(element: Any) -> int:
    return sum(len(link.text_content()) for link in element.iter("a"))


def _called(element: Any) -> str:
    return f"{(element.get('class') or '')[:200]} {(element.get('id') or '')[:200]}"
