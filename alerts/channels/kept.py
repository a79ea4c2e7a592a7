"""Connections that are kept open for the next message, and closed when none comes."""

from __future__ import annotations

import smtplib
import threading
import time
from contextlib import suppress

IDLE_SECONDS = 30.0
GOODBYE_SECONDS = 1.0


class KeptConnections:
    """The open connections to a mail server that nobody uses at the moment. May be used by several threads."""

    def __init__(self, idle_seconds: float = IDLE_SECONDS) -> None:
        self._idle_seconds = idle_seconds
        self._idle: list[tuple[float, smtplib.SMTP]] = []
        self._changed = threading.Condition()
        self._watched = False
        self._closed = False

    def take(self) -> smtplib.SMTP | None:
        """The one that was used last, or None. It may be broken: the server can have closed it at any time."""
        with self._changed:
            return self._idle.pop()[1] if self._idle else None

    def keep(self, server: smtplib.SMTP) -> None:
        """Put one by for the next message."""
        with self._changed:
            if not self._closed:
                self._idle.append((time.monotonic(), server))
                if not self._watched:
                    self._watched = True
                    threading.Thread(target=self._watch, name="mail-idle", daemon=True).start()
                return
        part(server)

    def close(self) -> None:
        """Close all of them, and wait for nobody; what is put by from now on is closed as well."""
        with self._changed:
            self._closed = True
            left, self._idle = self._idle, []
            self._changed.notify_all()
        for _, server in left:
            part(server, patience=0.0)

    def _watch(self) -> None:
        """Close what was idle for too long, until none is left."""
        while True:
            with self._changed:
                if not self._idle:
                    self._watched = False
                    return
                rest = self._idle[0][0] + self._idle_seconds - time.monotonic()
                if rest > 0:
                    self._changed.wait(rest)
                    continue
                _, server = self._idle.pop(0)
            part(server)


def part(server: smtplib.SMTP, *, patience: float = GOODBYE_SECONDS) -> None:
    """Say goodbye. patience: for how many seconds the answer is waited for."""
    with suppress(OSError):
        if server.sock is not None:
            server.sock.settimeout(GOODBYE_SECONDS)
            server.putcmd("quit")
            if patience:
                server.sock.settimeout(patience)
                server.getreply()
    server.close()
