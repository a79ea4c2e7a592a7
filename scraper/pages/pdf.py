"""PDF: the text of each page in paragraphs, without running heads and page numbers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

from scraper.pages.errors import Unreadable

BULLETS = "◼■•●▪○−–"
_MAX_PAGES = 400
_MAX_LETTERS = 2_000_000
_TAIL = 20
_EDGE = 3
_UNSEEN = str.maketrans(dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff", ""))
_SYMBOL_BULLETS = re.compile(r"^[\uf06e\uf0a7\uf0b7\uf0d8\uf076]\s*")
_ITEM = re.compile(rf"(?:[{BULLETS}]\s?\S|o\s\S|\d{{1,3}}\.\s)")
_SENTENCE_END = re.compile(r"[.!?:;][\"'”’)\]]*\d{0,2}$")
_GRID_HEAD = re.compile(r"judgements?\b.{0,20}$", re.IGNORECASE)


def pages_of(body: bytes) -> list[list[str]]:
    """The lines of each page. Raises Unreadable for a PDF that is damaged, locked or without text."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(body)
    except pypdfium2.PdfiumError as error:
        raise Unreadable(f"The PDF is damaged or locked ({error}).") from error
    try:
        pages = _read(document)
    except pypdfium2.PdfiumError as error:
        raise Unreadable(f"The PDF is damaged ({error}).") from error
    finally:
        document.close()
    if not any(pages):
        raise Unreadable("The PDF holds no text; it may be a scan.")
    return _without_running_lines(pages)


def _read(document: Any) -> list[list[str]]:
    """The lines of its pages, up to as many pages and letters as any report has."""
    pages, letters = [], 0
    for number in range(min(len(document), _MAX_PAGES)):
        pages.append(_lines(document[number]))
        letters += sum(map(len, pages[-1]))
        if letters > _MAX_LETTERS:
            break
    return pages


def joined(pages: Sequence[Sequence[str]]) -> tuple[str, tuple[int, ...]]:
    """The pages as one text, and the offset at which each begins.

    Wrapped lines are parted by one newline, paragraphs by two; a paragraph may run over the end of a page.
    """
    lengths = sorted(len(line) for lines in pages for line in lines)
    width = lengths[len(lengths) * 9 // 10] if lengths else 0
    text, starts = "", []
    for lines in pages:
        page = _paragraphs(lines, width)
        if text and page:
            text += "\n\n" if _SENTENCE_END.search(text[-_TAIL:]) or _ITEM.match(page) else "\n"
        starts.append(len(text))
        text += page
    return text, tuple(starts)


def _lines(page: Any) -> list[str]:
    said: str = page.get_textpage().get_text_range()
    # pdfium marks a hyphen at which a line was broken by U+FFFE or U+0002.
    lines = re.sub("[\ufffe\x02]|\u00ad(?=[^\\S\n]*\r?\n)", "-", said).translate(_UNSEEN).splitlines()
    evened = (_SYMBOL_BULLETS.sub("◼ ", " ".join(line.split())) for line in lines)
    return [line for line in evened if line]


def _without_running_lines(pages: list[list[str]]) -> list[list[str]]:
    """Without the lines that head or foot most pages; on the front page only where it says them again."""
    edges = Counter(shape for lines in pages[1:] for shape in {_shape(line) for line in _edge_lines(lines)})
    often = max(2, len(pages) // 3)
    running = {shape for shape, pages_with_it in edges.items() if pages_with_it >= often}
    cleaned = []
    for number, lines in enumerate(pages):
        kept = list(lines)
        for at in (0, -1):
            for _ in range(_EDGE):
                if not kept or _shape(kept[at]) not in running or (number == 0 and not _repeated(kept, at)):
                    break
                kept.pop(at)
        cleaned.append(kept)
    return cleaned


def _edge_lines(lines: list[str]) -> list[str]:
    return [*lines[:_EDGE], *lines[-_EDGE:]]


def _shape(line: str) -> str:
    """The line with its numbers evened out, so that "2 March 2024 7" and "2 March 2024 8" are the same."""
    return re.sub(r"\W+", " ", re.sub(r"\d+", "#", line.lower())).strip() if not line.isdigit() else "#"


def _repeated(lines: list[str], at: int) -> bool:
    others = lines[1:] if at == 0 else lines[:-1]
    return lines[at].isdigit() or lines[at].lower() in " ".join(others).lower()


def _paragraphs(lines: Sequence[str], width: int) -> str:
    """The lines with a blank one between paragraphs; none in the judgement grid, up to the first full line."""
    text, in_grid = "", False
    for before, line in zip(("", *lines), lines, strict=False):
        if in_grid:
            in_grid = len(line) < 0.75 * width
            apart = not in_grid
        else:
            apart = _begins(before, line, width)
            in_grid = bool(_GRID_HEAD.match(line))
        text += ("\n\n" if apart else "\n") + line if text else line
    return text


def _begins(before: str, line: str, width: int) -> bool:
    """True where a new paragraph begins with line: an item, or after a short line that ends a sentence."""
    if _ITEM.match(line):
        return True
    return bool(_SENTENCE_END.search(before)) and len(before) < 0.85 * width and not line[:1].islower()
