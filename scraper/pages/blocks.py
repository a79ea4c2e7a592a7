"""Blocks: an HTML element as paragraphs, subheads, lists and tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

BULLET = "• "
CELLS = " | "

_PARAGRAPHS = frozenset(
    [
        "p",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "blockquote",
        "pre",
        "dt",
        "dd",
        "summary",
        "address",
        "head",
        "ab",
        "quote",
    ]
)
_HOLDERS = frozenset(
    [
        "div",
        "section",
        "article",
        "main",
        "body",
        "td",
        "th",
        "li",
        "ul",
        "ol",
        "dl",
        "span",
        "header",
        "hgroup",
        "center",
        "figure",
        "details",
        "fieldset",
        "form",
        "label",
        "html",
    ]
)
_SKIPPED = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "svg",
        "button",
        "input",
        "select",
        "textarea",
        "iframe",
        "object",
        "embed",
        "nav",
        "footer",
        "aside",
        "figcaption",
        "img",
        "picture",
        "video",
        "audio",
        "canvas",
        "map",
        "link",
        "meta",
        "title",
    ]
)
_LISTS = frozenset(("ul", "ol", "list"))
_SPACE = re.compile(r"[^\S\n]+")
_LAYOUT_CELL = 600


def blocks(root: Any) -> list[str]:
    """The text blocks of an element in their order: paragraphs and subheads, lists and tables as one block each."""
    walk = _Walk(root)
    walk.through(root)
    found: list[str] = []
    for block in walk.found:
        found.extend(part for part in (_even(part) for part in re.split(r"\n\s*\n", block)) if part)
    return found


class _Walk:
    """One way through an element.

    found: its blocks so far. inline: the text that stands outside any paragraph, gathered until a block ends it.
    """

    def __init__(self, root: Any) -> None:
        self.found: list[str] = []
        self._inline: list[str] = []
        self._holders = _holders(root)

    def through(self, element: Any) -> None:
        """Add the blocks of what stands below element."""
        self._inline.append(element.text or "")
        for child in element:
            if isinstance(child.tag, str):
                self._take(child)
            self._inline.append(child.tail or "")
        if element.tag not in ("span", "label"):
            self._flush()

    def _take(self, child: Any) -> None:
        if child.tag in _SKIPPED:
            return
        holds_blocks = child in self._holders
        if child.tag in ("br", "lb"):
            self._inline.append("\n")
        elif child.tag in _LISTS:
            self._add(_list(child))
        elif child.tag == "table":
            self._table(child)
        elif child.tag in _PARAGRAPHS and not holds_blocks:
            self._add(_inline(child))
        elif child.tag in _HOLDERS or child.tag in _PARAGRAPHS:
            if child.tag not in ("span", "label"):
                self._flush()
            self.through(child)
        elif holds_blocks:
            self.through(child)
        else:
            self._inline.append(_inline(child))

    def _table(self, table: Any) -> None:
        """A table of facts as one block; a table that lays out the page as what stands in its cells."""
        if any(cell in self._holders and len(cell.text_content()) > _LAYOUT_CELL for cell in table.iter("td")):
            self._flush()
            for cell in table.iter("td", "th"):
                if not any(above.tag == "table" for above in _between(cell, table)):
                    self.through(cell)
        else:
            self._add(_table(table))

    def _add(self, block: str) -> None:
        self._flush()
        if block:
            self.found.append(block)

    def _flush(self) -> None:
        said = "".join(self._inline)
        self._inline.clear()
        if said.strip():
            self.found.append(re.sub(r"[^\S\n]*\n[^\S\n]*", "\n", said) if "\n\n" in said else said)


def _between(element: Any, top: Any) -> Iterator[Any]:
    """The elements above element that stand below top."""
    for above in element.iterancestors():
        if above is top:
            return
        yield above


def _holders(root: Any) -> set[Any]:
    """The elements below root that hold a paragraph, a list or a table."""
    found: set[Any] = set()
    for block in root.iter(*_PARAGRAPHS, *_LISTS, "table"):
        above = block.getparent() if block is not root else None
        while above is not None and above not in found and above is not root:
            found.add(above)
            above = above.getparent()
    return found


def _list(element: Any) -> str:
    items = [child for child in element if isinstance(child.tag, str) and child.tag in ("li", "item")]
    said = [_even(_inline(item)).replace("\n", " ") for item in items]
    return "\n".join(BULLET + text for text in said if text)


def _table(element: Any) -> str:
    rows = []
    for row in element.iter("tr", "row"):
        cells = [_even(_inline(cell)).replace("\n", " ") for cell in row if cell.tag in ("td", "th", "cell")]
        rows.append(CELLS.join(cell for cell in cells if cell))
    return "\n".join(row for row in rows if row)


def _inline(element: Any) -> str:
    """All that an element says in one run, line breaks kept."""
    parts = [_raw(element.text)]
    for child in element:
        if isinstance(child.tag, str) and child.tag not in _SKIPPED:
            is_break = child.tag in ("br", "lb")
            apart = child.tag in _PARAGRAPHS or child.tag in ("li", "item", "div", "ul", "ol", "list")
            parts.append("\n" if is_break else f" {_inline(child)} " if apart else _inline(child))
        parts.append(_raw(child.tail))
    return "".join(parts)


def _raw(said: str | None) -> str:
    return " ".join(said.split("\n")) if said else ""


def _even(block: str) -> str:
    lines = (_SPACE.sub(" ", line).strip() for line in block.splitlines())
    return "\n".join(line for line in lines if line)
