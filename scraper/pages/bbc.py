"""BBC News: the story in blocks of its own, and in __NEXT_DATA__ where the page shows none; JSON-LD without a body."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, ClassVar

from scraper.pages.blocks import BULLET
from scraper.pages.generic import Reader

_NEXT_DATA = "//script[@id='__NEXT_DATA__']"
_BLOCKS = ("text-block", "subheadline-block", "unordered-list-block", "ordered-list-block", "table-block")
_SHOWN = " or ".join(f"@data-component='{name}'" for name in _BLOCKS)
_DEEPEST = 40
_LEAST = 200


class Bbc(Reader):
    """A page of BBC News."""

    hosts: ClassVar[str] = r"(?:^|\.)bbc\.(?:co\.uk|com)$"
    bodies: ClassVar[tuple[str, ...]] = (f"//*[{_SHOWN}][not(ancestor::aside)]",)

    def _story(self) -> list[str]:
        return self._told_blocks() or super()._story()

    def _told_blocks(self) -> list[str]:
        """The story in the page's own data, where the page shows no blocks of text."""
        if self.page.select(*self.bodies):
            return []
        script = next((element.text_content() for element in self.page.select(_NEXT_DATA)), "")
        try:
            data = json.loads(script) if script else {}
        except (ValueError, RecursionError):
            return []
        found = list(_paragraphs(_contents(data, 0)))
        return found if sum(map(len, found)) >= _LEAST else []

    def _authors(self) -> Iterator[list[str]]:
        shown = self.page.select("//*[starts-with(@data-testid, 'byline') and contains(@data-testid, '-name')]")
        yield [element.text_content() for element in shown]
        yield from super()._authors()


def _contents(value: Any, depth: int) -> list[Any]:
    """The list of the article's blocks, wherever in the page's data it stands: the first that holds text blocks."""
    if depth > _DEEPEST:
        return []
    if isinstance(value, list) and any(isinstance(item, dict) and item.get("type") == "text" for item in value):
        return value
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return next((found for item in inner if (found := _contents(item, depth + 1))), [])


def _paragraphs(contents: list[Any]) -> Iterator[str]:
    for block in contents:
        if isinstance(block, dict) and block.get("type") in ("text", "subheadline", "unorderedList", "orderedList"):
            is_list = str(block["type"]).endswith("List")
            said = list(_texts(block.get("model"), 0))
            if is_list and said:
                yield "\n".join(BULLET + item for item in said)
            elif not is_list:
                yield from said


def _texts(model: Any, depth: int) -> Iterator[str]:
    """The text of each paragraph below a block's model."""
    if not isinstance(model, dict) or depth > _DEEPEST:
        return
    said = model.get("text")
    if isinstance(said, str) and said.strip():
        yield " ".join(said.split())
        return
    for block in model.get("blocks") or ():
        if isinstance(block, dict):
            yield from _texts(block.get("model"), depth + 1)
