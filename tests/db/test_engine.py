"""The database: one writer, many readers, and sentences when it cannot."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from db import engine
from db.engine import Database, StoreError
from db.models import ListingRow, StoryRow, WorkRow
from tests.db.paper import NOW


def add_story(session: Session) -> int:
    row = StoryRow(created_at=NOW, last_article_at=NOW)
    session.add(row)
    session.flush()
    return row.id


def stories(database: Database) -> int:
    with database.reading() as session:
        return session.scalar(select(func.count(StoryRow.id))) or 0


def path_of(url: str) -> Path:
    return Path(url.removeprefix("sqlite:///"))


def test_what_is_written_can_be_read_with_its_time_in_utc(database: Database) -> None:
    assert database.write(add_story) == 1
    assert database.write(add_story, durable=True) == 2
    with database.reading() as session:
        assert [row.created_at for row in session.scalars(select(StoryRow))] == [NOW, NOW]


def test_a_write_that_raises_leaves_nothing_and_the_next_one_works(database: Database) -> None:
    def fail(session: Session) -> None:
        add_story(session)
        raise LookupError("half way")

    with pytest.raises(LookupError, match="half way"):
        database.write(fail)
    assert stories(database) == 0
    database.write(add_story)
    assert stories(database) == 1


def test_a_row_that_points_nowhere_is_refused(database: Database) -> None:
    def point(session: Session) -> None:
        session.get_one(StoryRow, add_story(session)).merged_into = 99

    with pytest.raises(IntegrityError):
        database.write(point)


def test_a_reading_session_sees_one_moment_and_cannot_write(database: Database) -> None:
    with database.reading() as session:
        assert session.scalar(select(func.count(StoryRow.id))) == 0
        database.write(add_story)
        assert session.scalar(select(func.count(StoryRow.id))) == 0
    with pytest.raises(StoreError), database.reading() as session:
        add_story(session)
    assert stories(database) == 1


def test_a_write_within_a_write_is_a_mistake_and_not_a_standstill(database: Database) -> None:
    with pytest.raises(RuntimeError, match="within a write"):
        database.write(lambda session: database.write(add_story))


def test_thousands_of_reads_and_writes_at_once_are_never_locked_out(database: Database) -> None:
    def crawl(number: int) -> int:
        return database.write(lambda session: session.merge(_listing(number)) and number, durable=number % 50 == 0)

    def query(_: int) -> int:
        with database.reading() as session:
            return session.scalar(select(func.count()).select_from(ListingRow)) or 0

    with ThreadPoolExecutor(12) as pool:
        written = pool.map(crawl, range(1_000))
        seen = pool.map(query, range(2_000))
        assert sum(written) == sum(range(1_000))
        assert all(0 <= number <= 1_000 for number in seen)
    assert query(0) == 1_000


def _listing(number: int) -> ListingRow:
    return ListingRow(url=f"https://weaverpost.example/{number}", etag=None, last_modified=None, asked_at=NOW)


def count_up(session: Session) -> int:
    """Read a number, then write the next one."""
    row = session.get(WorkRow, "counter") or WorkRow(name="counter", value={"number": 0}, at=NOW)
    row.value = {"number": row.value["number"] + 1}
    session.add(row)
    return int(row.value["number"])


def test_processes_that_read_and_then_write_at_once_neither_fail_nor_lose_a_step(sqlite_url: str) -> None:
    code = (
        "import sys\nfrom db.engine import Database\nfrom tests.db.test_engine import count_up\n"
        "with Database.open(sys.argv[1]) as database:\n"
        "    print('ready', flush=True)\n    sys.stdin.readline()\n"
        "    [database.write(count_up) for _ in range(150)]"
    )
    command = [sys.executable, "-c", code, sqlite_url]
    others = [subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    for other in others:
        assert other.stdout is not None
        assert other.stdout.readline() == "ready\n"
    with Database.open(sqlite_url) as database:
        for other in others:
            assert other.stdin is not None
            other.stdin.write("go\n")
            other.stdin.flush()
        for _ in range(150):
            database.write(count_up)
        for other in others:
            other.communicate(timeout=60)
        assert [other.returncode for other in others] == [0, 0]
        assert database.write(count_up) == 451


def test_a_killed_writer_leaves_whole_transactions(sqlite_url: str) -> None:
    code = (
        "import os, sys\nfrom db.engine import Database\nfrom tests.db.test_engine import add_story\n"
        "database = Database.open(sys.argv[1])\ndatabase.write(add_story)\n"
        "database.write(lambda session: (add_story(session), add_story(session), os.kill(os.getpid(), 9)))"
    )
    done = subprocess.run([sys.executable, "-c", code, sqlite_url], check=False, timeout=60)
    assert done.returncode == -9
    with Database.open(sqlite_url) as database:
        assert stories(database) == 1


def test_a_durable_write_reaches_the_disk_before_it_returns(sqlite_url: str) -> None:
    def level(session: Session) -> int:
        return session.scalar(text("PRAGMA synchronous")) or 0

    with Database.open(sqlite_url) as database:
        assert [database.write(level, durable=durable) for durable in (False, True, False)] == [1, 2, 1]
        assert database.write(lambda session: session.scalar(text("PRAGMA journal_mode"))) == "wal"


def test_closing_finishes_what_is_queued_and_then_refuses(database: Database) -> None:
    queued = [database.submit(add_story) for _ in range(20)]
    database.close()
    assert [future.result(timeout=0) for future in queued] == list(range(1, 21))
    with pytest.raises(StoreError, match="has been closed"):
        database.write(add_story)
    with pytest.raises(StoreError, match="has been closed"), database.reading():
        pass
    database.close()


def test_closing_does_not_wait_for_ever(sqlite_url: str) -> None:
    database = Database.open(sqlite_url)
    free = threading.Event()
    stuck = database.submit(lambda session: free.wait(30))
    waiting = database.submit(add_story)
    began = time.monotonic()
    database.close(0.2)
    assert time.monotonic() - began < 5
    assert waiting.cancelled()
    free.set()
    stuck.result(10)


def test_a_program_that_forgets_to_close_still_ends(sqlite_url: str) -> None:
    code = (
        "import sys, time\nfrom db.engine import Database\n"
        "database = Database.open(sys.argv[1])\ndatabase.submit(lambda session: time.sleep(60))"
    )
    assert subprocess.run([sys.executable, "-c", code, sqlite_url], check=False, timeout=20).returncode == 0


def test_a_full_disk_says_so_and_nothing_is_half_stored(sqlite_url: str) -> None:
    def fill(session: Session) -> None:
        pages = session.scalar(text("PRAGMA page_count"))
        session.execute(text(f"PRAGMA max_page_count = {pages}"))
        add_story(session)
        session.add(ListingRow(url="x" * 2_000_000, etag=None, last_modified=None, asked_at=NOW))

    with Database.open(sqlite_url) as database:
        with pytest.raises(StoreError, match=r"The disk is full: nothing was stored in .*wardwatch.db"):
            database.write(fill)
        assert stories(database) == 0


def test_a_file_that_another_program_holds_says_so(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "BUSY_SECONDS", 0.1)
    other = sqlite3.connect(path_of(sqlite_url), isolation_level=None)
    with Database.open(sqlite_url) as database:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match=r"Another program holds .*wardwatch.db locked"):
            database.write(add_story)
        other.execute("ROLLBACK")
        assert database.write(add_story) == 1
    other.close()


@contextmanager
def somebody_else() -> Iterator[None]:
    """A user whom permissions hold back: root may write everywhere."""
    user = os.geteuid()
    if user == 0:
        os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(user)


@pytest.fixture
def read_only_url(sqlite_template: Path) -> Iterator[str]:
    """A database that everybody may read and nobody may write, in a folder that everybody may enter."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        shutil.copy(sqlite_template, folder / "wardwatch.db")
        (folder / "wardwatch.db").chmod(0o444)
        yield f"sqlite:///{folder / 'wardwatch.db'}"


