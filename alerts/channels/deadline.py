"""An end to every conversation, however slowly the other side keeps it alive."""

from __future__ import annotations

import heapq
import socket
import threading
import time
from contextlib import suppress
from itertools import count
from types import TracebackType
from typing import Self


class Deadline:
    """Cuts the watched connection when the time is over: a time-out of its own only limits each single silence."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._watched: socket.socket | None = None
        self._over = threading.Event()
        self.done = False

    def __enter__(self) -> Self:
        _CLOCK.watch(time.monotonic() + self._seconds, self)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.done, self._watched = True, None

    def watch(self, connection: socket.socket | None) -> None:
        """This is the connection to cut, instead of any before."""
        self._watched = connection
        if self._over.is_set():
            self.cut()

    def cut(self) -> None:
        """The time is over: shut the line below any TLS, so that whoever waits for a byte wakes up."""
        if self.done:
            return
        self._over.set()
        if (connection := self._watched) is not None:
            with suppress(OSError):
                socket.socket.shutdown(connection, socket.SHUT_RDWR)


class _Clock:
    """One thread for all deadlines: a thread for each costs more than the sending."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._deadlines: list[tuple[float, int, Deadline]] = []
        self._numbers = count()
        self._thread: threading.Thread | None = None

    def watch(self, at: float, deadline: Deadline) -> None:
        """Cut it at this time, on the monotonic clock."""
        with self._changed:
            while self._deadlines and self._deadlines[0][2].done:
                heapq.heappop(self._deadlines)
            first = not self._deadlines or at < self._deadlines[0][0]
            heapq.heappush(self._deadlines, (at, next(self._numbers), deadline))
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._run, name="deadlines", daemon=True)
                self._thread.start()
            elif first:
                self._changed.notify()

    def _run(self) -> None:
        while True:
            with self._changed:
                wait = self._deadlines[0][0] - time.monotonic() if self._deadlines else None
                if wait is None or wait > 0:
                    self._changed.wait(wait)
                    continue
                deadline = heapq.heappop(self._deadlines)[2]
            deadline.cut()


_CLOCK = _Clock()
