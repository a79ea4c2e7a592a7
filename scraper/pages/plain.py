"""Plain text: a story copied from a page, with or without headline, byline, date line and the page's furniture."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, field

from newsdesk.article import Article
from scraper.pages import bylines, dates, furniture
from scraper.pages.errors import Unreadable
from scraper.pages.response import Response

_MAX_BYTES = 2_000_000
_LONGEST_TITLE = 160
_LONGEST_MARK = 100
_LONGEST_CAPTION = 400
_HEAD = 8
_ENOUGH = 200
_SENTENCE_END = re.compile(r"[.:;,…][\"'”’)\]]*$")
_DATE_WORDS = re.compile(r"\b(?:published|posted|date|on|at|updated|last|first|by|added)\b|\W+", re.IGNORECASE)
_BULLET = re.compile(r"\s*[•●◼▪■○◦‣⁃*–-]\s+|\s*\d{1,2}[.)]\s")
_WRAPPED = range(50, 101)


@dataclass(slots=True)
class _Head:
    """What stands above the story."""

    title: str = ""
    byline: str | None = None
    published: dates.Stamp | None = None
    body: list[str] = field(default_factory=list)


def read(response: Response) -> Article:
    """The text as an Article. A first line that is no headline stays in the text; no title is made up."""
    paragraphs = _paragraphs(response.decoded(_MAX_BYTES))
    head = _head(_without_tail(_without_doubles(paragraphs)))
    story = "\n\n".join(furniture.without(head.body))
    if not story:
        raise Unreadable("The text holds no story.")
    return Article(
        url=response.url,
        outlet=response.outlet,
        title=head.title or response.title or "",
        text=story,
        published=head.published or response.dated,
        byline=head.byline,
        outlet_councils=response.outlet_councils,
        media="text",
    )


def _paragraphs(text: str) -> list[str]:
    """Paragraphs: parted by blank lines where there are any, else a line each. Hard-wrapped lines are joined."""
    text = re.sub(r"\r\n?|[\u2028\u2029\x0b\x0c\x85]", "\n", text.removeprefix("\ufeff"))
    found: list[str] = []
    for chunk in re.split(r"\n\s*\n", text):
        lines = [" ".join(line.split()) for line in chunk.splitlines() if line.strip()]
        found.extend([" ".join(lines)] if _is_wrapped(lines) else lines)
    return found


def _is_wrapped(lines: list[str]) -> bool:
    """True for lines cut at a column: all but the last nearly as long, few of them ending a sentence."""
    if len(lines) < 2 or any(_BULLET.match(line) for line in lines):
        return False
    full = lines[:-1]
    ended = sum(bool(re.search(r"[.!?][\"'”’)]*$", line)) for line in full)
    return all(len(line) in _WRAPPED for line in full) and ended <= len(full) / 3


def _without_doubles(paragraphs: list[str]) -> list[str]:
    """Without texts that stand twice in a row: a picture's description and its caption, copied with the page."""
    twins = {one for one, two in itertools.pairwise(paragraphs) if one == two and len(one) <= _LONGEST_CAPTION}
    return [paragraph for paragraph in paragraphs if paragraph not in twins]


def _without_tail(paragraphs: list[str]) -> list[str]:
    """Up to the line after which no story comes any more, where enough stands before it."""
    size = 0
    for index, paragraph in enumerate(paragraphs):
        if size >= _ENOUGH and furniture.ends_story(paragraph):
            return paragraphs[:index]
        size += len(paragraph)
    return paragraphs


def _head(paragraphs: list[str]) -> _Head:
    """Headline, byline and date taken off the top; the rest is the story."""
    head = _Head()
    rest = list(paragraphs)
    if len(rest) > 1 and _is_title(rest[0], rest[1]):
        head.title = rest.pop(0)
    for index, line in enumerate(rest):
        if index >= _HEAD or not _take(head, line):
            head.body.append(line)
    return head


def _take(head: _Head, line: str) -> bool:
    """True if the line is a byline or a date line, whose facts the head then holds."""
    if len(line) > _LONGEST_MARK:
        return False
    dated = dates.find(line)
    named = bylines.from_line(dated[1] if dated else line)
    if not named and not (dated and _says_only_a_date(line, dated[1])):
        return False
    head.byline = head.byline or named
    head.published = head.published or (dated[0] if dated else None)
    return True


def _says_only_a_date(line: str, rest: str) -> bool:
    """True for "16th May 2024 | Local News"; a sentence that ends in a full stop is none."""
    return not _SENTENCE_END.search(line) and len(_DATE_WORDS.sub(" ", rest).split()) <= 4


def _is_title(line: str, following: str) -> bool:
    """True for a short first line that ends no sentence and has a story, a byline or a date line below it."""
    if len(line) > _LONGEST_TITLE or _SENTENCE_END.search(line) or _BULLET.match(line) or furniture.is_furniture(line):
        return False
    if bylines.from_line(line) or (dates.find(line) and len(line.split()) <= 8 and _says_only_a_date(line, line)):
        return False
    return line[:1] not in "\"'“‘" or len(line) < len(following) or bool(bylines.from_line(following))
