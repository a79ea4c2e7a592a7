"""One server with a port for each way to misbehave, and a listener that nobody may reach."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field

Answer = Callable[["Visit"], Awaitable[None]]
HTML = "text/html; charset=utf-8"


def reply(
    body: bytes | str = b"",
    content_type: str = HTML,
    status: str = "200 OK",
    *headers: str,
    length: int | None = None,
) -> bytes:
    """A whole answer. length: what Content-Length says, where that is not so."""
    content = body.encode() if isinstance(body, str) else body
    named = [f"Content-Type: {content_type}", f"Content-Length: {len(content) if length is None else length}"]
    head = "\r\n".join([f"HTTP/1.1 {status}", *named, *headers, "Connection: close", "", ""])
    return head.encode("latin-1") + content


@dataclass
class Visit:
    """One request to one port. secret: host and port of the forbidden listener."""

    path: str
    headers: dict[str, str]
    secret: str
    writer: asyncio.StreamWriter

    async def send(self, data: bytes) -> None:
        """Send bytes as they are."""
        self.writer.write(data)
        await self.writer.drain()

    async def without_end(self, start: bytes, again: bytes, pause: float = 0.0) -> None:
        """Send the start, then the same again and again until the other side has had enough."""
        await self.send(start)
        while not self.writer.is_closing():
            await self.send(again)
            await asyncio.sleep(pause)


@dataclass
class Town:
    """Serves each answer on a port of 127.0.0.1; keeps the port of 127.0.0.2 that must stay untouched."""

    answers: dict[str, Answer]
    bases: dict[str, str] = field(default_factory=dict)
    touched: int = 0
    asked: int = 0

    def __enter__(self) -> Town:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._open(), self._loop).result(10)
        return self

    def __exit__(self, *_: object) -> None:
        asyncio.run_coroutine_threadsafe(self._end(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    async def _open(self) -> None:
        secret = await asyncio.start_server(self._touch, "127.0.0.2", 0)
        self.secret_port = secret.sockets[0].getsockname()[1]
        self._servers = [secret]
        for name, answer in self.answers.items():
            server = await asyncio.start_server(self._serving(answer), "127.0.0.1", 0, family=socket.AF_INET)
            self.bases[name] = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
            self._servers.append(server)

    async def _end(self) -> None:
        for server in self._servers:
            server.close()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    async def _touch(self, _: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.touched += 1
        writer.close()

    def _serving(self, answer: Answer) -> Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]:
        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            with suppress(OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, asyncio.CancelledError):
                lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
                self.asked += 1
                headers = {key.lower(): value.strip() for key, _, value in (line.partition(":") for line in lines[1:])}
                secret = f"127.0.0.2:{self.secret_port}"
                await answer(Visit(lines[0].split(" ")[1], headers, secret, writer))
            with suppress(OSError):
                writer.close()

        return serve
