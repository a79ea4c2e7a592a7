"""Connections of urllib3 that look at whom they have reached before a byte is sent."""

from __future__ import annotations

import socket
from collections.abc import Callable

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

from alerts.channels.deadline import Deadline


class RefusedPeerError(Exception):
    """The connection reached an address that may not be asked."""

    def __init__(self, peer: str) -> None:
        super().__init__(peer)
        self.peer = peer


def guarded_pools(allowed: Callable[[str], bool], deadline: Deadline) -> dict[str, type[HTTPConnectionPool]]:
    """Pools by scheme whose connections reach allowed addresses only and end at the deadline."""

    def checked(connection: socket.socket) -> socket.socket:
        peer = str(connection.getpeername()[0])
        if not allowed(peer):
            connection.close()
            raise RefusedPeerError(peer)
        deadline.watch(connection)
        return connection

    class Plain(HTTPConnection):
        def _new_conn(self) -> socket.socket:
            return checked(super()._new_conn())

    class Secure(HTTPSConnection):
        def _new_conn(self) -> socket.socket:
            return checked(super()._new_conn())

        def connect(self) -> None:
            super().connect()
            deadline.watch(self.sock)

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = Plain

    class SecurePool(HTTPSConnectionPool):
        ConnectionCls = Secure

    return {"http": PlainPool, "https": SecurePool}
