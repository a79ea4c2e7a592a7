"""Page: one HTML page, parsed once and shared by everything that reads it."""

from __future__ import annotations

import re
from functools import cached_property
from itertools import islice
from typing import Any

from scraper.pages import json_ld
from scraper.pages.errors import Unreadable
from scraper.pages.response import Response

MAX_BYTES = 2_000_000
MAX_TAGS = 100_000
_BREAKS = re.compile(r"(?:<br\s*/?>\s*){3,}", re.IGNORECASE)
_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")


class Page:
    """The parsed page: tree, meta tags and JSON-LD, each worked out when first asked for."""

    def __init__(self, response: Response) -> None:
        self.response = response

    @cached_property
    def html(self) -> str:
        """The page as text, cut at 2 MB and where it has more tags than any page that people read."""
        said = _XML_DECLARATION.sub("", self.response.decoded(MAX_BYTES).replace("\x0c", " "))
        if said.count("<") <= MAX_TAGS:
            return said
        said = _BREAKS.sub("<br><br>", said)
        last = next(islice(re.finditer("<", said), MAX_TAGS, None), None)
        return said[: last.start()] if last else said

    @cached_property
    def tree(self) -> Any:
        """The lxml tree. Raises Unreadable for a body that is no HTML at all."""
        from lxml import etree
        from lxml import html as lxml_html

        parser = lxml_html.HTMLParser(remove_comments=True, remove_pis=True)
        try:
            tree = lxml_html.document_fromstring(self.html, parser=parser)
        except (etree.ParserError, ValueError) as error:
            raise Unreadable("The page is no HTML that can be read.") from error
        return tree

    @cached_property
    def metas(self) -> dict[str, list[str]]:
        """Contents of the meta tags by lower-case name, property or itemprop."""
        found: dict[str, list[str]] = {}
        for meta in self.tree.iter("meta"):
            content = " ".join((meta.get("content") or "").split())
            for attribute in ("property", "name", "itemprop"):
                name = (meta.get(attribute) or "").lower()
                if name and content:
                    found.setdefault(name, []).append(content)
        return found

    def meta(self, *names: str) -> list[str]:
        """The contents of the meta tags of these names, in that order."""
        return [content for name in names for content in self.metas.get(name, ())]

    @cached_property
    def language(self) -> str:
        """The language that the page says it is in, "" if it says none: "en-GB"."""
        said = next((element.get("lang") or "" for element in self.tree.iter("html")), "")
        return said.strip() if "-" in said else next(iter(self.meta("og:locale")), "") or said.strip()

    @cached_property
    def nodes(self) -> list[json_ld.Node]:
        """Every node of the page's JSON-LD."""
        scripts = self.tree.xpath("//script[contains(@type, 'ld+json')]")
        return json_ld.nodes(script.text_content() for script in scripts)

    @cached_property
    def article(self) -> json_ld.Node:
        """The JSON-LD node of this page's article, {} if it has none."""
        shown = [text(h1) for h1 in self.tree.iter("h1")]
        return json_ld.article_of(self.nodes, self.response.url, [*shown, *self.meta("og:title", "twitter:title")])

    def select(self, *paths: str) -> list[Any]:
        """The elements of these XPath expressions, in that order."""
        return [element for path in paths for element in self.tree.xpath(path)]


def text(element: Any) -> str:
    """What the element says, white space evened, without scripts and styles."""
    said = element.xpath(".//text()[not(ancestor::script or ancestor::style)]")
    return " ".join(" ".join(said).split()) if len(said) > 1 else " ".join("".join(said).split())
