"""The reading child: one process that parses pages, killed and replaced when a page is too much for it."""

from __future__ import annotations

import asyncio
import multiprocessing
import pickle
import resource
import signal
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import TypeVar, cast

from scraper.memory import ReaderDiedError

T = TypeVar("T")
SECONDS = 20.0
SPARE_SECONDS = 10
MEMORY = 1 << 30
ANSWER_LIMIT = 30_000_000
PRELOADED = ["scraper.pages", "scraper.discover", "newsdesk.reading", "trafilatura", "bs4", "feedparser"]


def serve(pipe: Connection, memory: int, seconds: int) -> None:
    """The child's life: take a call, answer it, until the parent goes away. A call that outlives `seconds` ends it even
    where no parent is left to do so."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
    while True:
        try:
            function, args = pipe.recv()
        except EOFError:
            return
        signal.alarm(seconds)
        try:
            answer = (True, function(*args))
        except MemoryError:
            return
        except Exception as error:  # noqa: BLE001 - round one document: the caller hears what it was
            answer = (False, portable(error))
        signal.alarm(0)
        pipe.send(answer)


def portable(error: Exception) -> Exception:
    """The error itself where it survives the pipe, else one that says the same."""
    try:
        pickle.loads(pickle.dumps(error))  # noqa: S301 - our own bytes
    except Exception:  # noqa: BLE001 - an exception may fail to pickle in any way
        return RuntimeError(f"{type(error).__name__}: {error}")
    return error


class ReaderProcess:
    """Runs module-level functions in a child process, one at a time.

    A call that takes over `seconds`, or needs over `memory` bytes, costs its child its life: ReaderDiedError,
    and the next call gets a new child. What the function raises is raised here.
    """

    def __init__(self, seconds: float = SECONDS, memory: int = MEMORY) -> None:
        self._seconds = seconds
        self._memory = memory
        self._context = multiprocessing.get_context("forkserver")
        self._context.set_forkserver_preload(PRELOADED)
        self._caller = ThreadPoolExecutor(1, thread_name_prefix="reader")
        self._closing = threading.Event()
        self._child: BaseProcess | None = None
        self._pipe: Connection | None = None

    async def __call__(self, function: Callable[..., T], *args: object) -> T:
        """`function(*args)`, awaited while the child works on it."""
        return await asyncio.wrap_future(self._caller.submit(self.call, function, *args))

    def call(self, function: Callable[..., T], *args: object) -> T:
        """The same for those who may wait. Only from one thread at a time."""
        try:
            pipe = self._connected()
            pipe.send((function, args))
            self._wait(pipe)
            done, answer = pickle.loads(pipe.recv_bytes(ANSWER_LIMIT))  # noqa: S301 - our own child's bytes
        except ReaderDiedError:
            self._kill()
            raise
        except (EOFError, OSError) as error:
            self._kill()
            raise ReaderDiedError("crashed its reader or needed too much memory") from error
        if done:
            return cast("T", answer)
        raise cast("Exception", answer)

    def _wait(self, pipe: Connection) -> None:
        began = time.monotonic()
        while not pipe.poll(0.2):
            if self._closing.is_set():
                raise ReaderDiedError("the reading was stopped")
            if time.monotonic() - began > self._seconds:
                raise ReaderDiedError(f"took over {self._seconds:.0f} s to read")

    def close(self) -> None:
        """End the child, whatever it is doing."""
        self._closing.set()
        self._caller.shutdown(wait=True, cancel_futures=True)
        self._kill()

    def _connected(self) -> Connection:
        if self._pipe is None or self._child is None or not self._child.is_alive():
            self._kill()
            self._pipe, theirs = self._context.Pipe()
            self._child = self._context.Process(
                target=serve, args=(theirs, self._memory, int(self._seconds) + 10), daemon=True
            )
            self._child.start()
            theirs.close()
        return self._pipe

    def _kill(self) -> None:
        if self._child is not None:
            self._child.kill()
            self._child.join()
            self._child.close()
        if self._pipe is not None:
            self._pipe.close()
        self._child = self._pipe = None
