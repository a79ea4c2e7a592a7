"""Writes of many threads in one transaction: what comes while a commit is under way gathers for the next."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from db.engine import Database, StoreError

T = TypeVar("T")


class Together:
    """Durable writes to a database. Each is short and touches rows that are its own, so that its place among the
    others means nothing."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lock = threading.Lock()
        self._waiting: list[_Work] = []
        self._called = False

    def write(self, work: Callable[[Session], T]) -> T:
        """Do `work`, and return once it has reached the disk. Where several fail together each is tried alone. Raises
        StoreError, and whatever `work` raises."""
        mine = _Work(work)
        with self._lock:
            self._waiting.append(mine)
            called, self._called = self._called, True
        if not called:
            self._call()
        result: T = mine.future.result()
        return result

    def _call(self) -> None:
        """Ask for a transaction; who takes part is known only when it begins."""
        taken: list[_Work] = []

        def all_that_wait(session: Session) -> list[Any]:
            taken.extend(self._take())
            return [one.work(session) for one in taken]

        self._submit(all_that_wait, taken)

    def _take(self) -> list[_Work]:
        with self._lock:
            taken, self._waiting, self._called = self._waiting, [], False
        return taken

    def _submit(self, work: Callable[[Session], list[Any]], taken: list[_Work]) -> None:
        try:
            written = self._database.submit(work, durable=True)
        except StoreError as error:
            for one in taken or self._take():
                one.future.set_exception(error)
        else:
            written.add_done_callback(lambda done: self._ended(taken or self._take(), done))

    def _ended(self, taken: list[_Work], written: Future[list[Any]]) -> None:
        error = CancelledError() if written.cancelled() else written.exception()
        if error is None:
            for one, result in zip(taken, written.result(), strict=True):
                one.future.set_result(result)
        elif len(taken) == 1:
            taken[0].future.set_exception(error)
        else:
            for one in taken:
                self._submit(one.alone, [one])


class _Work:
    """A function for the writer thread, and the future of what it returns."""

    def __init__(self, work: Callable[[Session], Any]) -> None:
        self.work = work
        self.future: Future[Any] = Future()

    def alone(self, session: Session) -> list[Any]:
        """Do it in a transaction of its own."""
        return [self.work(session)]
