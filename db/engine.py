"""Database: one writer thread and a second engine for reading, the same on SQLite and PostgreSQL."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import URL, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError
from sqlalchemy.orm import Session
from sqlalchemy.pool import PoolProxiedConnection

from db import schema
from db.errors import StoreError, explained

__all__ = ["Database", "StoreError"]

T = TypeVar("T")
BUSY_SECONDS = 20
CLOSE_SECONDS = 8.0


class Database:
    """The archive's database. Open it with Database.open; close() ends the writer thread."""

    def __init__(self, url: URL) -> None:
        self.url = url
        self.place = _place(url)
        self.is_sqlite = url.get_backend_name() == "sqlite"
        self._write_engine = _engine(url, read_only=False)
        self._read_engine = _engine(url, read_only=True)
        self._work: queue.SimpleQueue[_Task | None] = queue.SimpleQueue()
        self._door = threading.Lock()
        self._closed = False
        self._file: tuple[int, int] | None = None
        self._writer = threading.Thread(target=self._write_on, name="wardwatch-writer", daemon=True)

    @classmethod
    def open(cls, url: str, *, migrate: bool = False, create: bool = False) -> Database:
        """Open the database that `url` names: sqlite:///wardwatch.db or postgresql://...

        migrate: bring an older schema up to date first, after a backup of a SQLite file. create: make the tables where
        there are none yet, but leave an older schema alone. Raises StoreError.
        """
        database = cls(_parsed(url))
        try:
            with database._explaining():
                database._prepare(migrate=migrate, create=create or migrate)
            database._file = database._identity()
        except BaseException:
            database._dispose()
            raise
        database._writer.start()
        return database

    def submit(self, work: Callable[[Session], T], *, durable: bool = False) -> Future[T]:
        """Queue `work` for the writer thread: one transaction, committed when it returns, rolled back when it raises.

        durable: the commit has reached the disk before the future is done. The future raises StoreError for trouble
        with the database, and whatever `work` raises.
        """
        task = _Task(work, durable)
        with self._door:
            if self._closed:
                raise StoreError(f"{self.place} has been closed.")
            self._work.put(task)
        return task.future

    def write(self, work: Callable[[Session], T], *, durable: bool = False) -> T:
        """submit(), and wait for it. Not to be called from within another write."""
        if threading.current_thread() is self._writer:
            raise RuntimeError("a write was begun within a write: pass the session on instead")
        return self.submit(work, durable=durable).result()

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that sees one moment of the database and cannot write. Raises StoreError."""
        if self._closed:
            raise StoreError(f"{self.place} has been closed.")
        self._check_file()
        with self._explaining(), Session(self._read_engine, expire_on_commit=False) as session:
            yield session

    def close(self, seconds: float = CLOSE_SECONDS) -> None:
        """Finish what is queued, for at most `seconds`, and let go. What is not done by then is cancelled."""
        with self._door:
            if self._closed:
                return
            self._closed = True
            self._work.put(None)
        if self._writer.ident is not None:
            self._writer.join(seconds)
        self._cancel_rest()
        self._dispose()

    def __enter__(self) -> Database:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _prepare(self, *, migrate: bool, create: bool) -> None:
        schema.prepare(self._write_engine, self.place, migrate=migrate, create=create)

    def _write_on(self) -> None:
        while (task := self._work.get()) is not None:
            if task.future.set_running_or_notify_cancel():
                self._run(task)

    def _run(self, task: _Task) -> None:
        try:
            self._check_file()
            with self._explaining(), self._write_engine.connect() as connection:
                if self.is_sqlite:
                    _set_synchronous(connection.connection, "FULL" if task.durable else "NORMAL")
                with Session(connection, expire_on_commit=False) as session, session.begin():
                    result = task.work(session)
        except BaseException as error:  # noqa: BLE001 - it belongs to whoever waits for the future
            task.future.set_exception(error)
        else:
            task.future.set_result(result)

    def _identity(self) -> tuple[int, int] | None:
        """What tells a SQLite file from another under its name. Raises StoreError where there is none."""
        if not self.is_sqlite:
            return None
        try:
            found = Path(str(self.url.database)).stat()
        except FileNotFoundError:
            raise StoreError(
                f"{self.place} has gone. Put it back, or start wardwatch again for a new archive."
            ) from None
        return found.st_dev, found.st_ino

    def _check_file(self) -> None:
        """Nothing is written to a SQLite file that was moved away, and another in its place is the one from now on."""
        found = self._identity()
        if found != self._file:
            self._write_engine.dispose()
            self._read_engine.dispose()
            self._file = found

    @contextmanager
    def _explaining(self) -> Iterator[None]:
        try:
            yield
        except DBAPIError as error:
            sentence = explained(error.orig, self.place)
            if sentence is None:
                raise
            raise sentence from error

    def _cancel_rest(self) -> None:
        while True:
            try:
                task = self._work.get_nowait()
            except queue.Empty:
                return
            if task is not None:
                task.future.cancel()

    def _dispose(self) -> None:
        self._read_engine.dispose()
        if not self._writer.is_alive():
            self._write_engine.dispose()


class _Task:
    """A function for the writer thread, and the future of what it returns."""

    def __init__(self, work: Callable[[Session], Any], durable: bool) -> None:
        self.work = work
        self.durable = durable
        self.future: Future[Any] = Future()


def _parsed(url: str) -> URL:
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise StoreError(
            f"`database:` in config.yaml is {url!r}; write it as sqlite:///wardwatch.db or postgresql://..."
        ) from None
    name = parsed.get_backend_name()
    if name in ("postgres", "postgresql"):
        return parsed.set(drivername="postgresql+psycopg")
    if name != "sqlite":
        raise StoreError(f"wardwatch keeps its archive in SQLite or PostgreSQL, not in {name!r}.")
    if not parsed.database or parsed.database == ":memory:":
        raise StoreError("`database:` in config.yaml names no file; write it as sqlite:///wardwatch.db")
    return parsed


def _place(url: URL) -> str:
    """How the database is called in sentences: its file, or its address without the password."""
    if url.get_backend_name() == "sqlite":
        return str(url.database)
    return url.set(drivername="postgresql").render_as_string(hide_password=True)


def _engine(url: URL, *, read_only: bool) -> Engine:
    if url.get_backend_name() == "sqlite":
        return _sqlite_engine(url, read_only=read_only)
    try:
        engine = create_engine(url, pool_pre_ping=True, max_overflow=-1, connect_args={"connect_timeout": 10})
    except (ModuleNotFoundError, NoSuchModuleError):
        raise StoreError("PostgreSQL needs its driver: pip install 'wardwatch[postgres]'") from None
    if read_only:
        return engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    return engine


def _sqlite_engine(url: URL, *, read_only: bool) -> Engine:
    folder = Path(str(url.database)).parent
    if not folder.is_dir():
        raise StoreError(
            f"The folder {folder} of the database does not exist. Make it, or correct `database:` in config.yaml."
        )
    engine = create_engine(url, max_overflow=-1, connect_args={"timeout": BUSY_SECONDS})

    @event.listens_for(engine, "connect")
    def _connected(connection: Any, _: object) -> None:
        connection.isolation_level = None
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA query_only = ON" if read_only else "PRAGMA synchronous = NORMAL")

    @event.listens_for(engine, "begin")
    def _begun(connection: Any) -> None:
        connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")

    return engine


def _set_synchronous(connection: PoolProxiedConnection, level: str) -> None:
    if connection.info.get("synchronous") != level:
        connection.dbapi_connection.execute(f"PRAGMA synchronous = {level}")  # type: ignore[union-attr]
        connection.info["synchronous"] = level
