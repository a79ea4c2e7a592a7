"""The proxy on loopback that all of Chromium's traffic passes: the address guard, a pass a page, bounds."""

from __future__ import annotations

import asyncio
import base64
import binascii
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import NamedTuple
from urllib.parse import urlsplit

from scraper.lookup import addresses_of
from scraper.politeness import Politeness
from scraper.troubles import NotFetched

BYTES = 30_000_000
CONNECTIONS = 40
HEAD_BYTES = 65_536
HEAD_SECONDS = 10.0
CONNECT_SECONDS = 10.0
_HOP = frozenset(("connection", "host", "keep-alive", "proxy-authorization", "proxy-connection", "te", "upgrade"))
_PHRASES = {
    400: "Bad Request",
    403: "Forbidden",
    407: "Proxy Authentication Required",
    429: "Too Many Requests",
    502: "Bad Gateway",
}


@dataclass(slots=True)
class Pass:
    """What one page may do through the proxy while it is open. left: bytes, both ways; refusals: in sentences."""

    name: str
    word: str
    left: int
    refusals: list[str] = field(default_factory=list)
    under_way: set[asyncio.Task[None]] = field(default_factory=set)

    def spend(self, count: int) -> None:
        """Raises ConnectionError once the bytes are used up, and ends the page's other connections."""
        self.left -= count
        if self.left < 0:
            for task in self.under_way - {asyncio.current_task()}:
                task.cancel()
            raise ConnectionError("the bytes of this page are used up")


class _Refused(Exception):  # noqa: N818 - an answer, no error of ours
    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


class _Head(NamedTuple):
    """The head of a request. url: where it wants to go, with https:// for a tunnel."""

    method: str
    target: str
    headers: list[tuple[str, str]]

    @property
    def url(self) -> str:
        return f"https://{self.target}/" if self.method == "CONNECT" else self.target

    def value(self, name: str) -> str:
        return next((value for known, value in self.headers if known.lower() == name), "")


class GuardingProxy:
    """An HTTP proxy for those who hold a pass. Each host is looked up here, checked as a fetch of ours is checked, and
    connected to at the address that was checked, so that a name cannot change in between."""

    def __init__(self, politeness: Politeness, most_bytes: int = BYTES) -> None:
        self._politeness = politeness
        self.most_bytes = most_bytes
        self._passes: dict[str, Pass] = {}
        self._server: asyncio.Server | None = None

    @property
    def address(self) -> str:
        """Where it listens."""
        if self._server is None:
            raise RuntimeError("the proxy is not open")
        return f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    async def open(self) -> None:
        """Listen on a free port of loopback."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0, limit=HEAD_BYTES)

    async def close(self) -> None:
        """Stop listening and end what is under way."""
        if self._server is not None:
            self._server.close()
            self._server = None
        for one in self._passes.values():
            _end(one)

    @contextmanager
    def admit(self) -> Iterator[Pass]:
        """A pass that is good, and whose connections live, as long as the context."""
        one = Pass(secrets.token_hex(8), secrets.token_hex(16), self.most_bytes)
        self._passes[one.name] = one
        try:
            yield one
        finally:
            del self._passes[one.name]
            _end(one)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await self._answer(reader, writer)
        except _Refused as refused:
            ask = 'Proxy-Authenticate: Basic realm="wardwatch"\r\n' if refused.status == 407 else ""
            line = f"HTTP/1.1 {refused.status} {_PHRASES[refused.status]}\r\n"
            writer.write(f"{line}{ask}Content-Length: 0\r\nConnection: close\r\n\r\n".encode())
            with suppress(OSError, TimeoutError):
                await asyncio.wait_for(writer.drain(), CONNECT_SECONDS)
        except (OSError, TimeoutError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, asyncio.CancelledError):
            writer.transport.abort()
        finally:
            writer.close()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        async with asyncio.timeout(HEAD_SECONDS):
            head = _parsed(await reader.readuntil(b"\r\n\r\n"))
        one = self._holder(head.value("proxy-authorization"))
        if len(one.under_way) >= CONNECTIONS:
            raise _Refused(429)
        task = asyncio.current_task()
        if task is not None:
            one.under_way.add(task)
            task.add_done_callback(one.under_way.discard)
        onward_reader, onward_writer = await self._connected(head, one)
        try:
            if head.method == "CONNECT":
                writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
            else:
                onward_writer.write(_onward(head))
            await _carry(reader, writer, onward_reader, onward_writer, one)
        finally:
            onward_writer.close()

    def _holder(self, credentials: str) -> Pass:
        scheme, _, coded = credentials.partition(" ")
        try:
            name, _, word = base64.b64decode(coded, validate=True).decode().partition(":")
        except (binascii.Error, ValueError):
            name = word = ""
        one = self._passes.get(name)
        if scheme.lower() != "basic" or one is None or not secrets.compare_digest(word.encode(), one.word.encode()):
            raise _Refused(407)
        return one

    async def _connected(self, head: _Head, one: Pass) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        try:
            self._politeness.check_address(head.url)
            parts = urlsplit(head.url)
            host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
            async with asyncio.timeout(CONNECT_SECONDS):
                for address in await addresses_of(host, port):
                    self._politeness.check_peer(head.url, address)
                    with suppress(OSError):
                        return await asyncio.open_connection(address, port)
        except NotFetched as refusal:
            one.refusals.append(refusal.reason)
            raise _Refused(403) from refusal
        except TimeoutError:
            pass
        raise _Refused(502)


def _parsed(raw: bytes) -> _Head:
    """The head of a request that may be asked of a proxy. Raises _Refused for any other."""
    lines = raw.decode("latin-1").split("\r\n")[:-2]
    words = lines[0].split(" ")
    pairs = [line.partition(":") for line in lines[1:]]
    if len(words) != 3 or not words[2].startswith("HTTP/1.") or not all(colon for _, colon, _ in pairs):
        raise _Refused(400)
    head = _Head(words[0], words[1], [(name, value.strip()) for name, _, value in pairs])
    if head.method != "CONNECT" and not head.target.startswith("http://"):
        raise _Refused(400)
    return head


def _onward(head: _Head) -> bytes:
    """The request as the server gets it: for one answer, and with nothing in it that was meant for the proxy."""
    parts = urlsplit(head.target)
    path = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
    headers = [f"{name}: {value}" for name, value in head.headers if name.lower() not in _HOP]
    told = [f"{head.method} {path} HTTP/1.1", f"Host: {parts.netloc}", *headers, "Connection: close", "", ""]
    return "\r\n".join(told).encode("latin-1")


async def _carry(
    reader: asyncio.StreamReader,
    writer: asyncio.StreamWriter,
    onward_reader: asyncio.StreamReader,
    onward_writer: asyncio.StreamWriter,
    one: Pass,
) -> None:
    """Carry bytes both ways until the server has no more."""
    asking = asyncio.ensure_future(_pump(reader, onward_writer, one))
    try:
        await _pump(onward_reader, writer, one)
    finally:
        asking.cancel()
        await asyncio.gather(asking, return_exceptions=True)


async def _pump(source: asyncio.StreamReader, sink: asyncio.StreamWriter, one: Pass) -> None:
    while chunk := await source.read(65_536):
        one.spend(len(chunk))
        sink.write(chunk)
        await sink.drain()
    if sink.can_write_eof():
        sink.write_eof()


def _end(one: Pass) -> None:
    for task in tuple(one.under_way):
        task.cancel()
