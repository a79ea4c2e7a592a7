"""read_page: the one way from a response to an Article; understand adds the Reading."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from functools import cache
from typing import TYPE_CHECKING

from newsdesk.addresses import without_tracking
from newsdesk.article import Article, Completeness
from scraper.pages.errors import Unreadable
from scraper.pages.response import Response

LONGEST_TITLE = 500
_NO_TEXT = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"PK\x03\x04", b"\x1f\x8b", b"RIFF", b"ID3", b"\x00\x00\x00")
REFUSALS: dict[Completeness, str] = {
    "live blog": "The page is a live blog, which changes all day; it is not kept as an article.",
    "gallery": "The page is a picture gallery without a story.",
    "stub": "Only the beginning of the story can be read; the rest is behind a paywall.",
    "listing": "The page lists other stories and is none itself.",
}

if TYPE_CHECKING:
    from newsdesk.reading import Reading
    from newsdesk.relevance import Vocabulary


def read_page(
    url: str,
    body: bytes,
    content_type: str,
    outlet: str = "",
    outlet_councils: tuple[str, ...] = (),
    dated: date | datetime | None = None,
    title: str | None = None,
) -> Article:
    """One page as an Article: HTML, PDF, GOV.UK JSON or plain text, told apart by its bytes and its content type.

    dated and title are what the listing said; they are used only where the page gives none. A date in the future
    is kept as the page says it: the caller knows what time it is. Raises Unreadable where nothing is worth keeping.
    """
    response = Response(without_tracking(url), body, content_type, outlet, tuple(outlet_councils), dated, title)
    if not body.strip():
        raise Unreadable("The page is empty.")
    if body.startswith(_NO_TEXT):
        raise Unreadable("The page is a picture, a film or an archive, and no text.", permanent=True)
    article = _read(response)
    return replace(article, title=article.title[:LONGEST_TITLE]) if len(article.title) > LONGEST_TITLE else article


def understand(
    url: str,
    body: bytes,
    content_type: str,
    outlet: str = "",
    outlet_councils: tuple[str, ...] = (),
    dated: date | datetime | None = None,
    title: str | None = None,
    vocabulary: Mapping[str, float] | None = None,
) -> tuple[Article, Reading]:
    """read_page and newsdesk.reading.read in one step, for the reading process: everything in and out is picklable.

    vocabulary: phrases and their weights beside those that ship. Raises Unreadable for what is no article: a live
    blog, a gallery, a paywall's stub, a listing; permanent but for the stub, which may be opened later.
    """
    from newsdesk.reading import read

    article = read_page(url, body, content_type, outlet, outlet_councils, dated, title)
    if article.completeness != "article":
        raise Unreadable(REFUSALS[article.completeness], permanent=article.completeness != "stub")
    return article, read(article, _vocabulary(tuple(vocabulary.items()))) if vocabulary else read(article)


@cache
def _vocabulary(weights: tuple[tuple[str, float], ...]) -> Vocabulary:
    from newsdesk.relevance import default_vocabulary

    return default_vocabulary().with_phrases(dict(weights))


def _read(response: Response) -> Article:
    """The article by the reader of that form. Readers load their libraries only when they are needed."""
    form = response.form
    if form != "pdf" and response.promises_pdf:
        raise Unreadable("A PDF was promised, but the server answered with something else; it may be there later.")
    if form == "pdf":
        from scraper.pages import ofsted_report as reader
    elif form == "json":
        from scraper.pages import govuk as reader  # type: ignore[no-redef]
    elif form == "text":
        from scraper.pages import plain as reader  # type: ignore[no-redef]
    else:
        from scraper.pages import platforms as reader  # type: ignore[no-redef]
    return reader.read(response)
