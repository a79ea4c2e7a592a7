"""An end to every conversation, however slowly the other side keeps it alive."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress
from types import TracebackType
from typing import Self


class Deadline:
    """Cuts the watched connection when the time is over: a time-out of its own only limits each single silence."""

    def __init__(self, seconds: float) -> None:
        self._timer = threading.Timer(seconds, self._cut)
        self._timer.daemon = True
        self._watched: socket.socket | None = None
        self._over = threading.Event()

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._timer.cancel()

    def watch(self, connection: socket.socket | None) -> None:
        """This is the connection to cut, instead of any before."""
        self._watched = connection
        if self._over.is_set():
            self._cut()

    def _cut(self) -> None:
        """Shut the line below any TLS, so that whoever waits for a byte wakes up."""
        self._over.set()
        if self._watched is not None:
            with suppress(OSError):
                socket.socket.shutdown(self._watched, socket.SHUT_RDWR)
