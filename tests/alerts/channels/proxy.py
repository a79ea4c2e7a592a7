"""A real proxy on loopback that knows where names lead which nobody else knows."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit


class Proxy(ThreadingHTTPServer):
    """Passes on what is asked of it. leads: host -> port on loopback; asked: the first lines that came."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.leads: dict[str, int] = {}
        self.asked: list[str] = []
        self.address = f"http://127.0.0.1:{self.server_address[1]}"


class _Handler(BaseHTTPRequestHandler):
    server: Proxy

    def do_CONNECT(self) -> None:
        self.server.asked.append(self.requestline)
        with socket.create_connection(("127.0.0.1", self.server.leads[self.path.partition(":")[0]])) as there:
            self.send_response(200)
            self.end_headers()
            back = threading.Thread(target=_pump, args=(there, self.connection), daemon=True)
            back.start()
            _pump(self.connection, there)
            back.join(1)
        self.close_connection = True

    def do_POST(self) -> None:
        self.server.asked.append(self.requestline)
        parts = urlsplit(self.path)
        there = HTTPConnection("127.0.0.1", self.server.leads[parts.hostname or ""])
        body = self.rfile.read(int(self.headers["Content-Length"]))
        there.request("POST", parts.path, body, dict(self.headers))
        answer = there.getresponse()
        self.send_response(answer.status)
        self.end_headers()
        self.wfile.write(answer.read())
        there.close()

    def log_message(self, *args: object) -> None:
        """Say nothing."""


def _pump(one: socket.socket, other: socket.socket) -> None:
    with suppress(OSError):
        while said := one.recv(65536):
            other.sendall(said)
        other.shutdown(socket.SHUT_WR)


@contextmanager
def running_proxy() -> Iterator[Proxy]:
    """A proxy that runs."""
    with Proxy() as proxy:
        thread = threading.Thread(target=proxy.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        yield proxy
        proxy.shutdown()
        thread.join()