def test_a_file_that_may_not_be_written_says_so(read_only_url: str) -> None:
    Database.open(read_only_url).close()
    with somebody_else(), pytest.raises(StoreError, match="cannot be written to"):
        Database.open(read_only_url).write(add_story)


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("nonsense", "write it as sqlite:///wardwatch.db or postgresql://"),
        ("mysql://localhost/x", "not in 'mysql'"),
        ("sqlite://", "names no file"),
        ("sqlite:////no/such/folder/wardwatch.db", "The folder /no/such/folder of the database does not exist"),
        ("postgresql://me:secret@127.0.0.1:1/x", r"server of postgresql://me:\*\*\*@127.0.0.1:1/x does not answer"),
    ],
)
def test_an_address_that_leads_nowhere_says_what_to_mend(url: str, sentence: str) -> None:
    with pytest.raises(StoreError, match=sentence):
        Database.open(url, migrate=True)


def test_a_database_that_the_server_lacks_says_so(postgres_server: str) -> None:
    with pytest.raises(StoreError, match="no such database"):
        Database.open(postgres_server.replace("/postgres?", "/absent?"), migrate=True)


def test_a_file_that_is_no_database_or_another_programs_is_left_alone(tmp_path: Path) -> None:
    letter = tmp_path / "letter.db"
    letter.write_text("Dear editor, " * 500)
    with pytest.raises(StoreError, match="is no SQLite database"):
        Database.open(f"sqlite:///{letter}", migrate=True)
    assert letter.read_text().startswith("Dear editor")
    other = tmp_path / "other.db"
    with sqlite3.connect(other) as connection:
        connection.execute("CREATE TABLE songs (title)")
    connection.close()
    with pytest.raises(StoreError, match="another program's tables"):
        Database.open(f"sqlite:///{other}", migrate=True)


def test_the_postgres_driver_is_named_where_it_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(StoreError, match=r"pip install 'wardwatch\[postgres\]'"):
        Database.open("postgresql://localhost/x")


def test_a_relative_path_is_taken_from_where_the_command_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Database.open("sqlite:///news.db", create=True).close()
    assert (tmp_path / "news.db").exists()


def test_a_file_that_has_gone_is_said_and_one_in_its_place_is_used(sqlite_url: str, sqlite_template: Path) -> None:
    path = path_of(sqlite_url)
    with Database.open(sqlite_url) as database:
        database.write(add_story)
        path.rename(path.with_name("elsewhere.db"))
        with pytest.raises(StoreError, match=r"has gone\. Put it back"):
            database.write(add_story)
        with pytest.raises(StoreError, match=r"has gone\. Put it back"), database.reading():
            pass
        path.with_name("elsewhere.db").rename(path)
        assert database.write(add_story) == 2
        for left in path.parent.glob("wardwatch.db*"):
            left.unlink()
        shutil.copy(sqlite_template, path)
        assert database.write(add_story) == 1
