"""The addresses of a host, looked up where the exit of the process does not wait for it."""

from __future__ import annotations

import asyncio
import socket
import threading
from contextlib import suppress

from scraper.guard import literal_address


async def addresses_of(host: str, port: int) -> list[str]:
    """Every address that a host has, or that it is written as; none where it cannot be found."""
    literal = literal_address(host)
    return [str(literal)] if literal is not None else await _looked_up(host, port)


async def _looked_up(host: str, port: int) -> list[str]:
    """The addresses of a name. A look-up that hangs is in a thread that does not hold the process's exit."""
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[list[str]] = loop.create_future()

    def look() -> None:
        try:
            known = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError):
            known = []
        addresses = list(dict.fromkeys(str(entry[4][0]) for entry in known))
        with suppress(RuntimeError):
            loop.call_soon_threadsafe(give, addresses)

    def give(addresses: list[str]) -> None:
        if not answer.done():
            answer.set_result(addresses)

    threading.Thread(target=look, name=f"look up {host}", daemon=True).start()
    return await answer
