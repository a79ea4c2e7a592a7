"""The version of the schema: found, checked and brought up to date. Alembic is loaded only for real work."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, inspect, text

from db.errors import StoreError, explained

HEAD = "0002"
MIGRATIONS = Path(__file__).parent / "migrations"
WAL_SECONDS = 20.0
POSTGRES_LOCK = 0x77617264


def prepare(engine: Engine, place: str, *, migrate: bool, create: bool) -> None:
    """Leave the database at HEAD, or raise StoreError with what to do. See Database.open."""
    on_file = engine.dialect.name == "sqlite"
    if on_file and not Path(place).exists() and not create:
        raise _absent(place)
    if on_file:
        _use_wal(engine, place)
    with engine.connect() as connection:
        version = _version(connection, place)
    if version == HEAD:
        return
    if version is None and not create:
        raise _absent(place)
    if version is not None and version > HEAD:
        raise StoreError(
            f"{place} was made by a newer wardwatch (schema {version}; this one knows {HEAD}). Install the newer one."
        )
    if version is not None and not migrate:
        raise StoreError(
            f"{place} has the schema of an older wardwatch ({version}; now {HEAD}). Run `wardwatch db upgrade`."
        )
    _upgrade(engine, place)


def _absent(place: str) -> StoreError:
    return StoreError(f"There is no archive in {place} yet. `wardwatch run` or `wardwatch crawl` begins one.")


def _version(connection: Connection, place: str) -> str | None:
    """The schema that the database has; None where it has none yet."""
    tables = inspect(connection).get_table_names()
    if "alembic_version" in tables:
        return str(connection.scalar(text("SELECT version_num FROM alembic_version")))
    if tables and connection.dialect.name == "sqlite":
        raise StoreError(f"{place} holds another program's tables. Name another file under `database:` in config.yaml.")
    return None


def _use_wal(engine: Engine, place: str) -> None:
    """Readers beside a writer. SQLite does not wait by itself for the lock that this takes."""
    patience = time.monotonic() + WAL_SECONDS
    with engine.connect() as connection:
        raw: Any = connection.connection.dbapi_connection
        while True:
            try:
                raw.execute("PRAGMA journal_mode = WAL")
            except sqlite3.OperationalError as error:
                if error.sqlite_errorname != "SQLITE_BUSY" or time.monotonic() > patience:
                    raise explained(error, place) or error from error
                time.sleep(0.05)
            else:
                return


def _upgrade(engine: Engine, place: str) -> None:
    """All steps to HEAD in one transaction, after a backup of a SQLite file that holds something."""
    with engine.connect() as connection, _without_foreign_keys(connection), connection.begin():
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": POSTGRES_LOCK})
        version = _version(connection, place)
        if version == HEAD:
            return
        if version is not None and engine.dialect.name == "sqlite":
            back_up(Path(place), version)
        _run_alembic(connection)


@contextmanager
def _without_foreign_keys(connection: Connection) -> Iterator[None]:
    """SQLite changes a table by making it anew; dropping the old one would trip over the rows that point to it."""
    raw: Any = connection.connection.dbapi_connection
    if connection.dialect.name != "sqlite":
        yield
        return
    raw.execute("PRAGMA foreign_keys = OFF")
    try:
        yield
    finally:
        raw.execute("PRAGMA foreign_keys = ON")


def back_up(path: Path, version: str) -> Path:
    """A safe copy of a SQLite file beside it, named after its schema. Never writes over an earlier one."""
    name, number = path.with_name(f"{path.name}.schema-{version}.backup"), 1
    while name.exists():
        number += 1
        name = path.with_name(f"{path.name}.schema-{version}.{number}.backup")
    with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(name)) as copy:
        source.backup(copy)
    return name


def _run_alembic(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
