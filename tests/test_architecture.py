"""The walls of the house: who imports whom, what stays lazy, and how long a file may be."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ROOMS = ("newsdesk", "scraper", "db", "alerts", "wardwatch")
MAY_IMPORT = {
    "newsdesk": set(),
    "scraper": {"newsdesk"},
    "db": {"newsdesk"},
    "alerts": {"newsdesk", "db"},
    "wardwatch": {"newsdesk", "scraper", "db", "alerts"},
}
LONGEST_FILE = 400

FILES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
    for room in ROOMS
    for path in sorted((ROOT / room).rglob("*.py"))
}


def imports(module: str) -> Iterator[str]:
    """The modules that a module names in its imports, wherever they stand."""
    for node in ast.walk(ast.parse(FILES[module].read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = _base(module, node)
            yield from (name if (name := f"{base}.{alias.name}") in FILES else base for alias in node.names)


def _base(module: str, node: ast.ImportFrom) -> str:
    if not node.level:
        return node.module or ""
    package = module if FILES[module].name == "__init__.py" else module.rpartition(".")[0]
    for _ in range(node.level - 1):
        package = package.rpartition(".")[0]
    return f"{package}.{node.module}" if node.module else package


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_imports_only_the_rooms_it_may(room: str) -> None:
    forbidden = set(ROOMS) - MAY_IMPORT[room] - {room}
    wrong = [
        f"{module} imports {name}"
        for module in FILES
        if module.split(".")[0] == room
        for name in imports(module)
        if name.split(".")[0] in forbidden or name.split(".")[0] == "tests"
    ]
    assert not wrong


def test_no_modules_import_each_other_in_a_circle_not_even_lazily() -> None:
    needs = {module: {name for name in imports(module) if name in FILES} - {module} for module in FILES}
    while leaves := {module for module, names in needs.items() if not names & needs.keys()}:
        needs = {module: names for module, names in needs.items() if module not in leaves}
    assert not needs, f"a circle runs through {sorted(needs)}"


def test_no_file_is_longer_than_400_lines() -> None:
    lengths = {module: len(path.read_text(encoding="utf-8").splitlines()) for module, path in FILES.items()}
    assert not {module: lines for module, lines in lengths.items() if lines > LONGEST_FILE}


@pytest.mark.parametrize(
    ("needed", "heavy"),
    [
        ("db.search, db.query, db.engine", ("scrapy", "twisted", "alembic", "trafilatura", "scraper", "alerts")),
        ("db.archive, db.health", ("scrapy", "twisted", "alembic", "trafilatura")),
        ("wardwatch.cli", ("scrapy", "twisted", "alembic", "trafilatura", "sqlalchemy")),
    ],
)
def test_what_is_heavy_is_loaded_only_where_it_works(needed: str, heavy: tuple[str, ...]) -> None:
    code = f"import sys, {needed}; print(*(name for name in {heavy!r} if name in sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


def test_searching_a_database_that_is_up_to_date_does_not_load_alembic(sqlite_url: str) -> None:
    code = (
        "import sys\nfrom db.engine import Database\nfrom db.search import search\n"
        f"with Database.open({sqlite_url!r}, migrate=True) as database, database.reading() as session:\n"
        "    assert search(session, 'ofsted') == []\nprint('alembic' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False"]
