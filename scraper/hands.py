"""Hands: how many bytes of fetched pages wait to be read, and when no more are to be asked for."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

HELD_LIMIT = 20_000_000


class Hands:
    """Lets requests out only while few bytes wait to be read, so that fetching never runs far ahead of reading."""

    def __init__(self, limit: int = HELD_LIMIT) -> None:
        self._limit = limit
        self._held = 0
        self._room = asyncio.Event()
        self._room.set()

    async def free(self) -> None:
        """Wait until there is room for one more page."""
        await self._room.wait()

    @contextmanager
    def holding(self, count: int) -> Iterator[None]:
        """So many bytes are in hand as long as the context lasts."""
        self._count(count)
        try:
            yield
        finally:
            self._count(-count)

    def _count(self, change: int) -> None:
        self._held += change
        if self._held < self._limit:
            self._room.set()
        else:
            self._room.clear()
