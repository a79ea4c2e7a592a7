"""Ofsted's reports and letters, and any other PDF."""

from __future__ import annotations

import re

from newsdesk.article import Article
from scraper.pages import dates, pdf
from scraper.pages.response import Response

_HEAD_LINES = 30
_LONGEST_TITLE = 4
_TITLE_START = re.compile(
    r"(?:re-?)?inspection of\b|area send\b|(?:joint|single)\b.*\b(?:inspection|area)\b|(?:focused|monitoring) visit\b"
    r"|(?:first|second|third|fourth|fifth|sixth|seventh|eighth|\d+(?:st|nd|rd|th))\s+monitoring visit\b",
    re.IGNORECASE,
)
_TITLE_END = re.compile(
    r"inspection (?:dates?|outcome)\b|lead inspectors?\b|dates? of\b|judgement|report published|introduction$|dear\b"
    r"|this (?:letter|report|visit|inspection|monitoring)\b|the (?:visit|overall|local|inspection)\b|i am\b|thank you\b"
    r"|following\b|between\b|from \d|on \d|and$|(?:her|his) majesty|\d{1,2}\b",
    re.IGNORECASE,
)
_STATED = re.compile(r"(?:report\s+)?published(?:\s+on)?\s*:?\s+(\d[^\n]{5,30})", re.IGNORECASE)
_FOOTNOTE = re.compile(r"(?<=[a-z])\d$")


def read(response: Response) -> Article:
    """The report as an Article, with the offset of each page. Raises Unreadable for a damaged PDF."""
    pages = pdf.pages_of(response.body)
    text, starts = pdf.joined(pages)
    front = next(lines for lines in pages if lines)
    head = [line for line in front[:_HEAD_LINES] if not line.isdigit()] or front
    return Article(
        url=response.url,
        outlet=response.outlet,
        title=_title(head) or response.title or head[0],
        text=text,
        published=_published(head, response),
        outlet_councils=response.outlet_councils,
        media="pdf",
        page_starts=starts,
    )


def _title(head: list[str]) -> str:
    """The title on the first page, behind the council's name where that stands alone; "" if none is found."""
    start = next((at for at, line in enumerate(head) if _TITLE_START.match(line)), None)
    if start is None:
        return ""
    lines = [head[start]]
    for line in head[start + 1 : start + _LONGEST_TITLE]:
        if _TITLE_END.match(line):
            break
        lines.append(line)
    title = _FOOTNOTE.sub("", " ".join(lines))
    council = " ".join(head[:start]) if start in (1, 2) else ""
    named = council and len(council) <= 80 and not council[0].isdigit() and "report" not in council.lower()
    return f"{council}: {title}" if named else title


def _published(head: list[str], response: Response) -> dates.Stamp | None:
    """The day that the front page states, the listing's, or the date at the head of a letter."""
    stated = _STATED.search("\n".join(head))
    letter = next((found for line in head[:3] if (found := dates.find(line)) and not found[1]), None)
    return (dates.parse(stated[1]) if stated else None) or response.dated or (letter[0] if letter else None)
