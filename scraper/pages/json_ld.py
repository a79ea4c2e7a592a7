"""JSON-LD as news pages really carry it: arrays, @graph, raw control characters, the publisher first."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

Node = dict[str, Any]

_ARTICLE_TYPES = re.compile(r"(?:^|/)(?:\w*Article|\w*BlogPosting|SocialMediaPosting|Report)$")
_WRAPPERS = re.compile(r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[)|(?:-->|//\s*\]\]>|\]\]>)\s*;?\s*$")
_TRAILING_COMMA = re.compile(r",(\s*[}\]])")
_DEEPEST = 6
_BETWEEN = re.compile(r"[\s,;]*")
_MOST_VALUES = 1_000


def nodes(scripts: Iterable[str]) -> list[Node]:
    """Every typed node of the page's JSON-LD blocks in their order; a block that cannot be read gives none."""
    return [node for script in scripts for value in _values(script) for node in _typed(value, 0)]


def article_of(found: Iterable[Node], url: str, headlines: Iterable[str]) -> Node:
    """The node that describes this page's article, {} if none does.

    A page may carry nodes of other stories (related, most read): where there are several, the one that names this
    address or one of the page's headlines is taken, and failing that the first.
    """
    articles = [node for node in found if is_article(node)]
    if not articles:
        return {}
    known = {_plain(headline) for headline in headlines}

    def fits(node: Node) -> int:
        ours = _path(url) in {_path(address) for address in _addresses(node)}
        return 2 * ours + (_plain(text_of(node.get("headline") or node.get("name"))) in known)

    return max(articles, key=fits)


def page_of(found: Iterable[Node]) -> Node:
    """The WebPage node, where Yoast writes the dates of posts that have no article node; {} if there is none."""
    return next((node for node in found if "WebPage" in types_of(node)), {})


def is_article(node: Node) -> bool:
    """True for NewsArticle and its kin."""
    return any(_ARTICLE_TYPES.search(name) for name in types_of(node))


def types_of(node: Node) -> list[str]:
    """The node's types, however they are written."""
    kinds = node.get("@type")
    return [str(kind) for kind in (kinds if isinstance(kinds, list) else [kinds]) if kind]


def text_of(value: object) -> str:
    """A string value with entities and tags undone and white space evened; "" for anything else."""
    if isinstance(value, list):
        value = value[0] if value else ""
    if isinstance(value, dict):
        value = value.get("@value", "")
    return " ".join(re.sub(r"</?[a-z][^>]*>", " ", html.unescape(value)).split()) if isinstance(value, str) else ""


def names_of(value: object, graph: Iterable[Node] = ()) -> list[str]:
    """Author names: persons before organisations, references looked up in the graph."""
    people: list[str] = []
    others: list[str] = []
    for item in value if isinstance(value, list) else [value]:
        node = _resolved(item, graph) if isinstance(item, dict) else {}
        name = text_of(node.get("name")) if node else text_of(item)
        (others if "Organization" in " ".join(types_of(node)) else people).append(name)
    return [name for name in people or others if name]


def body_of(node: Node) -> str:
    """The article's body, paragraphs parted by blank lines where the page kept its line breaks."""
    body = node.get("articleBody")
    if not isinstance(body, str):
        return ""
    body = html.unescape(html.unescape(body)) if "&" in body else body
    body = re.sub(r"</(?:p|h\d|li|div)>|<br\s*/?>", "\n", body, flags=re.IGNORECASE)
    lines = (" ".join(line.split()) for line in re.sub(r"</?[a-z][^>]*>", " ", body).splitlines())
    return "\n\n".join(line for line in lines if line)


def _values(script: str) -> Iterator[object]:
    """The JSON values of one block, which may be several one after another."""
    script = _WRAPPERS.sub("", _WRAPPERS.sub("", script.strip())).strip().rstrip(";")
    for attempt in (script, _TRAILING_COMMA.sub(r"\1", script), html.unescape(script)):
        found, rest = _decoded(attempt)
        if not rest:
            break
    yield from found


def _decoded(script: str) -> tuple[list[object], str]:
    """The values at the script's beginning, and what could not be read after them."""
    decoder, found, at = json.JSONDecoder(strict=False), list[object](), 0
    script = script.strip()
    while at < len(script) and len(found) < _MOST_VALUES:
        try:
            value, at = decoder.raw_decode(script, at)
        except (ValueError, RecursionError):
            break
        found.append(value)
        between = _BETWEEN.match(script, at)
        at = between.end() if between else at
    return found, script[at:]


def _typed(value: object, depth: int) -> Iterator[Node]:
    if depth > _DEEPEST:
        return
    if isinstance(value, list):
        for item in value:
            yield from _typed(item, depth + 1)
    elif isinstance(value, dict):
        if "@type" in value:
            yield value
        for key in ("@graph", "mainEntity", "mainEntityOfPage"):
            if isinstance(value.get(key), list | dict):
                yield from _typed(value[key], depth + 1)


def _resolved(node: Node, graph: Iterable[Node]) -> Node:
    if node.get("name") or "@id" not in node:
        return node
    return next((other for other in graph if other.get("@id") == node["@id"] and other.get("name")), node)


def _addresses(node: Node) -> Iterator[str]:
    for value in (node.get("url"), node.get("@id"), node.get("mainEntityOfPage")):
        address = (value.get("@id") or value.get("url")) if isinstance(value, dict) else value
        if isinstance(address, str):
            yield address


def _path(address: str) -> str:
    return re.sub(r"^https?://[^/]+|[?#].*$", "", address).rstrip("/")


def _plain(said: str) -> str:
    return re.sub(r"\W+", " ", said.lower()).strip()
