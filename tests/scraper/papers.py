"""Outlets on loopback, a memory and a sink that keep what they are given."""

from __future__ import annotations

import ssl
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, TypeVar

from newsdesk.article import Article
from newsdesk.reading import Reading
from scraper.memory import Failure, Fetched, Link, Outcome, Validators
from scraper.sources import Source

T = TypeVar("T")
Headers = dict[str, str]


@dataclass
class Page:
    """One page of a paper. takes: seconds until it answers."""

    body: bytes = b""
    status: int = 200
    headers: Headers = field(default_factory=dict)
    takes: float = 0.0


@dataclass(frozen=True)
class Asked:
    """One request that a paper saw."""

    path: str
    headers: Headers
    status: int
    at: float


class Paper:
    """A web server on a loopback address. With etags it answers 304 to those who know the page."""

    def __init__(
        self,
        host: str = "127.0.0.1",
        *,
        robots: str | None = None,
        etags: bool = True,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self.pages: dict[str, Page] = {}
        self.asked: list[Asked] = []
        self._etags = etags
        self._server = ThreadingHTTPServer((host, 0), self._handler())
        self._server.daemon_threads = True
        self._server.handle_error = lambda *_: None  # type: ignore[method-assign]
        if tls is not None:
            self._server.socket = tls.wrap_socket(self._server.socket, server_side=True)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()
        self.host = f"{host}:{self._server.server_address[1]}"
        self.url = f"http://{self.host}"
        if robots is not None:
            self.page("/robots.txt", robots)

    def page(self, path: str, body: str | bytes = b"", status: int = 200, takes: float = 0.0, **headers: str) -> str:
        """Put a page up; its address."""
        content = body.encode() if isinstance(body, str) else body
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.pages[path] = Page(content, status, {"Content-Type": "text/html; charset=utf-8", **named}, takes)
        return self.url + path

    def lists(self, *paths: str, at: str = "/news") -> str:
        """Put a listing up whose cards lead to these paths, and a page behind each that has none yet."""
        cards = "".join(f'<article><h2><a href="{path}">Story at {path}</a></h2></article>' for path in paths)
        for path in paths:
            if path not in self.pages:
                self.page(path, f"Story at {path}")
        return self.page(at, f"<!doctype html><html><body><main>{cards}</main></body></html>")

    def paths(self) -> list[str]:
        """What was asked for, in order, robots.txt apart."""
        return [asked.path for asked in self.asked if asked.path != "/robots.txt"]

    def close(self) -> None:
        """Go down."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def __enter__(self) -> Paper:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        paper = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                page = paper.pages.get(self.path) or Page(b"not here", 404)
                time.sleep(page.takes)
                etag = f'"{hash(page.body)}"'
                known = paper._etags and page.status == 200 and self.headers.get("If-None-Match") == etag
                status = 304 if known else page.status
                paper.asked.append(Asked(self.path, dict(self.headers), status, time.monotonic()))
                body = b"" if known else page.body
                self.send_response(status)
                headers = dict(page.headers)
                if paper._etags:
                    headers.setdefault("ETag", etag)
                headers.setdefault("Content-Length", str(len(body)))
                for name, value in headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: Any) -> None:
                pass

        return Handler


class Notebook:
    """A memory in memory: links by source, tries, failures, validators."""

    def __init__(self) -> None:
        self.known: dict[str, Validators] = {}
        self.asked_at: dict[str, datetime] = {}
        self.now: Callable[[], datetime] = lambda: datetime.now(UTC)
        self.open: dict[str, dict[str, Link]] = {}
        self.seen: set[str] = set()
        self.tries: Counter[str] = Counter()
        self.failures: list[Failure] = []

    async def validators(self, url: str) -> Validators | None:
        return self.known.get(url)

    async def asked(self, url: str) -> datetime | None:
        return self.asked_at.get(url)

    async def discovered(self, source: Source, page_url: str, links: Sequence[Link], validators: Validators) -> int:
        new = [link for link in links if link.url not in self.seen]
        self.seen.update(link.url for link in new)
        self.open.setdefault(source.name, {}).update({link.url: link for link in new})
        self.known[page_url] = validators
        self.asked_at[page_url] = self.now()
        return len(new)

    async def pending(self, source: Source) -> Sequence[Link]:
        return list(self.open.get(source.name, {}).values())

    async def trying(self, source: Source, link: Link) -> None:
        self.tries[link.url] += 1

    async def failed(self, source: Source, link: Link, failure: Failure) -> None:
        self.failures.append(failure)


class Desk:
    """A sink that keeps the pages, and closes their links in the notebook."""

    def __init__(self, notebook: Notebook) -> None:
        self.pages: list[Fetched] = []
        self.raises: Exception | None = None
        self._notebook = notebook

    async def __call__(self, page: Fetched) -> Outcome:
        if self.raises is not None:
            raise self.raises
        self.pages.append(page)
        self._notebook.open.get(page.source.name, {}).pop(page.link.url, None)
        return "new"

    @property
    def titles(self) -> list[str]:
        """What was kept, by title."""
        return sorted(page.article.title for page in self.pages)


async def here(function: Callable[..., T], *args: object) -> T:
    """Runs a function where it is, for tests that need no child process."""
    return function(*args)


def skim(
    url: str,
    body: bytes,
    content_type: str,
    outlet: str,
    outlet_councils: tuple[str, ...],
    dated: Any,
    title: str | None,
    vocabulary: object,
) -> tuple[Article, Reading]:
    """Understands a page as its first line and its text."""
    text = body.decode()
    return Article(url, outlet, title or text[:60], text, dated, outlet_councils=outlet_councils), Reading(False, 0.0)
