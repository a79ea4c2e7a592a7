"""Bounds on one answer: how much of it may come over the wire, and how much of that before its body begins."""

from __future__ import annotations

from typing import Any

from scrapy.core.downloader.handlers.http11 import _LenientHTTP11ClientFactory, _LenientHTTP11ClientProtocol
from twisted.python.failure import Failure
from twisted.web._newclient import HEADER, STATUS

BODY_LIMIT = 10_000_000
HEAD_LIMIT = 100_000
WIRE_LIMIT = 2 * BODY_LIMIT


class TooLongError(Exception):
    """An answer over its bounds. str(): what of it, in words."""


class BoundedProtocol(_LenientHTTP11ClientProtocol):  # type: ignore[misc]
    """Gives an answer up whose head, or whose whole with all framing, is longer than any honest one."""

    _head = _whole = 0

    def request(self, request: Any) -> Any:
        """Twisted's: a new answer is counted from nothing."""
        self._head = self._whole = 0
        return super().request(request)

    def dataReceived(self, data: bytes) -> None:  # noqa: N802 - Twisted's name
        """Twisted's: what has come over the wire."""
        self._whole += len(data)
        if self._parser is not None and self._parser.state in (STATUS, HEADER):
            self._head += len(data)
        super().dataReceived(data)
        parser = self._parser
        if parser is None:
            return
        if self._head > HEAD_LIMIT and parser.state in (STATUS, HEADER):
            self._break_off("sends headers without end")
        elif self._whole > WIRE_LIMIT:
            self._break_off(f"sends more than {WIRE_LIMIT // 1_000_000} MB for one page")

    def _break_off(self, reason: str) -> None:
        self.transport.abortConnection()
        self._disconnectParser(Failure(TooLongError(reason)))


class BoundedFactory(_LenientHTTP11ClientFactory):  # type: ignore[misc]
    """Builds bounded protocols for Scrapy's pool of connections."""

    def buildProtocol(self, addr: Any) -> BoundedProtocol:  # noqa: N802 - Twisted's name
        """Twisted's: one connection."""
        return BoundedProtocol(self._quiescentCallback)
