"""Standfirst: the summary shown between a headline and its story."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from scraper.pages import dating, furniture, json_ld
from scraper.pages.page import Page, text

_CALLED = re.compile(
    r"stand-?first|strapline|chapo|vorspann|sub-?t[ií]tulo|sous-?titre|sottotitolo|entradilla|bajada|sumario|ingress|untertitel"
    r"|field-summary|(?:lead|intro)-(?:content|text|paragraph)|sub-?headline|sub-?heading|sub-?title|article[-_]+summary|article[-_]+intro|article[-_]+description"
    r"|article[-_]+excerpt|post-excerpt|lede|(?:^|[\s_-])(?:dek|deck|intro|lead|excerpt|summary)(?:$|[\s_-])",
    re.IGNORECASE,
)
_ELSEWHERE = (
    "ancestor-or-self::*[self::aside or self::nav or self::footer or self::a or self::form or self::figure"
    " or contains(@class, 'comment') or contains(@class, 'related')]"
)
_NEAREST = 150
_LENGTHS = range(40, 601)
_SHORTEST_TOLD = 25
_MOST_CHILDREN = 4


def find(page: Page, title: str, story: list[str]) -> str:
    """The summary between headline and story, "" if there is none or the story begins with it.

    It is known by its class, or by saying what the page's own description says.
    """
    top = _plain(" ".join(story[:3]))
    whole = {_plain(block) for block in story}
    told = {_plain(said) for said in _descriptions(page)} - {""}
    beginnings = tuple(_plain(block)[:60] for block in story[:3] if len(block) > _SHORTEST_TOLD)
    for element in _between(page, title, beginnings):
        said = _undated(element)
        plain = _plain(said)
        if plain in top or plain in whole or plain == _plain(title) or furniture.is_furniture(said):
            continue
        shown = len(said) in _LENGTHS and _is_called(element)
        if shown or (_SHORTEST_TOLD <= len(said) <= _LENGTHS.stop and _is_told(plain, told)):
            return said
    return ""


def _undated(element: Any) -> str:
    """What the element says, without a part that says only a date."""
    said = text(element)
    parts = (text(child) for child in element)
    return " ".join(said.replace(next((part for part in parts if dating.says_only_a_date(part)), ""), "").split())


def _is_called(element: Any) -> bool:
    """True where the element, or the box that holds only it, is called a standfirst."""
    above = element.getparent()
    boxes = (element, above) if above is not None and len(above) == 1 else (element,)
    return any(_CALLED.search(f"{box.get('class') or ''} {box.get('data-gu-name') or ''}"[:400]) for box in boxes)


def _descriptions(page: Page) -> list[str]:
    metas = page.meta("og:description", "description", "twitter:description")
    return [json_ld.text_of(page.article.get(key)) for key in ("description", "alternativeHeadline")] + metas


def _is_told(plain: str, told: set[str]) -> bool:
    """True where it is a description, or one that the page's data cut short."""
    return any(plain == said or (len(said) > 60 and plain.startswith(said)) for said in told)


def _between(page: Page, title: str, beginnings: tuple[str, ...]) -> Iterator[Any]:
    """The small elements after the headline up to one with which the story begins."""
    shown = page.select("(//h1)[position() <= 10]")
    for h1 in ([h1 for h1 in shown if text(h1) == title] or shown)[:1]:
        following = h1.xpath(
            f"following::*[self::p or self::h2 or self::h3 or self::h4 or self::div or self::span or self::em]"
            f"[position() <= {_NEAREST}][count(*) <= {_MOST_CHILDREN}][not({_ELSEWHERE})]"
        )
        for element in following:
            if beginnings and _plain(text(element)).startswith(beginnings):
                break
            yield element


def _plain(said: str) -> str:
    return re.sub(r"\W+", " ", said.lower()).strip()
