"""Running the program as a user does, and a config to run it with."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from typer.testing import CliRunner

HOME = Path(__file__).parent.parent.parent


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    code: int
    out: str
    err: str


Command = Callable[..., Ended]


@pytest.fixture
def wardwatch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Command:
    """Runs a command within this process, in an empty folder."""
    from wardwatch.cli import app

    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("WARDWATCH_CONFIG", raising=False)

    def run(*words: str) -> Ended:
        result = CliRunner().invoke(app, list(words), prog_name="wardwatch")
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return Ended(result.exit_code, result.stdout, result.stderr)

    return run


@pytest.fixture
def program(tmp_path: Path) -> Command:
    """Runs the program in a process of its own, in an empty folder."""

    def run(*words: str, code: str = "", **environ: str) -> Ended:
        start = ["-c", code] if code else ["-m", "wardwatch"]
        env = {**os.environ, "PYTHONPATH": str(HOME), **environ}
        command = [sys.executable, *start, *words]
        done = subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, text=True, timeout=30, check=False)
        return Ended(done.returncode, done.stdout, done.stderr)

    return run


@pytest.fixture
def config_file(tmp_path: Path, sqlite_url: str) -> Path:
    """A config in the folder of the commands, with an empty archive and rules that tell the log and a folder."""
    path = tmp_path / "config.yaml"
    path.write_text(
        f"contact: me@example.org\ndatabase: {sqlite_url}\n"
        "sources: [{name: Paper, url: 'http://127.0.0.1:9/feed'}]\n"
        "alerts: [{name: Everything, to: [log, {file: outbox}]}]\n",
        "utf-8",
    )
    return path
