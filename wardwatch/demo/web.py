"""A small web server for loopback: many sites in one thread, with validators, 304 and a log of what was asked."""

from __future__ import annotations

import asyncio
import hashlib
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from http import HTTPStatus
from typing import NamedTuple, Protocol
from urllib.parse import SplitResult, parse_qsl, urlsplit

HTML = "text/html; charset=utf-8"
LARGEST_REQUEST = 4_000_000
STARTING_SECONDS = 10


class Request(NamedTuple):
    """One request. host: as the client wrote it, with the port; headers: names in lower case."""

    method: str
    host: str
    target: str
    headers: Mapping[str, str] = {}
    body: bytes = b""

    @property
    def parts(self) -> SplitResult:
        """The target, taken apart."""
        return urlsplit(self.target)

    @property
    def query(self) -> dict[str, str]:
        """The query's values by name; of a name that comes twice, the last."""
        return dict(parse_qsl(self.parts.query, keep_blank_values=True))


@dataclass(frozen=True, slots=True)
class Page:
    """What a site answers. modified: shown as Last-Modified where it is given."""

    body: bytes
    content_type: str = HTML
    status: int = 200
    modified: datetime | None = None
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def etag(self) -> str:
        """A strong validator: equal for equal bodies."""
        return f'"{hashlib.sha256(self.body).hexdigest()[:20]}"'

    @property
    def last_modified(self) -> str | None:
        """The date as HTTP writes it."""
        return format_datetime(self.modified.astimezone(UTC), usegmt=True) if self.modified else None


class Site(Protocol):
    """Anything that answers requests. None: no such page. ConnectionResetError: the line goes dead."""

    def answer(self, request: Request) -> Page | None: ...


class Asked(NamedTuple):
    """One line of the log; status 0: the connection was cut. agent: how the client called itself."""

    method: str
    host: str
    target: str
    status: int
    agent: str

    @property
    def url(self) -> str:
        """The whole address."""
        return f"http://{self.host}{self.target}"


class WebServer:
    """Serves sites on addresses of this machine from one thread; a context manager.

    pause: called with each request; the seconds for which its answer is held back.
    """

    def __init__(self) -> None:
        self.asked: list[Asked] = []
        self.pause: Callable[[Request], float] = lambda _request: 0.0
        self._loop: asyncio.AbstractEventLoop
        self._thread = threading.Thread(target=self._serve, name="demo web server", daemon=True)
        self._servers: list[asyncio.Server] = []
        self._clients: set[asyncio.Task[None]] = set()

    def __enter__(self) -> WebServer:
        self._loop = asyncio.new_event_loop()
        self._thread.start()
        return self

    def __exit__(self, *_exc: object) -> None:
        asyncio.run_coroutine_threadsafe(self._shut(), self._loop).result(STARTING_SECONDS)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(STARTING_SECONDS)

    def open(self, site: Site, host: str = "127.0.0.1", port: int = 0) -> str:
        """Serve `site` on a loopback address, on a free port if none is given. Returns http://host:port."""
        opening = asyncio.run_coroutine_threadsafe(self._open(site, host, port), self._loop)
        return f"http://{host}:{opening.result(STARTING_SECONDS)}"

    def _serve(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_forever()
        self._loop.close()

    async def _open(self, site: Site, host: str, port: int) -> int:
        async def client(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            task = asyncio.current_task()
            assert task is not None  # noqa: S101
            self._clients.add(task)
            try:
                await self._talk(site, reader, writer)
            except (OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, ValueError):
                writer.transport.abort()
            except asyncio.CancelledError:
                writer.transport.abort()
            finally:
                self._clients.discard(task)
                writer.close()

        server = await asyncio.start_server(client, host, port)
        self._servers.append(server)
        bound: int = server.sockets[0].getsockname()[1]
        return bound

    async def _shut(self) -> None:
        for server in self._servers:
            server.close()
        for task in list(self._clients):
            task.cancel()
        await asyncio.gather(*self._clients, return_exceptions=True)
        await asyncio.sleep(0)

    async def _talk(self, site: Site, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while (request := await _receive(reader)) is not None:
            if seconds := self.pause(request):
                await asyncio.sleep(seconds)
            try:
                page = site.answer(request) or Page(b"<h1>Not found</h1>", status=404)
            except ConnectionResetError:
                self._log(request, 0)
                writer.transport.abort()
                return
            status, head, body = _response(page, request)
            self._log(request, status)
            writer.write(head + body)
            await writer.drain()
            if request.headers.get("connection", "").lower() == "close":
                return

    def _log(self, request: Request, status: int) -> None:
        agent = request.headers.get("user-agent", "")
        self.asked.append(Asked(request.method, request.host, request.target, status, agent))


async def _receive(reader: asyncio.StreamReader) -> Request | None:
    """The next request of a connection; None where the client has gone. ValueError: no HTTP."""
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError:
        return None
    first, *lines = head.decode("latin-1").rstrip("\r\n").split("\r\n")
    method, target, _version = first.split(" ", 2)
    named = (line.partition(":") for line in lines)
    headers = {name.strip().lower(): value.strip() for name, _, value in named}
    length = int(headers.get("content-length", "0"))
    if length > LARGEST_REQUEST:
        raise ValueError(f"a request of {length} bytes")
    body = await reader.readexactly(length) if length else b""
    return Request(method, headers.get("host", ""), target, headers, body)


def _response(page: Page, request: Request) -> tuple[int, bytes, bytes]:
    """Status, head and body: a 304 without body where the client has this page already."""
    status = 304 if page.status == HTTPStatus.OK and _has_it_already(page, request) else page.status
    body = b"" if status == HTTPStatus.NOT_MODIFIED or request.method == "HEAD" else page.body
    headers = {"Date": format_datetime(datetime.now(UTC), usegmt=True), "ETag": page.etag, **page.headers}
    if page.last_modified:
        headers["Last-Modified"] = page.last_modified
    if status != HTTPStatus.NOT_MODIFIED:
        headers |= {"Content-Type": page.content_type, "Content-Length": str(len(page.body))}
    lines = [f"HTTP/1.1 {status} {HTTPStatus(status).phrase}", *(f"{name}: {value}" for name, value in headers.items())]
    return status, ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1"), body


def _has_it_already(page: Page, request: Request) -> bool:
    if wanted := request.headers.get("if-none-match"):
        return page.etag in (tag.strip().removeprefix("W/") for tag in wanted.split(","))
    since = request.headers.get("if-modified-since")
    return since is not None and since == page.last_modified
