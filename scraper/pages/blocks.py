"""Blocks: an HTML element as paragraphs, subheads, lists and tables, without the boxes that stand between them."""

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
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_BOX = re.compile(
    r"(?:^|[\s_-])(?:newsletters?|sign-?ups?|subscri(?:be|ption)s?|related|recirc\w*|read-?(?:more|next|also)|most-?(?:read|popular|viewed)"
    r"|trending|promos?|promoted|adverts?|advertisements?|ads?|ad-(?:slot|unit|container|wrapper)|mpu|sponsored|outbrain|taboola"
    r"|shar(?:e|ing)|socials?|cookies?|consent|gdpr|comments?|captions?|credits?|donat(?:e|ion)s?|jobs|app-(?:banner|promo|download)"
    r"|author-(?:bio|box|info|card)|tags|tag-(?:list|cloud)|breadcrumbs?|popups?|modals?|paywall|widgets?|playlist|more-(?:stories|from|on)"
    r"|whatsapp|follow-us|sharedaddy|jp-relatedposts|print-only|screen-reader-text|visually-?hidden|sr-only)(?:$|[\s_-])",
    re.IGNORECASE,
)
_KEEPERS = frozenset(("html", "body", "main", "article"))
_MOST = 0.4


def prune(root: Any, *drops: str) -> None:
    """Take the boxes out of root: what the XPath expressions in drops find, what is hidden or called a box.

    An element that holds much of the root's paragraph text is never a box, whatever it is called.
    """
    for path in drops:
        for element in root.xpath(path):
            _remove(element)
    _mend_drop_caps(root)
    limit = _MOST * max(1, _said(root))
    for element in list(root.iterdescendants()):
        if (
            isinstance(element.tag, str)
            and _is_box(element)
            and (element.tag == "figcaption" or _said(element) <= limit)
        ):
            _remove(element)


def blocks(root: Any) -> list[str]:
    """The text blocks of an element in their order: paragraphs and subheads, lists and tables as one block each."""
    found: list[str] = []
    for block in _walk(root, []):
        found.extend(part for part in (_even(part) for part in re.split(r"\n\s*\n", block)) if part)
    return found


def _mend_drop_caps(root: Any) -> None:
    """Put a first letter that stands apart, for its size, back to its paragraph: <span>T</span><p>he council ..."""
    for letter in root.xpath(".//*[self::span or self::div][string-length(normalize-space()) = 1][not(*)]"):
        paragraph = letter.getnext()
        if paragraph is not None and paragraph.tag == "p" and paragraph.text_content().lstrip()[:1].islower():
            paragraph.text = letter.text_content().strip() + (paragraph.text or "").lstrip()
            _remove(letter)


def _walk(element: Any, inline: list[str]) -> Iterator[str]:
    """Blocks below element; inline gathers the text that stands outside any paragraph until a block ends it."""
    inline.append(element.text or "")
    for child in element:
        if isinstance(child.tag, str):
            yield from _child(child, inline)
        inline.append(child.tail or "")
    if element.tag not in ("span", "label"):
        yield from _flush(inline)


def _child(child: Any, inline: list[str]) -> Iterator[str]:
    if child.tag in _SKIPPED:
        return
    if child.tag in ("br", "lb"):
        inline.append("\n")
    elif child.tag in _LISTS:
        yield from _flush(inline)
        yield from _list(child)
    elif child.tag == "table":
        yield from _flush(inline)
        yield from _table(child)
    elif child.tag in _PARAGRAPHS and not _holds_blocks(child):
        yield from _flush(inline)
        yield _inline(child)
    elif child.tag in _HOLDERS or child.tag in _PARAGRAPHS:
        if child.tag not in ("span", "label"):
            yield from _flush(inline)
        yield from _walk(child, inline)
    elif _holds_blocks(child):
        yield from _walk(child, inline)
    else:
        inline.append(_inline(child))


def _flush(inline: list[str]) -> Iterator[str]:
    said = "".join(inline)
    inline.clear()
    if said.strip():
        yield re.sub(r"[^\S\n]*\n[^\S\n]*", "\n", said) if "\n\n" in said else said


def _list(element: Any) -> Iterator[str]:
    items = [child for child in element if isinstance(child.tag, str) and child.tag in ("li", "item")]
    said = [_even(_inline(item)).replace("\n", " ") for item in items]
    lines = [BULLET + text for text in said if text]
    if lines:
        yield "\n".join(lines)


def _table(element: Any) -> Iterator[str]:
    rows = []
    for row in element.iter("tr", "row"):
        cells = [_even(_inline(cell)).replace("\n", " ") for cell in row if cell.tag in ("td", "th", "cell")]
        rows.append(CELLS.join(cell for cell in cells if cell))
    said = "\n".join(row for row in rows if row)
    if said:
        yield said


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


def _holds_blocks(element: Any) -> bool:
    return any(
        child.tag in _PARAGRAPHS or child.tag in _LISTS or child.tag == "table" for child in element.iterdescendants()
    )


def _even(block: str) -> str:
    lines = (_SPACE.sub(" ", line).strip() for line in block.splitlines())
    return "\n".join(line for line in lines if line)


def _is_box(element: Any) -> bool:
    if element.tag in _KEEPERS or element.get("itemprop") == "articleBody":
        return False
    if element.tag == "figcaption" or element.get("hidden") is not None or _HIDDEN.search(element.get("style") or ""):
        return True
    called = f"{element.get('class') or ''} {element.get('id') or ''}"
    return bool(called.strip()) and bool(_BOX.search(called))


def _said(element: Any) -> int:
    """How many characters of paragraph text the element holds."""
    return sum(len(paragraph.text_content()) for paragraph in element.iter("p"))


def _remove(element: Any) -> None:
    if element.getparent() is not None:
        element.drop_tree()
