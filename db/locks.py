"""Locks between the workers of one database, held until the transaction ends. SQLite has one writer and needs none."""

from __future__ import annotations

from hashlib import blake2b

from sqlalchemy import text
from sqlalchemy.orm import Session


def one_at_a_time(session: Session) -> None:
    """Hold back other workers that start, so that two do not make the same row."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": lock_key("start")})


def lock_key(name: str) -> int:
    """The number by which PostgreSQL knows a lock."""
    return int.from_bytes(blake2b(f"wardwatch {name}".encode(), digest_size=8).digest(), "big", signed=True)
