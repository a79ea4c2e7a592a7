"""Migrations: the same tables as the models on both kinds of database, and an upgrade that can be undone."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, func, inspect, make_url, select, text

from db import schema
from db.engine import Database, StoreError
from db.models import AttemptRow, Base, MessageRow, StoryRow
from db.search import search
from tests.db.paper import NOW, article, keep
from tests.db.test_engine import add_story, path_of, stories

STEP = '''"""One step further, for a test."""

import sqlalchemy as sa
from alembic import op

revision = "9000"
down_revision = "{head}"


def upgrade() -> None:
    with op.batch_alter_table("stories") as table:
        table.add_column(sa.Column("note", sa.Text(), server_default="kept"))
        table.alter_column("created_at", nullable=True)
    {more}
'''
HEAD = schema.HEAD
NEXT = "9000"
STATES = ("pending", "sending", "sent", "waiting", "dead")


@pytest.fixture
def next_version(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A wardwatch one schema further; returns the file of its step."""
    folder = tmp_path / "100% new migrations"
    shutil.copytree(schema.MIGRATIONS, folder, ignore=shutil.ignore_patterns("__pycache__"))
    step = folder / "versions" / "v9000_note.py"
    step.write_text(STEP.format(head=HEAD, more="pass"))
    monkeypatch.setattr(schema, "MIGRATIONS", folder)
    monkeypatch.setattr(schema, "HEAD", NEXT)
    return step


def test_the_migrations_make_what_the_models_say(database_url: str) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    def ours(name: str | None, kind: str, _: Any) -> bool:
        return not (kind == "table" and str(name).startswith("article_words"))

    engine = create_engine(make_url(database_url).set(drivername=_driver(database_url)))
    with engine.connect() as connection:
        options = {"compare_type": True, "include_name": ours}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, Base.metadata) == []
        assert "article_words" in inspect(connection).get_table_names()
    engine.dispose()


def _driver(url: str) -> str:
    return "postgresql+psycopg" if url.startswith("postgresql") else "sqlite"


def test_the_newest_step_is_the_schema_that_the_program_asks_for() -> None:
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(schema.MIGRATIONS))
    assert ScriptDirectory.from_config(config).get_heads() == [schema.HEAD]


def test_an_older_database_is_left_alone_until_it_is_upgraded(database_url: str, next_version: Path) -> None:
    with pytest.raises(StoreError, match=rf"older wardwatch \({HEAD}; now {NEXT}\). Run `wardwatch db upgrade`"):
        Database.open(database_url, create=True)
    with Database.open(database_url, migrate=True) as database, database.reading() as session:
        assert session.scalar(text("SELECT version_num FROM alembic_version")) == NEXT


def test_an_upgrade_keeps_every_row_and_backs_a_file_up_first(sqlite_url: str, next_version: Path) -> None:
    _fill(sqlite_url)
    with Database.open(sqlite_url, migrate=True) as database, database.reading() as session:
        assert session.scalar(select(func.count(StoryRow.id))) == 2
        assert [hit.story for hit in search(session, "inspectors")] == [2]
        assert session.scalars(text("SELECT note FROM stories")).all() == ["kept", "kept"]
    backup = path_of(sqlite_url).with_name(f"wardwatch.db.schema-{HEAD}.backup")
    with sqlite3.connect(backup) as copy:
        assert copy.execute("SELECT count(*) FROM stories").fetchone() == (2,)
        assert "note" not in {row[1] for row in copy.execute("PRAGMA table_info(stories)")}
    copy.close()


def test_an_upgrade_that_fails_changes_nothing_and_its_backup_stays(database_url: str, next_version: Path) -> None:
    _fill(database_url)
    next_version.write_text(STEP.format(head=HEAD, more="raise RuntimeError('half way')"))
    for _ in range(2):
        with pytest.raises(RuntimeError, match="half way"):
            Database.open(database_url, migrate=True)
    next_version.write_text(STEP.format(head=HEAD, more="pass"))
    with Database.open(database_url, migrate=True) as database:
        assert stories(database) == 2
    if database_url.startswith("sqlite"):
        folder = path_of(database_url).parent
        assert len(list(folder.glob("*.backup"))) == 3


