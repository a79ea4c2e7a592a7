"""Ofsted's reports and letters: PDF."""

from __future__ import annotations

import re

from newsdesk.article import Article
from scraper.pages.errors import Unreadable
from scraper.pages.response import Response

_TITLE = re.compile(
    r"(?:Inspection|Focused visit|Monitoring visit|Joint)[^\n]*(?:\n[^\n]*)?children[’']s services", re.I
)


def read(response: Response) -> Article:
    """The report as an Article: pages parted by blank lines, page_starts giving where each begins."""
    pages = pages_of(response.body)
    starts, text = [], ""
    for page in pages:
        starts.append(len(text))
        text += page + "\n\n"
    if not text.strip():
        raise Unreadable("The PDF holds no text; it may be a scan.")
    found = _TITLE.search(text[:2000])
    title = " ".join(found[0].split()) if found else response.title or text.strip().splitlines()[0]
    return Article(
        url=response.url,
        outlet=response.outlet,
        title=title,
        text=text.rstrip(),
        published=response.dated,
        outlet_councils=response.outlet_councils,
        media="pdf",
        page_starts=tuple(starts),
    )


def pages_of(body: bytes) -> list[str]:
    """The text of each page, lines parted by single newlines. Raises Unreadable for a damaged PDF."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(body)
    except pypdfium2.PdfiumError as error:
        raise Unreadable(f"The PDF is damaged: {error}.") from error
    try:
        return [_page_text(page) for page in document]
    except pypdfium2.PdfiumError as error:
        raise Unreadable(f"The PDF is damaged: {error}.") from error
    finally:
        document.close()


def _page_text(page: object) -> str:
    said: str = page.get_textpage().get_text_range()  # type: ignore[attr-defined]
    lines = [line.strip() for line in said.replace("\r\n", "\n").replace("\ufffe", "-").split("\n")]
    return "\n".join(line for line in lines if line)
