"""wardwatch demo --once: the real service over the newspaper in a box, as a user sees it."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from wardwatch.demo.post import wait_until

LONGEST = 45

CARRIERS = {"Wardley Town Crier", "Wardshire Gazette", "Ofsted (look-alike)"}


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> str:
    started = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-m", "wardwatch", "demo", "--once", "--plain"],
        cwd=tmp_path_factory.mktemp("demo"),
        capture_output=True,
        text=True,
        timeout=2 * LONGEST,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert time.monotonic() - started < LONGEST
    return done.stdout


def part(shown: str, heading: str) -> str:
    """What stands under a heading."""
    return shown.partition(f"== {heading}\n")[2].partition("\n== ")[0]


def boxed(shown: str, title: str) -> str:
    """The first text that is shown under a title."""
    return shown.partition(f"--- {title}\n")[2].partition("\n---")[0]


def test_it_shows_what_was_found_and_what_was_kept(shown: str) -> None:
    kept = [" ".join(line.split()) for line in part(shown, "What was kept and why, joined to stories").splitlines()]

    assert "Wardshire Gazette" in part(shown, "What was found")
    assert len(kept) == 1 + 7
    assert any("service Wardshire" in line and "(copy)" in line for line in kept)
    assert sum("old news" in line for line in kept) == 3


def test_it_shows_why_the_rest_was_not_kept(shown: str) -> None:
    dropped = part(shown, "What was not kept")

    for story in ("rovers", "kittens", "primary", "garden-waste"):
        assert story in dropped
    assert dropped.count("not about children's services") == 6


def test_it_shows_the_mail_as_received(shown: str) -> None:
    mail = boxed(shown, "the mail, as received")

    assert "Subject: Wardshire: Ofsted" in mail
    assert "Care leavers" in mail
    assert "WHY YOU GET THIS" in mail


def test_it_shows_the_webhook_as_received(shown: str) -> None:
    said = json.loads(boxed(shown, "the webhook, as received"))

    assert (said["type"], said["version"], said["story"]["council"]) == ("story.new", 1, "Wardshire")
    assert {outlet["outlet"] for outlet in said["outlets"]} <= CARRIERS


def test_a_new_story_is_told_and_its_copy_is_not(shown: str) -> None:
    new = part(shown, "The Gazette publishes a new story.")
    copy = part(shown, "The Town Crier carries the same text under its own headline.")

    assert "Subject: Merrowby: leadership of children's services" in new
    assert "a copy of a text that is kept" in copy
    assert "nobody is told" in copy
    assert "Subject:" not in copy


def test_a_closed_terminal_ends_the_service_too(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "wardwatch", "demo", "--plain"]
    with subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, text=True) as demo:
        assert demo.stdout is not None
        said = next(line for line in demo.stdout if "--config" in line)
        folder = Path(said.partition("--config ")[2].split()[0].rstrip("`.")).parent
        assert wait_until(lambda: (folder / "demo.db").exists(), LONGEST)
        demo.send_signal(signal.SIGHUP)
        assert demo.wait(LONGEST) == 0

    assert not folder.exists()
    assert not _processes_that_name(folder.name)


def test_it_leaves_nothing_behind(shown: str) -> None:
    folder = Path(shown.partition("--config ")[2].split()[0].rstrip("`.")).parent

    assert folder.name.startswith("wardwatch-demo-")
    assert not folder.exists()


def _processes_that_name(name: str) -> list[int]:
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if name.encode() in (folder / "cmdline").read_bytes():
                found.append(int(folder.name))
    return found