def _fill(url: str) -> None:
    """Two stories, one with an article; the schema that stands is taken as it is."""
    head, schema.HEAD = schema.HEAD, HEAD
    try:
        with Database.open(url) as database:
            database.write(add_story)
            database.write(lambda session: keep(session, article()))
    finally:
        schema.HEAD = head


def test_a_database_of_a_newer_program_is_not_touched(database_url: str) -> None:
    with Database.open(database_url) as database:
        database.write(lambda session: session.execute(text("UPDATE alembic_version SET version_num = '9999'")))
    with pytest.raises(StoreError, match="made by a newer wardwatch"):
        Database.open(database_url, migrate=True)


def test_reading_what_does_not_exist_makes_no_file(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"There is no archive in .*absent.db yet"):
        Database.open(f"sqlite:///{tmp_path}/absent.db")
    assert list(tmp_path.iterdir()) == []


def test_two_programs_that_begin_at_the_same_moment_make_one_database(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/wardwatch.db"
    code = (
        "import sys\nfrom db.engine import Database\nfrom tests.db.test_engine import add_story\n"
        "with Database.open(sys.argv[1], migrate=True) as database:\n    database.write(add_story)"
    )
    both = [subprocess.Popen([sys.executable, "-c", code, url]) for _ in range(3)]
    assert [one.wait(60) for one in both] == [0, 0, 0]
    with Database.open(url) as database:
        assert stories(database) == 3


@pytest.fixture
def first_schema(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The address of a database that the first wardwatch made and delivered from."""
    _empty(database_url)
    folder = tmp_path / "first migrations"
    shutil.copytree(schema.MIGRATIONS, folder, ignore=shutil.ignore_patterns("__pycache__", "v0002*"))
    with monkeypatch.context() as older:
        older.setattr(schema, "MIGRATIONS", folder)
        older.setattr(schema, "HEAD", "0001")
        with Database.open(database_url, migrate=True) as database:
            database.write(add_story)
            for state in STATES:
                database.write(lambda session, state=state: session.add(_message(state)))  # type: ignore[misc]
    return database_url


def _empty(url: str) -> None:
    if url.startswith("sqlite"):
        path_of(url).unlink()
        return
    engine = create_engine(make_url(url).set(drivername=_driver(url)))
    with engine.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    engine.dispose()


def _message(state: str) -> MessageRow:
    return MessageRow(
        public_id=f"id-{state}",
        type="story.new",
        recipient="desk@example.org",
        channel="email",
        schedule="at once",
        story_id=1,
        state=state,
        created_at=NOW,
        tries=1,
        next_try_at=NOW,
        frozen={"subject": state},
    )


def test_what_the_first_schema_held_is_delivered_under_the_second(first_schema: str) -> None:
    with pytest.raises(StoreError, match="has the schema of an older wardwatch"):
        Database.open(first_schema)
    with Database.open(first_schema, migrate=True) as database:
        with database.reading() as session:
            rows = session.scalars(select(MessageRow).order_by(MessageRow.id)).all()
        assert [row.public_id for row in rows] == [f"id-{state}" for state in STATES]
        assert [row.state for row in rows] == list(STATES)
        database.write(lambda session: session.add(_attempt(rows[1].id)))
        with database.reading() as session:
            assert session.scalars(select(AttemptRow.outcome)).all() == ["unknown"]
        database.write(lambda session: session.delete(session.get_one(MessageRow, rows[1].id)))
        with database.reading() as session:
            assert session.scalars(select(AttemptRow)).all() == []


def _attempt(message_id: int) -> AttemptRow:
    return AttemptRow(message_id=message_id, began_at=NOW, owner="here:1:1")
