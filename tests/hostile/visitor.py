"""One crawl over the hostile town in a process of its own: sources come in as JSON, what was said goes out as JSON."""

from __future__ import annotations

import asyncio
import json
import os
import re
import socket
import sys
import time
from pathlib import Path
from typing import Any

from newsdesk.article import Article
from newsdesk.reading import Reading
from scraper.crawl import CrawlSettings, crawl
from scraper.pages import understand
from scraper.report import CrawlReport, summary
from scraper.sources import Source
from tests.scraper.papers import Desk, Notebook
from wardwatch.reader_process import ReaderProcess

PAGE_SECONDS, SOURCE_SECONDS, READER_SECONDS = 3.0, 25.0, 4.0
_getaddrinfo = socket.getaddrinfo


def read(url: str, body: bytes, *about: Any) -> tuple[Article, Reading]:
    """Reads a page; the PDF that says so kills its reader as a crash in PDFium would."""
    if body.startswith(b"%PDF-1.4 crash"):
        os.abort()
    return understand(url, body, *about)


def lying(host: str, port: int, **more: Any) -> Any:
    """Every name of the town is at the forbidden address."""
    return _getaddrinfo("127.0.0.2" if host.endswith(".test") else host, port, **more)


async def visit(told: dict[str, Any], notebook: Notebook, desk: Desk) -> CrawlReport:
    reader = ReaderProcess(seconds=READER_SECONDS)
    settings = CrawlSettings(
        "desk@town.test",
        allow_private=tuple(told["allowed"]),
        page_seconds=PAGE_SECONDS,
        source_seconds=SOURCE_SECONDS,
    )
    sources = [Source.model_validate(source) for source in told["sources"]]
    try:
        return await crawl(sources, notebook, desk, run=reader, settings=settings, understand=read)
    finally:
        reader.close()


def peak() -> int:
    """The most memory that this process has had, in bytes."""
    said = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())
    return int(said[1]) * 1024 if said else 0


def main() -> None:
    notebook = Notebook()
    desk = Desk(notebook)
    socket.getaddrinfo = lying  # type: ignore[assignment]
    began = time.monotonic()
    report = asyncio.run(visit(json.load(sys.stdin), notebook, desk))
    longest = max(len(page.article.title) for page in desk.pages)
    lines = {
        source.name: {
            "line": summary(source),
            "read": source.read,
            "finished": source.finished,
            "trouble": source.trouble,
            "seconds": source.seconds,
        }
        for source in report.sources
    }
    told = {"lines": lines, "seconds": time.monotonic() - began, "peak": peak(), "longest": longest}
    json.dump({**told, "requests": report.requests}, sys.stdout)


if __name__ == "__main__":
    main()
